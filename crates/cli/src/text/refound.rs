//! Sentences about founding a room anew.

use sitr_client::words::ALONG;

use crate::safe::{line, name};
use crate::words::{lines, phrase, say};

lines! {
    NO_OFFER = Error "no-offer";
    SEVERAL = Error "several-offers";
}

pub(crate) fn notice_refounded(who: &str) -> String {
    say(&phrase::event_refounded(who, ALONG))
}

pub(crate) fn refounded(room: &str, id: &str) -> String {
    format!("{}\n    {id}", say(&phrase::room_refounded(&line(room))))
}

pub(crate) fn offer(at: &str, who: &str, id: &str, room: &str) -> String {
    format!("[{at}] {id}  {}  {room}", name(who))
}
