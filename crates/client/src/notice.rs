//! What may stand on a locked screen: that something happened, and whether it makes a sound.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::care::Quiet;
use crate::view::{RoomEvent, What};

/// A notice. It has no field for a room, a person, a topic or words, so that no screen shows any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it is.
    pub kind: NoticeKind,
    /// Whether it may make a sound, or move.
    pub sound: bool,
}

/// What a notice tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoticeKind {
    /// Something new.
    Something,
    /// Something that this person should look at: a warning about the relay or the device.
    LookHere,
}

impl NoticeKind {
    /// A stable name, for machines.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Something => "something",
            Self::LookHere => "look-here",
        }
    }

    /// Neutral words, the same for everybody.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Something => "Something new",
            Self::LookHere => "Please open the app",
        }
    }
}

impl Notice {
    /// The notice for an event, if it is worth one: what others say, who knocks, what is wrong.
    #[must_use]
    pub fn of(event: &RoomEvent, quiet: &Quiet, now: Timestamp, zone: &TimeZone) -> Option<Self> {
        let kind = match &event.what {
            What::Message(message) if !message.is_mine() => NoticeKind::Something,
            What::Knock(_) => NoticeKind::Something,
            What::Alarm(_) | What::Retires(Some(_)) | What::Moves(_) | What::Refounded(..) => {
                NoticeKind::LookHere
            }
            _ => return None,
        };
        (!quiet.breaks_at(now)).then(|| Self { kind, sound: !quiet.is_quiet(now, zone) })
    }
}
