//! A bounded map in two generations: what was not touched while the younger one filled is dropped.

use std::collections::BTreeMap;

/// Holds between `half` and twice `half` of the entries touched last.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cache<K, V> {
    young: BTreeMap<K, V>,
    old: BTreeMap<K, V>,
    half: usize,
}

impl<K: Ord, V> Cache<K, V> {
    /// An empty one.
    #[must_use]
    pub fn new(half: usize) -> Self {
        Self { young: BTreeMap::new(), old: BTreeMap::new(), half: half.max(1) }
    }

    /// The entry, counted as touched.
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        if !self.young.contains_key(key) {
            let (key, value) = self.old.remove_entry(key)?;
            self.insert(key, value);
        }
        self.young.get_mut(key)
    }

    /// Puts an entry in, counted as touched.
    pub fn insert(&mut self, key: K, value: V) {
        self.old.remove(&key);
        if self.young.len() >= self.half && !self.young.contains_key(&key) {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, value);
    }

    /// Takes an entry out.
    pub fn remove(&mut self, key: &K) {
        self.young.remove(key);
        self.old.remove(key);
    }

    /// Entries in memory.
    #[must_use]
    pub fn len(&self) -> usize {
        self.young.len() + self.old.len()
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_touched_stays_and_the_rest_goes() {
        let mut cache = Cache::new(4);
        cache.insert(0, "kept");
        for key in 1..100 {
            cache.insert(key, "passing");
            assert_eq!(cache.get_mut(&0), Some(&mut "kept"));
            assert!(cache.len() <= 8);
        }
        assert_eq!(cache.get_mut(&1), None);
        cache.remove(&0);
        assert_eq!(cache.get_mut(&0), None);
    }
}
