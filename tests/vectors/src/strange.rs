//! Frames that no honest client sends, and what a relay makes of them (rule W-01).

use bytes::Bytes;
use sitr_wire::frame::DecodeError;
use sitr_wire::{Request, limit};

use crate::Vector;
use crate::json::hex;
use crate::kit::{address, bytes, handle};

pub(crate) const NOTE: &str = "W-01: frames whose form is broken. `refused` names the field, or says \
    `frame` where it is no frame at all; each is answered MALFORMED under number 0, and the connection \
    ends. A field that nobody knows is ignored.";

/// The one frame of them that is taken.
const TAKEN: &str = "a field of tomorrow";

/// One byte of the number and the wire type, then the value.
fn number(field: u8, value: u64) -> Vec<u8> {
    let mut out = vec![field << 3];
    let mut rest = value;
    while rest >= 0x80 {
        out.push(u8::try_from(rest & 0x7f).unwrap() | 0x80);
        rest >>= 7;
    }
    out.push(u8::try_from(rest).unwrap());
    out
}

fn block(field: u8, value: &[u8]) -> Vec<u8> {
    let mut out = number(field, value.len() as u64);
    out[0] |= 2;
    [out, value.to_vec()].concat()
}

/// A frame of request number 1.
fn frame(verb: u8, parts: &[Vec<u8>]) -> Vec<u8> {
    [number(1, 1), block(verb, &parts.concat())].concat()
}

const HELLO: u8 = 2;
const OPEN: u8 = 3;
const READ: u8 = 6;

/// An open whose mailbox has one field in another form; field numbers as in relay.proto.
fn open(field: u8, value: Vec<u8>) -> Vec<u8> {
    let key = bytes("a key");
    let mut fields = vec![
        (1, block(1, &key)),
        (2, block(2, &key)),
        (3, block(3, &key)),
        (4, block(4, &key)),
        (5, number(5, 1)),
        (6, number(6, 64)),
        (7, number(7, 2)),
        (8, number(8, 2)),
        (9, number(9, 1)),
    ];
    fields.iter_mut().filter(|(of, _)| *of == field).for_each(|(_, old)| *old = value.clone());
    let mailbox: Vec<Vec<u8>> = fields.into_iter().map(|(_, value)| value).collect();
    frame(OPEN, &[block(1, &mailbox.concat())])
}

fn cases() -> Vec<(&'static str, Vec<u8>)> {
    let (handle, address) = (block(1, &handle().0), block(2, address().expose()));
    let nonce = block(2, &bytes("nonce"));
    let many = [number(1, 1).repeat(limit::VERSIONS_MAX + 1), nonce.clone()];
    let tomorrow = block(15, b"tomorrow");
    vec![
        ("nothing", Vec::new()),
        ("no body", number(1, 1)),
        ("no protobuf", vec![0xff; 16]),
        ("a verb of tomorrow", frame(15, &[])),
        (TAKEN, frame(READ, &[handle.clone(), address.clone(), tomorrow])),
        ("a short nonce", frame(HELLO, &[number(1, 1), block(2, &[7; 31])])),
        ("too many versions", frame(HELLO, &many)),
        ("a short handle", frame(READ, &[block(1, &[7; 31]), address])),
        ("no address", frame(READ, &[handle])),
        ("an address hash that is too long", open(1, block(1, &[7; 33]))),
        ("no write key", open(2, Vec::new())),
        ("a short burn key", open(4, block(4, &[7; 31]))),
        ("no size", open(5, Vec::new())),
        ("a size of tomorrow", open(5, number(5, 5))),
        ("no capacity", open(6, Vec::new())),
        ("too much capacity", open(6, number(6, u64::from(limit::CAPACITY_MAX) + 1))),
        ("a life of tomorrow", open(7, number(7, 4))),
        ("no keep", open(8, Vec::new())),
        ("too high a cost", open(9, number(9, u64::from(limit::APPEND_COST_MAX) + 1))),
    ]
}

pub(crate) fn vectors() -> Vec<Vector> {
    cases().into_iter().map(|(name, frame)| vector(name, frame)).collect()
}

fn vector(name: &str, frame: Vec<u8>) -> Vector {
    let decoded = Request::decode(&Bytes::from(frame.clone()));
    assert_eq!(decoded.is_ok(), name == TAKEN, "{name}");
    let vector = Vector::new(name, "What a relay makes of this frame.").given("frame", hex(frame));
    match decoded {
        Ok((_, request)) => vector.gives("same_as", hex(request.encode(1))),
        Err(DecodeError::Field(field)) => vector.gives("refused", field),
        Err(DecodeError::NotAFrame | DecodeError::TooLarge(_)) => vector.gives("refused", "frame"),
    }
}
