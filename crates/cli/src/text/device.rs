//! What `device` says.

use crate::safe::name;
use crate::words::{Group, lines, of, phrase, say};

lines! {
    FOLLOW = Device "follow";
    TYPE_CODE = Device "type-code";
    LINKED = Device "linked";
}

pub(crate) fn show_code(code: &str) -> String {
    say(&phrase::device_code(code))
}

/// Where this device stands in a room, by the name of its standing.
pub(crate) fn entered(room: &str, state: &str) -> String {
    format!("{}: {}", name(room), of(Group::Short, state))
}

pub(crate) fn device(room: &str, number: u8, is_this: bool) -> String {
    let this = if is_this { of(Group::Device, "this") } else { String::new() };
    format!("{}  {number}  {this}", name(room)).trim_end().to_owned()
}

pub(crate) fn removing(room: &str, number: u8) -> String {
    format!("{}  {number}: {}", name(room), of(Group::Device, "removing"))
}
