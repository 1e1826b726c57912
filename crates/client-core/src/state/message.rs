//! Messages, said and heard.

use sitr_content::MessageId;
use sitr_wire::CellHash;

use super::{Franked, Manner};
use crate::ids::{MemberId, RoomId};

/// Where a message of this device stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Delivery {
    /// Written, not yet encrypted.
    Queued = 0,
    /// Encrypted and on its way.
    Sealed = 1,
    /// Durable at the relay.
    Sent = 2,
    /// Came from another member.
    Received = 3,
    /// Will not be sent.
    Failed = 4,
}

impl Delivery {
    /// The state that a byte stands for.
    #[must_use]
    pub fn of_byte(byte: u8) -> Option<Self> {
        [Self::Queued, Self::Sealed, Self::Sent, Self::Received, Self::Failed]
            .into_iter()
            .find(|state| *state as u8 == byte)
    }
}

/// One message in a room's history or outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its place in the history of all rooms on this device; 0 before it is stored.
    pub seq: i64,
    /// The room.
    pub room: RoomId,
    /// Its name: a hash over author, room and content (rule C-04).
    pub id: MessageId,
    /// Who said it.
    pub from: MemberId,
    /// The pseudonym at that time.
    pub name: String,
    /// The sender's claim, in milliseconds since 1970-01-01 UTC.
    pub at_ms: u64,
    /// Canonical content; see [`sitr_content`].
    pub content: Vec<u8>,
    /// Where it stands.
    pub delivery: Delivery,
    /// The sealed cell of an own message, once there is one.
    pub cell: Option<CellHash>,
    /// To whom it is said.
    pub manner: Manner,
    /// What proves who said it; none for own messages, and where nobody said who it was.
    pub franked: Option<Franked>,
}
