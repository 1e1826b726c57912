//! The committed corpus, replayed.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use sitr_fuzz_targets::{TARGETS, run, seeds};

/// Bytes of the whole corpus, which everybody clones.
const CORPUS_MAX_BYTES: u64 = 256 * 1024;

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus")
}

fn files(target: &str) -> Vec<PathBuf> {
    let folder = corpus().join(target);
    let entries = fs::read_dir(&folder).unwrap_or_else(|_| panic!("no corpus for {target}"));
    entries.map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn nothing_in_the_corpus_breaks_a_rule() {
    let mut bytes = 0;
    for (target, _) in TARGETS {
        for file in files(target) {
            let data = fs::read(&file).unwrap();
            bytes += data.len() as u64;
            run(target, &data);
            // Neighbours of what is accepted lie where decoders are careless.
            for at in 0..data.len().min(64) {
                let mut near = data.clone();
                near[at] ^= 0x41;
                run(target, &near);
                run(target, &data[..at]);
            }
        }
    }
    assert!(bytes <= CORPUS_MAX_BYTES, "the corpus has {bytes} bytes");
}

#[test]
fn every_seed_is_accepted_and_stands_in_the_corpus() {
    let mut seeded = BTreeSet::new();
    for (target, name, data) in seeds::all() {
        assert!(run(target, &data), "{target}: {name} is not accepted");
        let committed = fs::read(corpus().join(target).join(&name)).ok();
        let hint = "`cargo test -p sitr-fuzz-targets -- --ignored` writes it";
        assert!(committed == Some(data), "{target}: {name} is stale: {hint}");
        seeded.insert(target);
    }
    assert_eq!(seeded.len(), TARGETS.len(), "a target without a seed");
}

#[test]
#[ignore = "writes the seeds"]
fn write_the_seeds() {
    for (target, name, data) in seeds::all() {
        let folder = corpus().join(target);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(name), data).unwrap();
    }
}

#[test]
fn the_fuzzer_knows_every_target() {
    let manifest = include_str!("../../Cargo.toml");
    for (target, _) in TARGETS {
        assert!(manifest.contains(&format!("name = \"{target}\"\n")), "{target} has no binary");
    }
    assert_eq!(manifest.matches("[[bin]]").count(), TARGETS.len());
}
