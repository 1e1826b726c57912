//! openmls with the storage that comes with it, as its makers advise: JSON for values, one transaction around each
//! operation, durable (`synchronous=FULL`). The measurements are those of `tests/cost`.
//!
//! `sitr-cost-upstream LEAVES REPEATS` prints rows of JSON.
#![allow(
    dead_code,
    clippy::cast_precision_loss,
    clippy::expect_used,
    reason = "a measurement that cannot be taken must stop, and modules are shared with another program"
)]

#[path = "../../src/bare.rs"]
mod bare;
#[path = "../../src/cpu.rs"]
mod cpu;
#[path = "../../src/row.rs"]
mod row;
#[path = "../../src/words.rs"]
mod words;

use std::rc::Rc;

use openmls::prelude::OpenMlsProvider;
use openmls_rust_crypto::RustCrypto;
use openmls_sqlite_storage::{Codec, SqliteStorageProvider};
use rusqlite::Connection;
use serde::Serialize;
use serde::de::DeserializeOwned;

#[derive(Default)]
struct Json;

impl Codec for Json {
    type Error = serde_json::Error;

    fn to_vec<T: Serialize>(value: &T) -> Result<Vec<u8>, Self::Error> {
        serde_json::to_vec(value)
    }

    fn from_slice<T: DeserializeOwned>(slice: &[u8]) -> Result<T, Self::Error> {
        serde_json::from_slice(slice)
    }
}

struct OnDisk {
    dir: tempfile::TempDir,
    connection: Rc<Connection>,
    storage: SqliteStorageProvider<Json, Rc<Connection>>,
    crypto: RustCrypto,
}

impl OpenMlsProvider for OnDisk {
    type CryptoProvider = RustCrypto;
    type RandProvider = RustCrypto;
    type StorageProvider = SqliteStorageProvider<Json, Rc<Connection>>;

    fn storage(&self) -> &Self::StorageProvider {
        &self.storage
    }

    fn crypto(&self) -> &RustCrypto {
        &self.crypto
    }

    fn rand(&self) -> &RustCrypto {
        &self.crypto
    }
}

impl bare::Storage for OnDisk {
    const NAME: &'static str = "openmls_sqlite_storage";

    fn empty() -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let mut connection = Connection::open(dir.path().join("mls.db")).expect("a database");
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;",
            )
            .expect("settings");
        SqliteStorageProvider::<Json, &mut Connection>::new(&mut connection)
            .run_migrations()
            .expect("a schema");
        let connection = Rc::new(connection);
        let storage = SqliteStorageProvider::new(Rc::clone(&connection));
        Self { dir, connection, storage, crypto: RustCrypto::default() }
    }

    fn durably<T>(&self, work: impl FnOnce() -> T) -> T {
        self.connection.execute_batch("BEGIN IMMEDIATE").expect("a transaction");
        let done = work();
        self.connection.execute_batch("COMMIT").expect("durable");
        done
    }

    fn log_bytes(&self) -> Option<u64> {
        Some(std::fs::metadata(self.dir.path().join("mls.db-wal")).map_or(0, |log| log.len()))
    }
}

fn main() {
    let mut words = std::env::args().skip(1).map_while(|word| word.parse().ok());
    let (Some(leaves), Some(repeats)) = (words.next(), words.next()) else {
        eprintln!("usage: sitr-cost-upstream LEAVES REPEATS");
        std::process::exit(2);
    };
    let rows = bare::rows::<OnDisk>(leaves, repeats);
    let rows: Vec<_> = rows.iter().map(row::Row::json).collect();
    println!("{}", serde_json::Value::from(rows));
}
