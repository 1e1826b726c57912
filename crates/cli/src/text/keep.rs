//! Sentences about keeping a room.

use std::sync::LazyLock;

use crate::safe::{line, name};
use crate::words::{Group, Line, of, phrase, say};

pub(crate) const NOT_DONE: &str = "the room does not have it so";
pub(crate) static NO_GUIDELINES: Line = LazyLock::new(|| of(Group::Said, "no-guidelines"));
pub(crate) static GUIDELINES_ELSEWHERE: Line =
    LazyLock::new(|| of(Group::Said, "guidelines-elsewhere"));
pub(crate) static ACCEPTED: Line = LazyLock::new(|| of(Group::Said, "accepted"));
pub(crate) static NOT_ACCEPTED: Line = LazyLock::new(|| of(Group::Said, "not-accepted"));
pub(crate) const ASKED: &str = "New invites ask this.";
pub(crate) static NO_LOG: Line = LazyLock::new(|| of(Group::Said, "log-empty"));
pub(crate) const NO_LABEL: &str = "this is no label; --help lists them";
pub(crate) const NEEDS_END: &str = "a timeout has an end: add --for 3d";
pub(crate) const NOTHING_TO_LIFT: &str = "nothing stands against this member";
pub(crate) const GUIDELINES_UNEVEN: &str =
    "the files must be named by a language tag, such as en.txt, and have the same number of rules";

pub(crate) fn wrong_value(setting: &str, value: &str) -> String {
    format!("'{}' is no value of {setting}: --help shows some", line(value))
}

pub(crate) fn set(setting: &str) -> String {
    format!("Set: {setting}.")
}

pub(crate) fn setting(what: &str, value: &str) -> String {
    format!("{what}: {}", line(value))
}

pub(crate) fn guideline(number: usize, rule: &str) -> String {
    format!("{number}. {}", line(rule))
}

pub(crate) fn measure(what: &str) -> String {
    format!("Done, and in the log: {what}.")
}

/// An entry of the log.
pub(crate) struct Entry<'a> {
    pub(crate) at: &'a str,
    pub(crate) by: &'a str,
    pub(crate) number: u32,
    pub(crate) measure: &'a str,
    pub(crate) whom: &'a str,
    pub(crate) rule: u16,
    pub(crate) until: &'a str,
    pub(crate) reason: &'a str,
    pub(crate) is_missing: bool,
}

pub(crate) fn entry(entry: &Entry<'_>) -> String {
    let Entry { at, by, number, measure, whom, rule, until, reason, is_missing } = entry;
    let gap = if *is_missing { say(&phrase::log_missing(&line(by))) + "\n" } else { String::new() };
    let whom = if whom.is_empty() { String::new() } else { format!(" {}", name(whom)) };
    let measure = of(Group::Measure, measure);
    let rule = match rule {
        0 => String::new(),
        rule => format!(", {}", say(&phrase::log_rule(*rule))),
    };
    let until = match *until {
        "" => String::new(),
        day => format!(", {}", say(&phrase::log_until(day))),
    };
    let reason = line(reason);
    let reason = if reason.is_empty() { String::new() } else { format!(": {}", name(&reason)) };
    format!("{gap}[{at}] {} {number}  {measure}{whom}{rule}{until}{reason}", name(by))
}

pub(crate) fn notice_settings(names: &[String]) -> String {
    say(&phrase::event_settings(&names.join(", ")))
}

pub(crate) fn door(room: &str) -> String {
    say(&phrase::door_shows(&line(room)))
}

pub(crate) fn question(number: usize, question: &str) -> String {
    format!("{number}? {}", line(question))
}

pub(crate) static ANSWERS_WANTED: Line = LazyLock::new(|| of(Group::Said, "answers-wanted"));
pub(crate) static ACCEPT_WANTED: Line = LazyLock::new(|| of(Group::Said, "accept-wanted"));

pub(crate) static ACCEPTANCE_WAITS: Line = LazyLock::new(|| of(Group::Said, "acceptance-waits"));

/// Names come made safe.
pub(crate) fn came_by(who: &str, by: &str) -> String {
    format!("{} came by the invite of {}", line(who), line(by))
}

pub(crate) static VOUCHED: Line = LazyLock::new(|| of(Group::Confided, "vouch"));
pub(crate) static NO_NEWCOMERS: Line = LazyLock::new(|| of(Group::Said, "no-newcomers"));

pub(crate) fn vouched_for(who: &str, by: &str) -> String {
    format!("{} was vouched for by {}", line(who), line(by))
}

/// A newcomer, and how many of how many vouch.
pub(crate) fn newcomer(who: &str, have: u32, need: u32) -> String {
    format!("{}  {}", line(who), say(&phrase::newcomer_vouches(have, need)))
}

pub(crate) fn vouches(by: &str, words: &str, counts: bool) -> String {
    let gone = if counts { "" } else { "  (no more of the room, or may not vouch now)" };
    let words = line(words);
    let words = if words.is_empty() { words } else { format!(": {}", name(&words)) };
    format!("    {}{words}{gone}", line(by))
}

pub(crate) fn also_in(tags: &str) -> String {
    say(&phrase::guidelines_also(&line(tags), "--all-languages"))
}

pub(crate) static MEDIATION_OFFERED: Line = LazyLock::new(|| of(Group::Confided, "mediation"));

/// An offer to mediate.
pub(crate) fn mediation(
    id: &str,
    who: &str,
    with: &str,
    words: &str,
    until: &str,
    days: u32,
) -> String {
    let id: String = id.chars().take(12).collect();
    let words = line(words);
    let words = if words.is_empty() { words } else { format!("  {}", name(&words)) };
    let offer = say(&phrase::mediation_offer(&line(who), &line(with), until, days));
    format!("{id}  {offer}{words}")
}
