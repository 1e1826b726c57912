//! The files of the tree, and which of their lines ship.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::lex;
use crate::path::{self, Found};

/// One Rust file.
#[derive(Debug)]
pub struct Source {
    /// Its path from the root of the tree, with `/` between folders.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Its code, comments and literals taken out.
    pub code: String,
    /// Its string literals, each with its line from 1.
    pub strings: Vec<(usize, String)>,
    /// For each line, from 0: whether it is compiled for tests only.
    tests: Vec<bool>,
}

impl Source {
    /// A file with this text. `all_test`: nothing of it ships.
    #[must_use]
    pub fn new(path: &str, text: &str, all_test: bool) -> Self {
        let masked = lex::mask(text);
        let mut tests = lex::test_lines(&masked.code);
        if all_test {
            tests.fill(true);
        }
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            code: masked.code,
            strings: masked.strings,
            tests,
        }
    }

    /// Whether a line (from 1) is compiled for tests only.
    #[must_use]
    pub fn is_test(&self, line: usize) -> bool {
        self.tests.get(line.saturating_sub(1)).copied().unwrap_or(false)
    }

    /// Every path in the code that ships.
    #[must_use]
    pub fn shipped_paths(&self) -> Vec<Found> {
        path::paths(&self.code).into_iter().filter(|found| !self.is_test(found.line)).collect()
    }

    /// String literals in the code that ships, with their lines.
    #[must_use]
    pub fn shipped_strings(&self) -> Vec<(usize, &str)> {
        self.strings
            .iter()
            .filter(|(line, _)| !self.is_test(*line))
            .map(|(line, text)| (*line, text.as_str()))
            .collect()
    }

    /// The folder of its package (`crates/wire`), if it lies in one.
    #[must_use]
    pub fn package(&self) -> &str {
        package_of(&self.path)
    }
}

fn package_of(path: &str) -> &str {
    let depth = if path.starts_with("xtask/") { 1 } else { 2 };
    path.match_indices('/').nth(depth - 1).map_or(path, |(end, _)| &path[..end])
}

/// The root of the tree.
#[must_use]
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("this package lies two folders deep").to_path_buf()
}

/// The text of a file of the tree, if there is one.
#[must_use]
pub fn read(path: &str) -> Option<String> {
    fs::read_to_string(root().join(path)).ok()
}

/// Every file of the tree, as paths from its root, in order. What `.gitignore` names at the root,
/// and Git's own folder, is left out.
#[must_use]
pub fn files() -> Vec<String> {
    let ignored = read(".gitignore").unwrap_or_default();
    let ignored: BTreeSet<&str> = ignored
        .lines()
        .map(|line| line.trim().trim_matches('/'))
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .chain([".git"])
        .collect();
    let mut files = Vec::new();
    walk(&root(), "", &ignored, &mut files);
    files.sort();
    files
}

fn walk(folder: &Path, prefix: &str, ignored: &BTreeSet<&str>, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the tree can be read") {
        let entry = entry.expect("the tree can be read");
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if ignored.contains(name.as_str()) {
            continue;
        }
        if entry.path().is_dir() {
            walk(&entry.path(), &format!("{name}/"), ignored, files);
        } else {
            files.push(name);
        }
    }
}

/// Every Rust file of the tree.
#[must_use]
pub fn sources() -> Vec<Source> {
    let files: Vec<String> = files().into_iter().filter(|path| path.ends_with(".rs")).collect();
    let texts: Vec<(String, String)> =
        files.into_iter().filter_map(|path| read(&path).map(|text| (path, text))).collect();
    let test_modules: Vec<String> =
        texts.iter().flat_map(|(path, text)| test_modules(path, text)).collect();
    let is_test = |path: &str| {
        in_test_folder(path)
            || test_modules.iter().any(|module| {
                path.strip_prefix(module.as_str())
                    .is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
            })
    };
    texts.iter().map(|(path, text)| Source::new(path, text, is_test(path))).collect()
}

/// Whether everything in this file is test code by its place: `tests/` at the root or in a package,
/// and `benches/`.
#[must_use]
pub fn in_test_folder(path: &str) -> bool {
    let inside = path.strip_prefix(package_of(path)).unwrap_or(path);
    path.starts_with("tests/") || inside.starts_with("/tests/") || inside.starts_with("/benches/")
}

/// The modules that a file declares (`mod name;`): paths without `.rs`, and whether for tests only.
fn modules(path: &str, text: &str) -> Vec<(String, bool)> {
    let source = Source::new(path, text, false);
    let stem = path.strip_suffix(".rs").unwrap_or(path);
    let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
    let base = if matches!(name, "lib" | "main" | "mod") { folder } else { stem };
    let words: Vec<(usize, &str)> = source
        .code
        .lines()
        .enumerate()
        .filter_map(|(index, line)| declared_module(line).map(|module| (index + 1, module)))
        .collect();
    words.iter().map(|(line, module)| (format!("{base}/{module}"), source.is_test(*line))).collect()
}

fn declared_module(line: &str) -> Option<&str> {
    let rest = line.trim().strip_suffix(';')?;
    let (before, name) = rest.rsplit_once("mod ")?;
    let is_declaration = before.is_empty() || before.ends_with(' ') || before.ends_with(']');
    (is_declaration && name.chars().all(lex::is_word)).then_some(name)
}

fn test_modules(path: &str, text: &str) -> Vec<String> {
    modules(path, text).into_iter().filter(|(_, test)| *test).map(|(module, _)| module).collect()
}

/// The files that a library is made of: those that its `lib.rs` reaches through `mod`.
#[must_use]
pub fn library_files(package: &str, sources: &[Source]) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut waiting = vec![format!("{package}/src/lib.rs")];
    while let Some(path) = waiting.pop() {
        let Some(source) = sources.iter().find(|source| source.path == path) else { continue };
        for (module, _) in modules(&path, &source.text) {
            waiting.push(format!("{module}.rs"));
            waiting.push(format!("{module}/mod.rs"));
        }
        reached.insert(path);
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_belongs_to_its_package() {
        assert_eq!(package_of("crates/wire/src/frame/mod.rs"), "crates/wire");
        assert_eq!(package_of("xtask/src/main.rs"), "xtask");
        assert_eq!(package_of("tests/e2e/src/lib.rs"), "tests/e2e");
    }

    #[test]
    fn test_folders_are_test_code() {
        assert!(in_test_folder("crates/wire/tests/a.rs"));
        assert!(in_test_folder("tests/e2e/src/lib.rs"));
        assert!(!in_test_folder("crates/wire/src/tests/a.rs"));
    }

    #[test]
    fn declared_modules_are_found() {
        let text = "pub mod a;\nmod b;\n#[cfg(test)]\nmod c;\n#[cfg(test)] mod d;\nmod e {}\n";
        let expected = [("a", false), ("b", false), ("c", true), ("d", true)]
            .map(|(name, test)| (format!("crates/x/src/{name}"), test));
        assert_eq!(modules("crates/x/src/lib.rs", text), expected);
        assert_eq!(
            modules("crates/x/src/a.rs", "mod b;"),
            [("crates/x/src/a/b".to_owned(), false)]
        );
    }

    #[test]
    fn a_library_is_what_its_root_reaches() {
        let files = [
            ("crates/x/src/lib.rs", "mod a;"),
            ("crates/x/src/a/mod.rs", "mod b;"),
            ("crates/x/src/a/b.rs", ""),
            ("crates/x/src/main.rs", "mod cli;"),
            ("crates/x/src/cli.rs", ""),
        ];
        let sources: Vec<_> =
            files.iter().map(|(path, text)| Source::new(path, text, false)).collect();
        let reached = library_files("crates/x", &sources);
        assert_eq!(reached.len(), 3);
        assert!(!reached.contains("crates/x/src/cli.rs"));
    }
}
