//! As much of Rust's lexer as the rules need: comments and literals are told from code.

/// A source with its comments and literals taken out.
#[derive(Debug, Default)]
pub struct Masked {
    /// The code, of the same length in characters and with the same lines; comments and the insides of
    /// literals are spaces.
    pub code: String,
    /// String literals, each with the line (from 1) that it begins on.
    pub strings: Vec<(usize, String)>,
}

/// Takes comments and literals out of a source.
#[must_use]
pub fn mask(source: &str) -> Masked {
    let mut lexer =
        Lexer { chars: source.chars().collect(), at: 0, line: 1, out: Masked::default() };
    while lexer.at < lexer.chars.len() {
        lexer.step();
    }
    lexer.out
}

struct Lexer {
    chars: Vec<char>,
    at: usize,
    line: usize,
    out: Masked,
}

impl Lexer {
    fn peek(&self, ahead: usize) -> char {
        self.chars.get(self.at + ahead).copied().unwrap_or('\0')
    }

    /// Moves on by one character, which is code or is not.
    fn take(&mut self, is_code: bool) {
        let char = self.peek(0);
        self.at += 1;
        if char == '\n' {
            self.line += 1;
        }
        self.out.code.push(if is_code || char == '\n' { char } else { ' ' });
    }

    fn step(&mut self) {
        match (self.peek(0), self.peek(1)) {
            ('/', '/') => self.line_comment(),
            ('/', '*') => self.block_comment(),
            ('"', _) => self.string(),
            ('\'', _) => self.quote(),
            (char, _) if is_word(char) => self.word(),
            _ => self.take(true),
        }
    }

    fn line_comment(&mut self) {
        while self.at < self.chars.len() && self.peek(0) != '\n' {
            self.take(false);
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0;
        while self.at < self.chars.len() {
            match (self.peek(0), self.peek(1)) {
                ('/', '*') => depth += 1,
                ('*', '/') => depth -= 1,
                _ => {
                    self.take(false);
                    continue;
                }
            }
            self.take(false);
            self.take(false);
            if depth == 0 {
                return;
            }
        }
    }

    fn string(&mut self) {
        let (line, start) = (self.line, self.at + 1);
        self.take(true);
        while self.at < self.chars.len() && self.peek(0) != '"' {
            if self.peek(0) == '\\' {
                self.take(false);
            }
            self.take(false);
        }
        self.end_string(line, start, self.at);
        self.take(true);
    }

    fn raw_string(&mut self, hashes: usize) {
        for _ in 0..=hashes {
            self.take(true);
        }
        let (line, start) = (self.line, self.at);
        let closes = |lexer: &Self| {
            lexer.peek(0) == '"' && (1..=hashes).all(|ahead| lexer.peek(ahead) == '#')
        };
        while self.at < self.chars.len() && !closes(self) {
            self.take(false);
        }
        self.end_string(line, start, self.at);
        for _ in 0..=hashes {
            self.take(true);
        }
    }

    fn end_string(&mut self, line: usize, start: usize, end: usize) {
        let end = end.min(self.chars.len());
        self.out.strings.push((line, self.chars[start.min(end)..end].iter().collect()));
    }

    /// A character literal, or a lifetime.
    fn quote(&mut self) {
        let escaped = self.peek(1) == '\\';
        if !escaped && self.peek(2) != '\'' {
            self.take(true);
            return;
        }
        self.take(true);
        if escaped {
            self.take(false);
        }
        self.take(false);
        while self.at < self.chars.len() && self.peek(0) != '\'' {
            self.take(false);
        }
        self.take(true);
    }

    /// A word, which may be the prefix of a raw string or of a byte literal.
    fn word(&mut self) {
        let start = self.at;
        while self.at < self.chars.len() && is_word(self.peek(0)) {
            self.take(true);
        }
        let word: String = self.chars[start..self.at].iter().collect();
        if matches!(word.as_str(), "r" | "br" | "cr") {
            let hashes = (0..).take_while(|ahead| self.peek(*ahead) == '#').count();
            if self.peek(hashes) == '"' {
                self.raw_string(hashes);
            }
        }
    }
}

/// Whether a character can stand in an identifier.
#[must_use]
pub fn is_word(char: char) -> bool {
    char == '_' || char.is_alphanumeric()
}

/// Which lines are compiled for tests only: everything under `#[cfg(test)]` or `#[test]`. Lines
/// are counted from 0 here, to index the answer.
#[must_use]
pub fn test_lines(code: &str) -> Vec<bool> {
    let mut marks = vec![false; code.lines().count() + 1];
    let mut from = 0;
    while let Some((start, end)) = next_attribute(code, from) {
        from = end;
        if !is_test_attribute(&code[start..end]) {
            continue;
        }
        from = end_of_item(code, end);
        let line = |offset: usize| code[..offset].matches('\n').count();
        marks[line(start)..=line(from)].fill(true);
    }
    marks
}

/// The next outer attribute at or after an offset: from `#` to after its `]`.
fn next_attribute(code: &str, from: usize) -> Option<(usize, usize)> {
    let start = from + code[from..].find("#[")?;
    let mut depth = 0;
    for (offset, char) in code[start..].char_indices() {
        match char {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return Some((start, start + offset + 1));
        }
    }
    None
}

fn is_test_attribute(attribute: &str) -> bool {
    let text: String = attribute.chars().filter(|char| !char.is_whitespace()).collect();
    let words: Vec<&str> =
        text.split(|char| !is_word(char)).filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        ["test"] => true,
        ["cfg", rest @ ..] => rest.contains(&"test") && !text.contains("not(test"),
        [.., "test"] => !text.contains('('),
        _ => false,
    }
}

/// The offset after the item that begins at an offset, further attributes included: after its
/// matching brace, or after its semicolon if that comes first.
fn end_of_item(code: &str, from: usize) -> usize {
    let (mut braces, mut brackets) = (0, 0);
    for (offset, char) in code[from..].char_indices() {
        match char {
            '{' => braces += 1,
            '}' => braces -= 1,
            '[' | '(' => brackets += 1,
            ']' | ')' => brackets -= 1,
            _ => {}
        }
        let ends = char == '}' && braces <= 0 || char == ';' && braces == 0 && brackets == 0;
        if ends {
            return from + offset + 1;
        }
    }
    code.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_are_no_code() {
        let source = "let a = \"x // y\"; // std::env\n/* /* tokio */ */ let b = r#\"SQL \"q\" \"#;\n\
            let c = '\"'; let d: &'static str = b\"\\\"z\"; let e = '\\'';";
        let masked = mask(source);
        assert_eq!(masked.code.chars().count(), source.chars().count());
        for hidden in ["env", "tokio", "SQL", "x", "z"] {
            assert!(!masked.code.contains(hidden), "{hidden} in {}", masked.code);
        }
        assert!(masked.code.contains("&'static str"));
        let strings: Vec<_> = masked.strings.iter().map(|(line, s)| (*line, s.as_str())).collect();
        assert_eq!(strings, [(1, "x // y"), (2, "SQL \"q\" "), (3, "\\\"z")]);
    }

    #[test]
    fn test_code_is_told_from_shipped_code() {
        let code = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\nfn c() {}\n\
            #[cfg(test)]\nmod more;\n#[cfg(not(test))]\nfn d() {}\n#[tokio::test]\nfn e() {\n}\n";
        let marks = test_lines(code);
        let expected = [
            false, true, true, true, true, false, true, true, false, false, true, true, true, false,
        ];
        assert_eq!(marks[..expected.len()], expected);
    }
}
