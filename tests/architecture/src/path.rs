//! Paths as they stand in code: `std::env::var` written out, or brought in by a `use`.

use crate::lex::is_word;

/// A path and the line (from 1) that it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Line, from 1.
    pub line: usize,
    /// Its segments.
    pub path: Vec<String>,
}

#[derive(Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Sep,
    Other(char),
}

/// Every path in masked code, groups of a `use` written out one by one.
#[must_use]
pub fn paths(code: &str) -> Vec<Found> {
    let tokens = tokens(code);
    let mut reader = Reader { tokens: &tokens, at: 0, found: Vec::new() };
    while reader.at < tokens.len() {
        match reader.word() {
            Some("use") => {
                reader.at += 1;
                reader.import(&[]);
            }
            Some(_) => reader.path(),
            None => reader.at += 1,
        }
    }
    reader.found
}

/// Whether a path contains these segments one after the other.
#[must_use]
pub fn contains(path: &[String], segments: &[&str]) -> bool {
    path.windows(segments.len()).any(|window| window.iter().zip(segments).all(|(a, b)| a == b))
}

fn tokens(code: &str) -> Vec<(usize, Token)> {
    let mut tokens = Vec::new();
    for (index, text) in code.lines().enumerate() {
        let mut rest = text;
        while let Some(char) = rest.chars().next() {
            let end = rest.find(|char| !is_word(char)).unwrap_or(rest.len());
            let (token, length) = if end > 0 {
                (Token::Word(rest[..end].to_owned()), end)
            } else if rest.starts_with("::") {
                (Token::Sep, 2)
            } else {
                (Token::Other(char), char.len_utf8())
            };
            rest = &rest[length..];
            if !matches!(token, Token::Other(' ' | '\t')) {
                tokens.push((index + 1, token));
            }
        }
    }
    tokens
}

struct Reader<'a> {
    tokens: &'a [(usize, Token)],
    at: usize,
    found: Vec<Found>,
}

impl<'a> Reader<'a> {
    fn token(&self) -> Option<&'a Token> {
        self.tokens.get(self.at).map(|(_, token)| token)
    }

    fn word(&self) -> Option<&'a str> {
        match self.token() {
            Some(Token::Word(word)) => Some(word),
            _ => None,
        }
    }

    fn line(&self) -> usize {
        self.tokens.get(self.at).map_or(0, |(line, _)| *line)
    }

    /// `a::b::c`, from its first segment; stops after it.
    fn segments(&mut self, path: &mut Vec<String>) {
        while let Some(word) = self.word() {
            path.push(word.to_owned());
            self.at += 1;
            if self.token() != Some(&Token::Sep) {
                return;
            }
            self.at += 1;
        }
    }

    fn path(&mut self) {
        let line = self.line();
        let mut path = Vec::new();
        self.segments(&mut path);
        self.found.push(Found { line, path });
    }

    /// One tree of a `use`, up to a comma, a closing brace or the semicolon.
    fn import(&mut self, prefix: &[String]) {
        if self.token() == Some(&Token::Sep) {
            self.at += 1;
        }
        let line = self.line();
        let mut path = prefix.to_vec();
        self.segments(&mut path);
        if self.token() == Some(&Token::Other('{')) {
            self.group(&path);
        } else {
            self.found.push(Found { line, path });
        }
        if self.word() == Some("as") {
            self.at += 2;
        }
    }

    fn group(&mut self, prefix: &[String]) {
        self.at += 1;
        loop {
            match self.token() {
                None | Some(Token::Other(';')) => return,
                Some(Token::Other('}')) => {
                    self.at += 1;
                    return;
                }
                Some(Token::Word(_) | Token::Sep) => self.import(prefix),
                Some(_) => self.at += 1,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(code: &str, segments: &[&str]) -> bool {
        paths(code).iter().any(|found| contains(&found.path, segments))
    }

    #[test]
    fn a_path_is_found_however_it_is_written() {
        for code in [
            "fn f() { std::env::var(x); }",
            "use std::env;",
            "use std::env::{self, var as v};",
            "use std::{fs, env};",
            "use std::{\n    collections::{BTreeMap, BTreeSet},\n    env,\n};",
            "use ::std::env::var;",
        ] {
            assert!(has(code, &["std", "env"]), "{code}");
        }
        assert!(has("let t = time::Instant::now();", &["Instant", "now"]));
        assert!(has("use rand::{Rng as _, rng};", &["rand", "rng"]));
    }

    #[test]
    fn likeness_is_not_enough() {
        for code in ["my_std::env::x", "std::environment::x", "env!(x)", "let env = 1;"] {
            assert!(!has(code, &["std", "env"]), "{code}");
        }
        assert!(!has("use rand::{Rng, rngs::StdRng}; f(rng)", &["rand", "rng"]));
        assert!(!has("fn f() -> impl Fn() + use<'a> {} std::mem::swap()", &["std", "env"]));
    }

    #[test]
    fn lines_are_those_of_the_source() {
        let found = paths("\n\nuse std::{\n    env,\n};\n");
        assert_eq!(found.iter().map(|found| found.line).collect::<Vec<_>>(), [4]);
    }
}
