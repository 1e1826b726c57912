//! `device ...`.

use clap::{Args, Subcommand};

use crate::text::help;

#[derive(Debug, Subcommand)]
pub(crate) enum DeviceCommand {
    #[command(about = help::DEVICE_LINK, after_long_help = help::DEVICE_LINK_MORE)]
    Link(LinkDevice),
    #[command(about = help::DEVICE_JOIN, after_long_help = help::DEVICE_JOIN_MORE)]
    Join(JoinDevice),
    #[command(about = help::DEVICE_LIST, after_long_help = help::DEVICE_LIST_MORE)]
    List(ListDevices),
    #[command(about = help::DEVICE_REMOVE, after_long_help = help::DEVICE_REMOVE_MORE)]
    Remove(RemoveDevice),
}

#[derive(Debug, Args)]
pub(crate) struct LinkDevice {
    #[arg(long = "room", value_name = "ROOM", help = help::DEVICE_ROOMS)]
    pub(crate) rooms: Vec<String>,
    #[arg(long, help = help::NO_QR)]
    pub(crate) no_qr: bool,
}

#[derive(Debug, Args)]
pub(crate) struct JoinDevice {
    #[arg(value_name = "LINK", help = help::DEVICE_LINK_TEXT)]
    pub(crate) link: String,
}

#[derive(Debug, Args)]
pub(crate) struct ListDevices {
    #[arg(value_name = "ROOM", help = help::DEVICE_IN_ROOM)]
    pub(crate) room: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct RemoveDevice {
    #[arg(value_name = "ROOM", help = help::IN_ROOM, requires = "number")]
    #[arg(required_unless_present = "others")]
    pub(crate) room: Option<String>,
    #[arg(value_name = "NUMBER", help = help::DEVICE_NUMBER)]
    pub(crate) number: Option<u8>,
    #[arg(long, help = help::DEVICE_OTHERS, conflicts_with_all = ["room", "number"])]
    pub(crate) others: bool,
}
