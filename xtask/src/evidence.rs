//! How old the records of the long runs are: a short run every day is no night of worlds.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// Runs that are too long for every change, by the beginning of their records' names.
const KINDS: [&str; 6] = ["audit", "conformance", "crash", "held", "mutants", "sim"];

/// Where records are kept.
pub(crate) const FOLDER: &str = "docs/evidence";

/// Prints the age of the newest record of each long run.
pub(crate) fn tell_ages() {
    let today = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |it| it.as_secs() / 86_400);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(FOLDER);
    let names: Vec<String> = std::fs::read_dir(folder)
        .map(|all| all.flatten().map(|it| it.file_name().to_string_lossy().into_owned()).collect())
        .unwrap_or_default();
    eprintln!("\nlong runs");
    for kind in KINDS {
        eprintln!("  {}", line(kind, &names, today));
    }
}

fn line(kind: &str, names: &[String], today: u64) -> String {
    let day = |name: &String| day_of(name.strip_prefix(kind)?.strip_prefix('-')?);
    match names.iter().filter_map(day).max() {
        Some(day) => format!("{kind}: {} days old", today.saturating_sub(day)),
        None => format!("{kind}: no record in {FOLDER}"),
    }
}

/// Days since 1970-01-01 of a name like `2026-11-21.json`.
fn day_of(name: &str) -> Option<u64> {
    let mut parts = name.strip_suffix(".json")?.splitn(3, '-').map(str::parse::<u64>);
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    // Years begin in March, so that the day that may be missing is the last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * year + year / 4 - year / 100 + year / 400;
    (days + (153 * month + 2) / 5 + day).checked_sub(719_469)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_and_the_newest_record_is_told() {
        assert_eq!(day_of("1970-01-01.json"), Some(0));
        assert_eq!(day_of("2000-03-01.json"), Some(11_017));
        assert_eq!(day_of("2026-11-21.json"), Some(20_778));
        assert_eq!(day_of("yesterday.json"), None);
        let names = ["sim-2026-11-20.json".to_owned(), "sim-2026-11-21.json".to_owned()];
        assert_eq!(line("sim", &names, 20_780), "sim: 2 days old");
        assert_eq!(line("crash", &names, 20_780), "crash: no record in docs/evidence");
    }
}
