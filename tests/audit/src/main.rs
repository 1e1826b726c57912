//! `cargo xtask audit`: lets communities live, looks at everything with the operator's eyes, and plays the
//! games.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what this program does")]

use std::fs;
use std::io;
use std::process::ExitCode;

use sitr_audit::report::{self, Stamp};
use sitr_audit::run::{Options, Outcome, audit};
use sitr_audit::{fields, page};

const USAGE: &str = "usage: sitr-audit [--short] [--seed N] [--write] [--json]";
/// Where the rows go.
const ROWS: &str = "target/audit/games.json";
/// Where records are kept.
const EVIDENCE: &str = "docs/evidence";

struct Args {
    options: Options,
    write: bool,
    json: bool,
}

fn parse(words: impl Iterator<Item = String>) -> Option<Args> {
    let mut args = Args { options: Options { short: false, seed: 1 }, write: false, json: false };
    let mut words = words;
    while let Some(word) = words.next() {
        match word.as_str() {
            "--short" => args.options.short = true,
            "--write" => args.write = true,
            "--json" => args.json = true,
            "--seed" => args.options.seed = words.next()?.parse().ok()?,
            _ => return None,
        }
    }
    Some(args)
}

fn main() -> ExitCode {
    let Some(args) = parse(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("no runtime: {error}");
            return ExitCode::FAILURE;
        }
    };
    let started = std::time::Instant::now();
    let progress = |what: &str| eprintln!("{:>6.1} s  {what}", started.elapsed().as_secs_f64());
    let outcome = runtime.block_on(audit(args.options, &progress));
    let stamp = Stamp::now();
    for (name, words) in &outcome.seen {
        println!("{name}: {words}");
    }
    println!("\n{}", report::table(&outcome, args.options, &stamp));
    if let Err(error) = keep(&outcome, &args, &stamp) {
        eprintln!("the results could not be written: {error}");
        return ExitCode::FAILURE;
    }
    if args.json {
        println!("{}", report::record(&outcome, args.options, &stamp));
    }
    let failures = report::failures(&outcome);
    for failure in &failures {
        eprintln!("FAILED: {failure}");
    }
    if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Writes the rows, and with `--write` the pages and the record.
fn keep(outcome: &Outcome, args: &Args, stamp: &Stamp) -> io::Result<()> {
    let rows = page::path(ROWS);
    fs::create_dir_all(rows.parent().unwrap_or(&rows))?;
    fs::write(rows, format!("{:#}\n", report::rows(outcome)))?;
    if !args.write {
        return Ok(());
    }
    if let Ok(tables) = fields::tables() {
        put(page::FIELDS, "fields", &tables)?;
    }
    if args.options.short {
        return Ok(());
    }
    put(page::GAMES, "games", &report::table(outcome, args.options, stamp))?;
    fs::create_dir_all(page::path(EVIDENCE))?;
    let record = format!("{:#}\n", report::record(outcome, args.options, stamp));
    fs::write(page::path(&format!("{EVIDENCE}/audit-{}.json", stamp.date)), record)
}

fn put(name: &str, part: &str, new: &str) -> io::Result<()> {
    let page = page::read(name)?;
    let missing = || io::Error::other(format!("{name} has no part `{part}`"));
    fs::write(page::path(name), page::replaced(&page, part, new).ok_or_else(missing)?)
}
