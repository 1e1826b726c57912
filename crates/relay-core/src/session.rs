//! One connection's limits, held before anything is verified.

use std::collections::BTreeSet;

use sitr_wire::frame::{Hello, VERSION};
use sitr_wire::limit::Limits;
use sitr_wire::{Code, Refusal, Request};

use crate::rate::{MINUTE, Window};
use crate::time::Seconds;

/// Why a request goes no further.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Stop {
    /// It is refused; the connection goes on.
    Refuse(Refusal),
    /// It is refused, and the connection ends.
    End(Refusal),
}

/// What a connection has used of its limits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Session {
    greeted: bool,
    in_flight: u32,
    watches: BTreeSet<u64>,
    opens: Window,
    max_in_flight: u32,
    max_watches: u32,
    opens_per_minute: u32,
}

impl Session {
    /// A connection that has not said hello yet.
    #[must_use]
    pub fn new(limits: &Limits) -> Self {
        Self {
            greeted: false,
            in_flight: 0,
            watches: BTreeSet::new(),
            opens: Window::default(),
            max_in_flight: limits.requests_in_flight,
            max_watches: limits.watches,
            opens_per_minute: limits.opens_per_minute,
        }
    }

    /// Takes the hello: the version that both speak.
    ///
    /// # Errors
    /// The connection ends if there is none, or if this is not the first hello.
    pub fn greet(&mut self, hello: &Hello) -> Result<u32, Refusal> {
        // W-04
        if self.greeted {
            return Err(Refusal::new(Code::Malformed));
        }
        if !hello.versions.contains(&VERSION) {
            return Err(Refusal::new(Code::Version));
        }
        self.greeted = true;
        Ok(VERSION)
    }

    /// Whether a verb may go on. Who is admitted is in flight until [`Session::answered`].
    ///
    /// # Errors
    /// Ends the connection at a verb before the hello; else names the limit that was met.
    pub fn admit(&mut self, number: u64, request: &Request, now: Seconds) -> Result<(), Stop> {
        // W-04
        if !self.greeted {
            return Err(Stop::End(Refusal::new(Code::Version)));
        }
        // W-07: the frames of a watch carry its number, so nothing else may.
        if self.watches.contains(&number) {
            return Err(Stop::End(Refusal::new(Code::Malformed)));
        }
        // L-04
        if self.in_flight >= self.max_in_flight {
            return Err(limit("requests_in_flight", self.max_in_flight, 1));
        }
        match request {
            // L-03: counted before its ticket is looked at, which costs more than it.
            Request::Open(_) => {
                let taken = self.opens.take(now, MINUTE, self.opens_per_minute);
                taken.map_err(|wait| limit("opens_per_minute", self.opens_per_minute, wait))?;
            }
            Request::Watch(_) => self.admit_watch(number)?,
            // W-04: there is one hello.
            Request::Hello(_) => return Err(Stop::End(Refusal::new(Code::Malformed))),
            _ => {}
        }
        self.in_flight += 1;
        Ok(())
    }

    fn admit_watch(&mut self, number: u64) -> Result<(), Stop> {
        // L-05
        if self.watching() >= self.max_watches {
            return Err(limit("watches", self.max_watches, 0));
        }
        self.watches.insert(number);
        Ok(())
    }

    /// Watches in use.
    #[must_use]
    pub fn watching(&self) -> u32 {
        u32::try_from(self.watches.len()).unwrap_or(u32::MAX)
    }

    /// Whether another watch needs one to be given up.
    #[must_use]
    pub fn watches_are_full(&self) -> bool {
        self.watching() >= self.max_watches
    }

    /// An admitted request was answered.
    pub fn answered(&mut self) {
        self.in_flight = self.in_flight.saturating_sub(1);
    }

    /// Whether nothing waits for an answer.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.in_flight == 0
    }

    /// A watch is over.
    pub fn unwatched(&mut self, number: u64) {
        self.watches.remove(&number);
    }
}

fn limit(name: &str, value: u32, retry_after_seconds: u32) -> Stop {
    Stop::Refuse(Refusal::limit(name, u64::from(value), retry_after_seconds))
}
