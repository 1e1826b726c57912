//! The names of all fields, from where they are defined.

use std::fs;
use std::path::{Path, PathBuf};

use protox::prost_reflect::{DescriptorPool, MessageDescriptor};
use rusqlite::Connection;

use super::note::{NOTES, Place};

/// The root of the tree.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join("..")
}

/// The schema of the frames.
pub(super) fn pool() -> DescriptorPool {
    let folder = root().join("proto");
    let set =
        protox::compile(["sitr/relay/v1/relay.proto"], [folder]).expect("the schema compiles");
    DescriptorPool::from_file_descriptor_set(set).expect("the schema is one")
}

/// The frame that clients or the relay send.
pub(super) fn frame(pool: &DescriptorPool, up: bool) -> MessageDescriptor {
    let name = if up { "sitr.relay.v1.ClientFrame" } else { "sitr.relay.v1.RelayFrame" };
    pool.get_message_by_name(name).expect("the schema has it")
}

/// Every field below a message, depth first, each message once.
fn below(message: &MessageDescriptor, done: &mut Vec<String>, names: &mut Vec<String>) {
    if done.contains(&message.name().to_owned()) {
        return;
    }
    done.push(message.name().to_owned());
    let mut inner = Vec::new();
    for field in message.fields() {
        names.push(format!("{}.{}", message.name(), field.name()));
        inner.extend(field.kind().as_message().cloned());
    }
    inner.iter().for_each(|message| below(message, done, names));
}

/// The columns of all tables, from the migrations in their order.
fn columns() -> Vec<String> {
    let folder = root().join("crates/relay-store/migrations");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("migrations")
        .map(|entry| entry.expect("a file").path())
        .collect();
    files.sort();
    let db = Connection::open_in_memory().expect("a database");
    for file in files {
        let sql = fs::read_to_string(file).expect("a migration");
        db.execute_batch(&sql).expect("a migration applies");
    }
    columns_of(&db)
}

/// The columns of all tables of a database.
pub(super) fn columns_of(db: &Connection) -> Vec<String> {
    let names = "SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c
         WHERE m.type = 'table' ORDER BY m.rootpage, c.cid";
    let mut statement = db.prepare(names).expect("a query");
    let rows = statement.query_map([], |row| row.get(0)).expect("columns");
    rows.collect::<Result<_, _>>().expect("names")
}

/// Names of metrics, as the relay's source lists them.
fn metrics() -> Vec<String> {
    let source =
        fs::read_to_string(root().join("crates/relay/src/metrics.rs")).expect("the metrics");
    let list = source.split("totals! {").nth(1).unwrap_or_default();
    let list = list.split("\n}").next().unwrap_or_default();
    let entry = |line: &str| {
        let (name, kind) = line.trim().split_once(": \"")?;
        let is_kind = kind.starts_with("gauge") || kind.starts_with("counter");
        (is_kind && !name.contains(' ')).then(|| name.to_owned())
    };
    list.lines().filter_map(entry).collect()
}

/// Every field that there is, place by place. What connections, headers, logs and memory show is not
/// defined anywhere else than in its notes; runs are held against them.
pub(super) fn names() -> Vec<(Place, String)> {
    let noted = |place: Place| {
        NOTES.iter().filter(move |note| note.place == place).map(|note| note.name.to_owned())
    };
    let pool = pool();
    let (mut up, mut down, mut done) = (Vec::new(), Vec::new(), Vec::new());
    below(&frame(&pool, true), &mut done, &mut up);
    below(&frame(&pool, false), &mut done, &mut down);
    let places: [(Place, Vec<String>); 8] = [
        (Place::Connection, noted(Place::Connection).collect()),
        (Place::Headers, noted(Place::Headers).collect()),
        (Place::ClientFrames, up),
        (Place::RelayFrames, down),
        (Place::Disk, columns()),
        (Place::Metrics, metrics()),
        (Place::Logs, noted(Place::Logs).collect()),
        (Place::Memory, noted(Place::Memory).collect()),
    ];
    places
        .into_iter()
        .flat_map(|(place, names)| names.into_iter().map(move |name| (place, name)))
        .collect()
}
