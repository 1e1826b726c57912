//! Kinds of our own: media types `application/vnd.sitr.*`, whose content is deterministic CBOR.
//!
//! A kind has one form for ever. What a later version adds to it has another name, so that who does not
//! know it shows its words instead (rule C-06).

mod desk;
mod directory;
mod event;
mod library;
mod moderation;
mod poll;
mod room;
mod together;

pub use desk::{
    Appeal, Coming, CrisisCall, DeviceRequest, InviteRequest, Lineage, MediationOffer, Opening,
    PlaceTold, Reason, Report, Rsvp, Vouch,
};
pub use directory::{ListedRoom, Refounding, Rooms};
pub use event::{Event, Place};
pub use library::{Acceptance, Guidelines, Note, Proposal, Resource, Verdict};
pub use moderation::{Measure, ModerationAct};
pub use poll::{Petition, Poll, Signature, Vote};
pub use room::{Answered, CrisisAnswer, Topic};
pub use together::{Campaign, Celebration, DirectOffer, Occasion};

use crate::DecodeError;
use crate::limit::Limit;

/// What every kind of our own can do.
trait Kind: Sized + minicbor::Encode<()> + for<'b> minicbor::Decode<'b, ()> {
    /// The words of people in it, which stand for it where the kind is unknown; none for what has none.
    fn words(&self) -> String;

    /// Whether its parts are within the limits (rule C-02) and make sense together.
    fn check(&self) -> Result<(), DecodeError>;
}

/// The beginning of the media types of our own.
pub(crate) const PREFIX: &str = "application/vnd.sitr.";

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $media:literal,)*) => {
        /// A kind of our own.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Own {
            $($(#[$doc])* $name($name),)*
        }

        impl Own {
            /// The names of all kinds, as they stand behind `application/vnd.sitr.`.
            pub const NAMES: &'static [&'static str] = &[$($media),*];

            /// Its name.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$name(_) => $media,)*
                }
            }

            /// The words of people in it, which stand for it where the kind is unknown.
            #[must_use]
            pub fn words(&self) -> String {
                match self {
                    $(Self::$name(kind) => kind.words(),)*
                }
            }

            pub(crate) fn check(&self) -> Result<(), DecodeError> {
                match self {
                    $(Self::$name(kind) => kind.check(),)*
                }
            }

            pub(crate) fn encode(&self) -> Vec<u8> {
                // Writing to a Vec cannot fail.
                match self {
                    $(Self::$name(kind) => minicbor::to_vec(kind).unwrap_or_default(),)*
                }
            }

            pub(crate) fn decode(name: &str, bytes: &[u8]) -> Option<Result<Self, DecodeError>> {
                let form = |_| DecodeError::Form;
                match name {
                    $($media => Some(minicbor::decode(bytes).map(Self::$name).map_err(form)),)*
                    _ => None,
                }
            }
        }

        $(impl From<$name> for Own {
            fn from(kind: $name) -> Self {
                Self::$name(kind)
            }
        })*
    };
}

kinds! {
    /// A topic that others can speak in.
    Topic = "topic",
    /// The rooms of a community.
    Rooms = "rooms",
    /// The room that a member has founded in the place of this one.
    Refounding = "refounding",
    /// A question with options.
    Poll = "poll",
    /// An open vote in a poll.
    Vote = "vote",
    /// Something to sign.
    Petition = "petition",
    /// A signature under a petition.
    Signature = "signature",
    /// A meeting.
    Event = "event",
    /// Something for the library.
    Resource = "resource",
    /// A note on facts beside a message.
    Note = "note",
    /// The rules of the room.
    Guidelines = "guidelines",
    /// Other guidelines, for members to vote on.
    Proposal = "proposal",
    /// 'I have read the guidelines and keep them.'
    Acceptance = "acceptance",
    /// 'My question is answered.'
    Answered = "answered",
    /// 'I take this crisis call.'
    CrisisAnswer = "crisis-answer",
    /// Joy to share.
    Celebration = "celebration",
    /// Something to do together.
    Campaign = "campaign",
    /// 'Shall we talk alone?', sealed for one member.
    DirectOffer = "direct-offer",
    /// What a moderator did, and why.
    ModerationAct = "moderation",
    /// To the desk: what others said.
    Report = "report",
    /// To the desk: against a measure.
    Appeal = "appeal",
    /// To those who answer crisis calls.
    CrisisCall = "crisis-call",
    /// To one who may admit: 'I want to bring somebody.'
    InviteRequest = "invite-request",
    /// To the desk: whose an invite is.
    Lineage = "lineage",
    /// To the desk: who stands for a newcomer.
    Vouch = "vouch",
    /// To one of two: 'Shall we three talk?'
    MediationOffer = "mediation",
    /// To the desk: another device of its author comes or goes.
    DeviceRequest = "device-request",
    /// To a host: whether one comes.
    Rsvp = "rsvp",
    /// To who comes: where it is.
    PlaceTold = "place",
}

/// Lines of words; empty ones are left out.
fn lines<'a>(all: impl IntoIterator<Item = &'a str>) -> String {
    let said: Vec<&str> = all.into_iter().filter(|line| !line.is_empty()).collect();
    said.join("\n")
}

/// Checks the length of every text of a list, and how many there are.
fn each(texts: &[String], most: Limit, longest: Limit) -> Result<(), DecodeError> {
    most.allows(texts.len())?;
    texts.iter().try_for_each(|text| longest.allows(text.len()))?;
    Ok(())
}

/// Something that must be there.
fn needed(is: bool) -> Result<(), DecodeError> {
    if is { Ok(()) } else { Err(DecodeError::Form) }
}
