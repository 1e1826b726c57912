//! From a decoded request to a verified one, in the connection's own task.

use std::sync::Arc;

use sitr_relay_core::Day;
use sitr_relay_core::verify::{Asked, Bound, Hashed, Reader};
use sitr_relay_store::{Error as StoreError, Reader as StoreReader, StoredPage};
use sitr_wire::frame::{Append, Burn, Close, Open, Page, Read};
use sitr_wire::{Code, Handle, Refusal, Reply, Request};

use crate::shared::Shared;

/// What became of a request.
pub(super) enum Done {
    /// It is for the hub to answer.
    Asked(Asked),
    /// It is answered.
    Reply(Reply),
    /// A watch begins.
    Watch(Reader, u32),
    /// A watch does not begin.
    NoWatch(Refusal),
}

/// Whether it may wait for the disk or for Argon2id, so that others should not wait with it.
pub(super) fn is_slow(request: &Request) -> bool {
    match request {
        Request::Read(_) | Request::Watch(_) => true,
        Request::Open(open) => open.ticket.is_some(),
        Request::Append(append) => append.ticket.is_some(),
        Request::Close(_) | Request::Burn(_) | Request::Hello(_) => false,
    }
}

/// Verifies a request.
pub(super) async fn work(shared: &Shared, request: Request) -> Done {
    let asked = match request {
        Request::Open(request) => open(shared, request).await,
        Request::Append(request) => append(shared, request).await,
        Request::Close(request) => close(shared, request).await,
        Request::Burn(request) => burn(shared, request).await,
        Request::Read(request) => {
            let page = read(shared, &request).await;
            return Done::Reply(page.map_or_else(Reply::Refused, Reply::Page));
        }
        Request::Watch(request) => {
            return match reader(shared, &request.handle, &request.address).await {
                Ok(reader) => Done::Watch(reader, request.from_page),
                Err(refusal) => Done::NoWatch(refusal),
            };
        }
        // Admitted requests come after the one hello.
        Request::Hello(_) => Err(Refusal::new(Code::Malformed)),
    };
    match asked {
        Ok(asked) => Done::Asked(asked),
        Err(refusal) => Done::Reply(Reply::Refused(refusal)),
    }
}

async fn open(shared: &Shared, open: Open) -> Result<Asked, Refusal> {
    let bound = Arc::new(Bound::of(&shared.identity.id, open.mailbox));
    // T-05
    let bits = shared.load.lock().taken(shared.now());
    let step = shared.tickets.for_open(&bound, open.ticket.as_ref(), bits, shared.now());
    let payment = shared.settle(step).await?;
    // Requests that follow on this connection find the fields before they are on disk.
    shared.fields.insert(&bound);
    Ok(Asked::open(bound, &payment))
}

async fn append(shared: &Shared, append: Append) -> Result<Asked, Refusal> {
    let bound = shared.bound(&append.handle).await?;
    let append = Hashed::from(append);
    let ticket = append.append().ticket.as_ref();
    let step = shared.tickets.for_append(&bound, append.hash(), ticket, shared.now());
    let payment = shared.settle(step).await?;
    Asked::append(&bound, append, &payment)
}

async fn close(shared: &Shared, close: Close) -> Result<Asked, Refusal> {
    let bound = shared.bound(&close.handle).await?;
    Asked::close(&bound, close)
}

async fn burn(shared: &Shared, burn: Burn) -> Result<Asked, Refusal> {
    match shared.bound(&burn.handle).await {
        Ok(bound) => Asked::burn(&bound, &burn),
        // M-12
        Err(refusal) if refusal.code == Code::NotFound => Ok(Asked::burn_again(&burn)),
        Err(refusal) => Err(refusal),
    }
}

async fn reader(
    shared: &Shared,
    handle: &Handle,
    address: &sitr_wire::Address,
) -> Result<Reader, Refusal> {
    Reader::new(shared.bound(handle).await?, handle, address)
}

async fn read(shared: &Shared, read: &Read) -> Result<Page, Refusal> {
    let reader = reader(shared, &read.handle, &read.address).await?;
    page(shared, &reader, read.page).await
}

/// One whole page from disk, with its mark if it is full.
async fn page(shared: &Shared, reader: &Reader, number: u32) -> Result<Page, Refusal> {
    let pages = pages(shared, reader, number, 1).await?;
    pages.into_iter().next().ok_or_else(|| Refusal::new(Code::NotFound))
}

/// Whole pages from this one on: up to so many, and none after one that is not full. At least one.
pub(super) async fn pages(
    shared: &Shared,
    reader: &Reader,
    first: u32,
    most: u32,
) -> Result<Vec<Page>, Refusal> {
    let (handle, today) = (*reader.bound().handle(), shared.today());
    let found = shared.readers.run(move |db| stored(db, &handle, first, most, today)).await;
    let found = found.map_err(|_| Refusal::new(Code::Busy))?;
    if found.is_empty() {
        return Err(Refusal::new(Code::NotFound));
    }
    shared.metrics.pages_total.add(found.len() as u64);
    let cell_size = reader.bound().mailbox().cell_size;
    let page = |(number, stored): (u32, StoredPage)| {
        let covered = (u64::from(number) + 1) * cell_size.per_page();
        let mark = stored.chain.map(|chain| shared.mark(&handle, covered, chain));
        Page { number, cell_size, cells: stored.cells, mark, end: stored.end }
    };
    Ok((first..).zip(found).map(page).collect())
}

fn stored(
    db: &mut StoreReader,
    handle: &Handle,
    first: u32,
    most: u32,
    today: Day,
) -> Result<Vec<StoredPage>, StoreError> {
    let mut pages = Vec::new();
    let last = first.saturating_add(most.saturating_sub(1));
    for number in first..=last {
        let Some(page) = db.page(handle, number, today)? else { break };
        let is_full = page.chain.is_some();
        pages.push(page);
        if !is_full {
            break;
        }
    }
    Ok(pages)
}
