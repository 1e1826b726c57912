//! The profile and its keys.

use std::path::Path;

use crate::words::{Group, lines, of, phrase, say};

lines! {
    ASK = Prompt "passphrase";
    ASK_NEW = Prompt "new-passphrase";
    ASK_AGAIN = Prompt "again";
    ASK_CODE = Prompt "code";
    PASSPHRASE_SET = Said "passphrase-set";
    DURESS_SET = Said "duress-set";
    DESTROYED = Said "destroyed";
}

/// The copy is made.
pub(crate) fn backed_up(folder: &str) -> String {
    let command = format!("sitr --profile {folder} room list");
    say(&phrase::profile_backed_up(folder, &command))
}

pub(crate) fn profile_made(folder: &Path) -> String {
    say(&phrase::profile_made(&folder.display().to_string()))
}

pub(crate) fn recovery_code(code: &str) -> String {
    format!("{}\n\n    {code}\n", of(Group::Said, "recovery-code"))
}

pub(crate) fn key_file(folder: &Path) -> String {
    let folder = folder.display().to_string();
    let (is_in, lies) = (say(&phrase::profile_is_in(&folder)), of(Group::Said, "key-file"));
    let command = format!("sitr --profile '{folder}' profile passphrase");
    format!("{is_in}\n{lies}\n    {command}")
}
