//! What came of it, for people and for machines.

use serde_json::{Value, json};

use crate::load::Found;

/// One kind of fall.
pub(crate) struct Part {
    /// Its name.
    pub(crate) name: &'static str,
    /// Times that something fell.
    pub(crate) kills: u64,
    /// What the oracle found.
    pub(crate) found: Found,
    /// Profiles or relays that did not come up again.
    pub(crate) bricked: u64,
    /// Why it was not run, if it was not.
    pub(crate) skipped: Option<String>,
    /// Acknowledged cells that the control lost, where there is one: it must lose some.
    pub(crate) control: Option<(u64, u64)>,
    /// Anything else that a person should know.
    pub(crate) note: String,
}

impl Part {
    /// A part of which nothing has happened yet.
    #[must_use]
    pub(crate) fn new(name: &'static str) -> Self {
        let found = Found::default();
        let (kills, bricked) = (0, 0);
        Self { name, kills, found, bricked, skipped: None, control: None, note: String::new() }
    }

    /// A part that cannot be run here.
    #[must_use]
    pub(crate) fn skipped(name: &'static str, why: String) -> Self {
        Self { skipped: Some(why), ..Self::new(name) }
    }

    /// Whether all is well: nothing lost, and a control that shows that loss would have been seen.
    #[must_use]
    pub(crate) fn is_well(&self) -> bool {
        let teeth = self.control.is_none_or(|(_, lost)| lost > 0);
        self.found.lost == 0 && self.found.doubled == 0 && self.bricked == 0 && teeth
    }

    /// Says how far it is.
    pub(crate) fn progress(&self, of: u64) {
        let Found { acknowledged, lost, doubled } = self.found;
        eprintln!(
            "{}: {} of {of}, {acknowledged} acknowledged, {lost} lost, {doubled} doubled",
            self.name, self.kills
        );
    }

    fn json(&self) -> Value {
        json!({
            "name": self.name, "kills": self.kills, "acknowledged": self.found.acknowledged,
            "lost": self.found.lost, "doubled": self.found.doubled, "bricked": self.bricked,
            "skipped": self.skipped, "note": self.note,
            "control": self.control.map(|(acknowledged, lost)| {
                json!({ "acknowledged": acknowledged, "lost": lost })
            }),
        })
    }
}

/// All parts together.
#[must_use]
pub(crate) fn record(parts: &[Part], seed: u64, date: &str, commit: &str) -> Value {
    let sum = |count: fn(&Part) -> u64| parts.iter().map(count).sum::<u64>();
    json!({
        "date": date, "commit": commit, "seed": seed,
        "kills": sum(|part| part.kills),
        "acknowledged": sum(|part| part.found.acknowledged),
        "lost": sum(|part| part.found.lost),
        "doubled": sum(|part| part.found.doubled),
        "bricked": sum(|part| part.bricked),
        "parts": parts.iter().map(Part::json).collect::<Vec<_>>(),
    })
}
