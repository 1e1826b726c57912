//! What a steward wants otherwise in the policy: one wish each, so that two stewards' wishes meet in one commit.

use minicbor::{Decode, Encode};
use sitr_community::{AgeBand, Community, Hours, Name, Persona, Policy, Sanction};

use crate::error::CoreError;
use crate::ids::MemberId;

/// 32 bytes: a hash, a message's name, a persona.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct Bytes32(
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub [u8; 32],
);

/// How long a sanction lasts and what it goes by; see [`Sanction`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(array)]
pub struct Term {
    /// The number of the rule, from 1 on; 0 if the room has no guidelines.
    #[n(0)]
    pub rule: u16,
    /// The day after which it is to be lifted, in days since 1970-01-01 UTC; 0 for a ban without an end.
    #[n(1)]
    pub until_day: u32,
}

/// One thing of the policy.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Encode, Decode)]
pub enum Setting {
    /// The room's name.
    #[n(0)]
    Name(#[n(0)] String),
    /// SHA-256 of the guidelines, or none any more.
    #[n(1)]
    Guidelines(#[n(0)] Option<Bytes32>),
    /// Seconds between two messages of a member; 0 for none.
    #[n(2)]
    SlowMode(#[n(0)] u32),
    /// Reactions of the room's own; none for the usual ones.
    #[n(3)]
    Palette(#[n(0)] Vec<String>),
    /// First minute of the day in UTC, and the first after the end; none for always.
    #[n(4)]
    Hours(#[n(0)] Option<(u16, u16)>),
    /// Days for which messages are kept; 0 for as long as each member likes.
    #[n(5)]
    Retention(#[n(0)] u32),
    /// Whether members may ask for direct messages.
    #[n(6)]
    Direct(#[n(0)] bool),
    /// For whom the room is: an [`AgeBand`].
    #[n(7)]
    Age(#[n(0)] u8),
    /// Whether guidelines change by vote only.
    #[n(8)]
    Votes(#[n(0)] bool),
    /// Whether who enters is a newcomer first.
    #[n(9)]
    Probation(#[n(0)] bool),
    /// Whether a topic is open to allies.
    #[n(10)]
    OpenTopic(#[n(0)] Bytes32, #[n(1)] bool),
    /// Whether only those who keep the room speak.
    #[n(11)]
    Lock(#[n(0)] bool),
    /// The same, in one topic.
    #[n(12)]
    LockTopic(#[n(0)] Bytes32, #[n(1)] bool),
    /// A member reads and does not speak, or speaks again.
    #[n(13)]
    Timeout(#[n(0)] Bytes32, #[n(1)] Option<Term>),
    /// A persona is taken out and stays out, or may come back.
    #[n(14)]
    Ban(#[n(0)] Bytes32, #[n(1)] Option<Term>),
    /// Members who vouch for a newcomer before it is let be a member; 0 for none (rule A-40).
    #[n(15)]
    Vouches(#[n(0)] u8),
    /// The last day on which anything is said, in days since 1970-01-01 UTC; 0 for none (rule A-42).
    #[n(16)]
    LastDay(#[n(0)] u32),
    /// The first room of the community that it belongs to, and whether who is banned there is taken out unasked
    /// (rule A-43).
    #[n(17)]
    Community(#[n(0)] Option<(Bytes32, bool)>),
}

impl Setting {
    /// The persona whom it bans.
    #[must_use]
    pub fn bans(&self) -> Option<MemberId> {
        match self {
            Self::Ban(persona, Some(_)) => Some(MemberId::of(&Persona(persona.0))),
            _ => None,
        }
    }

    /// Writes it into a policy, in the name of its author.
    pub(crate) fn put(&self, policy: &mut Policy, author: Persona) -> Result<(), CoreError> {
        let settings = &mut policy.settings;
        let sanction =
            |term: Term| Sanction { by: author, rule: term.rule, until_day: term.until_day };
        match self {
            Self::Name(name) => policy.name = Name::new(name)?,
            Self::Guidelines(hash) => settings.guidelines = hash.map(|hash| hash.0),
            Self::SlowMode(seconds) => settings.slow_seconds = *seconds,
            Self::Palette(palette) => settings.palette.clone_from(palette),
            Self::Hours(hours) => settings.hours = hours.map(|(from, to)| Hours { from, to }),
            Self::Retention(days) => settings.retention_days = *days,
            Self::Direct(direct) => settings.direct = *direct,
            Self::Age(age) => {
                let bands = [AgeBand::All, AgeBand::Youth, AgeBand::Adults];
                let band = bands.into_iter().find(|band| *band as u8 == *age);
                settings.age = band.ok_or(CoreError::Setting)?;
            }
            Self::Votes(votes) => settings.votes_required = *votes,
            Self::Probation(probation) => settings.probation = *probation,
            Self::Vouches(vouches) => settings.vouches = *vouches,
            Self::LastDay(day) => settings.last_day = *day,
            Self::Community(community) => {
                settings.community =
                    community.map(|(room, removes)| Community { room: room.0, removes });
            }
            Self::OpenTopic(topic, open) => put_in(&mut settings.open_topics, topic, *open),
            Self::Lock(locked) => settings.locked = *locked,
            Self::LockTopic(topic, locked) => put_in(&mut settings.locked_topics, topic, *locked),
            Self::Timeout(persona, term) => {
                let persona = Persona(persona.0);
                match term {
                    Some(term) => settings.timeouts.insert(persona, sanction(*term)),
                    None => settings.timeouts.remove(&persona),
                };
            }
            Self::Ban(persona, term) => {
                let persona = Persona(persona.0);
                match term {
                    Some(term) => settings.bans.insert(persona, sanction(*term)),
                    None => settings.bans.remove(&persona),
                };
            }
        }
        // What no member would read is not proposed: every limit of a policy is its decoder's.
        let fits = Policy::decode(&policy.encode()).is_ok();
        if fits { Ok(()) } else { Err(CoreError::Setting) }
    }
}

fn put_in(topics: &mut std::collections::BTreeSet<[u8; 32]>, topic: &Bytes32, is: bool) {
    if is {
        topics.insert(topic.0);
    } else {
        topics.remove(&topic.0);
    }
}
