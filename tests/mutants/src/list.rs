//! The mutants as they are written down.

use std::fs;
use std::path::Path;

use serde::Deserialize;

/// A check taken away.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mutant {
    /// The address of the rule in `proto/README.md`.
    pub rule: String,
    /// What is not checked any more.
    pub what: String,
    /// The file, from the root of the tree.
    pub file: String,
    /// Text that stands in the file exactly once.
    pub old: String,
    /// What stands there instead.
    pub new: String,
    /// More of the same in the same file, where a check stands at several places.
    #[serde(default)]
    pub also: Vec<Edit>,
    /// The package whose test must fail.
    pub package: String,
    /// Which tests: `--lib` or `--test NAME`.
    pub target: String,
    /// Part of the name of the test that must fail.
    pub test: String,
}

/// Another place of the same check.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// Text that stands in the file exactly once.
    pub old: String,
    /// What stands there instead.
    pub new: String,
}

/// A rule that refuses nothing.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Harmless {
    /// Its address.
    pub rule: String,
    /// Why there is no check to take away.
    pub why: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    mutant: Vec<Mutant>,
    #[serde(default)]
    none: Vec<Harmless>,
}

/// All that is written down.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// The mutants, in the order of the files.
    pub mutants: Vec<Mutant>,
    /// The rules that refuse nothing.
    pub harmless: Vec<Harmless>,
}

impl List {
    /// Reads the list of the tree at `root`.
    ///
    /// # Errors
    /// A sentence that names the file and what is wrong with it.
    pub fn read(root: &Path) -> Result<Self, String> {
        let folder = root.join("tests/mutants/rules");
        let unreadable = |error: std::io::Error| format!("{}: {error}", folder.display());
        let mut paths = Vec::new();
        for entry in fs::read_dir(&folder).map_err(unreadable)? {
            paths.push(entry.map_err(unreadable)?.path());
        }
        paths.sort();
        let mut list = Self::default();
        for path in paths {
            let named = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
            let text = fs::read_to_string(&path).map_err(|error| named(&error))?;
            let file: File = toml::from_str(&text).map_err(|error| named(&error))?;
            list.mutants.extend(file.mutant);
            list.harmless.extend(file.none);
        }
        Ok(list)
    }
}

impl Mutant {
    /// The file with the check taken away.
    ///
    /// # Errors
    /// If the old text does not stand there exactly once, or the mutant changes nothing.
    pub fn apply(&self, text: &str) -> Result<String, String> {
        let first = [(&self.old, &self.new)];
        let edits = first.into_iter().chain(self.also.iter().map(|edit| (&edit.old, &edit.new)));
        edits.into_iter().try_fold(text.to_owned(), |text, (old, new)| {
            let named = |why: String| format!("{} ({}): {why}", self.rule, self.what);
            let count = text.matches(old.as_str()).count();
            if count != 1 {
                let file = &self.file;
                return Err(named(format!(
                    "the old text stands {count} times in {file}, not once"
                )));
            }
            if old == new {
                return Err(named("changes nothing".to_owned()));
            }
            Ok(text.replacen(old.as_str(), new, 1))
        })
    }
}
