//! Bounds: each named once in the code, named in the protocol's page, met by a test.

use std::collections::BTreeSet;

use super::Violation;
use crate::path::paths;
use crate::source::Source;

/// The public constants of a file of limits, each with its line.
#[must_use]
pub fn constants(source: &Source) -> Vec<(usize, String)> {
    source
        .code
        .lines()
        .enumerate()
        .filter(|(index, _)| !source.is_test(index + 1))
        .filter_map(|(index, line)| {
            let (name, _) = line.trim().strip_prefix("pub const ")?.split_once(':')?;
            Some((index + 1, name.trim().to_owned()))
        })
        .collect()
}

/// Every word in the test code of these sources.
#[must_use]
pub fn words_in_tests(sources: &[Source]) -> BTreeSet<String> {
    let in_tests = |source: &Source| {
        paths(&source.code)
            .into_iter()
            .filter(|found| source.is_test(found.line))
            .flat_map(|found| found.path)
            .collect::<Vec<_>>()
    };
    sources.iter().flat_map(in_tests).collect()
}

/// Limits that no test meets.
#[must_use]
pub fn untested(limits: &Source, tested: &BTreeSet<String>) -> Vec<Violation> {
    constants(limits)
        .into_iter()
        .filter(|(_, name)| !tested.contains(name))
        .map(|(line, name)| Violation::at(&limits.path, line, format!("no test meets {name}")))
        .collect()
}

/// Limits that the page does not name.
#[must_use]
pub fn unnamed(limits: &Source, page: &str) -> Vec<Violation> {
    let words: BTreeSet<&str> = page.split(|char| !crate::lex::is_word(char)).collect();
    constants(limits)
        .into_iter()
        .filter(|(_, name)| !words.contains(name.as_str()))
        .map(|(line, name)| Violation::at(&limits.path, line, format!("{name} is not in the page")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_without_test_or_name_is_found() {
        let limits =
            Source::new("limit.rs", "pub const A_MAX: u32 = 1;\npub const B_MAX: u32 = 2;", false);
        let test = Source::new("a.rs", "#[test]\nfn f() { g(limit::A_MAX + 1); }", false);
        let found = untested(&limits, &words_in_tests(&[test]));
        assert_eq!(found, [Violation::at("limit.rs", 2, "no test meets B_MAX")]);
        assert_eq!(unnamed(&limits, "| `B_MAX` | 2 |, not AA_MAX").len(), 1);
    }

    #[test]
    fn a_limit_named_in_shipped_code_alone_is_not_tested() {
        let limits = Source::new("limit.rs", "pub const A_MAX: u32 = 1;", false);
        let shipped = Source::new("a.rs", "fn f() { g(limit::A_MAX); }", false);
        assert_eq!(untested(&limits, &words_in_tests(&[shipped])).len(), 1);
    }
}
