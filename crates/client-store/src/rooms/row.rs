//! Statements, prepared once a connection, and what they give.

use minicbor::Decode;
use rusqlite::{OptionalExtension, Params, Row};
use sitr_client_core::store::StoreError;

use super::{RoomStore, record};

pub(super) type Result<T> = std::result::Result<T, StoreError>;

/// What SQLite said, as the core's own error.
pub(super) fn sql(error: rusqlite::Error) -> StoreError {
    StoreError::new(error)
}

/// The record in a column.
pub(super) fn decoded<T: for<'b> Decode<'b, ()>>(row: &Row<'_>, column: usize) -> Result<T> {
    let value = row.get_ref(column).map_err(sql)?;
    Ok(record::decode(value.as_blob().map_err(StoreError::new)?)?)
}

/// Bytes of a fixed width in a column.
pub(super) fn bytes<const N: usize>(row: &Row<'_>, column: usize) -> Result<[u8; N]> {
    row.get(column).map_err(sql)
}

/// A number that was not negative when it was written.
pub(super) fn unsigned(row: &Row<'_>, column: usize) -> Result<u64> {
    let number: i64 = row.get(column).map_err(sql)?;
    u64::try_from(number).map_err(StoreError::new)
}

/// A number as SQLite holds it. What is beyond `i64::MAX` comes back as that.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl RoomStore<'_> {
    /// Notes a failure: after one, nothing of the transaction is committed.
    fn noting<T>(&self, result: Result<T>) -> Result<T> {
        if result.is_err() {
            self.failed.set(true);
        }
        result
    }

    /// Runs a statement and tells how many rows it changed.
    pub(super) fn run(&self, text: &str, params: impl Params) -> Result<usize> {
        let execute = || self.connection.prepare_cached(text)?.execute(params);
        self.noting(execute().map_err(sql))
    }

    /// The only row, read.
    pub(super) fn one<T>(
        &self,
        text: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        let query = || {
            let mut statement = self.connection.prepare_cached(text)?;
            statement.query_row(params, |row| Ok(read(row))).optional()
        };
        self.noting(query().map_err(sql).and_then(Option::transpose))
    }

    /// All rows, read.
    pub(super) fn all<T>(
        &self,
        text: &str,
        params: impl Params,
        read: impl Fn(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let query = || {
            let mut statement = self.connection.prepare_cached(text).map_err(sql)?;
            let rows = statement.query_map(params, |row| Ok(read(row))).map_err(sql)?;
            rows.map(|row| row.map_err(sql)?).collect()
        };
        self.noting(query())
    }
}
