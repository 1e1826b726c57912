//! The crisis card: read from data in the program, so that it is there without a network.
//!
//! Nothing in it is invented: a line that names a service, a number or a law bears its source and the day on
//! which somebody read it there, or it is not loaded.

use serde::Deserialize;

/// The data of the program.
const DATA: &str = include_str!("../../data/crisis-card.json");

/// One line of the card.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// What to do, or whom to reach.
    pub text: String,
    /// Where it holds: an ISO 3166 code; empty for everywhere.
    #[serde(default)]
    pub place: String,
    /// Whether it names a service, a number or a law.
    #[serde(default)]
    pub is_claim: bool,
    /// Where it was read; needed for a claim.
    #[serde(default)]
    pub source: String,
    /// The day on which it was read there, as `YYYY-MM-DD`; needed for a claim.
    #[serde(default)]
    pub read_on: String,
    /// Whether a person who knows has reviewed these words.
    #[serde(default)]
    pub reviewed: bool,
}

/// The card in one language.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// Its language tag.
    pub language: String,
    /// What to do now, one step a line.
    pub steps: Vec<Line>,
}

impl Line {
    fn is_fit(&self) -> bool {
        !self.is_claim || (!self.source.is_empty() && self.read_on.len() == 10)
    }
}

/// The card in this language, or in English where there is none.
#[must_use]
pub fn crisis_card(language: &str) -> Card {
    let mut cards: Vec<Card> = serde_json::from_str(DATA).unwrap_or_default();
    for card in &mut cards {
        card.steps.retain(Line::is_fit);
    }
    let at = |wanted: &str| cards.iter().position(|card| card.language == wanted);
    let base = language.split('-').next().unwrap_or_default();
    match at(language).or_else(|| at(base)).or_else(|| at("en")) {
        Some(at) => cards.swap_remove(at),
        None => Card { language: "en".to_owned(), steps: Vec::new() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_claim_has_a_source_and_a_day() {
        let cards: Vec<Card> = serde_json::from_str(DATA).unwrap();
        // Every language has every step, in the same place.
        assert!(cards.iter().all(|card| card.steps.len() == crisis_card("en").steps.len()));
        for language in crate::words::Language::ALL {
            assert!(cards.iter().any(|card| card.language == language.tag()), "{language:?}");
        }
        for line in cards.iter().flat_map(|card| &card.steps) {
            assert!(line.is_fit() && !line.text.is_empty(), "{line:?}");
            let digits = line.text.chars().filter(char::is_ascii_digit).count();
            assert!(line.is_claim || digits < 3, "a number is a claim: {line:?}");
        }
    }

    #[test]
    fn who_speaks_another_language_gets_the_nearest() {
        assert_eq!(crisis_card("ar-EG").language, "ar");
        assert_eq!(crisis_card("xx").language, "en");
        assert!(!crisis_card("en").steps.is_empty());
    }
}
