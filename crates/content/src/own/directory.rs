//! Other rooms: those of a community, a list that those who keep its first room say to it; and the one that a
//! member has founded in the place of this one.

use minicbor::{Decode, Encode};

use super::{Kind, each, lines, needed};
use crate::{DecodeError, Digest, limit, part};

/// What the text of an invite link begins with.
pub(super) const LINK: &str = "sitr://join#";

/// A room that members can find and enter.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct ListedRoom {
    /// The room's id, as its card tells it.
    #[n(0)]
    pub room: Digest,
    /// Its name.
    #[n(1)]
    pub name: String,
    /// Who meets there, and what about.
    #[n(2)]
    pub words: String,
    /// Languages that are spoken there.
    #[n(3)]
    pub languages: Vec<String>,
    /// For whom it is: 0 all, 1 young people, 2 adults.
    #[n(4)]
    pub age: u8,
    /// The way in: an invite link.
    #[n(5)]
    pub link: String,
}

/// The rooms that its author lists, all of them: the next list of the same author takes its place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Rooms {
    /// By ascending id, none twice.
    #[n(0)]
    pub rooms: Vec<ListedRoom>,
}

impl Kind for Rooms {
    fn words(&self) -> String {
        lines(self.rooms.iter().flat_map(|room| [room.name.as_str(), room.words.as_str()]))
    }

    fn check(&self) -> Result<(), DecodeError> {
        limit::ROOMS.allows(self.rooms.len())?;
        needed(self.rooms.is_sorted_by(|a, b| a.room.0 < b.room.0))?;
        self.rooms.iter().try_for_each(|room| {
            limit::TITLE.allows(room.name.len())?;
            limit::NOTE.allows(room.words.len())?;
            limit::NOTE.allows(room.link.len())?;
            each(&room.languages, limit::LANGUAGES, limit::LANGUAGE)?;
            needed(room.languages.iter().all(|tag| !tag.is_empty() && part::is_language(tag)))?;
            needed(!room.name.is_empty() && room.age <= 2 && room.link.starts_with(LINK))
        })
    }
}

/// 'I have founded this room anew, with the same persona: come along.'
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Refounding {
    /// The new room's id, as its card tells it.
    #[n(0)]
    pub room: Digest,
    /// The way in: an invite link.
    #[n(1)]
    pub link: String,
}

impl Kind for Refounding {
    fn words(&self) -> String {
        self.link.clone()
    }

    fn check(&self) -> Result<(), DecodeError> {
        limit::NOTE.allows(self.link.len())?;
        needed(self.link.starts_with(LINK))
    }
}
