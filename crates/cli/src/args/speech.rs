//! Arguments of what is said about another message.

use std::time::Duration;

use clap::Args;

use crate::text::help;
use crate::when;

#[derive(Debug, Args)]
pub(crate) struct Send {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(value_name = "TEXT", help = help::TEXT)]
    pub(crate) text: Option<String>,
    #[arg(long = "warn", value_name = "LABEL", help = help::WARN)]
    pub(crate) labels: Vec<String>,
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    #[arg(requires = "labels", help = help::WARN_NOTE)]
    pub(crate) warn_note: String,
    #[arg(long, value_name = "TIME", value_parser = when::some_span, help = help::EXPIRES_IN)]
    pub(crate) ends_in: Option<Duration>,
    #[arg(long = "wish", value_name = "WISH", help = help::WISH)]
    pub(crate) wish: Option<String>,
    #[arg(long, value_name = "MESSAGE", help = help::IN_TOPIC)]
    pub(crate) topic: Option<String>,
    #[arg(long, value_name = "TAG", default_value = "", hide_default_value = true)]
    #[arg(help = help::SAID_IN)]
    pub(crate) language: String,
    #[arg(long, value_name = "TIME", value_parser = when::some_span, help = help::AFTER_PAUSE)]
    pub(crate) after: Option<Duration>,
    #[arg(long, help = help::ANYWAY)]
    pub(crate) anyway: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Cancel {
    #[arg(value_name = "NUMBER", help = help::WHICH_HELD)]
    pub(crate) number: i64,
}

/// A message of a room.
#[derive(Debug, Args)]
pub(crate) struct OnMessage {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(value_name = "MESSAGE", help = help::WHICH_MESSAGE)]
    pub(crate) message: String,
}

#[derive(Debug, Args)]
pub(crate) struct Reply {
    #[command(flatten)]
    pub(crate) on: OnMessage,
    #[arg(value_name = "TEXT", help = help::TEXT)]
    pub(crate) text: Option<String>,
    #[arg(long, help = help::ANYWAY)]
    pub(crate) anyway: bool,
}

#[derive(Debug, Args)]
pub(crate) struct React {
    #[command(flatten)]
    pub(crate) on: OnMessage,
    #[arg(value_name = "REACTION", help = help::REACTION)]
    pub(crate) reaction: String,
}

#[derive(Debug, Args)]
pub(crate) struct Edit {
    #[command(flatten)]
    pub(crate) on: OnMessage,
    #[arg(value_name = "TEXT", help = help::TEXT)]
    pub(crate) text: Option<String>,
    #[arg(long, help = help::ANYWAY)]
    pub(crate) anyway: bool,
}

/// A room to talk in.
#[derive(Debug, Args)]
pub(crate) struct Chat {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(long, value_name = "TIME", value_parser = when::some_span, help = help::LOCK_AFTER)]
    pub(crate) lock_after: Option<Duration>,
}

#[derive(Debug, Args)]
pub(crate) struct Read {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(long, help = help::FOLLOW)]
    pub(crate) follow: bool,
    #[arg(long, value_name = "ID|TIME", help = help::SINCE)]
    pub(crate) since: Option<String>,
    #[arg(long, value_name = "N", conflicts_with = "since", help = help::LAST)]
    pub(crate) last: Option<u32>,
}
