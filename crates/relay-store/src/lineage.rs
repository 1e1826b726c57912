//! Which memory this is (rule W-10).

use rusqlite::Connection;

use crate::{Error, row};

/// The lineage of a database that is put to work. A copy is another memory than the one it was taken from:
/// what was stored since is not in it, so it gets a lineage of its own.
pub(crate) fn of(db: &Connection) -> Result<[u8; 16], Error> {
    // W-10
    let (id, is_copy) = read(db)?;
    if !is_copy {
        return Ok(id);
    }
    db.execute("UPDATE lineage SET id = randomblob(16), is_copy = 0", [])?;
    Ok(read(db)?.0)
}

fn read(db: &Connection) -> Result<([u8; 16], bool), Error> {
    let found: (Vec<u8>, bool) =
        db.query_row("SELECT id, is_copy FROM lineage", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok((row::bytes(&found.0)?, found.1))
}

/// Says of a database that it is a copy.
pub(crate) fn mark(db: &Connection) -> Result<(), Error> {
    db.execute("UPDATE lineage SET is_copy = 1", [])?;
    Ok(())
}
