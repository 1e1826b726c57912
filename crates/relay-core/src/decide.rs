//! The rules of a mailbox, verb by verb. Each looks at the head, then writes and answers.

use std::sync::Arc;

use sitr_wire::frame::{End, Proof};
use sitr_wire::limit::{SUPERSEDE_DAYS, SUPERSEDES_MAX};
use sitr_wire::{Cell, CellHash, Code, Handle, Refusal};

use crate::batch::{Answer, Asker, Batch, Event, Write};
use crate::core::Core;
use crate::head::{Closing, Head, Known, Tombstone};
use crate::rate::{HOUR, MINUTE};
use crate::time::{Day, Seconds};
use crate::verify::{Asked, Bound, Verb};

/// A cell on its way in.
struct Incoming<'a> {
    handle: Handle,
    cell: &'a Cell,
    hash: CellHash,
    places: &'a [u64],
    now: Seconds,
}

pub(crate) fn decide(
    core: &mut Core,
    from: Asker,
    asked: &Asked,
    places: &[u64],
    now: Seconds,
) -> Batch {
    let mut batch = Batch::default();
    let result = match &asked.0 {
        Verb::Open { bound, paid } => open(core, &mut batch, bound, *paid, now),
        Verb::Append { handle, cell, hash, paid } => {
            let incoming = Incoming { handle: *handle, cell, hash: *hash, places, now };
            append(core, &mut batch, &incoming, *paid)
        }
        Verb::Close { handle, cell, hash, proof } => {
            let incoming = Incoming { handle: *handle, cell, hash: *hash, places, now };
            close(core, &mut batch, &incoming, *proof)
        }
        Verb::Burn { handle, signed } => burn(core, &mut batch, handle, *signed, now.day()),
        Verb::Join { handle, next } => join(core, from, handle, *next, now.day()),
    };
    // The answer goes first: who asked hears of its own cell before its watch tells it.
    let answer = result.unwrap_or_else(Answer::Refused);
    let pushes = std::mem::take(&mut batch.sends);
    batch.answer(from, answer);
    batch.sends.extend(pushes);
    batch
}

fn refuse<T>(code: Code) -> Result<T, Refusal> {
    Err(Refusal::new(code))
}

/// The head of a mailbox that is served today.
fn alive<'a>(core: &'a mut Core, handle: &Handle, today: Day) -> Result<&'a mut Head, Refusal> {
    match core.heads.get_mut(handle) {
        None => refuse(Code::Busy),
        // M-10: past its time is never served, swept or not.
        Some(Known::Here(head)) if !head.is_expired(today) => Ok(head),
        Some(_) => refuse(Code::NotFound),
    }
}

fn open(
    core: &mut Core,
    batch: &mut Batch,
    bound: &Arc<Bound>,
    paid: bool,
    now: Seconds,
) -> Result<Answer, Refusal> {
    let (handle, mailbox, today) = (bound.handle(), bound.mailbox(), now.day());
    let Some(known) = core.heads.get_mut(handle) else { return refuse(Code::Busy) };
    let stale = match known {
        Known::Absent => false,
        // M-03
        Known::Here(head) if !head.is_expired(today) => return Ok(Answer::Opened),
        // M-11
        Known::Here(head) if head.remains().is_some_and(|left| left.stands(today)) => {
            return refuse(Code::Gone);
        }
        Known::Gone(tombstone) if tombstone.stands(today) => return refuse(Code::Gone),
        Known::Here(_) | Known::Gone(_) => true,
    };
    // T-01, T-04
    if !paid {
        return refuse(Code::Ticket);
    }
    core.limits.allow(mailbox, today)?;
    if stale {
        batch.writes.push(Write::Remove { handle: *handle, tombstone: None });
    }
    let head = Head::fresh(handle, mailbox.clone(), today);
    let (opened, expires) = (head.opened, head.expires());
    batch.writes.push(Write::Create { handle: *handle, mailbox: mailbox.clone(), opened, expires });
    core.heads.insert(*handle, Known::Here(Box::new(head)));
    Ok(Answer::Opened)
}

fn append(
    core: &mut Core,
    batch: &mut Batch,
    incoming: &Incoming<'_>,
    paid: bool,
) -> Result<Answer, Refusal> {
    let per_minute = core.limits.appends_per_minute;
    let head = alive(core, &incoming.handle, incoming.now.day())?;
    // M-05: before any other check, so that a retry is answered as the first time.
    if let Some(index) = incoming.places.first() {
        return Ok(Answer::Appended(*index));
    }
    if head.closing.is_some() {
        return refuse(Code::Closed);
    }
    // M-06
    if head.count() >= u64::from(head.mailbox.capacity) {
        return refuse(Code::Full);
    }
    // T-01
    if !paid {
        return refuse(Code::Ticket);
    }
    // L-01
    let taken = head.appends.take(incoming.now, MINUTE, per_minute);
    taken.map_err(|wait| Refusal::limit("appends_per_minute", u64::from(per_minute), wait))?;
    Ok(Answer::Appended(store(head, batch, incoming, None)))
}

/// Adds the cell to head and batch, with the mark of the page that it fills: its index.
fn store(head: &mut Head, batch: &mut Batch, incoming: &Incoming<'_>, proof: Option<Proof>) -> u64 {
    let (handle, hash, index) = (incoming.handle, incoming.hash, head.count());
    let (cell, last) = (incoming.cell.clone(), proof.is_some());
    // M-07
    head.chain = head.chain.push(&hash);
    // M-08
    let full = head.count().is_multiple_of(head.mailbox.cell_size.per_page());
    let page_chain = full.then(|| *head.chain.value());
    batch.writes.push(Write::Append { handle, index, cell: cell.clone(), hash, page_chain, proof });
    batch.push(handle, Event::Cell { index, cell, last });
    if let Some(chain) = page_chain {
        batch.push(handle, Event::Mark { mark: head.count(), chain });
    }
    index
}

fn close(
    core: &mut Core,
    batch: &mut Batch,
    incoming: &Incoming<'_>,
    proof: Proof,
) -> Result<Answer, Refusal> {
    let per_hour = core.limits.closes_per_hour;
    let head = alive(core, &incoming.handle, incoming.now.day())?;
    // M-09: a repeat answers its own success.
    let final_at = |end: &End| incoming.places.iter().find(|at| end.covers(**at));
    let repeat = head.ended().and_then(final_at);
    if let Some(index) = repeat {
        return Ok(Answer::Closed(*index));
    }
    // L-02
    let taken = head.closes.take(incoming.now, HOUR, per_hour);
    taken.map_err(|wait| Refusal::limit("closes_per_hour", u64::from(per_hour), wait))?;
    may_close(head, proof.supersedes, incoming.now.day())?;
    let index = store(head, batch, incoming, Some(proof));
    match &mut head.closing {
        Some(closing) => {
            closing.latest = incoming.hash;
            closing.end.finals.push(proof);
        }
        none => {
            let day = incoming.now.day();
            let end = End { first_final: index, finals: vec![proof] };
            *none = Some(Closing { day, end, latest: incoming.hash });
            // M-10
            let (handle, expires) = (incoming.handle, head.expires());
            batch.writes.push(Write::Freeze { handle, first_final: index, closed: day, expires });
        }
    }
    if let Some(ended) = head.ended() {
        batch.push(incoming.handle, Event::End(ended.clone()));
    }
    Ok(Answer::Closed(index))
}

/// First wins; a later final cell must name the latest, while it may still be superseded.
fn may_close(head: &Head, supersedes: Option<CellHash>, today: Day) -> Result<(), Refusal> {
    let Some(closing) = &head.closing else {
        return if supersedes.is_none() { Ok(()) } else { refuse(Code::Conflict) };
    };
    let winner = Some((head.count().saturating_sub(1), closing.latest));
    let conflict = Refusal { winner, ..Refusal::new(Code::Conflict) };
    // M-09
    let met = if supersedes != Some(closing.latest) {
        None
    } else if closing.end.finals.len() > SUPERSEDES_MAX as usize {
        Some(("supersedes", SUPERSEDES_MAX))
    } else if today > closing.day.plus(SUPERSEDE_DAYS) {
        Some(("supersede_days", SUPERSEDE_DAYS))
    } else {
        return Ok(());
    };
    let limit = met.map(|(name, value)| (name.to_owned(), u64::from(value)));
    Err(Refusal { limit, ..conflict })
}

fn burn(
    core: &mut Core,
    batch: &mut Batch,
    handle: &Handle,
    signed: bool,
    today: Day,
) -> Result<Answer, Refusal> {
    // M-12: told from the tombstone alone; whoever knows the handle may know that it was burned.
    if let Some(Known::Gone(Tombstone { burned: true, .. })) = core.heads.get_mut(handle) {
        return Ok(Answer::Burned);
    }
    alive(core, handle, today)?;
    if !signed {
        return refuse(Code::Busy);
    }
    // M-11
    let tombstone = Tombstone { day: today, burned: true };
    batch.writes.push(Write::Remove { handle: *handle, tombstone: Some(tombstone) });
    core.heads.insert(*handle, Known::Gone(tombstone));
    batch.push(*handle, Event::Burned);
    Ok(Answer::Burned)
}

fn join(
    core: &mut Core,
    from: Asker,
    handle: &Handle,
    next: u64,
    today: Day,
) -> Result<Answer, Refusal> {
    let head = alive(core, handle, today)?;
    // W-08: nobody is told of a cell before those that come before it.
    if head.count() > next {
        return Ok(Answer::Behind);
    }
    let ended = head.ended().cloned();
    core.join(*handle, from);
    Ok(Answer::Joined(ended))
}
