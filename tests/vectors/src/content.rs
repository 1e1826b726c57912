//! What members say (rules C-01, C-02).

use sitr_content::{Body, Content, DecodeError, MessageId, TEXT_MAX_BYTES, decode, encode};

use crate::Vector;
use crate::json::hex;

pub(crate) const NOTE: &str = "`[id, at ms, kind, text, data]`, deterministic CBOR. Kind 1 text, 2 a \
    request to leave, 3 for stewards; others keep their text. What is not the one encoding of something \
    is refused.";

const AT_MS: u64 = 1_790_000_000_000;

fn content(body: Body) -> Content {
    Content { id: MessageId([7; 16]), at_ms: AT_MS, body }
}

pub(crate) fn vectors() -> Vec<Vector> {
    let poll = Body::Unknown { kind: 99, fallback: "a poll".to_owned(), data: vec![1] };
    let mut all = vec![
        said("a text", 1, "سلام", &[], Body::Text("سلام".to_owned())),
        said("an empty text", 1, "", &[], Body::Text(String::new())),
        said("a request to leave", 2, "", &[], Body::Leave),
        said("for stewards", 3, "", &[1, 2, 3], Body::Stewards(vec![1, 2, 3])),
        said("a kind of tomorrow", 99, "a poll", &[1], poll),
    ];
    all.extend(refused());
    all
}

fn said(name: &str, kind: u32, text: &str, data: &[u8], body: Body) -> Vector {
    let content = content(body);
    let bytes = encode(&content);
    assert_eq!(decode(&bytes).as_ref(), Ok(&content));
    Vector::new(name, "Encodes to these bytes, and they decode to it.")
        .given("id", hex(content.id.0))
        .given("at_ms", AT_MS)
        .given("kind", kind)
        .given("text", text)
        .given("data", hex(data))
        .gives("content", hex(bytes))
}

fn refused() -> Vec<Vector> {
    let good = encode(&content(Body::Text("x".to_owned())));
    // The kind stands before `61 78 40`: a text of one byte, and no data.
    let kind = good.len() - 4;
    let mut wide = good.clone();
    wide.splice(kind..=kind, [0x18, 1]);
    let smuggled = [&good[..good.len() - 1], &[0x41, 9]].concat();
    let mut leave = encode(&content(Body::Leave));
    let text = leave.len() - 2;
    leave.splice(text..=text, [0x61, b'x']);
    let indefinite = [&[0x9f], &good[1..], &[0xff]].concat();
    let mut bytes_for_text = good.clone();
    bytes_for_text[kind + 1] = 0x41;
    let mut not_utf8 = good.clone();
    not_utf8[kind + 2] = 0xff;
    let short_id = [&[0x85, 0x4f], &good[3..]].concat();
    let long = encode(&content(Body::Text("x".repeat(TEXT_MAX_BYTES + 1))));
    let cases: [(&str, Vec<u8>); 9] = [
        ("something behind it", [good.as_slice(), &[0]].concat()),
        ("a number in more bytes than it needs", wide),
        ("a text with data", smuggled),
        ("a request to leave with a text", leave),
        ("an array without a length", indefinite),
        ("bytes for a text", bytes_for_text),
        ("a text that is no UTF-8", not_utf8),
        ("an id of 15 bytes", short_id),
        ("cut off", good[..good.len() - 1].to_vec()),
    ];
    let mut all: Vec<Vector> =
        cases.into_iter().map(|(name, bytes)| refusal(name, bytes)).collect();
    assert_eq!(decode(&long), Err(DecodeError::TooLong));
    all.push(
        Vector::new("refused: a text of more than 64 KiB", "C-02: the letter x, 65,537 times.")
            .given("text_bytes", (TEXT_MAX_BYTES + 1) as u64)
            .gives("refused", "too long"),
    );
    all
}

fn refusal(name: &str, bytes: Vec<u8>) -> Vector {
    let refused = match decode(&bytes).expect_err(name) {
        DecodeError::Form => "form",
        DecodeError::NotCanonical => "not canonical",
        DecodeError::TooLong => "too long",
    };
    Vector::new(format!("refused: {name}"), "C-01: dropped, whatever it might mean.")
        .given("content", hex(bytes))
        .gives("refused", refused)
}
