//! What went wrong, in the language of whoever reads: every error of the SDK, and what lies under it.

use std::error::Error as Cause;
use std::io;

use sitr_client_core::CoreError;
use sitr_client_core::body::LinkError;
use sitr_client_core::store::StoreError;
use sitr_client_store::profile::{
    CreateError, DatabaseError, KeyFileError, KeyringError, NoEntropy, OpenError,
    RecoveryCodeError, SlotError, WrapError,
};
use sitr_community::NameError;
use sitr_content::DecodeError;
use sitr_wire::Refusal;
use sitr_words::{Group, Language, Words, balanced, phrase};

use crate::error::Error;
use crate::evidence::EvidenceError;
use crate::net::NetError;
use crate::strip::StripError;

/// Letters and digits of a recovery code.
const CODE_SIGNS: u64 = 32;

/// What an error says, without what lies under it: that is its [`Cause::source`]. What this program has no
/// words for, such as what the disk answers, is told as what the system says, and so is never taken for ours.
#[must_use]
pub fn error_in(words: &Words, error: &(dyn Cause + 'static)) -> String {
    of_ours(words, error)
        .or_else(|| of_profile(words, error))
        .or_else(|| Some(of_system(words, error.downcast_ref::<io::Error>()?)))
        .unwrap_or_else(|| framed(words, error))
}

fn framed(words: &Words, error: &dyn Cause) -> String {
    match words.language() {
        Language::English => error.to_string(),
        _ => words.say(&phrase::system_says(&error.to_string())),
    }
}

/// The phrase of a group that has the error's English words; framed, if there is none.
fn same(words: &Words, group: Group, error: &dyn Cause) -> String {
    let english = error.to_string();
    let said = words.from_english(group, &english);
    if said == english { framed(words, error) } else { said }
}

fn of_ours(words: &Words, error: &(dyn Cause + 'static)) -> Option<String> {
    if let Some(error) = error.downcast_ref() {
        return Some(of_sdk(words, error));
    }
    if let Some(error) = error.downcast_ref() {
        return Some(of_core(words, error));
    }
    if let Some(error) = error.downcast_ref() {
        return Some(of_net(words, error));
    }
    if let Some(error) = error.downcast_ref() {
        return Some(refused(words, error));
    }
    if let Some(error) = error.downcast_ref() {
        return Some(of_name(words, error));
    }
    let plain = error.is::<StoreError>()
        || error.is::<LinkError>()
        || error.is::<StripError>()
        || error.is::<EvidenceError>();
    plain.then(|| same(words, Group::Error, error))
}

pub(super) fn of_sdk(words: &Words, error: &Error) -> String {
    match error {
        Error::Core(error) => of_core(words, error),
        Error::Net(error) => of_net(words, error),
        Error::Backup(why) => words.say(&phrase::error_backup(&error_in(words, why))),
        Error::Link(_)
        | Error::Patience
        | Error::File
        | Error::Strip(_)
        | Error::Closed
        | Error::Locked => same(words, Group::Error, error),
    }
}

fn of_core(words: &Words, error: &CoreError) -> String {
    let why = |english: String| words.from_english(Group::Why, &english);
    words.say(&match error {
        CoreError::Forbidden(reject) => phrase::error_forbidden_for(&why(reject.to_string())),
        CoreError::Unsaid(unsaid) => phrase::error_unsaid_for(&why(unsaid.to_string())),
        CoreError::Content(DecodeError::Limit(limit)) => {
            phrase::error_content_limit(limit.name, count(limit.max))
        }
        CoreError::Content(DecodeError::Form | DecodeError::NotCanonical) => {
            return words.name(Group::Error, "content-form");
        }
        CoreError::Unvouched { have, need } => phrase::error_unvouched(*have, *need),
        CoreError::StillKept => phrase::error_still_kept(sitr_client_core::FORSAKEN_DAYS.into()),
        CoreError::TooManyInvites => {
            phrase::error_too_many_invites(count(sitr_client_core::INVITES_MAX))
        }
        CoreError::TooLong => phrase::error_too_long(count(sitr_content::TEXT_MAX_BYTES)),
        CoreError::Bug(what) => phrase::error_bug(what),
        CoreError::Name(error) => return of_name(words, error),
        _ => return same(words, Group::Error, error),
    })
}

fn count(of: usize) -> u64 {
    u64::try_from(of).unwrap_or(u64::MAX)
}

fn of_name(words: &Words, error: &NameError) -> String {
    match error {
        NameError::Empty => words.name(Group::Error, "name-empty"),
        NameError::Control => words.name(Group::Error, "name-control"),
        NameError::TooLong => {
            words.say(&phrase::error_name_too_long(count(sitr_community::NAME_MAX_BYTES)))
        }
    }
}

fn of_net(words: &Words, error: &NetError) -> String {
    match error {
        NetError::Refused(refusal) => refused(words, refusal),
        _ => same(words, Group::Error, error),
    }
}

/// What a relay refused, and why: as people say it, where [`Refusal`] itself speaks to whoever runs a relay.
fn refused(words: &Words, refusal: &Refusal) -> String {
    let what = words.name(Group::Refusal, refusal.code.name());
    let said = words.say(&match &refusal.limit {
        Some((limit, value)) => phrase::relay_refused_limit(&what, &balanced(limit), *value),
        None => phrase::relay_refused(&what),
    });
    match refusal.retry_after_seconds {
        0 => said,
        seconds => words.say(&phrase::relay_refused_wait(&said, u64::from(seconds))),
    }
}

/// What went wrong with a profile: its keys, its files, its database.
fn of_profile(words: &Words, error: &(dyn Cause + 'static)) -> Option<String> {
    if let Some(error) = error.downcast_ref::<Box<CreateError>>() {
        return of_profile(words, error.as_ref());
    }
    if matches!(error.downcast_ref(), Some(OpenError::WrongPassphrase)) {
        return Some(words.name(Group::Error, "wrong-passphrase"));
    }
    if let Some(error) = error.downcast_ref() {
        return Some(of_code(words, error));
    }
    let newer = |file: &str, found: &dyn ToString, known: &dyn ToString| {
        words.say(&phrase::keys_newer(file, &found.to_string(), &known.to_string()))
    };
    match error.downcast_ref() {
        Some(DatabaseError::TooNew { found, known }) => {
            return Some(newer("profile.db", found, known));
        }
        Some(
            DatabaseError::NotADatabase | DatabaseError::CannotEncrypt | DatabaseError::Sqlite(_),
        )
        | None => {}
    }
    match error.downcast_ref() {
        Some(KeyFileError::TooNew { found, known }) => {
            return Some(newer("keys.json", found, known));
        }
        Some(KeyFileError::Damaged { what }) => {
            return Some(words.say(&phrase::keys_file_damaged(what)));
        }
        Some(KeyFileError::Missing | KeyFileError::Io(_)) | None => {}
    }
    let plain = error.is::<OpenError>()
        || error.is::<CreateError>()
        || error.is::<SlotError>()
        || error.is::<KeyFileError>()
        || error.is::<DatabaseError>()
        || error.is::<KeyringError>()
        || error.is::<WrapError>()
        || error.is::<NoEntropy>();
    plain.then(|| same(words, Group::Keys, error))
}

fn of_code(words: &Words, error: &RecoveryCodeError) -> String {
    match error {
        RecoveryCodeError::Length { found } => {
            words.say(&phrase::keys_code_length(CODE_SIGNS, count(*found)))
        }
        RecoveryCodeError::Sign { position } => {
            words.say(&phrase::keys_code_sign(count(*position)))
        }
        RecoveryCodeError::Mistyped => words.name(Group::Keys, "code-mistyped"),
    }
}

/// The answers of a disk that people meet; the others as the system words them.
fn of_system(words: &Words, error: &io::Error) -> String {
    let name = match error.kind() {
        io::ErrorKind::NotFound => "not-found",
        io::ErrorKind::PermissionDenied => "no-permission",
        io::ErrorKind::AlreadyExists => "exists",
        io::ErrorKind::StorageFull => "no-space",
        _ => return framed(words, error),
    };
    match words.language() {
        Language::English => error.to_string(),
        _ => words.name(Group::System, name),
    }
}

#[cfg(test)]
mod tests {
    use sitr_community::{Reject, Unsaid};
    use sitr_content::limit;
    use sitr_wire::Code;

    use super::*;

    fn io() -> io::Error {
        io::Error::other("x")
    }

    fn sdk() -> Vec<Error> {
        let refused = Code::ALL.map(|code| NetError::Refused(Refusal::new(code)).into());
        let core = [
            StoreError::new(io()).into(),
            CoreError::NoRoom,
            CoreError::NotActive,
            CoreError::NotSteward,
            CoreError::Forbidden(Reject::NoAdmin),
            CoreError::Unsaid(Unsaid::TooSoon),
            CoreError::Content(DecodeError::Form),
            CoreError::Content(DecodeError::Limit(limit::OPTIONS)),
            CoreError::NoMessage,
            CoreError::Nobody,
            CoreError::LastAdmin,
            CoreError::NoMember,
            CoreError::NoInvite,
            CoreError::TooManyInvites,
            CoreError::NoKnock,
            CoreError::KnockAnswered,
            CoreError::BeingRemoved,
            CoreError::TooLarge,
            CoreError::Setting,
            CoreError::NotTheGuidelines,
            CoreError::Name(NameError::Empty),
            CoreError::Name(NameError::TooLong),
            CoreError::Name(NameError::Control),
            CoreError::TooLong,
            CoreError::Unvouched { have: 1, need: 2 },
            CoreError::Moves,
            CoreError::NotMoving,
            CoreError::SameRelay,
            CoreError::LessGuarded,
            CoreError::RelayLimits,
            CoreError::NoConsent,
            CoreError::AsMember,
            CoreError::NotOfCommunity,
            CoreError::StillKept,
            CoreError::Card,
            CoreError::Expired,
            CoreError::AlreadyMember,
            CoreError::TooManyDevices,
            CoreError::NoDevice,
            CoreError::LastDevice,
            CoreError::DeviceCode,
            CoreError::Bug("x"),
        ];
        let net = [
            NetError::Unreachable("x".into()),
            NetError::Route,
            NetError::Onion,
            NetError::Proxy("x".into()),
            NetError::Identity,
            NetError::Protocol,
            NetError::Closed,
            NetError::Work,
            NetError::Token,
        ];
        let links = [LinkError::Foreign, LinkError::Damaged, LinkError::Version].map(Error::from);
        let rest = [
            Error::Patience,
            Error::File,
            StripError::Kind.into(),
            StripError::Damaged.into(),
            CreateError::AlreadyThere.into(),
            Error::Closed,
            Error::Locked,
        ];
        let all = refused.into_iter().chain(core.map(Error::from)).chain(net.map(Error::from));
        all.chain(links).chain(rest).collect()
    }

    fn keyring() -> [KeyringError; 3] {
        [KeyringError::Absent, KeyringError::Refused, KeyringError::Forgetful]
    }

    fn key_file() -> [KeyFileError; 4] {
        [
            KeyFileError::Missing,
            KeyFileError::Damaged { what: "x" },
            KeyFileError::TooNew { found: 9, known: 2 },
            KeyFileError::Io(io()),
        ]
    }

    fn database() -> [DatabaseError; 3] {
        let newer = DatabaseError::TooNew { found: 9, known: 2 };
        [DatabaseError::NotADatabase, newer, DatabaseError::CannotEncrypt]
    }

    fn profile() -> Vec<Box<dyn Cause>> {
        let mut all: Vec<Box<dyn Cause>> = Vec::new();
        all.extend(keyring().map(|it| Box::new(it) as Box<dyn Cause>));
        all.extend(key_file().map(|it| Box::new(it) as Box<dyn Cause>));
        all.extend(database().map(|it| Box::new(it) as Box<dyn Cause>));
        all.extend([
            Box::new(OpenError::Missing) as Box<dyn Cause>,
            Box::new(OpenError::NoSuchSlot),
            Box::new(OpenError::WrongPassphrase),
            Box::new(OpenError::WrongRecoveryCode),
            Box::new(OpenError::KeyringEmpty),
            Box::new(OpenError::WrongKeyringKey),
            Box::new(OpenError::Keyring(KeyringError::Absent)),
            Box::new(OpenError::KeyFile(KeyFileError::Missing)),
            Box::new(OpenError::Database(DatabaseError::NotADatabase)),
            Box::new(OpenError::Io(io())),
            Box::new(OpenError::Anew(Box::new(CreateError::AlreadyThere))),
            Box::new(Box::new(CreateError::AlreadyThere)),
            Box::new(CreateError::Keyring(KeyringError::Absent)),
            Box::new(CreateError::Keys(WrapError::Derivation)),
            Box::new(CreateError::KeyFile(KeyFileError::Missing)),
            Box::new(CreateError::Database(DatabaseError::NotADatabase)),
            Box::new(CreateError::Io(io())),
            Box::new(SlotError::LastSlot),
            Box::new(SlotError::NoSuchSlot),
            Box::new(SlotError::WrongPassphrase),
            Box::new(SlotError::SamePassphrase),
            Box::new(SlotError::OtherProfile),
            Box::new(SlotError::Keyring(KeyringError::Absent)),
            Box::new(SlotError::Keys(WrapError::Derivation)),
            Box::new(SlotError::KeyFile(KeyFileError::Missing)),
            Box::new(WrapError::Derivation),
            Box::new(NoEntropy),
            Box::new(RecoveryCodeError::Length { found: 3 }),
            Box::new(RecoveryCodeError::Sign { position: 3 }),
            Box::new(RecoveryCodeError::Mistyped),
            Box::new(EvidenceError::Form),
            Box::new(EvidenceError::Proof),
        ]);
        all
    }

    /// Whatever can go wrong has words in every language, and none of them is the English of the code.
    #[test]
    fn no_error_is_left_in_english() {
        let sdk: Vec<Box<dyn Cause>> =
            sdk().into_iter().map(|error| Box::new(error) as Box<dyn Cause>).collect();
        for language in Language::ALL.into_iter().filter(|it| *it != Language::English) {
            let words = Words::of(language);
            for error in sdk.iter().chain(&profile()) {
                let (said, english) = (error_in(&words, error.as_ref()), error.to_string());
                assert_ne!(said, english, "{language:?}");
                assert_ne!(said, words.say(&phrase::system_says(&english)), "{language:?}");
            }
        }
    }

    /// In English the words of the file are those of the code, which logs and programs read. What a relay refuses
    /// is said to people otherwise.
    #[test]
    fn in_english_both_are_the_same() {
        let words = Words::of(Language::English);
        let is_newer = |said: &str| said.contains("is of a newer kind");
        for error in profile() {
            let said = error_in(&words, error.as_ref());
            assert!(said == error.to_string() || is_newer(&said), "{said}");
        }
        for error in sdk() {
            let said = error.message_in(&words);
            let is_refusal = matches!(error, Error::Net(NetError::Refused(_)));
            assert_eq!(said == error.to_string(), !is_refusal, "{said}");
        }
    }

    #[test]
    fn every_hint_has_words() {
        for language in Language::ALL.into_iter().filter(|it| *it != Language::English) {
            let words = Words::of(language);
            for error in sdk() {
                assert_ne!(error.hint_in(&words), error.hint(), "{language:?} {error:?}");
            }
        }
    }

    #[test]
    fn a_refusal_says_which_limit_and_when_to_come_back() {
        let words = Words::of(Language::German);
        let refusal = Refusal::limit("knocks per hour", 50, 90);
        let said = error_in(&words, &refusal);
        assert!(said.contains("(knocks per hour = 50)") && said.contains("90 s"), "{said}");
        assert!(!said.contains("refused"), "{said}");
        let hostile = error_in(&words, &Refusal::limit("a\u{202e}\u{1b}[2Jb", 1, 0));
        assert!(!hostile.contains(['\u{202e}', '\u{1b}']), "{hostile:?}");
    }

    #[test]
    fn what_the_system_says_is_marked_as_its_own() {
        let german = Words::of(Language::German);
        let said = error_in(&german, &io());
        assert_eq!(said, "das System sagt: \u{2068}x\u{2069}");
        let gone = io::Error::from(io::ErrorKind::NotFound);
        assert_eq!(error_in(&german, &gone), "es ist nicht da");
        assert_eq!(error_in(&Words::of(Language::English), &gone), gone.to_string());
    }
}
