//! Making, listing and checking rooms.

use clap::{Args, Subcommand};

use super::{ComeAlong, FollowRoom, MoveRoom, RefoundRoom};
use crate::text::help;

#[derive(Debug, Subcommand)]
pub(crate) enum RoomCommand {
    #[command(about = help::CREATE, after_long_help = help::CREATE_MORE)]
    Create(CreateRoom),
    #[command(about = help::LIST, after_long_help = help::LIST_MORE)]
    List,
    #[command(about = help::SAFETY, after_long_help = help::SAFETY_MORE)]
    Safety(InRoom),
    #[command(about = help::MOVE, after_long_help = help::MOVE_MORE)]
    Move(MoveRoom),
    #[command(about = help::FOLLOW_ROOM, after_long_help = help::FOLLOW_ROOM_MORE)]
    Follow(FollowRoom),
    #[command(about = help::REFOUND, after_long_help = help::REFOUND_MORE)]
    Refound(RefoundRoom),
    #[command(about = help::ALONG, after_long_help = help::ALONG_MORE)]
    Along(ComeAlong),
}

#[derive(Debug, Args)]
pub(crate) struct CreateRoom {
    #[arg(value_name = "NAME", help = help::ROOM_NAME)]
    pub(crate) name: String,
    #[arg(long, value_name = "URL", help = help::RELAY)]
    pub(crate) relay: String,
    #[arg(long = "as", value_name = "PSEUDONYM", default_value = "Host", help = help::AS)]
    pub(crate) pseudonym: String,
}

#[derive(Debug, Args)]
pub(crate) struct InRoom {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
}
