//! Faults in the database, where no code of ours can step around them: temporary triggers count the
//! rows that are written, and the k-th one is refused.

use rusqlite::Connection;

/// Sets a trap at every table, once a connection.
pub(crate) fn set_traps(connection: &Connection) {
    let there = "SELECT count(*) FROM sqlite_temp_schema WHERE name = 'fault'";
    if connection.query_row(there, [], |row| row.get::<_, u32>(0)).unwrap() > 0 {
        return;
    }
    connection
        .execute_batch("CREATE TEMP TABLE fault (written INTEGER NOT NULL, at INTEGER NOT NULL);")
        .unwrap();
    // A virtual table takes no triggers; what stands behind the index of words is written when it is.
    let names = "SELECT name FROM pragma_table_list
                 WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'";
    let mut statement = connection.prepare(names).unwrap();
    let tables: Vec<String> =
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    for table in tables {
        for action in ["INSERT", "UPDATE", "DELETE"] {
            connection
                .execute_batch(&format!(
                    "CREATE TEMP TRIGGER fault_{table}_{action} BEFORE {action} ON main.{table}
                     BEGIN
                       UPDATE fault SET written = written + 1;
                       SELECT RAISE(ABORT, 'fault') FROM fault WHERE written = at;
                     END;"
                ))
                .unwrap();
        }
    }
}

/// Lets the `at`-th write from now on fail; none if it is 0.
pub(crate) fn arm(connection: &Connection, at: u32) {
    connection.execute("DELETE FROM fault", []).unwrap();
    connection.execute("INSERT INTO fault (written, at) VALUES (0, ?1)", [at]).unwrap();
}

pub(crate) fn written(connection: &Connection) -> u32 {
    connection.query_row("SELECT written FROM fault", [], |row| row.get(0)).unwrap()
}
