//! Finding words on this device, whatever their case, accents and vowel marks.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Words as they are compared: compatibility forms and case are folded, marks (Arabic vowel signs, Hebrew
/// points, accents), the Arabic tatweel, joiners and whatever controls a terminal are left out, and the forms of alef,
/// yeh and teh marbuta that people write one for the other are one.
pub(crate) fn folded(words: &str) -> String {
    words
        .nfkd()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !is_combining_mark(*c) && !c.is_control())
        .filter(|c| !matches!(c, '\u{640}' | '\u{200c}' | '\u{200d}'))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '\u{622}' | '\u{623}' | '\u{625}' | '\u{671}' => '\u{627}',
            '\u{649}' => '\u{64a}',
            '\u{629}' => '\u{647}',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn marks_and_case_make_no_difference() {
        for (a, b) in [
            ("مُحَمَّد", "محمد"),
            ("أحمد", "احمد"),
            ("مدرسة", "مدرسه"),
            ("حـــب", "حب"),
            ("على", "علي"),
            ("CAFÉ", "cafe"),
            ("Straße", "straße"),
            ("ﬁn", "fin"),
            ("שָׁלוֹם", "שלום"),
            ("two\nlines\0", "two lines"),
        ] {
            assert_eq!(folded(a), folded(b), "{a}");
        }
        assert_ne!(folded("حب"), folded("حبر"));
    }
}
