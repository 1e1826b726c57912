//! Members and stewards whose program is not ours: the right keys, and commits and messages that ours would
//! not make. What they write changes nothing.

use openmls::prelude::tls_codec::Serialize as _;
use openmls::prelude::{
    Extension, Extensions, LeafNodeIndex, MlsMessageOut, OpenMlsProvider as _, UnknownExtension,
};
use sha2::Digest as _;
use sitr_client_core::body::{Envelope, Final, Pointer, Seen, StewardBox, encode};
use sitr_client_core::crypto::Secret;
use sitr_client_core::crypto::cell::{self, Kind};
use sitr_client_core::crypto::hpke::{self, Kem};
use sitr_client_core::crypto::schedule::{EXPORTER_LABEL, EpochSecrets};
use sitr_client_core::state::{Alarm, Epoch, Intent, Standing};
use sitr_client_core::{Inbound, Progress, RoomId, Shown};
use sitr_community::{Policy, Role};
use sitr_content::{Body, Content};
use sitr_wire::frame::{End, Proof};
use sitr_wire::statement::Statement;
use sitr_wire::{Address, CellSize, Keep, Life, Mailbox, Seed};

use crate::hand::World;

/// Alice admin, Bob with this role, Carol a plain member.
pub(crate) fn trio(role: Role) -> World {
    let mut world = World::room(&["alice", "bob", "carol"]);
    world.alice().gives_role(1, role).unwrap();
    world.settle();
    world
}

fn text(salt: u8, text: &str) -> Vec<u8> {
    sitr_content::encode(&Content::new([salt; 16], 1_790_000_000_000, Body::text(text)))
}

/// Bob sends this through MLS.
fn bob_sends(world: &mut World, application: &[u8]) {
    let sealed = world.people[1].with_group(|group, provider, signer| {
        group.create_message(provider, signer, application).unwrap().to_bytes().unwrap()
    });
    world.bob().appends(Kind::Message, &sealed);
}

/// A message of Bob's, franked as told.
fn envelope(world: &mut World, content: Vec<u8>, by: &Seed, room: RoomId, epoch: u64) -> Envelope {
    let previous_end = world.bob().now_in().previous_end;
    let seen = Seen { previous_end, mark: None };
    Envelope::new(content, Secret::new([5; 32]), by, &room, epoch, seen)
}

#[test]
fn what_is_not_franked_is_not_heard() {
    // F-01
    let mut base = trio(Role::Member);
    let (room, bob) = (base.people[1].room, base.people[1].record().me.persona_seed);
    let epoch = base.people[1].epoch();
    let franks = [
        (Seed::new([8; 32]), room, epoch),
        (bob.clone(), RoomId([8; 32]), epoch),
        (bob.clone(), room, epoch + 1),
    ];
    for (by, room, epoch) in franks {
        let mut world = trio(Role::Member);
        let (by, room) = if by.public() == bob.public() {
            let own = world.people[1].record().me.persona_seed;
            let here = world.people[1].room;
            (own, if room == base.people[1].room { here } else { room })
        } else {
            (by, world.people[1].room)
        };
        let forged = envelope(&mut world, text(1, "never said"), &by, room, epoch);
        bob_sends(&mut world, &encode(&forged));
        world.carol().says("heard");
        world.carol().catches_up();
        world.alice().catches_up();
        assert_eq!(world.alice().heard(), ["carol: heard"]);
    }
    // Other words under a frank that is good for some.
    let mut altered = envelope(&mut base, text(1, "said"), &bob, room, epoch);
    altered.content = text(2, "never said");
    bob_sends(&mut base, &encode(&altered));
    base.alice().catches_up();
    assert_eq!(base.alice().heard(), [""; 0]);
}

#[test]
fn words_out_of_form_are_not_heard() {
    // C-01, X-03
    let mut world = trio(Role::Member);
    let (room, bob) = (world.people[1].room, world.people[1].record().me.persona_seed);
    let epoch = world.people[1].epoch();
    let mut spare = text(1, "with something behind");
    spare.push(0);
    let forged = envelope(&mut world, spare, &bob, room, epoch);
    bob_sends(&mut world, &encode(&forged));
    world.alice().catches_up();
    assert_eq!(world.alice().heard(), [""; 0]);
    let mut open = World::room(&["alice", "bob"]);
    bob_sends(&mut open, b"no envelope");
    open.bob().appends(Kind::Message, b"no MLS");
    open.alice().says("goes on");
    open.settle();
    assert_eq!(open.bob().heard(), ["alice: goes on"]);
}

/// A message that blames the relay for what it never signed names nobody.
#[test]
fn a_member_cannot_frame_the_relay() {
    //
    let mut world = trio(Role::Member);
    let (room, bob) = (world.people[1].room, world.people[1].record().me.persona_seed);
    let (epoch, now) = (world.people[1].epoch(), world.bob().now_in());
    let chain = [6; 32];
    let statement =
        sitr_wire::statement::Statement::mark(&world.relays[0].id(), &now.handle, 32, &chain);
    let mark =
        sitr_wire::frame::Mark { mark: 32, chain, signature: statement.sign(&Seed::new([6; 32])) };
    let seen = Seen { previous_end: now.previous_end, mark: Some(mark) };
    let said = text(3, "look what it showed me");
    let forged = Envelope::new(said, Secret::new([5; 32]), &bob, &room, epoch, seen);
    bob_sends(&mut world, &encode(&forged));
    world.alice().catches_up();
    assert_eq!(world.people[0].alarms(), [Alarm::TranscriptDiffers]);
}

pub(crate) fn bytes(message: &MlsMessageOut) -> Vec<u8> {
    message.tls_serialize_detached().unwrap()
}

/// Commits that MLS holds for valid, and that Bob may not make.
fn forbidden(world: &mut World, which: usize) -> Vec<u8> {
    let everybody = world.people[1].record().me.persona();
    world.people[1].with_group(|group, provider, signer| {
        let index = |who: u32| LeafNodeIndex::new(who);
        group.clear_pending_commit(provider.storage()).unwrap();
        let altered = |change: &dyn Fn(&mut Policy)| {
            let old = &group.extensions().unknown(0xF0A1).unwrap().0;
            let mut policy = Policy::decode(old).unwrap();
            change(&mut policy);
            let all = group.extensions().iter().map(|extension| match extension {
                Extension::Unknown(0xF0A1, _) => {
                    Extension::Unknown(0xF0A1, UnknownExtension(policy.encode()))
                }
                other => other.clone(),
            });
            Extensions::from_vec(all.collect()).unwrap()
        };
        match which {
            0 => bytes(&group.remove_members(provider, signer, &[index(0)]).unwrap().0),
            1 => {
                group.propose_remove_member(provider, signer, index(2)).unwrap();
                bytes(&group.commit_to_pending_proposals(provider, signer).unwrap().0)
            }
            2 => {
                let crown = altered(&|policy| {
                    policy.roles.insert(everybody, Role::Admin);
                });
                bytes(&group.update_group_context_extensions(provider, crown, signer).unwrap().0)
            }
            3 => {
                let moved = altered(&|policy| policy.relay = [9; 32]);
                bytes(&group.update_group_context_extensions(provider, moved, signer).unwrap().0)
            }
            4 => {
                let orphan = altered(&|policy| policy.roles.clear());
                bytes(&group.update_group_context_extensions(provider, orphan, signer).unwrap().0)
            }
            _ => {
                let hash = altered(&|policy| policy.steward_hash = [9; 32]);
                bytes(&group.update_group_context_extensions(provider, hash, signer).unwrap().0)
            }
        }
    })
}

/// Bob closes with this; Alice supersedes it, and all go on.
pub(crate) fn is_inert(
    mut world: World,
    name: &str,
    make: impl FnOnce(&mut World, Final) -> Final,
) {
    let (epoch, number) = (world.bob().now_in(), world.people[0].epoch());
    let body = world.bob().drafts_final();
    let body = make(&mut world, body);
    let body = world.bob().signs(body);
    let cell = world.bob().seals_final(Kind::Final, &body);
    world.bob().closes_with(&epoch, &cell, None).unwrap();
    world.read(2);
    assert_eq!(world.people[2].epoch(), number, "{name}");
    world.settle();
    assert_eq!(world.people[2].epoch(), number + 1, "{name}: superseded");
    world.carol().says("goes on");
    world.settle();
    assert_eq!(world.alice().heard(), ["carol: goes on"]);
    assert_eq!(world.people[0].members().len(), 3, "{name}");
    for who in [0, 2] {
        let client = &world.people[who];
        assert_eq!((client.standing(), client.alarms().len()), (Standing::Active, 0), "{name}");
    }
    world.agrees();
}

#[test]
fn commits_that_the_closer_may_not_make_are_inert() {
    // G-05
    let names =
        ["removes the admin", "by reference", "crowns itself", "moves", "no admin", "no secret"];
    for (which, name) in names.into_iter().enumerate() {
        is_inert(trio(Role::Moderator), name, |world, body| Final {
            commit: forbidden(world, which),
            ..body
        });
    }
    is_inert(trio(Role::Doorkeeper), "a doorkeeper removes", |world, body| Final {
        commit: forbidden(world, 0),
        ..body
    });
}

#[test]
fn a_commit_of_another_room_or_epoch_is_inert() {
    //
    is_inert(trio(Role::Moderator), "of another room", |_, body| {
        let mut other = trio(Role::Moderator);
        Final { commit: other.bob().drafts_final().commit, ..body }
    });
    let mut world = trio(Role::Moderator);
    let old = world.bob().drafts_final().commit;
    world.alice().rolls();
    world.settle();
    is_inert(world, "of the epoch before", |_, body| Final { commit: old, ..body });
}

/// Alice gives Carol a role, with boxes as told; the stewards change, so the secret does.
fn with_boxes(change: impl Fn(&mut Vec<StewardBox>)) -> (World, u64) {
    with_final(|_, body| change(&mut body.boxes))
}

/// The same, with the whole body as told.
fn with_final(change: impl Fn(&mut World, &mut Final)) -> (World, u64) {
    let mut world = trio(Role::Moderator);
    let number = world.people[0].epoch();
    let (carol, epoch) = (world.id_of(2), world.alice().now_in());
    let mut body = world.alice().drafts_final_with(&Intent::role(carol, Role::Doorkeeper));
    assert_eq!(body.boxes.len(), 3);
    change(&mut world, &mut body);
    let body = world.alice().signs(body);
    let room = world.people[0].room;
    world.people[0].tamper(|store| {
        use sitr_client_core::Store as _;
        store.put_pending(&room, None)
    });
    let cell = world.alice().seals_final(Kind::Final, &body);
    world.alice().closes_with(&epoch, &cell, None).unwrap();
    world.read(1);
    world.read(2);
    (world, number)
}

#[test]
fn a_final_without_a_box_for_each_steward_is_inert() {
    //
    let missing = |boxes: &mut Vec<StewardBox>| drop(boxes.pop());
    let surplus = |boxes: &mut Vec<StewardBox>| {
        boxes.push(StewardBox { persona: [1; 32], sealed: vec![1; 80] });
    };
    let swapped = |boxes: &mut Vec<StewardBox>| boxes.swap(0, 1);
    for change in [missing as fn(&mut Vec<StewardBox>), surplus, swapped, Vec::clear] {
        let (world, number) = with_boxes(change);
        assert_eq!(world.people[1].epoch(), number);
        assert_eq!(world.people[2].epoch(), number);
    }
}

#[test]
fn garbage_in_a_box_is_told_to_whom_it_was_for() {
    // R-09, K-04
    let (world, number) = with_boxes(|boxes| boxes.iter_mut().for_each(|one| one.sealed[40] ^= 1));
    for who in [1, 2] {
        assert_eq!(world.people[who].epoch(), number + 1, "the commit holds");
        assert_eq!(world.people[who].alarms(), [Alarm::NoStewardSecret]);
    }
}

/// A secret that closes, and that the policy does not name: stewards who came later would not have it.
#[test]
fn a_secret_that_the_policy_does_not_name_is_not_kept() {
    // K-04
    let (world, number) = with_final(|world, body| {
        let (room, epoch) = (world.people[0].record(), world.alice().now_in());
        let relay = room.relay.id;
        let exporter = world.people[0].with_group(|group, provider, _| {
            let commit = group.pending_commit().unwrap();
            commit.export_secret(provider.crypto(), EXPORTER_LABEL, &relay.0, 32).unwrap()
        });
        let next = EpochSecrets::derive(&exporter.try_into().unwrap(), &epoch.veil);
        let other = Secret::new([8; 32]);
        body.close_key = next.close_seed(&other).public();
        for one in &mut body.boxes {
            let of = |it: &&crate::client::Client| it.record().me.persona().0 == one.persona;
            let to = world.people.iter().find(of).unwrap().record().me.box_public;
            let sealed =
                hpke::seal(Kem::X25519, &to, "steward", &relay, &epoch.handle, other.expose());
            one.sealed = sealed.unwrap();
        }
    });
    for who in [1, 2] {
        assert_eq!(world.people[who].epoch(), number + 1, "the commit holds");
        assert_eq!(world.people[who].alarms(), [Alarm::NoStewardSecret]);
    }
}

/// The body of a final cell in a mailbox of its own.
fn pointed(world: &mut World, epoch: &Epoch, body: &[u8]) -> sitr_wire::Cell {
    let address = Address::new([3; 32]);
    let mailbox = Mailbox {
        address_hash: address.hash(),
        write_key: Seed::new([4; 32]).public(),
        close_key: Seed::new([5; 32]).public(),
        burn_key: None,
        cell_size: CellSize::K16,
        capacity: 1,
        life: Life::Days30,
        keep: Keep::Days30,
        append_cost: 0,
    };
    let hash = sha2::Sha256::digest(body).into();
    let length = u32::try_from(body.len()).unwrap();
    let seal = Secret::new([6; 32]);
    let pointer = Pointer { kind: Kind::Final as u8, mailbox, address, seal, hash, length };
    let rng = world.people[1].random();
    cell::seal(&epoch.seal, &epoch.handle, CellSize::K2, Kind::Pointer, &encode(&pointer), rng)
        .unwrap()
}

#[test]
fn a_final_whose_body_cannot_be_had_is_waited_for() {
    //
    let mut world = trio(Role::Moderator);
    let (epoch, number) = (world.bob().now_in(), world.people[0].epoch());
    let body = world.bob().drafts_final();
    let body = encode(&world.bob().signs(body));
    let cell = pointed(&mut world, &epoch, &body);
    let (room, handle) = (world.people[2].room, epoch.handle);
    let index = world.relays[0].count(&handle) as u64;
    let (relay, close) = (world.relays[0].id(), epoch.close_seed.clone().unwrap());
    let statement = Statement::close(&relay, &handle, &cell.hash(), None);
    let proof = Proof { signature: statement.sign(&close), supersedes: None };
    let end = End { first_final: index, finals: vec![proof] };
    let mut shown = |payload: Option<&[u8]>| {
        let payload = payload.map(<[u8]>::to_vec);
        let inbound = [Inbound { payload, ..Inbound::new(index, cell.clone()) }];
        let shown = Shown { end: Some(&end), ..Shown::open(&inbound) };
        world.people[2].core(|core| core.receive(&room, &handle, &shown)).unwrap()
    };
    assert_eq!(shown(None), Progress::Wants(index));
    assert_eq!(shown(Some(b"")), Progress::Missing);
    assert_eq!(shown(Some(b"another body")), Progress::Missing);
    assert_eq!(shown(Some(&body)), Progress::Moved);
    assert_eq!(world.people[2].alarms(), [Alarm::EndMissing], "told once");
    assert_eq!(world.people[2].epoch(), number + 1);
}
