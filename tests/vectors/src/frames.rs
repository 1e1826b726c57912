//! Requests as frames.

use bytes::Bytes;
use sitr_wire::frame::{Append, Burn, Close, Hello, Open, Read, VERSION, Watch};
use sitr_wire::ticket::Ticket;
use sitr_wire::{Cell, CellHash, CellSize, Request, Signature};

use crate::Vector;
use crate::json::{Json, hex};
use crate::kit::{address, bytes, handle, mailbox, mailbox_json, sha256};

pub(crate) const NOTE: &str = "Frames of a client: the protobuf message ClientFrame of \
    sitr/relay/v1/relay.proto, fields in the order of their numbers, defaults left out. Cells here are \
    of 2 KiB, one byte repeated, and stand as that byte.";

/// A cell of 2 KiB that is one byte, again and again.
pub(crate) fn plain_cell(byte: u8) -> Cell {
    Cell::new(Bytes::from(vec![byte; CellSize::K2.bytes()])).unwrap()
}

/// A signature's worth of bytes.
pub(crate) fn signature() -> Signature {
    Signature([bytes("signature, first half"), bytes("second half")].concat().try_into().unwrap())
}

/// A long frame stands by its length, head and hash.
pub(crate) fn framed(vector: Vector, frame: &[u8]) -> Vector {
    if frame.len() <= 4096 {
        return vector.gives("frame", hex(frame));
    }
    vector
        .gives("frame_bytes", frame.len() as u64)
        .gives("frame_begins", hex(&frame[..64]))
        .gives("frame_sha256", hex(sha256(&[frame])))
}

fn vector(name: &str, note: &'static str, number: u64, request: &Request) -> Vector {
    let frame = request.encode(number);
    assert_eq!(Request::decode(&Bytes::from(frame.clone())), Ok((number, request.clone())));
    framed(Vector::new(name, note).given("request", number), &frame)
}

pub(crate) fn vectors() -> Vec<Vector> {
    let nonce = bytes("nonce");
    let hello = Request::Hello(Hello { versions: vec![VERSION], nonce });
    let mut all = vec![
        vector(
            "hello",
            "W-04: the first frame, here under number 0, which is left out.",
            0,
            &hello,
        )
        .given("versions", vec![Json::from(VERSION)])
        .given("nonce", hex(nonce)),
    ];
    all.extend(opens());
    all.extend(cells());
    all.extend(reads());
    all
}

fn opens() -> [Vector; 3] {
    let (day, nonce) = (20_000, [7; 16]);
    let open = |mailbox, ticket| Request::Open(Open { mailbox, ticket });
    let (room, invite) = (mailbox(false, CellSize::K2), mailbox(true, CellSize::K16));
    let free = open(room.clone(), None);
    let work = open(invite.clone(), Some(Ticket::Work { day, nonce }));
    let token = open(room.clone(), Some(Ticket::Token(b"of an operator".to_vec())));
    [
        vector("open", "Without a ticket, no burn key.", 1, &free)
            .given("mailbox", mailbox_json(&room)),
        vector("open with work", "With a ticket of work.", 300, &work)
            .given("mailbox", mailbox_json(&invite))
            .given("day", day)
            .given("nonce", hex(nonce)),
        vector("open with a token", "With an operator's token.", 2, &token)
            .given("mailbox", mailbox_json(&room))
            .given("token", hex(b"of an operator")),
    ]
}

fn cells() -> [Vector; 4] {
    let (handle, signature) = (handle(), signature());
    let ticket = Some(Ticket::Work { day: 20_000, nonce: [7; 16] });
    let older = CellHash(bytes("hash of an older final cell"));
    let append = |ticket| Append { handle, cell: plain_cell(0x5a), signature, ticket };
    let close = |supersedes| Close { handle, cell: plain_cell(0xa5), signature, supersedes };
    let given = |vector: Vector, byte: u8| {
        vector
            .given("handle", hex(handle.0))
            .given("cell_is", hex([byte]))
            .given("signature", hex(signature.0))
    };
    let paid = Request::Append(append(ticket));
    let later = Request::Close(close(Some(older)));
    [
        given(vector("append", "One cell.", 3, &Request::Append(append(None))), 0x5a),
        given(vector("append with work", "The mailbox has an append cost.", 4, &paid), 0x5a)
            .given("day", 20_000u32)
            .given("nonce", hex([7; 16])),
        given(vector("close", "The final cell.", 5, &Request::Close(close(None))), 0xa5),
        given(vector("close that supersedes", "It names the one before.", 6, &later), 0xa5)
            .given("supersedes", hex(older.0)),
    ]
}

fn reads() -> [Vector; 4] {
    let (handle, address) = (handle(), address());
    let read = |page| Request::Read(Read { handle, address: address.clone(), page });
    let watch = Request::Watch(Watch { handle, address: address.clone(), from_page: 2 });
    let burn = Request::Burn(Burn { handle, signature: signature() });
    let given = |vector: Vector| {
        vector.given("handle", hex(handle.0)).given("address", hex(address.expose()))
    };
    [
        given(vector("read the first page", "Page 0 is left out.", 7, &read(0)))
            .given("page", 0u64),
        given(vector("read", "A later page.", 8, &read(200))).given("page", 200u64),
        given(vector("watch", "From a page on.", 9, &watch)).given("from_page", 2u64),
        vector("burn", "Signed by the burn key.", 10, &burn)
            .given("handle", hex(handle.0))
            .given("signature", hex(signature().0)),
    ]
}
