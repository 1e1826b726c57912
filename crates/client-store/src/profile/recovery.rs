//! The recovery code: a key of 136 random bits, written down on paper.
//!
//! 17 random bytes and the first 3 bytes of `SHA-256("sitr/v1/slot/recovery/check" || bytes)` are 20
//! bytes, which are 32 letters of Crockford's base32, shown in groups of four:
//! `7M3K-9QWD-...`. Reading is generous: case, spaces and dashes do not matter, `O` is `0`, `I` and
//! `L` are `1`. The check finds all but one in 16 million mistyped codes.

use std::fmt;

use data_encoding::{Encoding, Specification};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::secret::{NoEntropy, fill_random};
use super::slot::label;

const SECRET_LEN: usize = 17;
const CHECK_LEN: usize = 3;
const CODE_LEN: usize = 32;
const GROUP_LEN: usize = 4;

/// A code that opens a profile when everything else is lost. Wiped when dropped, printed only by
/// [`RecoveryCode::reveal`].
#[derive(Clone)]
pub struct RecoveryCode(Zeroizing<[u8; SECRET_LEN]>);

/// Why a text is not a recovery code at all. That says nothing about a profile: a code that is well
/// formed but not the right one is [`OpenError::WrongRecoveryCode`](super::OpenError).
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryCodeError {
    /// Letters are missing or there are too many.
    #[error(
        "a recovery code has 32 letters and digits, this has {found}: compare it with the paper"
    )]
    Length {
        /// Letters and digits typed.
        found: usize,
    },
    /// A sign that no code has.
    #[error("sign {position} of the recovery code is not possible: compare it with the paper")]
    Sign {
        /// Which sign, from 1, without spaces and dashes.
        position: usize,
    },
    /// The letters do not fit together.
    #[error("the recovery code is mistyped somewhere: compare it with the paper")]
    Mistyped,
}

impl RecoveryCode {
    pub(crate) fn random() -> Result<Self, NoEntropy> {
        let mut secret = Zeroizing::new([0; SECRET_LEN]);
        fill_random(&mut *secret)?;
        Ok(Self(secret))
    }

    /// Reads a code as somebody typed it.
    ///
    /// # Errors
    /// If it cannot be any code; the secret may be mistyped, but no profile was asked.
    pub fn parse(text: &str) -> Result<Self, RecoveryCodeError> {
        let mut letters = Zeroizing::new(Vec::with_capacity(CODE_LEN * 4));
        for sign in text.chars().filter(|sign| !is_separator(*sign)) {
            let letter = plain_letter(sign)
                .ok_or(RecoveryCodeError::Sign { position: letters.len().saturating_add(1) })?;
            letters.push(letter);
            if letters.len() > CODE_LEN {
                break;
            }
        }
        if letters.len() != CODE_LEN {
            let found = text.chars().filter(|sign| !is_separator(*sign)).count();
            return Err(RecoveryCodeError::Length { found });
        }
        let bytes = alphabet()
            .and_then(|base32| base32.decode(&letters).ok())
            .map(Zeroizing::new)
            .ok_or(RecoveryCodeError::Mistyped)?;
        let (secret, typed_check) = bytes
            .split_first_chunk::<SECRET_LEN>()
            .ok_or(RecoveryCodeError::Length { found: letters.len() })?;
        let code = Self(Zeroizing::new(*secret));
        if code.check() != typed_check {
            return Err(RecoveryCodeError::Mistyped);
        }
        Ok(code)
    }

    /// The code in groups of four, to be shown once to its owner.
    #[must_use]
    pub fn reveal(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new(self.0.to_vec());
        bytes.extend_from_slice(&self.check());
        let letters =
            Zeroizing::new(alphabet().map(|base32| base32.encode(&bytes)).unwrap_or_default());
        let mut shown = Zeroizing::new(String::with_capacity(CODE_LEN + CODE_LEN / GROUP_LEN));
        for (place, letter) in letters.chars().enumerate() {
            if place > 0 && place % GROUP_LEN == 0 {
                shown.push('-');
            }
            shown.push(letter);
        }
        shown
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.as_slice()
    }

    fn check(&self) -> [u8; CHECK_LEN] {
        let hash = Sha256::new().chain_update(label::RECOVERY_CHECK).chain_update(self.bytes());
        let hash: [u8; 32] = hash.finalize().into();
        let mut check = [0; CHECK_LEN];
        check.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
        check
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(..)")
    }
}

/// Crockford's alphabet in capitals. `None` never happens: the specification is constant and tested.
fn alphabet() -> Option<Encoding> {
    let mut specification = Specification::new();
    specification.symbols.push_str("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
    specification.encoding().ok()
}

/// What people put between groups, and what keyboards and word processors make of a dash.
fn is_separator(sign: char) -> bool {
    sign.is_whitespace()
        || matches!(sign, '-' | '_' | '.' | ',' | '\u{2010}'..='\u{2015}' | '\u{2212}')
        || matches!(sign, '\u{200b}'..='\u{200f}' | '\u{feff}')
}

/// The letter that was meant, or `None` if no code can hold it.
fn plain_letter(sign: char) -> Option<u8> {
    let letter = match sign.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    (letter.is_ascii_alphanumeric() && letter != 'U').then(|| u8::try_from(letter).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> RecoveryCode {
        RecoveryCode(Zeroizing::new(*b"seventeen bytes !"))
    }

    #[test]
    fn the_form_is_frozen() {
        let shown = known().reveal();
        assert_eq!(shown.as_str(), "EDJQ-CSBE-EHJP-AVH0-C9WQ-8SBK-40GN-DCV7");
        assert_eq!(format!("{:?}", known()), "RecoveryCode(..)");
    }

    #[test]
    fn sloppy_typing_works() {
        let code = RecoveryCode::random().unwrap();
        let shown = code.reveal();
        let letters = shown.replace('-', "");
        let sloppy = [
            shown.to_lowercase(),
            letters.clone(),
            format!("  {} \n", shown.replace('-', " ")),
            shown.replace('-', "\u{2013}"),
            letters.replace('0', "o").replace('1', "l"),
            letters.replace('0', "O").replace('1', "I"),
        ];
        for text in sloppy {
            assert_eq!(RecoveryCode::parse(&text).unwrap().bytes(), code.bytes(), "{text}");
        }
    }

    #[test]
    fn every_single_slip_and_swap_is_found() {
        let shown = known().reveal().replace('-', "");
        let letters: Vec<char> = shown.chars().collect();
        for place in 0..letters.len() {
            for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars() {
                let mut typed = letters.clone();
                typed[place] = other;
                let slip = RecoveryCode::parse(&typed.iter().collect::<String>());
                assert_eq!(slip.is_ok(), other == letters[place]);
            }
        }
        for place in 1..letters.len() {
            let mut typed = letters.clone();
            typed.swap(place - 1, place);
            let swapped = RecoveryCode::parse(&typed.iter().collect::<String>());
            assert_eq!(swapped.is_ok(), letters[place - 1] == letters[place]);
        }
    }

    #[test]
    fn what_cannot_be_a_code_is_said_exactly() {
        let error = |text: &str| RecoveryCode::parse(text).unwrap_err();
        assert_eq!(error(""), RecoveryCodeError::Length { found: 0 });
        assert_eq!(error("EDJQ-CSBM"), RecoveryCodeError::Length { found: 8 });
        assert_eq!(error(&"0".repeat(40)), RecoveryCodeError::Length { found: 40 });
        assert_eq!(error("ED-U"), RecoveryCodeError::Sign { position: 3 });
        assert_eq!(error("EDé"), RecoveryCodeError::Sign { position: 3 });
        assert_eq!(error(&"0".repeat(32)), RecoveryCodeError::Mistyped);
    }
}
