//! Load on a relay, and the oracle that remembers what was acknowledged.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sitr_wire::{Cell, Reply};

use crate::line::{Box, Line, cell};

/// What was asked of one mailbox.
pub(crate) struct Wrote {
    /// The mailbox.
    pub(crate) to: Box,
    /// Cells that were acknowledged, with their indices.
    pub(crate) acknowledged: Vec<(u64, Cell)>,
    /// The cell whose answer never came.
    pub(crate) unknown: Option<Cell>,
    /// Whether the mailbox was ended.
    pub(crate) closed: bool,
}

/// What an oracle found.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Found {
    /// Cells that were acknowledged.
    pub(crate) acknowledged: u64,
    /// Of these, cells that are gone or stand elsewhere.
    pub(crate) lost: u64,
    /// Cells that stand twice.
    pub(crate) doubled: u64,
}

impl std::ops::AddAssign for Found {
    fn add_assign(&mut self, other: Self) {
        self.acknowledged += other.acknowledged;
        self.lost += other.lost;
        self.doubled += other.doubled;
    }
}

/// Writers that go on until they are told to stop or nobody answers.
pub(crate) struct Load {
    stop: Arc<AtomicBool>,
    writers: Vec<tokio::task::JoinHandle<Wrote>>,
}

impl Load {
    /// Begins to write from so many connections.
    #[must_use]
    pub(crate) fn start(url: &str, writers: usize) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let writer = |number: usize| {
            let (url, stop) = (url.to_owned(), Arc::clone(&stop));
            tokio::spawn(async move { write(&url, &stop, number.is_multiple_of(3)).await })
        };
        let writers = (0..writers).map(writer).collect();
        Self { stop, writers }
    }

    /// What was written, once all writers have ended.
    pub(crate) async fn end(self) -> Vec<Wrote> {
        self.stop.store(true, Ordering::Relaxed);
        let mut all = Vec::new();
        for writer in self.writers {
            all.extend(writer.await.ok());
        }
        all
    }
}

async fn write(url: &str, stop: &AtomicBool, closes: bool) -> Wrote {
    let (to, acknowledged) = (Box::random(), Vec::new());
    let mut wrote = Wrote { to, acknowledged, unknown: None, closed: false };
    let Some(mut line) = Line::connect(url).await else { return wrote };
    if !matches!(line.open(&wrote.to).await, Some(Reply::Opened)) {
        return wrote;
    }
    while !stop.load(Ordering::Relaxed) {
        let Some(cell) = cell() else { return wrote };
        let ends = closes && wrote.acknowledged.len() == 20;
        let told = match ends {
            true => line.close(&wrote.to, &cell).await,
            false => line.append(&wrote.to, &cell).await,
        };
        match told {
            Some(Reply::Appended(index) | Reply::Closed(index)) => {
                wrote.acknowledged.push((index, cell));
                wrote.closed |= ends;
                if ends {
                    return wrote;
                }
            }
            // Refused: it did not happen, and the same again may.
            Some(_) => tokio::time::sleep(Duration::from_millis(2)).await,
            None => {
                wrote.unknown = Some(cell);
                return wrote;
            }
        }
    }
    wrote
}

/// Sends again whatever got no answer, and then compares what is there with what was acknowledged.
///
/// # Errors
/// If the relay does not answer.
pub(crate) async fn check(url: &str, all: &[Wrote]) -> Result<Found, String> {
    let mut line = Line::connect(url).await.ok_or("the relay does not answer")?;
    let mut found = Found::default();
    for wrote in all {
        let mut acknowledged = wrote.acknowledged.clone();
        if let Some(cell) = wrote.unknown.as_ref().filter(|_| !acknowledged.is_empty())
            && let Some(Reply::Appended(index)) = line.append(&wrote.to, cell).await
        {
            acknowledged.push((index, cell.clone()));
        }
        found += compare(&mut line, wrote, &acknowledged).await?;
    }
    Ok(found)
}

async fn compare(
    line: &mut Line,
    wrote: &Wrote,
    acknowledged: &[(u64, Cell)],
) -> Result<Found, String> {
    let cells = line.cells(&wrote.to).await.ok_or("a mailbox cannot be read")?;
    let mut found = Found { acknowledged: acknowledged.len() as u64, ..Found::default() };
    for (index, cell) in acknowledged {
        let at = usize::try_from(*index).ok().and_then(|at| cells.get(at));
        found.lost += u64::from(at != Some(cell));
    }
    let mut hashes: Vec<_> = cells.iter().map(Cell::hash).collect();
    let count = hashes.len();
    hashes.sort_unstable();
    hashes.dedup();
    found.doubled = (count - hashes.len()) as u64;
    Ok(found)
}
