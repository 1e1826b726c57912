//! What looks after the person: all of it on this device, none of it sent.

mod card;
mod nudge;
mod quiet;

pub use card::{Card, Line, crisis_card};
pub use nudge::{Personal, personal_data};
pub use quiet::Quiet;

use sitr_client_store::rooms::RoomStore;

use crate::client::Client;
use crate::error::Error;

const JOURNAL: &str = "journal";
const KIT: &str = "coping-kit";

/// An entry of the journal, or a thing of the coping kit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its number.
    pub number: i64,
    /// Its words.
    pub words: String,
}

/// What a person keeps alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shelf {
    /// What happened and how it was.
    Journal,
    /// What helps.
    CopingKit,
}

impl Shelf {
    const fn name(self) -> &'static str {
        match self {
            Self::Journal => JOURNAL,
            Self::CopingKit => KIT,
        }
    }
}

/// When this person wants quiet, as the profile has it.
pub(crate) fn quiet_of(store: &RoomStore<'_>) -> Result<Quiet, Error> {
    let kept = store.own_notes(quiet::NAME)?;
    Ok(kept.first().and_then(|(_, bytes)| Quiet::decode(bytes)).unwrap_or_default())
}

impl Client {
    /// Keeps words on this device, encrypted like everything in the profile. There is no way from here to a
    /// room.
    ///
    /// # Errors
    /// If the storage fails; so all calls here.
    pub async fn keep_words(&self, shelf: Shelf, words: &str) -> Result<i64, Error> {
        let words = words.to_owned();
        self.db()
            .core(move |_, store| Ok(store.add_own_note(shelf.name(), words.as_bytes())?))
            .await
    }

    /// What was kept, oldest first.
    ///
    /// # Errors
    /// See [`Self::keep_words`].
    pub async fn kept_words(&self, shelf: Shelf) -> Result<Vec<Kept>, Error> {
        self.db()
            .read(move |store| {
                let all = store.own_notes(shelf.name())?;
                let kept = |(number, bytes): (i64, Vec<u8>)| {
                    Some(Kept { number, words: String::from_utf8(bytes).ok()? })
                };
                Ok(all.into_iter().filter_map(kept).collect())
            })
            .await
    }

    /// Forgets one of them.
    ///
    /// # Errors
    /// See [`Self::keep_words`].
    pub async fn forget_words(&self, number: i64) -> Result<(), Error> {
        self.db().core(move |_, store| Ok(store.delete_own_note(number)?)).await
    }

    /// When this person wants quiet.
    ///
    /// # Errors
    /// See [`Self::keep_words`].
    pub async fn quiet(&self) -> Result<Quiet, Error> {
        self.db().read(quiet_of).await
    }

    /// Sets it.
    ///
    /// # Errors
    /// See [`Self::keep_words`].
    pub async fn set_quiet(&self, quiet: Quiet) -> Result<(), Error> {
        let bytes = quiet.encode();
        self.db().core(move |_, store| Ok(store.set_own_note(quiet::NAME, Some(&bytes))?)).await
    }
}
