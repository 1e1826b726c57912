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

/// The direction of the first strong character (Unicode UAX #9, rules P2 and P3) outside mentions and outside
/// isolates: a name in another script at the beginning does not turn the text around.
#[must_use]
pub fn direction(words: &str) -> Direction {
    let (mut isolates, mut in_mention, mut before) = (0_usize, false, ' ');
    for c in words.chars() {
        if before.is_whitespace() {
            in_mention = c == '@';
        }
        before = c;
        match unicode_bidi::bidi_class(c) {
            BidiClass::FSI | BidiClass::LRI | BidiClass::RLI => isolates += 1,
            BidiClass::PDI => isolates = isolates.saturating_sub(1),
            _ if isolates > 0 || in_mention => {}
            BidiClass::L => return Direction::LeftToRight,
            BidiClass::R | BidiClass::AL => return Direction::RightToLeft,
            _ => {}
        }
    }
    Direction::default()
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
            ("a@ليلى", "ltr"),
            ("\u{2068}Omar\u{2069} مرحبا", "rtl"),
            ("\u{2068}\u{2067}x\u{2069} ليلى\u{2069} hello", "ltr"),
            ("@\u{2068}Omar K\u{2069} مرحبا", "rtl"),
            ("123 - שלום", "rtl"),
            ("123", "ltr"),
            ("", "ltr"),
        ] {
            assert_eq!(direction(words).name(), wanted, "{words}");
        }
    }
}
