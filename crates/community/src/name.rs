//! Pseudonyms and names of rooms: short text without anything that could disguise it.

use std::fmt;

/// The longest name, in bytes of UTF-8 (rule C-03).
pub const NAME_MAX_BYTES: usize = 64;

/// A name that can be shown beside others without harm: 1 to [`NAME_MAX_BYTES`] bytes, no control
/// characters, no bidi overrides, no invisible joiners at its ends (rule C-03).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

/// Why a text is not a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing is left after trimming.
    #[error("the name is empty")]
    Empty,
    /// Too long.
    #[error("the name has more than {NAME_MAX_BYTES} bytes: choose a shorter one")]
    TooLong,
    /// A character that could hide or reorder text.
    #[error("the name holds a control or direction character: leave it out")]
    Control,
}

/// Characters that change the order or the visibility of others (Unicode UAX #9 and format controls).
/// The zero-width joiners stay: Persian and emoji need them.
fn disguises(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}' | '\u{2060}')
        || ('\u{202a}'..='\u{202e}').contains(&c)
        || ('\u{2066}'..='\u{2069}').contains(&c)
        || ('\u{e0000}'..='\u{e007f}').contains(&c)
}

impl Name {
    /// Takes a text as a name; white space around it goes.
    ///
    /// # Errors
    /// [`NameError`] says what to change.
    pub fn new(text: &str) -> Result<Self, NameError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(NameError::Empty);
        }
        if text.len() > NAME_MAX_BYTES {
            return Err(NameError::TooLong);
        }
        if text.chars().any(disguises) {
            return Err(NameError::Control);
        }
        Ok(Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_hide_nothing() {
        // C-03
        assert_eq!(Name::new("  ليلى ").unwrap().as_str(), "ليلى");
        assert!(Name::new("می\u{200c}نا").is_ok());
        assert_eq!(Name::new(" \t"), Err(NameError::Empty));
        assert_eq!(Name::new(&"x".repeat(NAME_MAX_BYTES + 1)), Err(NameError::TooLong));
        assert!(Name::new(&"x".repeat(NAME_MAX_BYTES)).is_ok());
        for bad in ["a\u{202e}b", "a\nb", "a\u{2066}b", "\u{feff}a", "a\u{1b}[2Jb"] {
            assert_eq!(Name::new(bad), Err(NameError::Control), "{bad:?}");
        }
    }
}
