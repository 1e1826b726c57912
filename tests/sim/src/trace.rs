//! What happened in a world, in short lines: the last of them are shown where a promise was broken, and a
//! number over all of them tells whether two runs were the same.

use std::collections::VecDeque;

const SHOWN: usize = 60;

/// Lines of what happened.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    last: VecDeque<String>,
    sum: u64,
}

impl Trace {
    /// Something happened.
    pub fn add(&mut self, at: u64, who: &str, what: &str) {
        let line =
            format!("{:>9.3} {who}: {what}", std::time::Duration::from_millis(at).as_secs_f64());
        for byte in line.bytes() {
            self.sum = (self.sum ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        self.last.push_back(line);
        if self.last.len() > SHOWN {
            self.last.pop_front();
        }
    }

    /// A number over everything that happened.
    #[must_use]
    pub fn sum(&self) -> u64 {
        self.sum
    }

    /// The last lines.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.last.iter().map(String::as_str)
    }
}
