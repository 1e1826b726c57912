//! Hearing: what watched mailboxes tell goes to the core in order, batch by batch.

use std::collections::HashMap;

use sitr_client_core::state::Step;
use sitr_client_core::{Entry, Inbound, Progress, Shown, Watched, Watching};
use sitr_wire::frame::{End, Mark, Page};
use sitr_wire::refusal::{Code, Refusal};
use sitr_wire::{Handle, Reply};
use tokio::sync::{Notify, mpsc};

use super::fetch;
use super::order::{Order, first_page};
use super::worker::{Shared, Status};
use crate::error::Error;
use crate::net::{NetError, Pushed, Session};

/// Live cells that are taken in together at most: those of a page.
const GATHER_MAX: usize = 32;

/// A mailbox that is being watched, under the number of its watch.
struct Ear {
    watching: Watching,
    number: u64,
    /// What the watch may tell next.
    order: Order,
    /// Whether all that it held at first was heard.
    heard: bool,
    /// Whether this device opened it over this connection.
    opened: bool,
    /// What is said to be final, until the relay proves it.
    held: News,
}

impl Ear {
    async fn start(session: &Session, watching: Watching) -> Result<Self, NetError> {
        let (page, order) = (first_page(&watching), Order::of(&watching));
        let number = session.watch(watching.handle, watching.address.clone(), page).await?;
        let held = News::default();
        Ok(Self { watching, number, order, heard: false, opened: false, held })
    }
}

/// What a watched mailbox told.
#[derive(Clone, Default)]
struct News {
    /// Index of the first cell of the page that it came as.
    page: Option<u64>,
    cells: Vec<Inbound>,
    marks: Vec<Mark>,
    end: Option<End>,
    whole: bool,
}

impl News {
    fn shown(&self) -> Shown<'_> {
        let Self { cells, marks, end, whole, .. } = self;
        Shown { cells, marks, end: end.as_ref(), whole: *whole }
    }
}

/// Hears, for as long as the connection holds and something is left to hear or do.
pub(super) async fn hear(
    shared: &Shared,
    session: &Session,
    mut inbox: mpsc::Receiver<Pushed>,
    to_do: &Notify,
    to_hear: &Notify,
) -> Result<(), Error> {
    let mut ears: HashMap<Handle, Ear> = HashMap::new();
    listen(shared, session, &mut ears).await?;
    let mut next = None;
    loop {
        let pushed = match next.take() {
            Some(pushed) => pushed,
            None => tokio::select! {
                pushed = inbox.recv() => pushed.ok_or(NetError::Closed)?,
                () = to_hear.notified() => {
                    listen(shared, session, &mut ears).await?;
                    continue;
                }
            },
        };
        let mut listening = ears.values_mut();
        let Some(ear) = listening.find(|ear| ear.number == pushed.watch) else { continue };
        if !ear.order.allows(&pushed.reply) {
            return Err(NetError::Protocol.into()); // W-08
        }
        let watching = ear.watching.clone();
        match pushed.reply {
            Reply::Cell { index, cell, last: false } if ear.held.cells.is_empty() => {
                let first = Inbound::new(index, cell);
                let cells = gather(&mut inbox, ear, first, &mut next)?;
                let news = News { cells, ..News::default() };
                deliver(shared, session, &mut ears, &watching, news).await?;
            }
            reply => take(shared, session, &mut ears, &watching, reply).await?,
        }
        to_do.notify_one();
    }
}

/// The cells of a watch that have come already, from this one on and none of them final: they go to the core
/// together, in one transaction. What else has come first is left for the next turn.
fn gather(
    inbox: &mut mpsc::Receiver<Pushed>,
    ear: &mut Ear,
    first: Inbound,
    next: &mut Option<Pushed>,
) -> Result<Vec<Inbound>, Error> {
    let mut cells = vec![first];
    while cells.len() < GATHER_MAX {
        match inbox.try_recv() {
            Ok(Pushed { watch, reply: Reply::Cell { index, cell, last: false } })
                if watch == ear.number =>
            {
                let reply = Reply::Cell { index, cell: cell.clone(), last: false };
                if !ear.order.allows(&reply) {
                    return Err(NetError::Protocol.into()); // W-08
                }
                cells.push(Inbound::new(index, cell));
            }
            Ok(other) => {
                *next = Some(other);
                break;
            }
            // Nothing more has come; a connection that has ended is noticed by who waits for it.
            Err(_) => break,
        }
    }
    Ok(cells)
}

/// Begins to watch what the room wants and is not watched yet.
async fn listen(
    shared: &Shared,
    session: &Session,
    ears: &mut HashMap<Handle, Ear>,
) -> Result<(), Error> {
    let (id, relay) = (shared.id, session.relay());
    let wanted = shared.db.read_core(move |core| Ok(core.watching_at(&id, &relay)?)).await?;
    ears.retain(|handle, _| wanted.iter().any(|watching| watching.handle == *handle));
    for watching in wanted {
        if let Some(ear) = ears.get_mut(&watching.handle) {
            ear.watching = watching; // the epoch's mailbox may have become that of the past
            continue;
        }
        if watching.what == Watched::Epoch {
            shared.status.send_replace(Status::CatchingUp);
        }
        ears.insert(watching.handle, Ear::start(session, watching).await?);
    }
    if ears.is_empty() {
        shared.status.send_replace(Status::Current);
    }
    Ok(())
}

async fn take(
    shared: &Shared,
    session: &Session,
    ears: &mut HashMap<Handle, Ear>,
    watching: &Watching,
    reply: Reply,
) -> Result<(), Error> {
    match reply {
        Reply::Page(page) => {
            let is_tail = page.cells.len() < page.cell_size.per_page() as usize;
            let moved = deliver(shared, session, ears, watching, of_page(page, is_tail)).await?;
            if moved {
                return Ok(());
            }
            if is_tail {
                if let Some(ear) = ears.get_mut(&watching.handle) {
                    ear.heard = true;
                }
            } else if matches!(watching.what, Watched::Knocks(_)) {
                // It may be used up now, and then there is no tail to wait for.
                listen(shared, session, ears).await?;
            }
            tell_if_current(shared, ears);
            Ok(())
        }
        Reply::Cell { index, cell, last } => {
            let news = News { cells: vec![Inbound::new(index, cell)], ..News::default() };
            let ends = matches!(watching.what, Watched::Epoch | Watched::Past);
            match ears.get_mut(&watching.handle) {
                // M-13: what is final is heard together with the proof of it.
                Some(ear) if ends && (last || !ear.held.cells.is_empty()) => {
                    ear.held.cells.extend(news.cells);
                    Ok(())
                }
                _ => deliver(shared, session, ears, watching, news).await.map(drop),
            }
        }
        Reply::Mark(mark) => match ears.get_mut(&watching.handle) {
            Some(ear) if !ear.held.cells.is_empty() => {
                ear.held.marks.push(mark);
                Ok(())
            }
            _ => {
                let news = News { marks: vec![mark], ..News::default() };
                deliver(shared, session, ears, watching, news).await.map(drop)
            }
        },
        Reply::End(end) => {
            let ear = ears.get_mut(&watching.handle);
            let held = ear.map(|ear| std::mem::take(&mut ear.held)).unwrap_or_default();
            let news = News { end: Some(end), whole: true, ..held };
            deliver(shared, session, ears, watching, news).await.map(drop)
        }
        Reply::Refused(refusal) => missing(shared, session, ears, watching, refusal.code).await,
        // it has no burn key.
        Reply::Burned if matches!(watching.what, Watched::Epoch | Watched::Past) => {
            Err(NetError::Protocol.into())
        }
        Reply::Burned => {
            ears.remove(&watching.handle);
            Ok(())
        }
        _ => Err(NetError::Protocol.into()),
    }
}

/// Current is who has heard the room and all who knock at it.
fn tell_if_current(shared: &Shared, ears: &HashMap<Handle, Ear>) {
    let is_room =
        |ear: &Ear| matches!(ear.watching.what, Watched::Epoch | Watched::Reply | Watched::Card);
    let done = |ear: &Ear| ear.heard || ear.watching.what == Watched::Past;
    if ears.values().any(is_room) && ears.values().all(done) {
        shared.status.send_replace(Status::Current);
    }
}

fn of_page(page: Page, whole: bool) -> News {
    let first = u64::from(page.number) * page.cell_size.per_page();
    let cells = (first..).zip(page.cells).map(|(at, cell)| Inbound::new(at, cell)).collect();
    let marks = page.mark.into_iter().collect();
    News { page: Some(first), cells, marks, end: page.end, whole }
}

/// Gives cells to the core; tells whether the room moved on.
async fn deliver(
    shared: &Shared,
    session: &Session,
    ears: &mut HashMap<Handle, Ear>,
    watching: &Watching,
    mut news: News,
) -> Result<bool, Error> {
    let (id, what, handle) = (shared.id, watching.what, watching.handle);
    if what == Watched::Reply {
        return deliver_reply(shared, session, ears, watching, news).await;
    }
    loop {
        let batch = news.clone();
        let progress = shared
            .db
            .core(move |core, _| {
                Ok(match what {
                    Watched::Knocks(invite) => {
                        Progress::Next(core.receive_knocks(&id, &invite, &batch.cells)?)
                    }
                    Watched::Card if core.receive_card(&id, &handle, &batch.cells)? => {
                        Progress::Moved
                    }
                    Watched::Card => Progress::Next(0),
                    _ => match batch.page {
                        Some(first) => core.receive_page(&id, &handle, first, &batch.shown())?,
                        None => core.receive(&id, &handle, &batch.shown())?,
                    },
                })
            })
            .await?;
        match progress {
            Progress::Next(_) => return Ok(false),
            // M-13, R-15: it is asked again over another connection, from where this device reads on.
            Progress::Lied | Progress::Rewound => return Err(NetError::Protocol.into()),
            // asked again over another connection, until it is there.
            Progress::Missing => {
                return Err(NetError::Refused(Refusal::new(Code::NotFound)).into());
            }
            Progress::Moved => {
                listen(shared, session, ears).await?;
                return Ok(true);
            }
            Progress::Wants(index) => {
                let Some(inbound) = news.cells.iter_mut().find(|inbound| inbound.index == index)
                else {
                    return Ok(false);
                };
                let body = fetch::of_cell(shared, watching, &inbound.cell).await?;
                inbound.payload = Some(body.unwrap_or_default());
            }
        }
    }
}

/// Gives the answer to the own knock to the core, with what it points to.
async fn deliver_reply(
    shared: &Shared,
    session: &Session,
    ears: &mut HashMap<Handle, Ear>,
    watching: &Watching,
    mut news: News,
) -> Result<bool, Error> {
    let (id, handle) = (shared.id, watching.handle);
    for inbound in &mut news.cells {
        inbound.payload = fetch::of_cell(shared, watching, &inbound.cell).await?;
    }
    loop {
        let cells = news.cells.clone();
        let entry = shared.db.core(move |core, _| Ok(core.receive_answer(&id, &handle, &cells)?));
        match entry.await? {
            Entry::Waits => return Ok(false),
            Entry::Over => {
                listen(shared, session, ears).await?;
                return Ok(true);
            }
            Entry::Wants(index, pointer) => {
                let tree = fetch::pointed(shared, &pointer).await?.unwrap_or_default();
                let Some(inbound) = news.cells.iter_mut().find(|inbound| inbound.index == index)
                else {
                    return Ok(false);
                };
                inbound.tree = Some(tree);
            }
        }
    }
}

/// A mailbox that is not there. That of the room's epoch is opened by whoever finds it missing (rule
/// R-05); others may yet be opened by the errand that waits for that.
async fn missing(
    shared: &Shared,
    session: &Session,
    ears: &mut HashMap<Handle, Ear>,
    watching: &Watching,
    code: Code,
) -> Result<(), Error> {
    match code {
        Code::NotFound => {}
        // The relay takes no more watches: this one waits for the next connection.
        Code::Limit => return Ok(()),
        _ => return Err(NetError::Protocol.into()),
    }
    let id = shared.id;
    match watching.what {
        // Cells were read from it, so it was there, and it is gone.
        Watched::Epoch
            if watching.from > 0 || ears.get(&watching.handle).is_some_and(|e| e.heard) =>
        {
            lose(shared).await
        }
        Watched::Epoch => {
            let handle = watching.handle;
            let mailbox = shared.db.read(move |store| {
                use sitr_client_core::Store as _;
                let epoch = store.room(&id)?.and_then(|room| room.epoch);
                // The room may have moved on meanwhile, to another relay too.
                Ok(epoch.filter(|epoch| epoch.handle == handle).map(|epoch| epoch.mailbox))
            });
            let Some(mailbox) = mailbox.await? else { return Ok(()) };
            // It was opened, and acknowledged, and is not there.
            if ears.get(&watching.handle).is_some_and(|ear| ear.opened) {
                return Err(NetError::Protocol.into());
            }
            match session.take(&Step::Open(mailbox)).await {
                Ok(()) => {}
                Err(NetError::Refused(refusal)) if refusal.code == Code::Gone => {
                    return lose(shared).await;
                }
                Err(error) => return Err(error.into()),
            }
            let ear = Ear::start(session, watching.clone()).await?;
            ears.insert(watching.handle, Ear { opened: true, ..ear });
            Ok(())
        }
        Watched::Past => shared.db.core(move |core, _| Ok(core.past_gone(&id)?)).await,
        // Watched again after the errand that opens it.
        Watched::Knocks(_) => {
            ears.remove(&watching.handle);
            tell_if_current(shared, ears);
            Ok(())
        }
        Watched::Reply => {
            ears.remove(&watching.handle);
            Ok(())
        }
        Watched::Card => {
            let handle = watching.handle;
            shared.db.core(move |core, _| Ok(core.no_way(&id, &handle)?)).await?;
            listen(shared, session, ears).await
        }
    }
}

/// The room's mailbox is gone for good: this device must knock again.
async fn lose(shared: &Shared) -> Result<(), Error> {
    use sitr_client_core::Store as _;
    let id = shared.id;
    shared
        .db
        .core(move |core, store| store.room(&id)?.map_or(Ok(()), |room| Ok(core.lost(room)?)))
        .await
}
