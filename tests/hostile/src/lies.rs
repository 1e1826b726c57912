//! The lies that several suites tell.

use bytes::Bytes;
use sitr_wire::frame::Page;
use sitr_wire::{Cell, CellSize, Code, Handle, Refusal, Reply, Request};

use crate::liar::{Act, Lie};

/// A cell that nobody sealed.
///
/// # Panics
/// Never: the size is one of a cell.
#[must_use]
pub fn garbage(size: CellSize, fill: u8) -> Cell {
    Cell::new(Bytes::from(vec![fill; size.bytes()])).expect("the size of a cell")
}

/// A lie about what a mailbox tells those who watch it.
#[must_use]
pub fn watch(handle: Handle, mut lie: impl FnMut(Reply) -> Vec<Reply> + Send + 'static) -> Lie {
    Lie::of_replies(move |asked, number, reply| match asked {
        Some(Request::Watch(watch)) if watch.handle == handle => {
            lie(reply).into_iter().map(|reply| Act::Tell(number, reply)).collect()
        }
        _ => vec![Act::Tell(number, reply)],
    })
}

/// A lie about the pages with which a watch begins.
#[must_use]
pub fn pages(handle: Handle, mut lie: impl FnMut(Page) -> Vec<Page> + Send + 'static) -> Lie {
    watch(handle, move |reply| match reply {
        Reply::Page(page) => lie(page).into_iter().map(Reply::Page).collect(),
        other => vec![other],
    })
}

/// A lie about the cells that come one by one.
#[must_use]
pub fn cells(
    handle: Handle,
    mut lie: impl FnMut(u64, Cell, bool) -> Vec<Reply> + Send + 'static,
) -> Lie {
    watch(handle, move |reply| match reply {
        Reply::Cell { index, cell, last } => lie(index, cell, last),
        other => vec![other],
    })
}

/// Requests to a mailbox are answered thus, and the relay is not asked.
#[must_use]
pub fn instead(
    about: impl Fn(&Request) -> bool + Send + 'static,
    mut answer: impl FnMut() -> Reply + Send + 'static,
) -> Lie {
    Lie::of_requests(move |number, request| {
        if about(&request) {
            vec![Act::Tell(number, answer())]
        } else {
            vec![Act::Ask(number, request)]
        }
    })
}

/// Requests to a mailbox are done, and answered thus.
#[must_use]
pub fn done_but(
    about: impl Fn(&Request) -> bool + Send + 'static,
    mut answer: impl FnMut(Reply) -> Vec<Reply> + Send + 'static,
) -> Lie {
    Lie::of_replies(move |asked, number, reply| {
        if asked.is_some_and(&about) {
            answer(reply).into_iter().map(|reply| Act::Tell(number, reply)).collect()
        } else {
            vec![Act::Tell(number, reply)]
        }
    })
}

/// Whether a request appends to this mailbox.
pub fn is_append(handle: Handle) -> impl Fn(&Request) -> bool + Send + Copy + 'static {
    move |request| matches!(request, Request::Append(append) if append.handle == handle)
}

/// Whether a request closes this mailbox.
pub fn is_close(handle: Handle) -> impl Fn(&Request) -> bool + Send + Copy + 'static {
    move |request| matches!(request, Request::Close(close) if close.handle == handle)
}

/// Whether a request watches this mailbox.
pub fn is_watch(handle: Handle) -> impl Fn(&Request) -> bool + Send + Copy + 'static {
    move |request| matches!(request, Request::Watch(watch) if watch.handle == handle)
}

/// A refusal without more to say.
#[must_use]
pub fn refused(code: Code) -> Reply {
    Reply::Refused(Refusal::new(code))
}
