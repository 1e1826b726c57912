//! Doing: commits are made, messages sealed, errands run in order. All of it was written down before the
//! first byte leaves, so a fall in between costs a repeat that the relay absorbs.

use std::time::Duration;

use sitr_client_core::state::{Errand, Purpose, Standing, Step};
use sitr_client_core::store::ErrandId;
use sitr_client_core::{Core, RoomId, Store as _, Turn, Verdict};
use sitr_client_store::rooms::{LEASE_FRESH, RoomStore};
use sitr_wire::RelayId;
use sitr_wire::refusal::{Code, Refusal};
use tokio::sync::Notify;

use super::answers;
use super::worker::Shared;
use crate::db::now_ms;
use crate::error::Error;
use crate::net::{NetError, Session};

/// How long this process may run the room's errands unless it asks again; as long does another one wait for
/// one that was killed.
const LEASE_MS: u64 = 15_000;
/// How often it asks again while a step is under way, which may take longer than the lease: dialling a slow
/// circuit, computing a ticket, waiting for the answer.
const RENEW: Duration = Duration::from_millis(LEASE_MS / 3);
const _: () = assert!(
    RENEW.as_millis() * 2 + ((LEASE_MS / LEASE_FRESH) as u128) < LEASE_MS as u128,
    "one late renewal loses no lease"
);
/// How often a room is looked at without being asked to: whether something is due, whether another process
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
        let rest = loop {
            match next(shared, session).await? {
                Some(Turn::Now(number, errand, done))
                    if matches!(errand.purpose, Purpose::Answer(_)) =>
                {
                    answers::send(shared, session, (number, errand, done)).await?;
                }
                Some(Turn::Now(number, errand, done)) => {
                    carry_out(shared, session, number, errand, done).await?;
                }
                Some(Turn::At(at)) => {
                    break Duration::from_millis(at.saturating_sub(now_ms())).min(TICK);
                }
                Some(Turn::Nothing) => break TICK,
                None => return Ok(()),
            }
        };
        to_hear.notify_one();
        tokio::select! {
            () = to_do.notified() => {}
            () = shared.wake.notified() => {}
            changed = foreign.changed() => changed.map_err(|_| Error::Closed)?,
            () = tokio::time::sleep(rest) => {}
        }
    }
}

/// The next errand, after everything that could become one did; nothing while another process holds the lease.
/// None where this relay is to be asked for nothing more: the room has moved on.
async fn next(shared: &Shared, session: &Session) -> Result<Option<Turn>, Error> {
    let (id, owner, day, relay) = (shared.id, shared.owner, session.day(), session.relay());
    shared.db.core(move |core, store| turn(core, store, &id, &owner, (relay, day))).await
}

/// What [`next`] does, in its transaction. Where nothing is to be done nothing is written: a disk that is asked
/// every few seconds wears out, and so does a battery. So the lease is taken for an errand, and for nothing else.
fn turn(
    core: &mut Core<'_, RoomStore<'_>>,
    store: &RoomStore<'_>,
    id: &RoomId,
    owner: &[u8; 16],
    (relay, day): (RelayId, u32),
) -> Result<Option<Turn>, Error> {
    let Some(room) = store.room(id)? else { return Ok(Some(Turn::Nothing)) };
    let waits = room.standing == Standing::Moving;
    if room.relay.id != relay || (waits && store.waiting_errands(id)?.is_empty()) {
        return Ok(None);
    }
    if store.is_leased_away(id, owner, now_ms())? {
        return Ok(Some(Turn::Nothing));
    }
    core.tend(id, Some(day))?;
    core.commit_next(id)?;
    core.pump(id)?;
    let turn = core.next_errand(id)?;
    if matches!(turn, Turn::Now(..)) {
        store.take_lease(id, owner, now_ms(), LEASE_MS)?;
    }
    Ok(Some(turn))
}

pub(super) async fn carry_out(
    shared: &Shared,
    session: &Session,
    number: ErrandId,
    errand: Errand,
    done: usize,
) -> Result<(), Error> {
    for (at, step) in errand.steps.iter().enumerate().skip(done) {
        let mut missed = false;
        loop {
            match holding(shared, ask(shared, session, step)).await? {
                None => return Ok(()),
                Some(Ok(())) => break,
                Some(Err(NetError::Refused(refusal))) => {
                    // What was missing was opened, and acknowledged, and is missing again.
                    if missed && refusal.code == Code::NotFound {
                        return Err(NetError::Protocol.into());
                    }
                    missed |= refusal.code == Code::NotFound;
                    if !refused(shared, session, number, refusal).await? {
                        return Ok(());
                    }
                }
                Some(Err(error)) => return Err(error.into()),
            }
        }
        shared.db.core(move |core, _| Ok(core.step_done(number, at)?)).await?;
    }
    Ok(())
}

/// Waits for what is asked of the relay, and keeps the lease meanwhile; none if another process has it now, which then
/// asks the same: the relay absorbs what it was asked twice.
pub(super) async fn holding<T>(
    shared: &Shared,
    asked: impl Future<Output = T>,
) -> Result<Option<T>, Error> {
    let (id, owner) = (shared.id, shared.owner);
    let mut asked = std::pin::pin!(asked);
    loop {
        tokio::select! {
            done = &mut asked => return Ok(Some(done)),
            () = tokio::time::sleep(RENEW) => {}
        }
        let held = shared
            .db
            .core(move |_, store| Ok(store.take_lease(&id, &owner, now_ms(), LEASE_MS)?))
            .await?;
        if !held {
            return Ok(None);
        }
    }
}

/// Asks the room's relay for one step, or the relay that the room moves to.
async fn ask(shared: &Shared, session: &Session, step: &Step) -> Result<(), NetError> {
    let Step::OpenAt(there, mailbox) = step else { return session.take(step).await };
    let opened = async {
        let (other, _inbox) = Session::to(there, &shared.access).await?;
        other.take(&Step::Open(mailbox.clone())).await
    };
    opened.await.map_err(|error| match error {
        NetError::Refused(refusal) => NetError::Refused(refusal),
        // The room's own relay has done nothing wrong: nobody need dial it again.
        _ => NetError::Refused(Refusal::new(Code::NotFound)),
    })
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
        Verdict::Reopen(mailbox) => match session.take(&Step::Open(*mailbox)).await {
            Ok(()) => Ok(true),
            Err(NetError::Refused(refusal)) => {
                shared.db.core(move |core, _| Ok(core.not_reopened(number, &refusal)?)).await?;
                Ok(false)
            }
            Err(error) => Err(error.into()),
        },
        Verdict::Later | Verdict::Settled => Ok(false),
    }
}
