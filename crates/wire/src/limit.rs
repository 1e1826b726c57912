//! Every bound of the wire protocol, named once. An operator's own limits ([`Limits`]) are announced
//! in the hello; the constants are the same everywhere and part of the protocol.

use crate::mailbox::{Keep, Life};

/// Bytes of cells in one page (rule W-06).
pub const PAGE_BYTES: usize = 64 * 1024;
/// The largest frame either side accepts: one page of 256 KiB and its envelope, of which most are the
/// proofs of close.
pub const FRAME_MAX_BYTES: usize = 256 * 1024 + 2 * 1024;
/// Final cells that may supersede the first one (rule M-09).
pub const SUPERSEDES_MAX: u32 = 8;
/// Days after the first close in which a final cell may be superseded (rule M-09).
pub const SUPERSEDE_DAYS: u32 = 7;
/// Days for which the handle of a closed or burned mailbox is remembered (rule M-11).
pub const TOMBSTONE_DAYS: u32 = 120;
/// The largest capacity that any mailbox may have, in cells.
pub const CAPACITY_MAX: u32 = 65_536;
/// The largest `append_cost`, in leading zero bits.
pub const APPEND_COST_MAX: u8 = 16;
/// The most memory that a ticket may ask of its checker, in KiB (rule T-02).
pub const TICKET_ARGON_MAX_KIB: u32 = 4096;
/// The most leading zero bits that the SHA-256 gate of a ticket may ask for.
pub const TICKET_GATE_MAX_BITS: u32 = 24;
/// The most work that a ticket may be expected to take, in steps: hashes of the gate and KiB of Argon2id
/// (rule T-02). A minute or two of one processor.
pub const TICKET_WORK_MAX: u64 = 1 << 27;
/// Days by which a ticket's day may differ from the relay's (rule T-03).
pub const TICKET_DAY_SLACK: u32 = 1;
/// Minutes for which a ticket is taken that was made for easier work announced then (rule T-05).
pub const TICKET_GRACE_MINUTES: u32 = 10;
/// The longest operator's token, in bytes.
pub const TOKEN_MAX_BYTES: usize = 256;
/// Versions a client may offer in its hello.
pub const VERSIONS_MAX: usize = 16;

/// What one relay allows, as announced in its hello.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest capacity of a mailbox, in cells.
    pub max_capacity: u32,
    /// Longest life of an open mailbox.
    pub max_life: Life,
    /// Longest time that cells are kept after the close.
    pub max_keep: Keep,
    /// Requests of one connection that may wait for their answer.
    pub requests_in_flight: u32,
    /// Mailboxes that one connection may watch.
    pub watches: u32,
    /// Appends that one mailbox takes in a minute.
    pub appends_per_minute: u32,
    /// Opens that one connection may ask for in a minute.
    pub opens_per_minute: u32,
    /// Closes (the first and superseding ones) that one mailbox takes in an hour.
    pub closes_per_hour: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_capacity: 8192,
            max_life: Life::Days180,
            max_keep: Keep::Days90,
            requests_in_flight: 64,
            watches: 64,
            appends_per_minute: 1200,
            opens_per_minute: 120,
            closes_per_hour: 64,
        }
    }
}
