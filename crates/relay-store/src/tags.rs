//! Finding a cell that is sent again (rule M-05).
//!
//! A cell's tag is the first 8 bytes of its hash. Those of the newest cells of a mailbox are looked through in
//! memory; 256 at a time go to the table `tags`, in its order. Each is as good as random, so that a table which
//! took them one by one would have a page written for nearly every cell.

use rusqlite::Connection;
use sitr_wire::{CellHash, CellSize};

use crate::Error;
use crate::row::{signed, unsigned};

/// Tags that go to the table together; a whole number of pages, whatever their cells' size.
const TOGETHER: u64 = 256;
/// Bytes of a tag where it stands with others.
const WIDTH: usize = 8;

/// The number under which a cell is found again.
pub(crate) fn tag(hash: &CellHash) -> i64 {
    let mut first = [0; WIDTH];
    first.copy_from_slice(hash.0.get(..WIDTH).unwrap_or(&[0; WIDTH]));
    i64::from_be_bytes(first)
}

/// The tags of a mailbox's newest cells.
#[derive(Debug, Default)]
pub(crate) struct Recent {
    /// Cells before these: theirs are in the table.
    settled: u64,
    tags: Vec<i64>,
}

impl Recent {
    /// Reads those of a stored mailbox that has so many cells. `rest`: the tags of its last page, where that is not
    /// full, if they are known already.
    ///
    /// # Errors
    /// If the disk fails, or the file is damaged.
    pub(crate) fn load(
        db: &Connection,
        id: i64,
        size: CellSize,
        count: u64,
        rest: Option<Vec<i64>>,
    ) -> Result<Self, Error> {
        let settled = count - count % TOGETHER;
        let full = count - count % size.per_page();
        let mut tags = of_pages(db, id, settled / size.per_page())?;
        if settled + tags.len() as u64 == full {
            tags.extend(rest.map_or_else(|| of_cells(db, id, full), Ok)?);
        } else {
            // Of a time when pages did not keep them.
            tags = of_cells(db, id, settled)?;
        }
        if settled + tags.len() as u64 == count {
            Ok(Self { settled, tags })
        } else {
            Err(Error::Damaged("cells: one is missing"))
        }
    }

    /// Where cells with this tag are stored, in order: most likely none.
    ///
    /// # Errors
    /// If the disk fails.
    pub(crate) fn find(&self, db: &Connection, id: i64, tag: i64) -> Result<Vec<u64>, Error> {
        let mut places = Vec::new();
        if self.settled > 0 {
            let mut statement = db.prepare_cached(
                "SELECT place FROM tags WHERE mailbox = ?1 AND tag = ?2 ORDER BY place",
            )?;
            let mut rows = statement.query((id, tag))?;
            while let Some(row) = rows.next()? {
                places.push(unsigned(row.get(0)?)?);
            }
        }
        let newest = (self.settled..).zip(&self.tags).filter(|(_, it)| **it == tag);
        places.extend(newest.map(|(place, _)| place));
        // Those of a time when each went to the table at once may be in both.
        places.dedup();
        Ok(places)
    }

    /// One more.
    pub(crate) fn push(&mut self, tag: i64) {
        self.tags.push(tag);
    }

    /// The last so many, as they stand with their page.
    pub(crate) fn of_last(&self, cells: u64) -> Vec<u8> {
        let cells = usize::try_from(cells).unwrap_or(usize::MAX);
        let last = self.tags.get(self.tags.len().saturating_sub(cells)..).unwrap_or(&[]);
        last.iter().flat_map(|tag| tag.to_be_bytes()).collect()
    }

    /// Brings them to the table, once there are enough.
    ///
    /// # Errors
    /// If the disk fails.
    pub(crate) fn settle(&mut self, db: &Connection, id: i64, size: CellSize) -> Result<(), Error> {
        if (self.tags.len() as u64) < TOGETHER {
            return Ok(());
        }
        let mut sorted: Vec<(i64, u64)> = self.tags.iter().copied().zip(self.settled..).collect();
        sorted.sort_unstable();
        let mut insert = db.prepare_cached(
            "INSERT OR IGNORE INTO tags (mailbox, tag, place) VALUES (?1, ?2, ?3)",
        )?;
        for (tag, place) in &sorted {
            insert.execute((id, tag, signed(*place)))?;
        }
        let mut forget = db.prepare_cached(
            "UPDATE marks SET tags = x'' WHERE mailbox = ?1 AND page >= ?2 AND page < ?3",
        )?;
        let (first, settled) = (self.settled, self.settled + self.tags.len() as u64);
        forget.execute((id, signed(first / size.per_page()), signed(settled / size.per_page())))?;
        *self = Self { settled, tags: Vec::new() };
        Ok(())
    }
}

/// Those that stand with full pages, from this page on.
fn of_pages(db: &Connection, id: i64, first: u64) -> Result<Vec<i64>, Error> {
    let mut statement = db
        .prepare_cached("SELECT tags FROM marks WHERE mailbox = ?1 AND page >= ?2 ORDER BY page")?;
    let mut rows = statement.query((id, signed(first)))?;
    let mut tags = Vec::new();
    while let Some(row) = rows.next()? {
        let bytes = row.get_ref(0)?.as_blob().map_err(|_| Error::Damaged("not a blob"))?;
        let (each, odd) = bytes.as_chunks::<WIDTH>();
        if !odd.is_empty() {
            return Err(Error::Damaged("marks: part of a tag"));
        }
        tags.extend(each.iter().map(|tag| i64::from_be_bytes(*tag)));
    }
    Ok(tags)
}

/// Those of the cells themselves, from this place on.
fn of_cells(db: &Connection, id: i64, first: u64) -> Result<Vec<i64>, Error> {
    let mut statement = db.prepare_cached(
        "SELECT tag FROM cells WHERE mailbox = ?1 AND place >= ?2 ORDER BY place",
    )?;
    let mut rows = statement.query((id, signed(first)))?;
    let mut tags = Vec::new();
    while let Some(row) = rows.next()? {
        tags.push(row.get(0)?);
    }
    Ok(tags)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: CellSize = CellSize::K2;

    fn database() -> (tempfile::TempDir, Connection) {
        let dir = tempfile::tempdir().unwrap();
        let writer = crate::Writer::open(&dir.path().join("relay.db")).unwrap();
        (dir, writer.db)
    }

    /// A tag that no other place has.
    fn of(place: u64) -> i64 {
        i64::from_be_bytes(place.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes())
    }

    /// As [`crate::append::Appender`] does it: so many cells, of which only what tags need is stored.
    fn fill(db: &Connection, recent: &mut Recent, places: std::ops::Range<u64>) {
        for place in places {
            db.execute(
                "INSERT INTO cells (mailbox, place, tag, bytes) VALUES (1, ?1, ?2, x'')",
                (signed(place), of(place)),
            )
            .unwrap();
            recent.push(of(place));
            if (place + 1).is_multiple_of(SIZE.per_page()) {
                let page = signed(place / SIZE.per_page());
                let insert = "INSERT INTO marks VALUES (1, ?1, zeroblob(32), ?2)";
                db.execute(insert, (page, recent.of_last(SIZE.per_page()))).unwrap();
            }
            recent.settle(db, 1, SIZE).unwrap();
        }
    }

    fn number(db: &Connection, sql: &str) -> i64 {
        db.query_row(sql, [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn every_cell_is_found_wherever_its_tag_is() {
        // M-05
        let (_dir, db) = database();
        let mut recent = Recent::default();
        let mut count = 0;
        for next in [5, 31, 32, 33, 255, 256, 257, 300, 512, 540] {
            fill(&db, &mut recent, count..next);
            count = next;
            let again = Recent::load(&db, 1, SIZE, count, None).unwrap();
            let known = (count - count % SIZE.per_page()..count).map(of).collect();
            let told = Recent::load(&db, 1, SIZE, count, Some(known)).unwrap();
            for it in [&recent, &again, &told] {
                for place in 0..count {
                    assert_eq!(it.find(&db, 1, of(place)).unwrap(), [place], "of {count}");
                }
                assert_eq!(it.find(&db, 1, of(count)).unwrap(), [0; 0]);
                assert_eq!(it.find(&db, 2, of(0)).unwrap().is_empty(), it.settled > 0);
            }
        }
        // Each stands in one place.
        assert_eq!(number(&db, "SELECT count(*) FROM tags"), 512);
        let beside = "SELECT count(*) FROM marks WHERE length(tags) > 0";
        assert_eq!(number(&db, beside), 0);
        fill(&db, &mut recent, 540..544);
        assert_eq!(number(&db, beside), 1);
        // The same cell twice, once here and once there.
        recent.push(of(3));
        assert_eq!(recent.find(&db, 1, of(3)).unwrap(), [3, 544]);
    }

    #[test]
    fn what_is_missing_is_noticed() {
        let (_dir, db) = database();
        let mut recent = Recent::default();
        fill(&db, &mut recent, 0..70);
        let load = || Recent::load(&db, 1, SIZE, 70, None);
        assert_eq!(load().unwrap().tags, recent.tags);
        // A page of a time when marks kept no tags: they are taken from the cells.
        db.execute("UPDATE marks SET tags = x'' WHERE page = 0", []).unwrap();
        assert_eq!(load().unwrap().tags, recent.tags);
        db.execute("UPDATE marks SET tags = x'00' WHERE page = 0", []).unwrap();
        assert!(matches!(load(), Err(Error::Damaged(_))));
        db.execute("DELETE FROM cells WHERE place = 3", []).unwrap();
        db.execute("DELETE FROM marks", []).unwrap();
        assert!(matches!(load(), Err(Error::Damaged(_))));
    }
}
