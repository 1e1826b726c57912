//! Sentences about keeping a room.

use sitr_client::words::settings_in;

use crate::safe::{line, name};
use crate::words::{Group, lines, of, phrase, say, words};

lines! {
    NOT_DONE = Error "not-done";
    NO_GUIDELINES = Said "no-guidelines";
    GUIDELINES_ELSEWHERE = Said "guidelines-elsewhere";
    ACCEPTED = Said "accepted";
    NOT_ACCEPTED = Said "not-accepted";
    ASKED = Said "asked";
    NO_LOG = Said "log-empty";
    NO_LABEL = Error "no-label";
    NEEDS_END = Error "needs-end";
    NOTHING_TO_LIFT = Error "nothing-to-lift";
    GUIDELINES_UNEVEN = Error "guidelines-uneven";
    ANSWERS_WANTED = Said "answers-wanted";
    ACCEPT_WANTED = Said "accept-wanted";
    AS_MEMBER_WANTED = Said "as-member-wanted";
    ACCEPTANCE_WAITS = Said "acceptance-waits";
    VOUCHED = Confided "vouch";
    NO_NEWCOMERS = Said "no-newcomers";
    MEDIATION_OFFERED = Confided "mediation";
}

pub(crate) fn wrong_value(setting: &str, value: &str) -> String {
    say(&phrase::error_value(&line(value), &of(Group::Setting, setting)))
}

pub(crate) fn set(setting: &str) -> String {
    say(&phrase::setting_set(&of(Group::Setting, setting)))
}

/// A setting by the name that is typed for it, what people call it, and its value.
pub(crate) fn setting(what: &str, value: &str) -> String {
    let known = match value {
        "yes" | "no" => of(Group::Said, value),
        "always" | "all" | "youth" | "adults" | "none" => of(Group::Value, value),
        _ => line(value),
    };
    match of(Group::Setting, what) {
        called if called == what => format!("{what}: {known}"),
        called => format!("{what}: {known}  ({called})"),
    }
}

pub(crate) fn guideline(number: usize, rule: &str) -> String {
    format!("{number}. {}", line(rule))
}

pub(crate) fn measure(what: &str) -> String {
    say(&phrase::measure_taken(&of(Group::Measure, what)))
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
    say(&phrase::event_settings(&settings_in(words(), names)))
}

pub(crate) fn door(room: &str) -> String {
    say(&phrase::door_shows(&line(room)))
}

pub(crate) fn question(number: usize, question: &str) -> String {
    format!("{number}? {}", line(question))
}

/// Names come made safe.
pub(crate) fn came_by(who: &str, by: &str) -> String {
    say(&phrase::lineage_came_by(&line(who), &line(by)))
}

pub(crate) fn vouched_for(who: &str, by: &str) -> String {
    say(&phrase::lineage_vouched(&line(by), &line(who)))
}

/// A newcomer, and how many of how many vouch.
pub(crate) fn newcomer(who: &str, have: u32, need: u32) -> String {
    format!("{}  {}", line(who), say(&phrase::newcomer_vouches(have, need)))
}

pub(crate) fn vouches(by: &str, words: &str, counts: bool) -> String {
    let gone = match counts {
        true => String::new(),
        false => format!("  ({})", of(Group::Said, "vouch-gone")),
    };
    let words = line(words);
    let words = if words.is_empty() { words } else { format!(": {}", name(&words)) };
    format!("    {}{words}{gone}", line(by))
}

pub(crate) fn also_in(tags: &str) -> String {
    say(&phrase::guidelines_also(&line(tags), "--all-languages"))
}

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
