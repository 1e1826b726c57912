//! Every command that people are told to type is one: in the book, in the README, in `--help`, in what the program
//! says.

use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser as _};

use super::Cli;

/// A command, and where it is told.
#[derive(Debug)]
struct Told {
    place: String,
    line: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

/// Markdown files below a folder, by their paths from the root.
fn pages(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(root().join(folder)).unwrap() {
        let name = entry.as_ref().unwrap().file_name().into_string().unwrap();
        let path = format!("{folder}/{name}");
        if entry.unwrap().path().is_dir() {
            found.extend(pages(&path));
        } else if path.ends_with(".md") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// What stands between backticks and begins with the program's name, and lines of a terminal.
fn in_page(path: &str) -> Vec<Told> {
    let text = read(path);
    let mut told = Vec::new();
    let mut fence: Option<&str> = None;
    for line in text.lines() {
        if let Some(kind) = line.trim_start().strip_prefix("```") {
            fence = if fence.is_some() { None } else { Some(kind) };
            continue;
        }
        match fence {
            Some("console") => told.extend(line.strip_prefix("$ ").map(str::to_owned)),
            Some(_) => {}
            None => told.extend(line.split('`').skip(1).step_by(2).map(str::to_owned)),
        }
    }
    told.retain(|line| line == "sitr" || line.starts_with("sitr "));
    told.into_iter().map(|line| Told { place: path.to_owned(), line }).collect()
}

/// The examples of a help text: each in a line of its own, with what it does behind two spaces.
fn in_help(command: &clap::Command, path: &str, told: &mut Vec<Told>) {
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let place = format!("{path} {} --help", sub.get_name());
        let more = sub.get_after_long_help().map(ToString::to_string).unwrap_or_default();
        for line in more.lines().filter_map(|line| line.strip_prefix("  ")) {
            let line = line.split("  ").next().unwrap_or_default();
            if let Some(at) = line.find("sitr ").filter(|_| !line.starts_with(' ')) {
                told.push(Told { place: place.clone(), line: line[at..].to_owned() });
            }
        }
        in_help(sub, &format!("{path} {}", sub.get_name()), told);
    }
}

/// What the words of this program tell people to type.
fn in_words() -> Vec<Told> {
    let text = read("crates/words/i18n/en.ftl");
    let typed = text.split("CMD(\"sitr ").skip(1).filter_map(|rest| rest.split('"').next());
    typed.map(|line| Told { place: "en.ftl".to_owned(), line: format!("sitr {line}") }).collect()
}

/// As a shell divides a line: quotes hold words together, and what is piped or redirected is not the program's.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote: Option<char> = None;
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, '|' | '<' | '>') => break,
            (None, c) if c.is_whitespace() => words.push(String::new()),
            (_, c) => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Stands for a number, a day or a span in a pattern such as `--rule N`.
fn filled(word: &str) -> String {
    match word {
        "N" | "NUMBER" => "1",
        "TIME" => "1h",
        "ROLE" => "member",
        word => word,
    }
    .to_owned()
}

/// Whether the words name a command, perhaps with an option: then it is spoken of, and not told to be typed so.
fn is_only_named(words: &[String]) -> bool {
    let mut command = Cli::command();
    for word in words.iter().skip(1).filter(|word| !word.starts_with("--")) {
        match command.find_subcommand(word) {
            Some(sub) => command = sub.clone(),
            None => return false,
        }
    }
    true
}

/// The words with what stands for others filled in, and whether they are the beginning of a command alone.
fn pattern(line: &str) -> (Vec<String>, bool) {
    let is_dots = |word: &str| word == "..." || word == "…";
    let mut typed: Vec<String> = words(line).iter().map(|word| filled(word)).collect();
    let takes_value = typed.iter().rev().nth(1).is_some_and(|word| word.starts_with("--"));
    let is_begun = !takes_value && typed.last().is_some_and(|word| is_dots(word));
    if is_begun {
        typed.pop();
    }
    let several = |word: String| match word.strip_suffix("...") {
        Some(one) if !one.is_empty() && one.chars().all(char::is_uppercase) => {
            vec![one.to_owned(), one.to_owned()]
        }
        _ => vec![word],
    };
    (typed.into_iter().flat_map(several).collect(), is_begun)
}

/// What is wrong with it.
fn wrong(line: &str) -> Option<String> {
    let (words, is_begun) = pattern(line);
    if words.iter().any(|word| word == "COMMAND") {
        return None;
    }
    let error = Cli::try_parse_from(&words).err()?;
    let lacks = matches!(
        error.kind(),
        ErrorKind::MissingRequiredArgument
            | ErrorKind::MissingSubcommand
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    );
    let shows = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    let is_enough = lacks && (is_begun || is_only_named(&words));
    if shows || is_enough { None } else { Some(error.to_string()) }
}

#[test]
fn every_command_that_people_are_told_to_type_is_one() {
    let mut told = in_words();
    in_help(&Cli::command(), "sitr", &mut told);
    for page in pages("docs/src").iter().map(String::as_str).chain(["README.md"]) {
        told.extend(in_page(page));
    }
    assert!(told.len() > 250, "they were found: {}", told.len());
    let found: Vec<String> = told
        .iter()
        .filter_map(|told| Some(format!("{}: {}\n{}", told.place, told.line, wrong(&told.line)?)))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn what_is_no_command_is_found() {
    for line in [
        "sitr sned",
        "sitr sned ...",
        "sitr sned Friends hello",
        "sitr send Friends hello --louder",
        "sitr send --louder",
        "sitr reply Friends",
        "sitr mod lgo",
        "sitr mod log Friends --rule N",
        "sitr role Friends Omar king",
        "sitr invite Friends --uses many",
    ] {
        assert!(wrong(line).is_some(), "{line}");
    }
    for line in [
        "sitr send Friends < letter.txt",
        "sitr mod set ROOM ...",
        "sitr care --help",
        "sitr help COMMAND",
        "sitr mod raid ROOM --per-hour N",
        "sitr mod",
        "sitr mod log --json",
        "sitr poll create ROOM QUESTION OPTION... --secret",
        "sitr refuse Evening Omar --reason \"…\"",
        "sitr send Friends 'two words'",
    ] {
        assert_eq!(wrong(line), None, "{line}");
    }
}
