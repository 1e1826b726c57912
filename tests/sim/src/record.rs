//! What a run of worlds leaves behind: numbers, and every promise that was broken, with its seed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sitr_sim::Outcome;

/// What became of the worlds that have lived so far.
pub(crate) struct Record {
    date: String,
    commit: String,
    first_seed: u64,
    outcomes: Vec<Outcome>,
}

impl Record {
    /// An empty one, of today and of the tree as it stands now.
    pub(crate) fn begins(first_seed: u64) -> Self {
        let date = jiff::Timestamp::now().strftime("%Y-%m-%d").to_string();
        Self { date, commit: commit(), first_seed, outcomes: Vec::new() }
    }

    /// One more world has lived.
    pub(crate) fn takes(&mut self, outcome: Outcome) {
        self.outcomes.push(outcome);
    }

    /// How many worlds have lived.
    pub(crate) fn worlds(&self) -> usize {
        self.outcomes.len()
    }

    /// How many of them broke a promise.
    pub(crate) fn broken(&self) -> usize {
        self.outcomes.iter().filter(|outcome| outcome.broken.is_some()).count()
    }

    /// All of it in numbers. `is_whole` is false as long as more worlds are to come.
    pub(crate) fn told(&self, is_whole: bool) -> Value {
        let outcomes = &self.outcomes;
        let sum = |count: fn(&Outcome) -> u64| outcomes.iter().map(count).sum::<u64>();
        let mut lying: BTreeMap<&str, u64> = BTreeMap::new();
        for outcome in outcomes {
            *lying.entry(outcome.plan.lying.name()).or_default() += 1;
        }
        let mut broken: Vec<(u64, &str)> = outcomes
            .iter()
            .filter_map(|it| Some((it.plan.seed, it.broken.as_ref()?.0.as_str())))
            .collect();
        broken.sort_unstable();
        let broken: Vec<Value> = broken
            .into_iter()
            .map(|(seed, promise)| json!({ "seed": seed, "promise": promise }))
            .collect();
        json!({
            "date": self.date,
            "commit": self.commit,
            "is_whole": is_whole,
            "first_seed": self.first_seed,
            "last_seed": outcomes.iter().map(|it| it.plan.seed).max(),
            "worlds": outcomes.len(),
            "devices": sum(|it| it.plan.devices as u64),
            "most_devices": outcomes.iter().map(|it| it.plan.devices).max(),
            "events": sum(|it| it.counts.events),
            "acknowledged": sum(|it| it.counts.acknowledged),
            "further_devices": sum(|it| it.counts.further),
            "lists_of_rooms": sum(|it| it.counts.lists),
            "texts": sum(|it| it.counts.texts),
            "epochs": sum(|it| it.counts.epochs),
            "connections_cut": sum(|it| it.counts.cuts),
            "commits_failed": sum(|it| it.counts.commits_failed),
            "relay_deaths": sum(|it| it.counts.relay_deaths),
            "device_deaths": sum(|it| it.counts.device_deaths),
            "disk_faults": sum(|it| it.counts.disk_faults),
            "rooms_without_steward": sum(|it| it.counts.orphaned),
            "profiles_put_back": sum(|it| it.counts.copies),
            "days": sum(|it| it.counts.days),
            "lies": sum(|it| it.counts.lies),
            "worlds_by_relay": lying,
            "broken": broken,
        })
    }

    /// Keeps it in a folder, in the place of what this run has kept there before: a run that is stopped leaves
    /// what it had done.
    ///
    /// # Errors
    /// If the folder cannot be written.
    pub(crate) fn keep(&self, folder: &Path, is_whole: bool) -> std::io::Result<()> {
        std::fs::create_dir_all(folder)?;
        let path = folder.join(format!("sim-{}.json", self.date));
        let half = path.with_extension("json.half");
        std::fs::write(&half, format!("{:#}\n", self.told(is_whole)))?;
        std::fs::rename(half, path)
    }
}

/// The folder of the tree.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The commit of the tree: as the one who built a program to be carried elsewhere said it, or as git says it.
fn commit() -> String {
    if let Some(built) = option_env!("SITR_COMMIT") {
        return built.to_owned();
    }
    let git = std::process::Command::new("git")
        .args(["rev-parse", "--short=12", "HEAD"])
        .current_dir(root())
        .output();
    let sane = git.ok().filter(|output| output.status.success());
    sane.map_or_else(
        || "unknown".to_owned(),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    )
}
