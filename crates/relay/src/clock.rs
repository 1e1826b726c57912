//! Time is an input, so that days pass in tests.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use sitr_relay_core::Seconds;

/// Tells the time.
pub trait Clock: fmt::Debug + Send + Sync {
    /// Seconds since 1970-01-01 UTC.
    fn now(&self) -> Seconds;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Seconds {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        Seconds(since.map_or(0, |since| since.as_secs()))
    }
}
