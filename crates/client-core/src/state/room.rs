//! A room on this device: where the device stands in it, and how it comes back.

use minicbor::{Decode, Encode};
use sitr_wire::Seed;

use super::{Bytes32, Cursor, Epoch, Knocking, Me, Past};
use crate::body::{Link, RelayRef};
use crate::crypto::Secret;
use crate::ids::RoomId;

/// Where this device stands in a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Standing {
    /// Knocked, and waiting for an answer.
    #[n(0)]
    Joining,
    /// A member.
    #[n(1)]
    Active,
    /// Asked to be taken out; the epoch in which it asked has yet to end.
    #[n(2)]
    Leaving,
    /// Out, by own wish: this device's keys are gone, and a steward has ended the epoch in which it asked.
    /// Whether by that commit or the next one it is taken out, it cannot read any more.
    #[n(3)]
    Left,
    /// Taken out by a steward.
    #[n(4)]
    Removed,
    /// Cannot follow the room any more, and must knock again.
    #[n(5)]
    Stuck,
    /// The knock was refused.
    #[n(6)]
    Refused,
    /// A member of a room that has moved to another relay, which this device does not contact before its
    /// member has consented (rule R-30).
    #[n(7)]
    Moving,
}

/// A room on this device.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Room {
    /// Its id.
    #[n(0)]
    pub id: RoomId,
    /// Its name, as last agreed on.
    #[n(1)]
    pub name: String,
    /// Its relay.
    #[n(2)]
    pub relay: RelayRef,
    /// Who this device is in it.
    #[n(3)]
    pub me: Me,
    /// Where this device stands.
    #[n(4)]
    pub standing: Standing,
    /// The epoch; none before the first Welcome and after the end.
    #[n(5)]
    pub epoch: Option<Epoch>,
    /// How far it was read.
    #[n(6)]
    pub cursor: Option<Cursor>,
    /// The steward secret, for stewards.
    #[n(7)]
    pub steward: Option<Secret>,
    /// The epoch before.
    #[n(8)]
    pub past: Option<Past>,
    /// The knock that waits for an answer.
    #[n(9)]
    pub knocking: Option<Knocking>,
    /// Whether this device admits everybody who knocks.
    #[n(10)]
    pub admits_everyone: bool,
    /// When this device makes a deposit that says nothing, in milliseconds since 1970-01-01 UTC; 0 before that
    /// is known (rule D-04).
    #[n(11)]
    #[cbor(default)]
    pub cover_at_ms: u64,
    /// The guidelines that this member accepts: what its leaf is to say (rule A-22).
    #[n(12)]
    pub accepts: Option<Bytes32>,
    /// Days for which the room keeps messages, as last agreed on.
    #[n(13)]
    pub retention_days: Option<u32>,
    /// How this device comes back when it cannot follow.
    #[n(14)]
    #[cbor(default)]
    pub back: Back,
    /// When this device offers new keys so that the tree warms, in milliseconds since 1970-01-01 UTC (rule
    /// R-19); none where others do.
    #[n(15)]
    pub warm_at_ms: Option<u64>,
    /// What this member votes for: what its leaf is to say (rule A-17).
    #[n(16)]
    pub ballot: Option<Bytes32>,
    /// Seconds between two messages of one member in the present epoch; none before that is known. Where it is 0
    /// nobody asks when somebody spoke last.
    #[n(17)]
    pub slow_seconds: Option<u32>,
}

impl Room {
    /// A room into which this device has yet to be let.
    pub(crate) fn joining(
        id: RoomId,
        name: String,
        relay: RelayRef,
        me: Me,
        knocking: Knocking,
    ) -> Self {
        Self {
            id,
            name,
            relay,
            me,
            standing: Standing::Joining,
            epoch: None,
            cursor: None,
            steward: None,
            past: None,
            knocking: Some(knocking),
            admits_everyone: false,
            cover_at_ms: 0,
            accepts: None,
            ballot: None,
            retention_days: None,
            slow_seconds: None,
            back: Back::default(),
            warm_at_ms: None,
        }
    }
}

/// How a device comes back by itself (rule R-23).
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Back {
    /// Links by which it can knock again, the likeliest first.
    #[n(0)]
    pub ways: Vec<Link>,
    /// The key of the leaf that it has in the room, while it comes back with another.
    #[n(1)]
    pub leaf: Option<Seed>,
    /// When it last knocked again of its own accord, in milliseconds since 1970-01-01 UTC.
    #[n(2)]
    pub at_ms: u64,
}
