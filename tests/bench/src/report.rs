//! What was measured, as rows for machines and a table for people.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::process::load_average;

/// What was not measured, and why.
pub(crate) type Skipped = (String, String);

/// One server under one load.
#[derive(Debug, Default)]
pub(crate) struct Row {
    pub(crate) server: &'static str,
    pub(crate) load: &'static str,
    /// Cells delivered; for `store` those stored, for `catchup` those read.
    pub(crate) deliveries: u64,
    /// Messages that they came from, where that is another number.
    pub(crate) messages: u64,
    /// CPU time of the server for each, user and system, in microseconds.
    pub(crate) cpu_us: Option<f64>,
    pub(crate) rss_per_connection: Option<u64>,
    /// Memory kept for each connection after a burst to all of them, beyond that.
    pub(crate) rss_after_burst: Option<u64>,
    /// Memory that one stalled reader costs, beyond what the load itself needs.
    pub(crate) rss_for_stalled: Option<u64>,
    /// From the publisher's write to a watcher's read, in microseconds.
    pub(crate) p50_us: Option<u64>,
    pub(crate) p99_us: Option<u64>,
    pub(crate) p999_us: Option<u64>,
    pub(crate) lost: u64,
    pub(crate) duplicated: u64,
    pub(crate) out_of_order: u64,
    pub(crate) note: Option<String>,
}

impl Row {
    /// Nothing lost, doubled or out of order.
    pub(crate) fn is_whole(&self) -> bool {
        self.lost == 0 && self.duplicated == 0 && self.out_of_order == 0
    }

    /// CPU time for each delivery without the check of each message's signature, which the floor and most
    /// peers do not make.
    fn without_signatures(&self, signature_us: f64) -> Option<f64> {
        let is_checked = self.server == "sitr-relay" && self.load != "catchup";
        let messages = if self.messages == 0 { self.deliveries } else { self.messages };
        let share = signature_us * messages as f64 / self.deliveries.max(1) as f64;
        self.cpu_us.filter(|_| is_checked).map(|cpu| cpu - share)
    }

    fn json(&self, signature_us: f64) -> Value {
        json!({
            "server": self.server,
            "load": self.load,
            "deliveries": self.deliveries,
            "cpu_us_per_delivery": self.cpu_us,
            "rss_bytes_per_idle_connection": self.rss_per_connection,
            "rss_bytes_more_after_burst": self.rss_after_burst,
            "rss_bytes_for_a_stalled_reader": self.rss_for_stalled,
            "without_signatures_us": self.without_signatures(signature_us),
            "p50_us": self.p50_us,
            "p99_us": self.p99_us,
            "p999_us": self.p999_us,
            "lost": self.lost,
            "duplicated": self.duplicated,
            "out_of_order": self.out_of_order,
            "note": self.note,
        })
    }
}

fn said(program: &str, words: &[&str]) -> String {
    let output = Command::new(program).args(words).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    text.ok().filter(|text| !text.is_empty()).unwrap_or_else(|| "unknown".to_owned())
}

pub(crate) fn date() -> String {
    said("date", &["-u", "+%Y-%m-%d"])
}

pub(crate) fn commit() -> String {
    said("git", &["describe", "--always", "--dirty"])
}

/// For people. The column `/ floor` compares with the floor of the same run, `bare` the same without the
/// checks of signatures.
pub(crate) fn table(rows: &[Row], signature_us: f64) -> String {
    let dash = || "-".to_owned();
    let mut text = format!(
        "{} at {}; a signature check: {signature_us:.1} us; load average {}\n",
        date(),
        commit(),
        load_average()
    );
    text += "server         load      deliveries   CPU us / floor   bare  B/conn  +burst    p50 us    p99 us   p999 us  lost  twice\n";
    for row in rows {
        let same = |other: &&Row| other.server == "floor" && other.load == row.load;
        let floor = rows.iter().find(same).and_then(|row| row.cpu_us);
        let ratio = |cpu: Option<f64>| {
            cpu.zip(floor).map_or_else(dash, |(cpu, floor)| format!("{:.2}", cpu / floor))
        };
        let number = |number: Option<u64>| number.map_or_else(dash, |it| it.to_string());
        text += &format!(
            "{:<14} {:<9} {:>10} {:>8} {:>7} {:>6} {:>7} {:>7} {:>9} {:>9} {:>9} {:>5} {:>6}  {}\n",
            row.server,
            row.load,
            row.deliveries,
            row.cpu_us.map_or_else(dash, |cpu| format!("{cpu:.2}")),
            ratio(row.cpu_us),
            ratio(row.without_signatures(signature_us)),
            number(row.rss_per_connection),
            number(row.rss_after_burst),
            number(row.p50_us),
            number(row.p99_us),
            number(row.p999_us),
            row.lost,
            row.duplicated,
            row.note.as_deref().unwrap_or_default(),
        );
    }
    text
}

/// For machines.
pub(crate) fn write(
    path: &Path,
    rows: &[Row],
    signature_us: f64,
    skipped: &[Skipped],
) -> std::io::Result<()> {
    let rows: Vec<Value> = rows.iter().map(|row| row.json(signature_us)).collect();
    let all = json!({
        "date": date(),
        "commit": commit(),
        "signature_check_us": signature_us,
        "load_average_at_the_end": load_average(),
        "skipped": skipped,
        "rows": rows,
    });
    if let Some(dir) = path.parent() {
        std::fs::create_dir_all(dir)?;
    }
    std::fs::write(path, format!("{all:#}\n"))
}
