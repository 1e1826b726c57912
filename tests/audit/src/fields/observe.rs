//! What a run showed, held against the notes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;

use protox::prost_reflect::{DynamicMessage, ReflectMessage as _, Value};
use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::note::{NOTES, Place, Shape};
use super::source;
use crate::community::{Community, Trace};

/// What was seen of one field.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// How often it held something.
    pub count: usize,
    /// Lengths of bytes and texts.
    pub lengths: BTreeSet<usize>,
    /// How many different values.
    pub different: BTreeSet<u64>,
    /// The largest number.
    pub most: u64,
}

impl Seen {
    fn value(&mut self, bytes: &[u8]) {
        let mut hash = DefaultHasher::new();
        bytes.hash(&mut hash);
        self.different.insert(hash.finish());
        self.count += 1;
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.lengths.insert(bytes.len());
        self.value(bytes);
    }

    fn number(&mut self, number: u64) {
        self.most = self.most.max(number);
        self.value(&number.to_be_bytes());
    }

    /// In words, without any of the bytes.
    #[must_use]
    pub fn words(&self) -> String {
        let mut words = format!("{} times, {} values", self.count, self.different.len());
        if let (Some(least), Some(most)) = (self.lengths.first(), self.lengths.last()) {
            let range =
                if least == most { format!("{most}") } else { format!("{least} to {most}") };
            words.push_str(&format!(", {range} bytes"));
        } else if self.most > 0 {
            words.push_str(&format!(", up to {}", self.most));
        }
        words
    }
}

/// What was seen of every field.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    /// By place and name.
    pub fields: BTreeMap<(Place, String), Seen>,
    /// Bytes in frames that the schema does not know.
    pub unknown: usize,
}

impl Observed {
    fn at(&mut self, place: Place, name: impl Into<String>) -> &mut Seen {
        self.fields.entry((place, name.into())).or_default()
    }
}

/// Reads everything that a community left: frames, the copied database, metrics, the log.
///
/// # Panics
/// If something cannot be read.
#[must_use]
pub fn observe(community: &Community, trace: &Trace, copied: &Path) -> Observed {
    let mut observed = Observed::default();
    frames(trace, &mut observed);
    for name in &trace.headers {
        observed.at(Place::Headers, name.as_str()).value(b"");
    }
    let db = Connection::open(copied).expect("the copied database");
    for name in source::columns_of(&db) {
        column(&db, &name, &mut observed);
    }
    metrics(&community.metrics, &mut observed);
    log(&community.relay.data().join("log"), &mut observed);
    observed
}

fn frames(trace: &Trace, observed: &mut Observed) {
    let pool = source::pool();
    let kinds = [source::frame(&pool, false), source::frame(&pool, true)];
    for frame in &trace.frames {
        let kind = kinds[usize::from(frame.up)].clone();
        let message = DynamicMessage::decode(kind, frame.bytes.clone()).expect("a frame");
        walk(&message, observed);
    }
}

fn walk(message: &DynamicMessage, observed: &mut Observed) {
    observed.unknown += message.unknown_fields().count();
    let kind = message.descriptor();
    for (field, value) in message.fields() {
        let name = format!("{}.{}", kind.name(), field.name());
        let listed = [Place::ClientFrames, Place::RelayFrames]
            .into_iter()
            .find(|place| NOTES.iter().any(|note| note.place == *place && note.name == name));
        let seen = observed.at(listed.unwrap_or(Place::ClientFrames), name);
        note(value, seen);
        let values = value.as_list().unwrap_or(std::slice::from_ref(value));
        for inner in values.iter().filter_map(Value::as_message) {
            walk(inner, observed);
        }
    }
}

fn note(value: &Value, seen: &mut Seen) {
    match value {
        Value::Bytes(bytes) => seen.bytes(bytes),
        Value::String(text) => seen.bytes(text.as_bytes()),
        Value::List(values) => values.iter().for_each(|value| note(value, seen)),
        Value::EnumNumber(number) => seen.number(u64::try_from(*number).unwrap_or(0)),
        Value::Bool(set) => seen.number(u64::from(*set)),
        Value::Message(_) => seen.value(b""),
        other => seen.number(other.as_u64().or(other.as_u32().map(u64::from)).unwrap_or(0)),
    }
}

fn column(db: &Connection, name: &str, observed: &mut Observed) {
    let (table, column) = name.split_once('.').expect("table and column");
    let query = format!("SELECT {column} FROM {table} WHERE {column} IS NOT NULL");
    let mut statement = db.prepare(&query).expect("a query");
    let mut rows = statement.query([]).expect("rows");
    while let Some(row) = rows.next().expect("a row") {
        let seen = observed.at(Place::Disk, name);
        match row.get_ref(0).expect("a value") {
            ValueRef::Blob(bytes) | ValueRef::Text(bytes) => seen.bytes(bytes),
            ValueRef::Integer(number) => seen.number(number.unsigned_abs()),
            ValueRef::Real(_) | ValueRef::Null => seen.value(b""),
        }
    }
}

fn metrics(address: &str, observed: &mut Observed) {
    let mut stream = TcpStream::connect(address).expect("the relay's metrics");
    stream.write_all(b"GET /metrics HTTP/1.1\r\n\r\n").expect("a request");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("an answer");
    let body = text.split("\r\n\r\n").nth(1).expect("a body");
    for line in body.lines().filter(|line| !line.starts_with('#')) {
        let (name, value) = line.split_once(' ').expect("a name and a value");
        let name = name.trim_start_matches("sitr_relay_");
        observed.at(Place::Metrics, name).number(value.parse().unwrap_or(0));
    }
}

/// Lines of the log, by what they say: times, levels and numbers taken out.
fn log(file: &Path, observed: &mut Observed) {
    let text = fs::read_to_string(file).expect("the log");
    for line in text.lines() {
        let said = line.split_once(": ").map_or(line, |(_, said)| said);
        let known =
            NOTES.iter().find(|note| note.place == Place::Logs && said.starts_with(note.name));
        observed.at(Place::Logs, known.map_or(said, |note| note.name)).value(b"");
    }
}

/// What a run showed that no note knows, or that does not look as its note says.
#[must_use]
pub fn against_notes(observed: &Observed) -> Vec<String> {
    let mut wrong = Vec::new();
    if observed.unknown > 0 {
        wrong.push(format!("{} fields of frames are not in the schema", observed.unknown));
    }
    for ((place, name), seen) in &observed.fields {
        let Some(note) = NOTES.iter().find(|note| note.place == *place && note.name == name) else {
            wrong.push(format!("{name} was seen and has no note"));
            continue;
        };
        let fits = match note.shape {
            Shape::Fresh(length) => {
                seen.lengths.iter().all(|seen| *seen == length)
                    && seen.different.len() == seen.count
            }
            Shape::Bytes(length, _) => seen.lengths.iter().all(|seen| *seen == length),
            Shape::Cell => seen
                .lengths
                .iter()
                .all(|length| [2, 16, 64, 256].map(|kib| kib << 10).contains(length)),
            Shape::Page => {
                seen.lengths.iter().all(|length| [64, 256].map(|kib| kib << 10).contains(length))
            }
            Shape::Day => seen.most < 100_000,
            Shape::Number(_) | Shape::Class(_) | Shape::Nested | Shape::Words(_) => true,
        };
        if !fits {
            wrong.push(format!("{name} does not look as noted: {}", seen.words()));
        }
    }
    for note in NOTES.iter().filter(|note| note.always) {
        if !observed.fields.contains_key(&(note.place, note.name.to_owned())) {
            wrong.push(format!("{} was not seen: the community does not do enough", note.name));
        }
    }
    wrong
}
