//! Sentences about a room's move to another relay.

use sitr_client::words::FOLLOW;

use crate::safe::line;
use crate::words::{lines, phrase, say};

lines! {
    NOT_MOVED = Error "not-moved";
}

pub(crate) fn notice_moves(routes: &[String]) -> String {
    say(&phrase::event_moves(&line(&routes.join(", ")), FOLLOW))
}

pub(crate) fn moved(room: &str, relay: &str) -> String {
    say(&phrase::room_moved(&line(room), &line(relay)))
}

pub(crate) fn followed(room: &str, relay: &str) -> String {
    say(&phrase::room_followed(&line(room), &line(relay)))
}
