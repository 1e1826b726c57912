//! The epoch that a room is in, how far its mailbox was read, and the epoch before.

use minicbor::{Decode, Encode};
use sitr_wire::chain::Chain;
use sitr_wire::frame::Mark;
use sitr_wire::{Address, CellHash, Handle, Mailbox, PublicKey, Seed};

use crate::crypto::Secret;

/// The epoch that a room is in, as its mailbox at the relay.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Epoch {
    /// The MLS epoch.
    #[n(0)]
    pub number: u64,
    /// Its mailbox.
    #[n(1)]
    pub mailbox: Mailbox,
    /// The mailbox's handle.
    #[n(2)]
    pub handle: Handle,
    /// The right to read.
    #[n(3)]
    pub address: Address,
    /// The right to append.
    #[n(4)]
    pub write_seed: Seed,
    /// The right to close, for stewards.
    #[n(5)]
    pub close_seed: Option<Seed>,
    /// Seals its cells.
    #[n(6)]
    pub seal: Secret,
    /// Salt of the next root.
    #[n(7)]
    pub veil: Secret,
    /// The room's transcript before this epoch.
    #[n(8)]
    #[cbor(with = "minicbor::bytes")]
    pub previous_end: [u8; 32],
    /// The day this device entered it, in days since 1970-01-01 UTC; decides when a steward rolls.
    #[n(9)]
    pub since_day: u32,
    /// The same to the millisecond since 1970-01-01 UTC; decides how soon the next may begin. None in what an
    /// older program wrote.
    #[n(10)]
    pub since_ms: Option<u64>,
}

/// How far the epoch's mailbox has been read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Cursor {
    /// The chain over the cells read.
    #[n(0)]
    pub chain: Chain,
    /// The last full page, as the relay signed it.
    #[n(1)]
    pub mark: Option<Mark>,
    /// The latest final cell, if it was inert: a steward must supersede it.
    #[n(2)]
    pub inert: Option<CellHash>,
    /// Alarms raised in this mailbox, a bit each: each is raised once.
    #[n(3)]
    pub alarms: u16,
    /// Whether another copy of this device seems to have spoken in this epoch (rule R-24).
    #[n(4)]
    #[cbor(default)]
    pub is_copied: bool,
}

impl Cursor {
    /// Nothing read yet.
    #[must_use]
    pub fn start(handle: &Handle) -> Self {
        Self { chain: Chain::start(handle), mark: None, inert: None, alarms: 0, is_copied: false }
    }
}

/// A mailbox that this device is through with, as far as its end concerns it: a later final cell of the
/// epoch before (rule R-07), or the end of that in which it asked to be let go.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Past {
    /// Its mailbox.
    #[n(0)]
    pub handle: Handle,
    /// The right to read it.
    #[n(1)]
    pub address: Address,
    /// Opens its cells.
    #[n(2)]
    pub seal: Secret,
    /// Index of the last cell that was read.
    #[n(3)]
    pub won_at: u64,
    /// Personas of its stewards.
    #[n(4)]
    pub stewards: Vec<StewardKey>,
    /// The day it was left.
    #[n(5)]
    pub day: u32,
    /// Verifies closes.
    #[n(6)]
    pub close_key: PublicKey,
    /// The latest final cell that was read; none while it is open.
    #[n(7)]
    pub latest: Option<CellHash>,
    /// Whether an alarm was raised over what the relay showed of it.
    #[n(8)]
    pub is_doubtful: bool,
}

/// A steward's persona.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct StewardKey(
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub [u8; 32],
);
