//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use sitr_client::Proxy;
use sitr_client::words::Language;

use crate::text::help;
use crate::{text, when, words};

mod device;
mod door;
#[cfg(test)]
mod examples;
mod gather;
mod invite;
mod keep;
mod library;
mod member;
mod more;
mod moving;
mod profile;
mod refound;
mod room;
mod speech;
mod together;

pub(crate) use device::{DeviceCommand, JoinDevice, LinkDevice, ListDevices, RemoveDevice};
pub(crate) use door::{Admit, DoorOf, Doorkeeper, Join, Knocks, PolicyArg, Refuse};
pub(crate) use gather::{
    Community, DirectoryCommand, Enter, FindRoom, InCommunity, ListRoom, MotionCommand, OnMotion,
    Propose, TieRoom,
};
pub(crate) use invite::{AskInvite, CreateInvite, Invite, InviteCommand, RevokeInvite};
pub(crate) use keep::{
    Ask, BanMember, ByRule, FoldMessage, Guidelines, Lock, Mediate, MediationCommand, ModCommand,
    OnMemberUntil, OnMemberWhy, OnMessageWhy, Raid, SetGuidelines, SetSetting, SettingArg, Slow,
    VouchFor,
};
pub(crate) use library::{
    AnsweredBy, CheckFile, Export, LibraryCommand, NoteOn, Publish, VerdictArg,
};
pub(crate) use member::{OfMember, RoleArg, SetRole};
pub(crate) use more::{
    Attach, CareCommand, CreatePoll, Fetch, Keep, Mute, PollCommand, Report, VoteIn, Words, WordsOn,
};
pub(crate) use moving::{FollowRoom, MoveRoom};
pub(crate) use profile::{Backup, ExportMine, NewPassphrase, ProfileCommand, Recover};
pub(crate) use refound::{ComeAlong, RefoundRoom};
pub(crate) use room::{CreateRoom, InRoom, RoomCommand};
pub(crate) use speech::{Cancel, Chat, Edit, OnMessage, React, Read, Reply, Send};
pub(crate) use together::{
    AcceptDirect, AskDirect, Campaign, Celebrate, ComingArg, CreateEvent, CreatePetition,
    DirectCommand, EventCommand, OccasionArg, PetitionCommand, RsvpTo, SignPetition, Take,
};

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "sitr", version, about = help::ABOUT, after_help = help::AFTER)]
#[command(arg_required_else_help = true, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
#[command(next_help_heading = help::HEADING)]
pub(crate) struct Global {
    #[arg(long, global = true, value_name = "DIR", env = "SITR_PROFILE", hide_env_values = true)]
    #[arg(help = help::PROFILE)]
    pub(crate) profile: Option<PathBuf>,
    #[arg(long, global = true, value_name = "FILE", help = help::PASSPHRASE_FILE)]
    pub(crate) passphrase_file: Option<PathBuf>,
    #[arg(long, global = true, help = help::KEYRING)]
    pub(crate) keyring: bool,
    #[arg(long, global = true, help = help::JSON)]
    pub(crate) json: bool,
    #[arg(long, global = true, value_name = "FILE", help = help::TOKEN_FILE)]
    pub(crate) token_file: Option<PathBuf>,
    #[arg(long, global = true, value_name = "URL", env = "SITR_PROXY", hide_env_values = true)]
    #[arg(value_parser = through, help = help::PROXY)]
    pub(crate) proxy: Option<Through>,
    #[arg(long, global = true, value_name = "TIME", default_value = "30s", help = help::TIMEOUT)]
    #[arg(value_parser = when::some_span)]
    pub(crate) timeout: Duration,
    #[arg(long, global = true, value_name = "TAG", env = "SITR_LANG", hide_env_values = true)]
    #[arg(value_parser = words::language, help = help::LANG)]
    pub(crate) lang: Option<Language>,
    #[arg(long, global = true, value_name = "FILTER", help = help::LOG)]
    pub(crate) log: Option<String>,
}

/// Through which proxy everything goes; through none, if that was said.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Through(pub(crate) Option<Proxy>);

fn through(typed: &str) -> Result<Through, String> {
    if typed.trim() == "none" {
        return Ok(Through(None));
    }
    let proxy = typed.parse().map_err(|_| text::wrong_proxy(typed))?;
    Ok(Through(Some(proxy)))
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(about = help::QUICKSTART, after_long_help = help::QUICKSTART_MORE)]
    Quickstart(Quickstart),
    #[command(about = help::LANGUAGES, after_long_help = help::LANGUAGES_MORE)]
    Languages,
    #[command(about = help::ROOM, subcommand)]
    Room(RoomCommand),
    #[command(about = help::INVITE, after_long_help = help::INVITE_MORE)]
    #[command(subcommand_negates_reqs = true, override_usage = help::INVITE_USAGE)]
    Invite(Invite),
    #[command(about = help::JOIN, after_long_help = help::JOIN_MORE)]
    Join(Join),
    #[command(about = help::DOOR, after_long_help = help::DOOR_MORE)]
    Door(DoorOf),
    #[command(about = help::KNOCKS, after_long_help = help::KNOCKS_MORE)]
    Knocks(Knocks),
    #[command(about = help::ADMIT, after_long_help = help::ADMIT_MORE)]
    Admit(Admit),
    #[command(about = help::REFUSE, after_long_help = help::REFUSE_MORE)]
    Refuse(Refuse),
    #[command(about = help::SEND, after_long_help = help::SEND_MORE)]
    Send(Send),
    #[command(about = help::CANCEL, after_long_help = help::CANCEL_MORE)]
    Cancel(Cancel),
    #[command(about = help::REPLY, after_long_help = help::REPLY_MORE)]
    Reply(Reply),
    #[command(about = help::REACT, after_long_help = help::REACT_MORE)]
    React(React),
    #[command(about = help::EDIT, after_long_help = help::EDIT_MORE)]
    Edit(Edit),
    #[command(about = help::DELETE, after_long_help = help::DELETE_MORE)]
    Delete(OnMessage),
    #[command(about = help::READ, after_long_help = help::READ_MORE)]
    Read(Read),
    #[command(about = help::MEMBERS, after_long_help = help::MEMBERS_MORE)]
    Members(InRoom),
    #[command(about = help::ROLE, after_long_help = help::ROLE_MORE)]
    Role(SetRole),
    #[command(about = help::REMOVE, after_long_help = help::REMOVE_MORE)]
    Remove(OfMember),
    #[command(about = help::REPORT, after_long_help = help::REPORT_MORE)]
    Report(Report),
    #[command(about = help::WHISPER, after_long_help = help::WHISPER_MORE)]
    Whisper(Words),
    #[command(about = help::APPEAL, after_long_help = help::APPEAL_MORE)]
    Appeal(WordsOn),
    #[command(about = help::NEED, after_long_help = help::NEED_MORE)]
    Need(Words),
    #[command(about = help::VOUCH, after_long_help = help::VOUCH_MORE)]
    Vouch(VouchFor),
    #[command(about = help::ANSWER_ASIDE, after_long_help = help::ANSWER_ASIDE_MORE)]
    Answer(WordsOn),
    #[command(about = help::DESK, after_long_help = help::DESK_MORE)]
    Desk(InRoom),
    #[command(about = help::TAKE, after_long_help = help::TAKE_MORE)]
    Take(Take),
    #[command(about = help::DIRECT, subcommand)]
    Direct(DirectCommand),
    #[command(about = help::MEDIATION, subcommand)]
    Mediation(MediationCommand),
    #[command(about = help::EVENT, subcommand)]
    Event(EventCommand),
    #[command(about = help::PETITION, subcommand)]
    Petition(PetitionCommand),
    #[command(about = help::CELEBRATE, after_long_help = help::CELEBRATE_MORE)]
    Celebrate(Celebrate),
    #[command(about = help::CAMPAIGN, after_long_help = help::CAMPAIGN_MORE)]
    Campaign(Campaign),
    #[command(about = help::LIBRARY, subcommand)]
    Library(LibraryCommand),
    #[command(about = help::NOTE_ON, after_long_help = help::NOTE_ON_MORE)]
    Note(NoteOn),
    #[command(about = help::PROFESSIONALS, after_long_help = help::PROFESSIONALS_MORE)]
    Professionals(InRoom),
    #[command(about = help::QUESTIONS, after_long_help = help::QUESTIONS_MORE)]
    Questions(InRoom),
    #[command(about = help::ANSWERED, after_long_help = help::ANSWERED_MORE)]
    Answered(AnsweredBy),
    #[command(about = help::TOPIC, after_long_help = help::TOPIC_MORE)]
    Topic(Words),
    #[command(about = help::TOPICS, after_long_help = help::TOPICS_MORE)]
    Topics(InRoom),
    #[command(about = help::MUTE, after_long_help = help::MUTE_MORE)]
    Mute(Mute),
    #[command(about = help::SEARCH, after_long_help = help::SEARCH_MORE)]
    Search(Words),
    #[command(about = help::SHOW, after_long_help = help::SHOW_MORE)]
    Show(InRoom),
    #[command(about = help::OPEN, after_long_help = help::OPEN_MORE)]
    Open(OnMessage),
    #[command(about = help::ATTACH, after_long_help = help::ATTACH_MORE)]
    Attach(Attach),
    #[command(about = help::FETCH, after_long_help = help::FETCH_MORE)]
    Fetch(Fetch),
    #[command(about = help::POLL, subcommand)]
    Poll(PollCommand),
    #[command(about = help::CARE, subcommand)]
    Care(CareCommand),
    #[command(about = help::MOD, subcommand)]
    Mod(ModCommand),
    #[command(about = help::GUIDELINES, after_long_help = help::GUIDELINES_MORE)]
    Guidelines(Guidelines),
    #[command(about = help::MOTION, subcommand)]
    Motion(MotionCommand),
    #[command(about = help::DIRECTORY, subcommand)]
    Directory(DirectoryCommand),
    #[command(about = help::LEAVE, after_long_help = help::LEAVE_MORE)]
    Leave(InRoom),
    #[command(about = help::DOORKEEPER, after_long_help = help::DOORKEEPER_MORE)]
    Doorkeeper(Doorkeeper),
    #[command(about = help::CHAT, after_long_help = help::CHAT_MORE)]
    Chat(Chat),
    #[command(about = help::EXPORT, after_long_help = help::EXPORT_MORE)]
    Export(ExportMine),
    #[command(about = help::DEVICE, subcommand)]
    Device(DeviceCommand),
    #[command(about = help::PROFILE_COMMAND, subcommand)]
    Profile(ProfileCommand),
}

#[derive(Debug, Args)]
pub(crate) struct Quickstart {
    #[arg(long, value_name = "ADDR", help = help::LISTEN)]
    pub(crate) listen: Option<SocketAddr>,
    #[arg(long, value_name = "URL", help = help::PUBLIC_URL)]
    pub(crate) public_url: Vec<String>,
    #[arg(long, value_name = "NAME", default_value = "Quickstart", help = help::QUICKSTART_ROOM)]
    pub(crate) room: String,
    #[arg(long = "as", value_name = "PSEUDONYM", default_value = "Host", help = help::AS)]
    pub(crate) pseudonym: String,
    #[arg(long, help = help::NO_QR)]
    pub(crate) no_qr: bool,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    fn parsed(line: &str) -> Result<Command, clap::error::ErrorKind> {
        let words = line.split(' ').filter(|word| !word.is_empty());
        Cli::try_parse_from(words).map(|cli| cli.command).map_err(|error| error.kind())
    }

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn invite_tells_rooms_from_subcommands() {
        let Ok(Command::Invite(bare)) = parsed("sitr invite friends --uses 3") else { panic!() };
        let create = bare.create.unwrap();
        assert_eq!((create.room.as_str(), create.uses), ("friends", 3));
        assert_eq!(create.expires, Duration::from_secs(72 * 3600));

        let Ok(Command::Invite(list)) = parsed("sitr invite --json list friends") else { panic!() };
        assert!(list.create.is_none());
        assert!(matches!(list.command, Some(InviteCommand::List(room)) if room.room == "friends"));

        let Ok(Command::Invite(named)) = parsed("sitr invite create list") else { panic!() };
        assert!(
            matches!(named.command, Some(InviteCommand::Create(create)) if create.room == "list")
        );
        assert!(parsed("sitr invite").is_err());
        assert!(parsed("sitr invite list").is_err());
        assert!(parsed("sitr invite friends --uses 0").is_err());
        assert!(parsed("sitr invite friends --expires soon").is_err());
    }

    #[test]
    fn global_options_stand_anywhere() {
        for line in ["sitr --json --timeout 5s room list", "sitr room list --timeout 5 --json"] {
            let cli = Cli::try_parse_from(line.split(' ')).unwrap();
            assert!(cli.global.json);
            assert_eq!(cli.global.timeout, Duration::from_secs(5));
        }
    }

    #[test]
    fn text_may_be_a_dash_or_begin_with_one() {
        let text = |line: &str| match parsed(line) {
            Ok(Command::Send(send)) => send.text,
            other => panic!("{other:?}"),
        };
        assert_eq!(text("sitr send r -").as_deref(), Some("-"));
        assert_eq!(text("sitr send r -- -x").as_deref(), Some("-x"));
        assert_eq!(text("sitr send r"), None);
    }

    #[test]
    fn every_command_has_examples_and_says_what_the_relay_learns() {
        fn visit(command: &clap::Command, path: &str) {
            for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
                let path = format!("{path} {}", sub.get_name());
                assert!(sub.get_about().is_some(), "{path}");
                let more = sub.get_after_long_help().map(ToString::to_string).unwrap_or_default();
                if !sub.has_subcommands() {
                    assert!(more.contains("Examples:"), "{path}");
                    assert!(more.contains("What the relay can learn:"), "{path}");
                }
                visit(sub, &path);
            }
        }
        visit(&Cli::command(), "sitr");
    }
}
