//! Arguments of what members do beside talking.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand};

use super::{InRoom, OnMessage};
use crate::text::help;
use crate::when;

#[derive(Debug, Args)]
pub(crate) struct Report {
    #[command(flatten)]
    pub(crate) on: OnMessage,
    #[arg(long, value_name = "REASON", default_value = "other", help = help::REPORT_REASON)]
    pub(crate) reason: String,
    #[arg(value_name = "TEXT", default_value = "", hide_default_value = true, help = help::TEXT)]
    pub(crate) words: String,
}

#[derive(Debug, Args)]
pub(crate) struct Words {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(value_name = "TEXT", help = help::WORDS)]
    pub(crate) words: String,
}

#[derive(Debug, Args)]
pub(crate) struct WordsOn {
    #[command(flatten)]
    pub(crate) on: OnMessage,
    #[arg(value_name = "TEXT", help = help::WORDS)]
    pub(crate) words: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PollCommand {
    #[command(about = help::POLL_CREATE, after_long_help = help::POLL_MORE)]
    Create(CreatePoll),
    #[command(about = help::POLL_VOTE, after_long_help = help::POLL_MORE)]
    Vote(VoteIn),
    #[command(about = help::POLL_SHOW, after_long_help = help::POLL_MORE)]
    Show(InRoom),
}

#[derive(Debug, Args)]
pub(crate) struct CreatePoll {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(value_name = "QUESTION", help = help::POLL_QUESTION)]
    pub(crate) question: String,
    #[arg(value_name = "OPTION", required = true, num_args = 2.., help = help::POLL_OPTION)]
    pub(crate) options: Vec<String>,
    #[arg(long, value_name = "N", default_value_t = 1, help = help::POLL_CHOICES)]
    pub(crate) choices: u8,
    #[arg(long, help = help::POLL_SECRET)]
    pub(crate) secret: bool,
    #[arg(long, value_name = "N", default_value_t = 0, help = help::POLL_HIDDEN)]
    pub(crate) hidden_below: u32,
    #[arg(long = "for", value_name = "TIME", help = help::POLL_FOR, value_parser = when::some_span)]
    pub(crate) span: Option<Duration>,
}

#[derive(Debug, Args)]
pub(crate) struct VoteIn {
    #[command(flatten)]
    pub(crate) on: OnMessage,
    #[arg(value_name = "NUMBER", help = help::POLL_NUMBER)]
    pub(crate) choices: Vec<u8>,
}

#[derive(Debug, Args)]
pub(crate) struct Attach {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(value_name = "FILE", help = help::ATTACH_FILE)]
    pub(crate) file: PathBuf,
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    #[arg(help = help::ATTACH_ALT)]
    pub(crate) alt: String,
    #[arg(long, help = help::ATTACH_AS_IS)]
    pub(crate) as_it_is: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Fetch {
    #[command(flatten)]
    pub(crate) on: OnMessage,
    #[arg(value_name = "FILE", help = help::FETCH_FILE)]
    pub(crate) file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Mute {
    #[command(flatten)]
    pub(crate) on: OnMessage,
    #[arg(long, help = help::MUTE_OFF)]
    pub(crate) off: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CareCommand {
    #[command(about = help::CARE_CARD, after_long_help = help::CARE_MORE)]
    Card(Language),
    #[command(about = help::CARE_JOURNAL, after_long_help = help::CARE_MORE)]
    Journal(Keep),
    #[command(about = help::CARE_KIT, after_long_help = help::CARE_MORE)]
    Kit(Keep),
    #[command(about = help::CARE_QUIET, after_long_help = help::CARE_MORE)]
    Quiet(Quiet),
    #[command(about = help::CARE_BUDGET, after_long_help = help::CARE_MORE)]
    Budget(Budget),
    #[command(about = help::CARE_BREAK, after_long_help = help::CARE_MORE)]
    Break(TakeBreak),
    #[command(about = help::CARE_FILTER, after_long_help = help::CARE_MORE)]
    Filter(Filters),
    #[command(about = help::CARE_CHECK, after_long_help = help::CARE_MORE)]
    Check(Check),
}

#[derive(Debug, Args)]
pub(crate) struct Language {
    #[arg(long, value_name = "TAG", help = help::LANGUAGE)]
    pub(crate) language: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Keep {
    #[arg(value_name = "TEXT", help = help::KEEP_WORDS)]
    pub(crate) words: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Quiet {
    #[arg(value_name = "HOURS", help = help::QUIET_HOURS)]
    pub(crate) hours: String,
}

#[derive(Debug, Args)]
pub(crate) struct Budget {
    #[arg(value_name = "MINUTES", help = help::BUDGET_MINUTES)]
    pub(crate) minutes: u16,
}

#[derive(Debug, Args)]
pub(crate) struct TakeBreak {
    #[arg(value_name = "TIME", value_parser = when::span, help = help::BREAK_FOR)]
    pub(crate) span: Duration,
}

#[derive(Debug, Args)]
pub(crate) struct Filters {
    #[arg(value_name = "WORD", help = help::FILTER_WORD)]
    pub(crate) words: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    #[arg(value_name = "TEXT", help = help::WORDS)]
    pub(crate) words: String,
}
