//! A copy of a profile in another folder, under the same slots.

use std::fs;
use std::path::Path;

use super::folder::{make_private_dir, parts_of_database};
use super::keyfile::{KeyFile, sync_dir};
use super::{CreateError, Profile, database};
use crate::rooms::Groups;

/// The copy's database until it is finished: whoever finds it does not take it for a profile.
const UNFINISHED: &str = "profile.db.copy";

impl Profile {
    /// Copies the profile into a folder that holds none; the same passphrase, keyring and recovery code open the
    /// copy. `prepare` changes it before it counts as a profile. After an error there is none.
    ///
    /// # Errors
    /// [`CreateError::AlreadyThere`] if there is a profile or a part of one; `prepare`'s own.
    pub fn backup<E: From<CreateError>>(
        &self,
        to: &Path,
        prepare: impl FnOnce(&mut Self) -> Result<(), E>,
    ) -> Result<(), E> {
        make_private_dir(to).map_err(CreateError::from)?;
        if parts_of_database(to).map_err(CreateError::from)? {
            return Err(CreateError::AlreadyThere.into());
        }
        database::remove(to, UNFINISHED).map_err(CreateError::from)?;
        let done = self.copied(to).map_err(E::from).and_then(|mut copy| {
            prepare(&mut copy)?;
            Ok(copy.finish()?)
        });
        if done.is_err() {
            // A part of a copy is of no use, and may hold what `prepare` was to take out.
            let _ = database::remove(to, UNFINISHED);
        }
        done
    }

    fn copied(&self, to: &Path) -> Result<Self, CreateError> {
        let file = to.join(UNFINISHED);
        database::copy(&self.connection, &file)?;
        let connection = database::open(&file, &self.database_key)?;
        KeyFile::read(&self.dir)?.write(to)?;
        let database_key = self.database_key.clone();
        let (dir, groups) = (to.to_owned(), Groups::default());
        Ok(Self { dir, id: self.id, database_key, connection, groups })
    }

    /// Gives the copy its name. What was taken out of it stays nowhere in the file.
    fn finish(self) -> Result<(), CreateError> {
        database::close_small(self.connection)?;
        fs::rename(self.dir.join(UNFINISHED), self.dir.join(database::FILE))?;
        Ok(sync_dir(&self.dir)?)
    }
}
