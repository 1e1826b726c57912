//! The protocol as frozen bytes.
//!
//! Each file of `proto/vectors` holds vectors: inputs, what a careful reader gets on the way, and outputs.
//! The steps on the way are made here a second time, from the text of `proto/README.md` and the plain
//! primitives, and must lead to what the crates of the project make.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a vector that cannot be made is a bug that must stop everything"
)]

mod authorize;
mod authorize_messages;
mod content;
mod deposits;
mod frames;
mod hpke_seal;
mod joining;
pub mod json;
mod kit;
mod policy;
mod replies;
mod room;
mod schedule;
mod sealing;
mod statements;
mod strange;
mod tickets;
mod wire;

use std::path::{Path, PathBuf};

use json::{Json, object};

/// One vector.
pub(crate) struct Vector {
    name: String,
    note: &'static str,
    inputs: Vec<(String, Json)>,
    steps: Vec<(String, Json)>,
    outputs: Vec<(String, Json)>,
}

impl Vector {
    pub(crate) fn new(name: impl Into<String>, note: &'static str) -> Self {
        let (inputs, steps, outputs) = (Vec::new(), Vec::new(), Vec::new());
        Self { name: name.into(), note, inputs, steps, outputs }
    }

    pub(crate) fn given(mut self, name: &str, value: impl Into<Json>) -> Self {
        self.inputs.push((name.to_owned(), value.into()));
        self
    }

    pub(crate) fn step(mut self, name: &str, value: impl Into<Json>) -> Self {
        self.steps.push((name.to_owned(), value.into()));
        self
    }

    pub(crate) fn gives(mut self, name: &str, value: impl Into<Json>) -> Self {
        self.outputs.push((name.to_owned(), value.into()));
        self
    }

    fn into_json(self) -> Json {
        let mut fields = vec![
            ("name".to_owned(), Json::from(self.name)),
            ("note".to_owned(), self.note.into()),
            ("in".to_owned(), Json::Object(self.inputs)),
        ];
        if !self.steps.is_empty() {
            fields.push(("steps".to_owned(), Json::Object(self.steps)));
        }
        fields.push(("out".to_owned(), Json::Object(self.outputs)));
        Json::Object(fields)
    }
}

/// A file of vectors.
pub struct File {
    /// Its name, without the ending.
    pub name: &'static str,
    /// Its text.
    pub text: String,
}

fn file(name: &'static str, note: &'static str, vectors: Vec<Vector>) -> File {
    let vectors = vectors.into_iter().map(Vector::into_json).collect::<Vec<_>>();
    let text = object([("note", note.into()), ("vectors", vectors.into())]).to_text();
    File { name, text }
}

/// Every file, as the present code makes it.
#[must_use]
pub fn files() -> Vec<File> {
    vec![
        file("identifiers", wire::NOTE, wire::vectors()),
        file("statements", statements::NOTE, statements::vectors()),
        file("tickets", tickets::NOTE, tickets::vectors()),
        file("requests", frames::NOTE, frames::vectors()),
        file("strange-requests", strange::NOTE, strange::vectors()),
        file("replies", replies::NOTE, replies::vectors()),
        file("schedule", schedule::NOTE, schedule::vectors()),
        file("cells", sealing::NOTE, sealing::vectors()),
        file("hpke", hpke_seal::NOTE, hpke_seal::vectors()),
        file("room", room::NOTE, room::vectors()),
        file("policy", policy::NOTE, policy::vectors()),
        file("joining", joining::NOTE, joining::vectors()),
        file("authorize", authorize::NOTE, authorize::vectors()),
        file("authorize-messages", authorize_messages::NOTE, authorize_messages::vectors()),
        file("content", content::NOTE, content::vectors()),
        file("deposits", deposits::NOTE, deposits::vectors()),
    ]
}

/// Where the frozen files lie.
#[must_use]
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../proto/vectors/v1")
}

/// Writes every file.
///
/// # Errors
/// If one cannot be written.
pub fn write() -> std::io::Result<()> {
    std::fs::create_dir_all(folder())?;
    files().iter().try_for_each(|file| std::fs::write(path(file.name), &file.text))
}

fn path(name: &str) -> PathBuf {
    folder().join(format!("{name}.json"))
}

/// Compares the frozen files with what the present code makes: a sentence for each that differs.
#[must_use]
pub fn check() -> Vec<String> {
    let compare = |file: &File| match std::fs::read_to_string(path(file.name)) {
        Ok(frozen) => {
            let difference = json::difference(&frozen, &file.text)?;
            Some(format!("{}.json: {difference}", file.name))
        }
        Err(error) => Some(format!("{}.json: {error}", file.name)),
    };
    files().iter().filter_map(compare).chain(strangers()).collect()
}

/// Files in the folder that nobody makes.
fn strangers() -> Vec<String> {
    let known: Vec<_> = files().iter().map(|file| path(file.name)).collect();
    let found = std::fs::read_dir(folder()).into_iter().flatten().flatten();
    let strange = found.map(|entry| entry.path()).filter(|path| !known.contains(path));
    strange.map(|path| format!("{}: no vector makes it", path.display())).collect()
}
