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

mod disk;
mod fanout;
mod floor;
mod growth;
mod held;
mod load;
mod peer;
mod plot;
mod process;
mod report;
mod rooms;
mod socket;
mod target;

use std::path::PathBuf;
use std::process::ExitCode;

use report::Row;
use target::Kind;

const USAGE: &str = "\
usage: sitr-bench relay [--short] [--relay FILE] [--out FILE] [--only LOAD]... [--server NAME]...
       sitr-bench growth [--short] [--relay FILE] [--out FILE] [--write]
       sitr-bench held [--short] [--relay FILE] [--out FILE] [--record]
       sitr-bench floor ADDRESS";

/// What was asked for.
struct Options {
    short: bool,
    relay: PathBuf,
    out: PathBuf,
    write: bool,
    record: bool,
    only: Vec<String>,
    servers: Vec<String>,
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.first().map(String::as_str) {
        Some("floor") => {
            let address = words.get(1).and_then(|word| word.parse().ok()).expect("an address");
            floor::serve(address);
            ExitCode::SUCCESS
        }
        Some(what @ ("relay" | "growth" | "held")) => match options(what, &words[1..]) {
            Ok(options) if what == "relay" => run(&options),
            Ok(options) => ended(run_alone(what, &options)),
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

fn options(what: &str, words: &[String]) -> Result<Options, String> {
    let mut options = Options {
        short: false,
        relay: beside_us("sitr-relay"),
        out: PathBuf::from(format!("target/bench/{what}.json")),
        write: false,
        record: false,
        only: Vec::new(),
        servers: Vec::new(),
    };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().cloned().ok_or(format!("{word} needs a value"));
        match word.as_str() {
            "--short" => options.short = true,
            "--write" if what == "growth" => options.write = true,
            "--record" if what == "held" => options.record = true,
            "--relay" => options.relay = value()?.into(),
            "--out" => options.out = value()?.into(),
            "--only" => options.only.push(value()?),
            "--server" => options.servers.push(value()?),
            _ => return Err(format!("no such option: {word}")),
        }
    }
    Ok(options)
}

/// A run of ours alone, without peers; what was wrong, if something was.
fn run_alone(what: &str, options: &Options) -> std::io::Result<Option<String>> {
    let Options { relay, short, out, .. } = options;
    match what {
        "held" => held::run(relay, *short, out, options.record),
        _ => growth::run(relay, *short, out, options.write).map(|()| None),
    }
}

fn ended(run: std::io::Result<Option<String>>) -> ExitCode {
    let wrong = match run {
        Ok(None) => return ExitCode::SUCCESS,
        Ok(Some(wrong)) => wrong,
        Err(error) => format!("what was measured cannot be written: {error}"),
    };
    eprintln!("{wrong}");
    ExitCode::FAILURE
}

/// Programs of one build stand in one folder.
fn beside_us(name: &str) -> PathBuf {
    let this = std::env::current_exe().expect("this program");
    this.with_file_name(name)
}

/// Servers that are asked for and installed, with their programs; and why others are not.
fn servers(options: &Options) -> (Vec<(Kind, PathBuf)>, Vec<report::Skipped>) {
    let (mut servers, mut skipped) = (Vec::new(), Vec::new());
    for kind in Kind::ALL {
        if !options.servers.is_empty() && !options.servers.iter().any(|it| it == kind.name()) {
            continue;
        }
        match kind.found(&options.relay) {
            Some(program) => servers.push((kind, program)),
            None => {
                let (program, how) = kind.program().unwrap_or_default();
                let why = format!("{program} is not installed; `{how}` would");
                skipped.push((kind.name().to_owned(), why));
            }
        }
    }
    (servers, skipped)
}

fn run(options: &Options) -> ExitCode {
    let mut rows: Vec<Row> = Vec::new();
    let (servers, mut skipped) = servers(options);
    for load in load::ALL {
        if !options.only.is_empty() && !options.only.iter().any(|name| name == load.name) {
            continue;
        }
        for (kind, program) in &servers {
            if let Some(why) = kind.spared(load.name) {
                skipped.push((format!("{} {}", kind.name(), load.name), why.to_owned()));
                continue;
            }
            eprintln!("{} {} ...", kind.name(), load.name);
            rows.push(load::run(load, *kind, options.short, program));
        }
    }
    let signature_us = rooms::signature_us();
    println!("{}", report::table(&rows, signature_us));
    for (what, why) in &skipped {
        println!("skipped {what}: {why}");
    }
    match report::write(&options.out, &rows, signature_us, &skipped) {
        Ok(()) => println!("written: {}", options.out.display()),
        Err(error) => {
            eprintln!("{} cannot be written: {error}", options.out.display());
            return ExitCode::FAILURE;
        }
    }
    // A peer that loses something is a finding, not a failure of ours.
    if rows.iter().filter(|row| row.server == Kind::Relay.name()).all(Row::is_whole) {
        ExitCode::SUCCESS
    } else {
        eprintln!("cells were lost, doubled or out of order");
        ExitCode::FAILURE
    }
}
