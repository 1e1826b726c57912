//! Arguments of founding a room anew.

use clap::Args;

use crate::text::help;

#[derive(Debug, Args)]
pub(crate) struct RefoundRoom {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(long, value_name = "URL", help = help::REFOUND_RELAY)]
    pub(crate) relay: Vec<String>,
    #[arg(long, help = help::REFOUND_SURE)]
    pub(crate) sure: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ComeAlong {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(long, value_name = "MESSAGE", help = help::ALONG_OFFER)]
    pub(crate) offer: Option<String>,
    #[arg(long, help = help::NO_WAIT)]
    pub(crate) no_wait: bool,
}
