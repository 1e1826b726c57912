//! What was measured, as rows for machines and a table for people.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

/// The client of this project.
pub(crate) const OURS: &str = "sitr";
/// openmls with its storage in memory.
pub(crate) const BARE: &str = "openmls";
/// mls-rs with its storage in memory.
pub(crate) const PEER: &str = "mls-rs";

/// One operation of one implementation in a group of one size.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) operation: String,
    pub(crate) leaves: usize,
    pub(crate) implementation: String,
    /// CPU time, user and system.
    pub(crate) cpu_us: f64,
    /// Bytes of the values that were handed to the database; none where nothing is written to a disk.
    pub(crate) bytes_written: Option<u64>,
    /// Bytes that the write-ahead log grew by: whole pages, indexes too.
    pub(crate) log_bytes: Option<u64>,
    /// Bytes that go over the wire to who does it.
    pub(crate) wire_bytes: Option<u64>,
}

impl Row {
    pub(crate) fn new(operation: &str, leaves: usize, implementation: &str, cpu_us: f64) -> Self {
        let (operation, implementation) = (operation.to_owned(), implementation.to_owned());
        let (bytes_written, log_bytes, wire_bytes) = (None, None, None);
        Self { operation, leaves, implementation, cpu_us, bytes_written, log_bytes, wire_bytes }
    }

    pub(crate) fn json(&self) -> Value {
        json!({
            "operation": self.operation,
            "leaves": self.leaves,
            "implementation": self.implementation,
            "cpu_us": (self.cpu_us * 10.0).round() / 10.0,
            "bytes_written": self.bytes_written,
            "log_bytes": self.log_bytes,
            "wire_bytes": self.wire_bytes,
        })
    }
}

/// A row that another program measured, if it is one.
pub(crate) fn of_json(value: &Value) -> Option<Row> {
    let text = |name: &str| value.get(name)?.as_str();
    let leaves = value.get("leaves")?.as_u64()?.try_into().ok()?;
    let cpu_us = value.get("cpu_us")?.as_f64()?;
    let mut row = Row::new(text("operation")?, leaves, text("implementation")?, cpu_us);
    row.log_bytes = value.get("log_bytes")?.as_u64();
    Some(row)
}

fn said(program: &str, words: &[&str]) -> String {
    let output = Command::new(program).args(words).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    text.ok().filter(|text| !text.is_empty()).unwrap_or_else(|| "unknown".to_owned())
}

/// Date and commit of this run.
pub(crate) fn stamp() -> (String, String) {
    (said("date", &["-u", "+%Y-%m-%d"]), said("git", &["describe", "--always", "--dirty"]))
}

/// For people, in Markdown: the same operation of all implementations side by side.
pub(crate) fn table(rows: &[Row]) -> String {
    let mut text = "| operation | leaves | implementation | CPU, us | bytes written | log bytes | wire bytes |\n\
        |---|---|---|---|---|---|---|\n"
        .to_owned();
    let mut sorted: Vec<&Row> = rows.iter().collect();
    let order: Vec<&str> = rows.iter().map(|row| row.operation.as_str()).collect();
    let place = |row: &Row| order.iter().position(|name| *name == row.operation);
    sorted.sort_by_key(|row| (place(row), row.leaves));
    let number = |number: Option<u64>| number.map_or_else(|| "-".to_owned(), |it| it.to_string());
    for row in sorted {
        text += &format!(
            "| {} | {} | {} | {:.0} | {} | {} | {} |\n",
            row.operation,
            row.leaves,
            row.implementation,
            row.cpu_us,
            number(row.bytes_written),
            number(row.log_bytes),
            number(row.wire_bytes),
        );
    }
    text
}

/// For machines.
pub(crate) fn write(path: &Path, rows: &[Row]) -> std::io::Result<()> {
    let (date, commit) = stamp();
    let rows: Vec<Value> = rows.iter().map(Row::json).collect();
    save(path, &json!({ "date": date, "commit": commit, "rows": rows }))
}

/// Writes a record, and the folder that it goes into.
pub(crate) fn save(path: &Path, record: &Value) -> std::io::Result<()> {
    if let Some(dir) = path.parent() {
        std::fs::create_dir_all(dir)?;
    }
    std::fs::write(path, format!("{record:#}\n"))
}
