//! Members and their roles.

use clap::{Args, ValueEnum};

use crate::text::help;

#[derive(Debug, Args)]
pub(crate) struct OfMember {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(value_name = "MEMBER", help = help::WHICH_MEMBER)]
    pub(crate) member: String,
}

#[derive(Debug, Args)]
pub(crate) struct SetRole {
    #[command(flatten)]
    pub(crate) of: OfMember,
    #[arg(value_name = "ROLE", help = help::ROLE_ARG)]
    pub(crate) role: RoleArg,
}

/// The roles, as they are typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RoleArg {
    Admin,
    Moderator,
    Doorkeeper,
    Professional,
    Mentor,
    Member,
    Ally,
    Newcomer,
}
