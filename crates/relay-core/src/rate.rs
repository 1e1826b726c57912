//! Rates: so many in a window of fixed length, counted from the window's beginning.

use crate::time::Seconds;

/// Seconds of a minute.
pub const MINUTE: u32 = 60;
/// Seconds of an hour.
pub const HOUR: u32 = 3600;

/// A count that starts anew with each window of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Window {
    began: u64,
    count: u32,
}

impl Window {
    /// Counts one more, unless `limit` were already counted in this window of `length` seconds.
    ///
    /// # Errors
    /// The seconds to wait until the next window begins, at least 1.
    pub fn take(&mut self, now: Seconds, length: u32, limit: u32) -> Result<(), u32> {
        let began = now.0 - now.0 % u64::from(length);
        if self.began != began {
            *self = Self { began, count: 0 };
        }
        if self.count >= limit {
            let into = u32::try_from(now.0 % u64::from(length)).unwrap_or(0);
            return Err(length - into);
        }
        self.count += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_says_when_the_next_one_begins() {
        let mut window = Window::default();
        assert_eq!(window.take(Seconds(70), MINUTE, 2), Ok(()));
        assert_eq!(window.take(Seconds(80), MINUTE, 2), Ok(()));
        assert_eq!(window.take(Seconds(81), MINUTE, 2), Err(39));
        assert_eq!(window.take(Seconds(120), MINUTE, 2), Ok(()));
    }
}
