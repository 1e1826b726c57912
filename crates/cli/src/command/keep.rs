//! `mod`: what those who keep a room do, each with its rule, end and reason.

use std::time::Duration;

use serde_json::json;
use sitr_client::content::{Label, MessageId};
use sitr_client::{LABELS, Move, Role, RoomId, Why, label_name, measure_name};

use super::messages::on;
use super::{guidelines, log, mediation, newcomers, settings};
use crate::app::App;
use crate::args::{
    Ask, BanMember, ByRule, FoldMessage, Lock, ModCommand, OnMemberUntil, OnMemberWhy, OnMessage,
    OnMessageWhy, Raid, Slow,
};
use crate::fail::Failure;
use crate::show;
use crate::text::keep as said;

/// Seconds of a day.
pub(super) const DAY: u64 = 86_400;

/// Does what was asked.
pub(crate) async fn run(app: &App, command: &ModCommand) -> Result<(), Failure> {
    match command {
        ModCommand::Settings(args) => settings::settings(app, args).await,
        ModCommand::Set(args) => settings::set(app, args).await,
        ModCommand::Guidelines(args) => guidelines::set_guidelines(app, args).await,
        ModCommand::Ask(args) => ask(app, args).await,
        ModCommand::Raid(args) => raid(app, args).await,
        ModCommand::Hide(args) => on_message(app, args, Move::Hide).await,
        ModCommand::Restore(args) => on_message(app, args, Move::Restore).await,
        ModCommand::Fold(args) => fold(app, args).await,
        ModCommand::Timeout(args) => timeout(app, args).await,
        ModCommand::Ban(args) => ban(app, args).await,
        ModCommand::Lineage(args) => newcomers::lineage(app, args).await,
        ModCommand::Mediate(args) => mediation::offer(app, args).await,
        ModCommand::Queue(args) => newcomers::queue(app, args).await,
        ModCommand::Lift(args) => lift(app, args).await,
        ModCommand::Probation(args) => {
            let room = app.room(&args.of.room).await?.id;
            app.current(&room).await?;
            let who = app.member(&room, &args.of.member).await?.id;
            take(app, &room, Move::Probation(who), why(&args.by, None)).await
        }
        ModCommand::Lock(args) => lock(app, args, true).await,
        ModCommand::Unlock(args) => lock(app, args, false).await,
        ModCommand::Slow(args) => slow(app, args).await,
        ModCommand::Log(args) => log::log(app, args).await,
    }
}

fn why(by: &ByRule, span: Option<Duration>) -> Why {
    let today = super::invites::now() / DAY;
    let until = span.map_or(0, |span| today + span.as_secs().div_ceil(DAY));
    let until_day = u32::try_from(until).unwrap_or(u32::MAX);
    Why { rule: by.rule, until_day, reason: by.reason.clone() }
}

/// Takes a measure, and waits until the room has it.
async fn take(app: &App, room: &RoomId, what: Move, why: Why) -> Result<(), Failure> {
    let id = app.client.moderate(room, what, why).await?;
    app.settled(room).await?;
    let log = app.client.moderation_log(room).await?;
    let entry = log
        .iter()
        .find(|entry| entry.id == id)
        .ok_or_else(|| Failure::Dropped(said::NOT_DONE.as_str()))?;
    let name = measure_name(&entry.measure);
    let object = json!({
        "entry": show::message_id(&id),
        "measure": name,
        "number": entry.number,
        "hash": data_encoding::HEXLOWER.encode(&entry.hash.0),
    });
    app.out.result(&object, &said::measure(name))?;
    app.others(Some(room)).await
}

async fn on_message(
    app: &App,
    args: &OnMessageWhy,
    what: impl Fn(MessageId) -> Move,
) -> Result<(), Failure> {
    let (room, message) = on(app, &args.on).await?;
    take(app, &room, what(message), why(&args.by, None)).await
}

async fn fold(app: &App, args: &FoldMessage) -> Result<(), Failure> {
    let labels = labels(&args.labels)?;
    let (room, message) = on(app, &args.on).await?;
    take(app, &room, Move::Fold(message, labels), why(&args.by, None)).await
}

/// Labels by their names: ascending, each once.
pub(crate) fn labels(typed: &[String]) -> Result<Vec<Label>, Failure> {
    let label = |typed: &String| {
        let known = LABELS.into_iter().find(|label| label_name(*label) == typed.trim());
        known.ok_or_else(|| Failure::Usage(said::NO_LABEL.to_owned()))
    };
    let mut labels = typed.iter().map(label).collect::<Result<Vec<_>, _>>()?;
    labels.sort_unstable();
    labels.dedup();
    Ok(labels)
}

async fn timeout(app: &App, args: &OnMemberUntil) -> Result<(), Failure> {
    if args.span.is_none() {
        return Err(Failure::Usage(said::NEEDS_END.to_owned()));
    }
    let room = app.room(&args.of.room).await?.id;
    app.current(&room).await?;
    let who = app.member(&room, &args.of.member).await?.id;
    take(app, &room, Move::Timeout(who), why(&args.by, args.span)).await
}

async fn ban(app: &App, args: &BanMember) -> Result<(), Failure> {
    let BanMember { ban: args, with_invited } = args;
    let room = app.room(&args.of.room).await?.id;
    app.current(&room).await?;
    // Somebody who only knocks can be banned too.
    let who = match app.member(&room, &args.of.member).await {
        Ok(member) => member.id,
        Err(unknown) => match app.knock(&room, &args.of.member).await {
            Ok(knock) => knock.member,
            Err(_) => return Err(unknown),
        },
    };
    let came = if *with_invited { app.client.came_by(&room, who).await? } else { [].into() };
    take(app, &room, Move::Ban(who), why(&args.by, args.span)).await?;
    for newcomer in &came {
        take(app, &room, Move::Ban(*newcomer), why(&args.by, args.span)).await?;
    }
    newcomers::vouched_for(app, &room, |whom| *whom == who || came.contains(whom)).await
}

/// Ends whatever stands against somebody.
async fn lift(app: &App, args: &OnMemberWhy) -> Result<(), Failure> {
    let room = app.room(&args.of.room).await?.id;
    app.current(&room).await?;
    let settings = app.client.settings(&room).await?;
    let typed = args.of.member.trim().to_lowercase();
    let of = |persona| sitr_client::MemberId::of(persona);
    let banned = settings
        .bans
        .keys()
        .map(of)
        .find(|who| typed.len() >= 4 && who.to_hex().starts_with(&typed));
    let what = match (banned, app.member(&room, &args.of.member).await) {
        (Some(who), _) => Move::Unban(who),
        (None, Ok(member)) if settings.timeouts.keys().any(|it| of(it) == member.id) => {
            Move::EndTimeout(member.id)
        }
        (None, Ok(member)) if member.role == Role::Newcomer => Move::EndProbation(member.id),
        (None, Ok(_)) => return Err(Failure::Usage(said::NOTHING_TO_LIFT.to_owned())),
        (None, Err(unknown)) => return Err(unknown),
    };
    take(app, &room, what, why(&args.by, None)).await
}

async fn lock(app: &App, args: &Lock, locked: bool) -> Result<(), Failure> {
    let (room, what) = match &args.topic {
        Some(topic) => {
            let topic = OnMessage { room: args.room.clone(), message: topic.clone() };
            let (room, topic) = on(app, &topic).await?;
            (room, Move::LockTopic(topic, locked))
        }
        None => {
            let room = app.room(&args.room).await?.id;
            app.current(&room).await?;
            (room, Move::Lock(locked))
        }
    };
    take(app, &room, what, why(&args.by, None)).await
}

async fn slow(app: &App, args: &Slow) -> Result<(), Failure> {
    let room = app.room(&args.room).await?.id;
    app.current(&room).await?;
    let seconds = u32::try_from(args.span.as_secs()).unwrap_or(u32::MAX);
    take(app, &room, Move::SlowMode(seconds), why(&args.by, None)).await
}

async fn ask(app: &App, args: &Ask) -> Result<(), Failure> {
    let room = app.room(&args.room).await?.id;
    app.client.ask_newcomers(&room, args.questions.clone()).await?;
    let object = json!({ "room": room.to_hex(), "questions": args.questions });
    app.out.result(&object, &said::ASKED)
}

async fn raid(app: &App, args: &Raid) -> Result<(), Failure> {
    let room = app.room(&args.room).await?.id;
    app.client.set_raid_limit(&room, args.per_hour).await?;
    let object = json!({ "room": room.to_hex(), "per_hour": args.per_hour });
    app.out.result(&object, &said::set("raid"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_by_name() {
        let typed = ["war".to_owned(), "abuse".to_owned(), "war".to_owned()];
        assert_eq!(labels(&typed).unwrap(), [Label::Abuse, Label::War]);
        assert!(labels(&["wars".to_owned()]).is_err());
    }
}
