//! The stream that the WebSocket library reads from, and writes to.
//!
//! The library keeps a buffer of its own for each connection and fills it with zeros before each read, so
//! it is given a small one. What the socket has is taken in one large read into a buffer of the thread; only
//! what the library did not take at once is kept, until it does. An idle connection holds nothing of it.
//!
//! What the library writes by itself (pongs and goodbyes, whole frames each time) goes into the line's
//! queue, so that it never lands inside a frame of ours. It leaves once there is nothing more to read.

use std::cell::RefCell;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::{Buf, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::line::Line;

/// Bytes of one read from a socket at most.
const AT_ONCE: usize = 64 * 1024;

thread_local! {
    /// What was read and not handed on yet; empty between two calls.
    static BUFFER: RefCell<Vec<u8>> = RefCell::new(vec![0; AT_ONCE]);
}

/// See the module.
pub(super) struct Inward<R> {
    line: Arc<Line>,
    /// Where bytes come from, if not from the line's socket.
    through: Option<R>,
    /// Read from the socket, not taken by the library yet.
    rest: Bytes,
}

impl<R> Inward<R> {
    pub(super) fn new(line: Arc<Line>, through: Option<R>) -> Self {
        Self { line, through, rest: Bytes::new() }
    }
}

impl<R: AsyncRead + Unpin> Inward<R> {
    /// Reads from the socket once: hands on what fits, keeps the rest.
    fn refill(
        &mut self,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
        large: &mut [u8],
    ) -> Poll<io::Result<()>> {
        let mut large = ReadBuf::new(large);
        let polled = match &mut self.through {
            Some(reader) => Pin::new(reader).poll_read(context, &mut large),
            None => self.line.poll_read(context, &mut large),
        };
        match polled {
            Poll::Ready(Ok(())) => {
                let fits = large.filled().len().min(buffer.remaining());
                let (now, later) = large.filled().split_at(fits);
                buffer.put_slice(now);
                if !later.is_empty() {
                    self.rest = Bytes::copy_from_slice(later);
                }
                Poll::Ready(Ok(()))
            }
            Poll::Pending => {
                self.line.flush();
                Poll::Pending
            }
            failed => failed,
        }
    }
}

impl<R: AsyncRead + Unpin> AsyncRead for Inward<R> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.rest.is_empty() {
            return BUFFER.with_borrow_mut(|large| this.refill(context, buffer, large));
        }
        let fits = this.rest.len().min(buffer.remaining());
        buffer.put_slice(this.rest.get(..fits).unwrap_or_default());
        this.rest.advance(fits);
        if this.rest.is_empty() {
            // Its memory goes with the last of it.
            this.rest = Bytes::new();
        }
        Poll::Ready(Ok(()))
    }
}

impl<R: Unpin> AsyncWrite for Inward<R> {
    fn poll_write(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.line.lock().raw(Bytes::copy_from_slice(bytes));
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
