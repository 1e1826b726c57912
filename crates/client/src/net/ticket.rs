//! Tickets: made when they are asked for, off the async threads.

use rand::Rng as _;
use sitr_wire::ticket::{self, Policy, Purpose, Ticket};
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
            work(move |start| ticket::work(&relay, &handle, Purpose::Open, day, &difficulty, start))
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
    work(move |start| {
        ticket::work(&relay, &handle, Purpose::Append(&cell), day, &difficulty, start)
    })
    .await
}

async fn work(
    search: impl FnOnce(u128) -> Option<Ticket> + Send + 'static,
) -> Result<Option<Ticket>, NetError> {
    // A random start, so that two devices do not walk the same nonces.
    let mut start = [0; 16];
    rand::rng().fill_bytes(&mut start);
    let found = tokio::task::spawn_blocking(move || search(u128::from_be_bytes(start))).await;
    match found {
        Ok(Some(ticket)) => Ok(Some(ticket)),
        Ok(None) | Err(_) => Err(NetError::Protocol),
    }
}
