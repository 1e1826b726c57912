//! Which of our packages may stand on which.

use std::collections::{BTreeMap, BTreeSet};

use super::Violation;

/// The arrows of `ARCHITECTURE.md`: a package and the rungs right below it. It may also use
/// directly whatever those reach.
pub const ARROWS: &[(&str, &[&str])] = &[
    ("sitr-wire", &[]),
    ("sitr-db", &[]),
    ("sitr-relay-core", &["sitr-wire"]),
    ("sitr-relay-store", &["sitr-relay-core", "sitr-db"]),
    ("sitr-relay", &["sitr-relay-store"]),
    ("sitr-content", &[]),
    ("sitr-community", &["sitr-content"]),
    ("sitr-client-core", &["sitr-wire", "sitr-community"]),
    ("sitr-client-store", &["sitr-client-core", "sitr-db"]),
    ("sitr-words", &[]),
    ("sitr-client", &["sitr-client-store", "sitr-words"]),
    ("sitr-cli", &["sitr-client", "sitr-relay"]),
    ("sitr-architecture", &[]),
    ("sitr-mutants", &["sitr-architecture"]),
    ("xtask", &[]),
];

/// Packages that test both ladders from outside, and may use any of ours.
pub const FREE: &[&str] = &[
    "sitr-audit",
    "sitr-bench",
    "sitr-cost",
    "sitr-crash",
    "sitr-e2e",
    "sitr-hostile",
    "sitr-sim",
    "sitr-fuzz-targets",
    "sitr-model",
    "sitr-vectors",
];

/// Everything that the arrows let a package reach.
fn allowed<'a>(arrows: &BTreeMap<&'a str, &'a [&'a str]>, name: &str) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut waiting: Vec<&str> = arrows.get(name).copied().unwrap_or_default().to_vec();
    while let Some(next) = waiting.pop() {
        if reached.insert(next) {
            waiting.extend(arrows.get(next).copied().unwrap_or_default());
        }
    }
    reached
}

/// Packages of ours that use what no arrow allows, or that no arrow names.
#[must_use]
pub fn against_arrows(direct: &BTreeMap<String, BTreeSet<String>>) -> Vec<Violation> {
    let arrows: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let mut violations = Vec::new();
    for (name, targets) in direct {
        if FREE.contains(&name.as_str()) {
            continue;
        }
        if !arrows.contains_key(name.as_str()) {
            violations.push(Violation::of(name, "no arrow in ARCHITECTURE.md names this package"));
        }
        let allowed = allowed(&arrows, name);
        let ours = targets.iter().filter(|target| direct.contains_key(*target));
        for target in ours.filter(|target| !allowed.contains(target.as_str())) {
            violations.push(Violation::of(name, format!("must not depend on {target}")));
        }
    }
    violations
}

/// Reached packages whose name is one of these, or begins with one that ends in `*`.
#[must_use]
pub fn reaching(name: &str, reach: &BTreeSet<String>, banned: &[&str]) -> Vec<Violation> {
    let is_banned = |target: &str| {
        banned.iter().any(|ban| match ban.strip_suffix('*') {
            Some(prefix) => target.starts_with(prefix),
            None => target == *ban,
        })
    };
    reach
        .iter()
        .filter(|target| is_banned(target))
        .map(|target| Violation::of(name, format!("reaches {target}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn direct(name: &str, targets: &[&str]) -> Vec<Violation> {
        let mut all: BTreeMap<String, BTreeSet<String>> =
            ARROWS.iter().map(|(name, _)| ((*name).to_owned(), BTreeSet::new())).collect();
        all.insert(name.to_owned(), targets.iter().map(|target| (*target).to_owned()).collect());
        against_arrows(&all)
    }

    #[test]
    fn an_arrow_against_the_ladder_is_found() {
        assert_eq!(direct("sitr-relay", &["sitr-content"]).len(), 1);
        assert_eq!(direct("sitr-client", &["sitr-relay-core"]).len(), 1);
        assert_eq!(direct("sitr-wire", &["sitr-db", "serde"]).len(), 1);
        assert_eq!(direct("sitr-stranger", &[]).len(), 1);
    }

    #[test]
    fn lower_rungs_may_be_used_directly() {
        assert!(direct("sitr-client", &["sitr-wire", "sitr-content", "tokio"]).is_empty());
        assert!(direct("sitr-cli", &["sitr-relay", "sitr-client"]).is_empty());
    }

    #[test]
    fn a_banned_package_is_found_by_name_or_beginning() {
        let reach: BTreeSet<String> = ["openmls_traits", "tokio"].map(str::to_owned).into();
        assert_eq!(reaching("x", &reach, &["openmls*"]).len(), 1);
        assert_eq!(reaching("x", &reach, &["tokio", "tok"]).len(), 1);
    }
}
