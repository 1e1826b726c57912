//! Sentences about keeping a room.

use crate::safe::{line, name};

pub(crate) const NOT_DONE: &str = "the room does not have it so";
pub(crate) const NO_GUIDELINES: &str = "The room has no guidelines.";
pub(crate) const GUIDELINES_ELSEWHERE: &str = "The room has guidelines, and this device has not got their text: ask an admin to say them again.";
pub(crate) const ACCEPTED: &str = "You have accepted the guidelines.";
pub(crate) const NOT_ACCEPTED: &str =
    "You have not accepted them, and read only: sitr guidelines ROOM --accept";
pub(crate) const ASKED: &str = "New invites ask this.";
pub(crate) const NO_LOG: &str = "Nothing was done in this room yet.";
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
    let gap = if *is_missing {
        format!("ALARM: an entry of {} before this one is missing.\n", name(by))
    } else {
        String::new()
    };
    let whom = if whom.is_empty() { String::new() } else { format!(" {}", name(whom)) };
    let rule = if *rule == 0 { String::new() } else { format!(", rule {rule}") };
    let until = if until.is_empty() { String::new() } else { format!(", until {until}") };
    let reason = line(reason);
    let reason = if reason.is_empty() { String::new() } else { format!(": {}", name(&reason)) };
    format!("{gap}[{at}] {} {number}  {measure}{whom}{rule}{until}{reason}", name(by))
}

pub(crate) fn notice_settings(names: &[String]) -> String {
    format!("The room decided otherwise: {}.", names.join(", "))
}

pub(crate) fn door(room: &str) -> String {
    format!("{} shows this to who knocks:", name(room))
}

pub(crate) fn question(number: usize, question: &str) -> String {
    format!("{number}? {}", line(question))
}

pub(crate) const ANSWERS_WANTED: &str =
    "the room asks something: answer each question by one --answer, in their order";
pub(crate) const ACCEPT_WANTED: &str =
    "Add --accept if you will keep these guidelines; without it you will read only.";

pub(crate) const ACCEPTANCE_WAITS: &str = "You accept them. You speak as soon as somebody who keeps the room is there: run this again to see.";
