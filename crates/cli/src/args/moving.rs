//! Arguments of a room's move to another relay.

use clap::Args;

use crate::text::help;

#[derive(Debug, Args)]
pub(crate) struct MoveRoom {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(long, value_name = "URL", required = true, help = help::MOVE_RELAY)]
    pub(crate) relay: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct FollowRoom {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(long, value_name = "URL", help = help::FOLLOW_ROUTE)]
    pub(crate) route: Vec<String>,
}
