//! What went wrong, what to do next, and the exit code that says so to scripts.

use std::error::Error as _;
use std::io;
use std::path::PathBuf;

use serde_json::{Value, json};
use sitr_client::care::Personal;
use sitr_client::profile::{CreateError, KeyFileError, OpenError, RecoveryCodeError, SlotError};
use sitr_client::words::error_in;
use sitr_client::{CoreError, Error, NetError};
use sitr_relay::StartError;

use crate::safe;
use crate::text::{self, Kind};
use crate::words::words;

/// Why a command did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The SDK says why.
    #[error(transparent)]
    Sdk(#[from] Error),
    /// The profile does not open.
    #[error("{}", text::CANNOT_OPEN.as_str())]
    Open(#[from] OpenError),
    /// No profile can be made.
    #[error("{}", text::CANNOT_CREATE.as_str())]
    Create(#[from] CreateError),
    /// The profile's keys cannot be changed.
    #[error("{}", text::CANNOT_CHANGE_KEYS.as_str())]
    Slots(#[from] SlotError),
    /// The profile's keys cannot be read.
    #[error("{}", text::CANNOT_OPEN.as_str())]
    Keys(#[from] KeyFileError),
    /// What was typed is no recovery code.
    #[error(transparent)]
    Code(#[from] RecoveryCodeError),
    /// There is no profile, and this command makes none.
    #[error("{}", text::no_profile(.0))]
    NoProfile(PathBuf),
    /// Nobody is there to be asked.
    #[error("{}", text::NO_TERMINAL.as_str())]
    NoTerminal(#[source] io::Error),
    /// Two passphrases that should be one, or an empty one.
    #[error("{0}")]
    Passphrase(&'static str),
    /// A file or the terminal said no.
    #[error("{0}")]
    Io(String, #[source] io::Error),
    /// Nobody reads what is written any more.
    #[error("{}", text::CANNOT_WRITE.as_str())]
    Output(#[source] io::Error),
    /// Nothing is called so.
    #[error("{}", text::unknown(*kind, typed))]
    Unknown {
        /// Of what kind it was to be.
        kind: Kind,
        /// What was typed.
        typed: String,
        /// What there is.
        candidates: Vec<String>,
    },
    /// Several things are called so.
    #[error("{}", text::ambiguous(typed, candidates))]
    Ambiguous {
        /// Of what kind it was to be.
        kind: Kind,
        /// What was typed.
        typed: String,
        /// All that it could be.
        candidates: Vec<String>,
    },
    /// Wrong use of a command.
    #[error("{0}")]
    Usage(String),
    /// The knock was refused.
    #[error("{}", text::refused(.0))]
    Refused(String),
    /// It seems to hold something personal, and nobody said that it is meant so.
    #[error("{}", text::personal(.0))]
    Personal(Vec<Personal>),
    /// What was asked for was dropped on the way.
    #[error("{0}")]
    Dropped(&'static str),
    /// The relay of `quickstart` does not start.
    #[error("{}", text::RELAY_DOES_NOT_START.as_str())]
    Relay(#[from] StartError),
}

impl Failure {
    /// The exit code: 1 failed, 2 wrong use, 3 out of reach, 4 refused by policy.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => 0,
            Self::Usage(_) | Self::Passphrase(_) | Self::Code(_) | Self::Personal(_) => 2,
            Self::Refused(_) => 4,
            Self::Sdk(error) if error.is_out_of_reach() => 3,
            Self::Sdk(error) if error.is_policy() => 4,
            Self::Sdk(
                Error::Link(_)
                | Error::Net(NetError::Route | NetError::Onion)
                | Error::Core(CoreError::Name(_) | CoreError::TooLong | CoreError::Content(_)),
            ) => 2,
            _ => 1,
        }
    }

    /// A stable code, for machines.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Sdk(error) => error.code(),
            Self::Open(OpenError::WrongPassphrase) => "wrong-passphrase",
            Self::Open(OpenError::WrongRecoveryCode) => "wrong-recovery-code",
            Self::Open(_) | Self::Keys(_) => "profile",
            Self::Create(_) => "profile-create",
            Self::Slots(_) => "profile-keys",
            Self::Code(_) => "recovery-code",
            Self::NoProfile(_) => "no-profile",
            Self::NoTerminal(_) => "no-terminal",
            Self::Passphrase(_) => "passphrase",
            Self::Io(..) => "io",
            Self::Output(_) => "output",
            Self::Unknown { kind, .. } => kind.unknown_code(),
            Self::Ambiguous { .. } => "ambiguous",
            Self::Usage(_) => "usage",
            Self::Refused(_) => "refused",
            Self::Dropped(_) => "dropped",
            Self::Personal(_) => "personal",
            Self::Relay(_) => "relay-start",
        }
    }

    /// What to do next.
    pub(crate) fn hint(&self) -> String {
        match self {
            Self::Sdk(error) => error.hint_in(words()),
            Self::Open(_) | Self::Keys(_) => text::HINT_OPEN.to_owned(),
            Self::Create(CreateError::Keyring(_)) => text::HINT_NO_KEYRING.to_owned(),
            Self::Create(_) => text::HINT_CREATE.to_owned(),
            Self::Slots(_) => text::HINT_SLOTS.to_owned(),
            Self::Code(_) => text::HINT_CODE.to_owned(),
            Self::NoProfile(_) => text::HINT_NO_PROFILE.to_owned(),
            Self::NoTerminal(_) => text::HINT_NO_TERMINAL.to_owned(),
            Self::Passphrase(_) => text::HINT_PASSPHRASE.to_owned(),
            Self::Io(..) => text::HINT_IO.to_owned(),
            Self::Output(_) => text::HINT_OUTPUT.to_owned(),
            Self::Unknown { kind, candidates, .. } => text::hint_unknown(*kind, candidates),
            Self::Ambiguous { .. } => text::HINT_AMBIGUOUS.to_owned(),
            Self::Usage(_) => text::HINT_USAGE.to_owned(),
            Self::Refused(_) => text::HINT_REFUSED.to_owned(),
            Self::Dropped(_) => text::HINT_DROPPED.to_owned(),
            Self::Personal(_) => text::HINT_PERSONAL.to_owned(),
            Self::Relay(error) => text::hint_relay(error),
        }
    }

    /// The message with what lies under it, each said once: for programs, in the words of the code.
    pub(crate) fn message(&self) -> String {
        self.with_causes(self.to_string(), ToString::to_string)
    }

    /// The same in the language of this process. Nothing of it is English where that is another one, but for what
    /// the system says, which is told as such.
    fn told(&self) -> String {
        let first = match self {
            Self::Sdk(error) => error.message_in(words()),
            Self::Code(error) => error_in(words(), error),
            _ => self.to_string(),
        };
        self.with_causes(first, |error| error_in(words(), error))
    }

    fn with_causes(
        &self,
        mut shown: String,
        say: impl Fn(&(dyn std::error::Error + 'static)) -> String,
    ) -> String {
        let mut source = self.source();
        while let Some(error) = source {
            let said = say(error);
            if !shown.ends_with(&said) {
                shown = format!("{shown}: {said}");
            }
            source = error.source();
        }
        shown
    }

    /// As one object.
    pub(crate) fn to_json(&self) -> Value {
        json!({ "error": self.code(), "message": self.message(), "hint": self.hint() })
    }

    /// As people read it: in their language, where there are words for it.
    pub(crate) fn to_text(&self) -> String {
        let message = text::error(&safe::line(&self.told()));
        format!("{message}\n{}", text::hint(&safe::line(&self.hint())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exit_codes_tell_scripts_what_to_do() {
        let code = |failure: Failure| failure.exit_code();
        assert_eq!(code(Error::Core(CoreError::NoRoom).into()), 1);
        assert_eq!(code(Failure::Usage("x".into())), 2);
        assert_eq!(code(Error::Net(NetError::Route).into()), 2);
        assert_eq!(code(Error::Net(NetError::Closed).into()), 3);
        assert_eq!(code(Error::Patience.into()), 3);
        assert_eq!(code(Error::Core(CoreError::NotSteward).into()), 4);
        assert_eq!(code(Failure::Refused("full".into())), 4);
        assert_eq!(code(Failure::Output(io::ErrorKind::BrokenPipe.into())), 0);
    }

    #[test]
    fn an_error_names_its_causes_once_and_what_to_do() {
        let failure = Failure::from(OpenError::WrongPassphrase);
        let told = failure.to_json();
        assert_eq!(told["error"], "wrong-passphrase");
        assert_eq!(told["message"].as_str().unwrap().matches("wrong passphrase").count(), 1);
        assert!(told["hint"].as_str().unwrap().contains("recover"));
        let shown = failure.to_text();
        assert!(shown.starts_with("error: ") && shown.contains("\nhint: "));
    }

    #[test]
    fn what_others_chose_is_shown_safely() {
        let shown = Failure::Refused("\u{1b}[2Jno\nroom".into()).to_text();
        assert_eq!(shown.lines().count(), 2);
        assert!(!shown.contains('\u{1b}'));
    }
}
