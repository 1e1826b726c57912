//! Our relay.

use std::path::Path;
use std::process::Command;

use bytes::BytesMut;
use sitr_wire::{RelayId, Reply};

use super::Heard;
use crate::process::{Place, Server};
use crate::rooms::{Room, hello};
use crate::socket::{BINARY, Ear, Mouth, PING, PONG, frame, take_frame, upgraded};

/// With its defaults, except for the limits that a load would meet on purpose.
pub(crate) fn start(program: &Path) -> Server {
    let place = Place::new();
    let config = format!(
        "data = {:?}\nlisten = [{{ address = \"{}\" }}]\n[mailboxes]\nmax_capacity = 65536\n\
         [tickets]\nkind = \"free\"\n[limits]\nappends_per_minute = 10000000\n\
         opens_per_minute = 10000000\nconnections = 20000\nwatches = 10000\n",
        place.dir.path().join("data"),
        place.address,
    );
    let file = place.write("relay.toml", &config);
    let mut command = Command::new(program);
    command.arg("--config").arg(file).env("RUST_LOG", "error");
    place.start(command)
}

/// A connection after its hello.
pub(crate) async fn greeted(address: std::net::SocketAddr, number: usize) -> (Ear, Mouth, RelayId) {
    let (mut ear, mut mouth) = upgraded(address, number, "/sitr/v1").await;
    mouth.write(&frame(BINARY, &hello())).await;
    let answer = ear.frame().await.expect("an answer to the hello");
    let Ok((_, Reply::Hi(hi))) = Reply::decode(&answer) else { panic!("expected a hi") };
    (ear, mouth, RelayId::of(&hi.relay_key))
}

pub(crate) async fn watch(
    address: std::net::SocketAddr,
    number: usize,
    room: usize,
) -> (Ear, Mouth) {
    let (ear, mut mouth, relay) = greeted(address, number).await;
    // Clients choose their own numbers, so each has another.
    let watch = Room::new(relay, room).watch(1 + number as u64);
    mouth.write(&frame(BINARY, &watch)).await;
    (ear, mouth)
}

/// Opens the room.
pub(crate) async fn publish(
    address: std::net::SocketAddr,
    number: usize,
    room: usize,
) -> (Ear, Mouth, Room) {
    let (mut ear, mut mouth, relay) = greeted(address, number).await;
    let room = Room::new(relay, room);
    mouth.write(&frame(BINARY, &room.open(1))).await;
    let answer = ear.frame().await.expect("an answer");
    assert!(matches!(Reply::decode(&answer), Ok((_, Reply::Opened))), "the mailbox opens");
    (ear, mouth, room)
}

pub(crate) fn message(room: &Room, index: u64) -> Vec<u8> {
    // Request 1 opened the mailbox.
    frame(BINARY, &room.append(index + 2))
}

pub(crate) fn take(buffer: &mut BytesMut) -> Option<Heard> {
    let (kind, payload) = take_frame(buffer)?;
    if kind == PING {
        return Some(Heard::Answer(PONG.to_vec(), None));
    }
    assert_eq!(kind, BINARY, "the relay ended it");
    Some(match Reply::decode(&payload).expect("a frame").1 {
        Reply::Cell { index, .. } => Heard::Delivery(index),
        Reply::Page(page) => Heard::Page(page.cells.len()),
        Reply::Appended(_) | Reply::Opened => Heard::Ack,
        Reply::Mark(_) => Heard::Other,
        other => panic!("unexpected {other:?}"),
    })
}
