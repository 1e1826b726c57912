//! The power fails: the data stand on a file system in a file, which is copied while the relay is stopped where
//! it stands. What had only reached the cache of that file system is not in the copy. The same is done to a
//! writer that asks its database not to wait for the disk: it must lose something, or the test shows nothing.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use rusqlite::Connection;

use crate::load::{Load, check};
use crate::process::{Relay, run};
use crate::report::Part;

const NAME: &str = "power loss of the relay";
const IMAGE_MB: u64 = 256;

/// A file system in a file.
struct Image {
    file: PathBuf,
    mounted: PathBuf,
}

impl Image {
    fn make(folder: &Path, name: &str) -> Result<Self, String> {
        let file = folder.join(format!("{name}.img"));
        let made = std::fs::File::create(&file).and_then(|it| it.set_len(IMAGE_MB << 20));
        made.map_err(|why| why.to_string())?;
        run("mkfs.ext4", &["-q", "-F", text(&file)?])?;
        Self::mount(file, &folder.join(name))
    }

    fn mount(file: PathBuf, on: &Path) -> Result<Self, String> {
        std::fs::create_dir_all(on).map_err(|why| why.to_string())?;
        // Mounting replays the journal, as after a power cut.
        run("mount", &["-o", "loop", text(&file)?, text(on)?])?;
        Ok(Self { file, mounted: on.to_owned() })
    }

    /// What the disk holds now, mounted elsewhere.
    fn as_the_power_leaves_it(&self, folder: &Path, name: &str) -> Result<Self, String> {
        let file = folder.join(format!("{name}.img"));
        run("cp", &["--sparse=always", text(&self.file)?, text(&file)?])?;
        Self::mount(file, &folder.join(name))
    }
}

impl Drop for Image {
    fn drop(&mut self) {
        let mounted = self.mounted.to_string_lossy().into_owned();
        let _ = run("umount", &["-l", &mounted]);
        let _ = std::fs::remove_file(&self.file);
    }
}

fn text(path: &Path) -> Result<&str, String> {
    path.to_str().ok_or_else(|| "a path that is no text".to_owned())
}

/// So many rounds: load, power cut, look.
///
/// # Errors
/// If something else fails, in words.
pub(crate) async fn relay(rounds: u64, seed: u64) -> Result<Part, String> {
    let folder = tempfile::tempdir().map_err(|why| why.to_string())?;
    if let Err(why) = Image::make(folder.path(), "probe") {
        return Ok(Part::skipped(NAME, format!("needs root and loop devices: {why}")));
    }
    let mut rng = StdRng::seed_from_u64(seed);
    let mut part = Part::new(NAME);
    for round in 0..rounds {
        let image = Image::make(folder.path(), &format!("before{round}"))?;
        let mut relay = Relay::start(&image.mounted.join("data"), &[])?;
        let load = Load::start(&relay.url, 4);
        tokio::time::sleep(Duration::from_millis(rng.random_range(100..700))).await;
        relay.freeze()?;
        let after = image.as_the_power_leaves_it(folder.path(), &format!("after{round}"))?;
        relay.kill();
        let wrote = load.end().await;
        let mut again = match Relay::start(&after.mounted.join("data"), &[]) {
            Ok(relay) => relay,
            Err(_) => {
                part.bricked += 1;
                continue;
            }
        };
        part.found += check(&again.url, &wrote).await?;
        part.kills += 1;
        again.kill();
    }
    part.control = Some(control(folder.path(), rounds.clamp(2, 6), &mut rng)?);
    Ok(part)
}

/// The same with a writer that does not wait for the disk: rows that it called written, and how many of them were
/// lost.
fn control(folder: &Path, rounds: u64, rng: &mut StdRng) -> Result<(u64, u64), String> {
    let words = |why: rusqlite::Error| why.to_string();
    let (mut acknowledged, mut lost) = (0, 0);
    for round in 0..rounds {
        let image = Image::make(folder, &format!("control{round}"))?;
        let database = Connection::open(image.mounted.join("x.db")).map_err(words)?;
        let begin = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
                     CREATE TABLE x (n INTEGER PRIMARY KEY, bytes BLOB);";
        database.execute_batch(begin).map_err(words)?;
        run("sync", &["-f", text(&image.mounted)?])?;
        let rows: u64 = rng.random_range(100..400);
        for _ in 0..rows {
            let sql = "INSERT INTO x (bytes) VALUES (randomblob(2048))";
            database.execute(sql, []).map_err(words)?;
        }
        let after = image.as_the_power_leaves_it(folder, &format!("control-after{round}"))?;
        drop(database);
        let database = Connection::open(after.mounted.join("x.db")).map_err(words)?;
        let there = "SELECT count(*) FROM x";
        let there = database.query_row(there, [], |row| row.get::<_, u32>(0)).unwrap_or(0);
        acknowledged += rows;
        lost += rows.saturating_sub(u64::from(there));
        drop(database);
    }
    Ok((acknowledged, lost))
}
