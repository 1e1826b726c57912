//! Arguments of what members decide together and where they find each other.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::InRoom;
use crate::text::help;

#[derive(Debug, Subcommand)]
pub(crate) enum MotionCommand {
    #[command(about = help::MOTION_PROPOSE, after_long_help = help::MOTION_MORE)]
    Propose(Propose),
    #[command(about = help::MOTION_LIST, after_long_help = help::MOTION_MORE)]
    List(InRoom),
    #[command(about = help::MOTION_VOTE, after_long_help = help::MOTION_MORE)]
    Vote(OnMotion),
    #[command(about = help::MOTION_CARRY, after_long_help = help::MOTION_MORE)]
    Carry(OnMotion),
}

#[derive(Debug, Args)]
pub(crate) struct Propose {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(value_name = "FILE", required = true, help = help::GUIDELINES_FILE)]
    pub(crate) files: Vec<PathBuf>,
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    #[arg(help = help::MOTION_WHY)]
    pub(crate) why: String,
}

#[derive(Debug, Args)]
pub(crate) struct OnMotion {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(value_name = "PROPOSAL", help = help::WHICH_MOTION)]
    pub(crate) motion: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DirectoryCommand {
    #[command(about = help::DIRECTORY_SHOW, after_long_help = help::DIRECTORY_SHOW_MORE)]
    Show(FindRoom),
    #[command(about = help::DIRECTORY_ENTER, after_long_help = help::DIRECTORY_ENTER_MORE)]
    Enter(Enter),
    #[command(about = help::DIRECTORY_ADD, after_long_help = help::DIRECTORY_ADD_MORE)]
    Add(ListRoom),
    #[command(about = help::DIRECTORY_RENEW, after_long_help = help::DIRECTORY_ADD_MORE)]
    Renew(Community),
    #[command(about = help::DIRECTORY_TIE, after_long_help = help::DIRECTORY_TIE_MORE)]
    Tie(TieRoom),
    #[command(about = help::DIRECTORY_WHO, after_long_help = help::DIRECTORY_TIE_MORE)]
    Who(InRoom),
    #[command(about = help::DIRECTORY_DROP, after_long_help = help::DIRECTORY_ADD_MORE)]
    Drop(InCommunity),
}

#[derive(Debug, Args)]
pub(crate) struct FindRoom {
    #[arg(value_name = "COMMUNITY", help = help::COMMUNITY)]
    pub(crate) community: String,
    #[arg(value_name = "WORDS", help = help::FIND_ROOM)]
    pub(crate) words: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Community {
    #[arg(value_name = "COMMUNITY", help = help::COMMUNITY)]
    pub(crate) community: String,
}

#[derive(Debug, Args)]
pub(crate) struct InCommunity {
    #[arg(value_name = "COMMUNITY", help = help::COMMUNITY)]
    pub(crate) community: String,
    #[arg(value_name = "ROOM", help = help::LISTED_ROOM)]
    pub(crate) room: String,
}

#[derive(Debug, Args)]
pub(crate) struct TieRoom {
    #[command(flatten)]
    pub(crate) which: InCommunity,
    #[arg(long, conflicts_with = "off", help = help::TIE_REMOVES)]
    pub(crate) remove_banned: bool,
    #[arg(long, help = help::TIE_OFF)]
    pub(crate) off: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ListRoom {
    #[command(flatten)]
    pub(crate) which: InCommunity,
    #[arg(value_name = "WORDS", help = help::LISTED_WORDS)]
    pub(crate) words: String,
    #[arg(long = "language", value_name = "TAG", help = help::LISTED_LANGUAGE)]
    pub(crate) languages: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Enter {
    #[command(flatten)]
    pub(crate) which: InCommunity,
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
