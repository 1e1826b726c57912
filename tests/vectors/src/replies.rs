//! Replies as frames.

use bytes::Bytes;
use sitr_wire::frame::{End, Hi, Mark, Page, Proof, VERSION};
use sitr_wire::limit::Limits;
use sitr_wire::ticket::{Difficulty, Policy};
use sitr_wire::{CellHash, CellSize, Code, Refusal, Reply};

use crate::Vector;
use crate::frames::{framed, plain_cell, signature};
use crate::json::{Json, hex, object};
use crate::kit::{bytes, seed};

pub(crate) const NOTE: &str = "Frames of a relay: the protobuf message RelayFrame. A frame is accepted \
    whatever the order of its fields; these are the bytes that our relay writes. Cells here are of 2 KiB, one byte repeated, and \
    stand as that byte.";

fn vector(name: impl Into<String>, note: &'static str, number: u64, reply: &Reply) -> Vector {
    let frame = reply.encode(number);
    assert_eq!(Reply::decode(&Bytes::from(frame.clone())), Ok((number, reply.clone())));
    let given = Vector::new(name, note).given("request", number).given("kind", kind(reply));
    framed(given, &frame)
}

/// The field of `RelayFrame` in which the body lies.
fn kind(reply: &Reply) -> &'static str {
    match reply {
        Reply::Hi(_) => "hi",
        Reply::Opened => "opened",
        Reply::Appended(_) => "appended",
        Reply::Closed(_) => "closed",
        Reply::Page(_) => "page",
        Reply::Cell { .. } => "cell",
        Reply::Mark(_) => "mark",
        Reply::End(_) => "end",
        Reply::Burned => "burned",
        Reply::Refused(_) => "refused",
    }
}

fn mark() -> Mark {
    Mark { mark: 32, chain: bytes("chain"), signature: signature() }
}

fn mark_json() -> Json {
    let mark = mark();
    object([
        ("mark", mark.mark.into()),
        ("chain", hex(mark.chain)),
        ("signature", hex(mark.signature.0)),
    ])
}

fn end() -> End {
    let first = Proof { signature: signature(), supersedes: None };
    let supersedes = Some(CellHash(bytes("hash of a cell")));
    End { first_final: 40, finals: vec![first, Proof { supersedes, ..first }] }
}

fn end_json() -> Json {
    let proof = |proof: Proof| {
        let supersedes = proof.supersedes.map(|hash| hash.0.to_vec()).unwrap_or_default();
        object([("signature", hex(proof.signature.0)), ("supersedes", hex(supersedes))])
    };
    let finals: Vec<Json> = end().finals.into_iter().map(proof).collect();
    object([("first_final", end().first_final.into()), ("finals", finals.into())])
}

pub(crate) fn vectors() -> Vec<Vector> {
    let mut all = hellos();
    all.push(vector("opened", "The mailbox exists.", 1, &Reply::Opened));
    all.push(vector("appended", "At index 0, which is left out.", 2, &Reply::Appended(0)));
    all.push(
        vector("appended later", "At an index.", 3, &Reply::Appended(300)).given("index", 300u64),
    );
    all.push(vector("closed", "At an index.", 4, &Reply::Closed(301)).given("index", 301u64));
    all.extend(pages());
    all.extend(pushed());
    all.extend(refusals());
    all
}

fn limits_json() -> Json {
    let limits = Limits::default();
    object([
        ("max_capacity", limits.max_capacity.into()),
        ("max_life", (limits.max_life as u8).into()),
        ("max_keep", (limits.max_keep as u8).into()),
        ("requests_in_flight", limits.requests_in_flight.into()),
        ("watches", limits.watches.into()),
        ("appends_per_minute", limits.appends_per_minute.into()),
        ("opens_per_minute", limits.opens_per_minute.into()),
        ("closes_per_hour", limits.closes_per_hour.into()),
    ])
}

fn hellos() -> Vec<Vector> {
    let difficulty = Difficulty { gate_bits: 8, argon_kib: 1024, argon_bits: 3 };
    let key = seed("relay key").public();
    let make = |(kind, tickets): (&str, Policy)| {
        let (relay_key, day) = (key, 20_000);
        let (version, limits) = (VERSION, Limits::default());
        let (lineage, retires_on) = (None, None);
        let signed = signature();
        let hi =
            Hi { version, relay_key, signature: signed, day, tickets, limits, lineage, retires_on };
        vector(format!("hi, {kind}"), "The answer to a hello.", 0, &Reply::Hi(hi))
            .given("version", VERSION)
            .given("relay_key", hex(key.0))
            .given("signature", hex(signature().0))
            .given("day", day)
            .given("tickets", kind)
            .given("gate_bits", difficulty.gate_bits)
            .given("argon_kib", difficulty.argon_kib)
            .given("argon_bits", difficulty.argon_bits)
            .given("limits", limits_json())
    };
    [
        ("work", Policy::Work(difficulty.clone())),
        ("free", Policy::Free(difficulty.clone())),
        ("token", Policy::Token(difficulty.clone())),
    ]
    .into_iter()
    .map(make)
    .collect()
}

fn pages() -> Vec<Vector> {
    let cells = vec![plain_cell(1), plain_cell(2), plain_cell(3)];
    let page = |cells, mark, end| {
        Reply::Page(Page { number: 1, cell_size: CellSize::K2, cells, mark, end })
    };
    let full = page(vec![plain_cell(9); 32], Some(mark()), None);
    vec![
        vector(
            "page",
            "Three cells of 32, of a closed mailbox.",
            5,
            &page(cells, None, Some(end())),
        )
        .given("number", 1u64)
        .given("cells_are", vec![hex([1]), hex([2]), hex([3])])
        .given("end", end_json()),
        vector("full page", "32 cells and the relay's mark.", 6, &full)
            .given("number", 1u64)
            .given("cells_are", vec![hex([9]); 32])
            .given("mark", mark_json()),
        vector("empty page", "W-06: beyond the end, and as long.", 7, &page(vec![], None, None))
            .given("number", 1u64)
            .given("cells_are", Vec::<Json>::new()),
    ]
}

fn pushed() -> Vec<Vector> {
    let cell = |last| Reply::Cell { index: 5, cell: plain_cell(4), last };
    let given = |vector: Vector| vector.given("index", 5u64).given("cell_is", hex([4]));
    vec![
        given(vector("cell", "A cell while it is watched.", 8, &cell(false))).given("final", false),
        given(vector("final cell", "It came by a Close.", 8, &cell(true))).given("final", true),
        vector("mark", "M-08", 8, &Reply::Mark(mark())).given("mark", mark_json()),
        vector("end", "M-13: two final cells, and the proofs of both.", 8, &Reply::End(end()))
            .given("end", end_json()),
        vector("burned", "The mailbox is gone.", 8, &Reply::Burned),
    ]
}

fn refusals() -> Vec<Vector> {
    let mut all: Vec<Vector> = Code::ALL
        .into_iter()
        .map(|code| {
            let reply = Reply::Refused(Refusal::new(code));
            vector(format!("refused: {}", code.name()), "Nothing but the code.", 9, &reply)
                .given("code", code.name())
        })
        .collect();
    let limit = Reply::Refused(Refusal::limit("appends_per_minute", 1200, 60));
    let winner = Some((300, CellHash(bytes("hash of a cell"))));
    let conflict = Reply::Refused(Refusal { winner, ..Refusal::new(Code::Conflict) });
    all.push(
        vector("refused, with the limit", "Which limit, its value, when to try again.", 10, &limit)
            .given("code", Code::Limit.name())
            .given("limit", "appends_per_minute")
            .given("value", 1200u64)
            .given("retry_after_seconds", 60u64),
    );
    all.push(
        vector("refused, with the winner", "M-09: the latest final cell.", 11, &conflict)
            .given("code", Code::Conflict.name())
            .given("final_index", 300u64)
            .given("final_hash", hex(bytes("hash of a cell"))),
    );
    all
}
