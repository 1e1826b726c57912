//! Cargo's own view of the packages: who depends on whom, and with which features.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

use crate::source;

/// Our packages and everything that they reach without their tests.
#[derive(Debug)]
pub struct Packages {
    /// Name of each package to the names that it depends on (normal and build dependencies).
    arrows: BTreeMap<String, BTreeSet<String>>,
    /// Name of each of ours to the folder that it lies in, from the root of the tree.
    members: BTreeMap<String, String>,
}

impl Packages {
    /// Asks Cargo.
    #[must_use]
    pub fn load() -> Self {
        let args = ["metadata", "--format-version", "1", "--filter-platform", &host()];
        let json: Value = serde_json::from_str(&cargo(&args)).expect("cargo writes JSON");
        Self::of_json(&json)
    }

    fn of_json(json: &Value) -> Self {
        let mut names = BTreeMap::new();
        let mut members = BTreeMap::new();
        let workspace: BTreeSet<&str> = list(&json["workspace_members"]).map(text).collect();
        let root = text(&json["workspace_root"]);
        for package in list(&json["packages"]) {
            let (id, name) = (text(&package["id"]), text(&package["name"]));
            names.insert(id, name);
            if workspace.contains(id) {
                let manifest = text(&package["manifest_path"]).replace('\\', "/");
                let folder = manifest.trim_end_matches("/Cargo.toml");
                let folder = folder.strip_prefix(root).unwrap_or(folder).trim_matches('/');
                members.insert(name.to_owned(), folder.to_owned());
            }
        }
        let mut arrows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for node in list(&json["resolve"]["nodes"]) {
            let targets = arrows.entry(names[text(&node["id"])].to_owned()).or_default();
            for dep in list(&node["deps"]).filter(|dep| ships(dep)) {
                targets.insert(names[text(&dep["pkg"])].to_owned());
            }
        }
        Self { arrows, members }
    }

    /// Names of our packages, each with its folder.
    #[must_use]
    pub fn members(&self) -> &BTreeMap<String, String> {
        &self.members
    }

    /// What a package depends on directly.
    #[must_use]
    pub fn direct(&self, name: &str) -> BTreeSet<String> {
        self.arrows.get(name).cloned().unwrap_or_default()
    }

    /// Everything that a package reaches.
    #[must_use]
    pub fn reach(&self, name: &str) -> BTreeSet<String> {
        let mut reached = BTreeSet::new();
        let mut waiting = vec![name.to_owned()];
        while let Some(next) = waiting.pop() {
            for target in self.direct(&next) {
                if reached.insert(target.clone()) {
                    waiting.push(target);
                }
            }
        }
        reached
    }
}

/// Whether a dependency is more than a development dependency.
fn ships(dep: &Value) -> bool {
    list(&dep["dep_kinds"]).any(|kind| kind["kind"] != "dev")
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The features with which each package is built when one of ours is built alone, as it ships.
#[must_use]
pub fn features_alone(package: &str) -> BTreeMap<String, BTreeSet<String>> {
    let args = ["tree", "-p", package, "-e", "normal,build", "--prefix", "none", "-f", "{p}|{f}"];
    features_of_tree(&cargo(&args))
}

fn features_of_tree(tree: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in tree.lines() {
        let Some((package, features)) = line.split_once('|') else { continue };
        let Some(name) = package.split_whitespace().next() else { continue };
        let features = features.trim_end_matches("(*)").trim();
        let entry = all.entry(name.to_owned()).or_default();
        entry.extend(features.split(',').filter(|name| !name.is_empty()).map(str::to_owned));
    }
    all
}

fn host() -> String {
    let version = cargo(&["-vV"]);
    let line = version.lines().find_map(|line| line.strip_prefix("host: "));
    line.expect("cargo names its host").to_owned()
}

fn cargo(args: &[&str]) -> String {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output =
        Command::new(cargo).args(args).current_dir(source::root()).output().expect("cargo starts");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {}: {complaint}", args.join(" "));
    String::from_utf8(output.stdout).expect("cargo writes UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Packages {
        let json = serde_json::json!({
            "workspace_members": ["a", "b"],
            "workspace_root": "/x",
            "packages": [
                {"id": "a", "name": "top", "manifest_path": "/x/crates/top/Cargo.toml"},
                {"id": "b", "name": "low", "manifest_path": "/x/crates/low/Cargo.toml"},
                {"id": "c", "name": "far", "manifest_path": "/y/Cargo.toml"},
                {"id": "d", "name": "test-only", "manifest_path": "/z/Cargo.toml"},
            ],
            "resolve": {"nodes": [
                {"id": "a", "deps": [
                    {"pkg": "b", "dep_kinds": [{"kind": null}]},
                    {"pkg": "d", "dep_kinds": [{"kind": "dev"}]},
                ]},
                {"id": "b", "deps": [{"pkg": "c", "dep_kinds": [{"kind": "build"}]}]},
                {"id": "c", "deps": []},
                {"id": "d", "deps": []},
            ]},
        });
        Packages::of_json(&json)
    }

    #[test]
    fn what_is_reached_through_others_is_reached() {
        let packages = example();
        assert_eq!(packages.members()["top"], "crates/top");
        assert_eq!(packages.reach("top"), ["far", "low"].map(str::to_owned).into());
        assert_eq!(packages.direct("top"), ["low"].map(str::to_owned).into());
    }

    #[test]
    fn features_are_read_from_the_tree() {
        let tree =
            "a v1.0.0|default,bundled\nb v2.0.0 (proc-macro)|\na v1.0.0|default,bundled (*)\n";
        let features = features_of_tree(tree);
        assert_eq!(features["a"], ["bundled", "default"].map(str::to_owned).into());
        assert!(features["b"].is_empty());
    }
}
