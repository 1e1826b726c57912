//! Applying mutants, one by one, and seeing what the tests say.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::list::Mutant;

/// A test that takes longer than this hangs: its mutant was noticed.
const PATIENCE: Duration = Duration::from_secs(600);

/// What became of a mutant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// The named test failed, as it must.
    Killed,
    /// It passed: nobody would notice if the check were gone.
    Survived,
    /// The mutant does not compile, or its text is not there: it says nothing.
    Broken,
    /// The named test fails, or is not there, without the mutant.
    Unsound,
}

/// A mutant and what became of it.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    /// The rule.
    pub rule: String,
    /// What was not checked.
    pub what: String,
    /// The test, as it was called.
    pub test: String,
    /// What became of it.
    pub fate: Fate,
}

/// Where mutants are built and tested.
pub struct Workshop {
    /// The copy of the tree.
    pub tree: PathBuf,
    /// Where Cargo builds.
    pub target: PathBuf,
    /// The real relay, for tests from outside.
    pub relay: Option<PathBuf>,
}

impl Workshop {
    fn cargo(&self, package: &str, target: &str, rest: &[&str]) -> Command {
        let mut command = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()));
        command
            .args(["test", "--quiet", "-p", package])
            .args(target.split_whitespace())
            .args(rest)
            .current_dir(&self.tree)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_INCREMENTAL", "1")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if let Some(relay) = &self.relay {
            command.env("SITR_RELAY_BIN", relay);
        }
        command
    }

    fn builds(&self, package: &str, target: &str) -> bool {
        self.cargo(package, target, &["--no-run"]).status().is_ok_and(|status| status.success())
    }

    /// Whether the test passes. One that hangs does not.
    fn passes(&self, package: &str, target: &str, test: &str) -> bool {
        let Ok(mut child) = self.cargo(package, target, &["--", test]).spawn() else {
            return false;
        };
        let started = Instant::now();
        loop {
            match child.try_wait() {
                Ok(Some(status)) => return status.success(),
                Ok(None) if started.elapsed() < PATIENCE => {
                    std::thread::sleep(Duration::from_millis(100));
                }
                _ => {
                    // It may have ended by itself in between.
                    let _ = child.kill();
                    let _ = child.wait();
                    return false;
                }
            }
        }
    }

    /// How many tests a name stands for.
    fn count(&self, package: &str, target: &str, test: &str) -> usize {
        let mut command = self.cargo(package, target, &["--", test, "--list"]);
        let output = command.stdout(Stdio::piped()).output();
        let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
        text.map_or(0, |text| text.lines().filter(|line| line.ends_with(": test")).count())
    }

    fn try_one(&self, mutant: &Mutant, baseline: &mut BTreeMap<[String; 3], bool>) -> Fate {
        let Mutant { package, target, test, .. } = mutant;
        let sound =
            baseline.entry([package.clone(), target.clone(), test.clone()]).or_insert_with(|| {
                self.passes(package, target, test) && self.count(package, target, test) > 0
            });
        if !*sound {
            return Fate::Unsound;
        }
        let path = self.tree.join(&mutant.file);
        let Ok(honest) = fs::read_to_string(&path) else { return Fate::Broken };
        let Ok(broken) = mutant.apply(&honest) else { return Fate::Broken };
        if fs::write(&path, broken).is_err() {
            return Fate::Broken;
        }
        let fate = if !self.builds(package, target) {
            Fate::Broken
        } else if self.passes(package, target, test) {
            Fate::Survived
        } else {
            Fate::Killed
        };
        match fs::write(&path, honest) {
            Ok(()) => fate,
            Err(_) => Fate::Broken,
        }
    }

    /// Tries all of them; `told` hears of each as it is done.
    pub fn run(&self, mutants: &[Mutant], mut told: impl FnMut(&Outcome)) -> Vec<Outcome> {
        let mut baseline = BTreeMap::new();
        let one = |mutant: &Mutant| {
            let fate = self.try_one(mutant, &mut baseline);
            let Mutant { rule, what, package, target, test, .. } = mutant;
            let test = format!("cargo test -p {package} {target} -- {test}");
            let outcome = Outcome { rule: rule.clone(), what: what.clone(), test, fate };
            told(&outcome);
            outcome
        };
        mutants.iter().map(one).collect()
    }
}

/// The root of the tree that this program was built from.
///
/// # Errors
/// If it is not there any more.
pub fn root() -> std::io::Result<PathBuf> {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()
}
