//! Rules of the protocol have addresses: a letter or two, a dash, two digits. Each is defined once, as
//! a row of a table that begins with the address, and stands beside the code that keeps it and beside the
//! test that would notice if it did not.

use std::collections::{BTreeMap, BTreeSet};

use super::Violation;
use crate::lex::is_word;
use crate::source::Source;

/// Every address in a line of text.
#[must_use]
pub fn addresses(line: &str) -> Vec<&str> {
    let is_part = |char: char| is_word(char) || char == '-';
    line.split(|char| !is_part(char)).filter(|word| is_address(word)).collect()
}

fn is_address(word: &str) -> bool {
    let Some((letters, digits)) = word.split_once('-') else { return false };
    (1..=2).contains(&letters.len())
        && letters.chars().all(|char| char.is_ascii_uppercase())
        && digits.len() == 2
        && digits.chars().all(|char| char.is_ascii_digit())
}

/// The rules that a page defines, each with its line, and those that it defines twice.
#[must_use]
pub fn defined(page: &str) -> (BTreeMap<String, usize>, Vec<String>) {
    let (mut rules, mut twice) = (BTreeMap::new(), Vec::new());
    for (index, line) in page.lines().enumerate() {
        let cell = line.strip_prefix("| ").and_then(|rest| rest.split_once(" |"));
        let Some((address, _)) = cell.filter(|(address, _)| is_address(address)) else { continue };
        if rules.insert(address.to_owned(), index + 1).is_some() {
            twice.push(address.to_owned());
        }
    }
    (rules, twice)
}

/// The addresses that stand in shipped lines and in test lines.
#[derive(Debug, Default)]
pub struct Markers {
    /// In code that ships.
    pub shipped: BTreeSet<String>,
    /// In tests.
    pub tested: BTreeSet<String>,
    /// The first place of each.
    pub places: BTreeMap<String, String>,
}

impl Markers {
    /// Collects from sources.
    #[must_use]
    pub fn of<'a>(sources: impl IntoIterator<Item = &'a Source>) -> Self {
        let mut markers = Self::default();
        for source in sources {
            for (index, line) in source.text.lines().enumerate() {
                let is_test = source.is_test(index + 1);
                for address in addresses(line) {
                    let set = if is_test { &mut markers.tested } else { &mut markers.shipped };
                    set.insert(address.to_owned());
                    let place = format!("{}:{}", source.path, index + 1);
                    markers.places.entry(address.to_owned()).or_insert(place);
                }
            }
        }
        markers
    }
}

/// Rules without code or test, and markers without a rule.
#[must_use]
pub fn against(page_name: &str, page: &str, markers: &Markers) -> Vec<Violation> {
    let (rules, twice) = defined(page);
    let mut violations: Vec<Violation> = twice
        .into_iter()
        .map(|address| Violation::of(page_name, format!("{address} is defined twice")))
        .collect();
    for (address, line) in &rules {
        if !markers.shipped.contains(address) {
            let what = format!("{address} stands beside no code that keeps it");
            violations.push(Violation::at(page_name, *line, what));
        }
        if !markers.tested.contains(address) {
            let what = format!("{address} stands in no test");
            violations.push(Violation::at(page_name, *line, what));
        }
    }
    for (address, place) in &markers.places {
        if !rules.contains_key(address) {
            violations.push(Violation::of(place, format!("{address} is no rule of {page_name}")));
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_other_words() {
        let line = "(M-01), CC-12: UTF-16 SHA-25 M-1 M-001 m-01 RFC-94 XM-01x 2026-11-21 A-10-11";
        assert_eq!(addresses(line), ["M-01", "CC-12"]);
    }

    #[test]
    fn a_rule_without_code_or_test_is_found() {
        let page = "| M-01 | a |\n| M-02 | b (see M-09) |\n| M-03 | c |\n- M-04\n";
        let source = Source::new(
            "crates/x/src/lib.rs",
            "// M-01\n// M-02\n// M-08\n#[cfg(test)]\nmod tests {\n // M-01\n}\n",
            false,
        );
        let found: Vec<String> = against("page", page, &Markers::of([&source]))
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            found,
            [
                "page:2: M-02 stands in no test",
                "page:3: M-03 stands beside no code that keeps it",
                "page:3: M-03 stands in no test",
                "crates/x/src/lib.rs:3: M-08 is no rule of page",
            ]
        );
    }

    #[test]
    fn a_rule_defined_twice_is_found() {
        let source = Source::new("x.rs", "// M-01\n#[cfg(test)]\nmod t { /* M-01 */ }", false);
        let page = "| M-01 | a |\n| M-01 | b |\n";
        assert_eq!(against("page", page, &Markers::of([&source])).len(), 1);
    }
}
