//! The servers under load, behind one face: who watches, who publishes.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::path::Path;

use sitr_wire::{RelayId, Reply};

use crate::floor::{PUBLISH, WATCH};
use crate::process::{self, Server};
use crate::rooms::{Room, hello};
use crate::socket::{self, Ear, Mouth};

/// Which server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Floor,
    Relay,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Floor => "floor",
            Self::Relay => "sitr-relay",
        }
    }

    pub(crate) fn start(self, relay: &Path) -> Server {
        match self {
            Self::Floor => process::floor(),
            Self::Relay => process::relay(relay),
        }
    }
}

/// Who watches one room.
pub(crate) struct Watcher {
    kind: Kind,
    ear: Ear,
    /// Cells that came in pages.
    waiting: VecDeque<u64>,
    next_in_pages: u64,
    // Held, so that the connection stays whole.
    _mouth: Mouth,
}

/// Who publishes in one room.
pub(crate) struct Publisher {
    room: Option<Room>,
    mouth: Mouth,
    said: u64,
}

/// Hears what was acknowledged to a publisher.
pub(crate) struct Acks {
    kind: Kind,
    ear: Ear,
}

/// A connection to a relay after its hello.
async fn greeted(address: SocketAddr, number: usize) -> (Ear, Mouth, RelayId) {
    let (mut ear, mut mouth) = socket::upgraded(address, number).await;
    mouth.say(&[hello()]).await;
    let frame = ear.hear().await.expect("an answer to the hello");
    let Ok((_, Reply::Hi(hi))) = Reply::decode(&frame) else { panic!("expected a hi") };
    (ear, mouth, RelayId::of(&hi.relay_key))
}

async fn bare(address: SocketAddr, number: usize, role: u8, room: usize) -> (Ear, Mouth) {
    let (mut ear, mut mouth) = socket::bare(address, number).await;
    let mut first = vec![role];
    first.extend_from_slice(&u32::try_from(room).expect("a small number").to_be_bytes());
    mouth.say(&[first]).await;
    ear.hear().await.expect("the floor answers");
    (ear, mouth)
}

/// Watches a room from its beginning; the room's publisher must be there before. `number` tells
/// connections apart.
pub(crate) async fn watch(kind: Kind, address: SocketAddr, number: usize, room: usize) -> Watcher {
    let (ear, mouth) = match kind {
        Kind::Floor => bare(address, number, WATCH, room).await,
        Kind::Relay => {
            let (ear, mut mouth, relay) = greeted(address, number).await;
            // Clients choose their own numbers, so each has another.
            mouth.say(&[Room::new(relay, room).watch(1 + number as u64)]).await;
            (ear, mouth)
        }
    };
    let mut watcher =
        Watcher { kind, ear, waiting: VecDeque::new(), next_in_pages: 0, _mouth: mouth };
    if kind == Kind::Relay {
        watcher.page().await;
    }
    watcher
}

impl Watcher {
    /// The first page, or the next frame where it is one.
    async fn page(&mut self) {
        let frame = self.ear.hear().await.expect("a page");
        let Ok((_, Reply::Page(page))) = Reply::decode(&frame) else { panic!("expected a page") };
        self.take_page(page.cells.len());
    }

    fn take_page(&mut self, cells: usize) {
        for _ in 0..cells {
            self.waiting.push_back(self.next_in_pages);
            self.next_in_pages += 1;
        }
    }

    /// The index of the next cell delivered; none when the connection ends.
    pub(crate) async fn delivered(&mut self) -> Option<u64> {
        loop {
            if let Some(index) = self.waiting.pop_front() {
                return Some(index);
            }
            let frame = self.ear.hear().await?;
            if self.kind == Kind::Floor {
                return Some(u64::from_be_bytes(frame.get(..8)?.try_into().ok()?));
            }
            match Reply::decode(&frame).expect("a frame").1 {
                Reply::Cell { index, .. } => return Some(index),
                Reply::Page(page) => self.take_page(page.cells.len()),
                Reply::Mark(_) => {}
                other => panic!("unexpected {other:?}"),
            }
        }
    }
}

/// Publishes in a room, which it opens.
pub(crate) async fn publish(
    kind: Kind,
    address: SocketAddr,
    number: usize,
    room: usize,
) -> (Publisher, Acks) {
    if kind == Kind::Floor {
        let (ear, mouth) = bare(address, number, PUBLISH, room).await;
        return (Publisher { room: None, mouth, said: 0 }, Acks { kind, ear });
    }
    let (mut ear, mut mouth, relay) = greeted(address, number).await;
    let room = Room::new(relay, room);
    mouth.say(&[room.open(1)]).await;
    let frame = ear.hear().await.expect("an answer");
    assert!(matches!(Reply::decode(&frame), Ok((_, Reply::Opened))), "the mailbox opens");
    (Publisher { room: Some(room), mouth, said: 2 }, Acks { kind, ear })
}

impl Publisher {
    /// The bytes of the next messages, signed where they must be.
    pub(crate) fn prepared(&mut self, count: usize) -> Vec<Vec<u8>> {
        let mut one = || {
            self.said += 1;
            match &self.room {
                Some(room) => room.append(self.said),
                // As long as a signed append.
                None => vec![0x5a; 2048 + 32 + 64 + 16],
            }
        };
        (0..count).map(|_| one()).collect()
    }

    /// Sends what was prepared, in one write.
    pub(crate) async fn say(&mut self, prepared: &[Vec<u8>]) {
        self.mouth.say(prepared).await;
    }
}

impl Acks {
    /// Waits for one acknowledgement.
    pub(crate) async fn one(&mut self) {
        let frame = self.ear.hear().await.expect("an acknowledgement");
        if self.kind == Kind::Relay {
            let reply = Reply::decode(&frame).expect("a frame").1;
            assert!(matches!(reply, Reply::Appended(_)), "refused: {reply:?}");
        }
    }
}
