//! The public conformance suite for WebSocket (Autobahn) against the relay's own framer. The suite is written in
//! Python 2.7 and was never carried on to a newer one.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::evidence;
use crate::reproduce::said;
use crate::step::{Failed, Runner, Step};
use crate::verbs::with_summary;

/// The suite and all that it needs, pinned.
const REQUIREMENTS: &str = "tests/autobahn/requirements.txt";
/// Where they are installed.
const PACKAGES: &str = "target/autobahn/packages";
/// Where the suite writes its pages, one a case.
const OUT: &str = "target/autobahn/found";
/// Names the interpreter, where it is not found by itself.
const PYTHON: &str = "SITR_PYTHON2";
/// What is missing, and who must act.
const MISSING: &str = "the suite needs Python 2.7 with pip: install one (pyenv install 2.7.18 does), and \
                       name it by SITR_PYTHON2 where it is not python2.7 in PATH";

fn is_python2(program: &str) -> bool {
    let asks = "import sys, pip; sys.exit(sys.version_info[:2] != (2, 7))";
    let mut command = Command::new(program);
    command.args(["-c", asks]).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Interpreters that may be the right one: the one that is named, those in the path, those of pyenv.
fn candidates() -> Vec<String> {
    let mut all: Vec<String> = std::env::var(PYTHON).into_iter().collect();
    all.extend(["python2.7", "python2"].map(str::to_owned));
    let root = std::env::var_os("PYENV_ROOT").map(PathBuf::from);
    let home = std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".pyenv"));
    let versions = root.or(home).map(|root| root.join("versions"));
    let entries = versions.and_then(|versions| std::fs::read_dir(versions).ok());
    for entry in entries.into_iter().flatten().flatten() {
        all.push(entry.path().join("bin/python2.7").to_string_lossy().into_owned());
    }
    all
}

/// Installs the suite, beside nothing else.
fn install(runner: &mut Runner, python: &str) -> Result<(), Failed> {
    let args = format!(
        "-m pip install --quiet --disable-pip-version-check --no-deps --upgrade --require-hashes \
         --target {PACKAGES} -r {REQUIREMENTS}"
    );
    runner.run(&Step::program("the suite", python, &args).hint("the packages come from PyPI"))?;
    // Packages that share a name space find each other only by a file that pip leaves out here.
    std::fs::write(format!("{PACKAGES}/zope/__init__.py"), "").map_err(|error| {
        eprintln!("{PACKAGES} cannot be written: {error}");
        Failed
    })
}

/// Keeps what the test summed up, with the day and the commit before it.
fn keep() -> Result<(), String> {
    let date = said("date", &["-u", "+%Y-%m-%d"])?;
    let commit = said("git", &["describe", "--always", "--dirty"])?;
    let summary = format!("{OUT}/summary.json");
    let summary = std::fs::read_to_string(&summary).map_err(|why| format!("{summary}: {why}"))?;
    let file = format!("{}/conformance-{date}.json", evidence::FOLDER);
    std::fs::write(&file, dated(&summary, &date, &commit))
        .map_err(|why| format!("{file}: {why}"))?;
    eprintln!("written: {file}");
    Ok(())
}

/// The same object with more fields before the others.
fn dated(summary: &str, date: &str, commit: &str) -> String {
    let said = [("what", "cargo xtask conformance"), ("commit", commit), ("date", date)];
    let fields: String = said.iter().map(|(key, it)| format!("\n  \"{key}\": \"{it}\",")).collect();
    summary.replacen('{', &format!("{{{fields}"), 1)
}

/// The verb: every case that applies, or those of large messages as well.
pub(crate) fn conformance(long: bool, record: bool, json: bool) -> Result<(), Failed> {
    let Some(python) = candidates().into_iter().find(|program| is_python2(program)) else {
        eprintln!("FAILED: {MISSING}");
        return Err(Failed);
    };
    let Ok(here) = std::env::current_dir() else {
        eprintln!("FAILED: the present folder is gone");
        return Err(Failed);
    };
    let absolute = |path: &str| here.join(path).to_string_lossy().into_owned();
    let test = "test -p sitr-relay --lib connection::conformance -- --ignored --nocapture";
    let cases = Step::cargo("conformance", test)
        .env("SITR_SUITE_PYTHON", &python)
        .env("SITR_SUITE_PACKAGES", absolute(PACKAGES))
        .env("SITR_SUITE_OUT", absolute(OUT))
        .env("SITR_SUITE", if long { "long" } else { "short" })
        .hint(format!("each case has a page in {OUT}, with every byte; index.html lists them"));
    with_summary(2, json, |runner| {
        install(runner, &python)?;
        runner.run(&cases)?;
        if !record {
            return Ok(());
        }
        keep().map_err(|why| {
            eprintln!("the findings cannot be kept: {why}");
            Failed
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_are_kept_with_their_day() {
        let kept = dated("{\n  \"cases\": 301\n}\n", "2026-11-21", "abc1234");
        assert!(kept.starts_with("{\n  \"what\": \"cargo xtask conformance\",\n"), "{kept}");
        assert!(kept.ends_with("\n  \"date\": \"2026-11-21\",\n  \"cases\": 301\n}\n"), "{kept}");
    }

    #[test]
    fn another_python_is_not_taken() {
        assert!(!is_python2("no-such-python"));
        assert!(!is_python2("true-and-false"));
        assert!(!is_python2("python3"));
    }
}
