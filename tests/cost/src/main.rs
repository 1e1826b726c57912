//! `cargo xtask bench client`: what a client costs, beside MLS libraries by themselves in the same run; and
//! `cargo xtask bench rooms`: a large room through the real relay ([`rooms`]).
//!
//! [`ours`] drives the real core on a real profile; [`bare`] is openmls without a disk, [`peer`] is mls-rs. openmls
//! with the storage that comes with it is a program of its own, since it links an older SQLite (`upstream/`).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::cast_precision_loss,
    reason = "a measurement that cannot be taken must stop, and printing is what this program does"
)]

mod bare;
mod cpu;
mod device;
mod disk;
mod ours;
mod peer;
mod relay;
mod rooms;
mod row;
mod start;
mod words;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use openmls_rust_crypto::OpenMlsRustCrypto;
use row::Row;
use serde_json::Value;

const USAGE: &str =
    "usage: sitr-cost client [--short] [--leaves N]... [--upstream PROGRAM] [--out FILE]
       sitr-cost rooms [--devices N] [--out FILE]";

struct Options {
    short: bool,
    leaves: Vec<usize>,
    /// The program of `upstream/`.
    upstream: Option<PathBuf>,
    out: PathBuf,
}

fn options(words: &[String]) -> Result<Options, String> {
    let mut options = Options {
        short: false,
        leaves: Vec::new(),
        upstream: None,
        out: PathBuf::from("target/bench/client.json"),
    };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().cloned().ok_or(format!("{word} needs a value"));
        match word.as_str() {
            "--short" => options.short = true,
            "--leaves" => {
                let leaves = value()?.parse().ok().filter(|leaves| (3..=10_000).contains(leaves));
                options.leaves.push(leaves.ok_or("--leaves wants a number from 3 to 10000")?);
            }
            "--upstream" => options.upstream = Some(value()?.into()),
            "--out" => options.out = value()?.into(),
            _ => return Err(format!("no such option: {word}")),
        }
    }
    if options.leaves.is_empty() {
        options.leaves = if options.short { vec![10, 100] } else { vec![10, 100, 1_000, 5_000] };
    }
    Ok(options)
}

fn rooms_options(words: &[String]) -> Result<rooms::Options, String> {
    let mut options =
        rooms::Options { devices: 200, out: PathBuf::from("target/bench/rooms.json") };
    for pair in words.chunks(2) {
        match pair {
            [word, value] if word == "--devices" => {
                let devices = value.parse().ok().filter(|devices| (6..=10_000).contains(devices));
                options.devices = devices.ok_or("--devices wants a number from 6 to 10000")?;
            }
            [word, value] if word == "--out" => options.out = value.into(),
            _ => return Err(format!("no such option, or no value: {}", pair.join(" "))),
        }
    }
    Ok(options)
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let done = match words.split_first() {
        Some((verb, rest)) if verb == "client" => options(rest).map(|options| run(&options)),
        Some((verb, rest)) if verb == "rooms" => {
            rooms_options(rest).map(|options| rooms::run(&options))
        }
        _ => Err("what is to be measured?".to_owned()),
    };
    done.unwrap_or_else(|wrong| {
        eprintln!("{wrong}\n{USAGE}");
        ExitCode::from(2)
    })
}

/// What the program of `upstream/` measures.
fn upstream(program: &Path, leaves: usize, repeats: usize) -> Vec<Row> {
    let words = [leaves.to_string(), repeats.to_string()];
    let output = Command::new(program).args(words).stderr(Stdio::inherit()).output();
    let output = output.expect("the program of tests/cost/upstream starts");
    assert!(output.status.success(), "the program of tests/cost/upstream failed");
    let rows: Vec<Value> = serde_json::from_slice(&output.stdout).expect("rows");
    rows.iter().map(|value| row::of_json(value).expect("a row")).collect()
}

fn run(options: &Options) -> ExitCode {
    let mut rows: Vec<Row> = Vec::new();
    let repeats = if options.short { 3 } else { 11 };
    for leaves in &options.leaves {
        let large = if *leaves > 1_000 { 3 } else { repeats };
        eprintln!("{leaves} leaves: sitr ...");
        rows.extend(ours::rows(*leaves, options.short));
        eprintln!("{}", row::table(&rows));
        eprintln!("{leaves} leaves: openmls ...");
        rows.extend(bare::rows::<OpenMlsRustCrypto>(*leaves, large));
        if let Some(program) = &options.upstream {
            eprintln!("{leaves} leaves: openmls_sqlite_storage ...");
            rows.extend(upstream(program, *leaves, large));
        }
        eprintln!("{leaves} leaves: mls-rs ...");
        rows.extend(peer::rows(*leaves, large));
    }
    eprintln!("{}\nhistories ...", row::table(&rows));
    rows.extend(start::rows(options.short));
    let (date, commit) = row::stamp();
    println!("{date} at {commit}\n\n{}", row::table(&rows));
    match row::write(&options.out, &rows) {
        Ok(()) => {
            println!("written: {}", options.out.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{} cannot be written: {error}", options.out.display());
            ExitCode::FAILURE
        }
    }
}
