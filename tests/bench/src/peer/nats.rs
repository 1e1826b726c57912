//! NATS JetStream with `sync_interval: always`: the setting under which an acknowledgement means that the
//! message is on the disk. Subscribers of the subject hear it live; catching up is a push consumer.

use std::path::Path;
use std::process::Command;

use bytes::{Buf, BytesMut};

use super::{Heard, PAYLOAD};
use crate::process::{Place, Server};
use crate::socket::{Ear, Mouth, bare, find};

const CONNECT: &str = "CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true,\
                       \"no_responders\":true}\r\n";
const STREAM: &str = "{\"name\":\"rooms\",\"subjects\":[\"room.*\"],\"storage\":\"file\",\
                      \"retention\":\"limits\",\"discard\":\"new\",\"num_replicas\":1}";

pub(crate) fn start(program: &Path) -> Server {
    let place = Place::new();
    let store = place.dir.path().join("data");
    let (host, port) = ("127.0.0.1", place.address.port());
    let config = format!(
        "host: {host}\nport: {port}\nping_interval: \"10m\"\nmax_pending: 1GB\n\
         jetstream {{ store_dir: {store:?}, sync_interval: always }}\n"
    );
    let file = place.write("nats.conf", &config);
    let mut command = Command::new(program);
    command.arg("-c").arg(file);
    place.start(command)
}

async fn connected(place: std::net::SocketAddr, number: usize) -> (Ear, Mouth) {
    let (mut ear, mut mouth) = bare(place, number).await;
    ear.until(b"\r\n").await;
    mouth.write(format!("{CONNECT}PING\r\n").as_bytes()).await;
    ear.until(b"PONG\r\n").await;
    (ear, mouth)
}

/// Asks JetStream for something and waits for its answer.
async fn ask(ear: &mut Ear, mouth: &mut Mouth, subject: &str, body: &str) {
    let ask = format!(
        "SUB answers 9\r\nPUB $JS.API.{subject} answers {}\r\n{body}\r\nUNSUB 9 1\r\n",
        body.len()
    );
    mouth.write(ask.as_bytes()).await;
    ear.until(b"MSG answers 9 ").await;
    let answer = ear.until(b"}\r\n").await;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    assert!(!answer.contains("\"error\""), "JetStream: {answer}");
}

pub(crate) async fn watch(
    address: std::net::SocketAddr,
    number: usize,
    room: usize,
    past: bool,
) -> (Ear, Mouth) {
    let (mut ear, mut mouth) = connected(address, number).await;
    if past {
        let name = format!("reader{number}");
        let body = format!(
            "{{\"stream_name\":\"rooms\",\"config\":{{\"name\":\"{name}\",\"deliver_subject\":\
             \"past.{number}\",\"deliver_policy\":\"all\",\"ack_policy\":\"none\",\
             \"filter_subject\":\"room.{room}\",\"replay_policy\":\"instant\"}}}}"
        );
        mouth.write(format!("SUB past.{number} 1\r\n").as_bytes()).await;
        let subject = format!("CONSUMER.CREATE.rooms.{name}.room.{room}");
        let ask = format!("PUB $JS.API.{subject} ignored {}\r\n{body}\r\n", body.len());
        mouth.write(ask.as_bytes()).await;
    } else {
        mouth.write(format!("SUB room.{room} 1\r\nPING\r\n").as_bytes()).await;
        ear.until(b"PONG\r\n").await;
    }
    (ear, mouth)
}

pub(crate) async fn publish(
    address: std::net::SocketAddr,
    number: usize,
    room: usize,
) -> (Ear, Mouth) {
    let (mut ear, mut mouth) = connected(address, number).await;
    if room == 0 || number.is_multiple_of(1_000) {
        ask(&mut ear, &mut mouth, "STREAM.CREATE.rooms", STREAM).await;
    }
    mouth.write(format!("SUB acks.{number} 2\r\nPING\r\n").as_bytes()).await;
    ear.until(b"PONG\r\n").await;
    (ear, mouth)
}

pub(crate) fn message(number: usize, room: usize, index: u64) -> Vec<u8> {
    let mut bytes = format!("PUB room.{room} acks.{number} {PAYLOAD}\r\n").into_bytes();
    let start = bytes.len();
    bytes.extend_from_slice(&index.to_be_bytes());
    bytes.resize(start + PAYLOAD, 0x5a);
    bytes.extend_from_slice(b"\r\n");
    bytes
}

/// `MSG subject sid [reply] bytes`, or a control line. Subscription 1 is a room, 2 are our acks.
pub(crate) fn take(buffer: &mut BytesMut) -> Option<Heard> {
    let end = find(buffer, b"\r\n")?;
    let line = std::str::from_utf8(&buffer[..end]).expect("a line of NATS").to_owned();
    let mut words = line.split(' ');
    if words.next() != Some("MSG") {
        assert!(!line.starts_with("-ERR"), "NATS: {line}");
        buffer.advance(end + 2);
        return Some(Heard::Other);
    }
    let sid = words.nth(1).expect("a subscription").to_owned();
    let length: usize = words.next_back().expect("a length").parse().expect("a number");
    if buffer.len() < end + 2 + length + 2 {
        return None;
    }
    buffer.advance(end + 2);
    let payload = buffer.split_to(length);
    buffer.advance(2);
    match sid.as_str() {
        "1" => Some(Heard::Delivery(u64::from_be_bytes(payload[..8].try_into().expect("eight")))),
        "2" => {
            assert!(find(&payload, b"\"error\"").is_none(), "NATS refused: {payload:?}");
            Some(Heard::Ack)
        }
        _ => Some(Heard::Other),
    }
}
