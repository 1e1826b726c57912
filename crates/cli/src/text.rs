//! All sentences that a person reads, in one place and in that person's language. `--help` is English.
//!
//! Functions take names raw and make them safe themselves.

pub(crate) mod device;
pub(crate) mod gather;
pub(crate) mod help;
pub(crate) mod keep;
pub(crate) mod more;
pub(crate) mod moving;
pub(crate) mod refound;

use std::path::Path;
use std::sync::LazyLock;

use sitr_client::care::Personal;
use sitr_client::words::{Language, MOVE};
use sitr_client::{Alarm, NoticeKind, Role, Said};
use sitr_relay::StartError;

use crate::safe::{line, name};
use crate::words::{Group, Line, lines, of, phrase, say, words};

// ----- errors -----

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

// ----- the profile -----

lines! {
    ASK = Prompt "passphrase";
    ASK_NEW = Prompt "new-passphrase";
    ASK_AGAIN = Prompt "again";
    ASK_CODE = Prompt "code";
    PASSPHRASE_SET = Said "passphrase-set";
    DURESS_SET = Said "duress-set";
    DESTROYED = Said "destroyed";
}

/// The copy is made.
pub(crate) fn backed_up(folder: &str) -> String {
    let command = format!("sitr --profile {folder} room list");
    say(&phrase::profile_backed_up(folder, &command))
}

pub(crate) fn profile_made(folder: &Path) -> String {
    say(&phrase::profile_made(&folder.display().to_string()))
}

pub(crate) fn recovery_code(code: &str) -> String {
    format!("{}\n\n    {code}\n", of(Group::Said, "recovery-code"))
}

pub(crate) fn key_file(folder: &Path) -> String {
    let folder = folder.display().to_string();
    let (is_in, lies) = (say(&phrase::profile_is_in(&folder)), of(Group::Said, "key-file"));
    let command = format!("sitr --profile '{folder}' profile passphrase");
    format!("{is_in}\n{lies}\n    {command}")
}

// ----- rooms -----

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

// ----- invites and knocks -----

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

// ----- members -----

pub(crate) fn member(who: &str, mark: &str, role: &str, is_me: bool, id: &str) -> String {
    let me = if is_me { format!("  ({})", of(Group::Mark, "you")) } else { String::new() };
    format!("{}{mark}  {}  {id}{me}", name(who), of(Group::Role, role))
}

pub(crate) fn role_given(who: &str, role: &str) -> String {
    notice_role(&line(who), role)
}

pub(crate) fn removed(who: &str) -> String {
    say(&phrase::member_removed(&line(who)))
}

pub(crate) const fn role_name(role: Role) -> &'static str {
    match role {
        Role::Admin => "admin",
        Role::Moderator => "moderator",
        Role::Doorkeeper => "doorkeeper",
        Role::Professional => "professional",
        Role::Mentor => "mentor",
        Role::Member => "member",
        Role::Ally => "ally",
        Role::Newcomer => "newcomer",
    }
}

/// A language, for a list. Its own name says what it is; the rest is said in the language of this process.
pub(crate) fn language(language: Language, is_reviewed: bool, missing: usize) -> String {
    let reviewed = if is_reviewed { "reviewed" } else { "not-reviewed" };
    let missing = match missing {
        0 => String::new(),
        count => format!("  -{count}"),
    };
    format!(
        "{}  {}  {}{missing}",
        language.tag(),
        name(language.own_name()),
        of(Group::Said, reviewed)
    )
}

// ----- messages and notices -----

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

// ----- doorkeeper, chat and quickstart -----

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
