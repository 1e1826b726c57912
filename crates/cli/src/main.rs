//! The sitr command line: every move of a member, an admin and a doorkeeper, on the SDK.
//!
//! `args` reads what was typed, `open` opens the profile, `command` does it, `show` and `out` tell what
//! came of it, `text` holds every sentence. Nothing from other people reaches the terminal but through
//! `safe`.

mod app;
mod args;
mod chat;
mod command;
mod fail;
mod feed;
mod input;
mod named;
mod names;
mod open;
mod out;
mod qr;
mod safe;
mod show;
mod stop;
mod text;
mod when;
mod words;

use std::process::ExitCode;

use clap::Parser as _;

use app::App;
use args::{
    Cli, Command, DeviceCommand, Global, InviteCommand, ProfileCommand, RoomCommand, Through,
};
use command::{
    aside, care, device, directory, doorkeeper, export, guidelines, invites, join, keep, knocks,
    languages, library, mediation, members, messages, motion, moving, newcomers, posts, profile,
    quickstart, refound, rooms, together,
};
use fail::Failure;
use open::Door;
use out::Out;

/// Folder of the profile in the platform's data folder.
const PROFILE: &str = "profile";
/// Folder of the profile of `quickstart`: another one, so that a second terminal can join as somebody else.
const QUICKSTART: &str = "quickstart";

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return misused(&error),
    };
    words::speak(&cli.global);
    let out = Out::new(cli.global.json);
    match run(&cli, out) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let code = failure.exit_code();
            if code != 0 {
                out.failure(&failure);
            }
            ExitCode::from(code)
        }
    }
}

/// Tells what is wrong with the command line, or what was asked by `--help`.
fn misused(error: &clap::Error) -> ExitCode {
    let json = std::env::args_os().any(|word| word == "--json");
    if json && error.use_stderr() {
        Out::new(true).failure(&Failure::Usage(text::misuse(&error.to_string())));
    } else {
        // Where nobody listens, nothing can be said.
        let _ = error.print();
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

fn run(cli: &Cli, out: Out) -> Result<(), Failure> {
    log(&cli.global)?;
    if matches!(cli.command, Command::Languages) {
        return languages::list(out);
    }
    let default = if matches!(cli.command, Command::Quickstart(_)) { QUICKSTART } else { PROFILE };
    let door = Door::to(&cli.global, default, out)?;
    let token = cli.global.token_file.as_deref().map(open::secret_in).transpose()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::Io(text::NO_THREADS.to_owned(), error))?;
    // From here on nothing ends this function before the client is closed.
    let client = match &cli.command {
        Command::Profile(ProfileCommand::Passphrase(args)) => {
            return profile::passphrase(&door, args);
        }
        Command::Profile(ProfileCommand::Recover(args)) => return profile::recover(&door, args),
        Command::Profile(ProfileCommand::Duress(args)) => return profile::duress(&door, args),
        Command::Profile(ProfileCommand::Destroy(_)) => return profile::destroy(&door),
        Command::Quickstart(_) => door.open_or_make_unasked()?,
        Command::Room(RoomCommand::Create(_))
        | Command::Join(_)
        | Command::Door(_)
        | Command::Device(DeviceCommand::Join(_)) => door.open_or_make()?,
        _ => door.open()?,
    };
    let client = match token {
        Some(token) => client.with_token(token.as_bytes().to_vec()),
        None => client,
    };
    let client = match cli.global.proxy {
        Some(Through(proxy)) => client.with_proxy(proxy),
        None => client,
    };
    let app = App { client, out, patience: cli.global.timeout };
    let done = runtime.block_on(async {
        let kept = match cli.global.proxy {
            Some(_) => app.client.keep_proxy().await,
            None => Ok(()),
        };
        let done = match kept {
            Ok(()) => obey(&app, &door, &cli.command).await,
            Err(error) => Err(error.into()),
        };
        app.client.close().await;
        done
    });
    // A thread that reads a terminal is not waited for.
    runtime.shutdown_background();
    done
}

async fn obey(app: &App, door: &Door<'_>, command: &Command) -> Result<(), Failure> {
    match command {
        Command::Quickstart(args) => quickstart::run(app, door, args).await,
        Command::Room(RoomCommand::Create(args)) => rooms::create(app, args).await,
        Command::Room(RoomCommand::List) => rooms::list(app).await,
        Command::Room(RoomCommand::Safety(args)) => rooms::safety(app, args).await,
        Command::Room(RoomCommand::Move(args)) => moving::to(app, args).await,
        Command::Room(RoomCommand::Follow(args)) => moving::follow(app, args).await,
        Command::Room(RoomCommand::Refound(args)) => refound::refound(app, args).await,
        Command::Room(RoomCommand::Along(args)) => refound::along(app, args).await,
        Command::Invite(args) => match (&args.command, &args.create) {
            (Some(InviteCommand::Create(args)), None) | (None, Some(args)) => {
                invites::create(app, args).await
            }
            (Some(InviteCommand::Ask(args)), None) => invites::ask(app, args).await,
            (Some(InviteCommand::List(args)), None) => invites::list(app, args).await,
            (Some(InviteCommand::Revoke(args)), None) => invites::revoke(app, args).await,
            _ => Err(Failure::Usage(text::TWO_WAYS.to_owned())),
        },
        Command::Join(args) => join::join(app, args).await,
        Command::Door(args) => join::door(app, args).await,
        Command::Knocks(args) => knocks::list(app, args).await,
        Command::Admit(args) => knocks::admit(app, args).await,
        Command::Refuse(args) => knocks::refuse(app, args).await,
        Command::Send(args) => messages::send(app, args).await,
        Command::Cancel(args) => messages::cancel(app, args).await,
        Command::Reply(args) => messages::reply(app, args).await,
        Command::React(args) => messages::react(app, args).await,
        Command::Edit(args) => messages::edit(app, args).await,
        Command::Delete(args) => messages::delete(app, args).await,
        Command::Read(args) => messages::read(app, args).await,
        Command::Members(args) => members::list(app, args).await,
        Command::Role(args) => members::role(app, args).await,
        Command::Remove(args) => members::remove(app, args).await,
        Command::Report(args) => aside::report(app, args).await,
        Command::Whisper(args) => aside::whisper(app, args).await,
        Command::Appeal(args) => aside::appeal(app, args).await,
        Command::Need(args) => aside::need(app, args).await,
        Command::Answer(args) => aside::answer(app, args).await,
        Command::Desk(args) => aside::desk(app, args).await,
        Command::Take(args) => aside::take(app, args).await,
        Command::Mediation(command) => mediation::run(app, command).await,
        Command::Vouch(args) => newcomers::vouch(app, args).await,
        Command::Direct(command) => together::direct(app, command).await,
        Command::Event(command) => together::event(app, command).await,
        Command::Petition(command) => together::petition(app, command).await,
        Command::Celebrate(args) => together::celebrate(app, args).await,
        Command::Campaign(args) => together::campaign(app, args).await,
        Command::Library(command) => library::run(app, command).await,
        Command::Note(args) => library::note(app, args).await,
        Command::Professionals(args) => library::professionals(app, args).await,
        Command::Questions(args) => library::questions(app, args).await,
        Command::Answered(args) => library::answered(app, args).await,
        Command::Topic(args) => posts::topic(app, args).await,
        Command::Topics(args) => posts::topics(app, args).await,
        Command::Mute(args) => posts::mute(app, args).await,
        Command::Search(args) => posts::search(app, args).await,
        Command::Show(args) => posts::timeline(app, args).await,
        Command::Open(args) => posts::open(app, args).await,
        Command::Attach(args) => posts::attach(app, args).await,
        Command::Fetch(args) => posts::fetch(app, args).await,
        Command::Poll(command) => posts::poll(app, command).await,
        Command::Care(command) => care::run(app, command).await,
        Command::Mod(command) => keep::run(app, command).await,
        Command::Guidelines(args) => guidelines::guidelines(app, args).await,
        Command::Motion(command) => motion::run(app, command).await,
        Command::Directory(command) => directory::run(app, command).await,
        Command::Leave(args) => rooms::leave(app, args).await,
        Command::Doorkeeper(args) => doorkeeper::run(app, args).await,
        Command::Chat(args) => chat::chat(app, door, args).await,
        Command::Device(command) => device::run(app, command).await,
        Command::Profile(ProfileCommand::Backup(args)) => profile::backup(app, args).await,
        Command::Export(args) => export::run(app, args).await,
        // Done before a profile is opened.
        Command::Profile(_) | Command::Languages => Ok(()),
    }
}

fn log(global: &Global) -> Result<(), Failure> {
    let Some(filter) = &global.log else { return Ok(()) };
    let filter = tracing_subscriber::EnvFilter::try_new(filter)
        .map_err(|_| Failure::Usage(text::wrong_filter(filter)))?;
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    Ok(())
}
