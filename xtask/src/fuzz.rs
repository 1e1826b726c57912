//! Fuzzing, with cargo-fuzz in a workspace of its own.

use std::fs;
use std::path::Path;

use crate::step::{Failed, Step};
use crate::verbs::{require, with_summary};

/// The fuzzer's package.
const FOLDER: &str = "tests/fuzz";
/// Where it builds, and where it keeps what it finds on the way: the committed corpus stays small.
const BUILD: &str = "target/fuzz";

/// The targets, by the fuzzer's own sources.
fn targets(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder.join("fuzz_targets"))? {
        let path = entry?.path();
        names.extend(path.file_stem().map(|name| name.to_string_lossy().into_owned()));
    }
    names.sort();
    Ok(names)
}

/// The instrumentation is a feature that only nightly compilers offer by themselves.
fn step(target: &str, seconds: u32) -> Step {
    let found = format!("{BUILD}/found/{target}");
    let args = format!(
        "fuzz run --fuzz-dir {FOLDER} --target-dir {BUILD} {target} {found} \
         {FOLDER}/corpus/{target} -- -max_total_time={seconds} -print_final_stats=1"
    );
    Step::cargo(format!("fuzz {target}"), &args).env("RUSTC_BOOTSTRAP", "1").hint(format!(
        "the input lies in {FOLDER}/artifacts/{target}; put a small copy into \
         {FOLDER}/corpus/{target}, where a normal test replays it"
    ))
}

/// Fuzzes one target, or each.
pub(crate) fn fuzz(target: Option<&str>, seconds: u32, json: bool) -> Result<(), Failed> {
    require("cargo-fuzz", "cargo install --locked cargo-fuzz")?;
    eprintln!(
        "no nightly compiler is needed: RUSTC_BOOTSTRAP=1 is set for the fuzzer's builds alone"
    );
    let Ok(known) = targets(Path::new(FOLDER)) else {
        eprintln!("{FOLDER} is not here: run it from the root of the tree");
        return Err(Failed);
    };
    let wanted: Vec<&String> =
        known.iter().filter(|name| target.is_none_or(|target| target == *name)).collect();
    if wanted.is_empty() {
        eprintln!("no such target; there are: {}", known.join(" "));
        return Err(Failed);
    }
    with_summary(wanted.len(), json, |runner| {
        wanted.iter().try_for_each(|name| {
            if let Err(error) = fs::create_dir_all(format!("{BUILD}/found/{name}")) {
                eprintln!("{BUILD} cannot be written: {error}");
                return Err(Failed);
            }
            runner.run(&step(name, seconds))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_in_the_tree() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(FOLDER);
        let known = targets(&root).unwrap();
        assert!(known.iter().any(|name| name == "request"));
        assert!(known.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
