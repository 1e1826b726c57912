//! What a room has decided beyond its roles. Each setting has a default, and only what differs from it
//! takes space in the GroupContext.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::decode::Error;
use minicbor::{Decoder, Encoder};

use crate::route::{ROUTES_MAX, are_routes};
use crate::{Persona, Sanction};

/// Bans that stand at the same time.
pub const BANS_MAX: usize = 256;
/// Timeouts that stand at the same time.
pub const TIMEOUTS_MAX: usize = 64;
/// Reactions of a palette.
pub const PALETTE_MAX: usize = 24;
/// Topics that are open to allies, and topics that are locked.
pub const TOPICS_MAX: usize = 64;
/// The longest wait between two messages, in seconds: six hours.
pub const SLOW_MAX_SECONDS: u32 = 6 * 3600;
/// The longest that messages are kept, in days: ten years.
pub const RETENTION_MAX_DAYS: u32 = 3660;
/// The most members who vouch for a newcomer before it is let be a member (rule A-40).
pub const VOUCHES_MAX: u8 = 5;

/// The reactions of a room that has not chosen its own: they support, and none judges.
pub const PALETTE: [&str; 8] = ["❤️", "🤗", "🙏", "💪", "👏", "🌈", "🕯️", "😊"];

const DAY_MINUTES: u16 = 24 * 60;

/// When a room is open, by the times that senders claim: minutes of the day in UTC. It may go past
/// midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    /// The first minute, below 1440.
    pub from: u16,
    /// The first minute after it, below 1440 and another than the first.
    pub to: u16,
}

impl Hours {
    /// Whether the room is open at this time, in milliseconds since 1970-01-01 UTC.
    #[must_use]
    pub fn hold(self, at_ms: u64) -> bool {
        let minute = u16::try_from((at_ms / 60_000) % u64::from(DAY_MINUTES)).unwrap_or(0);
        if self.from < self.to {
            (self.from..self.to).contains(&minute)
        } else {
            minute >= self.from || minute < self.to
        }
    }
}

/// For whom a room is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum AgeBand {
    /// For everybody.
    #[default]
    All = 0,
    /// For young people. Nobody asks for direct messages here (rule A-27).
    Youth = 1,
    /// For adults.
    Adults = 2,
}

/// The community that a room belongs to (rule A-43).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Community {
    /// The id of its first room.
    pub room: [u8; 32],
    /// Whether devices of those who keep this room take out by themselves who is banned there; else they tell.
    pub removes: bool,
}

/// What a room has decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Who stays out, and why.
    pub bans: BTreeMap<Persona, Sanction>,
    /// Who reads and does not speak, and why.
    pub timeouts: BTreeMap<Persona, Sanction>,
    /// SHA-256 of the guidelines; none before there are any.
    pub guidelines: Option<[u8; 32]>,
    /// Seconds between two messages of one member; 0 for none.
    pub slow_seconds: u32,
    /// Reactions of its own; empty for [`PALETTE`].
    pub palette: Vec<String>,
    /// When it is open; none for always.
    pub hours: Option<Hours>,
    /// Days for which messages are kept; 0 for as long as each member likes.
    pub retention_days: u32,
    /// Routes to the relay that the room moved to (rule A-36); none where it is where it was founded.
    pub routes: Vec<String>,
    /// Whether members may ask for direct messages.
    pub direct: bool,
    /// For whom it is.
    pub age: AgeBand,
    /// Whether the guidelines change by vote only.
    pub votes_required: bool,
    /// Whether who is added is a newcomer first.
    pub probation: bool,
    /// Topics that allies may speak in.
    pub open_topics: BTreeSet<[u8; 32]>,
    /// Whether only those who keep the room speak.
    pub locked: bool,
    /// Topics that only those who keep the room speak in.
    pub locked_topics: BTreeSet<[u8; 32]>,
    /// Members who vouch for a newcomer before it is let be a member, as moderators' devices see it; 0 for
    /// none (rule A-40).
    pub vouches: u8,
    /// The last day on which anything is said, in days since 1970-01-01 UTC by the times claimed; 0 for none
    /// (rule A-42).
    pub last_day: u32,
    /// The community that it belongs to: who enters shows those who keep it which member of that they are.
    pub community: Option<Community>,
}

impl Settings {
    /// Whether a reaction is one of the room's.
    #[must_use]
    pub fn has_reaction(&self, reaction: &str) -> bool {
        if self.palette.is_empty() {
            PALETTE.contains(&reaction)
        } else {
            self.palette.iter().any(|one| one == reaction)
        }
    }

    /// Whether the room's last day is past by this time, in milliseconds since 1970-01-01 UTC.
    #[must_use]
    pub fn is_over(&self, at_ms: u64) -> bool {
        let day = at_ms / (u64::from(DAY_MINUTES) * 60_000);
        self.last_day != 0 && day > u64::from(self.last_day)
    }

    /// A map of what differs from the defaults. Writing to a Vec cannot fail.
    pub(crate) fn encode(&self, out: &mut Encoder<Vec<u8>>) {
        let present: Vec<u8> = (0..=LAST).filter(|key| self.differs(*key)).collect();
        let _ = out.map(u64::try_from(present.len()).unwrap_or(u64::MAX));
        for key in present {
            let _ = out.u8(key);
            self.encode_value(key, out);
        }
    }

    fn differs(&self, key: u8) -> bool {
        match key {
            0 => !self.bans.is_empty(),
            1 => !self.timeouts.is_empty(),
            2 => self.guidelines.is_some(),
            3 => self.slow_seconds != 0,
            4 => !self.palette.is_empty(),
            5 => self.hours.is_some(),
            6 => self.retention_days != 0,
            7 => !self.routes.is_empty(),
            8 => self.direct,
            9 => self.age != AgeBand::All,
            10 => self.votes_required,
            11 => self.probation,
            12 => !self.open_topics.is_empty(),
            13 => self.locked,
            14 => !self.locked_topics.is_empty(),
            15 => self.vouches != 0,
            16 => self.last_day != 0,
            17 => self.community.is_some(),
            _ => false,
        }
    }

    fn encode_value(&self, key: u8, out: &mut Encoder<Vec<u8>>) {
        match key {
            0 => sanctions(&self.bans, out),
            1 => sanctions(&self.timeouts, out),
            2 => hash(self.guidelines.as_ref(), out),
            3 => drop(out.u32(self.slow_seconds)),
            4 => texts(&self.palette, out),
            5 => {
                if let Some(Hours { from, to }) = self.hours {
                    let _ = out.array(2).and_then(|e| e.u16(from)?.u16(to));
                }
            }
            6 => drop(out.u32(self.retention_days)),
            7 => texts(&self.routes, out),
            9 => drop(out.u8(self.age as u8)),
            12 => topics(&self.open_topics, out),
            14 => topics(&self.locked_topics, out),
            15 => drop(out.u8(self.vouches)),
            16 => drop(out.u32(self.last_day)),
            17 => {
                if let Some(Community { room, removes }) = &self.community {
                    let _ = out.array(2).and_then(|e| e.bytes(room)?.bool(*removes));
                }
            }
            _ => drop(out.bool(true)),
        }
    }

    /// None for a setting that no version 1 has, or one out of its range. The order of keys, and that no
    /// default is written, is for the caller to check: it encodes again.
    pub(crate) fn decode(input: &mut Decoder<'_>) -> Result<Option<Self>, Error> {
        let mut settings = Self::default();
        for _ in 0..input.map()?.unwrap_or(0) {
            let key = input.u8()?;
            if settings.decode_value(key, input)?.is_none() {
                return Ok(None);
            }
        }
        Ok(Some(settings))
    }

    fn decode_value(&mut self, key: u8, input: &mut Decoder<'_>) -> Result<Option<()>, Error> {
        Ok(match key {
            0 => read_sanctions(input, BANS_MAX)?.map(|bans| self.bans = bans),
            1 => read_sanctions(input, TIMEOUTS_MAX)?.map(|timeouts| self.timeouts = timeouts),
            2 => read_hash(input)?.map(|hash| self.guidelines = Some(hash)),
            3 => up_to(input.u32()?, SLOW_MAX_SECONDS).map(|slow| self.slow_seconds = slow),
            4 => read_palette(input)?.map(|palette| self.palette = palette),
            5 => read_hours(input)?.map(|hours| self.hours = Some(hours)),
            6 => up_to(input.u32()?, RETENTION_MAX_DAYS).map(|days| self.retention_days = days),
            7 => read_routes(input)?.map(|routes| self.routes = routes),
            8 => only_true(input)?.map(|()| self.direct = true),
            9 => {
                let byte = input.u8()?;
                let band = [AgeBand::Youth, AgeBand::Adults];
                band.into_iter().find(|age| *age as u8 == byte).map(|age| self.age = age)
            }
            10 => only_true(input)?.map(|()| self.votes_required = true),
            11 => only_true(input)?.map(|()| self.probation = true),
            12 => read_topics(input)?.map(|topics| self.open_topics = topics),
            13 => only_true(input)?.map(|()| self.locked = true),
            14 => read_topics(input)?.map(|topics| self.locked_topics = topics),
            15 => {
                let vouches = input.u8()?;
                (vouches <= VOUCHES_MAX).then(|| self.vouches = vouches)
            }
            16 => {
                self.last_day = input.u32()?;
                Some(())
            }
            17 => read_community(input)?.map(|community| self.community = Some(community)),
            _ => None,
        })
    }
}

/// The last key of version 1.
const LAST: u8 = 17;

fn hash(bytes: Option<&[u8; 32]>, out: &mut Encoder<Vec<u8>>) {
    let _ = out.bytes(bytes.map_or(&[], |bytes| bytes.as_slice()));
}

fn texts(all: &[String], out: &mut Encoder<Vec<u8>>) {
    let _ = out.array(u64::try_from(all.len()).unwrap_or(u64::MAX));
    all.iter().for_each(|one| drop(out.str(one)));
}

fn sanctions(all: &BTreeMap<Persona, Sanction>, out: &mut Encoder<Vec<u8>>) {
    let _ = out.map(u64::try_from(all.len()).unwrap_or(u64::MAX));
    for (persona, Sanction { by, rule, until_day }) in all {
        let _ = out
            .bytes(&persona.0)
            .and_then(|e| e.array(3)?.bytes(&by.0)?.u16(*rule)?.u32(*until_day));
    }
}

fn topics(all: &BTreeSet<[u8; 32]>, out: &mut Encoder<Vec<u8>>) {
    let _ = out.array(u64::try_from(all.len()).unwrap_or(u64::MAX));
    all.iter().for_each(|id| drop(out.bytes(id)));
}

fn up_to(value: u32, most: u32) -> Option<u32> {
    (value <= most).then_some(value)
}

fn only_true(input: &mut Decoder<'_>) -> Result<Option<()>, Error> {
    Ok(input.bool()?.then_some(()))
}

fn read_hash(input: &mut Decoder<'_>) -> Result<Option<[u8; 32]>, Error> {
    Ok(input.bytes()?.try_into().ok())
}

fn count(length: Option<u64>, most: usize) -> Option<usize> {
    length.and_then(|count| usize::try_from(count).ok()).filter(|count| *count <= most)
}

fn read_sanctions(
    input: &mut Decoder<'_>,
    most: usize,
) -> Result<Option<BTreeMap<Persona, Sanction>>, Error> {
    let Some(count) = count(input.map()?, most) else { return Ok(None) };
    let mut all = BTreeMap::new();
    for _ in 0..count {
        let (Some(persona), Some(3)) = (read_hash(input)?, input.array()?) else { return Ok(None) };
        let Some(by) = read_hash(input)? else { return Ok(None) };
        let (rule, until_day) = (input.u16()?, input.u32()?);
        all.insert(Persona(persona), Sanction { by: Persona(by), rule, until_day });
    }
    Ok(Some(all))
}

fn read_palette(input: &mut Decoder<'_>) -> Result<Option<Vec<String>>, Error> {
    let Some(count) = count(input.array()?, PALETTE_MAX) else { return Ok(None) };
    let mut palette: Vec<String> = Vec::new();
    for _ in 0..count {
        let one = input.str()?.to_owned();
        let fits = (1..=sitr_content::limit::REACTION.max).contains(&one.len());
        if !fits || palette.contains(&one) {
            return Ok(None);
        }
        palette.push(one);
    }
    Ok(Some(palette))
}

fn read_routes(input: &mut Decoder<'_>) -> Result<Option<Vec<String>>, Error> {
    let Some(count) = count(input.array()?, ROUTES_MAX) else { return Ok(None) };
    let routes = (0..count).map(|_| Ok(input.str()?.to_owned())).collect::<Result<Vec<_>, _>>()?;
    Ok(are_routes(&routes).then_some(routes))
}

fn read_hours(input: &mut Decoder<'_>) -> Result<Option<Hours>, Error> {
    if input.array()? != Some(2) {
        return Ok(None);
    }
    let hours = Hours { from: input.u16()?, to: input.u16()? };
    let sane = hours.from < DAY_MINUTES && hours.to < DAY_MINUTES && hours.from != hours.to;
    Ok(sane.then_some(hours))
}

fn read_community(input: &mut Decoder<'_>) -> Result<Option<Community>, Error> {
    if input.array()? != Some(2) {
        return Ok(None);
    }
    let (room, removes) = (read_hash(input)?, input.bool()?);
    Ok(room.map(|room| Community { room, removes }))
}

fn read_topics(input: &mut Decoder<'_>) -> Result<Option<BTreeSet<[u8; 32]>>, Error> {
    let Some(count) = count(input.array()?, TOPICS_MAX) else { return Ok(None) };
    let mut all = BTreeSet::new();
    for _ in 0..count {
        let Some(id) = read_hash(input)? else { return Ok(None) };
        all.insert(id);
    }
    Ok(Some(all))
}
