//! Messages and notices.

use std::sync::LazyLock;

use sitr_client::words::MOVE;
use sitr_client::{Alarm, Said};

use crate::safe::{line, name};
use crate::words::{Group, Line, of, phrase, say, words};

/// A name, and what tells it from others that look alike.
pub(crate) fn person(who: &str, mark: &str) -> String {
    format!("{}{mark}", name(who))
}

/// A message; every line after the first is set back, so that no text can pass for another message.
pub(crate) fn message(at: &str, who: &str, lines: &[String], mark: &str) -> String {
    format!("[{at}] {who}: {}{mark}", lines.join("\n    | "))
}

/// What a message is beside its words, in front of them.
pub(crate) fn said(said: Said) -> String {
    let mark = |name| format!("({})", of(Group::Mark, name));
    match said {
        Said::Text => String::new(),
        Said::Reply | Said::Edit | Said::Reaction | Said::File => mark(said.name()) + " ",
        Said::Deletion | Said::Deleted => mark(said.name()),
        Said::Other(kind) => format!("({}) ", of(Group::Kind, kind)),
    }
}

pub(crate) static MARK_QUEUED: Line =
    LazyLock::new(|| format!("  ({})", of(Group::Mark, "queued")));
pub(crate) static MARK_EDITED: Line = LazyLock::new(|| format!("  ({})", of(Group::Mark, "edit")));
pub(crate) static MARK_FAILED: Line =
    LazyLock::new(|| format!("  ({})", of(Group::Mark, "failed")));

pub(crate) fn sent(id: &str) -> String {
    say(&phrase::message_sent(id))
}

pub(crate) fn notice(text: &str) -> String {
    format!("* {text}")
}

pub(crate) fn notice_knock(who: &str, note: &str) -> String {
    match (line(who), line(note)) {
        (who, note) if note.is_empty() => say(&phrase::chat_knock(&who)),
        (who, note) => say(&phrase::chat_knock_says(&who, &note)),
    }
}

pub(crate) fn notice_knock_only(who: &str, note: &str) -> String {
    match (line(who), line(note)) {
        (who, note) if note.is_empty() => say(&phrase::event_knock(&who)),
        (who, note) => say(&phrase::event_knock_says(&who, &note)),
    }
}

pub(crate) fn notice_joined(who: &str) -> String {
    say(&phrase::event_joined(who))
}

pub(crate) fn notice_silent(who: &str, days: u32) -> String {
    say(&phrase::event_silent(who, days))
}

pub(crate) fn notice_gone(who: &str) -> String {
    say(&phrase::event_gone(who))
}

pub(crate) fn notice_role(who: &str, role: &str) -> String {
    say(&phrase::event_role(who, &of(Group::Role, role)))
}

pub(crate) fn notice_standing(state: &str) -> String {
    of(Group::State, state)
}

pub(crate) fn notice_unsaid(who: &str, why: &str) -> String {
    say(&phrase::event_unsaid(&line(who), &words().from_english(Group::Why, &line(why))))
}

pub(crate) fn notice_aside(who: Option<&str>, words: &str) -> String {
    match who {
        Some(who) => say(&phrase::event_aside_named(&line(who), &line(words))),
        None => say(&phrase::event_aside(&line(words))),
    }
}

pub(crate) fn notice_returned(who: &str) -> String {
    say(&phrase::event_returned(who))
}

pub(crate) fn notice_device_came(who: &str) -> String {
    say(&phrase::event_device_came(who))
}

pub(crate) fn notice_device_gone(who: &str) -> String {
    say(&phrase::event_device_gone(who))
}

/// `last` is a day as `YYYY-MM-DD`; none where the relay stays after all.
pub(crate) fn notice_retires(last: Option<&str>) -> String {
    match last {
        Some(day) => say(&phrase::event_retires(day, MOVE)),
        None => of(Group::Said, "relay-stays"),
    }
}

pub(crate) fn notice_dropped(why: &str) -> String {
    say(&phrase::event_dropped(&words().from_english(Group::Why, &line(why))))
}

pub(crate) fn alarm(alarm: Alarm) -> String {
    of(Group::Alarm, alarm.name())
}
