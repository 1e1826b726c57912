//! Virtual time: what is to happen, in order. Nothing waits for a clock.

use std::collections::BTreeMap;

/// Things that will happen, by their time in milliseconds since the world began; of two at the same time the one
/// that was planned first comes first.
#[derive(Debug)]
pub struct Agenda<T> {
    now: u64,
    planned: u64,
    waiting: BTreeMap<(u64, u64), T>,
}

impl<T> Default for Agenda<T> {
    fn default() -> Self {
        Self { now: 0, planned: 0, waiting: BTreeMap::new() }
    }
}

impl<T> Agenda<T> {
    /// The time of what happens now.
    #[must_use]
    pub fn now(&self) -> u64 {
        self.now
    }

    /// Plans something for so many milliseconds from now.
    pub fn plan(&mut self, delay: u64, what: T) {
        self.planned += 1;
        self.waiting.insert((self.now + delay, self.planned), what);
    }

    /// What happens next, and moves the time to it.
    pub fn happens(&mut self) -> Option<T> {
        let ((at, _), what) = self.waiting.pop_first()?;
        self.now = at;
        Some(what)
    }
}
