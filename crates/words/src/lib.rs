//! What a person reads, in twelve languages.
//!
//! A [`Phrase`] is data: an id that stays, and arguments. [`Words`] says it in one [`Language`], by Fluent: with the
//! plural forms of that language, and with what other people wrote isolated, so that a name in another script
//! does not reorder the sentence around it. What a language lacks is said in English and listed.
//!
//! ```
//! use sitr_words::{Language, Words, phrase};
//!
//! let words = Words::of(Language::negotiate(["ar_EG.UTF-8", "en"]));
//! assert_eq!(words.language(), Language::Arabic);
//! let sentence = words.say(&phrase::event_joined("Omar"));
//! assert!(sentence.contains("\u{2068}Omar\u{2069}"));
//! ```
//!
//! The words stand in `i18n/*.ftl`. English is their source; a file says at its head whether a person has
//! reviewed it. Nothing here reads a clock, the environment or the disk.

mod isolate;
mod language;
pub mod phrase;
#[cfg(test)]
mod tests;
mod words;

pub use isolate::{balanced, isolated};
pub use language::Language;
pub use phrase::{Group, Phrase};
pub use words::Words;

/// The ids of the guidelines that a room can begin with, in their order.
const GUIDELINES: [&str; 7] = [
    "guidelines-kind",
    "guidelines-confidence",
    "guidelines-respect",
    "guidelines-listen",
    "guidelines-warn",
    "guidelines-private",
    "guidelines-help",
];

/// Guidelines that a room can begin with: each language's tag, and its rules. A rule has the same number in
/// every language.
#[must_use]
pub fn guidelines() -> Vec<(&'static str, Vec<String>)> {
    let rules = |language: Language| {
        let words = Words::of(language);
        GUIDELINES.iter().map(|id| words.say(&Phrase::plain(id))).collect()
    };
    Language::ALL.into_iter().map(|language| (language.tag(), rules(language))).collect()
}
