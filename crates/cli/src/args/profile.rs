//! The profile itself.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::text::help;

#[derive(Debug, Args)]
pub(crate) struct ExportMine {
    #[arg(value_name = "ROOM", help = help::EXPORT_ROOM)]
    pub(crate) room: Option<String>,
    #[arg(long, help = help::EXPORT_MINE)]
    pub(crate) mine: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ProfileCommand {
    #[command(about = help::PASSPHRASE, after_long_help = help::PASSPHRASE_MORE)]
    Passphrase(NewPassphrase),
    #[command(about = help::RECOVER, after_long_help = help::RECOVER_MORE)]
    Recover(Recover),
    #[command(about = help::BACKUP, after_long_help = help::BACKUP_MORE)]
    Backup(Backup),
    #[command(about = help::DURESS, after_long_help = help::DURESS_MORE)]
    Duress(NewPassphrase),
    #[command(about = help::DESTROY, after_long_help = help::DESTROY_MORE)]
    Destroy(Destroy),
}

#[derive(Debug, Args)]
pub(crate) struct Backup {
    #[arg(value_name = "FOLDER", help = help::BACKUP_FOLDER)]
    pub(crate) folder: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Destroy {
    #[arg(long, required = true, help = help::DESTROY_YES)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct NewPassphrase {
    #[arg(long, value_name = "FILE", help = help::NEW_PASSPHRASE_FILE)]
    pub(crate) new_passphrase_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Recover {
    #[arg(long, value_name = "FILE", help = help::CODE_FILE)]
    pub(crate) code_file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) new: NewPassphrase,
}
