//! Coming back by oneself: a device that cannot follow knocks again with its persona, and nobody need understand
//! it.

use sitr_client_core::state::{Alarm, Event, KnockState, Standing};
use sitr_client_store::profile::CreateError;
use sitr_community::Role;

use crate::client::Mode;
use crate::hand::World;

/// Alice admin, Bob moderator, Carol a plain member who cannot decrypt the next commit with a path.
fn stuck(role: Role) -> World {
    let mut world = World::room(&["alice", "bob", "carol"]);
    world.alice().gives_role(1, Role::Moderator).unwrap();
    if role != Role::Member {
        world.alice().gives_role(2, role).unwrap();
    }
    world.settle();
    world.alice().says("before");
    world.settle();
    world.carol().says("to be said later");
    world.people[2].online = false;
    world.people[2].forgets_path_keys();
    world.alice().rolls();
    world.settle();
    world.alice().says("while she cannot follow");
    world.settle();
    world
}

fn comes(world: &mut World) {
    world.people[2].online = true;
    world.read(2);
    assert_eq!(world.people[2].standing(), Standing::Stuck);
    world.settle();
}

#[test]
fn who_is_stuck_comes_back_by_itself_and_everybody_sees_it() {
    //
    let mut world = stuck(Role::Member);
    let id = world.id_of(2);
    comes(&mut world);
    assert_eq!(world.people[2].standing(), Standing::Active, "nobody did anything");
    assert_eq!(world.people[2].alarms(), [Alarm::Stuck]);
    assert_eq!(world.id_of(2), id, "the same person");
    assert_eq!(world.carol().heard(), ["alice: before", "carol: to be said later"]);
    assert_eq!(world.bob().heard().len(), 3, "what she had to say is said");
    for who in 0..2 {
        let returned = Event::Returned(id, "carol".to_owned());
        assert!(world.people[who].events().contains(&returned));
        assert_eq!(world.people[who].members().len(), 3);
    }
    world.agrees();
}

#[test]
fn a_steward_who_comes_back_is_let_in_by_a_person() {
    //
    let mut world = stuck(Role::Moderator);
    comes(&mut world);
    assert_eq!(world.people[2].standing(), Standing::Joining);
    world.alice().admits_all();
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Active);
    assert!(world.people[2].record().steward.is_some());
    world.agrees();
}

#[test]
fn a_kit_is_not_the_device_and_is_let_in_by_a_person() {
    // R-23, J-07
    let mut world = World::room(&["alice", "bob", "carol", "dave"]);
    let room = world.people[2].room;
    let kit = world.people[2].core(|core| core.recovery_kit(&room, None)).unwrap();
    let link = world.alice().invites(3);
    world.dave().leaves().unwrap();
    world.settle();
    let relay = world.people[3].relay;
    let cell =
        world.relays[relay].read(&link.card, &link.card_address(), 0).unwrap().cells.remove(0).1;
    let now_ms = world.people[3].now_ms;
    let card = sitr_client_core::open_card(&link, &cell, now_ms).unwrap();
    world.people[3]
        .core(|core| {
            core.knock_with_kit(
                &link,
                &card,
                &kit,
                &sitr_client_core::body::Hello::note("lost my phone"),
            )
        })
        .unwrap();
    world.settle();
    let knocks = world.people[0].store(|store| sitr_client_core::Store::knocks(store, &room));
    let last = knocks.last().unwrap();
    assert!(!last.is_back && last.state == KnockState::Waiting);
    world.alice().admits_all();
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Removed);
    assert_eq!(world.people[2].alarms(), [Alarm::Replaced]);
    assert_eq!(world.people[3].standing(), Standing::Active);
    world.agrees();
}

#[test]
fn nobody_comes_back_as_a_device_that_is_another() {
    //
    let mut world = stuck(Role::Member);
    // Whoever has her persona and not the key of her leaf.
    world.people[2].has_lost_its_leaf_key();
    comes(&mut world);
    assert_eq!(world.people[2].standing(), Standing::Joining);
    assert_eq!(world.alice().waiting().len(), 1, "a person is asked");
}

#[test]
fn a_way_that_is_over_is_left_for_the_next_and_the_last_is_told() {
    //
    let mut world = stuck(Role::Member);
    let link = world.people[2].record().back.ways[0].clone();
    world.alice().revokes(&link);
    world.settle();
    comes(&mut world);
    assert_eq!(world.people[2].standing(), Standing::Stuck);
    assert!(world.people[2].record().back.ways.is_empty());
    assert!(world.people[2].dropped().iter().any(|why| why.contains("no way back")));
    let link = world.alice().invites(1);
    world.carol().knocks(&link).unwrap();
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Active);
    world.agrees();
}

#[test]
fn who_was_away_for_longer_than_the_relay_keeps_comes_back_by_itself() {
    //
    let mut world = World::new(&["alice", "bob"]);
    world.alice().founds(sitr_client_core::Class::default());
    let link = world.alice().invites_for(9, 170);
    world.bob().knocks(&link).unwrap();
    world.settle();
    world.alice().admits_all();
    world.settle();
    world.people[1].online = false;
    let old = world.handle(1);
    world.bob().says("from the mountains");
    world.alice().rolls();
    world.settle();
    world.pass_days(40);
    world.relays[0].forgets(&old);
    world.people[1].online = true;
    world.bob().is_lost();
    world.settle();
    assert_eq!(world.people[1].standing(), Standing::Active);
    assert_eq!(world.alice().heard(), ["bob: from the mountains"]);
    world.agrees();
}

/// Bob's profile is copied, and the copy put in its place after Bob has said more: in the same epoch, or later.
fn put_back(later: bool) {
    let mut world = World::room(&["alice", "bob", "carol"]);
    world.tends = true;
    world.bob().says("one");
    world.settle();
    let copy = world.people[1].copies();
    world.bob().says("two");
    world.settle();
    if later {
        world.alice().rolls();
        world.settle();
    }
    world.people[1].puts_back(copy.path());
    // What Bob says now is encrypted with the keys of `two`.
    world.bob().says("three");
    assert!(world.bob().pumps() || later);
    world.settle();
    assert!(world.people[1].alarms().contains(&Alarm::Copied), "{later}");
    world.settle();
    for who in [0, 2] {
        let heard = world.of(who).heard();
        for text in ["bob: one", "bob: two", "bob: three"] {
            assert_eq!(heard.iter().filter(|one| *one == text).count(), 1, "{text} {heard:?}");
        }
        assert_eq!(world.people[who].alarms(), []);
    }
    world.bob().says("four");
    world.settle();
    assert!(world.alice().heard().contains(&"bob: four".to_owned()));
}

#[test]
fn a_profile_put_back_from_an_older_copy_notices_and_loses_nothing() {
    //
    put_back(false);
    put_back(true);
}

#[test]
fn a_stewards_profile_put_back_comes_back_with_new_keys() {
    //
    let mut world = World::room(&["alice", "bob", "carol"]);
    world.alice().gives_role(1, Role::Admin).unwrap();
    world.settle();
    let copy = world.people[1].copies();
    world.bob().rolls();
    world.settle();
    world.people[1].puts_back(copy.path());
    world.settle();
    assert_eq!(world.people[1].alarms(), [Alarm::Copied, Alarm::Stuck]);
    world.alice().admits_all();
    world.settle();
    assert_eq!(world.people[1].standing(), Standing::Active);
    world.bob().says("me again");
    world.settle();
    assert!(world.carol().heard().contains(&"bob: me again".to_owned()));
    world.agrees();
}

#[test]
fn every_row_write_of_the_way_back_fails_once_and_the_process_dies_after_every_step() {
    //
    for mode in [Mode { tortured: true, mortal: false }, Mode { tortured: false, mortal: true }] {
        let mut world = stuck(Role::Member);
        for client in &mut world.people {
            client.mode = mode;
        }
        comes(&mut world);
        assert_eq!(world.people[2].standing(), Standing::Active);
        assert_eq!(world.people[2].faults > 20, mode.tortured);
        let heard = world.alice().heard();
        let said = heard.iter().filter(|text| *text == "carol: to be said later").count();
        assert_eq!(said, 1, "{heard:?}");
        world.agrees();
    }
}

#[test]
fn a_backup_holds_no_key_and_comes_back_with_new_ones() {
    //
    let mut world = World::room(&["alice", "bob", "carol"]);
    world.alice().says("before");
    world.settle();
    world.people[2].online = false;
    world.carol().says("to be said later");
    let copy = world.people[2].backs_up();
    world.people[2].online = true;
    world.settle();
    world.carol().says("after the backup");
    world.settle();

    let opened = crate::common::reopen(copy.path());
    let rows = |table: &str| -> u32 {
        let sql = format!("SELECT count(*) FROM {table}");
        opened.connection().query_row(&sql, [], |row| row.get(0)).unwrap()
    };
    for table in ["mls_group", "mls_tree_part", "mls_epoch_keys", "mls_key_package", "errand"] {
        assert_eq!(rows(table), 0, "{table}");
    }
    drop(opened);
    let file = std::fs::read(copy.path().join("profile.db")).unwrap();
    assert!(!file.starts_with(b"SQLite format 3"), "it is encrypted");

    let id = world.id_of(2);
    world.people[2].puts_back(copy.path());
    assert_eq!(world.people[2].standing(), Standing::Stuck);
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Active, "nobody did anything");
    assert_eq!(world.id_of(2), id, "the same person");
    assert_eq!(world.carol().heard(), ["alice: before", "carol: to be said later"]);
    let heard = ["alice: before", "carol: to be said later", "carol: after the backup"];
    assert_eq!(world.bob().heard(), heard, "each once");
    world.agrees();

    // Once more: its leaf is not the one of the backup any more, and a person is asked.
    world.pass_hours(2);
    world.people[2].puts_back(copy.path());
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Joining);
    world.alice().admits_all();
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Active);
    world.agrees();
}

#[test]
fn a_backup_is_made_whole_or_not_at_all() {
    let mut world = World::room(&["alice", "bob"]);
    let copy = world.people[1].backs_up();
    let profile = crate::common::reopen(copy.path());
    let into = tempfile::tempdir().unwrap();
    let refused: Result<(), CreateError> =
        profile.backup(into.path(), |_| Err(CreateError::AlreadyThere));
    assert!(refused.is_err());
    let left: Vec<_> = std::fs::read_dir(into.path()).unwrap().flatten().collect();
    assert!(
        left.iter().all(|entry| !entry.file_name().to_string_lossy().starts_with("profile.db"))
    );
    let again: Result<(), CreateError> = profile.backup(copy.path(), |_| Ok(()));
    assert!(matches!(again, Err(CreateError::AlreadyThere)));
}
