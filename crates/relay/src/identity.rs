//! The relay's identity: an Ed25519 key made at the first start (rule W-02).

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use data_encoding::HEXLOWER_PERMISSIVE;
use rand::TryRng;
use rand::rngs::SysRng;
use sitr_wire::statement::Signer;
use sitr_wire::{PublicKey, RelayId, Seed};

/// The key and what follows from it.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    pub(crate) signer: Signer,
    pub(crate) key: PublicKey,
    pub(crate) id: RelayId,
}

impl Identity {
    /// Reads the key, or makes it where there is none.
    pub(crate) fn load_or_make(path: &Path) -> io::Result<Self> {
        let seed = match fs::read_to_string(path) {
            Ok(text) => parse(&text)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => make(path)?,
            Err(error) => return Err(error),
        };
        let key = seed.public();
        Ok(Self { signer: Signer::of(&seed), key, id: RelayId::of(&key) })
    }
}

fn parse(text: &str) -> io::Result<Seed> {
    let wrong = || io::Error::new(io::ErrorKind::InvalidData, "not a key of 64 hex digits");
    let bytes = HEXLOWER_PERMISSIVE.decode(text.trim().as_bytes()).map_err(|_| wrong())?;
    Seed::try_from(&bytes[..]).map_err(|_| wrong())
}

/// Written beside and renamed, so that a crash leaves either no key or a whole one.
fn make(path: &Path) -> io::Result<Seed> {
    let mut bytes = [0; 32];
    SysRng.try_fill_bytes(&mut bytes).map_err(io::Error::other)?;
    let seed = Seed::new(bytes);
    let unfinished = path.with_extension("key-new");
    match fs::remove_file(&unfinished) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = private().open(&unfinished)?;
    writeln!(file, "{}", HEXLOWER_PERMISSIVE.encode(&bytes))?;
    file.sync_all()?;
    fs::rename(&unfinished, path)?;
    if let Some(directory) = path.parent() {
        fs::File::open(directory)?.sync_all()?;
    }
    Ok(seed)
}

/// For its owner only, and only where no file is.
pub(crate) fn private() -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_made_once_and_is_private() {
        // W-02
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("relay.key");
        let first = Identity::load_or_make(&path).unwrap();
        let again = Identity::load_or_make(&path).unwrap();
        assert_eq!(first.id, again.id);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        fs::write(&path, "not a key").unwrap();
        assert!(Identity::load_or_make(&path).is_err());
    }
}
