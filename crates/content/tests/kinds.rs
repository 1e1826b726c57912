//! Everything that can be said: one encoding each, which an independent library reads alike.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod samples;

use samples::{AT_MS, bodies, content, owns};
use sitr_content::{
    Body, Content, DecodeError, Disposition, Expires, Label, MessageId, Own, Part, Semantics,
    Shape, Warning, Wish, decode, encode,
};

fn whole(body: Body) -> Content {
    let mut whole = content(body);
    whole.replaces = Some(samples::id(2));
    whole.topic = Some(samples::id(3));
    whole.expires = Some(Expires::AfterReading(3600));
    whole.warning = Some(Warning {
        labels: vec![Label::SelfHarm, Label::Addiction],
        note: "تحذير".to_owned(),
    });
    whole.wish = Some(Wish::ListenOnly);
    whole
}

#[test]
fn every_kind_comes_back_as_it_went() {
    for body in bodies() {
        for said in [content(body.clone()), whole(body)] {
            assert_eq!(decode(&encode(&said)), Ok(said));
        }
    }
    assert_eq!(owns().len(), Own::NAMES.len());
}

/// RFC 8949 section 4.2.1, by another library: what it reads and writes again is the same, maps in order
/// and all.
#[test]
fn another_library_reads_and_writes_the_same_bytes() {
    // C-01
    for bytes in bodies().into_iter().map(|body| encode(&whole(body))) {
        let value: ciborium::Value = ciborium::from_reader(bytes.as_slice()).unwrap();
        let mut again = Vec::new();
        ciborium::into_writer(&value, &mut again).unwrap();
        assert_eq!(again, bytes);
    }
}

#[test]
fn nothing_is_read_of_a_part_of_it() {
    for body in bodies() {
        let bytes = encode(&content(body));
        for cut in 0..bytes.len().min(200) {
            assert!(decode(&bytes[..cut]).is_err());
        }
        assert_eq!(decode(&[&bytes[..], &[0]].concat()), Err(DecodeError::NotCanonical));
    }
}

/// Any byte changed: refused, or another content with the one encoding that it has.
#[test]
fn what_is_altered_has_one_encoding_or_none() {
    // C-01
    for body in bodies() {
        let bytes = encode(&content(body));
        for at in 0..bytes.len().min(400) {
            for bit in [1u8, 0x20, 0x80] {
                let mut altered = bytes.clone();
                altered[at] ^= bit;
                if let Ok(read) = decode(&altered) {
                    assert_eq!(encode(&read), altered);
                }
            }
        }
    }
}

#[test]
fn sender_and_room_stand_in_no_message() {
    // C-05
    let bytes = encode(&content(Body::text("x")));
    // The map with one entry: the time. 0x20 is the key -1.
    let at = bytes.windows(2).position(|pair| pair == [0xa1, 0x20]).unwrap();
    for key in [1u8, 2] {
        let uri = [&[0xa2, key, 0x61, b'u', 0x20][..], &bytes[at + 2..]].concat();
        assert_eq!(decode(&[&bytes[..at], &uri].concat()), Err(DecodeError::Form));
    }
    let timeless = [&bytes[..at], &[0xa0], &bytes[at + 2 + 9..]].concat();
    assert_eq!(decode(&timeless), Err(DecodeError::Form));
}

#[test]
fn what_is_unknown_keeps_its_words() {
    // C-06
    let part = |media: &str, content: &[u8]| Part {
        disposition: Disposition::RENDER,
        language: "ar".to_owned(),
        shape: Shape::Single { media: media.to_owned(), content: content.to_vec() },
    };
    let words = part("text/plain;charset=utf-8", "استطلاع".as_bytes());
    let tomorrow = part("application/vnd.sitr.tomorrow", &[1, 2, 3]);
    let both = |first: &Part| Part {
        disposition: Disposition(99),
        language: String::new(),
        shape: Shape::Multi(Semantics::ChooseOne, vec![first.clone(), words.clone()]),
    };
    let said = content(Body::Other(both(&tomorrow)));
    assert_eq!(decode(&encode(&said)), Ok(said.clone()));
    assert_eq!(said.body.words(), "استطلاع");
    // A kind that is known is not unknown: not with other words, not elsewhere among parts.
    let poll = owns().into_iter().find(|own| own.name() == "poll").unwrap();
    let genuine = encode(&content(Body::Own("ar".to_owned(), poll)));
    let Body::Own(_, _) = decode(&genuine).unwrap().body else { panic!("a poll") };
    for data in [&[0x80][..], &[]] {
        let forged = content(Body::Other(both(&part("application/vnd.sitr.poll", data))));
        assert!(decode(&encode(&forged)).is_err());
    }
    let at = genuine.windows(4).rposition(|four| four == "كيف".as_bytes()[..4].as_ref()).unwrap();
    let mut other_words = genuine.clone();
    other_words[at + 1] ^= 1;
    assert_eq!(decode(&other_words), Err(DecodeError::NotCanonical));
}

#[test]
fn what_refers_to_nothing_is_refused() {
    for body in [Body::Deleted, Body::Reaction("❤️".to_owned())] {
        let bare = Content::new([7; 16], AT_MS, body);
        assert_eq!(decode(&encode(&bare)), Err(DecodeError::Form));
    }
    let mut other_hash = content(Body::text("x"));
    other_hash.reply_to = Some(MessageId([2; 32]));
    assert_eq!(decode(&encode(&other_hash)), Err(DecodeError::Form));
}

proptest::proptest! {
    #[test]
    fn hostile_bytes_never_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..256)) {
        let _ = decode(&bytes);
        // Behind a good beginning.
        let good = encode(&content(Body::text("x")));
        let _ = decode(&[&good[..22], &bytes].concat());
    }
}
