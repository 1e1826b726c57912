//! `cargo xtask mutants`: takes each check away, and asks that a test notices.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what this program does")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use sitr_mutants::list::{List, Mutant};
use sitr_mutants::run::{Fate, Outcome, Workshop, root};
use sitr_mutants::tree;

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<bool, String> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (json, rules): (Vec<_>, Vec<_>) = words.into_iter().partition(|word| word == "--json");
    let root = root().map_err(|error| format!("the tree is not there: {error}"))?;
    let list = List::read(&root)?;
    let mutants = wanted(list.mutants, &rules)?;
    let build =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let copy = build.join("mutants/tree");
    tree::copy(&root, &copy).map_err(|error| format!("{}: {error}", copy.display()))?;
    // The dependencies are built once for the tree and its copy.
    let mut workshop = Workshop { tree: copy, target: build, relay: None };
    if mutants.iter().any(|mutant| mutant.package == "sitr-hostile") {
        workshop.relay = Some(relay(&workshop)?);
    }
    let (total, mut done) = (mutants.len(), 0);
    let outcomes = workshop.run(&mutants, |outcome| {
        done += 1;
        eprintln!("[{done}/{total}] {:?}: {} {}", outcome.fate, outcome.rule, outcome.what);
    });
    summary(&outcomes);
    if !json.is_empty() {
        println!("{}", serde_json::to_string(&outcomes).map_err(|error| error.to_string())?);
    }
    Ok(outcomes.iter().all(|outcome| outcome.fate == Fate::Killed))
}

/// The mutants of these rules and packages, or all; those that need the same build come one after the other.
fn wanted(mut mutants: Vec<Mutant>, words: &[String]) -> Result<Vec<Mutant>, String> {
    let named = |one: &Mutant, word: &String| one.rule == *word || one.package == *word;
    if let Some(unknown) = words.iter().find(|word| !mutants.iter().any(|one| named(one, word))) {
        return Err(format!(
            "no mutant of a rule or tested by a package `{unknown}`; rules that refuse nothing have none"
        ));
    }
    mutants.retain(|one| words.is_empty() || words.iter().any(|word| named(one, word)));
    mutants.sort_by(|a, b| (&a.package, &a.target, &a.file).cmp(&(&b.package, &b.target, &b.file)));
    Ok(mutants)
}

/// The relay for tests from outside: the one that was handed over, or a new one.
fn relay(workshop: &Workshop) -> Result<PathBuf, String> {
    if let Some(binary) = std::env::var_os("SITR_RELAY_BIN") {
        return Ok(binary.into());
    }
    let status = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()))
        .args(["build", "--quiet", "-p", "sitr-relay", "--bin", "sitr-relay"])
        .current_dir(&workshop.tree)
        .env("CARGO_TARGET_DIR", &workshop.target)
        .status();
    if status.is_ok_and(|status| status.success()) {
        Ok(workshop.target.join("debug/sitr-relay"))
    } else {
        Err("the relay does not build".to_owned())
    }
}

fn summary(outcomes: &[Outcome]) {
    let mut fates: BTreeMap<&str, Vec<&Outcome>> = BTreeMap::new();
    for outcome in outcomes {
        fates.entry(&outcome.rule).or_default().push(outcome);
    }
    eprintln!("\nrule   killed  of");
    for (rule, all) in fates {
        let killed = all.iter().filter(|outcome| outcome.fate == Fate::Killed).count();
        eprintln!("{rule:<6} {killed:>6}  {:>2}", all.len());
        for outcome in all.iter().filter(|outcome| outcome.fate != Fate::Killed) {
            eprintln!("       {:?}: {}\n       {}", outcome.fate, outcome.what, outcome.test);
        }
    }
}
