//! The profile as an application sees it.

mod aside;
mod devices;
mod direct;
mod directory;
mod files;
mod held;
mod invites;
mod join;
mod keep;
mod kit;
mod library;
mod lock;
mod mediation;
mod messages;
mod motion;
mod moving;
mod proxy;
mod refound;
mod rooms;
mod show;
mod speech;
mod together;
mod vouch;
mod wait;

pub use aside::Rsvps;
pub use devices::{LinkFollowed, LinkShown};
pub use direct::DirectRequest;
pub use directory::Listed;
pub(crate) use held::release;
pub use keep::{Move, Why};
pub use library::{Professional, ResourceView, ToPublish};
pub use lock::Notices;
pub use mediation::MediationRequest;
pub use messages::Since;
pub use motion::{Aye, Motion};
pub use moving::Destination;
pub use refound::Anew;
pub use show::{FOUND_MAX, TopicView};
pub use vouch::Newcomer;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rand::Rng as _;
use sitr_client_core::RoomId;
use sitr_client_store::profile::{NewSlot, Profile, RecoveryCode, Unlock};

use crate::db::Db;
use crate::error::Error;
use crate::events::Events;
use crate::net::Access;
use crate::room::{Status, Worker};

/// A profile that is open: its rooms, each with a worker that keeps it current.
///
/// Clones are not needed: share it behind an `Arc`. Any number of processes may have one profile open.
pub struct Client {
    db: Db,
    access: Access,
    owner: [u8; 16],
    workers: Mutex<BTreeMap<RoomId, Worker>>,
}

impl Client {
    /// Makes a new profile in an empty folder. The recovery code opens it when everything else is lost:
    /// show it once, and do not store it.
    ///
    /// # Errors
    /// If there is a profile already, or the folder cannot be written.
    pub fn create(
        folder: &Path,
        slots: &[NewSlot<'_>],
    ) -> Result<(Self, RecoveryCode), sitr_client_store::profile::CreateError> {
        let (profile, code) = Profile::create(folder, slots)?;
        Ok((Self::over(profile), code))
    }

    /// Opens a profile.
    ///
    /// # Errors
    /// If there is none, or what was given does not unlock it.
    pub fn open(
        folder: &Path,
        unlock: &Unlock<'_>,
    ) -> Result<Self, sitr_client_store::profile::OpenError> {
        Ok(Self::over(Profile::open(folder, unlock)?))
    }

    fn over(profile: Profile) -> Self {
        let mut owner = [0; 16];
        rand::rng().fill_bytes(&mut owner);
        let workers = Mutex::new(BTreeMap::new());
        let access = Access { proxy: proxy::kept(&profile), token: None };
        Self { db: Db::start(profile), access, owner, workers }
    }

    pub(crate) const fn db(&self) -> &Db {
        &self.db
    }

    /// Sets the token that an operator gave out, for relays that ask for one.
    #[must_use]
    pub fn with_token(mut self, token: Vec<u8>) -> Self {
        self.access.token = Some(token.into());
        self
    }

    /// Begins to keep all rooms current: what is in outboxes is sent, what was missed is read, joins that
    /// wait are finished.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn connect(&self) -> Result<(), Error> {
        for room in self.rooms().await? {
            self.keep(room.id);
        }
        Ok(())
    }

    /// Begins to keep one room current.
    pub fn keep(&self, room: RoomId) {
        let mut workers = self.workers.lock().unwrap_or_else(PoisonError::into_inner);
        workers
            .entry(room)
            .or_insert_with(|| {
                Worker::start(room, self.db.behind_the_lock(), self.access.clone(), self.owner)
            })
            .poke();
    }

    /// How the room's connection stands; none if it is not kept current.
    #[must_use]
    pub fn status(&self, room: &RoomId) -> Option<Status> {
        let workers = self.workers.lock().unwrap_or_else(PoisonError::into_inner);
        workers.get(room).map(|worker| *worker.status().borrow())
    }

    /// Everything that happens from now on, or from a place in the profile's events on.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn events(&self, after: Option<i64>) -> Result<Events, Error> {
        Events::start(self.db.clone(), after).await
    }
}
