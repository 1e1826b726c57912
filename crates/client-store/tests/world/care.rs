//! What is due by the clock: keys are renewed, silent devices go, and nothing waits for ever or is kept
//! for ever.

use std::collections::BTreeMap;

use sitr_client_core::state::{Event, Intent, Purpose, Standing};
use sitr_client_core::{DeviceId, MemberId, SILENT_DAYS, Store};
use sitr_community::Role;

use crate::hand::World;

/// A room in which everybody looks after what is due.
fn tended(names: &[&'static str], roles: &[Role]) -> World {
    let mut world = World::room(names);
    for (at, role) in roles.iter().enumerate() {
        world.alice().gives_role(at + 1, *role).unwrap();
        world.settle();
    }
    world.tends = true;
    world.settle();
    world
}

impl World {
    /// The members' leaf keys, as this person saw them last.
    fn keys(&self, seen_by: usize) -> BTreeMap<MemberId, [u8; 32]> {
        let client = &self.people[seen_by];
        let seen = client.store(|store| store.leaves_seen(&client.room, u32::MAX));
        seen.into_iter().map(|leaf| (MemberId(leaf.device.0), leaf.key)).collect()
    }

    fn offers(&self, who: usize) -> usize {
        let client = &self.people[who];
        let errands = client.store(|store| store.waiting_errands(&client.room));
        errands.iter().filter(|errand| errand.purpose == Purpose::Offer).count()
    }

    fn away(&mut self, who: &[usize]) {
        who.iter().for_each(|who| self.people[*who].online = false);
    }
}

#[test]
fn every_device_renews_its_keys_within_thirty_days() {
    //
    let mut world = tended(&["alice", "bob", "carol", "dave"], &[Role::Moderator]);
    let mut last = world.keys(0);
    let mut since: BTreeMap<MemberId, u32> = last.keys().map(|member| (*member, 0)).collect();
    let mut renewals: BTreeMap<MemberId, u32> = BTreeMap::new();
    for day in (3..=63).step_by(3) {
        world.pass_days(3);
        world.settle();
        for (member, key) in world.keys(0) {
            let passed = day - since[&member];
            if last[&member] == key {
                assert!(passed < 30, "no new keys for {passed} days");
                continue;
            }
            since.insert(member, day);
            *renewals.entry(member).or_default() += 1;
        }
        last = world.keys(0);
    }
    assert_eq!(renewals.len(), 4, "plain members and stewards alike");
    for who in 2..4 {
        let plain = world.id_of(who);
        // Each on a day that it draws: twice or, if it draws early days, three times.
        assert!((2..=3).contains(&renewals[&plain]), "and no oftener than they must");
        assert_eq!(world.offers(who), 0);
    }
    world.agrees();
    assert!(world.people.iter().all(|client| client.alarms().is_empty()));
}

#[test]
fn an_offer_that_lost_is_made_again_and_there_is_one_at_a_time() {
    //
    let mut world = tended(&["alice", "bob", "carol"], &[]);
    let bob = world.id_of(1);
    let before = world.keys(0)[&bob];
    world.away(&[0]);
    world.pass_days(28);
    let handle = world.handle(1);
    for _ in 0..3 {
        world.catch_up(1);
    }
    assert_eq!(world.relays[0].count(&handle), 1, "one offer, and not one a look");
    world.bob().says("and I talk meanwhile");
    world.catch_up(1);
    assert_eq!(world.relays[0].count(&handle), 2);

    // Alice ends the epoch without having read of it.
    world.people[0].online = true;
    world.alice().gives_role(2, Role::Doorkeeper).unwrap();
    assert!(world.alice().commits());
    while world.work(0) {}
    world.settle();
    assert_ne!(world.keys(0)[&bob], before);
    assert_eq!(world.keys(0), world.keys(1));
    assert!(world.alice().heard().contains(&"bob: and I talk meanwhile".to_owned()));
    let waiting = world.people[0].store(|store| store.intents(&world.people[0].room));
    assert_eq!(waiting, [], "no offer of an epoch that is over is kept");
    world.agrees();
}

#[test]
fn silent_devices_are_taken_out_together_and_everybody_is_told_why() {
    //
    let names = ["alice", "bob", "carol", "dave", "erin"];
    let mut world = tended(&names, &[Role::Moderator]);
    let silent = [world.id_of(2), world.id_of(3)];
    world.away(&[2, 3]);
    for days in [25, 25, u64::from(SILENT_DAYS) - 51] {
        world.pass_days(days);
        world.settle();
    }
    assert_eq!(world.people[0].members().len(), 5, "a day too early");
    // Alice or Bob is first in turn, the other leaves it a day.
    world.pass_days(2);
    world.settle();
    assert_eq!(world.people[0].members().len(), 3);
    for who in [0, 1, 4] {
        let events = world.people[who].events();
        let at = |wanted: &Event| events.iter().position(|event| event == wanted).unwrap();
        let told: Vec<_> = events
            .iter()
            .filter_map(|event| match event {
                Event::Silent(id, name, days) => Some((*id, name.clone(), *days)),
                _ => None,
            })
            .collect();
        assert_eq!(told.len(), 2, "{who}");
        let gone: Vec<_> = told
            .iter()
            .map(|(id, name, days)| {
                assert!(silent.contains(id) && *days >= SILENT_DAYS - 5, "{days}");
                at(&Event::Gone(*id, name.clone()))
            })
            .collect();
        let between = &events[gone[0].min(gone[1])..gone[0].max(gone[1])];
        assert!(!between.iter().any(|event| matches!(event, Event::Epoch(_))), "one commit");
    }
    for who in 2..4 {
        world.people[who].online = true;
    }
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Removed);
    assert_eq!(world.people[3].standing(), Standing::Removed);
    world.agrees();
}

#[test]
fn nobody_takes_out_whom_the_role_does_not_allow_nor_itself() {
    let mut world = tended(&["alice", "bob", "carol"], &[Role::Moderator, Role::Doorkeeper]);
    world.away(&[0]);
    for _ in 0..4 {
        world.pass_days(21);
        world.settle();
    }
    // The only admin is silent; a moderator and a doorkeeper leave her in.
    assert_eq!(world.people[1].members().len(), 3);
    world.people[0].online = true;
    world.settle();
    assert_eq!(world.people[0].standing(), Standing::Active);
    // She finds herself as old as the others found her, and is no reason to herself.
    world.pass_days(80);
    world.away(&[1, 2]);
    for _ in 0..8 {
        world.settle();
        world.pass_days(1);
    }
    world.settle();
    assert_eq!(world.people[0].standing(), Standing::Active);
    assert_eq!(world.people[0].members().len(), 1);
}

#[test]
fn who_comes_back_in_the_last_moment_stays() {
    let mut world = tended(&["alice", "bob"], &[]);
    let bob = world.id_of(1);
    world.away(&[1]);
    for _ in 0..3 {
        world.pass_days(25);
        // Alice stays away from the room, and so does not act on what she could see by now.
        world.tends = false;
        world.settle();
    }
    world.pass_days(5);
    world.alice().tends();
    let wanted = world.people[0].store(|store| store.intents(&world.people[0].room));
    assert!(wanted.iter().any(|(_, intent)| *intent == Intent::Silent(DeviceId(bob.0))));
    world.people[1].online = true;
    world.tends = true;
    world.think(1);
    world.work(1);
    world.read(0);
    world.settle();
    assert_eq!(world.people[1].standing(), Standing::Active);
    assert!(!world.people[0].events().iter().any(|event| matches!(event, Event::Gone(..))));
    world.agrees();
}

#[test]
fn a_clock_that_is_wrong_takes_nobody_out() {
    let mut world = tended(&["alice", "bob"], &[]);
    world.people[0].now_ms += 400 * crate::hand::DAY_MS;
    world.settle();
    assert_eq!(world.people[0].members().len(), 2);
    // Set right again, she counts from the day on which she looks.
    world.people[0].now_ms -= 400 * crate::hand::DAY_MS;
    world.settle();
    let today = world.relay_day();
    let client = &world.people[0];
    let seen = client.store(|store| store.leaves_seen(&client.room, u32::MAX));
    let own = DeviceId::of(&client.record().me.seat());
    assert!(seen.iter().any(|leaf| leaf.device == own && leaf.day <= today));
    world.agrees();
}
