//! The floor: what the machine needs for the same deliveries and nothing else.
//!
//! One thread, epoll, no disk, no signatures, no WebSocket handshake: a connection says in its first
//! frame whether it watches or publishes in which room. A published frame becomes one ready frame, shared
//! by all watchers; after each turn every socket with something queued gets one vectored write.

use std::collections::VecDeque;
use std::io::{self, IoSlice, Read, Write};
use std::net::SocketAddr;

use bytes::{Bytes, BytesMut};
use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};

use crate::peer::PAYLOAD;

/// First byte of a watcher's first frame.
pub(crate) const WATCH: u8 = 1;
/// First byte of a publisher's first frame.
pub(crate) const PUBLISH: u8 = 2;

const LISTENER: Token = Token(usize::MAX);
const READ: usize = 64 * 1024;
const SLICES: usize = 64;

struct Conn {
    stream: TcpStream,
    /// Role and room, once said.
    role: Option<(u8, usize)>,
    /// The beginning of a frame whose end has not come.
    partial: Vec<u8>,
    queue: VecDeque<Bytes>,
    /// Bytes of the first queued frame that are written.
    written: usize,
    dirty: bool,
}

#[derive(Default)]
struct Floor {
    conns: Vec<Option<Conn>>,
    /// Watchers of each room, and cells so far.
    rooms: Vec<(Vec<usize>, u64)>,
    dirty: Vec<usize>,
}

/// Serves at an address until it is killed.
pub(crate) fn serve(address: SocketAddr) {
    let mut poll = Poll::new().expect("epoll");
    let mut listener = TcpListener::bind(address).expect("a port");
    poll.registry().register(&mut listener, LISTENER, Interest::READABLE).expect("register");
    let mut events = Events::with_capacity(1024);
    let mut floor = Floor::default();
    let mut buffer = vec![0; READ];
    loop {
        if poll.poll(&mut events, None).is_err() {
            continue;
        }
        for event in &events {
            if event.token() == LISTENER {
                floor.accept(&listener, &poll);
                continue;
            }
            let at = event.token().0;
            if event.is_writable() {
                floor.mark(at);
            }
            if event.is_readable() {
                floor.read(at, &mut buffer);
            }
        }
        floor.flush();
    }
}

impl Floor {
    fn accept(&mut self, listener: &TcpListener, poll: &Poll) {
        while let Ok((mut stream, _)) = listener.accept() {
            stream.set_nodelay(true).expect("nodelay");
            let token = Token(self.conns.len());
            let interest = Interest::READABLE | Interest::WRITABLE;
            poll.registry().register(&mut stream, token, interest).expect("register");
            self.conns.push(Some(Conn {
                stream,
                role: None,
                partial: Vec::new(),
                queue: VecDeque::new(),
                written: 0,
                dirty: false,
            }));
        }
    }

    fn mark(&mut self, at: usize) {
        if let Some(Some(conn)) = self.conns.get_mut(at)
            && !conn.dirty
            && !conn.queue.is_empty()
        {
            conn.dirty = true;
            self.dirty.push(at);
        }
    }

    fn read(&mut self, at: usize, buffer: &mut [u8]) {
        loop {
            let Some(Some(conn)) = self.conns.get_mut(at) else { return };
            match conn.stream.read(buffer) {
                Ok(0) => return self.drop(at),
                Ok(count) => {
                    let mut bytes = std::mem::take(&mut conn.partial);
                    bytes.extend_from_slice(&buffer[..count]);
                    let mut rest = bytes.as_slice();
                    while let Some((payload, after)) = masked(rest) {
                        rest = after;
                        self.frame(at, payload);
                    }
                    if let Some(Some(conn)) = self.conns.get_mut(at) {
                        conn.partial = rest.to_vec();
                    }
                    if count < buffer.len() {
                        return;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return self.drop(at),
            }
        }
    }

    fn drop(&mut self, at: usize) {
        self.conns[at] = None;
        for (watchers, _) in &mut self.rooms {
            watchers.retain(|watcher| *watcher != at);
        }
    }

    fn frame(&mut self, at: usize, payload: &[u8]) {
        let Some(Some(conn)) = self.conns.get_mut(at) else { return };
        let Some((role, room)) = conn.role else {
            let room = u32::from_be_bytes(payload[1..5].try_into().expect("four bytes")) as usize;
            conn.role = Some((payload[0], room));
            self.rooms.resize_with(self.rooms.len().max(room + 1), Default::default);
            if payload[0] == WATCH {
                self.rooms[room].0.push(at);
            }
            // Told, so that nobody publishes before it watches.
            return self.queue(at, ready(&[0; 8]));
        };
        if role != PUBLISH {
            return;
        }
        let index = self.rooms[room].1;
        self.rooms[room].1 += 1;
        let mut delivery = vec![0x5a; PAYLOAD];
        delivery[..8].copy_from_slice(&index.to_be_bytes());
        let delivery = ready(&delivery);
        let watchers = std::mem::take(&mut self.rooms[room].0);
        for watcher in &watchers {
            self.queue(*watcher, delivery.clone());
        }
        self.rooms[room].0 = watchers;
        self.queue(at, ready(&index.to_be_bytes()));
    }

    fn queue(&mut self, at: usize, frame: Bytes) {
        if let Some(Some(conn)) = self.conns.get_mut(at) {
            conn.queue.push_back(frame);
            self.mark(at);
        }
    }

    fn flush(&mut self) {
        for at in std::mem::take(&mut self.dirty) {
            if let Some(Some(conn)) = self.conns.get_mut(at) {
                conn.dirty = false;
                if !conn.flush() {
                    self.drop(at);
                }
            }
        }
    }
}

impl Conn {
    /// False if the peer is gone.
    fn flush(&mut self) -> bool {
        while !self.queue.is_empty() {
            let mut skip = self.written;
            let slices: Vec<IoSlice<'_>> = self
                .queue
                .iter()
                .take(SLICES)
                .map(|frame| IoSlice::new(&frame[std::mem::take(&mut skip)..]))
                .collect();
            match self.stream.write_vectored(&slices) {
                Ok(count) => self.advance(count),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return true,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return false,
            }
        }
        true
    }

    fn advance(&mut self, count: usize) {
        self.written += count;
        while self.queue.front().is_some_and(|frame| frame.len() <= self.written) {
            self.written -= self.queue.pop_front().map_or(0, |frame| frame.len());
        }
    }
}

/// A server's frame around a payload.
fn ready(payload: &[u8]) -> Bytes {
    let mut frame = BytesMut::with_capacity(payload.len() + 4);
    let length = u16::try_from(payload.len()).expect("a small frame");
    if length < 126 {
        frame.extend_from_slice(&[0x82, length as u8]);
    } else {
        frame.extend_from_slice(&[0x82, 126]);
        frame.extend_from_slice(&length.to_be_bytes());
    }
    frame.extend_from_slice(payload);
    frame.freeze()
}

/// The payload of a whole client's frame, and what follows it. Our clients mask with zeros.
fn masked(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let short = usize::from(bytes.get(1)? & 0x7f);
    let (head, length) = match short {
        126 => (8, usize::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?))),
        length => (6, length),
    };
    Some((bytes.get(head..head + length)?, &bytes[head + length..]))
}
