//! What is to be asked of a relay, and what a steward wants of the next commit.

use minicbor::{Decode, Encode};
use sitr_community::Role;
use sitr_content::MessageId;
use sitr_wire::{Cell, CellHash, Handle, Mailbox, Signature};

use crate::body::RelayRef;
use crate::crypto::Secret;
use crate::ids::{DeviceId, InviteId, KnockId, MemberId, RoomId};
use crate::state::Setting;

/// One thing to ask of a relay. Each may be asked again after a crash: the relay absorbs repeats.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Step {
    /// Open a mailbox.
    #[n(0)]
    Open(#[n(0)] Mailbox),
    /// Append a sealed cell.
    #[n(1)]
    Append(#[n(0)] SignedCell, #[n(1)] u8),
    /// Close with a sealed cell, superseding another or none.
    #[n(2)]
    Close(#[n(0)] SignedCell, #[n(1)] Option<CellHash>),
    /// Burn a mailbox.
    #[n(3)]
    Burn(#[n(0)] Handle, #[n(1)] Signature),
    /// Open a mailbox at another relay: the one that the room moves to (rule R-29).
    #[n(4)]
    OpenAt(#[n(0)] RelayRef, #[n(1)] Mailbox),
}

/// A cell for a mailbox, sealed and signed: exactly these bytes are sent, and sent again.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct SignedCell {
    /// The mailbox.
    #[n(0)]
    pub handle: Handle,
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    cell: Vec<u8>,
    /// By the write or the close key.
    #[n(2)]
    pub signature: Signature,
}

impl SignedCell {
    pub(crate) fn new(handle: Handle, cell: &Cell, signature: Signature) -> Self {
        Self { handle, cell: cell.bytes().to_vec(), signature }
    }

    /// The cell; none only if the record was damaged.
    #[must_use]
    pub fn cell(&self) -> Option<Cell> {
        Cell::new(self.cell.clone().into()).ok()
    }
}

/// What an errand is for, so that its end can be told to the right record.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Purpose {
    /// To make a mailbox that a room lives in.
    #[n(0)]
    Found,
    /// To deliver a message.
    #[n(1)]
    Message(#[n(0)] StoredMessageId),
    /// To end the epoch.
    #[n(2)]
    Commit,
    /// To publish an invite.
    #[n(3)]
    Invite(#[n(0)] InviteId),
    /// To burn an invite.
    #[n(4)]
    Revoke(#[n(0)] InviteId),
    /// To knock.
    #[n(5)]
    Knock,
    /// To answer a knock.
    #[n(6)]
    Answer(#[n(0)] KnockId),
    /// To offer new keys.
    #[n(7)]
    Offer,
    /// To deposit nothing (rule D-04).
    #[n(8)]
    Cover,
    /// To put a file where a message points to, before the message is sent.
    #[n(9)]
    File(#[n(0)] StoredMessageId),
    /// To store the tree that the answers of one commit point to.
    #[n(10)]
    Tree,
}

/// What must be done in order. Errands of different lanes wait for nobody but their own relay's patience.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Lane {
    /// Appends to the mailbox that the room is in (rule O-01), after it was opened.
    Room,
    /// The end of the epoch.
    Commit,
    /// The own knock.
    Knock,
    /// An invite is made before it is burned.
    Invite([u8; 8]),
    /// The trees that answers point to, which wait for them.
    Tree,
    /// The answer to one knock.
    Answer([u8; 8]),
}

impl Purpose {
    pub(crate) fn lane(&self) -> Lane {
        match self {
            Self::Found | Self::Message(_) | Self::File(_) | Self::Offer | Self::Cover => {
                Lane::Room
            } // O-01
            Self::Commit => Lane::Commit,
            Self::Tree => Lane::Tree,
            Self::Knock => Lane::Knock,
            Self::Invite(id) | Self::Revoke(id) => Lane::Invite(id.0),
            Self::Answer(id) => Lane::Answer(id.0),
        }
    }
}

/// An errand that is not done, without its steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its number.
    pub id: i64,
    /// What it is for.
    pub purpose: Purpose,
    /// When it may be asked again, in milliseconds since 1970-01-01 UTC.
    pub not_before_ms: u64,
    /// How often in a row the relay put it off.
    pub tries: u32,
}

/// A message's id, as records hold it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct StoredMessageId(
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub [u8; 32],
);

impl From<MessageId> for StoredMessageId {
    fn from(id: MessageId) -> Self {
        Self(id.0)
    }
}

/// Steps to be taken in order, one after the other was acknowledged. Written before any byte leaves.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Errand {
    /// The room that it belongs to.
    #[n(0)]
    pub room: RoomId,
    /// What it is for.
    #[n(1)]
    pub purpose: Purpose,
    /// What is to be done.
    #[n(2)]
    pub steps: Vec<Step>,
}

/// Something a steward wants the next commit to do.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Encode, Decode)]
pub enum Intent {
    /// Let a knock in.
    #[n(0)]
    Admit(#[n(0)] KnockId),
    /// Take a member out.
    #[n(1)]
    Remove(#[n(0)] MemberId),
    /// Give a member a role.
    #[n(2)]
    Role(#[n(0)] MemberId, #[n(1)] u8),
    /// Renew the keys, and the mailbox with them.
    #[n(3)]
    Roll,
    /// Close with a member's offer.
    #[n(4)]
    Offer(
        #[n(0)]
        #[cbor(with = "minicbor::bytes")]
        Vec<u8>,
    ),
    /// Take a device out that has fallen silent, if it still has when the commit is made.
    #[n(5)]
    Silent(#[n(0)] DeviceId),
    /// Have something of the policy otherwise.
    #[n(6)]
    Set(#[n(0)] Setting),
    /// Move the room to another relay.
    #[n(7)]
    Move(#[n(0)] RelayRef),
    /// Take a device out, if the one of this serial is still there.
    #[n(8)]
    RemoveDevice(#[n(0)] DeviceId, #[n(1)] u64),
}

impl Intent {
    /// Gives a member a role.
    #[must_use]
    pub fn role(member: MemberId, role: Role) -> Self {
        Self::Role(member, role as u8)
    }
}

/// A commit that was made and not yet merged.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct PendingCommit {
    /// The final cell, as sent.
    #[n(0)]
    pub cell: CellHash,
    /// The intents that it carries out.
    #[n(1)]
    pub intents: Vec<Intent>,
    /// The MLS Welcome, if anybody joins.
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub welcome: Vec<u8>,
    /// The steward secret that it deals, if it does.
    #[n(3)]
    pub steward: Option<Secret>,
    /// Whether it closes with a member's offer: then nothing is pending in MLS.
    #[n(4)]
    pub is_offer: bool,
}
