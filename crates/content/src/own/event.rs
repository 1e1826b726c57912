//! Meetings, whose place may be told late and to few. Answers to them are said to the host alone.

use minicbor::{Decode, Encode};

use super::{Kind, lines, needed};
use crate::{DecodeError, Digest, limit};

/// Where it is.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Place {
    /// For everybody to read.
    #[n(0)]
    Open(#[n(0)] String),
    /// Told later, to those who come: SHA-256 of 32 random bytes and the place, so that it cannot be
    /// another one then.
    #[n(1)]
    Later(#[n(0)] Digest),
}

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Event {
    /// Its title.
    #[n(0)]
    pub title: String,
    /// What it is about.
    #[n(1)]
    pub words: String,
    /// When it begins, in seconds since 1970-01-01 UTC.
    #[n(2)]
    pub starts_at: u64,
    /// When it ends; not before it begins.
    #[n(3)]
    pub ends_at: u64,
    /// The time zone where it is, by its IANA name; empty for online.
    #[n(4)]
    pub zone: String,
    /// Where it is.
    #[n(5)]
    pub place: Place,
    /// How many can come; 0 for any number.
    #[n(6)]
    pub room_for: u32,
}

impl Kind for Event {
    fn words(&self) -> String {
        let place = match &self.place {
            Place::Open(place) => place.as_str(),
            Place::Later(_) => "",
        };
        lines([self.title.as_str(), &self.words, place])
    }

    fn check(&self) -> Result<(), DecodeError> {
        limit::TITLE.allows(self.title.len())?;
        limit::WORDS.allows(self.words.len())?;
        limit::LANGUAGE.allows(self.zone.len())?;
        if let Place::Open(place) = &self.place {
            limit::NOTE.allows(place.len())?;
        }
        needed(!self.title.is_empty() && self.starts_at <= self.ends_at)
    }
}
