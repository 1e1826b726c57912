//! Arguments of what members do together: events, petitions, campaigns, joy, talking alone.

use std::time::Duration;

use clap::{Args, Subcommand, ValueEnum};

use super::{InRoom, OfMember, OnMessage};
use crate::text::help;
use crate::when;

#[derive(Debug, Subcommand)]
pub(crate) enum EventCommand {
    #[command(about = help::EVENT_CREATE, after_long_help = help::EVENT_MORE)]
    Create(CreateEvent),
    #[command(about = help::EVENT_LIST, after_long_help = help::EVENT_MORE)]
    List(InRoom),
    #[command(about = help::EVENT_RSVP, after_long_help = help::EVENT_MORE)]
    Rsvp(RsvpTo),
    #[command(about = help::EVENT_ANSWERS, after_long_help = help::EVENT_MORE)]
    Answers(OnMessage),
    #[command(about = help::EVENT_TELL, after_long_help = help::EVENT_MORE)]
    Tell(OnMessage),
    #[command(about = help::EVENT_PLACE, after_long_help = help::EVENT_MORE)]
    Place(OnMessage),
}

#[derive(Debug, Args)]
pub(crate) struct CreateEvent {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(value_name = "TITLE", help = help::TITLE)]
    pub(crate) title: String,
    #[arg(value_name = "WORDS", default_value = "", hide_default_value = true, help = help::ABOUT_IT)]
    pub(crate) words: String,
    #[arg(long, value_name = "TIME", help = help::EVENT_STARTS)]
    pub(crate) starts: String,
    #[arg(long = "for", value_name = "TIME", default_value = "2h", value_parser = when::some_span)]
    #[arg(help = help::EVENT_FOR)]
    pub(crate) span: Duration,
    #[arg(long, value_name = "ZONE", default_value = "", hide_default_value = true)]
    #[arg(help = help::EVENT_ZONE)]
    pub(crate) zone: String,
    #[arg(long, value_name = "TEXT", help = help::EVENT_AT)]
    pub(crate) place: Option<String>,
    #[arg(long, value_name = "TEXT", conflicts_with = "place", help = help::EVENT_LATE)]
    pub(crate) late_place: Option<String>,
    #[arg(long, value_name = "N", default_value_t = 0, help = help::EVENT_ROOM_FOR)]
    pub(crate) room_for: u32,
}

/// What one answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ComingArg {
    Yes,
    Maybe,
    No,
}

#[derive(Debug, Args)]
pub(crate) struct RsvpTo {
    #[command(flatten)]
    pub(crate) on: OnMessage,
    #[arg(value_name = "ANSWER", help = help::EVENT_COMING)]
    pub(crate) coming: ComingArg,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PetitionCommand {
    #[command(about = help::PETITION_CREATE, after_long_help = help::PETITION_MORE)]
    Create(CreatePetition),
    #[command(about = help::PETITION_SIGN, after_long_help = help::PETITION_MORE)]
    Sign(SignPetition),
    #[command(about = help::PETITION_LIST, after_long_help = help::PETITION_MORE)]
    List(InRoom),
}

#[derive(Debug, Args)]
pub(crate) struct CreatePetition {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(value_name = "TITLE", help = help::TITLE)]
    pub(crate) title: String,
    #[arg(value_name = "WORDS", help = help::PETITION_WORDS)]
    pub(crate) words: String,
    #[arg(long, value_name = "WHOM", default_value = "", hide_default_value = true)]
    #[arg(help = help::PETITION_TO)]
    pub(crate) to: String,
    #[arg(long = "for", value_name = "TIME", help = help::PETITION_FOR, value_parser = when::some_span)]
    pub(crate) span: Option<Duration>,
}

#[derive(Debug, Args)]
pub(crate) struct SignPetition {
    #[command(flatten)]
    pub(crate) on: OnMessage,
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    #[arg(help = help::PETITION_NAME)]
    pub(crate) public_name: String,
}

/// What there is to celebrate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OccasionArg {
    Joy,
    Milestone,
    Pride,
    Feast,
}

#[derive(Debug, Args)]
pub(crate) struct Celebrate {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(value_name = "OCCASION", help = help::OCCASION)]
    pub(crate) occasion: OccasionArg,
    #[arg(value_name = "TEXT", help = help::WORDS)]
    pub(crate) words: String,
}

#[derive(Debug, Args)]
pub(crate) struct Campaign {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(value_name = "TITLE", help = help::TITLE)]
    pub(crate) title: String,
    #[arg(value_name = "WORDS", default_value = "", hide_default_value = true, help = help::ABOUT_IT)]
    pub(crate) words: String,
    #[arg(long = "task", value_name = "TEXT", help = help::CAMPAIGN_TASK)]
    pub(crate) tasks: Vec<String>,
    #[arg(long, value_name = "DOMAIN", default_value = "", hide_default_value = true)]
    #[arg(help = help::CAMPAIGN_DOMAIN)]
    pub(crate) domain: String,
    #[arg(long, value_name = "N", default_value_t = 0, help = help::CAMPAIGN_REACHED)]
    pub(crate) reached: u64,
    #[arg(long, value_name = "N", default_value_t = 0, help = help::CAMPAIGN_GOAL)]
    pub(crate) goal: u64,
    #[arg(long, value_name = "UNIT", default_value = "", hide_default_value = true)]
    #[arg(help = help::CAMPAIGN_UNIT)]
    pub(crate) unit: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DirectCommand {
    #[command(about = help::DIRECT_ASK, after_long_help = help::DIRECT_MORE)]
    Ask(AskDirect),
    #[command(about = help::DIRECT_LIST, after_long_help = help::DIRECT_MORE)]
    List(InRoom),
    #[command(about = help::DIRECT_ACCEPT, after_long_help = help::DIRECT_MORE)]
    Accept(AcceptDirect),
}

#[derive(Debug, Args)]
pub(crate) struct AskDirect {
    #[command(flatten)]
    pub(crate) of: OfMember,
    #[arg(value_name = "TEXT", default_value = "", hide_default_value = true, help = help::DIRECT_WORD)]
    pub(crate) word: String,
    #[arg(long = "as", value_name = "PSEUDONYM", help = help::AS)]
    pub(crate) pseudonym: String,
}

#[derive(Debug, Args)]
pub(crate) struct AcceptDirect {
    #[command(flatten)]
    pub(crate) on: OnMessage,
    #[arg(long = "as", value_name = "PSEUDONYM", help = help::AS)]
    pub(crate) pseudonym: String,
    #[arg(long, help = help::NO_WAIT)]
    pub(crate) no_wait: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Take {
    #[command(flatten)]
    pub(crate) on: OnMessage,
    #[arg(long, help = help::TAKE_BACK)]
    pub(crate) back: bool,
}
