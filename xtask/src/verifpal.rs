//! The symbolic models of `tests/verifpal`: each says in its head what Verifpal must answer, and each twin
//! must be broken where its model holds.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use crate::step::{Failed, Step};
use crate::verbs::{require, with_summary};

const FOLDER: &str = "tests/verifpal";
/// Begins the lines that say what is expected: `// expect sessions 1: c0a1`.
const EXPECT: &str = "// expect sessions ";
/// Begins the head of a twin, before the name of its model.
const TWIN: &str = "// The twin of ";
const INSTALL: &str = "cargo install verifpal --version 1.6.7 --ignore-rust-version";

/// A model as its head describes it.
#[derive(Debug, PartialEq, Eq)]
struct Model {
    file: String,
    /// For a number of sessions, a letter and a digit for each query.
    expected: Vec<(u8, String)>,
    /// The model that this one lacks something of.
    twin_of: Option<String>,
}

impl Model {
    fn read(file: &str, text: &str) -> Result<Self, String> {
        let expectation = |line: &str| {
            let (sessions, code) = line.strip_prefix(EXPECT)?.split_once(": ")?;
            Some((sessions.parse().ok()?, code.trim().to_owned()))
        };
        let expected: Vec<_> = text.lines().filter_map(expectation).collect();
        if expected.is_empty() {
            return Err(format!("{file} has no line `{EXPECT}1: ...`"));
        }
        let twin_of = text.lines().next().and_then(|line| line.strip_prefix(TWIN));
        let twin_of = twin_of.and_then(|rest| rest.split(' ').next()).map(str::to_owned);
        if file.ends_with(".broken.vp") != twin_of.is_some() {
            return Err(format!("{file}: a twin is called .broken.vp and begins `{TWIN}MODEL`"));
        }
        Ok(Self { file: file.to_owned(), expected, twin_of })
    }

    fn code(&self, sessions: u8) -> Option<&str> {
        self.expected.iter().find(|(count, _)| *count == sessions).map(|(_, code)| code.as_str())
    }
}

/// Whether a twin is expected to break something that holds in its model, and to mend nothing.
fn breaks(model: &str, twin: &str) -> bool {
    let pairs: Vec<(char, char)> = model.chars().zip(twin.chars()).collect();
    model.len() == twin.len()
        && pairs.contains(&('0', '1'))
        && pairs.iter().all(|(was, is)| was == is || (*was, *is) == ('0', '1'))
}

/// Every model has a twin, and every twin breaks something of its model.
fn check_twins(models: &[Model]) -> Result<(), String> {
    let by_name: BTreeMap<_, _> = models.iter().map(|model| (model.file.as_str(), model)).collect();
    for model in models {
        match &model.twin_of {
            None if models.iter().any(|other| other.twin_of.as_ref() == Some(&model.file)) => {}
            None => return Err(format!("{} has no twin that breaks it", model.file)),
            Some(name) => {
                let whole = by_name.get(name.as_str()).and_then(|whole| whole.code(1));
                if !whole.zip(model.code(1)).is_some_and(|(whole, twin)| breaks(whole, twin)) {
                    return Err(format!("{} breaks nothing of {name}", model.file));
                }
            }
        }
    }
    Ok(())
}

fn models(folder: &Path) -> Result<Vec<Model>, String> {
    let told = |error: io::Error| format!("{}: {error}", folder.display());
    let mut models = Vec::new();
    for entry in fs::read_dir(folder).map_err(told)? {
        let entry = entry.map_err(told)?;
        let file = entry.file_name().to_string_lossy().into_owned();
        if file.ends_with(".vp") {
            models.push(Model::read(&file, &fs::read_to_string(entry.path()).map_err(told)?)?);
        }
    }
    models.sort_by(|a, b| a.file.cmp(&b.file));
    check_twins(&models)?;
    Ok(models)
}

/// Runs all models and compares what Verifpal answers with what each file expects.
pub(crate) fn verifpal(json: bool) -> Result<(), Failed> {
    require("verifpal", INSTALL)?;
    let models = models(Path::new(FOLDER)).map_err(|why| {
        eprintln!("{why}");
        Failed
    })?;
    let total = models.iter().map(|model| model.expected.len()).sum();
    with_summary(total, json, |runner| {
        for model in &models {
            for (sessions, expected) in &model.expected {
                let args = format!(
                    "verify {FOLDER}/{} --sessions {sessions} --result-code --quiet --color never",
                    model.file
                );
                let name = format!("{} with {sessions} session(s)", model.file);
                let step = Step::program(name, "verifpal", &args)
                    .hint("without --quiet it prints the attack, step by step");
                let output = runner.capture(&step)?;
                let answer = output.lines().last().unwrap_or_default().trim();
                if answer != expected {
                    runner.refute(&step, &format!("expected {expected}, answered {answer}"));
                    return Err(Failed);
                }
                eprintln!("    {answer}, as expected");
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_model_of_the_tree_says_what_it_expects_and_has_a_twin() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(FOLDER);
        let models = models(&folder).unwrap();
        for name in ["post.vp", "remove.vp", "join.vp", "report.vp"] {
            assert!(models.iter().any(|model| model.file == name), "{name}");
        }
    }

    #[test]
    fn a_twin_that_breaks_nothing_is_found() {
        let model = |file: &str, head: &str, code: &str| {
            Model::read(file, &format!("{head}\n// expect sessions 1: {code}\n")).unwrap()
        };
        let whole = || model("a.vp", "// A model.", "c0a0");
        let twin = |code| model("a-b.broken.vp", "// The twin of a.vp in which.", code);
        assert_eq!(check_twins(&[whole(), twin("c1a0")]), Ok(()));
        for code in ["c0a0", "c1", "e1a0"] {
            assert!(check_twins(&[whole(), twin(code)]).is_err(), "{code}");
        }
        assert!(check_twins(&[whole()]).is_err());
        assert!(check_twins(&[model("b.vp", "// Another.", "c1"), twin("c1a0")]).is_err());
    }

    #[test]
    fn a_model_without_an_expectation_is_found() {
        assert!(Model::read("a.vp", "attacker[active]").is_err());
        assert!(Model::read("a.broken.vp", "// expect sessions 1: c0").is_err());
    }
}
