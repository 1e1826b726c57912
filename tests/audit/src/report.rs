//! What an audit says: to people, to machines, in the book.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::games::{self, Level};
use crate::page;
use crate::referee::{Played, Row, Verdict};
use crate::run::{Options, Outcome};

/// What the operator is known to learn from a copied disk. Each stands in the threat model; anything else
/// that is learned there is a failure.
const KNOWN: &[(&str, Level)] = &[
    ("kind-of-cell", Level::CopiedDisk),
    ("kind-of-cell", Level::CopiedDiskToday),
    ("succession", Level::CopiedDiskToday),
    ("invite-pair", Level::CopiedDiskToday),
];

/// When and of what.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// The day, in UTC.
    pub date: String,
    /// The commit.
    pub commit: String,
}

impl Stamp {
    /// Now, and of the commit that is checked out.
    #[must_use]
    pub fn now() -> Self {
        let date = jiff::Timestamp::now().strftime("%Y-%m-%d").to_string();
        let git = std::process::Command::new("git")
            .args(["rev-parse", "--short=12", "HEAD"])
            .current_dir(page::path("."))
            .output();
        let commit = git.ok().filter(|output| output.status.success()).map_or_else(
            || "unknown".to_owned(),
            |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
        );
        Self { date, commit }
    }
}

/// Everything for which an audit fails.
#[must_use]
pub fn failures(outcome: &Outcome) -> Vec<String> {
    let mut all: Vec<String> =
        outcome.canaries.iter().map(|found| format!("on the relay: {found}")).collect();
    all.extend(outcome.fields.iter().cloned());
    match (page::read(page::FIELDS), crate::fields::tables()) {
        (Ok(page), Ok(tables)) => {
            if page::part(&page, "fields").map(str::trim) != Some(tables.trim()) {
                all.push(format!("{} lags behind: `cargo xtask audit --write`", page::FIELDS));
            }
        }
        (Err(error), _) => all.push(format!("{}: {error}", page::FIELDS)),
        (_, Err(wrong)) => all.extend(wrong),
    }
    all.extend(outcome.played.iter().filter_map(failure));
    all
}

fn failure(played: &Played) -> Option<String> {
    let row = &played.rows[0];
    let (game, level) = (row.game, row.level.name());
    match played.verdict {
        Verdict::Blind => Some(format!("{game} at {level}: void, the planted leak was not found")),
        Verdict::Biased => {
            Some(format!("{game} at {level}: void, the shuffled arm is not at chance"))
        }
        Verdict::Learns if row.level != Level::Direct && !KNOWN.contains(&(game, row.level)) => {
            Some(format!("{game} at {level}: the copied disk tells more than chance"))
        }
        Verdict::Learns | Verdict::Chance | Verdict::Few => None,
    }
}

/// The rows, for machines.
#[must_use]
pub fn rows(outcome: &Outcome) -> Value {
    let row = |row: &Row| {
        let round = |value: f64| (value * 10_000.0).round() / 10_000.0;
        json!({
            "game": row.game, "level": row.level.name(), "arm": row.arm.name(),
            "value": round(row.value), "low": round(row.low), "high": round(row.high),
        })
    };
    outcome.played.iter().flat_map(|played| played.rows.iter().map(row)).collect()
}

/// The record that is kept.
#[must_use]
pub fn record(outcome: &Outcome, options: Options, stamp: &Stamp) -> Value {
    let [connections, frames, cells] = outcome.looked_at;
    json!({
        "date": stamp.date, "commit": stamp.commit, "seeds": options.seeds(),
        "devices": options.size().devices, "rooms": options.size().rooms,
        "connections": connections, "frames": frames, "cells": cells,
        "canaries_found": outcome.canaries, "failures": failures(outcome), "rows": rows(outcome),
    })
}

fn verdict(played: &Played) -> &'static str {
    match played.verdict {
        Verdict::Chance => "chance",
        Verdict::Learns if played.rows[0].level == Level::Direct => "learns",
        Verdict::Learns => "**learns**",
        Verdict::Blind | Verdict::Biased => "void",
        Verdict::Few => "too few",
    }
}

/// The table of the book.
#[must_use]
pub fn table(outcome: &Outcome, options: Options, stamp: &Stamp) -> String {
    let [connections, frames, cells] = outcome.looked_at;
    let seeds = options.seeds();
    let mut text = format!(
        "Measured on {}, commit {}: {} communities (seeds {} to {}), each of {} devices in {} rooms; {connections} \
         connections, {frames} frames, {cells} cells. Values with intervals of 95 %.\n\n\
         | game | level | real | planted | shuffled | chance | trials | so |\n|---|---|---|---|---|---|---|---|\n",
        stamp.date,
        stamp.commit,
        seeds.len(),
        seeds.first().unwrap_or(&0),
        seeds.last().unwrap_or(&0),
        options.size().devices,
        options.size().rooms,
    );
    for played in &outcome.played {
        let arm = |row: &Row| format!("{:.2} ({:.2} to {:.2})", row.value, row.low, row.high);
        let [real, planted, shuffled] = &played.rows;
        let chance = games::all()
            .iter()
            .find(|game| game.name() == real.game)
            .map_or(0.0, |game| game.measure().chance());
        let line = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {chance} | {} | {} |",
            real.game,
            real.level.name(),
            arm(real),
            arm(planted),
            arm(shuffled),
            played.trials,
            verdict(played),
        );
        // Writing to a String does not fail.
        line.unwrap_or(());
    }
    text
}
