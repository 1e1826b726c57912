//! What the SDK tells: plain data, ready for JSON or a screen.

use sitr_client_core::state::{
    Alarm, Delivery, Knock, KnockState, Manner, Message, Room, Standing,
};
use sitr_client_core::{InviteId, KnockId, MemberId, RoomId};
use sitr_community::Role;
use sitr_content::{Body, Content, MessageId, Own};

/// A room of this profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomView {
    /// Its id.
    pub id: RoomId,
    /// Its name.
    pub name: String,
    /// Where this device stands in it.
    pub standing: Standing,
    /// The first route to its relay.
    pub relay: String,
    /// The pseudonym that this device has there.
    pub pseudonym: String,
    /// Whether this device admits whoever knocks.
    pub admits_everyone: bool,
}

impl RoomView {
    pub(crate) fn of(room: &Room) -> Self {
        Self {
            id: room.id,
            name: room.name.clone(),
            standing: room.standing,
            relay: room.relay.routes.first().cloned().unwrap_or_default(),
            pseudonym: room.me.name().map(|name| name.to_string()).unwrap_or_default(),
            admits_everyone: room.admits_everyone,
        }
    }
}

/// A stable name for where a device stands in a room.
#[must_use]
pub const fn standing_name(standing: Standing) -> &'static str {
    match standing {
        Standing::Joining => "waiting",
        Standing::Active => "joined",
        Standing::Leaving => "leaving",
        Standing::Left => "left",
        Standing::Removed => "removed",
        Standing::Stuck => "stuck",
        Standing::Refused => "refused",
        Standing::Moving => "moving",
    }
}

/// What a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Said {
    /// Words.
    Text,
    /// An answer to another message.
    Reply,
    /// Other words in the place of the author's own.
    Edit,
    /// A reaction to another message.
    Reaction,
    /// 'I take it back.'
    Deletion,
    /// It was said, and taken back.
    Deleted,
    /// A file, a picture, a voice note.
    File,
    /// Another kind, by its name; its text stands for it.
    Other(&'static str),
}

impl Said {
    /// A stable name, for machines.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Reply => "reply",
            Self::Edit => "edit",
            Self::Reaction => "reaction",
            Self::Deletion => "deletion",
            Self::Deleted => "deleted",
            Self::File => "file",
            Self::Other(name) => name,
        }
    }

    pub(crate) fn of(content: &Content, id: &MessageId) -> Option<Self> {
        Some(match &content.body {
            Body::Leave | Body::Stewards(_) => return None,
            // What was taken back holds the content that took it back.
            Body::Deleted | Body::Unreacted if content.replaces == Some(*id) => Self::Deleted,
            Body::Deleted | Body::Unreacted => Self::Deletion,
            Body::Reaction(_) => Self::Reaction,
            Body::Files { .. } => Self::File,
            Body::Own(_, own) => Self::Other(own.name()),
            Body::Other(_) => Self::Other("other"),
            Body::Text(_) if content.replaces.is_some() => Self::Edit,
            Body::Text(_) if content.reply_to.is_some() => Self::Reply,
            Body::Text(_) => Self::Text,
        })
    }
}

/// A message, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageView {
    /// Its place in this device's history.
    pub seq: i64,
    /// Its id.
    pub id: MessageId,
    /// The room.
    pub room: RoomId,
    /// Who said it.
    pub from: MemberId,
    /// The pseudonym then.
    pub name: String,
    /// The sender's claim, in milliseconds since 1970-01-01 UTC.
    pub at_ms: u64,
    /// What it is.
    pub said: Said,
    /// The message that it answers, changes or takes back.
    pub about: Option<MessageId>,
    /// What was said; the fallback of kinds that this version does not show.
    pub text: String,
    /// Where it stands.
    pub delivery: Delivery,
}

impl MessageView {
    /// What people see of a message; none for what is not meant for them.
    pub(crate) fn of(message: &Message) -> Option<Self> {
        let content = sitr_content::decode(&message.content).ok()?;
        let said = Said::of(&content, &message.id)?;
        let about = content.replaces.or(content.reply_to).filter(|about| *about != message.id);
        Some(Self {
            seq: message.seq,
            id: message.id,
            room: message.room,
            from: message.from,
            name: message.name.clone(),
            at_ms: message.at_ms,
            said,
            about,
            text: content.body.words(),
            delivery: message.delivery,
        })
    }

    /// Whether this device said it.
    #[must_use]
    pub fn is_mine(&self) -> bool {
        self.delivery != Delivery::Received
    }
}

/// A knock, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnockView {
    /// Its id.
    pub id: KnockId,
    /// The pseudonym that it asks for.
    pub name: String,
    /// What it says.
    pub note: String,
    /// What became of it.
    pub state: KnockState,
    /// When this device read it, in milliseconds since 1970-01-01 UTC.
    pub at_ms: u64,
    /// Answers to the room's questions, in their order.
    pub answers: Vec<String>,
    /// The persona that knocks, as it would be called as a member.
    pub member: MemberId,
}

impl KnockView {
    pub(crate) fn of(knock: &Knock) -> Self {
        Self {
            id: knock.id,
            name: knock.name.clone(),
            note: knock.note.chars().filter(|c| !c.is_control()).collect(),
            state: knock.state,
            at_ms: knock.at_ms,
            answers: knock.answers.clone().unwrap_or_default(),
            member: MemberId::of(&sitr_community::Persona(knock.persona)),
        }
    }
}

/// An invite, as it is shown to stewards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InviteView {
    /// Its id.
    pub id: InviteId,
    /// The link to pass on.
    pub link: String,
    /// Knocks that it takes.
    pub uses: u32,
    /// Knocks that came.
    pub used: u64,
    /// When it ends, in seconds since 1970-01-01 UTC.
    pub expires_at: u64,
    /// Whether it was revoked.
    pub revoked: bool,
}

impl InviteView {
    pub(crate) fn of(invite: &sitr_client_core::state::Invite) -> Self {
        Self {
            id: invite.keys.id(),
            link: invite.keys.link.to_text(),
            uses: invite.keys.uses,
            used: invite.read,
            expires_at: invite.keys.expires_at,
            revoked: invite.revoked,
        }
    }
}

/// Something said to a few: reports, whispers, calls for help, secret votes, and the answers to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AsideView {
    /// Its place among all messages and asides of this device.
    pub seq: i64,
    /// Its id.
    pub id: MessageId,
    /// The room.
    pub room: RoomId,
    /// Whether this device sent it.
    pub is_mine: bool,
    /// Who said it, with the pseudonym then; none where nobody said who it was.
    pub by: Option<(MemberId, String)>,
    /// The sender's claim, in milliseconds since 1970-01-01 UTC.
    pub at_ms: u64,
    /// What was said.
    pub body: Body,
    /// The own aside that it answers if it was received, the received one if it is own.
    pub re: Option<MessageId>,
    /// Whether it can be answered here: it was received, and asks for an answer.
    pub is_answerable: bool,
    /// Where it stands.
    pub delivery: Delivery,
}

impl AsideView {
    /// Whether it offers a mediation.
    #[must_use]
    pub const fn is_mediation(&self) -> bool {
        matches!(self.body, Body::Own(_, Own::MediationOffer(_)))
    }

    /// Whether it says that its author vouches for a newcomer, or no more; none for anything else.
    #[must_use]
    pub fn vouches(&self) -> Option<bool> {
        match &self.body {
            Body::Own(_, Own::Vouch(vouch)) => Some(vouch.stands),
            _ => None,
        }
    }

    pub(crate) fn of(message: &Message) -> Option<Self> {
        let Manner::Aside(aside) = &message.manner else { return None };
        let body = sitr_content::decode(&message.content).ok()?.body;
        if matches!(body, Body::Own(_, Own::DeviceRequest(_))) {
            return None; // what devices ask is not for people
        }
        let is_mine = message.delivery != Delivery::Received;
        Some(Self {
            seq: message.seq,
            id: message.id,
            room: message.room,
            is_mine,
            by: aside.named.then(|| (message.from, message.name.clone())),
            at_ms: message.at_ms,
            body,
            re: aside.re.map(|re| MessageId(re.0)),
            is_answerable: !is_mine && aside.answer.is_some(),
            delivery: message.delivery,
        })
    }
}

/// Something that happened in a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomEvent {
    /// Its place among all events of the profile.
    pub seq: i64,
    /// The room.
    pub room: RoomId,
    /// What happened.
    pub what: What,
}

/// The kinds of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A message was received, queued, sent or failed.
    Message(Box<MessageView>),
    /// Somebody knocks.
    Knock(KnockView),
    /// A member came back with another device in the place of the one before.
    Returned(MemberId, String),
    /// A member has another device, of this number, beside those that it had.
    DeviceCame(MemberId, String, u8),
    /// A member's device of this number was taken out; the member is still there.
    DeviceGone(MemberId, String, u8),
    /// The keys were renewed; the number of the epoch.
    Epoch(u64),
    /// Somebody is a member now.
    Joined(MemberId, String),
    /// Somebody is a member no more.
    Gone(MemberId, String),
    /// Somebody's role changed.
    Role(MemberId, String, Role),
    /// A member was taken out because the device had not renewed its keys for so many days; `Gone` follows.
    Silent(MemberId, String, u32),
    /// This device stands elsewhere than before.
    Standing(Standing),
    /// Something is wrong that a person should know.
    Alarm(Alarm),
    /// The knock was refused, with the reason.
    Refused(String),
    /// Something that was asked for will not be done, with the reason.
    Dropped(String),
    /// A member said what it may not say, and nobody took it: who, and why.
    Unsaid(MemberId, String, String),
    /// Something was said to this member, or to a few with it; or something that it said to a few was
    /// queued, sent or failed.
    Aside(Box<AsideView>),
    /// A message has ended, by its author's wish or the room's, and is gone from this device.
    Ended(MessageId),
    /// The room decided something otherwise: the names of those settings.
    Settings(Vec<String>),
    /// The room's relay is given up: the last day on which rooms can begin an epoch there, in days since
    /// 1970-01-01 UTC; none where it stays after all.
    Retires(Option<u32>),
    /// The room has moved to another relay, by these routes; this device waits for its member's consent.
    Moves(Vec<String>),
    /// A member has founded the room anew: who, and the message that says so.
    Refounded(MemberId, String, MessageId),
}

/// Shows a room's safety number: 12 groups of 5 digits, made of its first 30 bytes.
#[must_use]
pub fn safety_digits(number: &[u8; 32]) -> String {
    let group = |bytes: &[u8]| {
        let value = bytes.iter().fold(0u64, |value, byte| (value << 8) | u64::from(*byte));
        format!("{:05}", value % 100_000)
    };
    // Twelve groups of two and a half bytes would not divide; each takes five bytes of two hashes.
    let more = sitr_client_core::crypto::sha256(&[b"sitr/v1/safety-digits", number]);
    number.chunks_exact(5).chain(more.chunks_exact(5)).map(group).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn safety_numbers_are_sixty_digits_and_differ() {
        let digits = safety_digits(&[7; 32]);
        assert_eq!(digits.split(' ').count(), 12);
        assert_eq!(digits.chars().filter(char::is_ascii_digit).count(), 60);
        let mut other = [7; 32];
        other[31] ^= 1;
        assert_ne!(digits, safety_digits(&other));
    }
}
