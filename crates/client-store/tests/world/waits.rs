//! What waits: knocks that nobody answers, errands that the relay puts off, and what is kept at most.

use sitr_client_core::state::{KnockState, Purpose, Standing};
use sitr_client_core::{
    CoreError, INVITES_MAX, INVITES_REMEMBERED, InviteId, KNOCK_AGAIN_ASKED_MS, KNOCK_AGAIN_MS,
    KNOCKS_KEPT, KNOCKS_OPEN_MAX, KnockId, Store, Turn, Verdict,
};
use sitr_community::Role;
use sitr_wire::{Code, Refusal};

use crate::client::Client;
use crate::hand::World;

/// Alice is admin, Bob a moderator; Carol has no room yet.
fn porch() -> World {
    let mut world = World::room(&["alice", "bob"]);
    world.alice().gives_role(1, Role::Moderator).unwrap();
    world.settle();
    world.people.push(Client::new("carol", 77));
    let (id, key) = (world.relays[0].id(), world.relays[0].key());
    world.people[2].put_relay_key(&id, &key);
    world.tends = true;
    world
}

impl World {
    fn pass_ms(&mut self, ms: u64) {
        self.relay_ms += ms;
        self.people.iter_mut().for_each(|client| client.now_ms += ms);
    }

    fn knock_states(&self, seen_by: usize) -> Vec<KnockState> {
        let client = &self.people[seen_by];
        let knocks = client.store(|store| store.knocks(&client.room));
        knocks.iter().map(|knock| knock.state).collect()
    }
}

#[test]
fn a_newcomer_whose_committer_died_before_the_welcome_knocks_again() {
    // R-13, J-05, J-10
    let mut world = porch();
    let link = world.alice().invites_for(5, 30);
    world.settle();
    world.carol().knocks(&link).unwrap();
    world.settle();
    world.bob().admits_all();
    assert!(world.bob().commits());
    let handle = world.handle(1);
    while !world.relays[0].is_closed(&handle) {
        assert!(world.work(1));
    }
    // The close is durable, and Bob is never seen again.
    world.people[1].online = false;
    world.settle();
    assert_eq!(world.people[0].members().len(), 3);
    assert_eq!(world.people[2].standing(), Standing::Joining);
    assert_eq!(world.knock_states(0), [KnockState::Admitted, KnockState::Admitted]);

    world.pass_ms(KNOCK_AGAIN_MS - 1);
    world.settle();
    assert_eq!(world.alice().waiting(), []);
    world.pass_ms(1);
    world.settle();
    assert_eq!(world.people[2].key_packages(), 1, "those of the knock before are gone");
    assert_eq!(world.alice().waiting().len(), 1);
    world.alice().admits_all();
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Active);
    assert_eq!(world.people[2].key_packages(), 0);
    assert_eq!(world.people[0].members().len(), 3, "she is in once");
    world.carol().says("at last");
    world.settle();
    assert_eq!(world.alice().heard(), ["carol: at last"]);
    assert_eq!(world.people[0].safety_number(), world.people[2].safety_number());
}

#[test]
fn the_same_link_again_knocks_anew_after_a_while_and_takes_the_place_of_the_knock_before() {
    //
    let mut world = porch();
    let link = world.alice().invites_for(5, 30);
    world.carol().knocks(&link).unwrap();
    world.settle();
    let room = world.people[2].room;
    let again = |world: &mut World| {
        world.people[2].core(|core| core.resume_knock(&room)).unwrap();
        world.settle();
        world.alice().waiting()
    };
    let first = again(&mut world);
    assert_eq!(first.len(), 1);
    world.pass_ms(KNOCK_AGAIN_ASKED_MS);
    let second = again(&mut world);
    assert_eq!(second.len(), 1, "one person, one knock to decide on");
    assert_ne!(first, second);
    assert!(matches!(world.tries(0, first[0]), Err(CoreError::KnockAnswered)));
    world.alice().admits_all();
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Active);
    assert_eq!(world.people[2].key_packages(), 0);
    world.agrees();
}

impl World {
    fn tries(&mut self, who: usize, knock: KnockId) -> Result<(), CoreError> {
        let room = self.people[who].room;
        self.people[who].core(|core| core.admit(&room, &knock))
    }
}

#[test]
fn where_the_link_is_used_up_the_first_knock_goes_on_waiting() {
    let mut world = porch();
    let link = world.alice().invites_for(1, 30);
    world.carol().knocks(&link).unwrap();
    world.settle();
    world.pass_ms(KNOCK_AGAIN_MS);
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Joining);
    assert_eq!(world.people[2].key_packages(), 1);
    assert_eq!(world.people[2].dropped().len(), 1, "told once");
    world.pass_ms(KNOCK_AGAIN_MS);
    world.settle();
    assert_eq!(world.people[2].dropped().len(), 1);
    world.alice().admits_all();
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Active);
    world.agrees();
}

#[test]
fn who_is_never_answered_is_told_so_in_the_end_and_keeps_no_key() {
    let mut world = porch();
    let link = world.alice().invites_for(1, 10);
    world.carol().knocks(&link).unwrap();
    world.settle();
    world.pass_days(12);
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Joining);
    world.pass_days(20);
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Refused);
    assert_eq!(world.people[2].key_packages(), 0);
    let room = world.people[2].room;
    world.people[2].core(|core| core.forget(&room)).unwrap();
    assert!(world.people[2].store(|store| store.room(&room)).is_none());
}

#[test]
fn who_is_refused_keeps_no_key() {
    let mut world = porch();
    let link = world.alice().invites_for(5, 30);
    world.carol().knocks(&link).unwrap();
    world.settle();
    assert_eq!(world.people[2].key_packages(), 1);
    world.alice().refuses_all("no");
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Refused);
    assert_eq!(world.people[2].key_packages(), 0);
}

#[test]
fn an_errand_that_waits_holds_up_none_but_its_own_mailbox() {
    // O-01
    let mut world = porch();
    world.people.push(Client::new("dave", 78));
    let link = world.alice().invites_for(5, 30);
    world.carol().knocks(&link).unwrap();
    world.dave().knocks(&link).unwrap();
    world.settle();
    world.alice().refuses_all("no");
    world.alice().says("meanwhile");
    assert!(world.alice().pumps());
    let room = world.people[0].room;
    let next = |world: &mut World| world.people[0].core(|core| core.next_errand(&room)).unwrap();
    let limit = Refusal::limit("appends_per_minute", 1, 30);
    let Turn::Now(first, errand, _) = next(&mut world) else { panic!("nothing to do") };
    assert!(matches!(errand.purpose, Purpose::Answer(_)));
    assert_eq!(world.alice().is_refused(&limit), Verdict::Later);

    // The others have their turn, in their order.
    let (mut done, now) = (Vec::new(), world.people[0].now_ms);
    while let Turn::Now(id, errand, _) = next(&mut world) {
        assert_ne!(id, first);
        if !done.contains(&errand.purpose) {
            done.push(errand.purpose);
        }
        assert!(world.work(0));
    }
    assert!(matches!(done[..], [Purpose::Answer(_), Purpose::Message(_), ..]), "{done:?}");
    assert_eq!(next(&mut world), Turn::At(now + 30_000));
    world.settle();
    assert_eq!(world.people[3].standing(), Standing::Refused);
    assert_eq!(world.bob().heard(), ["alice: meanwhile"]);

    // It waits longer each time, within bounds, and not at all once the clock is set back.
    let busy = Refusal::new(Code::Busy);
    let mut waits = Vec::new();
    for _ in 0..9 {
        let now = world.people[0].now_ms;
        assert_eq!(world.alice().is_refused(&busy), Verdict::Later);
        let Turn::At(at) = next(&mut world) else { panic!("it has to wait") };
        waits.push((at - now) / 1000);
        world.pass_ms(at - now);
    }
    assert_eq!(waits, [2, 4, 8, 16, 32, 60, 60, 60, 60]);
    let hostile = Refusal::limit("appends_per_minute", 1, u32::MAX);
    world.alice().is_refused(&hostile);
    let now = world.people[0].now_ms;
    assert_eq!(next(&mut world), Turn::At(now + 3_600_000));
    world.people[0].now_ms -= 1;
    assert!(matches!(next(&mut world), Turn::Now(id, ..) if id == first));
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Refused);
}

#[test]
fn answered_knocks_and_open_ones_have_bounds() {
    let mut world = porch();
    let link = world.alice().invites_for(100, 30);
    world.carol().knocks(&link).unwrap();
    world.settle();
    let room = world.people[0].room;
    world.people[0].core(|core| core.set_raid_limit(&room, 0)).unwrap();
    let model = world.people[0].store(|store| store.knocks(&room)).pop().unwrap();
    let fill = |world: &mut World, from: usize, count: usize, state: KnockState| {
        world.people[0].tamper(|store| {
            for number in from..from + count {
                let mut knock = model.clone();
                knock.id = KnockId((number as u64).to_be_bytes());
                knock.persona = [0; 32];
                knock.persona[..8].copy_from_slice(&knock.id.0);
                knock.state = state;
                store.put_knock(&room, &knock)?;
            }
            Ok(())
        });
    };
    fill(&mut world, 0, KNOCKS_KEPT + 5, KnockState::Refused);
    world.alice().refuses_all("no");
    world.settle();
    let refused = |world: &World| {
        world.knock_states(0).iter().filter(|state| **state != KnockState::Waiting).count()
    };
    world.carol().knocks(&link).unwrap();
    world.settle();
    assert_eq!(refused(&world), KNOCKS_KEPT);
    assert_eq!(world.alice().waiting().len(), 1);

    fill(&mut world, 10_000, KNOCKS_OPEN_MAX - 1, KnockState::Waiting);
    world.people.push(Client::new("dave", 78));
    world.dave().knocks(&link).unwrap();
    world.settle();
    assert_eq!(world.alice().waiting().len(), KNOCKS_OPEN_MAX, "it stays at the relay");
    fill(&mut world, 10_000, KNOCKS_OPEN_MAX - 1, KnockState::Refused);
    world.settle();
    assert_eq!(world.alice().waiting().len(), 2);
}

#[test]
fn open_invites_have_a_bound_and_ended_ones_leave_no_secret() {
    let mut world = porch();
    let room = world.people[0].room;
    let count = |world: &World| world.people[0].store(|store| store.invites(&room)).len();
    let before = count(&world);
    let expires = world.people[0].now_ms / 1000 + 86_400;
    let mut made = Vec::new();
    for _ in before..INVITES_MAX {
        let made_now = world.people[0].core(|core| core.create_invite(&room, 3, expires)).unwrap();
        made.push(made_now);
    }
    let more = world.people[0].core(|core| core.create_invite(&room, 3, expires));
    assert!(matches!(more, Err(CoreError::TooManyInvites)));
    world.settle();

    // Revoked, and burned at the relay: gone here, and no note of another steward brings it back.
    let first = made[0];
    let keys = world.people[0].store(|store| store.invite(&room, &first)).unwrap();
    world.people[0].core(|core| core.revoke_invite(&room, &first)).unwrap();
    assert!(world.people[0].store(|store| store.invite(&room, &first)).is_some(), "not yet");
    world.settle();
    for who in 0..2 {
        let client = &world.people[who];
        assert!(client.store(|store| store.invite(&room, &first)).is_none(), "{who}");
        assert!(client.store(|store| store.has_ended(&room, &first)));
    }
    world.people[1].tamper(|store| store.put_invite(&room, &keys));
    world.alice().gives_role(1, Role::Admin).unwrap();
    world.settle();
    assert!(world.people[0].store(|store| store.invite(&room, &first)).is_none());

    // Expired: the rest goes.
    world.pass_days(3);
    world.settle();
    assert_eq!(count(&world), 0);

    world.people[0].tamper(|store| {
        (0..u64::from(INVITES_REMEMBERED)).try_for_each(|number| {
            let id = InviteId(number.to_be_bytes());
            store.note_ended_invite(&room, &id, INVITES_REMEMBERED)
        })
    });
    assert!(!world.people[0].store(|store| store.has_ended(&room, &first)), "the oldest goes");
    let newest = InviteId(u64::from(INVITES_REMEMBERED - 1).to_be_bytes());
    assert!(world.people[0].store(|store| store.has_ended(&room, &newest)));
}
