//! Sentences about founding a room anew.

use sitr_client::words::ALONG;

use crate::safe::{line, name};
use crate::words::{phrase, say};

pub(crate) const NO_OFFER: &str = "nobody has founded this room anew, or not by this message";
pub(crate) const SEVERAL: &str =
    "several members have founded this room anew: choose one by --offer";

pub(crate) fn notice_refounded(who: &str) -> String {
    say(&phrase::event_refounded(who, ALONG))
}

pub(crate) fn refounded(room: &str, id: &str) -> String {
    format!("{}\n    {id}", say(&phrase::room_refounded(&line(room))))
}

pub(crate) fn offer(at: &str, who: &str, id: &str, room: &str) -> String {
    format!("[{at}] {id}  {}  {room}", name(who))
}
