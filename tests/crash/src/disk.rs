//! A disk that is full, that fails to write through, that changes bits: never is something acknowledged that is
//! not so.

use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use sitr_wire::{Cell, Reply};

use crate::line::{Line, cell};
use crate::load::{Found, Load, Wrote, check};
use crate::process::{Relay, run};
use crate::report::Part;

/// The relay's disk is full, then is given room again.
///
/// # Errors
/// If something else fails, in words.
pub(crate) async fn full() -> Result<Part, String> {
    const NAME: &str = "a full disk";
    let folder = tempfile::tempdir().map_err(|why| why.to_string())?;
    let on = folder.path().to_str().ok_or("a path that is no text")?.to_owned();
    if let Err(why) = run("mount", &["-t", "tmpfs", "-o", "size=3m", "tmpfs", &on]) {
        return Ok(Part::skipped(NAME, format!("needs root: {why}")));
    }
    let done = fills(folder.path(), &on, Part::new(NAME)).await;
    let _ = run("umount", &["-l", &on]);
    done
}

async fn fills(folder: &Path, on: &str, mut part: Part) -> Result<Part, String> {
    let mut relay = Relay::start(&folder.join("data"), &[])?;
    let load = Load::start(&relay.url, 4);
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    let wrote = load.end().await;
    // It still answers, and says that it did not store: that is what Busy means.
    let mut line = Line::connect(&relay.url).await.ok_or("it does not answer on a full disk")?;
    let one = wrote.iter().find(|wrote| !wrote.closed).ok_or("nobody wrote")?;
    let cell = cell().ok_or("no cell")?;
    let refused = matches!(line.append(&one.to, &cell).await, Some(Reply::Refused(_)));
    part.note = format!("refused while full: {refused}");
    part.bricked += u64::from(!refused);
    run("mount", &["-o", "remount,size=64m", on])?;
    let taken = matches!(line.append(&one.to, &cell).await, Some(Reply::Appended(_)));
    part.bricked += u64::from(!taken);
    part.found += check(&relay.url, &wrote).await?;
    relay.kill();
    relay.begin()?;
    part.found += Found { acknowledged: 0, ..check(&relay.url, &wrote).await? };
    part.kills += 1;
    Ok(part)
}

/// Where libfiu's libraries lie.
fn libfiu() -> Option<(PathBuf, PathBuf)> {
    let folders = [
        "/usr/lib/x86_64-linux-gnu",
        "/usr/lib/aarch64-linux-gnu",
        "/usr/lib",
        "/usr/lib/fiu",
        "/usr/local/lib",
    ];
    folders.iter().map(Path::new).find_map(|folder| {
        let (run, posix) = (folder.join("fiu_run_preload.so"), folder.join("fiu_posix_preload.so"));
        let inner = folder.join("fiu");
        let (run_in, posix_in) =
            (inner.join("fiu_run_preload.so"), inner.join("fiu_posix_preload.so"));
        if run.exists() && posix.exists() {
            Some((run, posix))
        } else {
            (run_in.exists() && posix_in.exists()).then_some((run_in, posix_in))
        }
    })
}

/// So many of a hundred writes-through fail.
///
/// # Errors
/// If something else fails, in words.
pub(crate) async fn fsync(rounds: u64) -> Result<Part, String> {
    const NAME: &str = "fdatasync and pwrite that fail";
    let Some((run, posix)) = libfiu() else {
        return Ok(Part::skipped(NAME, "needs libfiu: `apt-get install fiu-utils`".to_owned()));
    };
    let mut part = Part::new(NAME);
    for round in 0..rounds {
        let folder = tempfile::tempdir().map_err(|why| why.to_string())?;
        let data = folder.path().join("data");
        // The first start is not disturbed.
        Relay::start(&data, &[])?.kill();
        let call = if round % 2 == 0 { "posix/io/sync/fdatasync" } else { "posix/io/rw/pwrite" };
        let preload = format!("{} {}", run.display(), posix.display());
        let enable = format!("enable_random name={call},probability=0.02");
        let environment = [("LD_PRELOAD".to_owned(), preload), ("FIU_ENABLE".to_owned(), enable)];
        let Ok(mut relay) = Relay::start(&data, &environment) else { continue };
        let load = Load::start(&relay.url, 4);
        tokio::time::sleep(Duration::from_millis(700)).await;
        let wrote = load.end().await;
        relay.kill();
        part.kills += 1;
        let relay = Relay::start(&data, &[])?;
        part.found += check(&relay.url, &wrote).await?;
    }
    Ok(part)
}

/// Bits of the relay's files change while it is off: it refuses, or whoever reads sees that a cell is not the one
/// that was sent; and nothing that it acknowledges then is false.
///
/// # Errors
/// If something else fails, in words.
pub(crate) async fn flips(rounds: u64, seed: u64) -> Result<Part, String> {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut part = Part::new("flipped bits");
    let (mut refused, mut seen, mut harmless) = (0, 0, 0);
    for _ in 0..rounds {
        let folder = tempfile::tempdir().map_err(|why| why.to_string())?;
        let data = folder.path().join("data");
        let mut relay = Relay::start(&data, &[])?;
        let load = Load::start(&relay.url, 3);
        tokio::time::sleep(Duration::from_millis(120)).await;
        let wrote = load.end().await;
        relay.kill();
        flip(&data, &mut rng)?;
        part.kills += 1;
        if relay.begin().is_err() {
            refused += 1;
            continue;
        }
        match looks(&relay.url, &wrote).await {
            None => refused += 1,
            Some(0) => harmless += 1,
            Some(_) => seen += 1,
        }
        part.found += falsehoods(&relay.url, &wrote).await;
    }
    part.note = format!(
        "{refused} times refused, {seen} times cells that are seen to be others, {harmless} times nothing"
    );
    Ok(part)
}

fn flip(data: &Path, rng: &mut StdRng) -> Result<(), String> {
    let words = |why: std::io::Error| why.to_string();
    let files: Vec<PathBuf> = std::fs::read_dir(data)
        .map_err(words)?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.to_string_lossy().contains(".db"))
        .filter(|path| std::fs::metadata(path).is_ok_and(|it| it.len() > 0))
        .filter(|path| !path.to_string_lossy().ends_with("-shm"))
        .collect();
    let path = files.get(rng.random_range(0..files.len().max(1))).ok_or("no database")?;
    let mut file = std::fs::File::options().read(true).write(true).open(path).map_err(words)?;
    let length = file.metadata().map_err(words)?.len();
    let at = rng.random_range(0..length);
    let mut byte = [0];
    file.seek(SeekFrom::Start(at)).and_then(|_| file.read_exact(&mut byte)).map_err(words)?;
    byte = [byte[0] ^ (1 << rng.random_range(0..8))];
    file.seek(SeekFrom::Start(at)).and_then(|_| file.write_all(&byte)).map_err(words)
}

/// Cells that are not what was acknowledged; none if the relay refuses to show them.
async fn looks(url: &str, all: &[Wrote]) -> Option<u64> {
    let mut line = Line::connect(url).await?;
    let mut other = 0;
    for wrote in all {
        let cells = line.cells(&wrote.to).await?;
        let stands = |(index, cell): &&(u64, Cell)| {
            usize::try_from(*index).ok().and_then(|at| cells.get(at)) == Some(cell)
        };
        other += wrote.acknowledged.iter().filter(|one| !stands(one)).count() as u64;
    }
    Some(other)
}

/// What is acknowledged after the flip and is not so.
async fn falsehoods(url: &str, all: &[Wrote]) -> Found {
    let mut found = Found::default();
    let Some(mut line) = Line::connect(url).await else { return found };
    for wrote in all.iter().filter(|wrote| !wrote.closed) {
        let Some(cell) = cell() else { continue };
        let told = line.append(&wrote.to, &cell).await;
        let Some(Reply::Appended(index)) = told else { continue };
        found.acknowledged += 1;
        let cells = line.cells(&wrote.to).await.unwrap_or_default();
        let at = usize::try_from(index).ok().and_then(|at| cells.get(at));
        found.lost += u64::from(at != Some(&cell));
    }
    found
}
