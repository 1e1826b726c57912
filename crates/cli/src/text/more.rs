//! Sentences about what members do beside talking.

use crate::safe::{line, name};
use crate::text::MARK_EDITED;
use crate::words::{Group, lines, of, phrase, say};

lines! {
    NO_REASON = Error "no-reason";
    REPORTED = Confided "report";
    WHISPERED = Confided "whisper";
    APPEALED = Confided "appeal";
    CALLED = Confided "call";
    ANSWERED = Confided "answer";
    NO_ENTRY = Error "no-entry";
    NO_ASIDE = Error "no-aside";
    MUTED = Said "on-this-device";
    FROM_ONE = Error "from-one";
    NO_POLL = Error "no-poll";
    VOTED = Confided "vote";
    FETCHED = Said "fetched";
    KEPT = Said "kept";
    NOT_REVIEWED = Said "care-not-reviewed";
}

pub(crate) fn aside(at: &str, id: &str, kind: &str, who: Option<&str>, words: &str) -> String {
    let who = who.map_or_else(|| of(Group::Said, "somebody"), line);
    let id: String = id.chars().take(12).collect();
    let what = say(&phrase::aside_of(&of(Group::Kind, kind), &who));
    format!("[{at}] {id}  {what}: {}", line(words))
}

/// What a note on facts says of a message, and who says so.
pub(crate) fn note(verdict: &str, who: &str, words: &str) -> String {
    let verdict = of(Group::Verdict, verdict);
    format!("    {verdict}  ({}): {}", say(&phrase::resource_by(&line(who))), line(words))
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
    let muted = match muted {
        true => format!("  ({})", of(Group::Mark, "muted")),
        false => String::new(),
    };
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
