//! The one door to standard output and standard error.

use std::io::{self, IsTerminal as _, Write};

use serde_json::Value;

use crate::fail::Failure;
use crate::safe;

/// Where and how results are shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Out {
    json: bool,
}

impl Out {
    /// For people, or one JSON object a line.
    pub(crate) fn new(json: bool) -> Self {
        Self { json }
    }

    /// Whether a person sits at both ends.
    pub(crate) fn is_screen(self) -> bool {
        !self.json && io::stdout().is_terminal() && io::stdin().is_terminal()
    }

    /// Whether programs read it.
    pub(crate) fn is_json(self) -> bool {
        self.json
    }

    /// A result: the object, or the text that says the same. No text, no line.
    pub(crate) fn result(self, object: &Value, text: &str) -> Result<(), Failure> {
        match (self.json, text) {
            (true, _) => put(&safe::json(&object.to_string())),
            (false, "") => Ok(()),
            (false, text) => put(text),
        }
    }

    /// Text for people alone.
    pub(crate) fn text(self, text: &str) -> Result<(), Failure> {
        if self.json { Ok(()) } else { put(text) }
    }

    /// Takes everything off the screen, and out of what can be scrolled back to; nothing where there is none.
    pub(crate) fn clear(self) -> Result<(), Failure> {
        if self.is_screen() { put("\u{1b}[2J\u{1b}[3J\u{1b}[H") } else { Ok(()) }
    }

    /// Something beside the result, on standard error.
    pub(crate) fn aside(self, object: &Value, text: &str) {
        let line = if self.json { safe::json(&object.to_string()) } else { text.to_owned() };
        warn(&line);
    }

    /// What went wrong, on standard error.
    pub(crate) fn failure(self, failure: &Failure) {
        let line =
            if self.json { safe::json(&failure.to_json().to_string()) } else { failure.to_text() };
        warn(&line);
    }
}

/// Written at once: whoever reads a pipe waits for it.
fn put(line: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).map_err(Failure::Output)
}

fn warn(line: &str) {
    // Where standard error is closed, nothing can be said.
    let _ = writeln!(io::stderr().lock(), "{line}");
}
