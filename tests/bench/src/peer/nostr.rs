//! nostr-rs-relay: events signed with Schnorr signatures, stored in SQLite. A room is a tag.

use std::path::Path;
use std::process::Command;

use bytes::BytesMut;
use data_encoding::HEXLOWER;
use k256::schnorr::{SigningKey, signature::hazmat::PrehashSigner};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Heard, index_of, text};
use crate::process::{Place, Server};
use crate::socket::{Ear, Mouth, TEXT, frame, take_frame, upgraded};

/// A kind that is stored like any other.
const KIND: u64 = 1;

pub(crate) fn start(program: &Path) -> Server {
    let place = Place::new();
    let data = place.dir.path().join("data");
    std::fs::create_dir(&data).expect("a directory");
    let config = format!(
        "[info]\nrelay_url = \"ws://127.0.0.1/\"\nname = \"bench\"\n[diagnostics]\n\
         [database]\ndata_directory = {data:?}\n[network]\naddress = \"127.0.0.1\"\nport = {}\n\
         [options]\n[limits]\n[authorization]\n[verified_users]\nmode = \"disabled\"\n",
        place.address.port(),
    );
    let file = place.write("config.toml", &config);
    let mut command = Command::new(program);
    command.arg("--config").arg(file).arg("--db").arg(&data).env("RUST_LOG", "error");
    place.start(command)
}

fn said(value: &Value) -> Vec<u8> {
    frame(TEXT, value.to_string().as_bytes())
}

pub(crate) async fn watch(
    address: std::net::SocketAddr,
    number: usize,
    room: usize,
) -> (Ear, Mouth) {
    let (mut ear, mut mouth) = upgraded(address, number, "/").await;
    mouth.write(&said(&json!(["REQ", "1", { "#t": [format!("r{room}")] }]))).await;
    loop {
        let answer = ear.frame().await.expect("an answer");
        if answer.starts_with(b"[\"EOSE\"") {
            return (ear, mouth);
        }
    }
}

pub(crate) async fn publish(address: std::net::SocketAddr, number: usize) -> (Ear, Mouth) {
    upgraded(address, number, "/").await
}

/// The key of a room's author.
pub(crate) fn key(room: usize) -> SigningKey {
    let mut bytes = [7; 32];
    bytes[..8].copy_from_slice(&(room as u64 + 1).to_be_bytes());
    SigningKey::from_bytes(&bytes).expect("a key")
}

pub(crate) fn message(key: &SigningKey, room: usize, index: u64) -> Vec<u8> {
    let author = HEXLOWER.encode(&key.verifying_key().to_bytes());
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let now = now.expect("a clock after 1970").as_secs();
    let (tags, content) = (json!([["t", format!("r{room}")]]), text(index));
    let digest = Sha256::digest(json!([0, author, now, KIND, tags, content]).to_string());
    let signature = key.sign_prehash(&digest).expect("signed");
    said(&json!(["EVENT", {
        "id": HEXLOWER.encode(&digest), "pubkey": author, "created_at": now, "kind": KIND,
        "tags": tags, "content": content, "sig": HEXLOWER.encode(&signature.to_bytes()),
    }]))
}

pub(crate) fn take(buffer: &mut BytesMut) -> Option<Heard> {
    let (kind, payload) = take_frame(buffer)?;
    if kind != TEXT {
        return Some(Heard::Other);
    }
    const CONTENT: &[u8] = b"\"content\":\"";
    if payload.starts_with(b"[\"EVENT\"") {
        let at = crate::socket::find(&payload, CONTENT).expect("a content") + CONTENT.len();
        return index_of(&payload[at..]).map(Heard::Delivery);
    }
    if payload.starts_with(b"[\"OK\"") {
        let took = crate::socket::find(&payload, b",true").is_some();
        assert!(took, "nostr refused: {}", String::from_utf8_lossy(&payload));
        return Some(Heard::Ack);
    }
    Some(Heard::Other)
}
