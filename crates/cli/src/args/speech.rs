//! Arguments of what is said about another message.

use clap::Args;

use crate::text::help;

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
}
