//! The rooms' tables: round trips, order, constraints, forgetting, leases, events.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;
#[path = "rooms/own.rs"]
mod own;
#[path = "rooms/search.rs"]
mod search;

use std::collections::BTreeSet;

use common::{new_profile, reopen};
use openmls::prelude::{GroupId, MlsGroup};
use sitr_client_core::body::RelayRef;
use sitr_client_core::state::{
    Delivery, Errand, Event, Intent, Knock, KnockState, Manner, Message, PendingCommit, Purpose,
    Step, StoredMessageId,
};
use sitr_client_core::store::StoreError;
use sitr_client_core::{Class, Core, CoreError, Crypto, KnockId, MemberId, RoomId, Store};
use sitr_client_store::profile::Profile;
use sitr_client_store::rooms::{EVENTS_KEPT, EVENTS_SLACK, LEASE_FRESH};
use sitr_client_store::{RoomStore, mls::MlsStore};
use sitr_community::Name;
use sitr_content::{Body, Content, MessageId};
use sitr_wire::statement::Statement;
use sitr_wire::{CellHash, Handle, PublicKey, RelayId, Signature};

type Outcome<T> = Result<T, StoreError>;

fn name(text: &str) -> Name {
    Name::new(text).unwrap()
}

struct Bench {
    dir: tempfile::TempDir,
    profile: Profile,
}

impl Bench {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let profile = new_profile(&dir.path().join("profile"));
        Self { dir, profile }
    }

    /// Closes the profile and opens it again.
    fn restart(self) -> Self {
        let Self { dir, profile } = self;
        drop(profile);
        let profile = reopen(&dir.path().join("profile"));
        Self { dir, profile }
    }

    fn run<T>(&mut self, work: impl FnOnce(&RoomStore<'_>) -> Outcome<T>) -> T {
        self.profile.transaction(work).unwrap()
    }

    fn core<T>(
        &mut self,
        work: impl FnOnce(&mut Core<'_, RoomStore<'_>>) -> Result<T, CoreError>,
    ) -> Result<T, CoreError> {
        self.profile.transaction(|store| {
            let (crypto, mut rng) = (Crypto::default(), rand::rng());
            work(&mut Core::new(store, &crypto, &mut rng, 1_790_000_000_000))
        })
    }

    fn room(&mut self) -> RoomId {
        let relay = RelayRef { id: RelayId([1; 32]), routes: vec!["ws://a/sitr/v1".to_owned()] };
        let found = |core: &mut Core<'_, RoomStore<'_>>| {
            core.found(&name("room"), &name("Layla"), relay, Class::default())
        };
        self.core(found).unwrap()
    }
}

fn errand(room: RoomId, purpose: Purpose) -> Errand {
    let burn = Step::Burn(Handle([4; 32]), Signature([5; 64]));
    Errand { room, purpose, steps: vec![burn.clone(), burn] }
}

fn message(room: RoomId, id: u8) -> Message {
    Message {
        seq: 0,
        room,
        id: MessageId([id; 32]),
        from: MemberId([id; 8]),
        name: "ليلى".to_owned(),
        at_ms: 1000 + u64::from(id),
        content: vec![id, 0, 255],
        delivery: Delivery::Queued,
        cell: None,
        manner: Manner::Room,
        franked: None,
    }
}

#[test]
fn a_room_comes_back_as_it_went() {
    let mut bench = Bench::new();
    let (first, second) = (bench.room(), bench.room());
    let before = bench.run(|store| store.rooms());
    let mut bench = bench.restart();
    let after = bench.run(|store| store.rooms());
    assert_eq!(before, after);
    assert_eq!(after.iter().map(|room| room.id).collect::<Vec<_>>(), [first, second]);
    bench.run(|store| {
        let mut room = store.room(&first)?.unwrap();
        room.admits_everyone = true;
        room.name = "other".to_owned();
        store.put_room(&room)?;
        assert_eq!(store.room(&first)?.unwrap(), room);
        assert_eq!(store.rooms()?[0].id, first, "a change moves no room");
        assert_eq!(store.room(&RoomId([9; 32]))?, None);
        Ok(())
    });
    // A reader sees it without waiting for anybody.
    let reader = bench.profile.reader().unwrap();
    assert_eq!(RoomStore::new(&reader).rooms().unwrap().len(), 2);
}

#[test]
fn a_failed_operation_leaves_nothing() {
    let mut bench = Bench::new();
    let room = bench.room();
    let result: Result<(), CoreError> = bench.profile.transaction(|store| {
        store.add_message(&message(room, 1))?;
        store.add_event(&room, &Event::Epoch(1))?;
        Err(CoreError::NoKnock)
    });
    assert!(matches!(result, Err(CoreError::NoKnock)));
    // What belongs to no room is refused when the transaction ends.
    let orphan: Outcome<()> = bench.profile.transaction(|store| {
        store.add_message(&message(RoomId([9; 32]), 1))?;
        Ok(())
    });
    assert!(orphan.is_err());
    bench.run(|store| {
        assert!(store.last_messages(&room, 10)?.is_empty());
        assert_eq!(store.last_messages(&RoomId([9; 32]), 10)?, []);
        assert_eq!(store.last_event()?, 0);
        Ok(())
    });
}

#[test]
fn savepoints_nest() {
    let mut bench = Bench::new();
    let room = bench.room();
    bench.run(|store| {
        store.savepoint()?;
        store.add_message(&message(room, 1))?;
        store.savepoint()?;
        store.add_message(&message(room, 2))?;
        store.rollback()?;
        store.savepoint()?;
        store.add_message(&message(room, 3))?;
        store.release()?;
        store.release()?;
        store.savepoint()?;
        store.add_message(&message(room, 4))?;
        store.savepoint()?;
        store.add_message(&message(room, 5))?;
        store.release()?;
        store.rollback()
    });
    let ids = bench.run(|store| store.last_messages(&room, 10));
    assert_eq!(ids.iter().map(|message| message.id.0[0]).collect::<Vec<_>>(), [1, 3]);
    // More ends than beginnings are an error, not a silent commit.
    let result: Outcome<()> = bench.profile.transaction(|store| store.release());
    assert!(result.is_err());
}

#[test]
fn a_pending_commit_is_one_a_room() {
    let mut bench = Bench::new();
    let room = bench.room();
    let pending = |cell| PendingCommit {
        cell: CellHash([cell; 32]),
        intents: vec![Intent::Roll, Intent::Offer(vec![1, 2])],
        welcome: vec![3; 5000],
        steward: None,
        is_offer: false,
    };
    bench.run(|store| {
        assert_eq!(store.pending(&room)?, None);
        store.put_pending(&room, Some(&pending(1)))?;
        store.put_pending(&room, Some(&pending(2)))?;
        assert_eq!(store.pending(&room)?, Some(pending(2)));
        store.put_pending(&room, None)?;
        store.put_pending(&room, None)?;
        assert_eq!(store.pending(&room)?, None);
        Ok(())
    });
}

#[test]
fn intents_are_wanted_once_and_in_order() {
    let mut bench = Bench::new();
    let (room, other) = (bench.room(), bench.room());
    bench.run(|store| {
        let wanted =
            [Intent::Remove(MemberId([1; 8])), Intent::Roll, Intent::Admit(KnockId([2; 8]))];
        for intent in wanted.iter().chain(&wanted) {
            store.add_intent(&room, intent)?;
        }
        store.add_intent(&other, &Intent::Roll)?;
        let all = store.intents(&room)?;
        assert_eq!(all.iter().map(|(_, intent)| intent.clone()).collect::<Vec<_>>(), wanted);
        store.delete_intent(all[1].0)?;
        assert_eq!(store.intents(&room)?.len(), 2);
        assert_eq!(store.intents(&other)?.len(), 1);
        Ok(())
    });
}

#[test]
fn errands_keep_order_and_number() {
    let mut bench = Bench::new();
    let room = bench.room();
    bench.run(|store| {
        assert_eq!(store.delete_errands(&room, &Purpose::Found)?, 1);
        let first = store.add_errand(&errand(room, Purpose::Commit))?;
        let said = Purpose::Message(StoredMessageId([1; 32]));
        let second = store.add_errand(&errand(room, said.clone()))?;
        let third = store.add_errand(&errand(room, Purpose::Commit))?;
        let ids = |store: &RoomStore<'_>| -> Outcome<Vec<i64>> {
            Ok(store.errands(&room)?.into_iter().map(|(id, ..)| id).collect())
        };
        assert_eq!(ids(store)?, [first, second, third]);
        store.put_errand_done(second, 1)?;
        assert_eq!(store.errand(second)?.unwrap(), (errand(room, said.clone()), 1));
        store.park_errand(first)?;
        assert_eq!(ids(store)?, [second, third]);
        assert!(store.errand(first)?.is_some(), "set aside, not forgotten");
        assert_eq!(store.delete_errands(&room, &Purpose::Offer)?, 0);
        assert_eq!(store.delete_errands(&room, &Purpose::Commit)?, 2);
        let other = Purpose::Message(StoredMessageId([2; 32]));
        assert_eq!(store.delete_errands(&room, &other)?, 0);
        store.delete_errand(second)?;
        assert!(ids(store)?.is_empty());
        let fourth = store.add_errand(&errand(room, Purpose::Found))?;
        assert!(fourth > third, "a number is never used again");
        Ok(())
    });
}

#[test]
fn the_two_mailboxes_of_an_invite_have_no_key_in_common() {
    // P-04
    let mut bench = Bench::new();
    let room = bench.room();
    let id = bench.core(|core| core.create_invite(&room, 3, 1_790_086_400)).unwrap();
    bench.core(|core| core.revoke_invite(&room, &id)).unwrap();
    bench.run(|store| {
        let (mut opened, mut burned) = (Vec::new(), Vec::new());
        for (_, errand, _) in store.errands(&room)? {
            for step in errand.steps {
                match (&errand.purpose, step) {
                    (Purpose::Invite(_), Step::Open(mailbox)) => opened.push(mailbox),
                    (Purpose::Revoke(_), Step::Burn(handle, by)) => burned.push((handle, by)),
                    _ => {}
                }
            }
        }
        let keys: BTreeSet<_> = opened
            .iter()
            .flat_map(|mailbox| {
                let burn = mailbox.burn_key.unwrap();
                [mailbox.address_hash.0, mailbox.write_key.0, mailbox.close_key.0, burn.0]
            })
            .collect();
        assert_eq!((opened.len(), keys.len()), (2, 8));
        let relay = store.room(&room)?.unwrap().relay.id;
        for (handle, signature) in &burned {
            let mailbox = opened.iter().find(|it| it.handle(&relay) == *handle).unwrap();
            let statement = Statement::burn(&relay, handle);
            assert!(statement.verifies(&mailbox.burn_key.unwrap(), signature));
        }
        assert_eq!(burned.len(), 2);
        Ok(())
    });
}

#[test]
fn invites_and_knocks_come_back() {
    let mut bench = Bench::new();
    let room = bench.room();
    let id = bench.core(|core| core.create_invite(&room, 3, 1_790_086_400)).unwrap();
    bench.run(|store| {
        let mut invite = store.invite(&room, &id)?.unwrap();
        assert_eq!(invite.keys.id(), id);
        invite.read = 2;
        invite.revoked = true;
        store.put_invite(&room, &invite)?;
        assert_eq!(store.invites(&room)?, [invite.clone()]);
        assert_eq!(store.invite(&RoomId([9; 32]), &id)?, None);

        let knock = |number: u8| Knock {
            id: KnockId([number; 8]),
            invite: id,
            name: "Omar".to_owned(),
            persona: [number; 32],
            note: "please".to_owned(),
            key_package: vec![number; 700],
            reply: sitr_client_core::body::ReplyTo {
                mailbox: invite.keys.knocks.clone(),
                address: invite.keys.knocks_address.clone(),
                write_seed: invite.keys.answer_seed.clone(),
                seal: invite.keys.knocks_seal.clone(),
            },
            answers: None,
            state: KnockState::Waiting,
            at_ms: 7,
            index: 3,
            is_back: false,
            member: None,
            beside: None,
        };
        store.put_knock(&room, &knock(9))?;
        store.put_knock(&room, &knock(3))?;
        let admitted = Knock { state: KnockState::Admitted, ..knock(9) };
        store.put_knock(&room, &admitted)?;
        assert_eq!(store.knock(&room, &admitted.id)?, Some(admitted.clone()));
        assert_eq!(store.knocks(&room)?, [admitted, knock(3)]);
        Ok(())
    });
}

#[test]
fn messages_are_kept_once_and_in_order() {
    let mut bench = Bench::new();
    let (room, other) = (bench.room(), bench.room());
    bench.run(|store| {
        for id in [5, 3, 4] {
            assert!(store.add_message(&message(room, id))?);
        }
        assert!(!store.add_message(&message(room, 3))?, "a repeat is dropped");
        assert!(store.add_message(&message(other, 3))?, "in another room it is none");
        let history = store.last_messages(&room, 2)?;
        assert_eq!(history.iter().map(|message| message.id.0[0]).collect::<Vec<_>>(), [3, 4]);
        let ids = |messages: Vec<Message>| -> Vec<u8> {
            messages.iter().map(|message| message.id.0[0]).collect()
        };
        assert_eq!(ids(store.last_messages(&room, 9)?), [5, 3, 4]);
        assert_eq!(ids(store.messages_after(&room, history[0].seq, 9)?), [4]);
        assert_eq!(ids(store.messages_after(&room, 0, 2)?), [5, 3]);
        assert_eq!(ids(store.messages_since(&room, 1004, 9)?), [5, 4]);
        let found = store.message(&room, &MessageId([3; 32]))?.unwrap();
        assert_eq!(found, Message { seq: found.seq, ..message(room, 3) });
        let never = Message { at_ms: u64::MAX, ..message(room, 8) };
        store.add_message(&never)?;
        let kept = store.message(&room, &never.id)?.unwrap().at_ms;
        assert_eq!(kept, i64::MAX.unsigned_abs(), "a hostile time is cut, not refused");
        Ok(())
    });
}

#[test]
fn one_message_is_on_its_way() {
    // O-01
    let mut bench = Bench::new();
    let room = bench.room();
    bench.run(|store| {
        store.add_message(&message(room, 1))?;
        store.add_message(&message(room, 2))?;
        assert_eq!(store.next_queued(&room)?.unwrap().id.0[0], 1);
        assert_eq!(store.sealed(&room)?, None);
        let cell = CellHash([7; 32]);
        let sealed = Message { delivery: Delivery::Sealed, cell: Some(cell), ..message(room, 1) };
        store.put_delivery(&sealed)?;
        assert_eq!(store.next_queued(&room)?, None);
        assert_eq!(store.sealed(&room)?.unwrap().id, sealed.id);
        assert_eq!(store.message_of_cell(&room, &cell)?.unwrap().id, sealed.id);
        assert_eq!(store.message_of_cell(&RoomId([9; 32]), &cell)?, None);
        store.put_delivery(&Message { delivery: Delivery::Sent, ..sealed })?;
        assert_eq!(store.next_queued(&room)?.unwrap().id.0[0], 2);
        Ok(())
    });
    let two: Outcome<()> = bench.profile.transaction(|store| {
        store.put_delivery(&Message { delivery: Delivery::Sealed, ..message(room, 1) })?;
        store.put_delivery(&Message { delivery: Delivery::Sealed, ..message(room, 2) })
    });
    assert!(two.is_err(), "two at once");
}

#[test]
fn marks_and_keys_come_back() {
    let mut bench = Bench::new();
    let (room, other) = (bench.room(), bench.room());
    let (here, there) = (Handle([1; 32]), Handle([2; 32]));
    bench.run(|store| {
        store.put_mark(&room, &here, 32, &[3; 32])?;
        store.put_mark(&room, &here, 64, &[4; 32])?;
        store.put_mark(&room, &here, 64, &[5; 32])?;
        store.put_mark(&other, &there, 32, &[6; 32])?;
        assert_eq!(store.mark(&here, 64)?, Some([5; 32]));
        assert_eq!(store.mark(&here, 96)?, None);
        store.delete_marks(&room)?;
        assert_eq!(store.mark(&here, 32)?, None);
        assert_eq!(store.mark(&there, 32)?, Some([6; 32]));

        let relay = RelayId([1; 32]);
        assert_eq!(store.relay_key(&relay)?, None);
        store.put_relay_key(&relay, &PublicKey([2; 32]))?;
        store.put_relay_key(&relay, &PublicKey([3; 32]))?;
        assert_eq!(store.relay_key(&relay)?, Some(PublicKey([3; 32])));
        Ok(())
    });
}

#[test]
fn the_newest_events_are_kept() {
    let mut bench = Bench::new();
    let (room, other) = (bench.room(), bench.room());
    bench.run(|store| {
        store.add_event(&other, &Event::Epoch(0))?;
        let most = u64::from(EVENTS_KEPT + EVENTS_SLACK);
        for number in 0..2 * most {
            store.add_event(&room, &Event::Epoch(number))?;
        }
        let kept = store.events_after(0, u32::MAX)?;
        let (first, of_room) = kept.split_first().unwrap();
        assert_eq!(*first, (1, other, Event::Epoch(0)), "a lively room takes none of another's");
        assert!((u64::from(EVENTS_KEPT)..=most).contains(&(of_room.len() as u64)));
        assert_eq!(of_room.last().unwrap().2, Event::Epoch(2 * most - 1));
        store.add_event(&other, &Event::Refused("no".to_owned()))?;
        let last = store.last_event()?;
        let newest = store.events_after(last - 1, 9)?;
        assert_eq!(newest, [(last, other, Event::Refused("no".to_owned()))]);
        store.delete_room(&other)?;
        assert_eq!(store.last_event()?, last, "never goes back");
        assert_eq!(store.events_after(last - 1, 9)?, []);
        Ok(())
    });
}

#[test]
fn a_lease_has_one_holder() {
    const START: u64 = 1_790_000_000_000;
    let mut bench = Bench::new();
    let room = bench.room();
    let (a, b) = ([1; 16], [2; 16]);
    bench.run(|store| {
        assert!(store.take_lease(&room, &a, START, 1000)?);
        assert!(store.take_lease(&room, &a, START + 1000 / LEASE_FRESH, 1000)?, "still fresh");
        assert!(!store.take_lease(&room, &b, START + 999, 1000)?);
        assert!(store.take_lease(&room, &a, START + 999, 1000)?, "renewed");
        assert!(!store.take_lease(&room, &b, START + 1998, 1000)?);
        assert!(store.take_lease(&room, &b, START + 1999, 1000)?, "run out");
        assert!(store.take_lease(&room, &b, START + 2099, 1000)?, "not written anew");
        assert!(store.take_lease(&room, &a, START + 2999, 1000)?, "run out as it was written");
        store.release_lease(&room, &b)?;
        assert!(!store.take_lease(&room, &b, START + 3000, 1000)?, "not the holder's to give");
        store.release_lease(&room, &a)?;
        assert!(store.take_lease(&room, &a, START + 3000, 1000)?);
        // A clock that was set back locks nobody out; one that is a little late takes nothing.
        assert!(!store.take_lease(&room, &b, START + 2000, 1000)?);
        assert!(store.take_lease(&room, &b, START - 100_000, 1000)?);
        Ok(())
    });
    let nowhere: Outcome<bool> =
        bench.profile.transaction(|store| store.take_lease(&RoomId([9; 32]), &a, START, 1));
    assert!(nowhere.is_err());
}

#[test]
fn a_forgotten_room_leaves_no_row() {
    let mut bench = Bench::new();
    let room = bench.room();
    bench.core(|core| core.create_invite(&room, 3, 1_790_086_400)).unwrap();
    let words = Content::new([0; 16], 0, Body::text("words"));
    bench.core(|core| core.say(&room, words.clone())).unwrap();
    bench.core(|core| core.pump(&room)).unwrap();
    bench.run(|store| {
        store.add_intent(&room, &Intent::Roll)?;
        store.put_mark(&room, &Handle([1; 32]), 32, &[3; 32])?;
        store.take_lease(&room, &[1; 16], 5, 5)?;
        assert!(MlsGroup::load(store.mls(), &GroupId::from_slice(&room.0)).unwrap().is_some());
        store.delete_room(&room)
    });
    let connection = bench.profile.connection();
    let group = MlsGroup::load(&MlsStore::new(connection), &GroupId::from_slice(&room.0)).unwrap();
    assert!(group.is_none());
    // The index keeps books of its own, which are never empty; see the test of it.
    let names =
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')
                 AND name NOT LIKE 'sqlite_%' AND name <> 'message_indexed'";
    let mut tables = connection.prepare(names).unwrap();
    let tables: Vec<String> =
        tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert!(tables.len() > 15);
    for table in tables {
        let count = format!("SELECT count(*) FROM {table}");
        let rows: i64 = connection.query_row(&count, [], |row| row.get(0)).unwrap();
        assert_eq!(rows, 0, "{table}");
    }
}

#[test]
fn the_database_itself_refuses_what_is_out_of_form() {
    let mut bench = Bench::new();
    let room = bench.room();
    bench.run(|store| {
        store.add_message(&message(room, 1))?;
        store.add_errand(&errand(room, Purpose::Commit))?;
        Ok(())
    });
    let connection = bench.profile.connection();
    for statement in [
        "INSERT INTO room (id, record) VALUES (x'01', x'01')",
        "UPDATE message SET delivery = 5",
        "UPDATE message SET id = x'01'",
        "UPDATE message SET cell = x'01'",
        "UPDATE message SET at_ms = -1",
        "UPDATE message SET name = NULL",
        "UPDATE errand SET parked = 2",
        "UPDATE errand SET done = -1",
        "UPDATE errand SET record = 'text'",
        "UPDATE errand SET room = x'09'",
        "INSERT INTO knock (room, id, record) VALUES (zeroblob(32), x'01', x'01')",
        "INSERT INTO relay_key (relay, key) VALUES (zeroblob(31), zeroblob(32))",
    ] {
        assert!(connection.execute(statement, []).is_err(), "{statement}");
    }
    // A record of a later version is told, not guessed at.
    connection.execute("UPDATE room SET record = x'02a0'", []).unwrap();
    let error = RoomStore::new(connection).room(&room).unwrap_err();
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(source, "a stored record has version 2: update the program");
}

#[test]
fn a_failure_that_was_swallowed_is_not_committed() {
    let mut bench = Bench::new();
    let room = bench.room();
    let result: Outcome<()> = bench.profile.transaction(|store| {
        store.add_message(&message(room, 1))?;
        store.put_delivery(&Message { delivery: Delivery::Sealed, ..message(room, 1) })?;
        store.add_message(&message(room, 2))?;
        let second = Message { delivery: Delivery::Sealed, ..message(room, 2) };
        assert!(store.put_delivery(&second).is_err());
        Ok(())
    });
    assert!(result.is_err());
    assert!(bench.run(|store| store.last_messages(&room, 9)).is_empty());
}
