//! Where each row lies within the database's file: what SQL does not show, but a copy of the disk does.

use std::collections::BTreeMap;

/// A place in the file: the page of the row, the offset within it, and the first page of what did not
/// fit beside it (0: all did).
pub type Position = (u32, u32, u32);

const LEAF: u8 = 0x0d;
const INTERIOR: u8 = 0x05;

/// A database file, read page by page. The format is that of SQLite's "Database File Format", sections 1.3
/// to 1.6.
struct File<'a> {
    bytes: &'a [u8],
    page: usize,
    usable: u64,
}

/// Positions of all rows of a table, by row number, from the table's root page.
#[must_use]
pub(super) fn positions(bytes: &[u8], root: u32) -> BTreeMap<i64, Position> {
    let raw = usize::from(u16_at(bytes, 16));
    let page = if raw == 1 { 65_536 } else { raw };
    let usable = page as u64 - u64::from(bytes[20]);
    let file = File { bytes, page, usable };
    let mut found = BTreeMap::new();
    let mut waiting = vec![root];
    while let Some(number) = waiting.pop() {
        file.walk(number, &mut waiting, &mut found);
    }
    found
}

impl File<'_> {
    fn walk(&self, number: u32, waiting: &mut Vec<u32>, found: &mut BTreeMap<i64, Position>) {
        let start = (number as usize - 1) * self.page;
        let page = &self.bytes[start..start + self.page];
        let header = if number == 1 { 100 } else { 0 };
        let kind = page[header];
        let cells = usize::from(u16_at(page, header + 3));
        let pointers = header + if kind == INTERIOR { 12 } else { 8 };
        for index in 0..cells {
            let offset = usize::from(u16_at(page, pointers + 2 * index));
            if kind == INTERIOR {
                waiting.push(u32_at(page, offset));
            } else if kind == LEAF {
                let (payload, after) = varint(page, offset);
                let (row, body) = varint(page, after);
                let overflow = self.overflow(page, body, payload);
                let offset = u32::try_from(offset).unwrap_or(u32::MAX);
                found.insert(row.cast_signed(), (number, offset, overflow));
            }
        }
        if kind == INTERIOR {
            waiting.push(u32_at(page, header + 8));
        }
    }

    /// The first overflow page of a payload that begins at `body`.
    fn overflow(&self, page: &[u8], body: usize, payload: u64) -> u32 {
        let most = self.usable - 35;
        if payload <= most {
            return 0;
        }
        let least = (self.usable - 12) * 32 / 255 - 23;
        let wanted = least + (payload - least) % (self.usable - 4);
        let local = if wanted <= most { wanted } else { least };
        u32_at(page, body + usize::try_from(local).unwrap_or(0))
    }
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_be_bytes([bytes[at], bytes[at + 1]])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// A number of up to nine bytes, and where it ends.
fn varint(bytes: &[u8], at: usize) -> (u64, usize) {
    let mut value = 0_u64;
    for (index, byte) in bytes[at..at + 9].iter().enumerate() {
        if index == 8 {
            return ((value << 8) | u64::from(*byte), at + 9);
        }
        value = (value << 7) | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return (value, at + index + 1);
        }
    }
    (value, at + 9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_found_where_it_lies() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.db");
        let db = rusqlite::Connection::open(&path).unwrap();
        db.execute_batch("CREATE TABLE t (id INTEGER PRIMARY KEY, b BLOB) STRICT;").unwrap();
        for row in -100_i64..100 {
            let size = if row % 7 == 0 { 16_384 } else { 2_048 };
            let byte = u8::try_from(row + 100).unwrap();
            db.execute("INSERT INTO t VALUES (?1, ?2)", (row, vec![byte; size])).unwrap();
        }
        let root = "SELECT rootpage FROM sqlite_master WHERE name = 't'";
        let root: u32 = db.query_row(root, [], |row| row.get(0)).unwrap();
        drop(db);
        let bytes = std::fs::read(&path).unwrap();
        let found = positions(&bytes, root);
        assert_eq!(found.len(), 200);
        let page = usize::from(u16_at(&bytes, 16));
        for (row, (number, offset, overflow)) in found {
            let byte = u8::try_from(row + 100).unwrap();
            let at = (number as usize - 1) * page + offset as usize;
            assert!(bytes[at..at + 64].ends_with(&[byte; 32]), "row {row} lies there");
            assert_eq!(overflow != 0, row % 7 == 0);
            if overflow != 0 {
                let at = (overflow as usize - 1) * page + 4;
                assert_eq!(bytes[at..at + 32], [byte; 32], "and goes on there");
            }
        }
    }
}
