//! Invites that this device helps to serve, and the knocks that came by them.

use minicbor::{Decode, Encode};
use sitr_wire::Seed;

use super::Bytes32;
use crate::body::{InviteKeys, ReplyTo};
use crate::ids::{InviteId, KnockId};

/// An invite of a room that this device helps to serve.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Invite {
    /// Its secrets.
    #[n(0)]
    pub keys: InviteKeys,
    /// Knocks read so far.
    #[n(1)]
    pub read: u64,
    /// Whether it was revoked.
    #[n(2)]
    pub revoked: bool,
    /// Whether this device made it.
    #[n(3)]
    pub made_here: bool,
}

/// What became of a knock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum KnockState {
    /// Nobody decided yet.
    #[n(0)]
    Waiting,
    /// To be let in by the next commit.
    #[n(1)]
    Admitting,
    /// Let in.
    #[n(2)]
    Admitted,
    /// Refused.
    #[n(3)]
    Refused,
}

/// A knock that came by an invite.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Knock {
    /// Its id.
    #[n(0)]
    pub id: KnockId,
    /// The invite it came by.
    #[n(1)]
    pub invite: InviteId,
    /// The pseudonym it asks for.
    #[n(2)]
    pub name: String,
    /// The persona that asks.
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub persona: [u8; 32],
    /// What it says.
    #[n(4)]
    pub note: String,
    /// Its MLS KeyPackage.
    #[n(5)]
    #[cbor(with = "minicbor::bytes")]
    pub key_package: Vec<u8>,
    /// Where the answer goes.
    #[n(6)]
    pub reply: ReplyTo,
    /// What became of it.
    #[n(7)]
    pub state: KnockState,
    /// When this device read it, in milliseconds since 1970-01-01 UTC.
    #[n(8)]
    pub at_ms: u64,
    /// Its place in the invite's knock mailbox.
    #[n(9)]
    pub index: u64,
    /// Answers to the questions of the invite's card.
    #[n(10)]
    pub answers: Option<Vec<String>>,
    /// Whether it is by the very device that the persona has in the room (rule R-23).
    #[n(11)]
    #[cbor(default)]
    pub is_back: bool,
    /// The member of the room's community who knocks, as far as the knock proves it (rule J-16).
    #[n(12)]
    pub member: Option<Bytes32>,
    /// Where another device of the persona asked for this one to come in beside it: what signs the answer in an
    /// invite's place (rule R-25).
    #[n(13)]
    pub beside: Option<Seed>,
}
