//! The floor's own protocol: see [`crate::floor`].

use bytes::BytesMut;

use super::Heard;
use crate::floor::{PUBLISH, WATCH};
use crate::socket::{BINARY, Ear, Mouth, bare, frame, take_frame};

pub(crate) async fn watch(
    address: std::net::SocketAddr,
    number: usize,
    room: usize,
) -> (Ear, Mouth) {
    introduced(address, number, WATCH, room).await
}

pub(crate) async fn publish(
    address: std::net::SocketAddr,
    number: usize,
    room: usize,
) -> (Ear, Mouth) {
    introduced(address, number, PUBLISH, room).await
}

async fn introduced(
    address: std::net::SocketAddr,
    number: usize,
    role: u8,
    room: usize,
) -> (Ear, Mouth) {
    let (mut ear, mut mouth) = bare(address, number).await;
    let mut first = vec![role];
    first.extend_from_slice(&u32::try_from(room).expect("a small number").to_be_bytes());
    mouth.write(&frame(BINARY, &first)).await;
    ear.frame().await.expect("the floor answers");
    (ear, mouth)
}

/// As long as a signed append.
pub(crate) fn message() -> Vec<u8> {
    frame(BINARY, &[0x5a; 2048 + 32 + 64 + 16])
}

pub(crate) fn take(buffer: &mut BytesMut) -> Option<Heard> {
    let (_, payload) = take_frame(buffer)?;
    // An acknowledgement is the index alone.
    Some(if payload.len() == 8 {
        Heard::Ack
    } else {
        Heard::Delivery(u64::from_be_bytes(payload[..8].try_into().expect("eight bytes")))
    })
}
