//! One audit, from the first community to the last number.

use std::path::Path;
use std::time::Duration;

use tempfile::TempDir;

use crate::community::{Community, Size};
use crate::fields::{self, Observed};
use crate::games::{self, Level};
use crate::referee::{Case, Played, play};
use crate::scan;
use crate::truth::Truth;
use crate::view::{Disk, View, copy, read};

/// How much is to be done.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// One small community instead of several.
    pub short: bool,
    /// Where chance begins.
    pub seed: u64,
}

impl Options {
    /// The seed of each community.
    #[must_use]
    pub fn seeds(&self) -> Vec<u64> {
        let count = if self.short { 1 } else { 5 };
        (0..count).map(|index| self.seed + index).collect()
    }

    /// How large each is.
    #[must_use]
    pub const fn size(&self) -> Size {
        if self.short { Size::SHORT } else { Size::LONG }
    }

    /// How often the truth is shuffled for one number.
    const fn shuffles(&self) -> usize {
        if self.short { 99 } else { 199 }
    }
}

/// What an audit found.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// All games.
    pub played: Vec<Played>,
    /// What must never be on a relay and was found there.
    pub canaries: Vec<String>,
    /// Fields that are not as noted.
    pub fields: Vec<String>,
    /// What was seen of each field, in words.
    pub seen: Vec<(String, String)>,
    /// Connections, frames, cells on the disk: how much was looked at.
    pub looked_at: [usize; 3],
}

/// Lets communities live, looks, and plays.
///
/// # Panics
/// If a community does not work.
pub async fn audit(options: Options, progress: &dyn Fn(&str)) -> Outcome {
    let mut outcome = Outcome::default();
    let mut cases = Vec::new();
    let seeds = options.seeds();
    for (index, seed) in seeds.iter().enumerate() {
        let here =
            |what: &str| progress(&format!("community {}/{}: {what}", index + 1, seeds.len()));
        let community = Community::live(*seed, options.size(), &here).await;
        here("the operator looks at memory, disk, log and traffic");
        cases.push(look(community, &mut outcome).await);
    }
    for game in games::all() {
        for level in Level::ALL {
            progress(&format!("game {}: {}", game.name(), level.name()));
            outcome.played.push(play(&*game, level, &cases, options.shuffles(), options.seed));
        }
    }
    outcome
}

/// Everything that one community left.
async fn look(mut community: Community, outcome: &mut Outcome) -> Case {
    let trace = community.tap.trace();
    let frames = trace.decoded();
    let truth = Truth::of(&trace, &frames, &community.diary);
    let folder = TempDir::new().expect("a temporary folder");
    let name = community.database();
    let name = Path::new(name.file_name().expect("a file"));
    let (today, night) = (folder.path().join("today"), folder.path().join("night"));
    copy(&community.database(), &today);
    outcome.canaries.extend(scan::findings(&community, &trace));
    let disk = read(&today.join(name));
    let observed = fields::observe(&community, &trace, &today.join(name));
    outcome.fields.extend(fields::against_notes(&observed));
    outcome.seen = words(&observed);
    sweep(&mut community).await;
    copy(&community.database(), &night);
    let swept = read(&night.join(name));
    assert!(swept.cells.iter().all(|row| row.row < 0), "the sweep has shuffled all");
    let counts = [trace.connections.len(), frames.len(), disk.cells.len()];
    for (sum, count) in outcome.looked_at.iter_mut().zip(counts) {
        *sum += count;
    }
    let alone = |disk: Disk| View { disk, ..View::default() };
    let live = View { connections: trace.connections.clone(), frames, disk: disk.clone() };
    Case { live, swept: alone(swept), today: alone(disk), truth }
}

/// Starts the relay again, which makes up for the daily sweep at once, and waits until it is done.
async fn sweep(community: &mut Community) {
    community.relay.kill();
    community.relay.restart();
    let database = community.database();
    for _ in 0..600 {
        let db = rusqlite::Connection::open(&database).expect("the database");
        let left = db.query_row("SELECT count(*) FROM cells WHERE id >= 0", [], |row| row.get(0));
        if left == Ok(0_i64) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the daily sweep does not come to its end");
}

fn words(observed: &Observed) -> Vec<(String, String)> {
    observed.fields.iter().map(|((_, name), seen)| (name.clone(), seen.words())).collect()
}
