//! Mediation: a room of three that opens when both agree.

use sitr_client_core::body::Link;
use sitr_client_core::state::{KnockState, Standing};
use sitr_client_core::{Class, CoreError, Mediation, RoomId, Store as _};
use sitr_community::{Role, Unsaid};
use sitr_content::{Body, Measure, Own};

use crate::client::START_MS;
use crate::hand::World;

const DAY_MS: u64 = 86_400_000;

fn what(world: &mut World, between: [usize; 2]) -> Mediation {
    let last_day = u32::try_from(START_MS / DAY_MS).unwrap() + 3;
    let between = between.map(|who| world.id_of(who));
    Mediation { between, words: "about yesterday".to_owned(), last_day, kept_days: 2 }
}

/// Alice's room for her, Bob and Carol, ready, and the two ways into it.
fn prepared(world: &mut World) -> (RoomId, [Link; 2]) {
    let parent = world.people[0].room;
    let wanted = what(world, [1, 2]);
    let aside = world.alice().founds(Class::default());
    let until = START_MS / 1000 + 7 * 86_400;
    world.people[0].core(|core| core.prepare_mediation(&parent, &aside, &wanted, until)).unwrap();
    world.settle();
    world.people[0].core(|core| core.offer_mediation(&parent, &aside, &wanted)).unwrap();
    let invites = world.people[0].store(|store| store.invites(&aside));
    let mut links: Vec<Link> = invites.into_iter().map(|it| it.keys.link).collect();
    assert_eq!(links.len(), 2);
    let second = links.pop().unwrap();
    (aside, [links.pop().unwrap(), second])
}

#[test]
fn nobody_is_let_in_before_both_agree() {
    // J-15
    let mut world = World::room(&["alice", "bob", "carol", "dave"]);
    let parent = world.people[0].room;
    let (aside, [first, second]) = prepared(&mut world);
    world.bob().knocks(&first).unwrap();
    // Somebody to whom Bob gave his link is not meant by it.
    world.dave().knocks(&first).unwrap();
    world.settle();
    let refused = world.alice().tries_to_admit_first();
    assert!(matches!(refused, Err(CoreError::NoConsent)), "{refused:?}");
    let everyone = world.people[0].core(|core| core.admit_everyone(&aside, true));
    assert!(matches!(everyone, Err(CoreError::NoConsent)), "{everyone:?}");
    world.settle();
    assert!(!world.people[1].is_in());
    let told = |world: &World| {
        let waits = world.people[0].store(|store| store.outbox(&parent));
        let contents = waits.iter().map(|it| sitr_content::decode(&it.content).unwrap().body);
        contents
            .filter_map(|body| match body {
                Body::Own(_, Own::ModerationAct(act)) => Some(act),
                _ => None,
            })
            .collect::<Vec<_>>()
    };
    assert!(told(&world).is_empty());
    world.carol().knocks(&second).unwrap();
    world.settle();
    for who in [1, 2] {
        assert_eq!(world.people[who].record().standing, Standing::Active);
    }
    assert_eq!(world.people[3].record().standing, Standing::Joining);
    let waiting = world.people[0].store(|store| store.knocks(&aside));
    assert_eq!(waiting.iter().filter(|it| it.state == KnockState::Waiting).count(), 1);
    // The room of all is told that there is a mediation, and nothing of between whom.
    let [act] = &told(&world)[..] else { panic!("one entry") };
    assert_eq!((&act.measure, act.person, act.reason.as_str()), (&Measure::Mediation, None, ""));
    let settings = world.people[1].core(|core| core.policy(&aside)).unwrap().settings;
    assert_eq!((settings.retention_days, settings.is_over(START_MS)), (2, false));
    // It ends on its day.
    world.bob().says("I am sorry");
    world.settle();
    assert_eq!(world.people[2].history(), ["bob: I am sorry"]);
    world.pass_days(4);
    let late = world.bob().tries_to_say("one thing more");
    assert!(matches!(late, Err(CoreError::Unsaid(Unsaid::Over))), "{late:?}");
}

#[test]
fn who_keeps_the_room_mediates_between_two_others() {
    //
    let mut world = World::room(&["alice", "bob", "carol"]);
    let room = world.people[0].room;
    let may = |world: &mut World, who: usize, wanted: &Mediation| {
        world.people[who].core(|core| core.may_mediate(&room, wanted))
    };
    let good = what(&mut world, [1, 2]);
    may(&mut world, 0, &good).unwrap();
    for between in [[1, 1], [0, 1], [2, 0]] {
        let wrong = what(&mut world, between);
        assert!(matches!(may(&mut world, 0, &wrong), Err(CoreError::NoMember)), "{between:?}");
    }
    let past = Mediation { last_day: 1, ..good.clone() };
    let forever = Mediation { kept_days: 0, ..good.clone() };
    for wrong in [past, forever] {
        assert!(matches!(may(&mut world, 0, &wrong), Err(CoreError::Setting)));
    }
    world.alice().gives_role(1, Role::Mentor).unwrap();
    world.settle();
    let between = what(&mut world, [0, 2]);
    assert!(matches!(may(&mut world, 1, &between), Err(CoreError::Unsaid(Unsaid::Role(_)))));
}
