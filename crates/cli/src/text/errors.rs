//! What went wrong, and what to do next.

use std::path::Path;

use sitr_client::care::Personal;
use sitr_relay::StartError;

use super::more;
use crate::safe::line;
use crate::words::{Group, lines, of, phrase, say};

lines! {
    CANNOT_OPEN = Keys "not-opened";
    CANNOT_CREATE = Keys "not-created";
    CANNOT_CHANGE_KEYS = Keys "unchanged";
    NEEDS_PASSPHRASE = Keys "needs-passphrase";
    CANNOT_WRITE = Error "cannot-write";
    NO_TERMINAL = Error "no-terminal";
    RELAY_DOES_NOT_START = Error "relay-not-started";
    EMPTY_PASSPHRASE = Error "empty-passphrase";
    PASSPHRASES_DIFFER = Error "passphrases-differ";
    EMPTY_MESSAGE = Error "no-text";
    NOT_UTF8 = Error "not-utf8";
    UNFIT_LINE = Error "unfit-line";
    NO_THREADS = Error "no-threads";
    NO_SIGNALS = Error "no-signals";
    NO_HOME = Error "no-home";
    NOT_ADMITTED = Error "not-admitted";
    ROLE_NOT_GIVEN = Error "role-not-given";
    NOT_REMOVED = Error "not-removed";
    NOT_SENT = Error "not-sent";
    TWO_WAYS = Error "two-ways";
    PERSONAL = Error "personal";
    HINT_OPEN = Hint "open";
    HINT_CREATE = Hint "create";
    HINT_NO_KEYRING = Hint "no-keyring";
    HINT_SLOTS = Hint "slots";
    HINT_CODE = Hint "code";
    HINT_NO_PROFILE = Hint "no-profile";
    HINT_NO_TERMINAL = Hint "no-terminal";
    HINT_PASSPHRASE = Hint "passphrase";
    HINT_IO = Hint "io";
    HINT_OUTPUT = Hint "output";
    HINT_AMBIGUOUS = Hint "ambiguous";
    HINT_USAGE = Hint "usage";
    HINT_REFUSED = Hint "refused";
    HINT_DROPPED = Hint "dropped";
    HINT_PERSONAL = Hint "personal";
}

/// The kinds of things that have names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Room,
    Member,
    Knock,
    Invite,
    Message,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Room => "room",
            Self::Member => "member",
            Self::Knock => "knock",
            Self::Invite => "invite",
            Self::Message => "message",
        }
    }

    /// The code of the error that there is none.
    pub(crate) const fn unknown_code(self) -> &'static str {
        match self {
            Self::Room => "no-room",
            Self::Member => "no-member",
            Self::Knock => "no-knock",
            Self::Invite => "no-invite",
            Self::Message => "no-message",
        }
    }
}

pub(crate) fn error(message: &str) -> String {
    say(&phrase::told_error(message))
}

pub(crate) fn hint(hint: &str) -> String {
    say(&phrase::told_hint(hint))
}

pub(crate) fn unknown(kind: Kind, typed: &str) -> String {
    say(&phrase::error_unknown(kind.word(), &line(typed)))
}

pub(crate) fn ambiguous(typed: &str, candidates: &[String]) -> String {
    say(&phrase::error_ambiguous(&line(typed), &candidates.join(", ")))
}

pub(crate) fn hint_unknown(kind: Kind, candidates: &[String]) -> String {
    match (kind, candidates.is_empty()) {
        (Kind::Message, _) => of(Group::Hint, "message-id"),
        (_, true) => of(Group::Hint, "nothing"),
        (_, false) => say(&phrase::hint_there_is(&candidates.join(", "))),
    }
}

pub(crate) fn no_profile(folder: &Path) -> String {
    say(&phrase::error_no_profile(&folder.display().to_string()))
}

/// That words were held back, and for what.
pub(crate) fn personal(found: &[Personal]) -> String {
    let found: Vec<&str> = found.iter().map(|what| what.name()).collect();
    format!("{}: {}", *PERSONAL, more::found(&found))
}

pub(crate) fn refused(why: &str) -> String {
    match line(why).as_str() {
        "" => of(Group::Said, "refused"),
        why => say(&phrase::event_refused_why(why)),
    }
}

pub(crate) fn hint_relay(error: &StartError) -> String {
    let hint = match error {
        StartError::Locked(_) => "relay-runs",
        StartError::Listen(..) => "relay-port",
        _ => "relay-folder",
    };
    of(Group::Hint, hint)
}

pub(crate) fn cannot_read(path: &Path) -> String {
    say(&phrase::error_unreadable(&path.display().to_string()))
}

pub(crate) fn cannot_write(path: &Path) -> String {
    say(&phrase::error_unwritable(&path.display().to_string()))
}

/// What the reader of the command line says, without its own 'error:' and usage.
pub(crate) fn misuse(said: &str) -> String {
    let said = said.strip_prefix("error: ").unwrap_or(said);
    let first = said.split("\n\n").next().unwrap_or_default();
    first.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

pub(crate) fn wrong_span(typed: &str) -> String {
    say(&phrase::error_span(&line(typed)))
}

pub(crate) fn wrong_moment(typed: &str) -> String {
    say(&phrase::error_moment(&line(typed)))
}

pub(crate) fn wrong_filter(filter: &str) -> String {
    say(&phrase::error_filter(&line(filter)))
}

pub(crate) fn wrong_proxy(typed: &str) -> String {
    say(&phrase::error_proxy_address(&line(typed)))
}

pub(crate) fn wrong_language(known: &[&str]) -> String {
    say(&phrase::error_language(&known.join(" ")))
}
