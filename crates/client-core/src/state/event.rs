//! What is told to whoever watches the profile.

use minicbor::{Decode, Encode};

use super::{Standing, StoredMessageId};
use crate::ids::{KnockId, MemberId};

/// Something that happened, for whoever watches the profile.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Event {
    /// A message was received, queued, sent or failed: look it up by its id.
    #[n(0)]
    Message(#[n(0)] StoredMessageId),
    /// Somebody knocks.
    #[n(1)]
    Knock(#[n(0)] KnockId),
    /// The room moved to another epoch.
    #[n(2)]
    Epoch(#[n(0)] u64),
    /// Somebody is a member now.
    #[n(3)]
    Joined(#[n(0)] MemberId, #[n(1)] String),
    /// Somebody is a member no more.
    #[n(4)]
    Gone(#[n(0)] MemberId, #[n(1)] String),
    /// Somebody's role changed.
    #[n(5)]
    Role(#[n(0)] MemberId, #[n(1)] String, #[n(2)] u8),
    /// This device stands elsewhere than before.
    #[n(6)]
    Standing(#[n(0)] Standing),
    /// Something is wrong that a person should know.
    #[n(7)]
    Alarm(#[n(0)] Alarm),
    /// The knock was refused, with the stewards' reason.
    #[n(8)]
    Refused(#[n(0)] String),
    /// An intent was dropped, with the reason.
    #[n(9)]
    Dropped(#[n(0)] String),
    /// A member was taken out whose device had not renewed its keys for so many days, as this device saw
    /// it; `Gone` follows.
    #[n(10)]
    Silent(#[n(0)] MemberId, #[n(1)] String, #[n(2)] u32),
    /// A member said what it may not say: it changed nothing, on this device or any other. Who, under
    /// which name, and why.
    #[n(11)]
    Unsaid(#[n(0)] MemberId, #[n(1)] String, #[n(2)] String),
    /// Something was said to this device's member, or to a few with it; or something that it said to a few
    /// was sent or failed: look it up by its id.
    #[n(12)]
    Aside(#[n(0)] StoredMessageId),
    /// A message has ended, and is gone from this device.
    #[n(13)]
    Ended(#[n(0)] StoredMessageId),
    /// The settings of the room changed: the names of those that did.
    #[n(14)]
    Settings(#[n(0)] Vec<String>),
    /// A member came back with another device in the place of the one before.
    #[n(15)]
    Returned(#[n(0)] MemberId, #[n(1)] String),
    /// The room's relay is given up: the last day on which mailboxes open there, in days since 1970-01-01 UTC;
    /// none where it stays after all (rule W-12).
    #[n(16)]
    Retires(#[n(0)] Option<u32>),
    /// The room has moved to another relay, by these routes; this device waits for its member's consent
    /// (rule R-30).
    #[n(17)]
    Moves(#[n(0)] Vec<String>),
    /// A member has founded the room anew: who, under which name, and the message that says so (rule J-13).
    #[n(18)]
    Refounded(#[n(0)] MemberId, #[n(1)] String, #[n(2)] StoredMessageId),
    /// A member has another device now, of this number, beside those that it had (rule R-25).
    #[n(19)]
    DeviceCame(#[n(0)] MemberId, #[n(1)] String, #[n(2)] u8),
    /// A member's device of this number was taken out; the member is still there (rule R-26).
    #[n(20)]
    DeviceGone(#[n(0)] MemberId, #[n(1)] String, #[n(2)] u8),
}

/// What a person should know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Alarm {
    /// Two transcripts signed by the relay differ: it shows members different rooms (rule R-01).
    #[n(0)]
    RelaySplits,
    /// A member was shown another transcript, without the relay's signature: it or the member lies.
    #[n(1)]
    TranscriptDiffers,
    /// The relay signed a chain that is not that of the cells it gave.
    #[n(2)]
    RelayMark,
    /// A steward ended an epoch twice (rule R-07).
    #[n(3)]
    ForkAttempt,
    /// This device cannot follow and must knock again (rule R-06).
    #[n(4)]
    Stuck,
    /// This device is a steward and was dealt no secret.
    #[n(5)]
    NoStewardSecret,
    /// The relay called a cell final, or a mailbox closed, and did not prove it (rule M-13).
    #[n(6)]
    RelayEnd,
    /// Cells that the relay acknowledged or showed are gone, or others stand in their places (rule R-15).
    #[n(7)]
    RelayForgets,
    /// So many knocked within an hour that the door was closed (rule A-31).
    #[n(8)]
    Raid,
    /// Another device of this member came in its place (rule R-23).
    #[n(9)]
    Replaced,
    /// Another copy of this device's profile speaks, or this one is older than what it said (rule R-24).
    #[n(10)]
    Copied,
    /// The relay says that it came back from a copy: what it acknowledged since may be gone (rule W-12).
    #[n(11)]
    RelayRestored,
    /// An epoch was ended with a body that is not to be had: the room waits for it (rule R-06).
    #[n(12)]
    EndMissing,
}

impl Alarm {
    /// A stable name, for machines.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::RelaySplits => "relay-splits",
            Self::TranscriptDiffers => "transcript-differs",
            Self::RelayMark => "relay-mark",
            Self::ForkAttempt => "fork-attempt",
            Self::Stuck => "stuck",
            Self::NoStewardSecret => "no-steward-secret",
            Self::RelayEnd => "relay-end",
            Self::RelayForgets => "relay-forgets",
            Self::Raid => "raid",
            Self::Replaced => "replaced",
            Self::Copied => "copied-profile",
            Self::RelayRestored => "relay-restored",
            Self::EndMissing => "end-missing",
        }
    }
}
