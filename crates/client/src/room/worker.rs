//! The life of a room's connection: dial, hear and do, fall, wait, dial again.

use std::sync::Arc;
use std::time::Duration;

use rand::RngExt as _;
use sitr_client_core::body::RelayRef;
use sitr_client_core::{RoomId, Store as _};
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use super::{errands, hearing};
use crate::db::Db;
use crate::error::Error;
use crate::net::{Access, Session};

const BACKOFF_FIRST: Duration = Duration::from_millis(500);
const BACKOFF_MAX: Duration = Duration::from_secs(60);

/// How a room's connection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nothing to do at the relay.
    Idle,
    /// Dialling.
    Connecting,
    /// Connected; reading what was missed.
    CatchingUp,
    /// Connected, and everything that the relay has is here.
    Current,
    /// Out of reach: how often in a row, and why the last time.
    Offline(u32, &'static str),
}

/// What a worker shares with those who watch it.
pub(crate) struct Shared {
    pub(crate) id: RoomId,
    pub(crate) db: Db,
    pub(crate) access: Access,
    /// Names this process among those that share the profile.
    pub(crate) owner: [u8; 16],
    /// Rings when there may be something to do.
    pub(crate) wake: Notify,
    pub(crate) status: watch::Sender<Status>,
}

/// A running worker; it ends when this is dropped.
pub(crate) struct Worker {
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

impl Worker {
    pub(crate) fn start(id: RoomId, db: Db, access: Access, owner: [u8; 16]) -> Self {
        let (status, _) = watch::channel(Status::Connecting);
        let shared = Arc::new(Shared { id, db, access, owner, wake: Notify::new(), status });
        let task = tokio::spawn(run(Arc::clone(&shared)));
        Self { shared, task }
    }

    pub(crate) fn poke(&self) {
        self.shared.wake.notify_one();
    }

    /// Ends it, and waits until it has ended.
    pub(crate) async fn stop(mut self) {
        self.task.abort();
        // It was asked to end, so how it ended is no news.
        let _ = (&mut self.task).await;
    }

    pub(crate) fn status(&self) -> watch::Receiver<Status> {
        self.shared.status.subscribe()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn run(shared: Arc<Shared>) {
    let mut foreign = shared.db.foreign();
    let mut failures: u32 = 0;
    loop {
        let served = match wants_relay(&shared).await {
            Ok(Some(relay)) => {
                if failures == 0 {
                    shared.status.send_replace(Status::Connecting);
                }
                serve(&shared, &relay).await
            }
            Ok(None) => {
                shared.status.send_replace(Status::Idle);
                tokio::select! {
                    () = shared.wake.notified() => {}
                    changed = foreign.changed() => if changed.is_err() { return },
                }
                continue;
            }
            Err(error) => Err(error),
        };
        let why = match served {
            Ok(()) => {
                failures = 0;
                continue;
            }
            Err(Error::Closed) => return,
            Err(error) => error.code(),
        };
        // Only who gave everything up to the present was a relay of use: one that greets, and then lies,
        // is not dialled again at once.
        if *shared.status.borrow() == Status::Current {
            failures = 0;
        }
        failures = failures.saturating_add(1);
        shared.status.send_replace(Status::Offline(failures, why));
        tokio::select! {
            () = tokio::time::sleep(backoff(failures)) => {}
            () = shared.wake.notified() => {}
        }
    }
}

/// Full jitter: devices that lost the same relay do not come back at the same moment.
fn backoff(failures: u32) -> Duration {
    let most = BACKOFF_FIRST.saturating_mul(1 << failures.min(10)).min(BACKOFF_MAX);
    rand::rng().random_range(BACKOFF_FIRST / 2..=most)
}

/// The room's relay, if there is anything to watch or to do there.
async fn wants_relay(shared: &Shared) -> Result<Option<RelayRef>, Error> {
    let id = shared.id;
    shared
        .db
        .core(move |core, store| {
            let Some(room) = store.room(&id)? else { return Ok(None) };
            let wanted = !core.watching(&id)?.is_empty() || !store.waiting_errands(&id)?.is_empty();
            Ok(wanted.then_some(room.relay))
        })
        .await
}

/// Serves the room over one connection, until it ends or nothing is left to do.
async fn serve(shared: &Arc<Shared>, relay: &RelayRef) -> Result<(), Error> {
    let (session, inbox) = Session::to(relay, &shared.access).await?;
    let (id, key) = (session.relay(), session.relay_key());
    let (lineage, retires_on) = session.announced();
    let room = shared.id;
    shared
        .db
        .core(move |core, store| {
            store.put_relay_key(&id, &key)?;
            core.greeted(&room, lineage, retires_on)?;
            Ok(core.resume(&room)?)
        })
        .await?;
    shared.status.send_replace(Status::CatchingUp);
    let (to_do, to_hear) = (Notify::new(), Notify::new());
    tokio::select! {
        ended = hearing::hear(shared, &session, inbox, &to_do, &to_hear) => ended,
        ended = errands::run(shared, &session, &to_do, &to_hear) => ended,
    }
}
