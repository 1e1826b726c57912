//! The list of mutants fits the tree and the rules. That each is killed, `cargo xtask mutants` shows.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;

use sitr_architecture::rule::marker;
use sitr_mutants::list::List;
use sitr_mutants::run::root;

#[test]
fn every_mutant_fits_the_tree() {
    let root = root().unwrap();
    let list = List::read(&root).unwrap();
    let mut seen = BTreeSet::new();
    for mutant in &list.mutants {
        let text = fs::read_to_string(root.join(&mutant.file)).unwrap();
        let broken = mutant.apply(&text).unwrap_or_else(|error| panic!("{error}"));
        assert!(!broken.is_empty());
        assert!(seen.insert((&mutant.file, &mutant.old, &mutant.new)), "{} twice", mutant.what);
        let shipped = mutant.file.starts_with("crates/") && mutant.file.contains("/src/");
        assert!(shipped, "{}: {} does not ship", mutant.rule, mutant.file);
    }
}

#[test]
fn every_rule_has_a_mutant_or_refuses_nothing() {
    let root = root().unwrap();
    let list = List::read(&root).unwrap();
    let page = fs::read_to_string(root.join("proto/README.md")).unwrap();
    let (defined, _) = marker::defined(&page);
    let rules: BTreeSet<&str> = defined.keys().map(String::as_str).collect();
    let refuses: BTreeSet<&str> = list.mutants.iter().map(|one| one.rule.as_str()).collect();
    let harmless: BTreeSet<&str> = list.harmless.iter().map(|one| one.rule.as_str()).collect();
    assert!(list.harmless.iter().all(|one| one.why.len() > 10), "each with its reason");
    let both: Vec<_> = refuses.intersection(&harmless).collect();
    assert!(both.is_empty(), "{both:?} have mutants, and are said to refuse nothing");
    let named: BTreeSet<&str> = refuses.union(&harmless).copied().collect();
    let missing: Vec<_> = rules.difference(&named).collect();
    assert!(missing.is_empty(), "{missing:?} have neither a mutant nor a reason to have none");
    let unknown: Vec<_> = named.difference(&rules).collect();
    assert!(unknown.is_empty(), "{unknown:?} are no rules of proto/README.md");
}
