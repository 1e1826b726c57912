//! Invites.

use std::time::Duration;

use clap::{Args, Subcommand};

use super::InRoom;
use crate::text::help;
use crate::when;

/// `invite ROOM` beside `invite list ROOM`: a word that is a subcommand is taken for it, and
/// `invite create list` makes an invite to a room that is called 'list'.
#[derive(Debug, Args)]
pub(crate) struct Invite {
    #[command(subcommand)]
    pub(crate) command: Option<InviteCommand>,
    #[command(flatten)]
    pub(crate) create: Option<CreateInvite>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum InviteCommand {
    #[command(about = help::INVITE_CREATE, after_long_help = help::INVITE_MORE)]
    Create(CreateInvite),
    #[command(about = help::INVITE_ASK, after_long_help = help::INVITE_ASK_MORE)]
    Ask(AskInvite),
    #[command(about = help::INVITE_LIST, after_long_help = help::INVITE_LIST_MORE)]
    List(InRoom),
    #[command(about = help::INVITE_REVOKE, after_long_help = help::INVITE_REVOKE_MORE)]
    Revoke(RevokeInvite),
}

#[derive(Debug, Args)]
pub(crate) struct CreateInvite {
    #[arg(value_name = "ROOM", required = true, help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(long, value_name = "N", default_value_t = 10, help = help::USES)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) uses: u32,
    #[arg(long, value_name = "TIME", default_value = "72h", help = help::EXPIRES)]
    #[arg(value_parser = when::some_span)]
    pub(crate) expires: Duration,
    #[arg(long, help = help::QR)]
    pub(crate) qr: bool,
}

#[derive(Debug, Args)]
pub(crate) struct AskInvite {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(long, value_name = "MEMBER", help = help::INVITE_FROM)]
    pub(crate) from: String,
    #[arg(long, value_name = "N", default_value_t = 1, help = help::INVITE_ASK_USES)]
    #[arg(value_parser = clap::value_parser!(u8).range(1..))]
    pub(crate) uses: u8,
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    #[arg(help = help::INVITE_FOR)]
    pub(crate) note: String,
    #[arg(long, help = help::NO_WAIT)]
    pub(crate) no_wait: bool,
}

#[derive(Debug, Args)]
pub(crate) struct RevokeInvite {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(value_name = "INVITE", help = help::WHICH_INVITE)]
    pub(crate) invite: String,
}
