//! The direction of a text.

use unicode_bidi::BidiClass;

/// Where a text begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// On the left; also for text without any strong character.
    #[default]
    LeftToRight,
    /// On the right.
    RightToLeft,
}

impl Direction {
    /// As HTML and CSS name it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

/// The direction of the first strong character (Unicode UAX #9, rules P2 and P3) outside mentions: a name in
/// another script at the beginning does not turn the text around.
#[must_use]
pub fn direction(words: &str) -> Direction {
    let spoken = words.split_whitespace().filter(|word| !word.starts_with('@'));
    let strong = spoken.flat_map(str::chars).find_map(|c| match unicode_bidi::bidi_class(c) {
        BidiClass::L => Some(Direction::LeftToRight),
        BidiClass::R | BidiClass::AL => Some(Direction::RightToLeft),
        _ => None,
    });
    strong.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_strong_character_outside_mentions_decides() {
        for (words, wanted) in [
            ("hello", "ltr"),
            ("مرحبا hello", "rtl"),
            ("hello مرحبا", "ltr"),
            ("@Omar مرحبا", "rtl"),
            ("@ليلى hello", "ltr"),
            ("123 - שלום", "rtl"),
            ("123", "ltr"),
            ("", "ltr"),
        ] {
            assert_eq!(direction(words).name(), wanted, "{words}");
        }
    }
}
