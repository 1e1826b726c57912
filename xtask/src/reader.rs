//! The independent reader: a client in Python, written from the specification alone, against a real relay.

use std::process::{Command, Stdio};

use crate::step::{Failed, Runner, Step};
use crate::verbs::{With, built, with_summary};

/// Where the reader lies.
const FOLDER: &str = "tests/reader";
/// Its Python packages, as `FOLDER/requirements.txt` pins them.
const VENV: &str = "target/reader-venv";
/// Set where a skipped reader is a failure.
const REQUIRED: &str = "SITR_REQUIRE_READER";
/// What is missing, and who must act.
const MISSING: &str =
    "it needs python3 (3.9 or newer) with venv; on Debian: apt-get install python3 python3-venv";
/// Steps of [`run`].
const STEPS: usize = 5;

fn python() -> &'static str {
    if cfg!(windows) { "python" } else { "python3" }
}

fn python_of_venv() -> String {
    let inside = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };
    format!("{VENV}/{inside}")
}

/// Whether there is a Python that can do it.
fn is_there(program: &str) -> bool {
    let asks = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 9))";
    let mut command = Command::new(program);
    command.args(["-c", asks]).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// How many steps a run of the tests takes here: none where there is no Python, in one clear line.
///
/// # Errors
/// If there is none and it is required.
pub(crate) fn steps() -> Result<usize, Failed> {
    if is_there(python()) {
        return Ok(STEPS);
    }
    if std::env::var_os(REQUIRED).is_some() {
        eprintln!("FAILED: the independent reader cannot run and {REQUIRED} is set: {MISSING}");
        return Err(Failed);
    }
    eprintln!("SKIPPED: the independent reader: {MISSING}");
    Ok(0)
}

/// Builds what the reader talks to, installs what it needs, and runs it.
pub(crate) fn run(runner: &mut Runner, with: With<'_>, json: bool) -> Result<(), Failed> {
    let relay = built(runner, with, "sitr-relay", "bin", "sitr-relay")?;
    let exporter = built(runner, with, "sitr-e2e", "example", "export_room")?;
    runner.run(
        &Step::program("reader: environment", python(), &format!("-m venv {VENV}")).hint(MISSING),
    )?;
    let install = format!(
        "-m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
         -r {FOLDER}/requirements.txt"
    );
    runner.run(&Step::program("reader: packages", python_of_venv(), &install).hint(format!(
        "the packages come from PyPI; without a network delete nothing in {VENV}"
    )))?;
    let option = if json { "--json" } else { "" };
    let checks = format!("-m sitr_reader {option}");
    runner.run(
        &Step::program("reader: checks", python_of_venv(), &checks)
            .env("PYTHONPATH", FOLDER)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("SITR_RELAY_BIN", relay)
            .env("SITR_EXPORT_ROOM_BIN", exporter)
            .hint("documents, vectors and relay do not say the same; docs/src/reference/independent-reader.md"),
    )
}

/// The verb: here a missing Python is a failure.
pub(crate) fn reader(json: bool) -> Result<(), Failed> {
    if !is_there(python()) {
        eprintln!("FAILED: the independent reader cannot run: {MISSING}");
        return Err(Failed);
    }
    with_summary(STEPS, json, |runner| run(runner, With::NOTHING, json))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_python_that_is_not_there_is_noticed() {
        assert!(!is_there("no-such-python"));
        assert!(!is_there("false"));
        assert!(is_there("true"));
    }
}
