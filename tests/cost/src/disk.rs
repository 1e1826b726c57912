//! What a piece of work writes: the bytes of the values handed to the database, as temporary triggers count
//! them, and the bytes that the write-ahead log grows by.

use std::path::Path;

use rusqlite::Connection;

/// Sets the counters of a connection, for each table.
pub(crate) fn count_from_now_on(connection: &Connection) {
    connection
        .execute_batch(
            "CREATE TEMP TABLE counted (bytes INTEGER NOT NULL); INSERT INTO counted VALUES (0);",
        )
        .expect("a counter");
    // Not the index of words: it is a virtual table, and nothing that is measured writes into it.
    let names = "SELECT name FROM pragma_table_list
                 WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'";
    for table in strings(connection, names) {
        let columns =
            strings(connection, &format!("SELECT name FROM pragma_table_info('{table}')"));
        let added: Vec<_> =
            columns.iter().map(|one| format!("coalesce(length(new.{one}), 0)")).collect();
        // Of a row that changes, only the columns that differ are handed over.
        let changed: Vec<_> = columns
            .iter()
            .map(|one| format!("iif(new.{one} IS old.{one}, 0, coalesce(length(new.{one}), 0))"))
            .collect();
        for (action, sum) in [("INSERT", added), ("UPDATE", changed)] {
            connection
                .execute_batch(&format!(
                    "CREATE TEMP TRIGGER counts_{table}_{action} AFTER {action} ON main.{table}
                     BEGIN UPDATE counted SET bytes = bytes + {}; END;",
                    sum.join(" + ")
                ))
                .expect("a trigger");
        }
    }
}

fn strings(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).expect("a query");
    let rows = statement.query_map([], |row| row.get(0)).expect("rows");
    rows.map(|row| row.expect("a name")).collect()
}

/// Bytes counted so far.
pub(crate) fn counted(connection: &Connection) -> u64 {
    let bytes: i64 =
        connection.query_row("SELECT bytes FROM counted", [], |row| row.get(0)).expect("a counter");
    bytes.unsigned_abs()
}

/// Lets the log grow until it is emptied by hand.
pub(crate) fn keep_log(connection: &Connection) {
    connection.pragma_update(None, "wal_autocheckpoint", 0).expect("a setting");
}

/// Brings the log into the database and empties it.
pub(crate) fn empty_log(connection: &Connection) {
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).expect("an empty log");
}

/// Length of the log of this database.
pub(crate) fn log_bytes(database: &Path) -> u64 {
    let log = format!("{}-wal", database.display());
    std::fs::metadata(log).map(|log| log.len()).unwrap_or(0)
}
