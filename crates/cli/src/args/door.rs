//! Coming in: links, knocks, and who decides on them.

use clap::{Args, ValueEnum};

use crate::text::help;

#[derive(Debug, Args)]
pub(crate) struct Join {
    #[arg(value_name = "LINK", help = help::LINK)]
    pub(crate) link: String,
    #[arg(long = "as", value_name = "PSEUDONYM", help = help::AS)]
    pub(crate) pseudonym: String,
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    #[arg(help = help::NOTE)]
    pub(crate) note: String,
    #[arg(long = "answer", value_name = "TEXT", help = help::ANSWER)]
    pub(crate) answers: Vec<String>,
    #[arg(long, help = help::ACCEPT_AT_DOOR)]
    pub(crate) accept: bool,
    #[arg(long, help = help::AS_MEMBER)]
    pub(crate) as_member: bool,
    #[arg(long, help = help::NO_WAIT)]
    pub(crate) no_wait: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DoorOf {
    #[arg(value_name = "LINK", help = help::LINK)]
    pub(crate) link: String,
    #[arg(long, help = help::ALL_LANGUAGES)]
    pub(crate) all_languages: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Knocks {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(long, help = help::ALL_KNOCKS)]
    pub(crate) all: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Admit {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(value_name = "KNOCK", help = help::WHICH_KNOCK)]
    pub(crate) knock: String,
}

#[derive(Debug, Args)]
pub(crate) struct Refuse {
    #[command(flatten)]
    pub(crate) knock: Admit,
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    #[arg(help = help::REASON)]
    pub(crate) reason: String,
}

#[derive(Debug, Args)]
pub(crate) struct Doorkeeper {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(long, help = help::POLICY)]
    pub(crate) policy: PolicyArg,
}

/// What a doorkeeper does with a knock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PolicyArg {
    Everyone,
    Ask,
}
