//! Opening the profile, or making it.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use rand::TryRng as _;
use serde_json::json;
use sitr_client::Client;
use sitr_client::profile::{
    NewSlot, OpenError, OsKeyring, Passphrase, PassphraseCost, Profile, RecoveryCode, SlotKind,
    Unlock,
};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use crate::args::Global;
use crate::fail::Failure;
use crate::out::Out;
use crate::text;

/// Name of a key file in the folder of a profile.
pub(crate) const KEY_FILE: &str = "passphrase";
/// Longest file with a passphrase, token or code that is read, in bytes.
const FILE_MAX_BYTES: u64 = 4096;

/// How to come by the profile, and what to say meanwhile.
#[derive(Debug)]
pub(crate) struct Door<'a> {
    pub(crate) folder: PathBuf,
    pub(crate) global: &'a Global,
    pub(crate) out: Out,
}

/// A secret that opens a profile.
enum Key {
    Passphrase(Passphrase),
    Keyring(OsKeyring),
}

impl Key {
    fn unlock(&self) -> Unlock<'_> {
        match self {
            Self::Passphrase(passphrase) => Unlock::Passphrase(passphrase),
            Self::Keyring(keyring) => Unlock::Keyring(keyring),
        }
    }
}

impl<'a> Door<'a> {
    /// To the profile that the options name; else to the one of this name in the platform's folder.
    pub(crate) fn to(global: &'a Global, default: &str, out: Out) -> Result<Self, Failure> {
        let folder = match &global.profile {
            Some(folder) => folder.clone(),
            None => directories::ProjectDirs::from("", "", "sitr")
                .map(|dirs| dirs.data_dir().join(default))
                .ok_or_else(|| Failure::Usage(text::NO_HOME.to_owned()))?,
        };
        Ok(Self { folder, global, out })
    }

    /// Opens the profile.
    pub(crate) fn open(&self) -> Result<Client, Failure> {
        self.must_exist()?;
        self.each_way(|unlock| Client::open(&self.folder, unlock))
    }

    /// Opens the profile itself, to change its keys.
    pub(crate) fn open_profile(&self) -> Result<Profile, Failure> {
        self.must_exist()?;
        self.each_way(|unlock| Profile::open(&self.folder, unlock))
    }

    /// Opens the profile, or makes it where there is none.
    pub(crate) fn open_or_make(&self) -> Result<Client, Failure> {
        if self.exists()? { self.open() } else { self.make() }
    }

    /// The same, without a question: with a key file beside a new database.
    pub(crate) fn open_or_make_unasked(&self) -> Result<Client, Failure> {
        if self.exists()? {
            return self.open();
        }
        if self.global.keyring || self.global.passphrase_file.is_some() {
            return self.make();
        }
        let passphrase = self.key_file_made()?;
        let slot = NewSlot::Passphrase(&passphrase, PassphraseCost::RECOMMENDED);
        let (client, _) = Client::create(&self.folder, &[slot])?;
        Ok(client)
    }

    /// Whether the key lies beside the database.
    pub(crate) fn has_key_file(&self) -> bool {
        self.folder.join(KEY_FILE).is_file()
    }

    /// Removes the key file; tells whether there was one.
    pub(crate) fn forget_key_file(&self) -> Result<bool, Failure> {
        let path = self.folder.join(KEY_FILE);
        match fs::remove_file(&path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(Failure::Io(text::cannot_write(&path), error)),
        }
    }

    /// Shows a recovery code, this once.
    pub(crate) fn show_code(&self, code: &RecoveryCode) {
        let code = code.reveal();
        let object = json!({ "notice": "recovery-code", "code": code.as_str() });
        self.out.aside(&object, &text::recovery_code(&code));
    }

    /// A passphrase out of a file, or asked for twice.
    pub(crate) fn new_passphrase(&self, file: Option<&Path>) -> Result<Passphrase, Failure> {
        if let Some(path) = file {
            return passphrase_in(path);
        }
        let first = ask(&text::ASK_NEW)?;
        let again = ask(&text::ASK_AGAIN)?;
        if *first != *again {
            return Err(Failure::Passphrase(text::PASSPHRASES_DIFFER.as_str()));
        }
        passphrase(&first)
    }

    fn exists(&self) -> Result<bool, Failure> {
        let cannot = |error| Failure::Io(text::cannot_read(&self.folder), error);
        Profile::exists(&self.folder).map_err(cannot)
    }

    /// An error that names the folder, if there is no profile in it.
    pub(crate) fn must_exist(&self) -> Result<(), Failure> {
        if self.exists()? { Ok(()) } else { Err(Failure::NoProfile(self.folder.clone())) }
    }

    fn make(&self) -> Result<Client, Failure> {
        let keyring = OsKeyring;
        let mut slots = Vec::new();
        let passphrase;
        if self.global.keyring {
            slots.push(NewSlot::Keyring(&keyring));
        }
        if !self.global.keyring || self.global.passphrase_file.is_some() {
            passphrase = self.new_passphrase(self.global.passphrase_file.as_deref())?;
            slots.push(NewSlot::Passphrase(&passphrase, PassphraseCost::RECOMMENDED));
        }
        let (client, code) = Client::create(&self.folder, &slots)?;
        let object =
            json!({ "notice": "profile-made", "folder": self.folder.display().to_string() });
        self.out.aside(&object, &text::profile_made(&self.folder));
        self.show_code(&code);
        Ok(client)
    }

    /// Tries what the options name; else a key file, the keyring if the profile knows it, and at last a
    /// person.
    fn each_way<T>(
        &self,
        open: impl Fn(&Unlock<'_>) -> Result<T, OpenError>,
    ) -> Result<T, Failure> {
        let with = |key: Key| Ok(open(&key.unlock())?);
        if let Some(path) = &self.global.passphrase_file {
            return with(Key::Passphrase(passphrase_in(path)?));
        }
        if self.global.keyring {
            return with(Key::Keyring(OsKeyring));
        }
        if self.has_key_file() {
            return with(Key::Passphrase(passphrase_in(&self.folder.join(KEY_FILE))?));
        }
        let slots = Profile::slots(&self.folder)?;
        if slots.contains(&SlotKind::Keyring) {
            match with(Key::Keyring(OsKeyring)) {
                Err(_) if slots.contains(&SlotKind::Passphrase) => {}
                done => return done,
            }
        }
        with(Key::Passphrase(passphrase(&ask(&text::ASK)?)?))
    }

    /// A key file that is there already belongs to a start that was cut off, and is taken.
    fn key_file_made(&self) -> Result<Passphrase, Failure> {
        let path = self.folder.join(KEY_FILE);
        if self.has_key_file() {
            return passphrase_in(&path);
        }
        let cannot = |error| Failure::Io(text::cannot_write(&path), error);
        private_folder(&self.folder).map_err(cannot)?;
        let mut bytes = Zeroizing::new([0; 32]);
        rand::rngs::SysRng
            .try_fill_bytes(&mut *bytes)
            .map_err(|error| cannot(io::Error::other(error)))?;
        let key = Zeroizing::new(data_encoding::BASE32_NOPAD.encode(&*bytes));
        let mut file = private_file(&path).map_err(cannot)?;
        writeln!(file, "{}", key.as_str()).and_then(|()| file.sync_all()).map_err(cannot)?;
        passphrase(&key)
    }
}

/// The first line of a small file.
pub(crate) fn secret_in(path: &Path) -> Result<Zeroizing<String>, Failure> {
    let cannot = |error| Failure::Io(text::cannot_read(path), error);
    let mut held = Zeroizing::new(String::new());
    let file = fs::File::open(path).map_err(cannot)?;
    file.take(FILE_MAX_BYTES).read_to_string(&mut held).map_err(cannot)?;
    Ok(Zeroizing::new(held.lines().next().unwrap_or_default().to_owned()))
}

/// Asks a person, without showing what is typed.
pub(crate) fn ask(prompt: &str) -> Result<Zeroizing<String>, Failure> {
    rpassword::prompt_password(format!("{prompt} "))
        .map(Zeroizing::new)
        .map_err(Failure::NoTerminal)
}

fn passphrase_in(path: &Path) -> Result<Passphrase, Failure> {
    passphrase(&secret_in(path)?)
}

/// In one Unicode form, whichever keyboard it came from.
fn passphrase(typed: &str) -> Result<Passphrase, Failure> {
    Passphrase::new(typed.nfc().collect())
        .ok_or_else(|| Failure::Passphrase(text::EMPTY_PASSPHRASE.as_str()))
}

#[cfg(unix)]
fn private_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::create_dir_all(folder)?;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn private_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

fn private_file(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
