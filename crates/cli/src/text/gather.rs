//! Sentences about what members decide together and where they find each other.

use std::sync::LazyLock;

use crate::safe::{line, name};
use crate::words::{Group, Line, of, phrase, say};

pub(crate) static VOTED: Line = LazyLock::new(|| of(Group::Said, "vote-stands"));
pub(crate) static PROPOSED: Line = LazyLock::new(|| of(Group::Said, "proposed"));
pub(crate) static NO_MOTIONS: Line = LazyLock::new(|| of(Group::Said, "no-motions"));
pub(crate) const NO_ROOMS: &str = "No room of this community is listed.";
pub(crate) const LISTED: &str = "Members of the community find it.";
pub(crate) const DROPPED: &str = "It is listed no more.";

pub(crate) fn renewed(count: usize) -> String {
    format!("The old ways in are ended, and there are new ones: {count}.")
}

/// How the votes on a proposal stand.
pub(crate) struct Motion<'a> {
    pub(crate) id: &'a str,
    pub(crate) by: &'a str,
    pub(crate) words: &'a str,
    pub(crate) ayes: u32,
    pub(crate) electors: u32,
    pub(crate) is_mine: bool,
    pub(crate) is_present: bool,
}

pub(crate) fn motion(motion: &Motion<'_>) -> String {
    let id: String = motion.id.chars().take(12).collect();
    let mine = if motion.is_mine { ", you too" } else { "" };
    let present = if motion.is_present { "  (these are the room's)" } else { "" };
    let Motion { ayes, electors, .. } = motion;
    format!(
        "{id}  {} of {electors} vote for it{mine}{present}  {}: {}",
        ayes,
        name(motion.by),
        line(motion.words)
    )
}

pub(crate) fn listed(room: &str, words: &str, languages: &str, by: &str) -> String {
    let languages =
        if languages.is_empty() { String::new() } else { format!("  [{}]", line(languages)) };
    format!("{}{languages}  {}  (listed by {})", name(room), line(words), name(by))
}

pub(crate) const INVITE_ASKED: &str = "Asked. The link comes when that device is online: sitr desk";
pub(crate) const NO_EVENT: &str = "this message is no event";
pub(crate) static RSVP: Line = LazyLock::new(|| of(Group::Said, "rsvp"));
pub(crate) const NO_PETITION: &str = "this message is no petition";
pub(crate) static ASKED_ALONE: Line = LazyLock::new(|| of(Group::Said, "asked-alone"));
pub(crate) const NO_CALL: &str = "no single call for help begins so: see 'sitr desk'";
pub(crate) const NO_RESOURCE: &str = "no single resource begins so: see 'sitr library list'";
pub(crate) const EXPORTED: &str = "Written. Whoever gets the file can check who said it.";
pub(crate) const NOT_HELD: &str =
    "nothing of this number waits any more: it was said, or taken back";
pub(crate) static CANCELLED: Line = LazyLock::new(|| of(Group::Said, "cancelled"));
pub(crate) const TOO_LATE: &str = "this is too far off";
pub(crate) const NO_WISH: &str = "a wish is story, listen-only, advice-welcome or question";

pub(crate) fn held(number: i64) -> String {
    format!("Held back as {number}: any command that connects later sends it; sitr cancel {number}")
}

pub(crate) fn answers(yes: u32, maybe: u32, no: u32) -> String {
    say(&phrase::event_answers(yes, maybe, no))
}

pub(crate) fn told(count: usize) -> String {
    say(&phrase::place_told(u64::try_from(count).unwrap_or(u64::MAX)))
}

pub(crate) fn place(place: Option<&str>) -> String {
    match place {
        Some("") => "Online, or nobody said where.".to_owned(),
        Some(place) => line(place),
        None => of(Group::Said, "place-unknown"),
    }
}

pub(crate) fn request(id: &str, who: &str) -> String {
    let id: String = id.chars().take(12).collect();
    format!("{id}  {}", say(&phrase::direct_asks(&line(who))))
}

pub(crate) fn accepted(word: &str) -> String {
    if word.is_empty() { of(Group::Said, "on-your-way") } else { line(word) }
}

/// A resource, for a line.
pub(crate) struct Resource<'a> {
    pub(crate) id: &'a str,
    pub(crate) title: &'a str,
    pub(crate) version: u32,
    pub(crate) by: &'a str,
    pub(crate) reviewed: &'a str,
    pub(crate) draft: bool,
    pub(crate) words: &'a str,
}

pub(crate) fn resource(of: &Resource<'_>) -> String {
    let id: String = of.id.chars().take(8).collect();
    let draft = if of.draft { "  (draft)" } else { "" };
    let reviewed = match of.reviewed {
        "" => "not checked".to_owned(),
        day => format!("checked {day}"),
    };
    let Resource { version, .. } = of;
    let head = format!("{id}  {} (version {version}, {reviewed}){draft}", name(of.title));
    format!("{head}  by {}: {}", name(of.by), line(of.words))
}

pub(crate) fn proven(author: &str, words: &str) -> String {
    format!("{author}  {}", line(words))
}
