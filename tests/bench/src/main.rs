//! `cargo xtask bench relay`: the relay under load, beside the floor in the same run.
//!
//! The load generator ([`load`]) runs here; every server is a process of its own ([`process`]), whose CPU
//! time and memory are read from the system. The [`floor`] is the least that a server can do for the same
//! deliveries: one thread, frames that are ready, no disk.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a measurement that cannot be taken must stop, and printing is what this program does"
)]

mod floor;
mod load;
mod process;
mod report;
mod rooms;
mod socket;
mod target;

use std::path::PathBuf;
use std::process::ExitCode;

use report::Row;
use target::Kind;

const USAGE: &str = "usage: sitr-bench relay [--short] [--relay FILE] [--out FILE] [--only LOAD]...
       sitr-bench floor";

/// Servers that others wrote, by the program that would be looked for.
const PEERS: [(&str, &str); 4] = [
    ("nostr-rs-relay", "nostr-rs-relay"),
    ("nats-jetstream", "nats-server"),
    ("mosquitto", "mosquitto"),
    ("prosody", "prosody"),
];

/// What was asked for.
struct Options {
    short: bool,
    relay: PathBuf,
    out: PathBuf,
    only: Vec<String>,
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.first().map(String::as_str) {
        Some("floor") => {
            floor::serve();
            ExitCode::SUCCESS
        }
        Some("relay") => match options(&words[1..]) {
            Ok(options) => run(&options),
            Err(wrong) => {
                eprintln!("{wrong}\n{USAGE}");
                ExitCode::from(2)
            }
        },
        _ => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn options(words: &[String]) -> Result<Options, String> {
    let mut options = Options {
        short: false,
        relay: beside_us("sitr-relay"),
        out: PathBuf::from("target/bench/relay.json"),
        only: Vec::new(),
    };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().cloned().ok_or(format!("{word} needs a value"));
        match word.as_str() {
            "--short" => options.short = true,
            "--relay" => options.relay = value()?.into(),
            "--out" => options.out = value()?.into(),
            "--only" => options.only.push(value()?),
            _ => return Err(format!("no such option: {word}")),
        }
    }
    Ok(options)
}

/// Programs of one build stand in one folder.
fn beside_us(name: &str) -> PathBuf {
    let this = std::env::current_exe().expect("this program");
    this.with_file_name(name)
}

fn run(options: &Options) -> ExitCode {
    let mut rows: Vec<Row> = Vec::new();
    for load in load::ALL {
        if !options.only.is_empty() && !options.only.iter().any(|name| name == load.name) {
            continue;
        }
        for kind in [Kind::Floor, Kind::Relay] {
            if kind == Kind::Floor && !load.floor {
                continue;
            }
            eprintln!("{} {} ...", kind.name(), load.name);
            rows.push(load::run(load, kind, options.short, &options.relay));
        }
    }
    println!("{}", report::table(&rows));
    for (peer, program) in PEERS {
        let why = if process::on_path(program) {
            "is installed, but this version of the bench has no driver for it"
        } else {
            "is not on the PATH"
        };
        println!("skipped {peer}: {program} {why}");
    }
    match report::write(&options.out, &rows) {
        Ok(()) => println!("written: {}", options.out.display()),
        Err(error) => {
            eprintln!("{} cannot be written: {error}", options.out.display());
            return ExitCode::FAILURE;
        }
    }
    if rows.iter().all(Row::is_whole) {
        ExitCode::SUCCESS
    } else {
        eprintln!("cells were lost, doubled or out of order");
        ExitCode::FAILURE
    }
}
