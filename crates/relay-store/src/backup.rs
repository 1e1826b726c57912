//! Copies of a database, taken while the relay runs.

use std::path::Path;

use crate::{Error, MIGRATIONS, lineage};

/// Writes a whole copy of the database, as it is at one moment, into a file that is there and empty, or not there.
/// The relay goes on meanwhile. What was deleted before is not in it. It is durable when this returns, and
/// says of itself that it is a copy (rule W-10).
///
/// # Errors
/// If there is no database, the file is not empty, or a disk fails.
pub fn copy(database: &Path, into: &Path) -> Result<(), Error> {
    let db = sitr_db::open_read_only(database)?;
    db.execute("VACUUM INTO ?1", [into.to_string_lossy()])?;
    mark(into)
}

/// Brings a copy to the present schema and says of it that it is one, however it was made.
///
/// # Errors
/// If it is no database of a relay, or comes from a newer program.
pub fn mark(copy: &Path) -> Result<(), Error> {
    let mut db = sitr_db::open(copy)?;
    sitr_db::prepare(&db)?;
    sitr_db::migrate(&mut db, MIGRATIONS)?;
    lineage::mark(&db)?;
    // Nothing is left in a log beside it.
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(())
}
