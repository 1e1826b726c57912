//! Everything is lost but the kit.

use std::path::Path;
use std::process::{Command, Output};

use sitr_client::profile::Profile;
use sitr_client::{Client, CoreError, Error, KnockState, Role, Since, Standing, What};
use sitr_e2e::{Member, PATIENCE, RelayProcess, binary, room_of_two, sitr};

#[tokio::test(flavor = "multi_thread")]
async fn a_member_comes_back_by_the_kit_and_the_lost_device_is_out() {
    // J-07
    let relay = RelayProcess::start();
    let (alice, bob, room) = room_of_two(&relay).await;
    let before = bob.client.members(&room).await.unwrap();
    let kit = bob.client.recovery_kit(&room).await.unwrap();
    let link = alice.invites(&room, 1).await.link;
    let found_again = Member::new("Bob");
    assert!(
        found_again.client.restore(&kit, None, "").await.is_err(),
        "a plain member's kit has no link"
    );
    found_again.client.restore(&kit, Some(&link), "my phone is gone").await.unwrap();
    alice.admits(&room).await;
    found_again.stands(&room, Standing::Active).await;
    bob.stands(&room, Standing::Removed).await;
    alice.says(&room, "welcome back").await;
    found_again.hears(&room, "welcome back").await;
    let after = alice.client.members(&room).await.unwrap();
    let id = |members: &[sitr_client::MemberView]| {
        members.iter().find(|member| member.name == "Bob").unwrap().id
    };
    assert_eq!(id(&before), id(&after), "the same person to everybody");
    assert_eq!(after.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stewards_kit_brings_its_own_way_back() {
    // J-07
    let relay = RelayProcess::start();
    let (alice, bob, room) = room_of_two(&relay).await;
    let members = alice.client.members(&room).await.unwrap();
    let id = members.iter().find(|member| member.name == "Bob").unwrap().id;
    alice.client.set_role(&room, id, Role::Moderator).await.unwrap();
    bob.sees(&room, |what| matches!(what, What::Role(_, _, Role::Moderator))).await;
    let kit = bob.client.recovery_kit(&room).await.unwrap();
    bob.client.settled(&room, PATIENCE).await.unwrap();
    alice.client.admit_everyone(&room, true).await.unwrap();
    let again = Member::new("Bob");
    again.client.restore(&kit, None, "").await.unwrap();
    // Who comes back with a role is let in by a person, even where the door opens by itself.
    alice
        .sees(
            &room,
            |what| matches!(what, What::Knock(knock) if knock.state == KnockState::Waiting),
        )
        .await;
    alice.admits(&room).await;
    again.stands(&room, Standing::Active).await;
    let mine = again.client.members(&room).await.unwrap();
    let me = mine.iter().find(|member| member.is_me).unwrap();
    assert_eq!(me.role, Role::Moderator);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_cannot_follow_comes_back_by_itself() {
    //
    let relay = RelayProcess::start();
    let (alice, bob, room) = room_of_two(&relay).await;
    alice.says(&room, "before").await;
    bob.hears(&room, "before").await;
    bob.client.close().await;
    // The keys that the next commit is sealed to are damaged.
    let profile = sitr_e2e::unlock(|unlock| {
        sitr_client_store::profile::Profile::open(&bob.profile(), unlock).unwrap()
    });
    let lost = profile.connection().execute("DELETE FROM mls_epoch_keys", []).unwrap();
    assert!(lost > 0);
    drop(profile);
    alice.client.renew_keys(&room).await.unwrap();
    alice.client.settled(&room, PATIENCE).await.unwrap(); // or it is said in the epoch that he can read
    alice.says(&room, "while he cannot follow").await;
    let bob = bob.restarted();
    bob.client.connect().await.unwrap();
    bob.sees(&room, |what| matches!(what, What::Standing(Standing::Stuck))).await;
    bob.stands(&room, Standing::Active).await;
    alice.sees(&room, |what| matches!(what, What::Returned(_, name) if name == "Bob")).await;
    alice.agrees_with(&bob, &room).await;
    alice.says(&room, "welcome back").await;
    bob.hears(&room, "welcome back").await;
    assert_eq!(bob.texts(&room).await, ["before", "welcome back"], "his history stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_forced_to_open_the_profile_opens_an_empty_one() {
    let relay = RelayProcess::start();
    let (alice, bob, _room) = room_of_two(&relay).await;
    bob.client.close().await;
    let (profile, right) = (bob.profile(), bob.passphrase_file());
    let duress = profile.with_file_name("duress");
    std::fs::write(&duress, "please do not hurt me").unwrap();
    let sitr = |passphrase: &Path, args: &[&str]| -> Output {
        let mut command = Command::new(binary("SITR_BIN"));
        command.arg("--json").arg("--profile").arg(&profile);
        command.arg("--passphrase-file").arg(passphrase).args(args).output().unwrap()
    };
    let rooms = |passphrase: &Path| sitr(passphrase, &["room", "list"]).stdout.is_empty();
    let new = duress.to_str().unwrap();
    assert!(!sitr(&duress, &["room", "list"]).status.success());
    let set = sitr(&right, &["profile", "duress", "--new-passphrase-file", new]);
    assert!(set.status.success(), "{}", String::from_utf8_lossy(&set.stderr));
    assert!(!rooms(&right), "the room is there");

    assert!(rooms(&duress) && sitr(&duress, &["room", "list"]).status.success());
    let wrong = sitr(&right, &["room", "list"]);
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("wrong-passphrase"));
    assert!(!sitr(&duress, &["profile", "destroy"]).status.success(), "only with --yes");
    assert!(sitr(&duress, &["profile", "destroy", "--yes"]).status.success());
    assert!(!profile.join("profile.db").exists() && !profile.join("keys.json").exists());
    drop(alice);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_comes_back_by_itself_and_holds_no_key_of_the_device() {
    //
    let relay = RelayProcess::start();
    let (alice, bob, room) = room_of_two(&relay).await;
    alice.says(&room, "before the backup").await;
    bob.hears(&room, "before the backup").await;
    let folder = bob.profile().with_file_name("backup");
    bob.client.backup(&folder).await.unwrap();
    let again = bob.client.backup(&folder).await;
    assert_eq!(again.unwrap_err().code(), "backup", "nothing is overwritten");
    bob.says(&room, "after the backup").await;
    alice.hears(&room, "after the backup").await;

    let copy = sitr_e2e::unlock(|unlock| Profile::open(&folder, unlock)).unwrap();
    let count = |table: &str| -> i64 {
        let sql = format!("SELECT count(*) FROM {table}");
        copy.connection().query_row(&sql, [], |row| row.get(0)).unwrap()
    };
    for table in ["mls_group", "mls_epoch_keys", "mls_key_pair", "mls_key_package", "invite"] {
        assert_eq!(count(table), 0, "{table}");
    }
    drop(copy);

    let anew = sitr_e2e::unlock(|unlock| Client::open(&folder, unlock)).unwrap();
    assert_eq!(anew.room(&room).await.unwrap().standing, Standing::Stuck);
    anew.connect().await.unwrap();
    bob.stands(&room, Standing::Removed).await;
    let there = async {
        while anew.room(&room).await.unwrap().standing != Standing::Active {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, there).await.expect("the backup is back in the room");
    anew.send(&room, "from the backup").await.unwrap();
    alice.hears(&room, "from the backup").await;
    let history = anew.history(&room, Since::Last, 100).await.unwrap();
    assert!(history.iter().any(|message| message.text == "before the backup"));
    anew.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_only_admin_is_lost_and_a_member_founds_the_room_anew() {
    // J-12, J-13
    let relay = RelayProcess::start();
    let (alice, bob, room) = room_of_two(&relay).await;
    let link = alice.invites(&room, 2).await.link;
    let (carol, dave) = (Member::new("Carol"), Member::new("Dave"));
    for one in [&carol, &dave] {
        one.knocks(&link).await;
        alice.admits(&room).await;
        one.stands(&room, Standing::Active).await;
    }
    carol.agrees_with(&bob, &room).await;
    let before = bob.client.members(&room).await.unwrap();
    let lost = alice.profile();
    alice.client.close().await;
    drop(alice);
    assert!(!lost.exists(), "the only admin's profile is gone");

    let kept = bob.client.refound(&room, None, false).await;
    assert!(matches!(kept, Err(Error::Core(CoreError::StillKept))), "she was there a moment ago");
    let anew = bob.client.refound(&room, None, true).await.unwrap();
    for one in [&carol, &dave] {
        let told = |what: &What| matches!(what, What::Refounded(_, name, _) if name == "Bob");
        one.sees(&room, told).await;
        assert!(one.client.room(&anew).await.is_err(), "nobody comes along unasked");
    }
    let copied = bob.client.invites(&anew).await.unwrap().remove(0).link;
    let eve = Member::new("Eve");
    eve.knocks(&copied).await;

    let offer = dave.client.founded_anew(&room).await.unwrap().remove(0);
    assert_eq!((offer.name.as_str(), offer.room), ("Bob", anew));
    assert_eq!(dave.client.come_along(&room, offer.id).await.unwrap(), anew);
    dave.stands(&anew, Standing::Active).await;
    carol.client.close().await;
    let (profile, passphrase) = (carol.profile(), carol.passphrase_file());
    let mut along = sitr(&profile, &passphrase, &["room", "along", &room.to_hex()]).unwrap();
    assert!(along.wait().unwrap().success());
    let carol = carol.restarted();
    carol.client.connect().await.unwrap();
    carol.stands(&anew, Standing::Active).await;
    carol.says(&anew, "all here?").await;
    dave.hears(&anew, "all here?").await;
    dave.agrees_with(&carol, &anew).await;
    assert_eq!(eve.client.room(&anew).await.unwrap().standing, Standing::Joining);
    let waiting = bob.client.knocks(&anew).await.unwrap();
    let waits = waiting.iter().filter(|knock| knock.state == KnockState::Waiting);
    assert_eq!(waits.map(|knock| knock.name.as_str()).collect::<Vec<_>>(), ["Eve"]);

    let after = bob.client.members(&anew).await.unwrap();
    assert_eq!(after.len(), 3);
    assert!(after.iter().all(|member| before.iter().any(|other| other.id == member.id)));
    let is_admin = |member: &&sitr_client::MemberView| member.role == Role::Admin;
    assert!(after.iter().filter(is_admin).all(|member| member.is_me));
}
