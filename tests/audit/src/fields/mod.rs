//! Field by field: everything that was visible, what stands there and what it tells.
//!
//! Names come from the schema of the frames, the tables of the database, the metrics and the logs; what they
//! tell is written in [`note`]. A field without a note, or a note without a field, is an error: a new field
//! cannot arrive unnoticed.

pub mod note;
mod observe;
mod source;

pub(crate) use source::root;

pub use observe::{Observed, Seen, against_notes, observe};

use std::fmt::Write as _;

use note::{NOTES, Note, Place};

/// The heading of a place, and what to know of all of it.
fn heading(place: Place) -> (&'static str, &'static str) {
    match place {
        Place::Connection => (
            "A connection",
            "What the network shows of it, at the level *direct*, and for as long as it lasts. The relay writes \
             none of it down; its operator could.",
        ),
        Place::Headers => {
            ("The headers of a connection's upgrade", "The same for every client but for the key.")
        }
        Place::ClientFrames => ("Frames that clients send", ""),
        Place::RelayFrames => (
            "Frames that the relay sends",
            "What the relay knows anyway: it is listed because it crosses the network, inside of the connection's encryption.",
        ),
        Place::Disk => ("The disk", "All columns of all tables of the relay's database."),
        Place::Metrics => {
            ("Metrics", "Totals of the whole relay since its start, on a listener of their own.")
        }
        Place::Logs => ("The log", "Every line that a run at the most talkative level wrote."),
        Place::Memory => {
            ("The memory of the process", "Read whole, and searched for what must not be there.")
        }
    }
}

/// All fields with their notes, in the order of the page.
///
/// # Errors
/// Fields without a note, and notes without a field.
pub fn all() -> Result<Vec<(String, &'static Note)>, Vec<String>> {
    let mut found = Vec::new();
    let mut wrong = Vec::new();
    let names = source::names();
    for (place, name) in &names {
        match NOTES.iter().find(|note| note.place == *place && note.name == name) {
            Some(note) => found.push((name.clone(), note)),
            None => wrong.push(format!("{name} ({}) has no note", heading(*place).0)),
        }
    }
    for note in NOTES {
        let is_named = names.iter().any(|(place, name)| *place == note.place && name == note.name);
        if !is_named {
            wrong.push(format!(
                "{} ({}) is noted and does not exist",
                note.name,
                heading(note.place).0
            ));
        }
    }
    if wrong.is_empty() { Ok(found) } else { Err(wrong) }
}

/// The tables of the page.
///
/// # Errors
/// As [`all`].
pub fn tables() -> Result<String, Vec<String>> {
    let mut text = String::new();
    let mut place = None;
    for (name, note) in all()? {
        if place != Some(note.place) {
            place = Some(note.place);
            let (title, lead) = heading(note.place);
            let lead = if lead.is_empty() { String::new() } else { format!("{lead}\n\n") };
            let begun = write!(
                text,
                "\n### {title}\n\n{lead}| field | what stands there | what it tells |\n|---|---|---|\n"
            );
            begun.unwrap_or(());
        }
        let line = writeln!(text, "| `{name}` | {} | {} |", note.shape, note.tells);
        // Writing to a String does not fail.
        line.unwrap_or(());
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_a_note_and_every_note_a_field() {
        assert_eq!(all().err().unwrap_or_default(), Vec::<String>::new());
    }

    #[test]
    fn the_page_lists_what_there_is() {
        let page = crate::page::read(crate::page::FIELDS).unwrap();
        let tables = tables().unwrap();
        let same = crate::page::part(&page, "fields").map(str::trim) == Some(tables.trim());
        assert!(same, "the page lags behind: `cargo xtask audit --write` writes its tables");
    }
}
