//! Every limit of what can be said is met by the reader: as much is taken, one more is not.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

mod samples;

use std::collections::BTreeMap;

use samples::{content, file, listed, poll, report, resource, text};
use sitr_content::limit::{self, Limit};
use sitr_content::{
    Body, Container, Content, DecodeError, Disposition, Expires, Guidelines, Label, Own, Part,
    Petition, Semantics, Shape, Text, Warning, decode, encode,
};

fn x(count: usize) -> String {
    "x".repeat(count)
}

fn many(count: usize, make: impl Fn(usize) -> String) -> Vec<String> {
    (0..count).map(make).collect()
}

fn own(own: impl Into<Own>) -> Content {
    content(Body::Own("en".to_owned(), own.into()))
}

fn files(change: impl Fn(&mut sitr_content::File)) -> Content {
    let mut file = file("image/jpeg", true);
    change(&mut file);
    content(Body::Files { caption: None, files: vec![file] })
}

fn single(media: &str, content: &[u8]) -> Part {
    Part {
        disposition: Disposition::RENDER,
        language: String::new(),
        shape: Shape::Single { media: media.to_owned(), content: content.to_vec() },
    }
}

fn multi(parts: Vec<Part>) -> Part {
    Part { shape: Shape::Multi(Semantics::ProcessAll, parts), ..single("", b"") }
}

/// So many levels, the last one single.
fn nested(levels: usize) -> Part {
    (1..levels).fold(single("a/b", b""), |part, _| multi(vec![part, single("a/b", b"")]))
}

/// Content with these extensions in the form in which they are sent, behind its own.
fn extended(count: usize, entries: &[u8]) -> Vec<u8> {
    let bytes = encode(&content(Body::text("x")));
    let at = bytes.windows(2).position(|pair| pair == [0xa1, 0x20]).unwrap();
    let time = &bytes[at + 1..at + 11];
    let head = 0xa0 + u8::try_from(count + 1).unwrap();
    [&bytes[..at], &[head], time, entries, &bytes[at + 11..]].concat()
}

/// The keys -10 and on, each with the value null.
fn keys(count: usize) -> Vec<u8> {
    (0..count).flat_map(|at| [0x29 + u8::try_from(at).unwrap(), 0xf6]).collect()
}

fn long_text(head: u8, count: usize) -> Vec<u8> {
    let length = u16::try_from(count).unwrap().to_be_bytes();
    let short = u8::try_from(count).map(|count| vec![head + 24, count]);
    [short.unwrap_or([&[head + 25][..], &length].concat()), vec![b'x'; count]].concat()
}

/// The bytes that hold `count` of what the limit counts.
fn holding(limit: Limit, count: usize) -> Vec<u8> {
    if let Some(bytes) = raw(limit, count) {
        return bytes;
    }
    encode(&said(limit, count))
}

fn raw(limit: Limit, count: usize) -> Option<Vec<u8>> {
    Some(match limit {
        limit::EXTENSIONS => extended(count - 1, &keys(count - 1)),
        limit::EXTENSION_KEY => extended(1, &[&long_text(0x60, count)[..], &[0xf6]].concat()),
        // The bytes of the value with its head of three.
        limit::EXTENSION_VALUE => extended(1, &[&[0x29][..], &long_text(0x40, count - 3)].concat()),
        // Arrays within arrays; the map of extensions is the first level.
        limit::EXTENSION_DEPTH => {
            extended(1, &[&[0x29][..], &vec![0x81; count - 2], &[0x80]].concat())
        }
        _ => return None,
    })
}

fn said(limit: Limit, count: usize) -> Content {
    match limit {
        limit::TEXT => content(Body::text(x(count))),
        limit::TRANSLATIONS => {
            content(Body::Text((0..count).map(|at| text(&format!("a{at}"), "x")).collect()))
        }
        limit::LANGUAGE => {
            let language = many(count.div_ceil(2), |_| "a".to_owned()).join("-");
            let language = if count.is_multiple_of(2) { language + "b" } else { language };
            content(Body::Text(vec![Text { language, ..Text::plain("x") }]))
        }
        limit::REACTION => content(Body::Reaction(x(count))),
        limit::PARTS => content(Body::Other(multi(vec![single("a/b", b""); count - 1]))),
        limit::PART_DEPTH => content(Body::Other(nested(count))),
        limit::MEDIA_TYPE => files(|file| file.media = format!("a/{}", x(count - 2))),
        limit::LABELS => {
            let mut said = content(Body::text("x"));
            said.warning = Some(Warning { labels: labels(count), note: String::new() });
            said
        }
        limit::TITLE => own(sitr_content::Topic { title: x(count) }),
        limit::NOTE => {
            let mut said = content(Body::text("x"));
            said.warning = Some(Warning { labels: vec![Label::War], note: x(count) });
            said
        }
        limit::WORDS => own(Petition {
            title: "x".to_owned(),
            words: x(count),
            addressee: String::new(),
            closes_at: 0,
        }),
        limit::OPTIONS => {
            let options = many(count, |_| "x".to_owned());
            own(sitr_content::Poll { options, ..poll() })
        }
        limit::FILES => {
            content(Body::Files { caption: None, files: vec![file("a/b", false); count] })
        }
        limit::POINTER => files(|file| file.pointer = vec![1; count]),
        limit::FILE => files(|file| file.size = count as u64),
        limit::SEALED => content(Body::Stewards(vec![1; count])),
        limit::EXPIRY => {
            let mut said = content(Body::text("x"));
            said.expires = Some(Expires::AfterReading(u32::try_from(count).unwrap()));
            said
        }
        limit::CONTENT => {
            // Parts that nobody knows, up to the whole.
            let make = |length| content(Body::Other(single("a/b", &vec![0; length])));
            let around = encode(&make(count - 1000)).len() - (count - 1000);
            make(count - around)
        }
        limit::OPENINGS => own(report(count)),
        other => library(other, count),
    }
}

fn library(limit: Limit, count: usize) -> Content {
    let mut all = resource();
    match limit {
        limit::SOURCES => all.sources = many(count, |_| "x".to_owned()),
        limit::LANGUAGES => all.languages = many(count, |at| format!("a{at}")),
        limit::ROOMS => {
            let rooms = many(count, |at| at.to_string());
            let rooms = rooms.iter().enumerate().map(|(at, name)| listed(at, name)).collect();
            return own(sitr_content::Rooms { rooms });
        }
        limit::RULES => {
            let rules = many(count, |_| "x".to_owned());
            return own(Guidelines { texts: BTreeMap::from([("en".to_owned(), rules)]) });
        }
        limit::TASKS => {
            return own(sitr_content::Campaign {
                title: "x".to_owned(),
                words: String::new(),
                tasks: many(count, |_| "x".to_owned()),
                domain: String::new(),
                reached: 0,
                goal: 0,
                unit: String::new(),
            });
        }
        other => unreachable!("{} is met by nothing", other.name),
    }
    own(all)
}

fn labels(count: usize) -> Vec<Label> {
    let all = [
        Label::Other,
        Label::SelfHarm,
        Label::Suicide,
        Label::Abuse,
        Label::SexualViolence,
        Label::Violence,
        Label::Addiction,
        Label::Eating,
        Label::Death,
    ];
    all[..count].to_vec()
}

#[test]
fn as_much_is_taken_and_one_more_is_not() {
    // C-02
    for limit in limit::ALL {
        assert!(decode(&holding(*limit, limit.max)).is_ok(), "{}", limit.name);
        let refused = decode(&holding(*limit, limit.max + 1));
        assert_eq!(refused, Err(DecodeError::Limit(*limit)), "{}", limit.name);
    }
}

#[test]
fn what_a_sender_asks_is_what_a_reader_finds() {
    for limit in [limit::TEXT, limit::OPTIONS, limit::FILE, limit::CONTENT, limit::EXPIRY] {
        assert!(said(limit, limit.max).check().is_ok());
        assert_eq!(said(limit, limit.max + 1).check(), Err(DecodeError::Limit(limit)));
    }
}

#[test]
fn an_end_too_far_off_is_no_end() {
    let mut said = content(Body::text("x"));
    let now = u32::try_from(samples::AT_MS / 1000).unwrap();
    let year = u32::try_from(limit::EXPIRY.max).unwrap();
    for at in [now - year, now, now + year] {
        said.expires = Some(Expires::At(at));
        assert!(decode(&encode(&said)).is_ok());
    }
    for at in [now - year - 1, now + year + 1] {
        said.expires = Some(Expires::At(at));
        assert_eq!(decode(&encode(&said)), Err(DecodeError::Limit(limit::EXPIRY)));
    }
    assert!(Container::decode(&encode(&said)).is_ok());
}
