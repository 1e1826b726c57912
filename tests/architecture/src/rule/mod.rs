//! What is looked for, as functions over text, so that each can be shown to find what it must.

pub mod arrow;
pub mod ban;
pub mod english;
pub mod limit;
pub mod link;
pub mod marker;
pub mod sql;
pub mod text;

use std::fmt;

/// One place where a rule is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Where: a file and line, or a package.
    pub place: String,
    /// What stands there.
    pub what: String,
}

impl Violation {
    /// A violation on a line (from 1) of a file.
    #[must_use]
    pub fn at(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self { place: format!("{path}:{line}"), what: what.into() }
    }

    /// A violation of a whole file or package.
    #[must_use]
    pub fn of(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into() }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// Fails, with the rule's number and words as they stand in `ARCHITECTURE.md`, unless nothing was found.
///
/// # Panics
/// If a violation is given.
pub fn hold(number: u8, rule: &str, violations: &[Violation]) {
    let list: String = violations.iter().map(|violation| format!("\n  {violation}")).collect();
    assert!(
        violations.is_empty(),
        "rule {number} is broken: {rule}{list}\nsee ARCHITECTURE.md, rule {number}"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(
        expected = "rule 3 is broken: the ladders meet\n  crates/x: y\nsee ARCHITECTURE.md"
    )]
    fn a_broken_rule_is_named() {
        hold(3, "the ladders meet", &[Violation::of("crates/x", "y")]);
    }
}
