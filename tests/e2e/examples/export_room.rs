//! A room of several epochs, lived by real clients at a relay, and what somebody needs who walks it again:
//! each epoch's MLS exporter, read from the profile of its founder. For `tests/reader`, which derives all
//! the rest from the specification. No program that ships can do this.
//!
//! `export_room URL` prints one JSON object.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "test support"
)]

use data_encoding::HEXLOWER;
use openmls::prelude::{GroupId, MlsGroup};
use serde_json::{Value, json};
use sitr_client::{Role, RoomId, Standing, What};
use sitr_client_core::body::encode;
use sitr_client_core::crypto::schedule::EXPORTER_LABEL;
use sitr_client_core::state::Room;
use sitr_client_core::{Crypto, Store as _};
use sitr_client_store::mls::MlsStore;
use sitr_client_store::profile::Profile;
use sitr_client_store::rooms::RoomStore;
use sitr_e2e::{Member, unlock};
use sitr_wire::Mailbox;

fn hex(bytes: impl AsRef<[u8]>) -> String {
    HEXLOWER.encode(bytes.as_ref())
}

fn mailbox(of: &Mailbox) -> Value {
    json!({
        "address_hash": hex(of.address_hash.0),
        "write_key": hex(of.write_key.0),
        "close_key": hex(of.close_key.0),
        "burn_key": of.burn_key.map(|key| hex(key.0)),
        "cell_size": of.cell_size as u8,
        "capacity": of.capacity,
        "life": of.life as u8,
        "keep": of.keep as u8,
        "append_cost": of.append_cost,
    })
}

/// What a device knows of a room, and the exporter of the epoch it stands in.
fn record(member: &Member, room: &RoomId) -> (Room, Vec<u8>) {
    unlock(|unlock| {
        let profile = Profile::open(&member.profile(), unlock).expect("a profile");
        let store = MlsStore::new(profile.connection());
        let group = MlsGroup::load(&store, &GroupId::from_slice(&room.0));
        let group = group.expect("a group that loads").expect("a group");
        let record = RoomStore::new(profile.connection()).room(room).unwrap().unwrap();
        assert_eq!(record.epoch.as_ref().unwrap().number, group.epoch().as_u64());
        let relay = record.relay.id.as_bytes();
        let exporter = group.export_secret(&Crypto::default(), EXPORTER_LABEL, relay, 32);
        (record, exporter.expect("an exporter"))
    })
}

/// A walk that is being written down.
struct Walk {
    room: RoomId,
    epochs: Vec<Value>,
}

impl Walk {
    /// Writes down the epoch in which the founder stands, once everything in it has been said.
    async fn epoch(&mut self, founder: &Member, texts: &[String], notes: u32, offers: u32) {
        let (record, exporter) = record(founder, &self.room);
        let number = record.epoch.expect("an epoch").number;
        assert_eq!(number, self.epochs.len() as u64, "every epoch is written down once");
        self.epochs.push(json!({
            "number": number,
            "exporter": hex(exporter),
            "steward_secret": record.steward.map(|secret| hex(secret.expose())),
            "texts": texts.len(),
            "notes": notes,
            "offers": offers,
        }));
    }
}

async fn id_of(name: &str, seen_by: &Member, room: &RoomId) -> sitr_client::MemberId {
    let members = seen_by.client.members(room).await.unwrap();
    members.into_iter().find(|member| member.name == name).unwrap().id
}

/// Waits until a device has come to an epoch.
async fn reaches(member: &Member, room: &RoomId, epoch: u64) {
    let mut events = member.client.events(Some(0)).await.unwrap();
    let reached = async {
        while member.client.epoch_authenticator(room).await.map(|(number, _)| number).ok()
            != Some(epoch)
        {
            events.next().await.unwrap();
        }
    };
    tokio::time::timeout(sitr_e2e::PATIENCE, reached).await.expect("the epoch comes");
}

async fn say(member: &Member, room: &RoomId, prefix: &str, count: usize) -> Vec<String> {
    let mut said = Vec::new();
    for line in 0..count {
        let text = format!("{prefix} {line}");
        member.says(room, &text).await;
        said.push(text);
    }
    said
}

#[tokio::main]
async fn main() {
    let url = std::env::args().nth(1).expect("the URL of a relay");
    let (alice, bob, carol) = (Member::new("Alice"), Member::new("Bob"), Member::new("Carol"));
    let room = alice.founds_at("Evening", &url).await;
    let mut walk = Walk { room, epochs: Vec::new() };
    let (founded, _) = record(&alice, &room);
    let first = founded.epoch.as_ref().unwrap();
    let root = json!({
        "address": hex(first.address.expose()),
        "write_seed": hex(first.write_seed.expose()),
        "seal": hex(first.seal.expose()),
        "veil": hex(first.veil.expose()),
        "mailbox": mailbox(&first.mailbox),
    });

    let texts = say(&alice, &room, "alone", 2).await;
    let link = alice.invites(&room, 4).await.link;
    walk.epoch(&alice, &texts, 0, 0).await;
    bob.knocks(&link).await;
    alice.admits(&room).await; // epoch 1
    bob.stands(&room, Standing::Active).await;

    let mut texts = say(&alice, &room, "of many", 30).await;
    texts.extend(say(&bob, &room, "of many too", 10).await);
    let long = "سلام and more words ".repeat(1500);
    bob.says(&room, &long).await;
    alice.hears(&room, &long).await;
    texts.push(long);
    walk.epoch(&alice, &texts, 0, 0).await;
    let bobs = id_of("Bob", &alice, &room).await;
    alice.client.set_role(&room, bobs, Role::Moderator).await.unwrap(); // epoch 2
    bob.sees(&room, |what| matches!(what, What::Role(_, _, Role::Moderator))).await;
    alice.client.settled(&room, sitr_e2e::PATIENCE).await.unwrap();

    let texts = say(&bob, &room, "as a moderator", 3).await;
    alice.hears(&room, texts.last().unwrap()).await;
    walk.epoch(&alice, &texts, 1, 0).await; // the new steward was told of the invite
    carol.knocks(&link).await;
    alice.admits(&room).await; // epoch 3
    carol.stands(&room, Standing::Active).await;
    reaches(&bob, &room, 3).await;

    let texts = say(&carol, &room, "new here", 2).await;
    alice.hears(&room, texts.last().unwrap()).await;
    walk.epoch(&alice, &texts, 0, 1).await;
    carol.client.renew_keys(&room).await.unwrap(); // an offer, and epoch 4
    for member in [&alice, &bob, &carol] {
        reaches(member, &room, 4).await;
    }

    walk.epoch(&alice, &[], 0, 0).await;
    let carols = id_of("Carol", &bob, &room).await;
    bob.client.remove(&room, carols).await.unwrap(); // epoch 5
    carol.stands(&room, Standing::Removed).await;
    reaches(&alice, &room, 5).await;

    let texts = say(&alice, &room, "without her", 1).await;
    let kit = alice.client.recovery_kit(&room).await.unwrap(); // makes an invite, and tells Bob
    alice.client.settled(&room, sitr_e2e::PATIENCE).await.unwrap();
    walk.epoch(&alice, &texts, 1, 0).await;
    finish(&[&alice, &bob, &carol], &founded, &walk, root, &link, &kit);
    for member in [&alice, &bob, &carol] {
        // The process must not end beneath a database that is still open.
        member.client.close().await;
    }
}

fn finish(members: &[&Member], founded: &Room, walk: &Walk, root: Value, link: &str, kit: &str) {
    let mut personas = Vec::new();
    for member in members {
        let me = unlock(|unlock| {
            let profile = Profile::open(&member.profile(), unlock).expect("a profile");
            RoomStore::new(profile.connection()).room(&walk.room).unwrap().unwrap().me
        });
        personas.push(json!({
            "name": me.name().unwrap().as_str(),
            "persona": hex(me.persona().0),
            "box_private": hex(me.box_private.expose()),
        }));
    }
    let invites = unlock(|unlock| {
        let profile = Profile::open(&members[0].profile(), unlock).expect("a profile");
        let invites = RoomStore::new(profile.connection()).invites(&walk.room).unwrap();
        invites.iter().map(|invite| hex(encode(&invite.keys))).collect::<Vec<_>>()
    });
    let room = json!({
        "relay_id": hex(founded.relay.id.0),
        "room": hex(walk.room.0),
        "root": root,
        "epochs": walk.epochs,
        "members": personas,
        "invites": invites,
        "link": link,
        "kit": kit,
    });
    println!("{room}");
}
