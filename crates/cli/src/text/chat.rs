//! The doorkeeper, the chat and `quickstart`.

use sitr_client::NoticeKind;

use super::messages::notice;
use crate::safe::line;
use crate::words::{Group, lines, of, phrase, say};

pub(crate) fn doorkeeper(room: &str, everyone: bool) -> String {
    let room = line(room);
    say(&if everyone { phrase::doorkeeper_everyone(&room) } else { phrase::doorkeeper_asks(&room) })
}

lines! {
    DOORKEEPER_STOPS = Said "doorkeeper-stops";
    ADMITS_EVERYONE = Said "admits-everyone";
    NO_LINK = Said "no-link";
    WHO = Error "who";
    LOOPBACK_ONLY = Said "quickstart-loopback";
    IP_EXPOSED = Said "quickstart-ip";
    LOCKED = Said "locked";
    UNLOCKED = Said "unlocked";
    SEND_ANYWAY = Said "send-anyway";
    STANDING_NOTICE = Said "standing-notice";
}

/// What a line may begin with, and the name of what that does.
const ORDERS: [(&str, &str); 9] = [
    ("/members", "members"),
    ("/knocks", "knocks"),
    ("/admit NAME", "admit"),
    ("/refuse NAME [REASON]", "refuse"),
    ("/link", "link"),
    ("/lock", "lock"),
    ("/send", "send"),
    ("/quit", "quit"),
    ("//TEXT", "say"),
];

pub(crate) fn chat_help() -> String {
    let order = |(typed, name): (&str, &str)| format!("{typed:<24} {}", of(Group::Order, name));
    ORDERS.map(order).join("\n")
}

/// What a notice says on a locked screen, in neutral words.
pub(crate) fn neutral(kind: NoticeKind) -> String {
    notice(&of(Group::Notice, kind.name()))
}

pub(crate) fn chat_begins(room: &str) -> String {
    say(&phrase::chat_begins(&line(room)))
}

pub(crate) fn no_command(typed: &str) -> String {
    say(&phrase::chat_no_command(&line(typed)))
}

pub(crate) fn quickstart(url: &str) -> String {
    say(&phrase::quickstart_relay(url))
}

pub(crate) fn link(link: &str) -> String {
    format!("\n{}\n\n{link}\n", of(Group::Said, "quickstart-link"))
}

pub(crate) fn how_to_join(link: &str) -> String {
    say(&phrase::quickstart_join(&format!("sitr join '{link}' --as NAME")))
}
