//! Sentences in the code of a program that speaks twelve languages.

use super::Violation;
use crate::source::Source;

/// Where members read what the program says.
pub const FOLDER: &str = "crates/cli/src/";
/// What stays in English: `--help`, for all languages alike.
const HELP: [&str; 2] = ["crates/cli/src/text/help.rs", "crates/cli/src/text/help/"];

/// Whether a literal holds words of a person: two words beside each other. What begins with the program's name is
/// a command.
#[must_use]
pub fn is_sentence(text: &str) -> bool {
    if text.starts_with("sitr ") {
        return false;
    }
    let text = text.replace("\\n", " ");
    let is_word = |word: &&str| {
        let word = word.trim_end_matches([',', '.', ':', ';', '?', '!']);
        word.len() > 1 && word.chars().all(|c| c.is_ascii_alphabetic() || c == '\'')
    };
    let words: Vec<bool> = text.split_whitespace().map(|word| is_word(&word)).collect();
    words.windows(2).any(|pair| pair == [true, true])
}

/// Shipped literals of the command line that hold a sentence.
#[must_use]
pub fn in_source(source: &Source) -> Vec<Violation> {
    let is_help = HELP.iter().any(|help| source.path.starts_with(help));
    if !source.path.starts_with(FOLDER) || is_help {
        return Vec::new();
    }
    source
        .shipped_strings()
        .iter()
        .filter(|(_, text)| is_sentence(text))
        .map(|(line, text)| Violation::at(&source.path, *line, format!("\"{text}\"")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_found() {
        for text in ["the room is full", "{} cannot be read", "Not now.", "a\\nline, two words"] {
            assert!(is_sentence(text), "{text}");
        }
        for text in ["no-room", "{id}  {state}", "sitr chat {}", "/refuse NAME [REASON]", "%Y-%m"] {
            assert!(!is_sentence(text), "{text}");
        }
        let code = "fn f() { say(\"two words\") }\n#[cfg(test)]\nmod tests { const X: &str = \"two words\"; }";
        assert_eq!(in_source(&Source::new("crates/cli/src/a.rs", code, false)).len(), 1);
        assert!(in_source(&Source::new("crates/relay/src/a.rs", code, false)).is_empty());
        assert!(in_source(&Source::new("crates/cli/src/text/help/a.rs", code, false)).is_empty());
    }
}
