//! `cargo xtask crash`: what was acknowledged is there after every fall.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::indexing_slicing,
    reason = "printing is what this program does"
)]

mod disk;
mod kills;
mod line;
mod load;
mod power;
mod process;
mod report;

use std::path::PathBuf;
use std::process::ExitCode;

use report::Part;

const USAGE: &str = "usage: sitr-crash [long] [--only PART] [--kills N] [--seed N] [--json]
parts: relay clients power full fsync flips";

struct Args {
    long: bool,
    only: Option<String>,
    kills: Option<u64>,
    seed: u64,
    json: bool,
}

fn parse(mut words: impl Iterator<Item = String>) -> Option<Args> {
    let mut args = Args { long: false, only: None, kills: None, seed: 1, json: false };
    while let Some(word) = words.next() {
        match word.as_str() {
            "long" => args.long = true,
            "--json" => args.json = true,
            "--only" => args.only = Some(words.next()?),
            "--kills" => args.kills = Some(words.next()?.parse().ok()?),
            "--seed" => args.seed = words.next()?.parse().ok()?,
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
    let parts = match runtime.block_on(falls(&args)) {
        Ok(parts) => parts,
        Err(why) => {
            eprintln!("FAILED: {why} (seed {})", args.seed);
            return ExitCode::FAILURE;
        }
    };
    match keep(&args, &parts) {
        Ok(()) => {}
        Err(error) => {
            eprintln!("the record could not be written: {error}");
            return ExitCode::FAILURE;
        }
    }
    let ill: Vec<&Part> = parts.iter().filter(|part| !part.is_well()).collect();
    for part in &ill {
        eprintln!("FAILED: {} (seed {})", part.name, args.seed);
    }
    if ill.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Kills or rounds of each part, short and long.
async fn falls(args: &Args) -> Result<Vec<Part>, String> {
    let wanted = |name: &str| args.only.as_deref().is_none_or(|only| only == name);
    let of = |short: u64, long: u64| args.kills.unwrap_or(if args.long { long } else { short });
    let mut parts = Vec::new();
    if wanted("relay") {
        parts.push(kills::relay(of(20, 600), args.seed).await?);
    }
    if wanted("clients") {
        parts.push(kills::clients(of(15, 400), args.seed + 1).await?);
    }
    if wanted("power") {
        parts.push(power::relay(of(3, 60), args.seed + 2).await?);
    }
    if wanted("full") {
        parts.push(disk::full().await?);
    }
    if wanted("fsync") {
        parts.push(disk::fsync(of(4, 40)).await?);
    }
    if wanted("flips") {
        parts.push(disk::flips(of(6, 120), args.seed + 3).await?);
    }
    Ok(parts)
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn keep(args: &Args, parts: &[Part]) -> std::io::Result<()> {
    let commit = process::run("git", &["rev-parse", "--short=12", "HEAD"]);
    let date = jiff::Timestamp::now().strftime("%Y-%m-%d").to_string();
    let record = report::record(parts, args.seed, &date, &commit.unwrap_or_default());
    let pretty = format!("{record:#}\n");
    let bench = root().join("target/bench");
    std::fs::create_dir_all(&bench)?;
    std::fs::write(bench.join("crash.json"), &pretty)?;
    if args.long && args.only.is_none() {
        let evidence = root().join("docs/evidence");
        std::fs::create_dir_all(&evidence)?;
        std::fs::write(evidence.join(format!("crash-{date}.json")), &pretty)?;
    }
    if args.json {
        println!("{record}");
    } else {
        print!("{pretty}");
    }
    Ok(())
}
