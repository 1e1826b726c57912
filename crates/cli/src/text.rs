//! All sentences that a person reads, in one place. Those that members meet are said in their language; `--help`
//! and what concerns programs, files and keys is English.
//!
//! Functions take names raw and make them safe themselves.

pub(crate) mod gather;
pub(crate) mod help;
pub(crate) mod keep;
pub(crate) mod more;
pub(crate) mod moving;
pub(crate) mod refound;

use std::path::Path;
use std::sync::LazyLock;

use sitr_client::words::{Language, MOVE};
use sitr_client::{Alarm, Role, Said};
use sitr_relay::StartError;

use crate::safe::{line, name};
use crate::words::{Group, Line, of, phrase, say, words};

// ----- errors -----

pub(crate) const CANNOT_OPEN: &str = "the profile cannot be opened";
pub(crate) const CANNOT_CREATE: &str = "no profile can be made";
pub(crate) const CANNOT_CHANGE_KEYS: &str = "the profile's keys are not changed";
pub(crate) const CANNOT_WRITE: &str = "the result cannot be written";
pub(crate) const NO_TERMINAL: &str =
    "the passphrase cannot be asked for, because there is no terminal";
pub(crate) const RELAY_DOES_NOT_START: &str = "the relay does not start";
pub(crate) const EMPTY_PASSPHRASE: &str = "the passphrase is empty";
pub(crate) const PASSPHRASES_DIFFER: &str = "the two passphrases are not the same";
pub(crate) const EMPTY_MESSAGE: &str = "there is no text to send";
pub(crate) const NOT_UTF8: &str = "the text is not UTF-8";
pub(crate) const UNFIT_LINE: &str = "this line is too long, or not UTF-8, and was not sent";
pub(crate) const NO_THREADS: &str = "the system gives this program no threads";
pub(crate) const NO_SIGNALS: &str = "the system lets this program not hear when it is to stop";
pub(crate) const NO_HOME: &str = "this platform has no data folder";
pub(crate) const NOT_ADMITTED: &str = "the newcomer was not let in";
pub(crate) const ROLE_NOT_GIVEN: &str = "the role was not given";
pub(crate) const NOT_REMOVED: &str = "the member was not removed";
pub(crate) const NOT_SENT: &str = "the message cannot be sent any more";
pub(crate) const TWO_WAYS: &str =
    "an invite is made either by 'invite ROOM' or by 'invite create ROOM'";

pub(crate) const HINT_OPEN: &str = "if the passphrase is lost: sitr profile recover";
pub(crate) const HINT_CREATE: &str = "choose another folder by --profile DIR, or free this one";
pub(crate) const HINT_NO_KEYRING: &str = "leave --keyring out, and choose a passphrase";
pub(crate) const HINT_SLOTS: &str = "the old keys are still good: try again";
pub(crate) const HINT_CODE: &str = "it was shown when the profile was made: 8 groups of 4 signs";
pub(crate) const HINT_NO_PROFILE: &str =
    "'sitr room create', 'sitr join' and 'sitr quickstart' make one; --profile DIR names another";
pub(crate) const HINT_NO_TERMINAL: &str = "give it by --passphrase-file FILE, or use --keyring";
pub(crate) const HINT_PASSPHRASE: &str = "choose a passphrase, and type the same one twice";
pub(crate) const HINT_IO: &str = "check that the path exists and that you may use it";
pub(crate) const HINT_OUTPUT: &str =
    "what was asked for may have been done all the same: look before repeating it";
pub(crate) const HINT_AMBIGUOUS: &str = "write more of the name, or the id";
pub(crate) const HINT_USAGE: &str = "add --help to the command to see how it is used";
pub(crate) const HINT_REFUSED: &str = "ask whoever gave you the link; a new link knocks again";
pub(crate) const HINT_DROPPED: &str =
    "the room has changed meanwhile: look at its members and knocks";
const HINT_NOTHING: &str = "there is none yet";

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

pub(crate) fn ambiguous(kind: Kind, typed: &str, candidates: &[String]) -> String {
    format!("{} could be more than one {}: {}", name(typed), kind.word(), candidates.join(", "))
}

pub(crate) fn hint_unknown(kind: Kind, candidates: &[String]) -> String {
    match (kind, candidates.is_empty()) {
        (Kind::Message, _) => "copy the id of a message, as 'sitr read --json' shows it".to_owned(),
        (_, true) => HINT_NOTHING.to_owned(),
        (_, false) => format!("there is: {}", candidates.join(", ")),
    }
}

pub(crate) fn no_profile(folder: &Path) -> String {
    say(&phrase::error_no_profile(&folder.display().to_string()))
}

pub(crate) fn refused(why: &str) -> String {
    match line(why).as_str() {
        "" => of(Group::Said, "refused"),
        why => say(&phrase::event_refused_why(why)),
    }
}

pub(crate) fn hint_relay(error: &StartError) -> String {
    match error {
        StartError::Locked(_) => {
            "quickstart runs already: in another terminal use 'sitr --profile DIR chat ROOM'"
        }
        StartError::Listen(..) => {
            "another program has this port: choose one by --listen 127.0.0.1:0"
        }
        _ => "check the folder 'relay' in the profile",
    }
    .to_owned()
}

pub(crate) fn cannot_read(path: &Path) -> String {
    format!("{} cannot be read", path.display())
}

pub(crate) fn cannot_write(path: &Path) -> String {
    format!("{} cannot be written", path.display())
}

/// What the reader of the command line says, without its own 'error:' and usage.
pub(crate) fn misuse(said: &str) -> String {
    let said = said.strip_prefix("error: ").unwrap_or(said);
    let first = said.split("\n\n").next().unwrap_or_default();
    first.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

pub(crate) fn wrong_span(typed: &str) -> String {
    format!("'{typed}' is not a time span: write 90s, 30m, 72h, 7d or 1h30m")
}

pub(crate) fn wrong_moment(typed: &str) -> String {
    format!(
        "'{typed}' is neither a message id nor a time: write 2026-11-21T10:00:00Z, 2026-11-21 or 2h"
    )
}

pub(crate) fn wrong_filter(filter: &str) -> String {
    format!("'{filter}' is not a log filter: write debug, or sitr_client=trace")
}

// ----- the profile -----

pub(crate) const ASK: &str = "Passphrase: ";
pub(crate) const ASK_NEW: &str = "New passphrase: ";
pub(crate) const ASK_AGAIN: &str = "The same again: ";
pub(crate) const ASK_CODE: &str = "Recovery code: ";
pub(crate) const PASSPHRASE_SET: &str = "The new passphrase is set.";
pub(crate) const DURESS_SET: &str =
    "The duress passphrase is set. Whoever opens the profile with it finds an empty one.";
pub(crate) const DURESS_NEEDS_PASSPHRASE: &str = "a key file beside the database opens this profile without a passphrase: \
     'sitr profile passphrase' comes first";
pub(crate) const DESTROYED: &str = "The profile is destroyed.";

/// The copy is made.
pub(crate) fn backed_up(folder: &str) -> String {
    format!(
        "The copy is in {folder}. The same passphrase and recovery code open it. Put it to use only when this \
         device is gone: sitr --profile {folder} room list"
    )
}

pub(crate) fn profile_made(folder: &Path) -> String {
    format!("A new profile was made in {}.", folder.display())
}

pub(crate) fn recovery_code(code: &str) -> String {
    format!(
        "Its recovery code is shown this once. Write it on paper; it opens the profile when the \
         passphrase is lost:\n\n    {code}\n"
    )
}

pub(crate) fn key_file(folder: &Path) -> String {
    format!(
        "Profile: {}\nIts key lies beside it in the file 'passphrase': that keeps out other users of this \
         machine, but\nnobody who gets a copy of the disk. Set a passphrase of your own by\n    \
         sitr --profile '{}' profile passphrase",
        folder.display(),
        folder.display()
    )
}

// ----- rooms -----

pub(crate) static NO_ROOMS: Line = LazyLock::new(|| of(Group::Said, "no-rooms"));

pub(crate) fn room_made(room: &str, id: &str) -> String {
    format!("Room {} is made: {id}", name(room))
}

pub(crate) fn room(room: &str, state: &str, pseudonym: &str, relay: &str, id: &str) -> String {
    format!("{}  {state} as {}  {}  {id}", name(room), name(pseudonym), line(relay))
}

pub(crate) fn safety(room: &str, epoch: u64, digits: &str) -> String {
    let groups: Vec<_> = digits.split(' ').collect();
    let rows: Vec<_> = groups.chunks(4).map(|row| format!("    {}", row.join(" "))).collect();
    format!(
        "Safety number of {} at epoch {epoch}, to be compared with other members:\n{}",
        name(room),
        rows.join("\n")
    )
}

pub(crate) fn left(room: &str, state: &str) -> String {
    match state {
        "left" => say(&phrase::room_left(&line(room))),
        _ => say(&phrase::room_leaving(&line(room))),
    }
}

// ----- invites and knocks -----

pub(crate) const NO_INVITES: &str = "This room has no invites.";
pub(crate) static NO_KNOCKS: Line = LazyLock::new(|| of(Group::Said, "no-knocks"));

pub(crate) fn invite(
    id: &str,
    state: &str,
    used: u64,
    uses: u32,
    until: &str,
    link: &str,
) -> String {
    let (used, until) = (say(&phrase::invite_used(used, uses)), say(&phrase::log_until(until)));
    format!("{id}  {state}  {used}  {until}\n    {link}")
}

pub(crate) fn revoked(id: &str) -> String {
    format!("Invite {id} is revoked.")
}

pub(crate) fn knock(who: &str, id: &str, state: &str, at: &str, note: &str) -> String {
    let note = line(note);
    let note = if note.is_empty() { String::new() } else { format!("  says: {}", name(&note)) };
    format!("{}  {state}  {at}  {id}{note}", name(who))
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

pub(crate) static OFFLINE: Line = LazyLock::new(|| of(Group::Said, "offline"));
pub(crate) static ONLINE: Line = LazyLock::new(|| of(Group::Said, "online"));

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
        Said::Other(kind) => format!("({kind}) "),
    }
}

pub(crate) static MARK_QUEUED: Line =
    LazyLock::new(|| format!("  ({})", of(Group::Mark, "queued")));
pub(crate) static MARK_EDITED: Line = LazyLock::new(|| format!("  ({})", of(Group::Mark, "edit")));
pub(crate) static MARK_FAILED: Line =
    LazyLock::new(|| format!("  ({})", of(Group::Mark, "failed")));

pub(crate) fn sent(id: &str) -> String {
    format!("Sent: {id}")
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
    let what = if everyone {
        "Whoever knocks with an invite is let in"
    } else {
        "Knocks are shown, and people decide: sitr admit, sitr refuse"
    };
    format!("Doorkeeper of {}. {what}, until Ctrl-C.", name(room))
}

pub(crate) const DOORKEEPER_STOPS: &str = "The doorkeeper stops; knocks wait for a person again.";
pub(crate) const ADMITS_EVERYONE: &str = "This device lets in whoever knocks, as a doorkeeper that was ended by force left it. To end that: \
     sitr doorkeeper ROOM --policy ask";

pub(crate) fn chat_begins(room: &str) -> String {
    say(&phrase::chat_begins(&line(room)))
}

pub(crate) const CHAT_HELP: &str = "\
/members                 who is here
/knocks                  who waits to be let in
/admit NAME              let somebody in
/refuse NAME [REASON]    refuse somebody
/link                    show the invite link again
/quit                    end; so does Ctrl-C
//TEXT                   send a line that begins with '/'";

pub(crate) fn no_command(typed: &str) -> String {
    format!(
        "There is no command {}. /help lists them; '//' sends a line that begins with '/'.",
        name(typed)
    )
}

pub(crate) const NO_LINK: &str =
    "There is no invite that is still good: sitr invite ROOM makes one.";
pub(crate) const WHO: &str = "Say who: the name or id of the knock.";

pub(crate) fn quickstart(url: &str) -> String {
    format!("Relay: {url}")
}

pub(crate) fn link(link: &str) -> String {
    format!("\n{}\n\n{link}\n", of(Group::Said, "quickstart-link"))
}

pub(crate) fn how_to_join(link: &str) -> String {
    say(&phrase::quickstart_join(&format!("sitr join '{link}' --as NAME")))
}

pub(crate) static LOOPBACK_ONLY: Line = LazyLock::new(|| of(Group::Said, "quickstart-loopback"));
pub(crate) static IP_EXPOSED: Line = LazyLock::new(|| of(Group::Said, "quickstart-ip"));
