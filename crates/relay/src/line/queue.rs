//! Frames on their way to one socket, and how they leave: many in one vectored write.
//!
//! A server's WebSocket frames are not masked (RFC 6455 section 5.1), so a body that was encoded once
//! is shared by everybody who is sent it. Before it go the WebSocket header and the number of the request,
//! which differ from connection to connection.

use std::collections::VecDeque;
use std::io::IoSlice;

use bytes::Bytes;

/// First byte of a whole binary message.
const BINARY: u8 = 0x82;
/// Tag of the field `request` in a frame: number 1, a varint.
const REQUEST_TAG: u8 = 0x08;
/// A WebSocket header of at most 10 bytes, a tag, a varint of at most 10.
const HEAD_MAX: usize = 21;
/// Slices of one vectored write.
pub(crate) const SLICES: usize = 64;

/// One frame: its own head, and a body that may be shared.
#[derive(Debug)]
struct Frame {
    head: [u8; HEAD_MAX],
    head_len: u8,
    body: Bytes,
}

impl Frame {
    fn head(&self) -> &[u8] {
        self.head.get(..usize::from(self.head_len)).unwrap_or(&[])
    }

    fn len(&self) -> usize {
        usize::from(self.head_len) + self.body.len()
    }
}

/// Writes a head byte by byte.
struct Head {
    bytes: [u8; HEAD_MAX],
    len: u8,
}

impl Head {
    fn put(&mut self, byte: u8) {
        if let Some(place) = self.bytes.get_mut(usize::from(self.len)) {
            *place = byte;
            self.len += 1;
        }
    }

    fn put_all(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.put(*byte));
    }
}

/// The header of a binary message that holds this body after the number.
fn head(request: u64, body: usize) -> Head {
    let mut number = Head { bytes: [0; HEAD_MAX], len: 0 };
    if request != 0 {
        number.put(REQUEST_TAG);
        let mut rest = request;
        while rest >= 0x80 {
            number.put((rest & 0x7f) as u8 | 0x80);
            rest >>= 7;
        }
        number.put((rest & 0x7f) as u8);
    }
    let length = body + usize::from(number.len);
    let mut head = Head { bytes: [0; HEAD_MAX], len: 0 };
    head.put(BINARY);
    match (u8::try_from(length), u16::try_from(length)) {
        (Ok(short @ 0..126), _) => head.put(short),
        (_, Ok(middle)) => {
            head.put(126);
            head.put_all(&middle.to_be_bytes());
        }
        _ => {
            head.put(127);
            head.put_all(&(length as u64).to_be_bytes());
        }
    }
    head.put_all(number.bytes.get(..usize::from(number.len)).unwrap_or(&[]));
    head
}

/// What waits for one socket, in order.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    frames: VecDeque<Frame>,
    /// Bytes of the first frame that are written already.
    written: usize,
    bytes: usize,
}

impl Queue {
    /// A reply whose body was encoded under number 0. Fields of a protobuf message may stand in any
    /// order, so the number before it and the body make one message.
    pub(crate) fn reply(&mut self, request: u64, body: Bytes) {
        let head = head(request, body.len());
        self.push(Frame { head: head.bytes, head_len: head.len, body });
    }

    /// Bytes that are whole WebSocket frames.
    pub(crate) fn raw(&mut self, body: Bytes) {
        self.push(Frame { head: [0; HEAD_MAX], head_len: 0, body });
    }

    fn push(&mut self, frame: Frame) {
        self.bytes += frame.len();
        self.frames.push_back(frame);
    }

    /// Makes room for so many more frames at once.
    pub(crate) fn reserve(&mut self, frames: usize) {
        if self.frames.capacity() < self.frames.len() + frames {
            self.frames.reserve_exact(frames);
        }
    }

    /// Bytes that wait.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.frames.is_empty()
    }

    /// What the next write takes.
    pub(crate) fn slices<'a>(&'a self, slices: &mut [IoSlice<'a>; SLICES]) -> usize {
        let parts = self.frames.iter().flat_map(|frame| [frame.head(), &frame.body]);
        let mut skip = self.written;
        let mut count = 0;
        for part in parts {
            let skipped = skip.min(part.len());
            skip -= skipped;
            let Some(rest) = part.get(skipped..).filter(|rest| !rest.is_empty()) else { continue };
            let Some(place) = slices.get_mut(count) else { break };
            *place = IoSlice::new(rest);
            count += 1;
        }
        count
    }

    /// So many bytes were written.
    pub(crate) fn advance(&mut self, count: usize) {
        self.bytes = self.bytes.saturating_sub(count);
        self.written += count;
        while let Some(first) = self.frames.front()
            && first.len() <= self.written
        {
            self.written -= first.len();
            self.frames.pop_front();
        }
    }

    /// Gives memory back, if nothing waits: all but room for so many frames.
    pub(crate) fn release(&mut self, kept: usize) {
        if self.frames.is_empty() && self.frames.capacity() > kept {
            self.frames = VecDeque::new();
        }
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use sitr_wire::Reply;
    use tokio_tungstenite::tungstenite::protocol::{Message, Role, WebSocket};

    use super::*;

    /// Takes everything, at most so many bytes at a time.
    fn drained(queue: &mut Queue, at_once: usize) -> Vec<u8> {
        let mut all = Vec::new();
        while !queue.is_empty() {
            let taken: Vec<u8> = {
                let mut slices = [IoSlice::new(&[]); SLICES];
                let count = queue.slices(&mut slices);
                slices[..count].iter().flat_map(|it| it.iter().copied()).take(at_once).collect()
            };
            all.extend_from_slice(&taken);
            queue.advance(taken.len());
        }
        assert_eq!(queue.bytes(), 0);
        all
    }

    #[test]
    fn frames_are_those_that_another_implementation_reads() {
        let numbers = [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX];
        let sizes = [0, 1, 110, 125, 126, 2_060, 65_520, 65_535, 65_536, 262_144];
        for at_once in [1_000_000, 1_000, 77] {
            let mut queue = Queue::default();
            let mut wanted = Vec::new();
            for (request, size) in
                numbers.into_iter().zip(sizes).chain([(5, 0), (u64::MAX, 70_000)])
            {
                let body = Bytes::from(vec![0x5a; size]);
                queue.reply(request, body.clone());
                let mut frame = Reply::Opened.encode(request);
                frame.truncate(frame.len() - 2);
                frame.extend_from_slice(&body);
                wanted.push(frame);
            }
            let bytes = drained(&mut queue, at_once);
            let stream = std::io::Cursor::new(bytes);
            let mut other = WebSocket::from_raw_socket(stream, Role::Client, None);
            for frame in wanted {
                assert_eq!(other.read().unwrap(), Message::Binary(frame.into()));
            }
        }
    }

    #[test]
    fn a_numbered_body_is_the_reply_itself() {
        for request in [0, 1, 127, 128, u64::MAX] {
            let mut queue = Queue::default();
            queue.reply(request, Reply::Closed(3).encode(0).into());
            let frame = drained(&mut queue, 1_000);
            assert_eq!(frame[2..], Reply::Closed(3).encode(request));
        }
    }

    #[test]
    fn an_empty_queue_keeps_no_memory_of_a_burst() {
        let mut queue = Queue::default();
        for _ in 0..1_000 {
            queue.raw(Bytes::from_static(&[1, 2, 3]));
        }
        assert_eq!(queue.bytes(), 3_000);
        queue.release(0);
        assert_eq!(queue.bytes(), 3_000, "what waits is not given back");
        drained(&mut queue, 100);
        queue.release(0);
        assert_eq!(queue.frames.capacity(), 0);
    }
}
