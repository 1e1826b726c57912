//! `cargo xtask sim`: lets worlds live, and says which promise was broken, and in which of them.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what this program does")]

mod record;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use record::Record;
use sitr_sim::{Outcome, Plan, run};

const USAGE: &str =
    "usage: sitr-sim [SEED] [--worlds N | --hours H] [--jobs N] [--record] [--into FOLDER] [--json]

  --worlds N      as many worlds, from SEED on
  --hours H       worlds begin for so long (1, 0.5)
  --record        keeps what came of it in docs/evidence, after every 25 worlds too
  --into FOLDER   keeps it there instead";

/// After how many worlds there is a word about it, and the record is kept.
const OFTEN: usize = 25;

struct Args {
    seed: u64,
    /// How many worlds; without a number as many as there is time for.
    worlds: Option<u64>,
    time: Option<Duration>,
    jobs: usize,
    /// Where the record is kept.
    folder: Option<PathBuf>,
    json: bool,
}

fn parse(mut words: impl Iterator<Item = String>) -> Option<Args> {
    let jobs = std::thread::available_parallelism().map_or(1, usize::from);
    let mut args = Args { seed: 1, worlds: None, time: None, jobs, folder: None, json: false };
    let (mut named, mut keeps) = (false, false);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--worlds" => args.worlds = Some(words.next()?.parse().ok()?),
            "--hours" => args.time = Some(hours(&words.next()?)?),
            "--jobs" => args.jobs = words.next()?.parse().ok()?,
            "--record" => keeps = true,
            "--into" => args.folder = Some(words.next()?.into()),
            "--json" => args.json = true,
            number => {
                args.seed = number.parse().ok()?;
                named = true;
            }
        }
    }
    if args.worlds.is_none() && args.time.is_none() {
        args.worlds = Some(if named { 1 } else { 20 });
    }
    if keeps && args.folder.is_none() {
        args.folder = Some(record::root().join("docs/evidence"));
    }
    Some(args)
}

fn hours(word: &str) -> Option<Duration> {
    Duration::try_from_secs_f64(word.parse::<f64>().ok()? * 3_600.0).ok()
}

fn main() -> ExitCode {
    let Some(args) = parse(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    // A panic is a broken promise, told with its seed.
    std::panic::set_hook(Box::new(|_| {}));
    let record = all(&args);
    let told = record.told(true);
    if args.json {
        println!("{told}");
    } else {
        println!("{told:#}");
    }
    let is_kept = keep(&args, &record, true);
    if is_kept && record.broken() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn all(args: &Args) -> Record {
    let (next, began) = (AtomicU64::new(args.seed), Instant::now());
    let record = Mutex::new(Record::begins(args.seed));
    let is_over = |seed: u64| {
        args.worlds.is_some_and(|worlds| seed >= args.seed.saturating_add(worlds))
            || args.time.is_some_and(|time| began.elapsed() >= time)
    };
    std::thread::scope(|scope| {
        for _ in 0..args.jobs.max(1) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if is_over(seed) {
                        return;
                    }
                    let outcome = run(Plan::of(seed));
                    let mut record = record.lock().unwrap_or_else(|it| it.into_inner());
                    takes(args, &mut record, outcome, began.elapsed());
                }
            });
        }
    });
    record.into_inner().unwrap_or_else(|it| it.into_inner())
}

/// One more world has lived: what is to be known of it is said and kept at once.
fn takes(args: &Args, record: &mut Record, outcome: Outcome, elapsed: Duration) {
    let is_broken = outcome.broken.is_some();
    if is_broken {
        tell(&outcome);
    }
    record.takes(outcome);
    let (worlds, broken) = (record.worlds(), record.broken());
    if worlds.is_multiple_of(OFTEN) {
        let left = match (args.worlds, args.time) {
            (Some(all), None) => format!(" of {all}"),
            (_, Some(time)) => {
                format!(", {} minutes left", time.saturating_sub(elapsed).as_secs().div_ceil(60))
            }
            (None, None) => String::new(),
        };
        eprintln!("{worlds} worlds{left}, {broken} with a broken promise");
    }
    if is_broken || worlds.is_multiple_of(OFTEN) {
        keep(args, record, false);
    }
}

fn keep(args: &Args, record: &Record, is_whole: bool) -> bool {
    let Some(folder) = &args.folder else { return true };
    let kept = record.keep(folder, is_whole);
    if let Err(error) = &kept {
        eprintln!("the record could not be written to {}: {error}", folder.display());
    }
    kept.is_ok()
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
