//! What a room knows: the library, notes on facts, questions, evidence.

use std::io::Write as _;

use serde_json::json;
use sitr_client::content::{Answered, Digest, Note, Verdict};
use sitr_client::words::error_in;
use sitr_client::{Evidence, Professional, ResourceView, RoomId, ToPublish};

use super::messages::{deliver, on};
use super::posts::{own, shown};
use crate::app::App;
use crate::args::{
    AnsweredBy, CheckFile, Export, InRoom, LibraryCommand, NoteOn, OnMessage, Publish, VerdictArg,
};
use crate::fail::Failure;
use crate::names::Names;
use crate::text::{Kind, gather as said};
use crate::words::words;
use crate::{named, show, text, when};

/// Does what was asked.
pub(crate) async fn run(app: &App, command: &LibraryCommand) -> Result<(), Failure> {
    match command {
        LibraryCommand::List(args) => list(app, args).await,
        LibraryCommand::Publish(args) => publish(app, args).await,
        LibraryCommand::Export(args) => export(app, args).await,
        LibraryCommand::Check(args) => check(app, args),
    }
}

fn resource_id(view: &ResourceView) -> String {
    data_encoding::HEXLOWER.encode(&view.resource.id.0)
}

async fn list(app: &App, args: &InRoom) -> Result<(), Failure> {
    let room = app.room(&args.room).await?.id;
    let current = app.current(&room).await;
    for view in app.client.library(&room).await? {
        let id = resource_id(&view);
        let resource = &view.resource;
        let reviewed = match resource.reviewed_on {
            0 => String::new(),
            day => when::day(day),
        };
        let object = json!({
            "resource": id,
            "message": show::message_id(&view.message),
            "version": resource.version,
            "title": resource.title,
            "text": resource.words,
            "jurisdiction": resource.jurisdiction,
            "languages": resource.languages,
            "sources": resource.sources,
            "reviewed": reviewed,
            "draft": resource.draft,
            "whole": view.is_whole,
            "by": view.name,
            "member": view.by.to_hex(),
            "at": when::rfc3339(view.at_ms),
        });
        let line = said::resource(&said::Resource {
            id: &id,
            title: &resource.title,
            version: resource.version,
            by: &view.name,
            reviewed: &reviewed,
            draft: resource.draft,
            words: &resource.words,
        });
        app.out.result(&object, &line)?;
    }
    current?;
    app.others(Some(&room)).await
}

/// The resource whose id begins so.
async fn known(app: &App, room: &RoomId, typed: &str) -> Result<Digest, Failure> {
    let all = app.client.library(room).await?;
    let all = all.iter().map(|view| (view.resource.id, resource_id(view)));
    named::by_id(Kind::Message, typed, all)
        .map_err(|_| Failure::Usage(said::NO_RESOURCE.to_owned()))
}

async fn publish(app: &App, args: &Publish) -> Result<(), Failure> {
    let cannot = |error| Failure::Io(text::cannot_read(&args.file), error);
    let words = std::fs::read_to_string(&args.file).map_err(cannot)?;
    let room = app.room(&args.room).await?.id;
    app.current(&room).await?;
    let of = match &args.of {
        Some(typed) => Some(known(app, &room, typed).await?),
        None => None,
    };
    let today = u32::try_from(super::invites::now() / 86_400).unwrap_or(0);
    let what = ToPublish {
        of,
        title: args.title.clone(),
        words: words.trim_end().to_owned(),
        jurisdiction: args.jurisdiction.clone(),
        languages: args.languages.clone(),
        sources: args.sources.clone(),
        reviewed_on: if args.reviewed { today } else { 0 },
        draft: args.draft,
    };
    let id = app.client.publish(&room, what).await?;
    deliver(app, room, id).await
}

/// Writes messages with the proof of who said them into a file.
async fn export(app: &App, args: &Export) -> Result<(), Failure> {
    let mut messages = Vec::new();
    let mut room = None;
    for typed in &args.messages {
        let (at, id) =
            on(app, &OnMessage { room: args.room.clone(), message: typed.clone() }).await?;
        room = Some(at);
        messages.push(id);
    }
    let room = room.ok_or_else(|| Failure::Usage(said::NO_RESOURCE.to_owned()))?;
    let evidence = app.client.evidence(&room, &messages).await?.to_bytes();
    let cannot = |error| Failure::Io(text::cannot_write(&args.file), error);
    let mut file = std::fs::File::create_new(&args.file).map_err(cannot)?;
    file.write_all(&evidence).map_err(cannot)?;
    let object = json!({ "messages": messages.len(), "bytes": evidence.len() });
    app.out.result(&object, &said::EXPORTED)
}

/// Checks such a file; no network, no profile of the room is needed.
fn check(app: &App, args: &CheckFile) -> Result<(), Failure> {
    let cannot = |error| Failure::Io(text::cannot_read(&args.file), error);
    let bytes = std::fs::read(&args.file).map_err(cannot)?;
    let proven = Evidence::check(&bytes).map_err(|why| Failure::Usage(error_in(words(), &why)))?;
    for proof in &proven {
        let author = proof.author.to_hex();
        let words = proof.content.body.words();
        let object = json!({
            "author": author,
            "epoch": proof.epoch,
            "text": words,
            "at": when::rfc3339(proof.content.at_ms),
        });
        app.out.result(&object, &said::proven(&author, &words))?;
    }
    Ok(())
}

/// Writes a note on facts beside a message.
pub(crate) async fn note(app: &App, args: &NoteOn) -> Result<(), Failure> {
    let verdict = match args.verdict {
        VerdictArg::Right => Verdict::Right,
        VerdictArg::Misleading => Verdict::Misleading,
        VerdictArg::Wrong => Verdict::Wrong,
        VerdictArg::Unproven => Verdict::Unproven,
        VerdictArg::NotMedicalAdvice => Verdict::NotMedicalAdvice,
        VerdictArg::NotLegalAdvice => Verdict::NotLegalAdvice,
    };
    let (room, about) = on(app, &args.on).await?;
    let (words, sources) = (args.words.clone(), args.sources.clone());
    let mut content = own(Note { verdict, words, sources, draft: args.draft });
    content.reply_to = Some(about);
    let id = app.client.say(&room, content).await?;
    deliver(app, room, id).await
}

/// Lists who bears the badge of a professional.
pub(crate) async fn professionals(app: &App, args: &InRoom) -> Result<(), Failure> {
    let room = app.room(&args.room).await?.id;
    let current = app.current(&room).await;
    let names = Names::of(&app.client.members(&room).await?);
    let all = app.client.professionals(&room).await?;
    if all.is_empty() {
        app.out.text(&said::NO_PROFESSIONALS)?;
    }
    for Professional { member, keeps } in &all {
        let titles: Vec<&str> = keeps.iter().map(|view| view.resource.title.as_str()).collect();
        let id = member.id.to_hex();
        let object = json!({ "member": id, "name": member.name, "keeps": titles });
        let mark = names.mark(&member.name, &member.id);
        app.out.result(&object, &said::professional(&member.name, &mark, &id, &titles))?;
    }
    app.out.text(&text::STANDING_NOTICE)?;
    current?;
    app.others(Some(&room)).await
}

/// Lists questions that wait for an answer.
pub(crate) async fn questions(app: &App, args: &InRoom) -> Result<(), Failure> {
    let room = app.room(&args.room).await?.id;
    let open = app.client.open_questions(&room).await?;
    open.iter().try_for_each(|post| shown(app, post))
}

/// Marks an own question as answered.
pub(crate) async fn answered(app: &App, args: &AnsweredBy) -> Result<(), Failure> {
    let (room, question) = on(app, &args.on).await?;
    let by = match &args.by {
        Some(by) => {
            let by = OnMessage { room: args.on.room.clone(), message: by.clone() };
            vec![on(app, &by).await?.1]
        }
        None => Vec::new(),
    };
    let mut content = own(Answered { answered: true, by });
    content.reply_to = Some(question);
    let id = app.client.say(&room, content).await?;
    deliver(app, room, id).await
}
