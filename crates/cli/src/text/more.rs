//! Sentences about what members do beside talking.

use std::sync::LazyLock;

use crate::safe::{line, name};
use crate::text::MARK_EDITED;
use crate::words::{Group, Line, of, phrase, say};

pub(crate) const NO_REASON: &str = "this is no reason; --help lists them";
pub(crate) static REPORTED: Line = LazyLock::new(|| of(Group::Confided, "report"));
pub(crate) static WHISPERED: Line = LazyLock::new(|| of(Group::Confided, "whisper"));
pub(crate) static APPEALED: Line = LazyLock::new(|| of(Group::Confided, "appeal"));
pub(crate) static CALLED: Line = LazyLock::new(|| of(Group::Confided, "call"));
pub(crate) static ANSWERED: Line = LazyLock::new(|| of(Group::Confided, "answer"));
pub(crate) const NO_ENTRY: &str = "no single entry of the log begins so: see 'sitr mod log --json'";
pub(crate) const NO_ASIDE: &str = "nothing that asks for an answer begins so: see 'sitr desk'";
pub(crate) const MUTED: &str = "It is so on this device.";
pub(crate) const FROM_ONE: &str = "options are counted from 1 on";
pub(crate) const NO_POLL: &str = "this message is no poll";
pub(crate) static VOTED: Line = LazyLock::new(|| of(Group::Confided, "vote"));
pub(crate) const FETCHED: &str = "It is the file that its author sent.";
pub(crate) const KEPT: &str = "Kept on this device.";
pub(crate) static NOT_REVIEWED: Line = LazyLock::new(|| of(Group::Said, "care-not-reviewed"));

pub(crate) fn aside(at: &str, id: &str, kind: &str, who: Option<&str>, words: &str) -> String {
    let who = who.map_or_else(|| "somebody".to_owned(), name);
    let id: String = id.chars().take(12).collect();
    format!("[{at}] {id}  {kind} of {who}: {}", line(words))
}

/// A post, for a line.
pub(crate) struct Shown<'a> {
    pub(crate) at: &'a str,
    pub(crate) id: &'a str,
    pub(crate) who: &'a str,
    pub(crate) role: &'a str,
    pub(crate) text: &'a str,
    pub(crate) is_folded: bool,
    pub(crate) labels: &'a str,
    pub(crate) edited: bool,
    pub(crate) reactions: &'a str,
}

pub(crate) fn post(post: &Shown<'_>) -> String {
    let id: String = post.id.chars().take(12).collect();
    let role = if matches!(post.role, "" | "member") {
        String::new()
    } else {
        format!(" ({})", of(Group::Role, post.role))
    };
    let fold = if post.is_folded { fold(post.labels) } else { String::new() };
    let edited = if post.edited { MARK_EDITED.as_str() } else { "" };
    let reactions = if post.reactions.is_empty() {
        String::new()
    } else {
        format!("  {}", line(post.reactions))
    };
    let words = line(post.text);
    format!("[{}] {id} {}{role}: {fold}{words}{edited}{reactions}", post.at, name(post.who))
}

/// That something is folded, and for what; labels are joined by commas.
pub(crate) fn fold(labels: &str) -> String {
    if labels.is_empty() {
        return format!("({}) ", of(Group::Mark, "folded"));
    }
    let labels: Vec<String> = labels.split(", ").map(|label| of(Group::Label, label)).collect();
    format!("({}) ", say(&phrase::mark_folded_for(&labels.join(", "))))
}

pub(crate) fn option(number: usize, option: &str, count: Option<u32>) -> String {
    let count = count.map_or_else(String::new, |count| format!("  {count}"));
    format!("    {number}. {}{count}", line(option))
}

pub(crate) fn topic(id: &str, title: &str, unread: u32, muted: bool) -> String {
    let id: String = id.chars().take(12).collect();
    let muted = if muted { "  (muted)" } else { "" };
    format!("{id}  {}  {}{muted}", name(title), say(&phrase::topic_unread(unread)))
}

pub(crate) fn card_line(text: &str, source: &str) -> String {
    if source.is_empty() { line(text) } else { format!("{} [{}]", line(text), line(source)) }
}

pub(crate) fn kept(number: i64, words: &str) -> String {
    format!("{number}  {}", line(words))
}

pub(crate) fn found(what: &[&str]) -> String {
    if what.is_empty() {
        return of(Group::Said, "care-nothing-found");
    }
    let what: Vec<String> = what.iter().map(|kind| of(Group::Personal, kind)).collect();
    say(&phrase::care_found(&what.join(", ")))
}
