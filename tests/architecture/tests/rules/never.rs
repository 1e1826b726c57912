//! Rules 1 to 6: what stands on what, and what a piece of code leaves to others.

use std::collections::BTreeMap;

use sitr_architecture::metadata::{self, Packages};
use sitr_architecture::rule::{Violation, arrow, ban, hold, sql};
use sitr_architecture::source;

/// Where SQL may stand.
const STORES: &[&str] = &["crates/relay-store", "crates/client-store", "crates/db"];
/// What decides without doing.
const PURE: &[&str] = &[
    "crates/relay-core",
    "crates/client-core",
    "crates/content",
    "crates/community",
    "crates/words",
];

#[test]
fn rule_1_the_relay_cannot_read() {
    let packages = Packages::load();
    let banned =
        ["openmls*", "hpke*", "chacha20poly1305", "sitr-content", "sitr-community", "sitr-client*"];
    let relays = packages.members().keys().filter(|name| name.starts_with("sitr-relay"));
    let found: Vec<Violation> = relays
        .chain([&"sitr-wire".to_owned()])
        .flat_map(|name| arrow::reaching(name, &packages.reach(name), &banned))
        .collect();
    hold(1, "nothing on the relay's ladder reaches code that could open a cell", &found);
}

#[test]
fn rule_2_cores_are_pure() {
    let sources = source::sources();
    let found: Vec<Violation> = sources
        .iter()
        .filter(|source| PURE.contains(&source.package()))
        .flat_map(|source| ban::uses(source, ban::IMPURE))
        .collect();
    hold(2, "a core takes time, chance and bytes as inputs", &found);
}

#[test]
fn rule_2_cores_are_built_without_a_runtime() {
    let packages = Packages::load();
    let banned = ["tokio*", "mio", "socket2", "rusqlite", "libsqlite3-sys", "tracing-subscriber"];
    let found: Vec<Violation> = packages
        .members()
        .iter()
        .filter(|(_, folder)| PURE.contains(&folder.as_str()))
        .flat_map(|(name, _)| arrow::reaching(name, &packages.reach(name), &banned))
        .collect();
    hold(2, "a core is built without runtime, sockets or database", &found);
}

#[test]
fn rule_3_arrows_point_down() {
    let packages = Packages::load();
    let direct: BTreeMap<_, _> =
        packages.members().keys().map(|name| (name.clone(), packages.direct(name))).collect();
    hold(3, "our packages stand on each other as the arrows say", &arrow::against_arrows(&direct));
}

#[test]
fn rule_3_the_relay_links_plain_sqlite_and_the_client_sqlcipher() {
    let is_cipher = |package: &str| {
        let features = metadata::features_alone(package);
        let sqlite = features.get("libsqlite3-sys").cloned().unwrap_or_default();
        sqlite.iter().any(|feature| feature.contains("sqlcipher"))
            || features.contains_key("openssl-sys")
    };
    let mut found = Vec::new();
    if is_cipher("sitr-relay") {
        found.push(Violation::of("sitr-relay", "links SQLCipher when it is built by itself"));
    }
    if !is_cipher("sitr-client-store") {
        found.push(Violation::of("sitr-client-store", "would write its database unencrypted"));
    }
    hold(3, "each ladder links its own SQLite", &found);
}

#[test]
fn rule_4_wire_stands_on_nothing_of_ours() {
    let packages = Packages::load();
    let ours: Vec<&str> = packages.members().keys().map(String::as_str).collect();
    let found = arrow::reaching("sitr-wire", &packages.reach("sitr-wire"), &ours);
    hold(4, "`wire` depends on no crate of ours", &found);
}

#[test]
fn rule_5_sql_stands_in_the_stores() {
    let outside = |path: &str| {
        path.starts_with("crates/") && !STORES.iter().any(|store| in_folder(path, store))
    };
    let mut found: Vec<Violation> = source::sources()
        .iter()
        .filter(|source| outside(&source.path))
        .flat_map(sql::in_source)
        .collect();
    let files = source::files();
    let scripts = files.iter().filter(|path| path.ends_with(".sql") && outside(path));
    found.extend(scripts.map(|path| Violation::of(path, "a file of SQL")));
    let packages = Packages::load();
    for (name, folder) in packages.members().iter().filter(|(_, folder)| outside(folder)) {
        if packages.direct(name).contains("rusqlite") {
            found.push(Violation::of(folder, "depends on rusqlite directly"));
        }
    }
    hold(5, "SQL stands in the stores and in `db`, nowhere else", &found);
}

fn in_folder(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[test]
fn rule_6_libraries_leave_the_process_alone() {
    let sources = source::sources();
    let packages = Packages::load();
    let libraries = packages.members().values().filter(|folder| folder.starts_with("crates/"));
    let found: Vec<Violation> = libraries
        .flat_map(|folder| source::library_files(folder, &sources))
        .filter_map(|path| sources.iter().find(|source| source.path == path))
        .flat_map(|source| ban::uses(source, ban::BINARY_ONLY))
        .collect();
    hold(6, "a library installs no subscriber, reads no environment and never exits", &found);
}
