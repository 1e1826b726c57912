//! From a link to an answer (rules J-01 to J-04).

use hpke::kem::XWing;
use sitr_client_core::body::{
    Answer, Card, InviteKeys, KnockBody, Link, Pointer, RecoveryKit, RelayRef, ReplyTo,
    SignedAnswer, Tree, WelcomeBundle, encode,
};
use sitr_client_core::crypto::cell::{self, Kind};
use sitr_client_core::crypto::expand;
use sitr_client_core::crypto::hpke::{Kem, KeyPair, open};
use sitr_client_core::crypto::schedule::transcript_start;
use sitr_client_core::{RoomId, open_card};
use sitr_community::Persona;
use sitr_wire::{Address, Cell, CellHash, CellSize, Handle, Keep, Life, Mailbox, Seed, Signature};

use crate::Vector;
use crate::hpke_seal::seal_elsewhere;
use crate::json::{Json, hex};
use crate::kit::{
    Fixed, address, bytes, ed25519, mailbox, relay, room, secret, seed, sha256, statement,
};
use crate::sealing::cell_json;

pub(crate) const NOTE: &str = "An invite, a knock and its answer. Cells are of 16 KiB and stand by their \
    SHA-256. The KeyPackage, the Welcome and the tree are opaque here and stand as words.";

const EXPIRES_AT: u64 = 1_800_000_000;

pub(crate) fn vectors() -> Vec<Vector> {
    let mut all = vec![card(), link()];
    all.extend(strange_links());
    all.extend([kit("with a link", Some(the_link().0)), kit("without a link", None)]);
    all.extend(strange_kits());
    all.push(knock("a knock", None, None));
    all.push(knock("a knock of a device that comes back", Some(&seed("leaf")), None));
    all.push(knock("a knock of a member of the community", None, Some(&seed("member"))));
    let steward = Some(secret("steward secret"));
    let tree = || Tree::Here(b"a ratchet tree".to_vec());
    let come = |tree, steward| Answer::Welcome(Box::new(bundle(tree, steward)));
    all.push(answer("an answer: come in", &come(tree(), None)));
    all.push(answer("an answer: come back", &come(tree(), steward)));
    all.push(answer("an answer: come in with many", &come(shared(), None)));
    all.push(answer("an answer: no", &Answer::Refused("the room is full".to_owned())));
    all
}

fn relay_ref() -> RelayRef {
    let routes = vec!["wss://relay.example/sitr/v1".to_owned()];
    RelayRef { id: relay(), routes }
}

fn pair() -> KeyPair {
    KeyPair::generate(Kem::XWing, &mut Fixed::new(&bytes("invite"))).unwrap()
}

fn knocks() -> Mailbox {
    let address = Address::new(bytes("knocks address"));
    let (address_hash, write_key) = (address.hash(), seed("knocks write").public());
    Mailbox { address_hash, write_key, capacity: 8, ..mailbox(true, CellSize::K16) }
}

fn the_card() -> Card {
    Card {
        room: room(),
        name: "Evening".to_owned(),
        relay: relay_ref(),
        knock_key: pair().public,
        knocks: knocks(),
        knocks_write_seed: seed("knocks write"),
        knocks_seal: secret("knocks seal"),
        answer_key: seed("answer").public(),
        expires_at: EXPIRES_AT,
        face: None,
    }
}

fn card_mailbox() -> Mailbox {
    let secret = secret("link");
    let address = Address::new(expand(&secret, "sitr/v1/invite/address"));
    let (address_hash, write_key) = (address.hash(), seed("card write").public());
    Mailbox { address_hash, write_key, capacity: 1, append_cost: 0, ..mailbox(true, CellSize::K16) }
}

fn sealed(
    seal: &sitr_client_core::crypto::Secret,
    handle: &Handle,
    kind: Kind,
    body: &[u8],
) -> Cell {
    let nonce = &bytes("nonce")[..24];
    cell::seal(seal, handle, CellSize::K16, kind, body, &mut Fixed::new(nonce)).unwrap()
}

fn the_link() -> (Link, Cell) {
    let mut link = Link {
        version: 1,
        relay: relay_ref(),
        secret: secret("link"),
        card: card_mailbox().handle(&relay()),
        card_hash: CellHash([0; 32]),
    };
    let cell = sealed(&link.card_seal(), &link.card, Kind::Card, &encode(&the_card()));
    link.card_hash = cell.hash();
    (link, cell)
}

/// What stewards share of the invite.
pub(crate) fn invite_keys() -> InviteKeys {
    InviteKeys {
        link: the_link().0,
        expires_at: EXPIRES_AT,
        uses: 8,
        knock_key: pair().private,
        answer_seed: seed("answer"),
        knocks: knocks(),
        knocks_address: Address::new(bytes("knocks address")),
        knocks_seal: secret("knocks seal"),
        burn_seed: seed("burn"),
    }
}

fn card() -> Vector {
    let (link, cell) = the_link();
    assert_eq!(open_card(&link, &cell, 0).ok(), Some(the_card()));
    let note = "J-01: address and key of the card's cell are expansions of the link's secret; the link \
        names the hash of the cell.";
    let vector = Vector::new("a card", note)
        .given("link_secret", hex(link.secret.expose()))
        .given("card_handle", hex(link.card.0))
        .given("nonce", hex(&bytes("nonce")[..24]))
        .given("knock_key", hex(pair().public))
        .given("expires_at", EXPIRES_AT)
        .step("address", hex(link.card_address().expose()))
        .step("seal", hex(link.card_seal().expose()))
        .step("body", hex(encode(&the_card())));
    cell_json(vector, &cell)
}

fn link() -> Vector {
    let (link, _) = the_link();
    assert_eq!(Link::from_text(&link.to_text()).as_ref(), Ok(&link));
    Vector::new(
        "a link",
        "J-04: `sitr://join#` and base64url without padding of deterministic CBOR.",
    )
    .given("relay_id", hex(link.relay.id.0))
    .given("route", "wss://relay.example/sitr/v1")
    .given("secret", hex(link.secret.expose()))
    .given("card", hex(link.card.0))
    .given("card_hash", hex(link.card_hash.0))
    .step("body", hex(encode(&link)))
    .gives("text", link.to_text())
}

fn strange_links() -> Vec<Vector> {
    let (good, _) = the_link();
    let text = good.to_text();
    let with = |routes: Vec<String>| {
        let relay = RelayRef { id: relay(), routes };
        Link { relay, ..good.clone() }.to_text()
    };
    let route = "ws://a".to_owned();
    [
        ("of something else", "https://relay.example/#x".to_owned()),
        ("cut off", text[..text.len() - 3].to_owned()),
        ("of a newer version", Link { version: 2, ..good.clone() }.to_text()),
        ("of a newer shape", "sitr://join#gQI".to_owned()),
        ("without a route", with(vec![])),
        ("with five routes", with(vec![route; 5])),
        ("to a file", with(vec!["file:///etc/passwd".to_owned()])),
    ]
    .into_iter()
    .map(|(name, text)| {
        let refused = Link::from_text(&text).unwrap_err();
        Vector::new(format!("a link {name}"), "J-04: refused.")
            .given("text", text)
            .gives("refused", format!("{refused:?}").to_lowercase())
    })
    .collect()
}

fn the_kit(link: Option<Link>) -> RecoveryKit {
    RecoveryKit {
        version: 1,
        room: room(),
        relay: relay_ref(),
        name: "ليلى".to_owned(),
        persona_seed: seed("persona"),
        link,
    }
}

fn kit(which: &str, link: Option<Link>) -> Vector {
    let kit = the_kit(link);
    assert_eq!(RecoveryKit::from_text(&kit.to_text()).as_ref(), Ok(&kit));
    let note = "J-07: `sitr://kit#` and base64url without padding of deterministic CBOR.";
    Vector::new(format!("a recovery kit {which}"), note)
        .given("room", hex(kit.room.0))
        .given("relay_id", hex(kit.relay.id.0))
        .given("route", "wss://relay.example/sitr/v1")
        .given("name", kit.name.as_str())
        .given("persona_seed", hex(kit.persona_seed.expose()))
        .given("link", kit.link.as_ref().map_or(Json::Null, |link| link.to_text().into()))
        .step("body", hex(encode(&kit)))
        .gives("text", kit.to_text())
}

fn strange_kits() -> Vec<Vector> {
    let good = the_kit(None);
    let text = good.to_text();
    let mut astray = the_kit(Some(the_link().0));
    astray.link.as_mut().unwrap().relay.routes = vec!["file:///etc/passwd".to_owned()];
    [
        ("that is a link", the_link().0.to_text()),
        ("cut off", text[..text.len() - 3].to_owned()),
        ("of a newer version", RecoveryKit { version: 2, ..good.clone() }.to_text()),
        ("of a newer shape", "sitr://kit#gQI".to_owned()),
        ("whose link leads to a file", astray.to_text()),
        ("of nobody", RecoveryKit { name: String::new(), ..good.clone() }.to_text()),
    ]
    .into_iter()
    .map(|(name, text)| {
        let refused = RecoveryKit::from_text(&text).unwrap_err();
        Vector::new(format!("a recovery kit {name}"), "J-07: refused.")
            .given("text", text)
            .gives("refused", format!("{refused:?}").to_lowercase())
    })
    .collect()
}

fn reply() -> ReplyTo {
    let mailbox = Mailbox {
        close_key: seed("nobody").public(),
        burn_key: None,
        capacity: 4,
        life: Life::Days30,
        keep: Keep::Days7,
        append_cost: 0,
        ..mailbox(false, CellSize::K16)
    };
    let (address, write_seed) = (address(), seed("write"));
    ReplyTo { mailbox, address, write_seed, seal: secret("reply seal") }
}

fn knock(name: &str, device: Option<&Seed>, member: Option<&Seed>) -> Vector {
    let (pair, handle) = (pair(), knocks().handle(&relay()));
    let (key_package, note) = (b"a KeyPackage".to_vec(), "hello".to_owned());
    let (persona, signature) = (seed("persona"), Signature([0; 64]));
    let reply = reply();
    let (answers, no_device, no_member) = (None, None, None);
    let body = KnockBody {
        key_package,
        note,
        reply,
        signature,
        answers,
        device: no_device,
        member: no_member,
    };
    let community = RoomId(bytes("community"));
    let digest = sha256(&[&encode(&body)]);
    let parts: [&[u8]; 4] = [&community.0, &room().0, &handle.0, &digest];
    let signed_there = statement("sitr/v1/knock-member", &parts);
    let body =
        member.map_or(body.clone(), |there| body.by_member(there, &community, &room(), &handle));
    if let (Some(there), Some(proof)) = (member, &body.member) {
        assert_eq!(proof.signature, ed25519(there, &signed_there));
        let proven = body.member_of(&community, &room(), &handle);
        assert_eq!(proven, Some(Persona(there.public().0)));
    }
    let by_member = body.member.clone();
    let signed_before = statement_of("sitr/v1/knock-device", &body, &handle);
    let body = device.map_or(body.clone(), |leaf| body.by_device(leaf, &room(), &handle));
    if let Some(leaf) = device {
        assert_eq!(body.device, Some(ed25519(leaf, &signed_before)));
        assert!(body.is_by_device(&leaf.public(), &room(), &handle));
    }
    let signs = statement_of("sitr/v1/knock-author", &body, &handle);
    let body = body.signed(&persona, &room(), &handle);
    assert_eq!(body.signature, ed25519(&persona, &signs));
    assert!(body.is_sane() && body.is_signed(&Persona(persona.public().0), &room(), &handle));
    let (body, signature, by_device) = (encode(&body), body.signature, body.device);
    let chance = [bytes("encapsulation"), bytes("encapsulation, more")].concat();
    let sealed_body = seal_elsewhere::<XWing>(&pair.public, "knock", &handle, &body, &chance);
    let opened = open(Kem::XWing, &pair.private, "knock", &relay(), &handle, &sealed_body);
    assert_eq!(opened.as_ref(), Ok(&body));
    let cell = sealed(&secret("knocks seal"), &handle, Kind::Knock, &sealed_body);
    let note = "J-08: the KeyPackage's persona signs `sitr/v1/knock-author`, 0, room, handle of the knock \
        mailbox, SHA-256 of the body with a signature of 64 zeros. J-02: HPKE (X-Wing) to the card's knock \
        key, inside a cell of the knock mailbox. R-23: before that, the leaf of a device that comes back signs \
        `sitr/v1/knock-device`, the same without its own signature. J-16: first of all, the persona in the \
        community signs `sitr/v1/knock-member`, 0, community, room, handle and hash, the same without both.";
    let vector = Vector::new(name, note)
        .given("knock_private_key", hex(pair.private.expose()))
        .given("relay_id", hex(relay().0))
        .given("knocks_handle", hex(handle.0))
        .given("knocks_seal", hex(bytes("knocks seal")))
        .given("encapsulation_randomness", hex(chance))
        .given("nonce", hex(&bytes("nonce")[..24]))
        .given("persona_seed", hex(persona.expose()))
        .given("room", hex(room().0))
        .step("statement", hex(signs))
        .step("signature", hex(signature.0))
        .step("body", hex(body))
        .gives("sealed", hex(&sealed_body));
    let vector = match device.zip(by_device) {
        Some((leaf, signature)) => vector
            .given("leaf_seed", hex(leaf.expose()))
            .step("device_statement", hex(signed_before))
            .step("device_signature", hex(signature.0)),
        None => vector,
    };
    let vector = match member.zip(by_member) {
        Some((there, proof)) => vector
            .given("community", hex(community.0))
            .given("member_seed", hex(there.expose()))
            .step("member_statement", hex(signed_there))
            .step("member_signature", hex(proof.signature.0)),
        None => vector,
    };
    cell_json(vector, &cell)
}

/// What is signed of a knock: all that stands in it so far.
fn statement_of(label: &str, knock: &KnockBody, handle: &Handle) -> Vec<u8> {
    statement(label, &[&room().0, &handle.0, &sha256(&[&encode(knock)])])
}

/// A tree that all newcomers of one commit share (rule J-11).
fn shared() -> Tree {
    let address = Address::new(bytes("payload address"));
    let (address_hash, write_key) = (address.hash(), seed("payload write").public());
    let mailbox = Mailbox {
        address_hash,
        write_key,
        capacity: 8,
        append_cost: 0,
        ..mailbox(false, CellSize::K64)
    };
    Tree::Shared(Box::new(Pointer {
        kind: Kind::Reply as u8,
        mailbox,
        address,
        seal: secret("payload seal"),
        hash: sha256(&[b"a ratchet tree"]),
        length: 400_000,
    }))
}

fn bundle(tree: Tree, steward: Option<sitr_client_core::crypto::Secret>) -> WelcomeBundle {
    WelcomeBundle {
        welcome: b"a Welcome".to_vec(),
        tree,
        previous_veil: secret("veil"),
        previous_end: transcript_start(&room()),
        mailbox: mailbox(false, CellSize::K2),
        steward,
    }
}

fn answer(name: &str, answer: &Answer) -> Vector {
    let (persona, answers, handle) =
        (seed("persona"), seed("answer"), reply().mailbox.handle(&relay()));
    let made = SignedAnswer::new(answer, &room(), &handle, &persona, &answers);
    let by = persona.public();
    let digest = sha256(&[&encode(answer)]);
    let signs = statement("sitr/v1/answer", &[&room().0, &handle.0, &digest]);
    let delegates = statement("sitr/v1/delegate", &[&room().0, &by.0]);
    assert_eq!(made.signature, ed25519(&persona, &signs));
    assert_eq!(made.delegation, ed25519(&answers, &delegates));
    assert_eq!(made.verify(&the_card(), &handle), Some((Persona(by.0), answer.clone())));
    let note = "J-03: the steward signs `sitr/v1/answer`, 0, room, reply handle, SHA-256 of the answer; \
        the invite's answer key signs `sitr/v1/delegate`, 0, room, the steward's persona.";
    Vector::new(name, note)
        .given("answer", hex(encode(answer)))
        .given("persona_seed", hex(persona.expose()))
        .given("answer_seed", hex(answers.expose()))
        .given("room", hex(room().0))
        .given("reply_handle", hex(handle.0))
        .step("statement", hex(signs))
        .step("delegation_statement", hex(delegates))
        .gives("signature", hex(made.signature.0))
        .gives("delegation", hex(made.delegation.0))
        .gives("signed_answer", hex(encode(&made)))
}
