//! The keyring of the operating system, for once the real one: a Secret Service of GNOME on a bus of its
//! own, with a home of its own. Where the tools are not installed the test says so and is skipped; with
//! `SITR_KEYRING=required` it fails instead.
#![cfg(target_os = "linux")]
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;

use std::process::Command;

use common::{cheap, passphrase};
use sitr_client_store::profile::{
    Keyring, KeyringError, NewSlot, OpenError, OsKeyring, Profile, SlotKind, Unlock,
};

/// Begins the service on its own bus, unlocked by a password from a pipe, and goes on inside.
const SESSION: &str = r#"
    printf %s password | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
    exec "$SITR_KEYRING_TEST" --exact inside --ignored --nocapture
"#;

fn is_installed(tool: &str) -> bool {
    let which = Command::new("sh").args(["-c", &format!("command -v {tool}")]).output();
    which.is_ok_and(|output| output.status.success())
}

#[test]
fn a_real_secret_service_keeps_the_key() {
    let tools = ["dbus-run-session", "dbus-send", "gnome-keyring-daemon", "timeout"];
    let missing: Vec<_> = tools.into_iter().filter(|tool| !is_installed(tool)).collect();
    if !missing.is_empty() {
        let required = std::env::var("SITR_KEYRING").is_ok_and(|word| word == "required");
        assert!(!required, "not installed: {missing:?}");
        println!("SKIPPED: the real keyring was not tried; not installed: {missing:?}");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let run = home.path().join("run");
    std::fs::create_dir(&run).unwrap();
    let output = Command::new("timeout")
        .args(["120", "dbus-run-session", "--", "sh", "-c", SESSION])
        .env("SITR_KEYRING_TEST", std::env::current_exe().unwrap())
        .env("HOME", home.path())
        .env("XDG_RUNTIME_DIR", &run)
        .env("XDG_DATA_HOME", home.path().join("data"))
        .env("XDG_CONFIG_HOME", home.path().join("config"))
        .env("XDG_CACHE_HOME", home.path().join("cache"))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}\n{errors}");
    assert!(text.contains("1 passed"), "{text}\n{errors}");
}

fn lock_everything() {
    let status = Command::new("dbus-send")
        .args(["--session", "--print-reply", "--dest=org.freedesktop.secrets"])
        .args(["/org/freedesktop/secrets", "org.freedesktop.Secret.Service.Lock"])
        .arg("array:objpath:/org/freedesktop/secrets/collection/login")
        .status();
    assert!(status.unwrap().success());
}

/// Runs on the bus that the test above makes.
#[test]
#[ignore = "needs a Secret Service of its own: started by a_real_secret_service_keeps_the_key"]
fn inside() {
    let keyring = OsKeyring;
    assert!(keyring.get("account").unwrap().is_none());
    keyring.delete("account").unwrap();
    keyring.set("account", &[0, 255, 1, 254]).unwrap();
    keyring.set("account", b"newer").unwrap();
    keyring.set("other", b"else").unwrap();
    assert_eq!(keyring.get("account").unwrap().unwrap().as_slice(), b"newer");
    keyring.delete("account").unwrap();
    assert!(keyring.get("account").unwrap().is_none());
    assert_eq!(keyring.get("other").unwrap().unwrap().as_slice(), b"else");

    // A profile whose only everyday key is there.
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("profile");
    let (profile, code) = Profile::create(&path, &[NewSlot::Keyring(&keyring)]).unwrap();
    drop(profile);
    drop(Profile::open(&path, &Unlock::Keyring(&keyring)).unwrap());

    // And one with a passphrase besides.
    let both = dir.path().join("both");
    let slots = [NewSlot::Keyring(&keyring), NewSlot::Passphrase(&passphrase("open"), cheap())];
    drop(Profile::create(&both, &slots).unwrap());

    // Locked, and nobody there to unlock it: an error, and never a profile that seems not to be there.
    lock_everything();
    for path in [&path, &both] {
        let error = Profile::open(path, &Unlock::Keyring(&keyring)).unwrap_err();
        assert!(
            matches!(error, OpenError::KeyringEmpty | OpenError::Keyring(KeyringError::Refused)),
            "{error:?}"
        );
        println!("locked: {error}");
        assert!(Profile::exists(path).unwrap());
        assert!(Profile::slots(path).unwrap().contains(&SlotKind::Keyring));
    }
    let error = Profile::create(&path, &[NewSlot::Keyring(&keyring)]).unwrap_err();
    println!("a first start over it: {error}");
    drop(Profile::open(&both, &Unlock::Passphrase(&passphrase("open"))).unwrap());
    drop(Profile::open(&path, &Unlock::Recovery(&code)).unwrap());

    // A new profile cannot be made on it, and none is left half made.
    let third = dir.path().join("third");
    let error = Profile::create(&third, &[NewSlot::Keyring(&keyring)]).unwrap_err();
    println!("a new one: {error}");
    assert!(!Profile::exists(&third).unwrap());
}
