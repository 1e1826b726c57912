//! Doing: commits are made, messages sealed, errands run in order. All of it was written down before the
//! first byte leaves, so a fall in between costs a repeat that the relay absorbs.

use std::time::Duration;

use sitr_client_core::state::{Errand, Step};
use sitr_client_core::store::ErrandId;
use sitr_client_core::{Store as _, Verdict};
use sitr_wire::refusal::{Code, Refusal};
use tokio::sync::Notify;

use super::worker::Shared;
use crate::db::now_ms;
use crate::error::Error;
use crate::net::{NetError, Session};

/// How long this process may run the room's errands before it asks again.
const LEASE_MS: u64 = 15_000;
/// The longest that a relay can make this device wait before it asks again.
const WAIT_MAX_SECONDS: u32 = 60;
/// How often a room is looked at without being asked to: whether the epoch is due, whether another process
/// left its lease.
const TICK: Duration = Duration::from_secs(5);

/// Runs the room's errands, for as long as the connection holds.
pub(super) async fn run(
    shared: &Shared,
    session: &Session,
    to_do: &Notify,
    to_hear: &Notify,
) -> Result<(), Error> {
    let mut foreign = shared.db.foreign();
    loop {
        while let Some((number, errand, done)) = next(shared).await? {
            carry_out(shared, session, number, errand, done).await?;
        }
        to_hear.notify_one();
        tokio::select! {
            () = to_do.notified() => {}
            () = shared.wake.notified() => {}
            changed = foreign.changed() => changed.map_err(|_| Error::Closed)?,
            () = tokio::time::sleep(TICK) => {}
        }
    }
}

/// The next errand, after everything that could become one did; none while another process holds the lease.
async fn next(shared: &Shared) -> Result<Option<(ErrandId, Errand, usize)>, Error> {
    let (id, owner) = (shared.id, shared.owner);
    shared
        .db
        .core(move |core, store| {
            if store.room(&id)?.is_none() || !store.take_lease(&id, &owner, now_ms(), LEASE_MS)? {
                return Ok(None);
            }
            core.roll_if_due(&id)?;
            core.commit_next(&id)?;
            core.pump(&id)?;
            Ok(store.errands(&id)?.into_iter().next())
        })
        .await
}

async fn carry_out(
    shared: &Shared,
    session: &Session,
    number: ErrandId,
    errand: Errand,
    done: usize,
) -> Result<(), Error> {
    for (at, step) in errand.steps.iter().enumerate().skip(done) {
        let mut missed = false;
        loop {
            match session.take(step).await {
                Ok(()) => break,
                Err(NetError::Refused(refusal)) => {
                    // What was missing was opened, and acknowledged, and is missing again.
                    if missed && refusal.code == Code::NotFound {
                        return Err(NetError::Protocol.into());
                    }
                    missed |= refusal.code == Code::NotFound;
                    if !refused(shared, session, number, refusal).await? {
                        return Ok(());
                    }
                }
                Err(error) => return Err(error.into()),
            }
        }
        shared.db.core(move |core, _| Ok(core.step_done(number, at)?)).await?;
    }
    Ok(())
}

/// Waits as long as a relay asks for, within reason.
async fn wait(seconds: u32) {
    tokio::time::sleep(Duration::from_secs(u64::from(seconds.clamp(1, WAIT_MAX_SECONDS)))).await;
}

/// Learns what a refusal means; tells whether to ask the same again.
async fn refused(
    shared: &Shared,
    session: &Session,
    number: ErrandId,
    refusal: Refusal,
) -> Result<bool, Error> {
    let verdict = shared.db.core(move |core, _| Ok(core.step_refused(number, &refusal)?)).await?;
    match verdict {
        Verdict::Retry(seconds) => {
            wait(seconds).await;
            Ok(true)
        }
        Verdict::Reopen(mailbox) => match session.take(&Step::Open(*mailbox)).await {
            Ok(()) => Ok(true),
            Err(NetError::Refused(refusal)) if refusal.code != Code::Gone => {
                wait(refusal.retry_after_seconds).await;
                Ok(true)
            }
            Err(NetError::Refused(_)) => {
                let id = shared.id;
                shared
                    .db
                    .core(move |core, store| match store.room(&id)? {
                        Some(room) => Ok(core.lost(room)?),
                        None => Ok(()),
                    })
                    .await?;
                Ok(false)
            }
            Err(error) => Err(error.into()),
        },
        Verdict::Settled => Ok(false),
    }
}
