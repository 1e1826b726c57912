//! The SQL under the provider: one function a statement, every statement cached by the connection.

use std::cell::RefCell;

use openmls_traits::storage::{CURRENT_VERSION, Key};
use rusqlite::{OptionalExtension, Params, Row};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::batch::Batch;
use super::codec::{self, Codec};
use super::field::{Field, Purpose};
use super::{MlsStore, MlsStoreError};

type Result<T> = std::result::Result<T, MlsStoreError>;

impl MlsStore<'_> {
    /// Notes a refusal of SQLite; see [`MlsStore::has_failed`].
    fn noting<T>(&self, result: Result<T>) -> Result<T> {
        if matches!(result, Err(MlsStoreError::Sqlite(_))) {
            self.failed.set(true);
        }
        result
    }

    fn run(&self, sql: &str, params: impl Params) -> Result<()> {
        let execute = || -> Result<()> {
            self.connection.prepare_cached(sql)?.execute(params)?;
            Ok(())
        };
        self.noting(execute())
    }

    /// The value in the first column of the only row. It is decoded from SQLite's own memory, so
    /// that no copy of a secret is made.
    fn one<T: DeserializeOwned>(&self, sql: &str, params: impl Params) -> Result<Option<T>> {
        self.first(sql, params, |row| decode_column(row, 0, codec::decode))
    }

    /// The only row, read.
    fn first<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        let query = || -> Result<Option<T>> {
            let mut statement = self.connection.prepare_cached(sql)?;
            statement.query_row(params, |row| Ok(read(row))).optional()?.transpose()
        };
        self.noting(query())
    }

    /// All rows, read.
    fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl Fn(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let query = || -> Result<Vec<T>> {
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows = statement.query_map(params, |row| Ok(read(row)))?;
            rows.map(|row| row?).collect()
        };
        self.noting(query())
    }

    pub(super) fn put_field<K, T>(&self, group: &K, field: Field, value: &T) -> Result<()>
    where
        K: Key<CURRENT_VERSION>,
        T: Serialize,
    {
        let group = codec::encode_key(group)?;
        if field == Field::Tree {
            return self.put_tree(&group, value);
        }
        let value = codec::encode(field.codec(), value)?;
        match self.held(field) {
            Some(batch) => {
                batch.borrow_mut().put(group, Some(value));
                Ok(())
            }
            None => self.write_field(&group, field, &value),
        }
    }

    /// What is held back of this field, if values of it are.
    fn held(&self, field: Field) -> Option<&RefCell<Batch>> {
        self.batch.as_ref().filter(|_| field == Field::MessageSecrets)
    }

    pub(super) fn write_field(&self, group: &[u8], field: Field, value: &[u8]) -> Result<()> {
        self.run(
            "INSERT INTO mls_group (group_id, field, value) VALUES (?1, ?2, ?3)
             ON CONFLICT (group_id, field) DO UPDATE SET value = excluded.value",
            (group, field.number(), value),
        )
    }

    pub(super) fn field<K, T>(&self, group: &K, field: Field) -> Result<Option<T>>
    where
        K: Key<CURRENT_VERSION>,
        T: DeserializeOwned,
    {
        let group = codec::encode_key(group)?;
        if field == Field::Tree {
            return self.tree(&group);
        }
        if let Some(batch) = self.held(field)
            && let Some(value) = batch.borrow().get(&group)
        {
            return value.as_ref().map(|value| codec::decode(value)).transpose();
        }
        let text = "SELECT value FROM mls_group WHERE group_id = ?1 AND field = ?2";
        self.one(text, (group, field.number()))
    }

    pub(super) fn drop_field<K: Key<CURRENT_VERSION>>(
        &self,
        group: &K,
        field: Field,
    ) -> Result<()> {
        let group = codec::encode_key(group)?;
        if field == Field::Tree {
            return self.drop_tree(&group);
        }
        if let Some(batch) = self.held(field) {
            batch.borrow_mut().put(group.clone(), None);
        }
        self.delete_field(&group, field)
    }

    pub(super) fn delete_field(&self, group: &[u8], field: Field) -> Result<()> {
        let text = "DELETE FROM mls_group WHERE group_id = ?1 AND field = ?2";
        self.run(text, (group, field.number()))
    }

    /// A value as it stands, whatever it holds.
    pub(super) fn bytes_of_field(&self, group: &[u8], field: Field) -> Result<Option<Vec<u8>>> {
        let text = "SELECT value FROM mls_group WHERE group_id = ?1 AND field = ?2";
        self.first(text, (group, field.number()), |row| Ok(row.get(0)?))
    }

    pub(super) fn add_part(&self, group: &[u8], value: &[u8]) -> Result<i64> {
        let text = "INSERT INTO mls_tree_part (group_id, value) VALUES (?1, ?2)";
        self.run(text, (group, value))?;
        Ok(self.connection.last_insert_rowid())
    }

    pub(super) fn part(&self, seq: i64) -> Result<Option<Vec<u8>>> {
        let text = "SELECT value FROM mls_tree_part WHERE seq = ?1";
        self.first(text, [seq], |row| Ok(row.get(0)?))
    }

    pub(super) fn drop_part(&self, seq: i64) -> Result<()> {
        self.run("DELETE FROM mls_tree_part WHERE seq = ?1", [seq])
    }

    pub(super) fn drop_group<K: Key<CURRENT_VERSION>>(&self, group: &K) -> Result<()> {
        let group_id = codec::encode_key(group)?;
        if let Some(batch) = &self.batch {
            batch.borrow_mut().put(group_id.clone(), None);
        }
        self.run("DELETE FROM mls_tree_part WHERE group_id = ?1", [&group_id])?;
        self.run("DELETE FROM mls_group WHERE group_id = ?1", [&group_id])?;
        self.run("DELETE FROM mls_own_leaf WHERE group_id = ?1", [&group_id])?;
        self.run("DELETE FROM mls_proposal WHERE group_id = ?1", [&group_id])?;
        self.run("DELETE FROM mls_epoch_keys WHERE group_id = ?1", [&group_id])
    }

    pub(super) fn push_own_leaf<K, T>(&self, group: &K, leaf: &T) -> Result<()>
    where
        K: Key<CURRENT_VERSION>,
        T: Serialize,
    {
        let value = codec::encode(Codec::Postcard, leaf)?;
        self.run(
            "INSERT INTO mls_own_leaf (group_id, value) VALUES (?1, ?2)",
            (codec::encode_key(group)?, value.as_slice()),
        )
    }

    pub(super) fn own_leaves<K, T>(&self, group: &K) -> Result<Vec<T>>
    where
        K: Key<CURRENT_VERSION>,
        T: DeserializeOwned,
    {
        let sql = "SELECT value FROM mls_own_leaf WHERE group_id = ?1 ORDER BY seq";
        self.all(sql, [codec::encode_key(group)?], |row| decode_column(row, 0, codec::decode))
    }

    pub(super) fn drop_own_leaves<K: Key<CURRENT_VERSION>>(&self, group: &K) -> Result<()> {
        self.run("DELETE FROM mls_own_leaf WHERE group_id = ?1", [codec::encode_key(group)?])
    }

    /// A proposal that is queued twice keeps its place and takes the newer value.
    pub(super) fn push_proposal<K, R, T>(
        &self,
        group: &K,
        reference: &R,
        proposal: &T,
    ) -> Result<()>
    where
        K: Key<CURRENT_VERSION>,
        R: Key<CURRENT_VERSION>,
        T: Serialize,
    {
        let value = codec::encode(Codec::Postcard, proposal)?;
        self.run(
            "INSERT INTO mls_proposal (group_id, proposal_ref, value) VALUES (?1, ?2, ?3)
             ON CONFLICT (group_id, proposal_ref) DO UPDATE SET value = excluded.value",
            (codec::encode_key(group)?, codec::encode_key(reference)?, value.as_slice()),
        )
    }

    pub(super) fn proposal_refs<K, R>(&self, group: &K) -> Result<Vec<R>>
    where
        K: Key<CURRENT_VERSION>,
        R: DeserializeOwned,
    {
        let sql = "SELECT proposal_ref FROM mls_proposal WHERE group_id = ?1 ORDER BY seq";
        self.all(sql, [codec::encode_key(group)?], |row| decode_column(row, 0, codec::decode_key))
    }

    pub(super) fn proposals<K, R, T>(&self, group: &K) -> Result<Vec<(R, T)>>
    where
        K: Key<CURRENT_VERSION>,
        R: DeserializeOwned,
        T: DeserializeOwned,
    {
        let sql = "SELECT proposal_ref, value FROM mls_proposal WHERE group_id = ?1 ORDER BY seq";
        self.all(sql, [codec::encode_key(group)?], |row| {
            let reference = decode_column(row, 0, codec::decode_key)?;
            Ok((reference, decode_column(row, 1, codec::decode)?))
        })
    }

    pub(super) fn drop_proposal<K, R>(&self, group: &K, reference: &R) -> Result<()>
    where
        K: Key<CURRENT_VERSION>,
        R: Key<CURRENT_VERSION>,
    {
        self.run(
            "DELETE FROM mls_proposal WHERE group_id = ?1 AND proposal_ref = ?2",
            (codec::encode_key(group)?, codec::encode_key(reference)?),
        )
    }

    pub(super) fn drop_proposals<K: Key<CURRENT_VERSION>>(&self, group: &K) -> Result<()> {
        self.run("DELETE FROM mls_proposal WHERE group_id = ?1", [codec::encode_key(group)?])
    }

    pub(super) fn put_epoch_keys<K, E, T>(
        &self,
        group: &K,
        epoch: &E,
        leaf_index: u32,
        pairs: &[T],
    ) -> Result<()>
    where
        K: Key<CURRENT_VERSION>,
        E: Key<CURRENT_VERSION>,
        T: Serialize,
    {
        let value = codec::encode(Codec::Postcard, &pairs)?;
        self.run(
            "INSERT INTO mls_epoch_keys (group_id, epoch, leaf_index, value)
             VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (group_id, epoch, leaf_index) DO UPDATE SET value = excluded.value",
            (codec::encode_key(group)?, codec::encode_key(epoch)?, leaf_index, value.as_slice()),
        )
    }

    pub(super) fn epoch_keys<K, E, T>(
        &self,
        group: &K,
        epoch: &E,
        leaf_index: u32,
    ) -> Result<Vec<T>>
    where
        K: Key<CURRENT_VERSION>,
        E: Key<CURRENT_VERSION>,
        T: DeserializeOwned,
    {
        let found = self.one(
            "SELECT value FROM mls_epoch_keys
             WHERE group_id = ?1 AND epoch = ?2 AND leaf_index = ?3",
            (codec::encode_key(group)?, codec::encode_key(epoch)?, leaf_index),
        )?;
        Ok(found.unwrap_or_default())
    }

    pub(super) fn drop_epoch_keys<K, E>(&self, group: &K, epoch: &E, leaf_index: u32) -> Result<()>
    where
        K: Key<CURRENT_VERSION>,
        E: Key<CURRENT_VERSION>,
    {
        self.run(
            "DELETE FROM mls_epoch_keys WHERE group_id = ?1 AND epoch = ?2 AND leaf_index = ?3",
            (codec::encode_key(group)?, codec::encode_key(epoch)?, leaf_index),
        )
    }

    pub(super) fn put_key_pair<K, T>(&self, purpose: Purpose, public: &K, pair: &T) -> Result<()>
    where
        K: Key<CURRENT_VERSION>,
        T: Serialize,
    {
        let value = codec::encode(Codec::Postcard, pair)?;
        self.run(
            "INSERT INTO mls_key_pair (purpose, public_key, value) VALUES (?1, ?2, ?3)
             ON CONFLICT (purpose, public_key) DO UPDATE SET value = excluded.value",
            (purpose.number(), codec::encode_key(public)?, value.as_slice()),
        )
    }

    pub(super) fn key_pair<K, T>(&self, purpose: Purpose, public: &K) -> Result<Option<T>>
    where
        K: Key<CURRENT_VERSION>,
        T: DeserializeOwned,
    {
        self.one(
            "SELECT value FROM mls_key_pair WHERE purpose = ?1 AND public_key = ?2",
            (purpose.number(), codec::encode_key(public)?),
        )
    }

    pub(super) fn drop_key_pair<K: Key<CURRENT_VERSION>>(
        &self,
        purpose: Purpose,
        public: &K,
    ) -> Result<()> {
        self.run(
            "DELETE FROM mls_key_pair WHERE purpose = ?1 AND public_key = ?2",
            (purpose.number(), codec::encode_key(public)?),
        )
    }

    pub(super) fn put_key_package<K, T>(&self, hash_ref: &K, package: &T) -> Result<()>
    where
        K: Key<CURRENT_VERSION>,
        T: Serialize,
    {
        let value = codec::encode(Codec::Postcard, package)?;
        self.run(
            "INSERT INTO mls_key_package (hash_ref, value) VALUES (?1, ?2)
             ON CONFLICT (hash_ref) DO UPDATE SET value = excluded.value",
            (codec::encode_key(hash_ref)?, value.as_slice()),
        )
    }

    pub(super) fn key_package_of<K, T>(&self, hash_ref: &K) -> Result<Option<T>>
    where
        K: Key<CURRENT_VERSION>,
        T: DeserializeOwned,
    {
        self.one(
            "SELECT value FROM mls_key_package WHERE hash_ref = ?1",
            [codec::encode_key(hash_ref)?],
        )
    }

    pub(super) fn drop_key_package<K: Key<CURRENT_VERSION>>(&self, hash_ref: &K) -> Result<()> {
        self.run("DELETE FROM mls_key_package WHERE hash_ref = ?1", [codec::encode_key(hash_ref)?])
    }

    pub(super) fn put_psk<K, T>(&self, psk_id: &K, psk: &T) -> Result<()>
    where
        K: Key<CURRENT_VERSION>,
        T: Serialize,
    {
        let value = codec::encode(Codec::Postcard, psk)?;
        self.run(
            "INSERT INTO mls_psk (psk_id, value) VALUES (?1, ?2)
             ON CONFLICT (psk_id) DO UPDATE SET value = excluded.value",
            (codec::encode_key(psk_id)?, value.as_slice()),
        )
    }

    pub(super) fn psk_of<K, T>(&self, psk_id: &K) -> Result<Option<T>>
    where
        K: Key<CURRENT_VERSION>,
        T: DeserializeOwned,
    {
        self.one("SELECT value FROM mls_psk WHERE psk_id = ?1", [codec::encode_key(psk_id)?])
    }

    pub(super) fn drop_psk<K: Key<CURRENT_VERSION>>(&self, psk_id: &K) -> Result<()> {
        self.run("DELETE FROM mls_psk WHERE psk_id = ?1", [codec::encode_key(psk_id)?])
    }
}

fn decode_column<T>(row: &Row<'_>, column: usize, decode: fn(&[u8]) -> Result<T>) -> Result<T> {
    let value = row.get_ref(column)?;
    decode(value.as_blob().map_err(rusqlite::Error::from)?)
}
