//! The head of a mailbox: all that decisions need of it, without its cells.

use sitr_wire::chain::Chain;
use sitr_wire::close::End;
use sitr_wire::limit::TOMBSTONE_DAYS;
use sitr_wire::{CellHash, Handle, Keep, Life, Mailbox};

use crate::rate::Window;
use crate::time::Day;

/// What is stored under a handle.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Known {
    /// Nothing.
    Absent,
    /// A mailbox was here, and never will be again.
    Gone(Tombstone),
    /// A mailbox, perhaps past its time.
    Here(Box<Head>),
}

/// What is remembered of a mailbox that was closed or burned (rule M-11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tombstone {
    /// The day on which it went.
    pub day: Day,
    /// Whether it was burned.
    pub burned: bool,
}

/// A closed mailbox's close.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Closing {
    /// Day of the first Close.
    pub day: Day,
    /// Where the final cells stand, and their proofs.
    pub end: End,
    /// Hash of the latest final cell.
    pub latest: CellHash,
}

/// The head of a mailbox.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Head {
    /// The fixed fields.
    pub mailbox: Mailbox,
    /// Day of the Open.
    pub opened: Day,
    /// The chain over all its cells; its count is the number of cells.
    pub chain: Chain,
    /// Set once it is closed.
    pub closing: Option<Closing>,
    pub(crate) appends: Window,
    pub(crate) closes: Window,
}

/// The last day on which a mailbox is served: `life` days after its Open, `keep` days after its
/// first Close (rule M-10). Both days count whole, so nothing goes before its time.
#[must_use]
pub fn expiry(life: Life, keep: Keep, opened: Day, closed: Option<Day>) -> Day {
    match closed {
        None => opened.plus(life.days()),
        Some(day) => day.plus(keep.days()),
    }
}

impl Head {
    /// A head as it was stored.
    #[must_use]
    pub fn new(mailbox: Mailbox, opened: Day, chain: Chain, closing: Option<Closing>) -> Self {
        let (appends, closes) = (Window::default(), Window::default());
        Self { mailbox, opened, chain, closing, appends, closes }
    }

    /// A mailbox without cells.
    #[must_use]
    pub fn fresh(handle: &Handle, mailbox: Mailbox, opened: Day) -> Self {
        Self::new(mailbox, opened, Chain::start(handle), None)
    }

    /// Number of cells, finals included.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.chain.count()
    }

    /// Where the final cells stand, if it is closed.
    #[must_use]
    pub fn ended(&self) -> Option<&End> {
        self.closing.as_ref().map(|closing| &closing.end)
    }

    /// See [`expiry`].
    #[must_use]
    pub fn expires(&self) -> Day {
        let closed = self.closing.as_ref().map(|closing| closing.day);
        expiry(self.mailbox.life, self.mailbox.keep, self.opened, closed)
    }

    /// Whether its time has passed.
    #[must_use]
    pub fn is_expired(&self, today: Day) -> bool {
        // M-10
        today > self.expires()
    }

    /// What is left of it after its time: a tombstone if it was closed (rule M-11).
    #[must_use]
    pub fn remains(&self) -> Option<Tombstone> {
        self.closing.as_ref().map(|_| Tombstone { day: self.expires(), burned: false })
    }
}

impl Tombstone {
    /// Whether it still keeps its handle from opening (rule M-11).
    #[must_use]
    pub fn stands(&self, today: Day) -> bool {
        // M-11
        today <= self.day.plus(TOMBSTONE_DAYS)
    }
}
