//! Invites, knocks and joining.

use crate::safe::{line, name};
use crate::words::{Group, lines, of, phrase, say};

lines! {
    NO_INVITES = Said "no-invites";
    NO_KNOCKS = Said "no-knocks";
}

pub(crate) fn invite(
    id: &str,
    state: &str,
    used: u64,
    uses: u32,
    until: &str,
    link: &str,
) -> String {
    let (used, until) = (say(&phrase::invite_used(used, uses)), say(&phrase::log_until(until)));
    let state = of(Group::Short, state);
    format!("{id}  {state}  {used}  {until}\n    {link}")
}

pub(crate) fn revoked(id: &str) -> String {
    say(&phrase::invite_revoked(id))
}

pub(crate) fn knock(who: &str, id: &str, state: &str, at: &str, note: &str) -> String {
    let note = line(note);
    let note = match note.as_str() {
        "" => String::new(),
        note => format!("  {}", say(&phrase::knock_says(note))),
    };
    format!("{}  {}  {at}  {id}{note}", name(who), of(Group::Short, state))
}

pub(crate) fn admitted(who: &str) -> String {
    say(&phrase::knock_admitted(&line(who)))
}

pub(crate) fn was_refused(who: &str) -> String {
    say(&phrase::knock_refused(&line(who)))
}

pub(crate) fn waiting(room: &str, pseudonym: &str) -> String {
    let waits = say(&phrase::join_waiting(&line(room), &line(pseudonym)));
    format!("{waits}\n{}", of(Group::Said, "join-stop"))
}

pub(crate) fn knocked(room: &str) -> String {
    say(&phrase::join_knocked(&line(room)))
}

pub(crate) fn joined(room: &str) -> String {
    say(&phrase::join_in(&line(room), &format!("sitr chat {}", name(room))))
}

lines! {
    OFFLINE = Said "offline";
    ONLINE = Said "online";
}
