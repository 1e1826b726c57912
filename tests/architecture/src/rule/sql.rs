//! SQL in string literals.

use super::Violation;
use crate::source::Source;

/// Beginnings of statements, as words in capitals; `*` stands for any one word.
const STATEMENTS: &[&[&str]] = &[
    &["INSERT", "INTO"],
    &["INSERT", "OR", "*", "INTO"],
    &["REPLACE", "INTO"],
    &["DELETE", "FROM"],
    &["UPDATE", "*", "SET"],
    &["CREATE", "TABLE"],
    &["CREATE", "INDEX"],
    &["CREATE", "UNIQUE"],
    &["CREATE", "TRIGGER"],
    &["CREATE", "VIEW"],
    &["ALTER", "TABLE"],
    &["DROP", "TABLE"],
    &["BEGIN", "IMMEDIATE"],
    &["BEGIN", "EXCLUSIVE"],
    &["PRAGMA", "*"],
];

/// Whether a literal holds SQL.
#[must_use]
pub fn is_sql(text: &str) -> bool {
    let words: Vec<&str> = text
        .split(|char: char| !(char.is_alphanumeric() || char == '_'))
        .filter(|w| !w.is_empty())
        .collect();
    let begins = |statement: &&[&str]| {
        words.windows(statement.len()).any(|window| {
            window.iter().zip(statement.iter()).all(|(word, part)| *part == "*" || word == part)
        })
    };
    let selects =
        words.contains(&"SELECT") && (words.contains(&"FROM") || words.first() == Some(&"SELECT"));
    selects || STATEMENTS.iter().any(begins)
}

/// Shipped literals of a source that hold SQL.
#[must_use]
pub fn in_source(source: &Source) -> Vec<Violation> {
    source
        .shipped_strings()
        .iter()
        .filter(|(_, text)| is_sql(text))
        .map(|(line, _)| Violation::at(&source.path, *line, "SQL in a string literal"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sql_is_found() {
        for text in [
            "SELECT cell FROM cells WHERE i = ?1",
            "SELECT 1",
            "INSERT OR IGNORE INTO cells VALUES (?1)",
            "UPDATE rooms\n SET epoch = ?1",
            "PRAGMA user_version",
            "CREATE TABLE a (x INTEGER NOT NULL) STRICT",
        ] {
            assert!(is_sql(text), "{text}");
        }
        let source = Source::new("crates/relay/src/a.rs", "f(\"DELETE FROM cells\");", false);
        assert_eq!(in_source(&source).len(), 1);
    }

    #[test]
    fn english_is_not_sql() {
        for text in [
            "select a room from the list",
            "delete from this device",
            "update the older one",
            "create an invite, insert the link",
        ] {
            assert!(!is_sql(text), "{text}");
        }
        let test = "#[cfg(test)]\nmod t { const Q: &str = \"DELETE FROM cells\"; }";
        assert!(in_source(&Source::new("crates/relay/src/a.rs", test, false)).is_empty());
    }
}
