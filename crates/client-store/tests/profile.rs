//! Profiles: each slot opens, wrong keys do not, damage is told apart and changes nothing.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{FakeKeyring, Mood, begin, cheap, new_profile, passphrase, reopen};
use rusqlite::Connection;
use sitr_client_store::profile::*;

fn folder() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a").join("profile");
    (dir, path)
}

/// Keeps a value that a test can look for.
fn remember(profile: &mut Profile, text: &str) {
    let tx = begin(profile);
    tx.execute(
        "INSERT OR REPLACE INTO mls_psk (psk_id, value) VALUES (x'01', ?1)",
        [text.as_bytes()],
    )
    .unwrap();
    tx.commit().unwrap();
}

fn remembered(connection: &Connection) -> String {
    let sql = "SELECT value FROM mls_psk WHERE psk_id = x'01'";
    let bytes: Vec<u8> = connection.query_row(sql, [], |row| row.get(0)).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// All files of a folder with their bytes.
fn contents(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn each_slot_opens_and_wrong_ones_do_not() {
    let (_guard, dir) = folder();
    assert!(!Profile::exists(&dir).unwrap());
    let keyring = FakeKeyring::default();
    let right = passphrase("correct horse");
    let slots = [NewSlot::Passphrase(&right, cheap()), NewSlot::Keyring(&keyring)];
    let (mut profile, code) = Profile::create(&dir, &slots).unwrap();
    remember(&mut profile, "kept");
    drop(profile);

    assert!(Profile::exists(&dir).unwrap());
    let kinds = [SlotKind::Passphrase, SlotKind::Keyring, SlotKind::Recovery];
    assert_eq!(Profile::slots(&dir).unwrap(), kinds);
    let typed = RecoveryCode::parse(&code.reveal().to_lowercase().replace('-', " ")).unwrap();
    for unlock in [Unlock::Passphrase(&right), Unlock::Keyring(&keyring), Unlock::Recovery(&typed)]
    {
        assert_eq!(remembered(Profile::open(&dir, &unlock).unwrap().connection()), "kept");
    }

    let wrong = passphrase("correct horse ");
    let error = Profile::open(&dir, &Unlock::Passphrase(&wrong)).unwrap_err();
    assert!(matches!(error, OpenError::WrongPassphrase));
    assert_eq!(error.to_string(), "wrong passphrase: type it again, or use the recovery code");
    let (_guard, other) = folder();
    let (_, other_code) = Profile::create(&other, &[]).unwrap();
    let error = Profile::open(&dir, &Unlock::Recovery(&other_code)).unwrap_err();
    assert!(matches!(error, OpenError::WrongRecoveryCode));
    keyring.kept.borrow_mut().values_mut().for_each(|secret| secret[0] ^= 1);
    let error = Profile::open(&dir, &Unlock::Keyring(&keyring)).unwrap_err();
    assert!(matches!(error, OpenError::WrongKeyringKey));
    keyring.kept.borrow_mut().values_mut().for_each(Vec::clear);
    let error = Profile::open(&dir, &Unlock::Keyring(&keyring)).unwrap_err();
    assert!(matches!(error, OpenError::WrongKeyringKey));
}

#[test]
fn a_profile_without_passphrase_has_its_recovery_code() {
    let (_guard, dir) = folder();
    let (profile, code) = Profile::create(&dir, &[]).unwrap();
    drop(profile);
    assert_eq!(Profile::slots(&dir).unwrap(), [SlotKind::Recovery]);
    Profile::open(&dir, &Unlock::Recovery(&code)).unwrap();
    let error = Profile::open(&dir, &Unlock::Passphrase(&passphrase("x"))).unwrap_err();
    assert!(matches!(error, OpenError::NoSuchSlot));
}

#[test]
fn the_recommended_cost_opens_too() {
    let (_guard, dir) = folder();
    let phrase = passphrase("slow");
    let slots = [NewSlot::Passphrase(&phrase, PassphraseCost::RECOMMENDED)];
    drop(Profile::create(&dir, &slots).unwrap());
    let file = fs::read_to_string(dir.join("keys.json")).unwrap();
    assert!(file.contains("\"memory_kib\": 65536"));
    assert!(file.contains("\"passes\": 3"));
    Profile::open(&dir, &Unlock::Passphrase(&phrase)).unwrap();
}

#[test]
fn a_change_of_passphrase_keeps_the_data_and_the_other_slots() {
    let (_guard, dir) = folder();
    let (old, new) = (passphrase("open"), passphrase("new"));
    let slots = [NewSlot::Passphrase(&old, cheap())];
    let (mut profile, code) = Profile::create(&dir, &slots).unwrap();
    remember(&mut profile, "kept");
    let refused = profile.change_passphrase(&new, &new, cheap()).unwrap_err();
    assert!(matches!(refused, SlotError::WrongPassphrase));
    profile.change_passphrase(&old, &new, cheap()).unwrap();
    drop(profile);

    let error = Profile::open(&dir, &Unlock::Passphrase(&old)).unwrap_err();
    assert!(matches!(error, OpenError::WrongPassphrase));
    for unlock in [Unlock::Passphrase(&new), Unlock::Recovery(&code)] {
        assert_eq!(remembered(Profile::open(&dir, &unlock).unwrap().connection()), "kept");
    }

    // Forgotten: in with the code, a new passphrase, and a new code that ends the old one.
    let profile = Profile::open(&dir, &Unlock::Recovery(&code)).unwrap();
    profile.add_slot(&NewSlot::Passphrase(&old, cheap())).unwrap();
    let newer = profile.renew_recovery_code().unwrap();
    drop(profile);
    assert!(Profile::open(&dir, &Unlock::Passphrase(&new)).is_err());
    assert!(Profile::open(&dir, &Unlock::Recovery(&code)).is_err());
    Profile::open(&dir, &Unlock::Passphrase(&old)).unwrap();
    Profile::open(&dir, &Unlock::Recovery(&newer)).unwrap();
}

#[test]
fn the_last_slot_besides_the_keyring_stays() {
    let (_guard, dir) = folder();
    let keyring = FakeKeyring::default();
    let profile = new_profile(&dir);
    profile.add_slot(&NewSlot::Keyring(&keyring)).unwrap();
    profile.remove_slot(SlotKind::Recovery, None).unwrap();
    let error = profile.remove_slot(SlotKind::Passphrase, None).unwrap_err();
    assert!(matches!(error, SlotError::LastSlot));
    let error = profile.remove_slot(SlotKind::Recovery, None).unwrap_err();
    assert!(matches!(error, SlotError::NoSuchSlot));
    assert_eq!(Profile::slots(&dir).unwrap(), [SlotKind::Passphrase, SlotKind::Keyring]);

    profile.remove_slot(SlotKind::Keyring, Some(&keyring)).unwrap();
    assert!(keyring.kept.borrow().is_empty(), "the keyring forgets the key with the slot");
    let error = profile.remove_slot(SlotKind::Passphrase, None).unwrap_err();
    assert!(matches!(error, SlotError::LastSlot));
    reopen(&dir);
}

#[test]
fn a_keyring_that_is_locked_absent_or_forgetful_locks_nobody_out() {
    let (_guard, dir) = folder();
    let keyring = FakeKeyring::default();
    let profile = new_profile(&dir);
    profile.add_slot(&NewSlot::Keyring(&keyring)).unwrap();
    let opens = || Profile::open(&dir, &Unlock::Keyring(&keyring));

    // A locked one says "none": that is no first start, the database is there.
    keyring.mood.set(Mood::Locked);
    assert!(matches!(opens().unwrap_err(), OpenError::KeyringEmpty));
    assert!(Profile::exists(&dir).unwrap());
    let error = Profile::create(&dir, &[NewSlot::Keyring(&keyring)]).unwrap_err();
    assert!(matches!(error, CreateError::AlreadyThere));
    keyring.mood.set(Mood::Absent);
    assert!(matches!(opens().unwrap_err(), OpenError::Keyring(KeyringError::Absent)));

    // A slot that cannot be renewed leaves the old one as it was.
    for mood in [Mood::Locked, Mood::Absent, Mood::Forgetful] {
        keyring.mood.set(mood);
        assert!(profile.add_slot(&NewSlot::Keyring(&keyring)).is_err());
        keyring.mood.set(Mood::Well);
        opens().unwrap();
    }
    profile.add_slot(&NewSlot::Keyring(&keyring)).unwrap();
    assert_eq!(keyring.kept.borrow().len(), 1, "the key of the replaced slot is forgotten");
    opens().unwrap();
    reopen(&dir);

    // At first start nothing is left behind, and the call may be repeated without the keyring.
    for mood in [Mood::Locked, Mood::Absent, Mood::Forgetful] {
        let (_guard, dir) = folder();
        let keyring = FakeKeyring::in_mood(mood);
        let error = Profile::create(&dir, &[NewSlot::Keyring(&keyring)]).unwrap_err();
        assert!(matches!(error, CreateError::Keyring(_)));
        assert!(!Profile::exists(&dir).unwrap());
        Profile::create(&dir, &[]).unwrap();
    }
}

#[test]
fn damage_is_told_apart_and_nothing_is_overwritten() {
    let (_guard, dir) = folder();
    let mut profile = new_profile(&dir);
    remember(&mut profile, "kept");
    drop(profile);
    let whole = contents(&dir);
    let phrase = passphrase("open");
    let open = || Profile::open(&dir, &Unlock::Passphrase(&phrase)).unwrap_err();
    let (keys, database) = (dir.join("keys.json"), dir.join("profile.db"));
    let (keys_bytes, database_bytes) = (fs::read(&keys).unwrap(), fs::read(&database).unwrap());

    fs::write(&keys, &keys_bytes[..keys_bytes.len() / 2]).unwrap();
    assert!(matches!(open(), OpenError::KeyFile(KeyFileError::Damaged { .. })));
    assert_eq!(fs::read(&keys).unwrap(), keys_bytes[..keys_bytes.len() / 2]);
    fs::remove_file(&keys).unwrap();
    assert!(matches!(open(), OpenError::KeyFile(KeyFileError::Missing)));
    assert!(!keys.exists());
    let error = Profile::create(&dir, &[]).unwrap_err();
    assert!(matches!(error, CreateError::AlreadyThere));
    assert!(!keys.exists());
    fs::write(&keys, &keys_bytes).unwrap();

    let mut scratched = database_bytes.clone();
    scratched[100] ^= 1;
    for damaged in [&scratched[..], &database_bytes[..4096], &[]] {
        fs::write(&database, damaged).unwrap();
        assert!(matches!(open(), OpenError::Database(DatabaseError::NotADatabase)));
        assert_eq!(fs::read(&database).unwrap(), damaged);
    }
    fs::write(&database, &database_bytes).unwrap();

    // The database of another profile, and one that is not encrypted at all.
    let (_guard, other) = folder();
    drop(new_profile(&other));
    fs::copy(other.join("profile.db"), &database).unwrap();
    assert!(matches!(open(), OpenError::Database(DatabaseError::NotADatabase)));
    fs::remove_file(&database).unwrap();
    Connection::open(&database).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    assert!(matches!(open(), OpenError::Database(DatabaseError::NotADatabase)));
    fs::write(&database, &database_bytes).unwrap();

    for leftover in ["profile.db-wal", "profile.db-shm"] {
        let _ = fs::remove_file(dir.join(leftover));
    }
    assert_eq!(contents(&dir), whole);
    assert_eq!(remembered(reopen(&dir).connection()), "kept");
}

#[test]
fn keys_whose_database_is_away_are_set_aside_not_overwritten() {
    let (_guard, dir) = folder();
    let mut profile = new_profile(&dir);
    remember(&mut profile, "kept");
    drop(profile);
    let error = Profile::open(&dir.join("nowhere"), &Unlock::Passphrase(&passphrase("open")));
    assert!(matches!(error.unwrap_err(), OpenError::Missing));

    let keys = fs::read(dir.join("keys.json")).unwrap();
    let away = dir.with_file_name("away.db");
    fs::rename(dir.join("profile.db"), &away).unwrap();
    drop(Profile::create(&dir, &[]).unwrap());
    let aside = contents(&dir)
        .into_iter()
        .find(|(path, _)| path.to_string_lossy().contains("keys.json.before-"))
        .unwrap();
    assert_eq!(aside.1, keys);
    fs::rename(&aside.0, dir.join("keys.json")).unwrap();
    fs::rename(&away, dir.join("profile.db")).unwrap();
    assert_eq!(remembered(reopen(&dir).connection()), "kept");
}

#[test]
fn a_log_that_outlived_its_database_is_not_played_into_a_new_one() {
    let (_guard, dir) = folder();
    fs::create_dir_all(&dir).unwrap();
    fs::write(dir.join("profile.db-wal"), b"old").unwrap();
    assert!(matches!(Profile::create(&dir, &[]).unwrap_err(), CreateError::AlreadyThere));
}

#[test]
fn a_first_start_that_stopped_half_way_can_be_repeated() {
    let (_guard, dir) = folder();
    fs::create_dir_all(&dir).unwrap();
    for leftover in ["keys.json.new", "keys.json", "profile.db.new", "profile.db.new-wal"] {
        fs::write(dir.join(leftover), b"half").unwrap();
    }
    assert!(!Profile::exists(&dir).unwrap());
    drop(new_profile(&dir));
    reopen(&dir);
}

#[test]
fn a_database_from_the_future_is_left_alone() {
    let (_guard, dir) = folder();
    let profile = new_profile(&dir);
    profile.connection().pragma_update(None, "user_version", 99).unwrap();
    drop(profile);
    let phrase = passphrase("open");
    let error = Profile::open(&dir, &Unlock::Passphrase(&phrase)).unwrap_err();
    assert!(matches!(error, OpenError::Database(DatabaseError::TooNew { found: 99, .. })));
}

#[test]
fn keys_of_another_profile_are_not_changed() {
    let (_guard, dir) = folder();
    let profile = new_profile(&dir);
    let (_guard, other) = folder();
    drop(new_profile(&other));
    fs::copy(other.join("keys.json"), dir.join("keys.json")).unwrap();
    let before = fs::read(dir.join("keys.json")).unwrap();
    let error = profile.renew_recovery_code().unwrap_err();
    assert!(matches!(error, SlotError::OtherProfile));
    assert_eq!(fs::read(dir.join("keys.json")).unwrap(), before);
}

#[test]
fn nothing_that_is_kept_can_be_read_from_the_disk() {
    const CANARY: &str = "canary that nobody may find";
    let (_guard, dir) = folder();
    let keyring = FakeKeyring::default();
    let phrase = passphrase("open");
    let slots = [NewSlot::Passphrase(&phrase, cheap()), NewSlot::Keyring(&keyring)];
    let (mut profile, code) = Profile::create(&dir, &slots).unwrap();
    remember(&mut profile, CANARY);
    // With the log still there, then with all of it brought into the file.
    for _ in 0..2 {
        assert!(contents(&dir).iter().any(|(path, _)| path.ends_with("profile.db")));
        for (path, bytes) in contents(&dir) {
            let found = |needle: &[u8]| bytes.windows(needle.len()).any(|part| part == needle);
            for needle in ["SQLite format", CANARY, "mls_psk", code.reveal().as_str()] {
                assert!(!found(needle.as_bytes()), "{needle} in {}", path.display());
            }
            assert!(!keyring.kept.borrow().values().any(|secret| found(secret)));
        }
        assert!(profile.checkpoint().unwrap());
        assert_eq!(fs::metadata(dir.join("profile.db-wal")).unwrap().len(), 0);
    }
    assert_eq!(remembered(profile.connection()), CANARY);
    assert!(!format!("{profile:?} {code:?} {phrase:?}").contains("open"));

    let opened = Connection::open(dir.join("profile.db")).unwrap();
    let error = opened.query_row("SELECT count(*) FROM mls_psk", [], |_| Ok(())).unwrap_err();
    assert_eq!(error.sqlite_error_code(), Some(rusqlite::ErrorCode::NotADatabase));
}

#[test]
fn a_profile_can_move_to_another_thread() {
    fn assert_send<T: Send>() {}
    assert_send::<Profile>();
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_look() {
    use std::os::unix::fs::PermissionsExt;
    let (_guard, dir) = folder();
    fs::create_dir_all(&dir).unwrap();
    fs::set_permissions(&dir, fs::Permissions::from_mode(0o755)).unwrap();
    let mut profile = new_profile(&dir);
    remember(&mut profile, "x");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&dir), 0o700);
    for (path, _) in contents(&dir) {
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}

#[test]
fn the_duress_passphrase_leaves_an_empty_profile_and_nothing_to_recover() {
    let (_guard, dir) = folder();
    let keyring = FakeKeyring::default();
    let (open, duress) = (passphrase("open"), passphrase("please"));
    let slots = [NewSlot::Passphrase(&open, cheap()), NewSlot::Keyring(&keyring)];
    let (mut profile, code) = Profile::create(&dir, &slots).unwrap();
    remember(&mut profile, "kept");
    assert!(matches!(
        Profile::open(&dir, &Unlock::Passphrase(&duress)).unwrap_err(),
        OpenError::WrongPassphrase
    ));
    profile.set_duress_passphrase(&duress).unwrap();
    drop(profile);
    let copy = fs::read(dir.join("keys.json")).unwrap();
    fs::write(dir.join("keys.json.before-0"), &copy).unwrap();
    // A third one is wrong, the first one opens.
    assert!(Profile::open(&dir, &Unlock::Passphrase(&passphrase("third"))).is_err());
    assert_eq!(remembered(reopen(&dir).connection()), "kept");

    let before = fs::read(dir.join("profile.db")).unwrap();
    let anew = Profile::open(&dir, &Unlock::Passphrase(&duress)).unwrap();
    let sql = "SELECT count(*) FROM mls_psk";
    let count: i64 = anew.connection().query_row(sql, [], |row| row.get(0)).unwrap();
    assert_eq!(count, 0);
    drop(anew);
    for unlock in [Unlock::Passphrase(&open), Unlock::Keyring(&keyring), Unlock::Recovery(&code)] {
        assert!(Profile::open(&dir, &unlock).is_err());
    }
    drop(Profile::open(&dir, &Unlock::Passphrase(&duress)).unwrap());
    let left: Vec<_> = contents(&dir).into_iter().map(|(path, _)| path).collect();
    assert!(!left.iter().any(|path| path.ends_with("keys.json.before-0")));
    assert_ne!(fs::read(dir.join("profile.db")).unwrap(), before);
}

#[test]
fn nobody_can_tell_whether_there_is_a_duress_passphrase() {
    let form = |file: &Path| {
        let text = fs::read_to_string(file).unwrap();
        text.replace(|c: char| c.is_ascii_hexdigit() && !c.is_ascii_uppercase(), "x")
    };
    let (_guard, dir) = folder();
    let profile = new_profile(&dir);
    let without = form(&dir.join("keys.json"));
    assert!(without.contains("xurxss"));
    profile.set_duress_passphrase(&passphrase("please")).unwrap();
    assert_eq!(form(&dir.join("keys.json")), without);
}

#[test]
fn the_two_passphrases_differ() {
    let (_guard, dir) = folder();
    let (open, duress) = (passphrase("open"), passphrase("please"));
    let profile = new_profile(&dir);
    let same = |refused| assert!(matches!(refused, Err(SlotError::SamePassphrase)));
    same(profile.set_duress_passphrase(&open));
    profile.set_duress_passphrase(&duress).unwrap();
    same(profile.change_passphrase(&open, &duress, cheap()));
    same(profile.add_slot(&NewSlot::Passphrase(&duress, cheap())));
    drop(profile);
    reopen(&dir);
}

#[test]
fn keys_of_version_1_get_a_duress_slot_with_their_next_change() {
    let (_guard, dir) = folder();
    fs::create_dir_all(&dir).unwrap();
    fs::write(dir.join("keys.json"), include_bytes!("fixtures/keys_v1.json")).unwrap();
    let kinds = [SlotKind::Passphrase, SlotKind::Keyring, SlotKind::Recovery];
    assert_eq!(Profile::slots(&dir).unwrap(), kinds);
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kept/profile-0006");
    for file in ["keys.json", "profile.db"] {
        fs::copy(kept.join(file), dir.join(file)).unwrap();
    }
    let says = || fs::read_to_string(dir.join("keys.json")).unwrap().contains("\"duress\"");
    assert!(!says());
    reopen(&dir).renew_recovery_code().unwrap();
    assert!(says());
}
