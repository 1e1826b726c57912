//! mosquitto, MQTT 3.1.1 with QoS 1. It keeps messages in memory and writes them out now and then: the
//! nearest to durable that it has, so its acknowledgement promises less than the others'.

use std::path::Path;
use std::process::Command;

use bytes::{Buf, BytesMut};

use super::{Heard, PAYLOAD};
use crate::process::{Place, Server};
use crate::socket::{Ear, Mouth, bare};

pub(crate) fn start(program: &Path) -> Server {
    let place = Place::new();
    let store = place.dir.path().join("data");
    std::fs::create_dir(&store).expect("a directory");
    let user = std::env::var("USER").unwrap_or_else(|_| "root".to_owned());
    let config = format!(
        "listener {} 127.0.0.1\nallow_anonymous true\npersistence true\n\
         persistence_location {}/\nautosave_interval 1\nautosave_on_changes false\n\
         max_inflight_messages 0\nmax_queued_messages 0\nset_tcp_nodelay true\nuser {user}\n",
        place.address.port(),
        store.display(),
    );
    let file = place.write("mosquitto.conf", &config);
    let mut command = Command::new(program);
    command.arg("-c").arg(file);
    place.start(command)
}

fn packet(head: u8, body: &[u8]) -> Vec<u8> {
    let mut bytes = vec![head];
    let mut rest = body.len();
    loop {
        let more = rest >= 0x80;
        bytes.push((rest & 0x7f) as u8 | if more { 0x80 } else { 0 });
        rest >>= 7;
        if !more {
            break;
        }
    }
    bytes.extend_from_slice(body);
    bytes
}

fn string(text: &str) -> Vec<u8> {
    let length = u16::try_from(text.len()).expect("short");
    [&length.to_be_bytes(), text.as_bytes()].concat()
}

async fn expect(ear: &mut Ear, kind: u8) {
    loop {
        if let Some((head, _)) = packet_in(&mut ear.buffer) {
            assert_eq!(head >> 4, kind, "MQTT");
            return;
        }
        assert!(ear.more().await, "mosquitto ended it");
    }
}

async fn connected(address: std::net::SocketAddr, number: usize) -> (Ear, Mouth) {
    let (mut ear, mut mouth) = bare(address, number).await;
    let id = format!("c{number}");
    // Level 4, a clean session, no keep-alive.
    let body = [string("MQTT"), vec![4, 2, 0, 0], string(&id)].concat();
    mouth.write(&packet(0x10, &body)).await;
    expect(&mut ear, 2).await;
    (ear, mouth)
}

pub(crate) async fn watch(
    address: std::net::SocketAddr,
    number: usize,
    room: usize,
) -> (Ear, Mouth) {
    let (mut ear, mut mouth) = connected(address, number).await;
    let body = [vec![0, 1], string(&format!("room/{room}")), vec![1]].concat();
    mouth.write(&packet(0x82, &body)).await;
    expect(&mut ear, 9).await;
    (ear, mouth)
}

pub(crate) async fn publish(address: std::net::SocketAddr, number: usize) -> (Ear, Mouth) {
    connected(address, number).await
}

pub(crate) fn message(room: usize, index: u64) -> Vec<u8> {
    // Never 0, and never twice among those in flight.
    let id = u16::try_from(index % 65_535).expect("small") + 1;
    let mut body = string(&format!("room/{room}"));
    body.extend_from_slice(&id.to_be_bytes());
    let start = body.len();
    body.extend_from_slice(&index.to_be_bytes());
    body.resize(start + PAYLOAD, 0x5a);
    packet(0x32, &body)
}

fn packet_in(buffer: &mut BytesMut) -> Option<(u8, BytesMut)> {
    let (mut length, mut head) = (0, 1);
    loop {
        let byte = *buffer.get(head)?;
        length |= usize::from(byte & 0x7f) << (7 * (head - 1));
        head += 1;
        if byte & 0x80 == 0 {
            break;
        }
    }
    if buffer.len() < head + length {
        return None;
    }
    let first = buffer[0];
    buffer.advance(head);
    Some((first, buffer.split_to(length)))
}

pub(crate) fn take(buffer: &mut BytesMut) -> Option<Heard> {
    let (head, body) = packet_in(buffer)?;
    Some(match head >> 4 {
        3 => {
            let topic = usize::from(u16::from_be_bytes([body[0], body[1]]));
            let (id, payload) = body[2 + topic..].split_at(2);
            let index = u64::from_be_bytes(payload[..8].try_into().expect("eight bytes"));
            Heard::Answer(vec![0x40, 2, id[0], id[1]], Some(index))
        }
        4 => Heard::Ack,
        _ => Heard::Other,
    })
}
