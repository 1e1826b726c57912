//! The lock of the program: what a device shows while nobody has proved whose it is.
//!
//! Rooms are kept current behind it, so that [`Notice`]s still come; every call that would show a room, a person or
//! words, or say something, is [`Error::Locked`].

use std::sync::PoisonError;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use sitr_client_core::Store as _;
use sitr_client_store::profile::Profile;

use super::Client;
use crate::care::quiet_of;
use crate::db::Db;
use crate::error::Error;
use crate::events::Events;
use crate::notice::Notice;

/// What may stand on a locked screen, as it happens.
pub struct Notices {
    db: Db,
    events: Events,
}

impl Notices {
    /// The next notice; waits for one. Quiet hours and breaks hold for it.
    ///
    /// # Errors
    /// [`Error::Closed`] when the profile is closed.
    pub async fn next(&mut self) -> Result<Notice, Error> {
        loop {
            let event = self.events.next().await?;
            let quiet = self.db.read(quiet_of).await?;
            let notice = Notice::of(&event, &quiet, Timestamp::now(), &TimeZone::system());
            if let Some(notice) = notice {
                return Ok(notice);
            }
        }
    }
}

impl Client {
    /// Locks the program: until [`Self::unlock`], calls that read or say anything are [`Error::Locked`], and so are
    /// events. Keys stay in memory, for the rooms are kept current; who fears for them closes the client instead.
    pub fn lock(&self) {
        self.db.set_locked(true);
    }

    /// Whether it is locked.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.db.is_locked()
    }

    /// Unlocks by the profile, opened anew: that is what a passphrase, a keyring or a recovery code proves. If it was
    /// the duress passphrase, the profile was destroyed, and this goes on with the empty one.
    ///
    /// # Errors
    /// [`Error::Locked`] if it is a profile of another folder.
    pub async fn unlock(&self, opened: Profile) -> Result<(), Error> {
        let behind = self.db.behind_the_lock();
        let is_it = behind
            .run(move |desk| {
                let is_it = desk.profile.dir() == opened.dir();
                if is_it {
                    desk.profile = opened;
                }
                is_it
            })
            .await?;
        if !is_it {
            return Err(Error::Locked);
        }
        let rooms = behind.read(|store| Ok(store.rooms()?)).await?;
        let is_there = |id: &_| rooms.iter().any(|room| room.id == *id);
        let mut workers = self.workers.lock().unwrap_or_else(PoisonError::into_inner);
        workers.retain(|id, _| is_there(id));
        drop(workers);
        self.db.set_locked(false);
        Ok(())
    }

    /// Notices of what happens from now on, for a locked screen, and for one that is not.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn notices(&self) -> Result<Notices, Error> {
        let db = self.db.behind_the_lock();
        let events = Events::start(db.clone(), None).await?;
        Ok(Notices { db, events })
    }
}
