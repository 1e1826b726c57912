//! Arguments of what a room knows: resources, notes on facts, evidence.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{InRoom, OnMessage};
use crate::text::help;

#[derive(Debug, Subcommand)]
pub(crate) enum LibraryCommand {
    #[command(about = help::LIBRARY_LIST, after_long_help = help::LIBRARY_MORE)]
    List(InRoom),
    #[command(about = help::LIBRARY_PUBLISH, after_long_help = help::LIBRARY_MORE)]
    Publish(Publish),
    #[command(about = help::LIBRARY_EXPORT, after_long_help = help::LIBRARY_MORE)]
    Export(Export),
    #[command(about = help::LIBRARY_CHECK, after_long_help = help::LIBRARY_CHECK_MORE)]
    Check(CheckFile),
}

#[derive(Debug, Args)]
pub(crate) struct Publish {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(value_name = "TITLE", help = help::TITLE)]
    pub(crate) title: String,
    #[arg(value_name = "FILE", help = help::LIBRARY_FILE)]
    pub(crate) file: PathBuf,
    #[arg(long, value_name = "RESOURCE", help = help::LIBRARY_OF)]
    pub(crate) of: Option<String>,
    #[arg(long = "language", value_name = "TAG", help = help::LIBRARY_LANGUAGE)]
    pub(crate) languages: Vec<String>,
    #[arg(long = "source", value_name = "TEXT", help = help::SOURCE)]
    pub(crate) sources: Vec<String>,
    #[arg(long, value_name = "CODE", default_value = "", hide_default_value = true)]
    #[arg(help = help::LIBRARY_WHERE)]
    pub(crate) jurisdiction: String,
    #[arg(long, help = help::LIBRARY_REVIEWED)]
    pub(crate) reviewed: bool,
    #[arg(long, help = help::DRAFT)]
    pub(crate) draft: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(value_name = "FILE", help = help::EXPORT_FILE)]
    pub(crate) file: PathBuf,
    #[arg(value_name = "MESSAGE", required = true, help = help::EXPORT_MESSAGES)]
    pub(crate) messages: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct CheckFile {
    #[arg(value_name = "FILE", help = help::CHECK_FILE)]
    pub(crate) file: PathBuf,
}

/// What a note says of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum VerdictArg {
    Right,
    Misleading,
    Wrong,
    Unproven,
    NotMedicalAdvice,
    NotLegalAdvice,
}

#[derive(Debug, Args)]
pub(crate) struct NoteOn {
    #[command(flatten)]
    pub(crate) on: OnMessage,
    #[arg(value_name = "VERDICT", help = help::VERDICT)]
    pub(crate) verdict: VerdictArg,
    #[arg(value_name = "TEXT", default_value = "", hide_default_value = true, help = help::WHY_SO)]
    pub(crate) words: String,
    #[arg(long = "source", value_name = "TEXT", help = help::SOURCE)]
    pub(crate) sources: Vec<String>,
    #[arg(long, help = help::DRAFT)]
    pub(crate) draft: bool,
}

#[derive(Debug, Args)]
pub(crate) struct AnsweredBy {
    #[command(flatten)]
    pub(crate) on: OnMessage,
    #[arg(long, value_name = "MESSAGE", help = help::ANSWERED_BY)]
    pub(crate) by: Option<String>,
}
