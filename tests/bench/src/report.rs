//! What was measured, as rows for machines and a table for people.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

/// One server under one load.
#[derive(Debug, Default)]
pub(crate) struct Row {
    pub(crate) server: &'static str,
    pub(crate) load: &'static str,
    /// Cells delivered; for `store` those stored, for `catchup` those read.
    pub(crate) deliveries: u64,
    /// CPU time of the server for each, user and system, in microseconds.
    pub(crate) cpu_us: Option<f64>,
    pub(crate) rss_per_connection: Option<u64>,
    /// Memory kept for each connection after a burst to all of them, beyond that.
    pub(crate) rss_after_burst: Option<u64>,
    /// From the publisher's write to a watcher's read, in microseconds.
    pub(crate) p50_us: Option<u64>,
    pub(crate) p99_us: Option<u64>,
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

    fn json(&self) -> Value {
        json!({
            "server": self.server,
            "load": self.load,
            "deliveries": self.deliveries,
            "cpu_us_per_delivery": self.cpu_us,
            "rss_bytes_per_idle_connection": self.rss_per_connection,
            "rss_bytes_more_after_burst": self.rss_after_burst,
            "p50_us": self.p50_us,
            "p99_us": self.p99_us,
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

fn date() -> String {
    said("date", &["-u", "+%Y-%m-%d"])
}

fn commit() -> String {
    said("git", &["describe", "--always", "--dirty"])
}

/// For people. The column `/ floor` compares with the floor of the same run.
pub(crate) fn table(rows: &[Row]) -> String {
    let dash = || "-".to_owned();
    let mut text = format!("{} at {}\n", date(), commit());
    text += "server      load      deliveries   CPU us  / floor  B/conn  +burst    p50 us    p99 us  lost  twice\n";
    for row in rows {
        let same = |other: &&Row| other.server == "floor" && other.load == row.load;
        let floor = rows.iter().find(same).and_then(|row| row.cpu_us);
        let ratio = row.cpu_us.zip(floor).map(|(cpu, floor)| format!("{:.2}", cpu / floor));
        let number = |number: Option<u64>| number.map_or_else(dash, |it| it.to_string());
        text += &format!(
            "{:<11} {:<9} {:>10} {:>8} {:>8} {:>7} {:>7} {:>9} {:>9} {:>5} {:>6}  {}\n",
            row.server,
            row.load,
            row.deliveries,
            row.cpu_us.map_or_else(dash, |cpu| format!("{cpu:.2}")),
            ratio.unwrap_or_else(dash),
            number(row.rss_per_connection),
            number(row.rss_after_burst),
            number(row.p50_us),
            number(row.p99_us),
            row.lost,
            row.duplicated,
            row.note.as_deref().unwrap_or_default(),
        );
    }
    text
}

/// For machines.
pub(crate) fn write(path: &Path, rows: &[Row]) -> std::io::Result<()> {
    let rows: Vec<Value> = rows.iter().map(Row::json).collect();
    let all = json!({ "date": date(), "commit": commit(), "rows": rows });
    if let Some(dir) = path.parent() {
        std::fs::create_dir_all(dir)?;
    }
    std::fs::write(path, format!("{all:#}\n"))
}
