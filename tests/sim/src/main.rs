//! `cargo xtask sim`: lets worlds live, and says which promise was broken, and in which of them.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::indexing_slicing,
    reason = "printing is what this program does"
)]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};
use sitr_sim::{Outcome, Plan, run};

const USAGE: &str = "usage: sitr-sim [SEED] [--worlds N] [--jobs N] [--record] [--json]";

#[derive(Clone, Copy)]
struct Args {
    seed: u64,
    worlds: u64,
    jobs: usize,
    record: bool,
    json: bool,
}

fn parse(mut words: impl Iterator<Item = String>) -> Option<Args> {
    let jobs = std::thread::available_parallelism().map_or(1, usize::from);
    let mut args = Args { seed: 1, worlds: 0, jobs, record: false, json: false };
    let mut named = false;
    while let Some(word) = words.next() {
        match word.as_str() {
            "--worlds" => args.worlds = words.next()?.parse().ok()?,
            "--jobs" => args.jobs = words.next()?.parse().ok()?,
            "--record" => args.record = true,
            "--json" => args.json = true,
            number => {
                args.seed = number.parse().ok()?;
                named = true;
            }
        }
    }
    if args.worlds == 0 {
        args.worlds = if named { 1 } else { 20 };
    }
    Some(args)
}

fn main() -> ExitCode {
    let Some(args) = parse(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    // A panic is a broken promise, told with its seed.
    std::panic::set_hook(Box::new(|_| {}));
    let outcomes = all(args);
    let failed: Vec<&Outcome> = outcomes.iter().filter(|it| it.broken.is_some()).collect();
    for outcome in &failed {
        tell(outcome);
    }
    let record = record(args, &outcomes);
    if args.record {
        let folder = root().join("docs/evidence");
        let date = record["date"].as_str().unwrap_or("undated");
        let written = std::fs::create_dir_all(&folder).and_then(|()| {
            std::fs::write(folder.join(format!("sim-{date}.json")), format!("{record:#}\n"))
        });
        if let Err(error) = written {
            eprintln!("the record could not be written: {error}");
            return ExitCode::FAILURE;
        }
    }
    if args.json {
        println!("{record}");
    } else {
        println!("{record:#}");
    }
    if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn all(args: Args) -> Vec<Outcome> {
    let next = AtomicU64::new(args.seed);
    let outcomes = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..args.jobs.max(1) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= args.seed + args.worlds {
                        return;
                    }
                    let outcome = run(Plan::of(seed));
                    let mut outcomes = outcomes.lock().unwrap_or_else(|it| it.into_inner());
                    if let Some(broken) = &outcome.broken {
                        eprintln!("seed {seed}: {}", broken.0);
                    }
                    outcomes.push(outcome);
                    if outcomes.len() % 25 == 0 {
                        eprintln!("{} of {} worlds", outcomes.len(), args.worlds);
                    }
                }
            });
        }
    });
    let mut outcomes = outcomes.into_inner().unwrap_or_else(|it| it.into_inner());
    outcomes.sort_by_key(|outcome| outcome.plan.seed);
    outcomes
}

fn tell(outcome: &Outcome) {
    let seed = outcome.plan.seed;
    eprintln!("\nFAILED: seed {seed}: {}", outcome.broken.as_ref().map_or("", |it| &it.0));
    eprintln!("  {:?}", outcome.plan);
    for line in &outcome.last {
        eprintln!("  {line}");
    }
    eprintln!("  again: cargo xtask sim {seed}");
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn commit() -> String {
    let git = std::process::Command::new("git")
        .args(["rev-parse", "--short=12", "HEAD"])
        .current_dir(root())
        .output();
    let sane = git.ok().filter(|output| output.status.success());
    let text =
        |output: std::process::Output| String::from_utf8_lossy(&output.stdout).trim().to_owned();
    sane.map_or_else(|| "unknown".to_owned(), text)
}

fn record(args: Args, outcomes: &[Outcome]) -> Value {
    let sum = |count: fn(&Outcome) -> u64| outcomes.iter().map(count).sum::<u64>();
    let mut lying: BTreeMap<&str, u64> = BTreeMap::new();
    for outcome in outcomes {
        *lying.entry(outcome.plan.lying.name()).or_default() += 1;
    }
    let broken =
        |it: &Outcome| Some(json!({ "seed": it.plan.seed, "promise": it.broken.as_ref()?.0 }));
    json!({
        "date": jiff::Timestamp::now().strftime("%Y-%m-%d").to_string(),
        "commit": commit(),
        "first_seed": args.seed,
        "worlds": outcomes.len(),
        "devices": sum(|it| it.plan.devices as u64),
        "most_devices": outcomes.iter().map(|it| it.plan.devices).max(),
        "events": sum(|it| it.counts.events),
        "acknowledged": sum(|it| it.counts.acknowledged),
        "texts": sum(|it| it.counts.texts),
        "epochs": sum(|it| it.counts.epochs),
        "connections_cut": sum(|it| it.counts.cuts),
        "commits_failed": sum(|it| it.counts.commits_failed),
        "relay_deaths": sum(|it| it.counts.relay_deaths),
        "device_deaths": sum(|it| it.counts.device_deaths),
        "disk_faults": sum(|it| it.counts.disk_faults),
        "rooms_without_steward": sum(|it| it.counts.orphaned),
        "profiles_put_back": sum(|it| it.counts.copies),
        "days": sum(|it| it.counts.days),
        "lies": sum(|it| it.counts.lies),
        "worlds_by_relay": lying,
        "broken": outcomes.iter().filter_map(broken).collect::<Vec<_>>(),
    })
}
