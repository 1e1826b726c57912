//! Reading pages: a few connections to the database, used off the async threads.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use sitr_relay_store::{Error, Reader};
use tokio::sync::Semaphore;

/// A bounded pool of readers.
#[derive(Debug)]
pub(crate) struct Readers {
    free: Arc<Mutex<Vec<Reader>>>,
    permits: Arc<Semaphore>,
}

/// The disk failed, or the relay is stopping.
#[derive(Debug)]
pub(crate) struct Unreadable;

impl Readers {
    pub(crate) fn open(path: &Path, count: usize) -> Result<Self, Error> {
        let count = count.max(1);
        let readers = (0..count).map(|_| Reader::open(path)).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { free: Arc::new(Mutex::new(readers)), permits: Arc::new(Semaphore::new(count)) })
    }

    /// Runs a read on a thread that may block.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Reader) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Unreadable> {
        let permits = Arc::clone(&self.permits);
        let permit = permits.acquire_owned().await.map_err(|_| Unreadable)?;
        let free = Arc::clone(&self.free);
        let task = tokio::task::spawn_blocking(move || {
            let mut reader = take(&free)?;
            let result = work(&mut reader);
            free.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
            // Only now, though the caller may be gone: as many permits as free readers.
            drop(permit);
            result.map_err(|error| {
                tracing::error!(%error, "reading failed");
                Unreadable
            })
        });
        task.await.map_err(|_| Unreadable)?
    }
}

fn take(free: &Mutex<Vec<Reader>>) -> Result<Reader, Unreadable> {
    free.lock().unwrap_or_else(PoisonError::into_inner).pop().ok_or(Unreadable)
}
