//! What a client remembers, one record a concern. Records are stored as CBOR inside the encrypted
//! database; what SQL must search has columns of its own there.

mod aside;
mod errand;
mod event;
mod leaf;
mod note;
mod setting;

pub use aside::{Aside, Franked, Manner, To};
pub(crate) use errand::Lane;
pub use errand::{
    Errand, Intent, PendingCommit, Purpose, SignedCell, Step, StoredMessageId, Waiting,
};
pub use event::{Alarm, Event};
pub use leaf::LeafSeen;
pub use note::RoomNote;
pub use setting::{Bytes32, Setting, Term};

use minicbor::{Decode, Encode};
use sitr_community::{Device, Name, NameError, Persona};
use sitr_wire::chain::Chain;
use sitr_wire::frame::Mark;
use sitr_wire::{Address, CellHash, Handle, Mailbox, PublicKey, Seed};

use crate::body::{InviteKeys, Link, RelayRef, ReplyTo, SharedRoom};
use crate::crypto::Secret;
use crate::ids::{InviteId, KnockId, MemberId, RoomId};
use sitr_content::MessageId;

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

/// Who this device is in one room. Nothing of it is used in any other room.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Me {
    /// The pseudonym.
    #[n(0)]
    name: String,
    /// Grows the persona's key.
    #[n(1)]
    pub persona_seed: Seed,
    /// Grows the signature key of this device's leaf.
    #[n(2)]
    pub device_seed: Seed,
    /// Private half of the leaf's box key.
    #[n(3)]
    pub box_private: Secret,
    /// Public half of the leaf's box key.
    #[n(4)]
    #[cbor(with = "minicbor::bytes")]
    pub box_public: [u8; 32],
    /// Greater than that of any device of this persona before (rule R-13).
    #[n(5)]
    pub serial: u64,
    /// Which of the persona's devices this is; 0 for the first (rule A-33).
    #[n(6)]
    #[cbor(default)]
    pub number: u8,
    /// Whether other devices of the persona have the same box key.
    #[n(7)]
    #[cbor(default)]
    pub is_shared: bool,
}

impl Me {
    /// A fresh identity for one room.
    pub(crate) fn new(
        name: &Name,
        box_key: crate::crypto::hpke::KeyPair,
        rng: &mut dyn rand::CryptoRng,
    ) -> Self {
        let box_public = box_key.public.as_slice().try_into().unwrap_or([0; 32]);
        Self {
            name: name.as_str().to_owned(),
            persona_seed: Seed::new(*Secret::random(rng).expose()),
            device_seed: Seed::new(*Secret::random(rng).expose()),
            box_private: box_key.private,
            box_public,
            serial: 0,
            number: 0,
            is_shared: false,
        }
    }

    /// The same persona and device number as another's, with fresh keys of the device. The box key is renewed
    /// too, unless other devices open what is sealed to it.
    pub(crate) fn instead_of(self, other: &Self) -> Self {
        let (box_private, box_public) = if other.is_shared {
            (other.box_private.clone(), other.box_public)
        } else {
            (self.box_private, self.box_public)
        };
        Self {
            persona_seed: other.persona_seed.clone(),
            number: other.number,
            is_shared: other.is_shared,
            box_private,
            box_public,
            ..self
        }
    }

    /// The device that another of its persona brings in.
    pub(crate) fn beside(self, shared: &SharedRoom) -> Self {
        Self {
            persona_seed: shared.persona_seed.clone(),
            box_private: shared.box_private.clone(),
            box_public: shared.box_public,
            serial: shared.serial,
            number: shared.number,
            is_shared: true,
            ..self
        }
    }

    /// Whose device this is, and which.
    #[must_use]
    pub fn seat(&self) -> Device {
        Device { persona: self.persona(), number: self.number }
    }

    /// The pseudonym.
    ///
    /// # Errors
    /// If the stored name is none.
    pub fn name(&self) -> Result<Name, NameError> {
        Name::new(&self.name)
    }

    /// The persona.
    #[must_use]
    pub fn persona(&self) -> Persona {
        Persona(self.persona_seed.public().0)
    }
}

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
    pub alarms: u8,
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

/// A knock of this device.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Knocking {
    /// The link that was followed; none where another device of the persona brings this one in.
    #[n(0)]
    pub link: Option<Link>,
    /// The card's body, to check the answer against; empty where there was no link.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub card: Vec<u8>,
    /// Where the answer goes.
    #[n(2)]
    pub reply: ReplyTo,
    /// Cells of the reply mailbox read so far.
    #[n(3)]
    pub read: u64,
    /// The KeyPackage, by which its private half is found.
    #[n(4)]
    #[cbor(with = "minicbor::bytes")]
    pub key_package: Vec<u8>,
    /// What it says.
    #[n(5)]
    pub note: String,
    /// When it was sent, in milliseconds since 1970-01-01 UTC.
    #[n(6)]
    pub at_ms: u64,
    /// Its repeat, until that is at the relay.
    #[n(7)]
    pub again: Option<Box<Attempt>>,
    /// Whether the link takes no more knocks.
    #[n(8)]
    pub is_spent: bool,
    /// Answers to the card's questions.
    #[n(9)]
    pub answers: Option<Vec<String>>,
    /// Verifies who may answer, where no card says it.
    #[n(10)]
    pub answer_key: Option<PublicKey>,
}

/// What a knock brings along, and this device keeps the private halves of.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Attempt {
    /// Who knocks: the persona, and a fresh device.
    #[n(0)]
    pub me: Me,
    /// Where the answer goes.
    #[n(1)]
    pub reply: ReplyTo,
    /// The KeyPackage.
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub key_package: Vec<u8>,
}

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
