//! What is said in confidence: reports, whispers, appeals, calls for help, answers; and the list of them.

use serde_json::{Value, json};
use sitr_client::content::{Body, Own, Reason};
use sitr_client::{AsideView, Delivery, MessageId, RoomId};

use super::messages::{deliver, meant, on};
use crate::app::App;
use crate::args::{InRoom, Report, Take, Words, WordsOn};
use crate::fail::Failure;
use crate::text::{gather, more as said};
use crate::{show, when};

/// Every reason, by its name.
const REASONS: [(&str, Reason); 19] = [
    ("other", Reason::Other),
    ("harassment", Reason::Harassment),
    ("threat", Reason::Threat),
    ("sexual-approach", Reason::SexualApproach),
    ("personal-data", Reason::PersonalData),
    ("moved-elsewhere", Reason::MovedElsewhere),
    ("harmful-advice", Reason::HarmfulAdvice),
    ("misinformation", Reason::Misinformation),
    ("self-harm-content", Reason::SelfHarmContent),
    ("spam", Reason::Spam),
    ("race", Reason::Race),
    ("sex-or-gender", Reason::SexOrGender),
    ("orientation", Reason::Orientation),
    ("religion", Reason::Religion),
    ("ability", Reason::Ability),
    ("age", Reason::Age),
    ("nationality", Reason::Nationality),
    ("belief", Reason::Belief),
    ("culture", Reason::Culture),
];

/// Reports a message.
pub(crate) async fn report(app: &App, args: &Report) -> Result<(), Failure> {
    let known = REASONS.iter().find(|(name, _)| *name == args.reason.trim());
    let (_, reason) = known.ok_or_else(|| Failure::Usage(said::NO_REASON.to_owned()))?;
    let (room, message) = on(app, &args.on).await?;
    let id = app.client.report(&room, &[message], *reason, &args.words, true).await?;
    confided(app, room, id, &said::REPORTED).await
}

/// Whispers to those who keep the room.
pub(crate) async fn whisper(app: &App, args: &Words) -> Result<(), Failure> {
    let room = app.room(&args.room).await?.id;
    let id = app.client.whisper(&room, &args.words, &[], true).await?;
    confided(app, room, id, &said::WHISPERED).await
}

/// Appeals.
pub(crate) async fn appeal(app: &App, args: &WordsOn) -> Result<(), Failure> {
    let room = app.room(&args.on.room).await?.id;
    app.current(&room).await?;
    let log = app.client.moderation_log(&room).await?;
    let entry = meant(log.iter().map(|entry| entry.id), &args.on.message)
        .map_err(|_| Failure::Usage(said::NO_ENTRY.to_owned()))?;
    let id = app.client.appeal(&room, entry, &args.words).await?;
    confided(app, room, id, &said::APPEALED).await
}

/// Calls for somebody.
pub(crate) async fn need(app: &App, args: &Words) -> Result<(), Failure> {
    let room = app.room(&args.room).await?.id;
    let id = app.client.call_for_help(&room, &args.words, "").await?;
    confided(app, room, id, &said::CALLED).await
}

/// Takes a call for help, or gives it back.
pub(crate) async fn take(app: &App, args: &Take) -> Result<(), Failure> {
    let room = app.room(&args.on.room).await?.id;
    app.current(&room).await?;
    let asides = app.client.asides(&room, 0, u32::MAX).await?;
    let is_call = |aside: &&AsideView| matches!(aside.body, Body::Own(_, Own::CrisisCall(_)));
    let calls = asides.iter().filter(is_call).map(|aside| aside.id);
    let call =
        meant(calls, &args.on.message).map_err(|_| Failure::Usage(gather::NO_CALL.to_owned()))?;
    let id = app.client.take_call(&room, call, !args.back).await?;
    deliver(app, room, id).await
}

/// Answers what was said in confidence.
pub(crate) async fn answer(app: &App, args: &WordsOn) -> Result<(), Failure> {
    let room = app.room(&args.on.room).await?.id;
    app.current(&room).await?;
    let asides = app.client.asides(&room, 0, u32::MAX).await?;
    let answerable = asides.iter().filter(|aside| aside.is_answerable).map(|aside| aside.id);
    let aside = meant(answerable, &args.on.message)
        .map_err(|_| Failure::Usage(said::NO_ASIDE.to_owned()))?;
    let id = app.client.answer(&room, aside, &args.words, true).await?;
    confided(app, room, id, &said::ANSWERED).await
}

/// Waits until the relay has it. It was written down before: out of reach, it leaves later, sealed for those who
/// are there then.
pub(crate) async fn confided(
    app: &App,
    room: RoomId,
    id: MessageId,
    line: &str,
) -> Result<(), Failure> {
    app.client.connect().await?;
    app.settled(&room).await?;
    if matches!(app.client.delivery(&room, id).await?, None | Some(Delivery::Failed)) {
        return Err(Failure::Dropped(crate::text::NOT_SENT.as_str()));
    }
    let object = json!({ "message": show::message_id(&id), "room": room.to_hex() });
    app.out.result(&object, line)?;
    app.others(Some(&room)).await
}

/// Lists what was said in confidence, to this member and by it.
pub(crate) async fn desk(app: &App, args: &InRoom) -> Result<(), Failure> {
    let room = app.room(&args.room).await?.id;
    let current = app.current(&room).await;
    let taken = app.client.taken_calls(&room).await?;
    for aside in app.client.asides(&room, 0, u32::MAX).await? {
        let (kind, name) = (kind(&aside.body), name(&aside));
        let taken_by = taken.get(&aside.id).map(|(_, name)| name.as_str());
        let id = show::message_id(&aside.id);
        let line = said::aside(&when::shown(aside.at_ms), &id, kind, name, &aside.body.words());
        app.out.result(&object(&aside, taken_by), &line)?;
    }
    current?;
    app.others(Some(&room)).await
}

/// An aside, as programs read it; with the name of who took it, if it is a call.
pub(crate) fn object(aside: &AsideView, taken_by: Option<&str>) -> Value {
    json!({
        "message": show::message_id(&aside.id),
        "kind": kind(&aside.body),
        "mine": aside.is_mine,
        "name": name(aside),
        "text": aside.body.words(),
        "reason": reason(&aside.body),
        "messages": reported(&aside.body),
        "vouches": aside.vouches(),
        "answers": aside.re.map(|re| show::message_id(&re)),
        "answerable": aside.is_answerable,
        "taken_by": taken_by,
        "at": when::rfc3339(aside.at_ms),
    })
}

fn name(aside: &AsideView) -> Option<&str> {
    aside.by.as_ref().map(|(_, name)| name.as_str())
}

/// What a report is about, with who wrote it.
fn reported(body: &Body) -> Vec<Value> {
    let Body::Own(_, Own::Report(report)) = body else { return Vec::new() };
    let opened = report.messages.iter().filter_map(|opening| {
        let author = sitr_client::MemberId::of(&sitr_client::Persona(opening.author.0));
        let content = sitr_client::content::decode(&opening.content).ok()?;
        Some(json!({ "author": author.to_hex(), "text": content.body.words() }))
    });
    opened.collect()
}

fn kind(body: &Body) -> &'static str {
    match body {
        Body::Own(_, own) => own.name(),
        _ => "whisper",
    }
}

fn reason(body: &Body) -> Option<&'static str> {
    let Body::Own(_, Own::Report(report)) = body else { return None };
    REASONS.iter().find(|(_, reason)| *reason == report.reason).map(|(name, _)| *name)
}
