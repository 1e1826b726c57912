//! The duress passphrase, for somebody who is made to open the profile: it destroys what is there and opens
//! an empty profile instead, whose passphrase it then is.
//!
//! Every `keys.json` has a duress slot. Where nobody set a duress passphrase it holds random bytes, and no one,
//! this program included, can tell that from one that was set: what it wraps is 32 random bytes under
//! XChaCha20-Poly1305, by a key of Argon2id as in a passphrase slot, label `sitr/v1/slot/duress`.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::hex::Hex;
use super::keyfile::{self, remove_if_there, sync_dir};
use super::secret::{Key32, Passphrase, fill_random};
use super::slot::{
    PassphraseCost, ProfileId, WrapError, Wrapped, label, stretch, unwrap, wrap_by_passphrase,
};
use super::{NoEntropy, database};

/// The duress slot as it stands in `keys.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Duress {
    cost: PassphraseCost,
    salt: Hex<16>,
    wrapped: Wrapped,
}

impl Duress {
    /// One that nothing opens.
    pub(crate) fn of_nobody(cost: PassphraseCost) -> Result<Self, NoEntropy> {
        let (mut salt, mut nonce, mut sealed) = (Hex([0; 16]), Hex([0; 24]), Hex([0; 48]));
        fill_random(&mut salt.0)?;
        fill_random(&mut nonce.0)?;
        fill_random(&mut sealed.0)?;
        Ok(Self { cost, salt, wrapped: Wrapped { nonce, sealed } })
    }

    /// One that this passphrase opens.
    pub(crate) fn of(
        profile: &ProfileId,
        passphrase: &Passphrase,
        cost: PassphraseCost,
    ) -> Result<Self, WrapError> {
        let nothing = Key32::random()?;
        let label = label::DURESS;
        let (salt, wrapped) = wrap_by_passphrase(passphrase, cost, label, profile, &nothing)?;
        Ok(Self { cost, salt, wrapped })
    }

    /// What it costs to try a passphrase.
    pub(crate) const fn cost(&self) -> PassphraseCost {
        self.cost
    }

    /// Whether this is the duress passphrase. Takes the time of its cost.
    pub(crate) fn is(&self, profile: &ProfileId, passphrase: &Passphrase) -> bool {
        let key = stretch(passphrase, self.cost, &self.salt);
        key.is_some_and(|key| unwrap(&key, label::DURESS, profile, &self.wrapped).is_some())
    }
}

/// Destroys the profile in this folder, its keys first: once they are gone, what is left of the database says
/// nothing. What a disk keeps of overwritten blocks is beyond any program.
pub(crate) fn destroy(dir: &Path) -> Result<(), io::Error> {
    let lock = keyfile::lock(dir)?;
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        // Those that were set aside open databases that lie elsewhere.
        let is_keys = path
            .file_name()
            .is_some_and(|name| name.to_str().is_some_and(|name| name.starts_with(keyfile::FILE)));
        if is_keys {
            overwrite(&path)?;
            remove_if_there(&path)?;
        }
    }
    database::remove(dir, database::FILE)?;
    sync_dir(dir)?;
    drop(lock);
    Ok(())
}

fn overwrite(path: &Path) -> Result<(), io::Error> {
    let length = fs::metadata(path)?.len();
    let mut noise = vec![0; usize::try_from(length).unwrap_or(0)];
    fill_random(&mut noise).map_err(io::Error::other)?;
    let mut file: File = OpenOptions::new().write(true).open(path)?;
    file.write_all(&noise)?;
    file.sync_all()
}
