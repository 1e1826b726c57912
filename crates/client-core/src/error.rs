//! Why an operation did not happen, and who must act.

use sitr_community::{NameError, Reject, Unsaid};
use sitr_content::DecodeError;

use crate::state::Standing;
use crate::store::StoreError;

/// What stopped an operation. Nothing was changed: the caller rolls its transaction back.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CoreError {
    /// The profile's storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No such room here.
    #[error("no such room in this profile")]
    NoRoom,
    /// The room is not one that this can be done in now.
    #[error("this device is not an active member of the room")]
    NotActive,
    /// The room has moved, and this device does not follow before its member says so (rule R-30).
    #[error("the room has moved to another relay, and this device waits for your consent to it")]
    Moves,
    /// It has not moved, or this device has followed.
    #[error("the room is not on its way to another relay")]
    NotMoving,
    /// The relay that it is on.
    #[error("the room is at that relay already")]
    SameRelay,
    /// The routes that the move names are less guarded than the one that this device goes by (rule R-31).
    #[error("no route to the new relay guards you as the one to the old relay does")]
    LessGuarded,
    /// A relay whose limits are too low for the room's mailboxes.
    #[error("that relay's limits are lower than what the mailboxes of this room need")]
    RelayLimits,
    /// Somebody who keeps the room has ended an epoch a short while ago.
    #[error(
        "those who keep the room were there within {days} days, and may be away only",
        days = crate::FORSAKEN_DAYS
    )]
    StillKept,
    /// Not a steward.
    #[error("only a steward of the room can do this")]
    NotSteward,
    /// The role does not allow it.
    #[error("your role does not allow this: {0}")]
    Forbidden(#[from] Reject),
    /// The role, or the state of the room, does not allow to say it.
    #[error("this cannot be said here: {0}")]
    Unsaid(#[from] Unsaid),
    /// What is to be said has no form that others would take.
    #[error("this cannot be sent: {0}")]
    Content(DecodeError),
    /// No such message.
    #[error("no such message in this room")]
    NoMessage,
    /// There is nobody whom it would reach.
    #[error("there is nobody in the room to say this to")]
    Nobody,
    /// The last admin cannot go.
    #[error("the last admin cannot leave: make somebody else an admin first")]
    LastAdmin,
    /// No such member.
    #[error("no such member in this room")]
    NoMember,
    /// No such invite.
    #[error("no such invite in this room")]
    NoInvite,
    /// As many as stewards watch.
    #[error("the room has {max} open invites: revoke one first", max = crate::INVITES_MAX)]
    TooManyInvites,
    /// No such knock.
    #[error("no such knock in this room")]
    NoKnock,
    /// Already decided.
    #[error("this knock was answered already")]
    KnockAnswered,
    /// Who knocks again is a member whom the same commit takes out.
    #[error("this member is being removed: decide about the knock after that")]
    BeingRemoved,
    /// A newcomer could not be sent the room.
    #[error("the room is too large for another member: remove somebody first")]
    TooLarge,
    /// Too few members vouch for a newcomer (rule A-40).
    #[error("{have} of {need} members vouch for this newcomer, as far as this device was told")]
    Unvouched {
        /// Members who do.
        have: u32,
        /// Members whom the room asks for.
        need: u32,
    },
    /// A mediation waits for the consent of both (rule J-15).
    #[error("nobody is let into a mediation before both have agreed to it, by knocking")]
    NoConsent,
    /// The card wants to know which member of its community knocks, and nobody said that it may (rule J-16).
    #[error(
        "this room shows those who keep it who you are in its community, and you did not agree to that"
    )]
    AsMember,
    /// The card is for members of a community that this device is not in.
    #[error("this room is for members of a community that this profile is not in")]
    NotOfCommunity,
    /// A setting that no room can have.
    #[error(
        "no room can have this setting: it is out of its range, or there are too many of its kind"
    )]
    Setting,
    /// Other guidelines than the present ones.
    #[error("these are not the present guidelines of the room: read them again")]
    NotTheGuidelines,
    /// A name that is none.
    #[error(transparent)]
    Name(#[from] NameError),
    /// Text too long.
    #[error("the text is longer than {max} bytes: send it in parts", max = sitr_content::TEXT_MAX_BYTES)]
    TooLong,
    /// The card does not belong to the link.
    #[error("the invite's card does not fit its link")]
    Card,
    /// The invite has ended.
    #[error("the invite has expired or was revoked")]
    Expired,
    /// A member of the room already.
    #[error("this profile is in that room already")]
    AlreadyMember,
    /// As many devices as a persona can have.
    #[error("you have as many devices in a room as a member can have: remove one of them first")]
    TooManyDevices,
    /// No such device.
    #[error("you have no device of this number in the room")]
    NoDevice,
    /// The only device of a member does not go alone.
    #[error("this is your only device in the room: leave the room instead")]
    LastDevice,
    /// Not what the other device shows.
    #[error("this is not the code that the other device shows: nothing was sent to it")]
    DeviceCode,
    /// Something that the code holds for impossible.
    #[error("a bug: {0}")]
    Bug(&'static str),
}

impl CoreError {
    /// Why nothing is done in a room where this device stands so.
    pub(crate) fn not_active(standing: Standing) -> Self {
        if standing == Standing::Moving { Self::Moves } else { Self::NotActive }
    }

    /// A stable code, for machines.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Store(_) => "storage",
            Self::NoRoom => "no-room",
            Self::NotActive => "not-active",
            Self::Moves => "moving",
            Self::NotMoving => "not-moving",
            Self::SameRelay => "same-relay",
            Self::LessGuarded => "less-guarded",
            Self::RelayLimits => "relay-limits",
            Self::StillKept => "still-kept",
            Self::NotSteward => "not-steward",
            Self::Forbidden(_) | Self::Unsaid(_) => "forbidden",
            Self::Content(_) => "content",
            Self::NoMessage => "no-message",
            Self::Nobody => "nobody",
            Self::LastAdmin => "last-admin",
            Self::NoMember => "no-member",
            Self::NoInvite => "no-invite",
            Self::TooManyInvites => "too-many-invites",
            Self::NoKnock => "no-knock",
            Self::KnockAnswered => "knock-answered",
            Self::BeingRemoved => "being-removed",
            Self::TooLarge => "too-large",
            Self::Unvouched { .. } => "unvouched",
            Self::NoConsent => "no-consent",
            Self::AsMember => "as-member",
            Self::NotOfCommunity => "not-of-community",
            Self::Setting => "setting",
            Self::NotTheGuidelines => "guidelines",
            Self::Name(_) => "name",
            Self::TooLong => "too-long",
            Self::Card => "card",
            Self::Expired => "expired",
            Self::AlreadyMember => "already-member",
            Self::TooManyDevices => "too-many-devices",
            Self::NoDevice => "no-device",
            Self::LastDevice => "last-device",
            Self::DeviceCode => "device-code",
            Self::Bug(_) => "bug",
        }
    }
}
