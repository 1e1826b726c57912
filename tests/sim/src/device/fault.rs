//! Failing writes, where no code of ours can step around them: temporary triggers count the rows that are
//! written, and one of them is refused.

use rusqlite::Connection;

fn set_traps(connection: &Connection) {
    let there = "SELECT count(*) FROM sqlite_temp_schema WHERE name = 'fault'";
    if connection.query_row(there, [], |row| row.get::<_, u32>(0)).expect("a count") > 0 {
        return;
    }
    let table = "CREATE TEMP TABLE fault (written INTEGER NOT NULL, at INTEGER NOT NULL);
                 INSERT INTO fault (written, at) VALUES (0, 0);";
    connection.execute_batch(table).expect("a table");
    let names = "SELECT name FROM pragma_table_list
         WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'";
    let mut statement = connection.prepare(names).expect("a statement");
    let rows = statement.query_map([], |row| row.get::<_, String>(0)).expect("tables");
    let tables: Vec<String> = rows.map(|row| row.expect("a name")).collect();
    for table in tables {
        for action in ["INSERT", "UPDATE", "DELETE"] {
            let trigger = format!(
                "CREATE TEMP TRIGGER fault_{table}_{action} BEFORE {action} ON main.{table}
                 WHEN (SELECT at FROM fault) > 0
                 BEGIN
                   UPDATE fault SET written = written + 1;
                   SELECT RAISE(ABORT, 'fault') FROM fault WHERE written = at;
                 END;"
            );
            connection.execute_batch(&trigger).expect("a trigger");
        }
    }
}

/// Lets the `at`-th write from now on fail.
pub(super) fn arm(connection: &Connection, at: i64) {
    set_traps(connection);
    connection.execute("UPDATE fault SET written = 0, at = ?1", [at]).expect("armed");
}

/// Lets every write succeed again.
pub(super) fn disarm(connection: &Connection) {
    connection.execute("UPDATE fault SET at = 0", []).expect("disarmed");
}
