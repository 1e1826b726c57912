//! draft-ietf-mimi-content-08: its examples, rebuilt from their fields. The name of a message is a hash of
//! all its bytes, so whoever arrives at the name that the draft prints has written the same bytes.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};
use sitr_content::{Container, Disposition, External, MessageId, Part, Semantics, Shape};

const ALICE: &str = "mimi://example.com/u/alice-smith";
const BOB: &str = "mimi://example.com/u/bob-jones";
const CATHY: &str = "mimi://example.com/u/cathy-washington";
const ROOM: &str = "mimi://example.com/r/engineering_team";
const ORIGINAL: &str = "017ce54837404c3696e0c747b985cb172716d0ed0a3d249ca63ace7d82a096f4";
const REPLY: &str = "015354973c2b65ca937bf1e035ae53a5ab80e947afa43d46920d4202e5cc0b27";
const REACTION: &str = "0158c4288911e50a8f6be3f47746b6682f10fd91bc8c05557aa589a3157aff68";
const PLAIN: &str = "text/plain;charset=utf-8";

fn hex(text: &str) -> Vec<u8> {
    HEXLOWER.decode(text.as_bytes()).unwrap()
}

fn id(text: &str) -> MessageId {
    MessageId(hex(text).try_into().unwrap())
}

/// A text as CBOR, of less than 256 bytes.
fn text(text: &str) -> Vec<u8> {
    let length = u8::try_from(text.len()).unwrap();
    [&[0x78, length], text.as_bytes()].concat()
}

/// The example with its two URIs, which no message of ours carries: they are read as extensions.
fn example(salt: &str, sender: &str, part: Part) -> Container {
    let bare = Container {
        salt: hex(salt).try_into().unwrap(),
        replaces: None,
        topic: Vec::new(),
        expires: None,
        reply_to: None,
        extensions: sitr_content::Extensions::default(),
        part,
    };
    let bytes = bare.encode();
    // array, salt, null, no topic, null, null: then the empty map.
    let at = 1 + 17 + 1 + 1 + 1 + 1;
    assert_eq!(bytes[at], 0xa0);
    let uris = [&[0xa2, 1][..], &text(sender), &[2], &text(ROOM)].concat();
    Container::decode(&[&bytes[..at], &uris, &bytes[at + 1..]].concat()).unwrap()
}

/// The name, by the formula of section 3.3.
fn name(sender: &str, container: &Container) -> String {
    let mut hash = Sha256::new();
    for uri in [sender, ROOM] {
        hash.update(u16::try_from(uri.len()).unwrap().to_be_bytes());
        hash.update(uri);
    }
    hash.update(container.encode());
    hash.update(container.salt);
    format!("01{}", HEXLOWER.encode(&hash.finalize()[..31]))
}

fn shown(disposition: Disposition, shape: Shape) -> Part {
    Part { disposition, language: String::new(), shape }
}

fn single(disposition: Disposition, media: &str, content: &[u8]) -> Part {
    shown(disposition, Shape::Single { media: media.to_owned(), content: content.to_vec() })
}

fn meets(sender: &str, expected: &str, container: &Container) {
    assert_eq!(name(sender, container), expected);
    assert_eq!(&Container::decode(&container.encode()).unwrap(), container);
}

#[test]
fn a_reaction_and_its_end() {
    let part = single(Disposition::REACTION, PLAIN, "❤".as_bytes());
    let mut like = example("d37bc0e6a8b4f04e9e6382375f587bf6", CATHY, part);
    like.reply_to = Some(id(ORIGINAL));
    meets(CATHY, REACTION, &like);

    let part = shown(Disposition::REACTION, Shape::Null);
    let mut unlike = example("c5ba86dc9fd272e58ca52ec805b79199", CATHY, part);
    unlike.replaces = Some(id(REACTION));
    unlike.reply_to = Some(id(ORIGINAL));
    meets(CATHY, "013aadbb8f313253c8930f4e93c6ca54b2ed06d258185bdcec3870534c8a4ec4", &unlike);
}

#[test]
fn a_deletion() {
    let part = shown(Disposition::RENDER, Shape::Null);
    let mut delete = example("0a590d73b2c7761c39168be5ebf7f2e6", BOB, part);
    delete.replaces = Some(id(REPLY));
    delete.reply_to = Some(id(ORIGINAL));
    meets(BOB, "011d9efc78d04d4dcf4d82b07d5199bbef37011c1f0c7e004b6111c6dda504b4", &delete);
}

#[test]
fn several_reactions() {
    let each = ["❤", "🥳", "🤞"].map(|one| single(Disposition::REACTION, PLAIN, one.as_bytes()));
    let part = shown(Disposition::REACTION, Shape::Multi(Semantics::ProcessAll, each.to_vec()));
    let three = example("8528dc2d92e4f1944d62042907ab94d0", ALICE, part);
    meets(ALICE, "01d65918c6c51c8e76546337276ae6f4bfd873d867d5cb57c76bcdca3d999dd7", &three);
}

#[test]
fn alternatives() {
    let render = Disposition::RENDER;
    let parts = vec![
        single(render, "text/markdown;variant=GFM-MIMI", b"# Welcome!"),
        single(
            render,
            "application/vnd.examplevendor-fancy-im-message",
            &hex("dc861ebaa718fd7c3ca159f71a2001"),
        ),
    ];
    let part = shown(render, Shape::Multi(Semantics::ChooseOne, parts));
    let both = example("261c953e178af653fe3d42641b91d814", ALICE, part);
    meets(ALICE, "01da5a515ec5db42cc4dcc19b90c3c31245d8a1cfcce11318f24eb11dce0990e", &both);
}

#[test]
fn something_elsewhere() {
    let external = External {
        media: String::new(),
        url: "https://example.com/join/12345".to_owned(),
        expires: 0,
        size: 0,
        cipher: 0,
        key: Vec::new(),
        nonce: Vec::new(),
        aad: Vec::new(),
        hash_algorithm: 0,
        hash: Vec::new(),
        description: "Join the Foo 118 conference".to_owned(),
        filename: String::new(),
    };
    let part = shown(Disposition(7), Shape::External(Box::new(external)));
    let mut session = example("678ac6cd54de049c3e9665cd212470fa", ALICE, part);
    session.topic = b"Foo 118".to_vec();
    meets(ALICE, "01496d15a8dba28d7397f9868b70768e4a67f765d5b5b1ae9e03848c5fdeb0ba", &session);
}

#[test]
fn our_names_are_made_by_the_same_formula() {
    // C-04
    let part = shown(Disposition::RENDER, Shape::Null);
    let bytes = example("0a590d73b2c7761c39168be5ebf7f2e6", BOB, part).encode();
    let (sender, room) = ([0xab; 32], [0xcd; 32]);
    let uris = [format!("sitr:u/{}", "ab".repeat(32)), format!("sitr:r/{}", "cd".repeat(32))];
    let mut hash = Sha256::new();
    for uri in uris {
        hash.update([0, 71]);
        hash.update(uri);
    }
    hash.update(&bytes);
    hash.update(&bytes[2..18]);
    let made = MessageId::of(&sender, &room, &bytes).unwrap();
    assert_eq!(made.0[0], 1);
    assert_eq!(made.0[1..], hash.finalize()[..31]);
    assert!(MessageId::of(&sender, &room, &bytes[..17]).is_err());
}
