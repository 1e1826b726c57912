//! Waiting until something is done, and ending.

use std::sync::PoisonError;
use std::time::Duration;

use sitr_client_core::state::Delivery;
use sitr_client_core::{RoomId, Store as _};
use sitr_content::MessageId;

use super::Client;
use crate::error::Error;
use crate::net::NetError;
use crate::room::Status;

/// Dials that fail before a wait is given up.
const DIALS: usize = 2;

impl Client {
    /// Waits until nothing of the room is left to be sent.
    ///
    /// # Errors
    /// The reason why the relay is out of reach, or [`Error::Patience`]; nothing is lost.
    pub async fn settled(&self, id: &RoomId, patience: Duration) -> Result<(), Error> {
        let room = *id;
        let busy = move |store: &sitr_client_store::rooms::RoomStore<'_>| {
            let steward = store.room(&room)?.is_some_and(|room| room.steward.is_some());
            Ok(!store.waiting_errands(&room)?.is_empty()
                || store.pending(&room)?.is_some()
                || store.sealed(&room)?.is_some()
                || store.next_queued(&room)?.is_some()
                || (steward && !store.intents(&room)?.is_empty()))
        };
        let mut changes = self.db.changes();
        self.until(id, patience, async || {
            changes.mark_unchanged();
            if !self.db.read(busy).await? {
                return Ok(true);
            }
            changes.changed().await.map_err(|_| Error::Closed)?;
            Ok(false)
        })
        .await
    }

    /// Waits until everything that the relay has of the room is here.
    ///
    /// # Errors
    /// The reason why the relay is out of reach, or [`Error::Patience`].
    pub async fn caught_up(&self, id: &RoomId, patience: Duration) -> Result<(), Error> {
        let mut status = self.watch_status(id);
        self.until(id, patience, async || {
            if matches!(*status.borrow_and_update(), Status::Current | Status::Idle) {
                return Ok(true);
            }
            status.changed().await.map_err(|_| Error::Closed)?;
            Ok(false)
        })
        .await
    }

    /// Repeats `step` until it says that it is done, the relay was found out of reach [`DIALS`] times, or
    /// patience ends.
    async fn until(
        &self,
        id: &RoomId,
        patience: Duration,
        mut step: impl AsyncFnMut() -> Result<bool, Error>,
    ) -> Result<(), Error> {
        let mut status = self.watch_status(id);
        let done = async {
            loop {
                if step().await? {
                    return Ok(());
                }
            }
        };
        // What was out of reach before counts for nothing: the worker dials again now.
        let offline = async {
            let mut code = "";
            for _ in 0..DIALS {
                code = loop {
                    if status.changed().await.is_err() {
                        return Error::Closed;
                    }
                    if let Status::Offline(_, code) = *status.borrow_and_update() {
                        break code;
                    }
                };
            }
            Error::Net(match code {
                "onion" => NetError::Onion,
                "proxy" => NetError::Proxy("nobody answered as a proxy".into()),
                _ => NetError::Unreachable("nobody answered as the relay".into()),
            })
        };
        tokio::select! {
            biased;
            done = done => done,
            error = offline => Err(error),
            () = tokio::time::sleep(patience) => Err(Error::Patience),
        }
    }

    /// Where an own message stands.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn delivery(
        &self,
        id: &RoomId,
        message: MessageId,
    ) -> Result<Option<Delivery>, Error> {
        let id = *id;
        self.db.read(move |store| Ok(store.message(&id, &message)?.map(|m| m.delivery))).await
    }

    /// Ends all connections, lets other processes of the profile go on at once, and closes the profile:
    /// every call after it says [`Error::Closed`]. A program calls it before it ends.
    pub async fn close(&self) {
        let workers = {
            let mut workers = self.workers.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *workers)
        };
        for (room, worker) in workers {
            worker.stop().await;
            let owner = self.owner;
            // Whoever wants the lease would only have to wait for its end.
            let _ = self.db.core(move |_, store| Ok(store.release_lease(&room, &owner)?)).await;
        }
        self.db.close().await;
    }

    fn watch_status(&self, room: &RoomId) -> tokio::sync::watch::Receiver<Status> {
        self.keep(*room);
        let workers = self.workers.lock().unwrap_or_else(PoisonError::into_inner);
        match workers.get(room) {
            Some(worker) => worker.status(),
            None => tokio::sync::watch::channel(Status::Idle).1,
        }
    }
}
