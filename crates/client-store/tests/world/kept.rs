//! A profile as an earlier program left it still opens, with everything in it, and goes on.

use std::path::{Path, PathBuf};

use sitr_client_core::state::{Delivery, Intent, KnockState};
use sitr_client_core::{Core, Crypto, RoomId, Store as _};
use sitr_client_store::profile::Profile;
use sitr_content::{Body, Content};

use crate::client::START_MS;
use crate::hand::World;

fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kept")
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

/// Writes the profile that is kept: once for each format, never again. It is a steward's, with a history, an
/// outbox, an invite, a knock that waits and something that the next commit is to do.
#[test]
#[ignore = "makes what is kept"]
fn makes_what_is_kept() {
    let steps = sitr_client_store::MIGRATIONS.len();
    let mut world = World::room(&["alice", "bob", "carol"]);
    world.alice().says("first");
    world.bob().says("second");
    world.settle();
    let link = world.alice().invites(3);
    world.bob().leaves().unwrap();
    world.settle();
    world.bob().knocks(&link).unwrap();
    world.settle();
    world.people[0].online = false;
    world.alice().says("to be sent");
    world.alice().rolls();
    let made = world.people[0].copies();
    copy(made.path(), &kept().join(format!("profile-{steps:04}")));
}

fn holds(folder: &Path) {
    let mut profile: Profile = crate::common::reopen(folder);
    let (crypto, mut rng) = (Crypto::default(), rand::rng());
    let room: RoomId = profile
        .transaction(|store| {
            let rooms = store.rooms()?;
            assert_eq!(rooms.len(), 1);
            let id = rooms[0].id;
            assert!(rooms[0].epoch.is_some() && rooms[0].steward.is_some());
            let texts: Vec<_> = store.last_messages(&id, 100)?;
            let words = |body: Body| body.words();
            let texts: Vec<String> = texts
                .iter()
                .map(|one| words(sitr_content::decode(&one.content).unwrap().body))
                .filter(|words| !words.is_empty())
                .collect();
            assert_eq!(texts, ["first", "second", "to be sent"]);
            assert!(store.next_queued(&id)?.is_some_and(|it| it.delivery == Delivery::Queued));
            assert!(store.knocks(&id)?.iter().any(|knock| knock.state == KnockState::Waiting));
            assert!(!store.invites(&id)?.is_empty());
            assert_eq!(store.intents(&id)?[0].1, Intent::Roll);
            assert!(!store.leaves_seen(&id, u32::MAX)?.is_empty());
            assert!(!store.events_after(0, 100)?.is_empty());
            Ok::<_, sitr_client_core::CoreError>(id)
        })
        .unwrap();
    // It goes on: it says what it had to say, and more, and ends the epoch.
    profile
        .transaction(|store| {
            let mut core = Core::new(store, &crypto, &mut rng, START_MS);
            assert_eq!(core.members(&room)?.len(), 2);
            core.say(&room, Content::new([0; 16], 0, Body::text("after the update")))?;
            assert!(core.pump(&room)?);
            assert!(core.commit_next(&room)?);
            Ok::<_, sitr_client_core::CoreError>(())
        })
        .unwrap();
}

#[test]
fn a_kept_profile_opens_and_goes_on() {
    let mut found = 0;
    for entry in std::fs::read_dir(kept()).unwrap() {
        let folder = tempfile::tempdir().unwrap();
        copy(&entry.unwrap().path(), &folder.path().join("profile"));
        holds(&folder.path().join("profile"));
        found += 1;
    }
    assert!(found > 0);
}
