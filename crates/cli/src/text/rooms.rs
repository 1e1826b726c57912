//! Rooms.

use crate::safe::{line, name};
use crate::words::{Group, lines, of, phrase, say};

lines! {
    NO_ROOMS = Said "no-rooms";
}

pub(crate) fn room_made(room: &str, id: &str) -> String {
    say(&phrase::room_made(&line(room), id))
}

pub(crate) fn room(room: &str, state: &str, pseudonym: &str, relay: &str, id: &str) -> String {
    let known = say(&phrase::room_known_as(&of(Group::Short, state), &line(pseudonym)));
    format!("{}  {known}  {}  {id}", name(room), line(relay))
}

pub(crate) fn safety(room: &str, epoch: u64, digits: &str) -> String {
    let groups: Vec<_> = digits.split(' ').collect();
    let rows: Vec<_> = groups.chunks(4).map(|row| format!("    {}", row.join(" "))).collect();
    format!("{}\n{}", say(&phrase::room_safety(&line(room), epoch)), rows.join("\n"))
}

pub(crate) fn left(room: &str, state: &str) -> String {
    match state {
        "left" => say(&phrase::room_left(&line(room))),
        _ => say(&phrase::room_leaving(&line(room))),
    }
}
