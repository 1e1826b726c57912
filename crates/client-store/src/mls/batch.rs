//! What is held back in memory until the transaction commits: the newest message secrets of each group that
//! was worked on. They are as large as the group, and openmls writes them with every message; of a batch
//! of cells only the last state is ever read from the disk. Nothing leaves the device before the
//! transaction has committed, so nothing is used that a crash could take back.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

/// Encoded message secrets; none where they were deleted.
pub(super) type Held = Option<Zeroizing<Vec<u8>>>;

/// Values by encoded group id, and how to undo them to each open savepoint.
#[derive(Default)]
pub(super) struct Batch {
    values: BTreeMap<Vec<u8>, Held>,
    /// For each savepoint: what stood here when a value was first changed after it. Outer none: nothing.
    undo: Vec<BTreeMap<Vec<u8>, Option<Held>>>,
}

impl Batch {
    /// What is held of a group; none if the database has the newest value.
    pub(super) fn get(&self, group: &[u8]) -> Option<&Held> {
        self.values.get(group)
    }

    pub(super) fn put(&mut self, group: Vec<u8>, value: Held) {
        let before = self.values.insert(group.clone(), value);
        if let Some(undo) = self.undo.last_mut() {
            undo.entry(group).or_insert(before);
        }
    }

    pub(super) fn savepoint(&mut self) {
        self.undo.push(BTreeMap::new());
    }

    pub(super) fn release(&mut self) {
        let Some(inner) = self.undo.pop() else { return };
        if let Some(outer) = self.undo.last_mut() {
            for (group, before) in inner {
                outer.entry(group).or_insert(before);
            }
        }
    }

    pub(super) fn rollback(&mut self) {
        for (group, before) in self.undo.pop().unwrap_or_default() {
            match before {
                Some(value) => self.values.insert(group, value),
                None => self.values.remove(&group),
            };
        }
    }

    /// Everything that is held, in the order of the groups.
    pub(super) fn drain(&mut self) -> BTreeMap<Vec<u8>, Held> {
        self.undo.clear();
        std::mem::take(&mut self.values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(byte: u8) -> Held {
        Some(Zeroizing::new(vec![byte]))
    }

    #[test]
    fn a_savepoint_is_undone_and_no_more() {
        let mut batch = Batch::default();
        batch.put(vec![1], held(1));
        batch.savepoint();
        batch.put(vec![1], held(2));
        batch.put(vec![2], held(2));
        batch.savepoint();
        batch.put(vec![1], None);
        batch.rollback();
        assert_eq!(batch.get(&[1]), Some(&held(2)));
        batch.savepoint();
        batch.put(vec![1], held(3));
        batch.release();
        assert_eq!(batch.get(&[1]), Some(&held(3)));
        batch.rollback();
        assert_eq!(batch.get(&[1]), Some(&held(1)));
        assert_eq!(batch.get(&[2]), None);
        assert_eq!(batch.drain().len(), 1);
    }
}
