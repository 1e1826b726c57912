//! Tickets: made when they are asked for, off the async threads.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rand::Rng as _;
use sitr_wire::ticket::{self, Difficulty, Policy, Purpose, Ticket};
use sitr_wire::{CellHash, Handle, RelayId};

use super::NetError;

/// A ticket for opening a mailbox, if the relay asks for one.
pub(crate) async fn for_open(
    policy: &Policy,
    relay: RelayId,
    handle: Handle,
    day: u32,
    token: Option<&[u8]>,
) -> Result<Option<Ticket>, NetError> {
    match policy {
        Policy::Free(_) => Ok(None),
        Policy::Token(_) => {
            token.map(|token| Some(Ticket::Token(token.to_vec()))).ok_or(NetError::Token)
        }
        Policy::Work(difficulty) => {
            let difficulty = difficulty.clone();
            work(difficulty.clone(), move |start, is_wanted| {
                ticket::work_while(
                    &relay,
                    &handle,
                    Purpose::Open,
                    day,
                    &difficulty,
                    start,
                    is_wanted,
                )
            })
            .await
        }
    }
}

/// A ticket for appending to a mailbox that asks for work.
pub(crate) async fn for_append(
    policy: &Policy,
    relay: RelayId,
    handle: Handle,
    day: u32,
    cell: CellHash,
    cost: u8,
) -> Result<Option<Ticket>, NetError> {
    if cost == 0 {
        return Ok(None);
    }
    let difficulty = policy.difficulty().with_bits(u32::from(cost));
    work(difficulty.clone(), move |start, is_wanted| {
        let purpose = Purpose::Append(&cell);
        ticket::work_while(&relay, &handle, purpose, day, &difficulty, start, is_wanted)
    })
    .await
}

/// Ends a search with the future that waits for it.
struct Wanted(Arc<AtomicBool>);

impl Drop for Wanted {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

async fn work(
    difficulty: Difficulty,
    search: impl FnOnce(u128, Box<dyn Fn() -> bool>) -> Option<Ticket> + Send + 'static,
) -> Result<Option<Ticket>, NetError> {
    if !difficulty.is_sane() {
        return Err(NetError::Work); // T-02
    }
    // A random start, so that two devices do not walk the same nonces.
    let mut start = [0; 16];
    rand::rng().fill_bytes(&mut start);
    let wanted = Wanted(Arc::new(AtomicBool::new(true)));
    let flag = Arc::clone(&wanted.0);
    let found = tokio::task::spawn_blocking(move || {
        search(u128::from_be_bytes(start), Box::new(move || flag.load(Ordering::Relaxed)))
    });
    match found.await {
        Ok(Some(ticket)) => Ok(Some(ticket)),
        Ok(None) | Err(_) => Err(NetError::Closed),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const RELAY: RelayId = RelayId([1; 32]);
    const HANDLE: Handle = Handle([2; 32]);

    #[tokio::test]
    async fn no_relay_is_given_more_work_than_any_relay_may_ask_for() {
        // T-02
        let mean = Difficulty { gate_bits: 24, argon_kib: 4096, argon_bits: 0 };
        let asked = for_append(&Policy::Free(mean), RELAY, HANDLE, 1, CellHash([3; 32]), 16).await;
        assert!(matches!(asked, Err(NetError::Work)));
    }

    #[tokio::test]
    async fn a_search_ends_with_who_waits_for_it() {
        // T-02
        let (ended, has_ended) = std::sync::mpsc::channel();
        let search = move |_, is_wanted: Box<dyn Fn() -> bool>| {
            while is_wanted() {
                std::thread::yield_now();
            }
            ended.send(()).unwrap();
            None
        };
        let waits = tokio::spawn(work(Difficulty::default(), search));
        tokio::task::yield_now().await;
        waits.abort();
        assert!(waits.await.unwrap_err().is_cancelled());
        tokio::task::spawn_blocking(move || has_ended.recv()).await.unwrap().unwrap();
    }
}
