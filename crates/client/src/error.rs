//! What can go wrong for a caller, who must act, and what to do next.

use sitr_client_core::CoreError;
use sitr_client_core::body::LinkError;
use sitr_client_core::store::StoreError;
use sitr_community::NameError;

use crate::net::NetError;

/// Why a call of the SDK did not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The room, the role or the input does not allow it.
    #[error(transparent)]
    Core(#[from] CoreError),
    /// The relay is out of reach; what was to be sent stays in the outbox.
    #[error(transparent)]
    Net(#[from] NetError),
    /// A link that cannot be followed.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// The relay did not do it in the time allowed; it stays in the outbox.
    #[error("this is not done yet: it stays in the outbox and goes on when the relay is reached")]
    Patience,
    /// A file that is not the one that its author named.
    #[error("the file is gone, or is not the one that its author named")]
    File,
    /// A file that this program cannot clean.
    #[error(transparent)]
    Strip(#[from] crate::strip::StripError),
    /// The copy of the profile cannot be made; none is left half made.
    #[error("the backup was not made: {0}")]
    Backup(#[from] sitr_client_store::profile::CreateError),
    /// The client was closed.
    #[error("the profile was closed")]
    Closed,
    /// The screen is locked; see [`crate::Client::lock`].
    #[error("the program is locked")]
    Locked,
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        Self::Core(error.into())
    }
}

impl From<NameError> for Error {
    fn from(error: NameError) -> Self {
        Self::Core(error.into())
    }
}

impl Error {
    /// A stable code, for machines.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Core(error) => error.code(),
            Self::Net(NetError::Refused(refusal)) => refusal.code.name(),
            Self::Net(NetError::Identity) => "relay-identity",
            Self::Net(NetError::Route) => "route",
            Self::Net(NetError::Onion) => "onion",
            Self::Net(NetError::Proxy(_)) => "proxy",
            Self::Net(NetError::Token) => "token",
            Self::Net(NetError::Protocol) => "relay-protocol",
            Self::Net(NetError::Work) => "relay-work",
            Self::Net(NetError::Unreachable(_) | NetError::Closed) => "unreachable",
            Self::Link(LinkError::Foreign) => "link-foreign",
            Self::Link(LinkError::Damaged) => "link-damaged",
            Self::Link(LinkError::Version) => "link-version",
            Self::Patience => "patience",
            Self::File => "file",
            Self::Strip(_) => "file-kind",
            Self::Backup(_) => "backup",
            Self::Closed => "closed",
            Self::Locked => "locked",
        }
    }

    /// What to do next.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Core(error) => core_hint(error),
            Self::Net(NetError::Refused(refusal)) => refusal.code.hint(),
            Self::Net(NetError::Identity) => {
                "do not go on: ask whoever gave you the link whether the relay has moved"
            }
            Self::Net(NetError::Route) => {
                "give the relay as ws://HOST:PORT/sitr/v1 or wss://HOST/sitr/v1"
            }
            Self::Net(NetError::Onion) => {
                "start Tor, and name its proxy: --proxy socks5://127.0.0.1:9050"
            }
            Self::Net(NetError::Proxy(_)) => {
                "check that Tor, or your proxy, runs and that its address is right; nothing was sent without it"
            }
            Self::Net(NetError::Token) => "ask the relay's operator for a token",
            Self::Net(NetError::Work) => "use another relay, or tell this one's operator",
            Self::Net(NetError::Protocol) => "update this program, or tell the relay's operator",
            Self::Net(NetError::Unreachable(_) | NetError::Closed) => {
                "check that the relay runs and that you are online; nothing was lost"
            }
            Self::Link(_) => "copy the whole link again, or ask for a new one",
            Self::Patience => "leave it running, or run any command of this room later",
            Self::File => "ask whoever sent it to send it again",
            Self::Backup(_) => "name a folder that does not exist yet, on a disk with room for it",
            Self::Strip(_) => {
                "send a JPEG, PNG or WebP picture, or a WAV voice note; or say that it may go as it is"
            }
            Self::Closed => "open the profile again",
            Self::Locked => "unlock it with the passphrase",
        }
    }

    /// Whether the relay could not be reached, and trying later will help.
    #[must_use]
    pub fn is_out_of_reach(&self) -> bool {
        matches!(
            self,
            Self::Patience
                | Self::Net(NetError::Unreachable(_) | NetError::Proxy(_) | NetError::Closed)
        )
    }

    /// Whether a rule of the room or of the relay stands against it.
    #[must_use]
    pub fn is_policy(&self) -> bool {
        matches!(
            self,
            Self::Net(NetError::Refused(_) | NetError::Token)
                | Self::Core(
                    CoreError::Forbidden(_)
                        | CoreError::Unsaid(_)
                        | CoreError::NotSteward
                        | CoreError::Unvouched { .. }
                        | CoreError::NoConsent
                        | CoreError::AsMember
                        | CoreError::NotOfCommunity
                        | CoreError::NotActive
                        | CoreError::Moves
                        | CoreError::LessGuarded
                        | CoreError::StillKept
                        | CoreError::RelayLimits
                        | CoreError::LastAdmin
                        | CoreError::Expired
                )
        )
    }
}

fn core_hint(error: &CoreError) -> &'static str {
    match error {
        CoreError::Store(_) => "check the disk and the profile's folder; nothing was half done",
        CoreError::NoRoom => "list the rooms to see their names and ids",
        CoreError::NotActive => "join the room first, or knock again with an invite link",
        CoreError::Moves => "look where it has moved to, then follow it or leave it",
        CoreError::NotMoving => "list the rooms to see where you stand in each",
        CoreError::StillKept => {
            "ask those who keep it; if they are gone for good, say that you are sure"
        }
        CoreError::SameRelay => "give the address of another relay",
        CoreError::LessGuarded => {
            "name the route that you want to go by yourself, or leave the room"
        }
        CoreError::RelayLimits => "choose another relay, or ask its operator to raise its limits",
        CoreError::NotSteward | CoreError::Forbidden(_) => "ask an admin or moderator of the room",
        CoreError::LastAdmin => "give the admin role to another member, then leave",
        CoreError::NoMember => "list the members to see their names and ids",
        CoreError::NoInvite => "list the invites to see their ids",
        CoreError::NoKnock | CoreError::KnockAnswered => "list the knocks to see who waits",
        CoreError::TooManyDevices | CoreError::NoDevice => {
            "list your devices to see their numbers, and remove one that you do not use"
        }
        CoreError::LastDevice => "leave the room, or bring another device in first",
        CoreError::DeviceCode => "make a new link on this device, and follow it on the other",
        CoreError::TooManyInvites => "revoke an invite that is not needed any more",
        CoreError::TooLarge => "remove a member first",
        CoreError::BeingRemoved => "wait for the removal, then decide",
        CoreError::Unvouched { .. } => {
            "ask members who know this newcomer to vouch, or an admin to ask for fewer vouches"
        }
        CoreError::AsMember => {
            "agree to be known to those who keep the room, or do not enter; other members learn nothing"
        }
        CoreError::NotOfCommunity => {
            "enter the community's first room, then this one from its directory"
        }
        CoreError::NoConsent => "wait until both have agreed; they are let in then",
        CoreError::Setting => "choose a smaller value, or take something away first",
        CoreError::NotTheGuidelines => "read the guidelines again, and accept those",
        CoreError::Name(_) => "choose another name",
        CoreError::TooLong => "send it in parts",
        CoreError::Unsaid(_) => "ask a moderator of the room, or look at its rules",
        CoreError::Content(_) => "say it otherwise",
        CoreError::NoMessage => "copy the whole id of a message of this room",
        CoreError::Card | CoreError::Expired => "ask for a new link",
        CoreError::AlreadyMember => "list the rooms: this one is among them",
        _ => "please report this, with what you did before it",
    }
}
