//! The seeds of the corpus: small, real encodings, each accepted by its target.

use data_encoding::HEXLOWER;
use sitr_client_core::RoomId;
use sitr_client_core::body::{
    Answer, AnswerKey, Card, Confidence, Deposit, Envelope, Final, KnockBody, Link,
    PersonaCredential, Pointer, RelayRef, ReplyTo, Seen, StewardBox, StewardNote, Tree,
    WelcomeBundle, encode,
};
use sitr_client_core::crypto::Secret;
use sitr_client_core::crypto::cell::Kind;
use sitr_client_core::ids::KnockId;
use sitr_community::{Name, Persona, Policy, Role, Settings};
use sitr_content::{
    Body, Content, Digest, Disposition, MessageId, Opening, Part, Person, Reason, Report,
    Semantics, Shape, Topic,
};
use sitr_wire::frame::Mark;
use sitr_wire::{
    Address, AddressHash, CellHash, CellSize, Handle, Keep, Life, Mailbox, PublicKey, RelayId,
    Seed, Signature,
};

use crate::body::{DEVICE, KINDS, ROOM};
use crate::wire;

/// A seed: the target, a name within it, the bytes.
pub type Made = (&'static str, String, Vec<u8>);

/// All of them. The same at every call.
#[must_use]
pub fn all() -> Vec<Made> {
    let mut made = Vec::new();
    made.extend(wire::seeds::requests());
    made.extend(wire::seeds::replies());
    made.extend(bodies());
    made.extend(parts());
    made.extend(cells());
    made.extend(texts());
    made.extend(sequences());
    made
}

pub(crate) fn mailbox() -> Mailbox {
    Mailbox {
        address_hash: AddressHash([1; 32]),
        write_key: PublicKey([2; 32]),
        close_key: PublicKey([3; 32]),
        burn_key: Some(PublicKey([4; 32])),
        cell_size: CellSize::K16,
        capacity: 4,
        life: Life::Days30,
        keep: Keep::Days7,
        append_cost: 3,
    }
}

fn relay() -> RelayRef {
    RelayRef { id: RelayId([5; 32]), routes: vec!["wss://relay.example".to_owned()] }
}

fn seen() -> Seen {
    let mark = Mark { mark: 32, chain: [6; 32], signature: Signature([7; 64]) };
    Seen { previous_end: [8; 32], mark: Some(mark) }
}

fn secret() -> Secret {
    Secret::new([9; 32])
}

fn link() -> Link {
    Link {
        version: 1,
        relay: relay(),
        secret: secret(),
        card: Handle([10; 32]),
        card_hash: CellHash([11; 32]),
    }
}

fn bodies() -> Vec<Made> {
    let steward = StewardBox { persona: [12; 32], sealed: vec![13; 48] };
    let signature = Signature([14; 64]);
    let content = content(Body::text("salam"));
    let welcome = WelcomeBundle {
        welcome: vec![15; 10],
        tree: Tree::Here(vec![16; 10]),
        previous_veil: secret(),
        previous_end: [17; 32],
        mailbox: mailbox(),
        steward: None,
    };
    let (key_package, note) = (vec![29; 300], "please".to_owned());
    let knock = KnockBody {
        key_package,
        note,
        reply: reply_to(),
        signature,
        answers: None,
        device: None,
        member: None,
    };
    let all: Vec<(&str, Vec<u8>)> = vec![
        (
            "Envelope",
            encode(&Envelope { content, frank_key: secret(), frank: signature, seen: seen() }),
        ),
        (
            "Final",
            encode(&Final {
                commit: vec![18; 20],
                close_key: PublicKey([30; 32]),
                boxes: vec![steward.clone()],
                seen: seen(),
                closer: [19; 32],
                signature,
            }),
        ),
        ("Seen", encode(&seen())),
        ("StewardBox", encode(&steward)),
        ("Pointer", encode(&pointer())),
        ("StewardNote", encode(&StewardNote::Refused(KnockId([20; 8])))),
        ("Card", encode(&card())),
        ("ReplyTo", encode(&reply_to())),
        ("WelcomeBundle", encode(&welcome)),
        ("Answer", encode(&Answer::Welcome(Box::new(welcome)))),
        ("Answer", encode(&Answer::Refused("full".to_owned()))),
        ("Link", encode(&link())),
        ("RelayRef", encode(&relay())),
        ("KnockBody", encode(&knock)),
    ];
    all.into_iter().enumerate().map(|(at, (kind, bytes))| kinded(at, kind, &bytes)).collect()
}

fn kinded(at: usize, kind: &str, bytes: &[u8]) -> Made {
    let place = KINDS.iter().position(|(name, _)| *name == kind).expect("a known type");
    let first = u8::try_from(place).expect("few types");
    ("body", format!("{at:02}-{kind}"), [&[first], bytes].concat())
}

fn pointer() -> Pointer {
    let (kind, address, seal) = (Kind::Final as u8, Address::new([21; 32]), secret());
    Pointer { kind, mailbox: mailbox(), address, seal, hash: [22; 32], length: 40_000 }
}

fn reply_to() -> ReplyTo {
    let (address, write_seed) = (Address::new([23; 32]), Seed::new([24; 32]));
    ReplyTo { mailbox: mailbox(), address, write_seed, seal: secret() }
}

fn card() -> Card {
    Card {
        room: RoomId([25; 32]),
        name: "the room".to_owned(),
        relay: relay(),
        knock_key: vec![26; 40],
        knocks: mailbox(),
        knocks_write_seed: Seed::new([27; 32]),
        knocks_seal: secret(),
        answer_key: PublicKey([28; 32]),
        expires_at: 1_800_000_000,
        face: None,
    }
}

fn content(body: Body) -> Vec<u8> {
    let mut content = Content::new([29; 16], 1_700_000_000_000, body);
    content.reply_to = Some(MessageId([1; 32]));
    sitr_content::encode(&content)
}

fn parts() -> Vec<Made> {
    let name = || Name::new("Layla").expect("a name");
    let persona = Seed::new([30; 32]);
    let policy = Policy {
        name: name(),
        relay: [31; 32],
        roles: [(Persona([32; 32]), Role::Admin), (Persona([33; 32]), Role::Doorkeeper)].into(),
        steward_hash: [34; 32],
        settings: Settings::default(),
    };
    let unknown = |media: &str, content: &[u8]| Part {
        disposition: Disposition::RENDER,
        language: "ar".to_owned(),
        shape: Shape::Single { media: media.to_owned(), content: content.to_vec() },
    };
    let both = vec![unknown("application/vnd.sitr.tomorrow", &[1]), unknown("text/plain", b"x")];
    let shape = Shape::Multi(Semantics::ChooseOne, both);
    let other = Body::Other(Part { shape, ..unknown("", b"") });
    let topic = Topic { title: "first steps".to_owned() };
    let credential = PersonaCredential::renewed(&persona, &name(), &ROOM, &DEVICE, 7);
    vec![
        ("credential", "layla".to_owned(), encode(&credential)),
        ("policy", "two".to_owned(), policy.encode()),
        ("content", "text".to_owned(), content(Body::text("salam"))),
        ("content", "leave".to_owned(), content(Body::Leave)),
        ("content", "stewards".to_owned(), content(Body::Stewards(vec![35; 9]))),
        ("content", "reaction".to_owned(), content(Body::Reaction("🤗".to_owned()))),
        ("content", "topic".to_owned(), content(Body::Own("en".to_owned(), topic.into()))),
        ("content", "unknown".to_owned(), content(other)),
        ("content", "report".to_owned(), content(Body::Own("en".to_owned(), report().into()))),
        ("deposit", "boxes".to_owned(), encode(&boxes())),
        ("deposit", "nothing".to_owned(), encode(&Confidence::default())),
        ("deposit", "named".to_owned(), encode(&named())),
    ]
}

fn boxes() -> Deposit {
    let boxes = vec![vec![44; 80].into(), vec![45; 80].into()];
    Deposit { commitment: [46; 32], boxes, sealed: vec![47; 64] }
}

fn named() -> Confidence {
    let content = content(Body::text("salam"));
    let said = Confidence { content, answer: vec![AnswerKey([48; 32])], ..Confidence::default() };
    said.by(&Seed::new([49; 32]), &ROOM, 7, Secret::new([50; 32]))
}

fn report() -> Report {
    let opening = Opening {
        author: Person([41; 32]),
        epoch: 7,
        content: content(Body::text("salam")).into(),
        frank_key: Digest([42; 32]),
        frank: vec![43; 64].into(),
    };
    Report { reason: Reason::Orientation, words: "please look".to_owned(), messages: vec![opening] }
}

fn cells() -> Vec<Made> {
    let plain = |kind: Kind, body: &[u8]| {
        let length = u32::try_from(body.len()).expect("short").to_be_bytes();
        [&length[..], &[kind as u8], body].concat()
    };
    let payload = [&[1, 0, 0, 5, 0][..], &plain(Kind::Payload, b"hello")].concat();
    vec![
        ("cell", "message".to_owned(), plain(Kind::Message, b"salam")),
        ("cell", "empty".to_owned(), plain(Kind::Final, b"")),
        ("payload", "one".to_owned(), payload),
    ]
}

fn texts() -> Vec<Made> {
    let slot = |kind: &str, more: &str| {
        let (nonce, sealed) = (HEXLOWER.encode(&[36; 24]), HEXLOWER.encode(&[37; 48]));
        let wrapped = format!("\"wrapped\":{{\"nonce\":\"{nonce}\",\"sealed\":\"{sealed}\"}}");
        format!("{{\"kind\":\"{kind}\",{more}{wrapped}}}")
    };
    let cost = "\"cost\":{\"memory_kib\":65536,\"passes\":3,\"lanes\":1}";
    let salt = HEXLOWER.encode(&[38; 16]);
    let passphrase = slot("passphrase", &format!("{cost},\"salt\":\"{salt}\","));
    let recovery = slot("recovery", "");
    let keys = format!("{{\"profile\":\"{salt}\",\"slots\":[{passphrase},{recovery}]}}");
    let config = include_str!("../../../../deploy/relay.example.toml");
    vec![
        ("link", "link".to_owned(), link().to_text().into_bytes()),
        ("recovery", "code".to_owned(), RECOVERY.as_bytes().to_vec()),
        ("config", "empty".to_owned(), Vec::new()),
        ("config", "example".to_owned(), config.as_bytes().to_vec()),
        ("keyfile", "body".to_owned(), keys.into_bytes()),
    ]
}

/// The code over the bytes 1 to 17.
const RECOVERY: &str = "0410-6105-0R3G-G28A-1C60-T3GF-208R-S4J3";

/// Each pair of bytes is a step of the relay's world.
fn sequences() -> Vec<Made> {
    let talk: Vec<u8> =
        [0, 3, 4, 5, 8, 11, 12, 1, 0].into_iter().flat_map(|ask| [0, ask]).collect();
    let days = [&talk[..8], &[0, 8, 13, 0, 13, 0, 14, 0, 15, 0, 0, 0]].concat();
    let faults = [&talk[..6], &[10, 4, 9, 5, 9, 5, 15, 0, 0, 5, 11, 8]].concat();
    vec![
        ("relay", "talk".to_owned(), talk),
        ("relay", "days".to_owned(), days),
        ("relay", "faults".to_owned(), faults),
        ("client", "talk".to_owned(), vec![0, 0, 0, 1, 8, 0, 0, 4, 12, 5, 15, 1, 0, 16]),
        ("client", "end".to_owned(), vec![0, 0, 0, 1, 9, 1, 0, 2, 10, 11]),
        ("client", "page".to_owned(), vec![4, 12, 0, 2, 9, 8, 0, 18, 4]),
        (
            "client",
            "lies".to_owned(),
            vec![0, 0, 2, 2, 1, 0, 5, 77, 3, 7, 0, 1, 8, 0, 16, 8, 1, 2, 13],
        ),
        (
            "client",
            "made".to_owned(),
            vec![0, 0, 3, 8, 4, 1, 2, 3, 4, 3, 2, 2, 9, 9, 1, 0, 8, 9, 8, 0, 3],
        ),
    ]
}
