//! Arguments of `mod`: what those do who keep a room.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand, ValueEnum};

use super::{AcceptDirect, InRoom, OfMember, OnMessage};
use crate::text::help;
use crate::when;

#[derive(Debug, Subcommand)]
pub(crate) enum ModCommand {
    #[command(about = help::MOD_SETTINGS, after_long_help = help::MOD_SETTINGS_MORE)]
    Settings(InRoom),
    #[command(about = help::MOD_SET, after_long_help = help::MOD_SET_MORE)]
    Set(SetSetting),
    #[command(about = help::MOD_GUIDELINES, after_long_help = help::MOD_GUIDELINES_MORE)]
    Guidelines(SetGuidelines),
    #[command(about = help::MOD_ASK, after_long_help = help::MOD_ASK_MORE)]
    Ask(Ask),
    #[command(about = help::MOD_RAID, after_long_help = help::MOD_RAID_MORE)]
    Raid(Raid),
    #[command(about = help::MOD_HIDE, after_long_help = help::MOD_HIDE_MORE)]
    Hide(OnMessageWhy),
    #[command(about = help::MOD_FOLD, after_long_help = help::MOD_FOLD_MORE)]
    Fold(FoldMessage),
    #[command(about = help::MOD_RESTORE, after_long_help = help::MOD_RESTORE_MORE)]
    Restore(OnMessageWhy),
    #[command(about = help::MOD_TIMEOUT, after_long_help = help::MOD_TIMEOUT_MORE)]
    Timeout(OnMemberUntil),
    #[command(about = help::MOD_BAN, after_long_help = help::MOD_BAN_MORE)]
    Ban(BanMember),
    #[command(about = help::MOD_LINEAGE, after_long_help = help::MOD_LINEAGE_MORE)]
    Lineage(InRoom),
    #[command(about = help::MOD_MEDIATE, after_long_help = help::MOD_MEDIATE_MORE)]
    Mediate(Mediate),
    #[command(about = help::MOD_QUEUE, after_long_help = help::MOD_QUEUE_MORE)]
    Queue(InRoom),
    #[command(about = help::MOD_LIFT, after_long_help = help::MOD_LIFT_MORE)]
    Lift(OnMemberWhy),
    #[command(about = help::MOD_PROBATION, after_long_help = help::MOD_PROBATION_MORE)]
    Probation(OnMemberWhy),
    #[command(about = help::MOD_LOCK, after_long_help = help::MOD_LOCK_MORE)]
    Lock(Lock),
    #[command(about = help::MOD_UNLOCK, after_long_help = help::MOD_LOCK_MORE)]
    Unlock(Lock),
    #[command(about = help::MOD_SLOW, after_long_help = help::MOD_SLOW_MORE)]
    Slow(Slow),
    #[command(about = help::MOD_LOG, after_long_help = help::MOD_LOG_MORE)]
    Log(InRoom),
}

/// What a measure goes by.
#[derive(Clone, Debug, Args)]
pub(crate) struct ByRule {
    #[arg(long, value_name = "N", default_value_t = 0, help = help::RULE)]
    pub(crate) rule: u16,
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    #[arg(help = help::WHY)]
    pub(crate) reason: String,
}

#[derive(Debug, Args)]
pub(crate) struct OnMessageWhy {
    #[command(flatten)]
    pub(crate) on: OnMessage,
    #[command(flatten)]
    pub(crate) by: ByRule,
}

#[derive(Debug, Args)]
pub(crate) struct FoldMessage {
    #[command(flatten)]
    pub(crate) on: OnMessage,
    #[arg(long = "label", value_name = "LABEL", required = true, help = help::LABEL)]
    pub(crate) labels: Vec<String>,
    #[command(flatten)]
    pub(crate) by: ByRule,
}

#[derive(Debug, Args)]
pub(crate) struct OnMemberWhy {
    #[command(flatten)]
    pub(crate) of: OfMember,
    #[command(flatten)]
    pub(crate) by: ByRule,
}

#[derive(Debug, Args)]
pub(crate) struct OnMemberUntil {
    #[command(flatten)]
    pub(crate) of: OfMember,
    #[arg(long = "for", value_name = "TIME", help = help::UNTIL, value_parser = when::some_span)]
    pub(crate) span: Option<Duration>,
    #[command(flatten)]
    pub(crate) by: ByRule,
}

#[derive(Debug, Args)]
pub(crate) struct BanMember {
    #[command(flatten)]
    pub(crate) ban: OnMemberUntil,
    #[arg(long, help = help::WITH_INVITED)]
    pub(crate) with_invited: bool,
}

/// Talking with two members who are at odds.
#[derive(Debug, Args)]
pub(crate) struct Mediate {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(value_name = "MEMBER", help = help::WHICH_MEMBER)]
    pub(crate) first: String,
    #[arg(value_name = "OTHER", help = help::MEDIATE_OTHER)]
    pub(crate) second: String,
    #[arg(value_name = "TEXT", default_value = "", hide_default_value = true)]
    #[arg(help = help::MEDIATE_WORDS)]
    pub(crate) words: String,
    #[arg(long = "as", value_name = "PSEUDONYM", help = help::AS)]
    pub(crate) pseudonym: String,
    #[arg(long = "for", value_name = "TIME", default_value = "14d", help = help::MEDIATE_FOR)]
    #[arg(value_parser = when::some_span)]
    pub(crate) span: Duration,
    #[arg(long, value_name = "TIME", default_value = "7d", help = help::MEDIATE_KEEP)]
    #[arg(value_parser = when::some_span)]
    pub(crate) keep: Duration,
}

#[derive(Debug, Subcommand)]
pub(crate) enum MediationCommand {
    #[command(about = help::MEDIATION_LIST, after_long_help = help::MEDIATION_MORE)]
    List(InRoom),
    #[command(about = help::MEDIATION_ACCEPT, after_long_help = help::MEDIATION_MORE)]
    Accept(AcceptDirect),
}

/// Standing for a newcomer.
#[derive(Debug, Args)]
pub(crate) struct VouchFor {
    #[command(flatten)]
    pub(crate) of: OfMember,
    #[arg(value_name = "TEXT", default_value = "", hide_default_value = true)]
    #[arg(help = help::VOUCH_WORDS)]
    pub(crate) words: String,
    #[arg(long, conflicts_with = "words", help = help::VOUCH_WITHDRAW)]
    pub(crate) withdraw: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Lock {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(long, value_name = "MESSAGE", help = help::LOCK_TOPIC)]
    pub(crate) topic: Option<String>,
    #[command(flatten)]
    pub(crate) by: ByRule,
}

#[derive(Debug, Args)]
pub(crate) struct Slow {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(value_name = "TIME", help = help::SLOW_SPAN, value_parser = when::span)]
    pub(crate) span: Duration,
    #[command(flatten)]
    pub(crate) by: ByRule,
}

/// The settings that are set by `mod set`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SettingArg {
    Name,
    Palette,
    Hours,
    Retention,
    DirectMessages,
    Age,
    Votes,
    Probation,
    Vouches,
    LastDay,
    OpenTopic,
    CloseTopic,
}

#[derive(Debug, Args)]
pub(crate) struct SetSetting {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(value_name = "SETTING", help = help::WHICH_SETTING)]
    pub(crate) setting: SettingArg,
    #[arg(value_name = "VALUE", help = help::SETTING_VALUE)]
    pub(crate) value: String,
}

#[derive(Debug, Args)]
pub(crate) struct SetGuidelines {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(value_name = "FILE", required_unless_present = "first", help = help::GUIDELINES_FILE)]
    pub(crate) files: Vec<PathBuf>,
    #[arg(long, conflicts_with = "files", help = help::GUIDELINES_FIRST)]
    pub(crate) first: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Ask {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(value_name = "QUESTION", help = help::QUESTION)]
    pub(crate) questions: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Raid {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(long, value_name = "N", help = help::PER_HOUR)]
    pub(crate) per_hour: u32,
}

#[derive(Debug, Args)]
pub(crate) struct Guidelines {
    #[arg(value_name = "ROOM", help = help::IN_ROOM)]
    pub(crate) room: String,
    #[arg(long, help = help::ACCEPT)]
    pub(crate) accept: bool,
    #[arg(long, help = help::ALL_LANGUAGES)]
    pub(crate) all_languages: bool,
}
