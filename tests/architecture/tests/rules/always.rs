//! Rules 7 to 14: what holds for every package and file.

use std::collections::BTreeSet;

use sitr_architecture::metadata::Packages;
use sitr_architecture::rule::{Violation, english, hold, limit, link, marker, text};
use sitr_architecture::source::{self, Source};

/// The page that defines the rules of the protocol and names its limits.
const PAGE: &str = "proto/README.md";
const LIMITS: &str = "crates/wire/src/limit.rs";
/// Where people find what was asked for, and where it is tried.
const NEEDS: &str = "docs/src/guide/needs.md";
const NEED_TESTS: &str = "tests/e2e/tests/needs/";

/// The page, once it defines rules.
fn page() -> Option<String> {
    source::read(PAGE).filter(|text| !marker::defined(text).0.is_empty())
}

/// Sources that keep or test rules of the protocol: not this package, whose examples look like markers.
fn marked(sources: &[Source]) -> impl Iterator<Item = &Source> {
    sources.iter().filter(|source| source.package() != "tests/architecture")
}

#[test]
fn rule_7_every_limit_is_named_and_tested() {
    let Some(page) = page() else { return };
    let sources = source::sources();
    let limits = sources.iter().find(|source| source.path == LIMITS).expect("limits stand there");
    let mut found = limit::unnamed(limits, &page);
    found.extend(limit::untested(limits, &limit::words_in_tests(&sources)));
    hold(7, "every limit is named in proto/README.md and met by a test", &found);
}

#[test]
fn rule_8_every_rule_of_the_protocol_is_kept_and_tested() {
    let Some(page) = page() else { return };
    let sources = source::sources();
    let scripts: Vec<Source> = source::files()
        .iter()
        .filter(|path| path.ends_with(".sql") || path.ends_with(".proto"))
        .filter_map(|path| source::read(path).map(|text| Source::new(path, &text, false)))
        .collect();
    let markers = marker::Markers::of(marked(&sources).chain(&scripts));
    let found = marker::against(PAGE, &page, &markers);
    hold(8, "every rule stands beside its code and its test, and no other address does", &found);
}

#[test]
fn rule_9_every_package_takes_the_lints() {
    let mut found = Vec::new();
    for folder in Packages::load().members().values() {
        let manifest = source::read(&format!("{folder}/Cargo.toml")).unwrap_or_default();
        if !text::takes_workspace_lints(&manifest) {
            found.push(Violation::of(folder, "its manifest lacks `[lints] workspace = true`"));
        }
    }
    let root = source::read("Cargo.toml").unwrap_or_default();
    if !root.lines().any(|line| line.trim() == "unsafe_code = \"forbid\"") {
        found.push(Violation::of("Cargo.toml", "unsafe code is not forbidden"));
    }
    hold(9, "unsafe code is forbidden, and every package takes the lints of the workspace", &found);
}

#[test]
fn rule_10_every_package_is_tested_by_the_verbs() {
    let parts = source::read("xtask/src/part.rs").unwrap_or_default();
    let found: Vec<Violation> = Packages::load()
        .members()
        .keys()
        .filter(|name| !parts.contains(&format!("\"{name}\"")))
        .map(|name| Violation::of(name, "is in no part of xtask/src/part.rs"))
        .collect();
    hold(10, "every package is built and tested with its ladder", &found);
}

#[test]
fn rule_11_the_tree_keeps_its_shape() {
    let mut found = text::strange_folders(&source::files());
    let sources = source::sources();
    found.extend(sources.iter().filter_map(|source| text::too_long(&source.path, &source.text)));
    hold(11, "folders at the root are the known ones, and no Rust file is long", &found);
}

#[test]
fn rule_12_nothing_is_left_of_one_machine_or_merge() {
    let mut found: Vec<Violation> = source::files()
        .iter()
        .filter_map(|path| source::read(path).map(|text| (path, text)))
        .flat_map(|(path, content)| {
            [text::machine_paths(path, &content), text::unsettled(path, &content)].concat()
        })
        .collect();
    let lock = source::read("Cargo.lock").unwrap_or_default();
    let registry = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
    let strangers = lock.lines().filter(|line| line.starts_with("source = ") && *line != registry);
    found.extend(strangers.map(|line| Violation::of("Cargo.lock", line)));
    hold(
        12,
        "no path of one machine, no unsettled merge, no source but the public registry",
        &found,
    );
}

#[test]
fn rule_13_links_lead_somewhere() {
    let files = source::files();
    let known: BTreeSet<&str> = files.iter().map(String::as_str).collect();
    let pages = || known.iter().copied().filter(|path| path.ends_with(".md"));
    let read = |path: &str| source::read(path).unwrap_or_default();
    let mut found: Vec<Violation> =
        pages().flat_map(|page| link::broken(page, &read(page), &known)).collect();
    for (list, folder) in [
        ("docs/src/SUMMARY.md", "docs/src/"),
        ("docs/decisions/README.md", "docs/decisions/0"),
        ("docs/src/decisions.md", "docs/decisions/0"),
    ] {
        let listed: Vec<&str> = pages().filter(|page| page.starts_with(folder)).collect();
        found.extend(link::unlisted(list, &read(list), &listed));
    }
    hold(13, "every link between pages leads somewhere, and every page is listed", &found);
}

/// Every need of the table has its row in the guide and its test, and none has a second of either.
#[test]
fn rule_13_every_need_has_a_page_and_a_test() {
    let page = source::read(NEEDS).unwrap_or_default();
    let rows = page.lines().filter_map(|line| line.strip_prefix("| ")?.split_once(" |"));
    let rows: Vec<u8> = rows.filter_map(|(number, _)| number.parse().ok()).collect();
    let sources = source::sources();
    let tests = sources.iter().filter(|source| source.path.starts_with(NEED_TESTS));
    let names = tests.flat_map(|source| source.code.split("fn need_").skip(1));
    let mut tests: Vec<u8> = names.filter_map(|name| name.get(..2)?.parse().ok()).collect();
    tests.sort_unstable();
    let all: Vec<u8> = (1..=32).collect();
    let mut found = Vec::new();
    for (place, numbers) in [(NEEDS, rows), (NEED_TESTS, tests)] {
        if numbers != all {
            found.push(Violation::of(place, format!("has {numbers:?}")));
        }
    }
    hold(13, "every need has its row in the guide and its test", &found);
}

#[test]
fn rule_14_what_members_read_is_said_in_their_language() {
    let sources = source::sources();
    assert!(sources.iter().any(|source| source.path.starts_with(english::FOLDER)));
    let found: Vec<Violation> = sources.iter().flat_map(english::in_source).collect();
    hold(14, "no sentence stands in the code of the command line", &found);
}
