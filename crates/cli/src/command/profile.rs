//! `profile ...`: what opens the profile, a copy of it, what destroys it.

use std::path::Path;

use serde_json::json;
use sitr_client::profile::{NewSlot, PassphraseCost, Profile, RecoveryCode, Unlock};

use crate::app::App;
use crate::args::{Backup, NewPassphrase, Recover};
use crate::fail::Failure;
use crate::open::{self, Door};
use crate::text;

/// Sets a new passphrase. Where the key lay beside the database, it goes, and a recovery code is shown,
/// because none was when the profile was made.
pub(crate) fn passphrase(door: &Door<'_>, args: &NewPassphrase) -> Result<(), Failure> {
    let profile = door.open_profile()?;
    change(door, &profile, args.new_passphrase_file.as_deref())
}

/// Opens by the recovery code, and sets a new passphrase.
pub(crate) fn recover(door: &Door<'_>, args: &Recover) -> Result<(), Failure> {
    let typed = match &args.code_file {
        Some(path) => open::secret_in(path)?,
        None => open::ask(&text::ASK_CODE)?,
    };
    let code = RecoveryCode::parse(&typed)?;
    let profile = Profile::open(&door.folder, &Unlock::Recovery(&code))?;
    change(door, &profile, args.new.new_passphrase_file.as_deref())
}

/// Writes a copy of the profile.
pub(crate) async fn backup(app: &App, args: &Backup) -> Result<(), Failure> {
    app.client.backup(&args.folder).await?;
    let folder = args.folder.display().to_string();
    app.out.result(&json!({ "backup": folder }), &text::backed_up(&folder))
}

/// Sets the passphrase that leaves an empty profile in place of this one.
pub(crate) fn duress(door: &Door<'_>, args: &NewPassphrase) -> Result<(), Failure> {
    if door.has_key_file() {
        return Err(Failure::Passphrase(text::NEEDS_PASSPHRASE.as_str()));
    }
    let profile = door.open_profile()?;
    let passphrase = door.new_passphrase(args.new_passphrase_file.as_deref())?;
    profile.set_duress_passphrase(&passphrase)?;
    door.out.result(&json!({ "profile": "duress-set" }), &text::DURESS_SET)
}

/// Destroys the profile. Whoever can delete files can do that, so nothing is asked.
pub(crate) fn destroy(door: &Door<'_>) -> Result<(), Failure> {
    door.must_exist()?;
    door.forget_key_file()?;
    Profile::destroy(&door.folder)
        .map_err(|error| Failure::Io(text::cannot_write(&door.folder), error))?;
    door.out.result(&json!({ "profile": "destroyed" }), &text::DESTROYED)
}

fn change(door: &Door<'_>, profile: &Profile, new: Option<&Path>) -> Result<(), Failure> {
    let passphrase = door.new_passphrase(new)?;
    profile.add_slot(&NewSlot::Passphrase(&passphrase, PassphraseCost::RECOMMENDED))?;
    if door.forget_key_file()? {
        door.show_code(&profile.renew_recovery_code()?);
    }
    door.out.result(&json!({ "profile": "passphrase-set" }), &text::PASSPHRASE_SET)
}
