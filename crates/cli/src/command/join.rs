//! `join`: follow a link, knock, wait.

use std::io::Read as _;
use std::time::Duration;

use serde_json::json;
use sitr_client::{Events, Face, Hello, RoomId, RoomView, Standing, Status, What, standing_name};

use crate::app::App;
use crate::args::{DoorOf, Join};
use crate::fail::Failure;
use crate::stop::Stop;
use crate::text;

/// Longest link that is read from standard input, in bytes.
const LINK_MAX_BYTES: u64 = 8192;
/// How often the connection is looked at while waiting.
const LOOK: Duration = Duration::from_secs(1);

/// Knocks, and waits for the answer unless told not to.
pub(crate) async fn join(app: &App, args: &Join) -> Result<(), Failure> {
    let link = if args.link == "-" { link_from_input()? } else { args.link.clone() };
    let hello = hello(app, &link, args).await?;
    let events = app.client.events(None).await?;
    let id = app.client.join_as_asked(&link, &args.pseudonym, hello).await?;
    entered(app, id, events, args.no_wait).await
}

/// Waits for the answer to a knock, unless told not to.
pub(crate) async fn entered(
    app: &App,
    id: RoomId,
    mut events: Events,
    no_wait: bool,
) -> Result<(), Failure> {
    app.client.connect().await?;
    app.settled(&id).await?;
    // An answer that came before is read now; else there is nothing to catch up with.
    app.client.caught_up(&id, app.patience).await?;
    let mut why = String::new();
    let mut room = app.client.room(&id).await?;
    if room.standing == Standing::Joining {
        show(app, &room, no_wait)?;
        if no_wait {
            return app.others(Some(&id)).await;
        }
        let mut look = tokio::time::interval(LOOK);
        let mut offline = false;
        let mut stop = Stop::new()?;
        while room.standing == Standing::Joining {
            tokio::select! {
                event = events.next() => {
                    let event = event?;
                    if let (true, What::Refused(reason)) = (event.room == id, event.what) {
                        why = reason;
                    }
                }
                _ = look.tick() => tell_connection(app, &id, &mut offline),
                () = stop.asked() => return Ok(()),
            }
            room = app.client.room(&id).await?;
        }
    }
    show(app, &room, false)?;
    match room.standing {
        Standing::Refused => Err(Failure::Refused(reason(&mut events, &id, why).await)),
        _ => app.others(Some(&id)).await,
    }
}

/// What is said at the door: the room's questions and guidelines are shown first, unless this device knocked
/// by this link before.
async fn hello(app: &App, link: &str, args: &Join) -> Result<Hello, Failure> {
    let mut hello = Hello { as_member: args.as_member, ..Hello::note(&args.note) };
    if app.client.has_knocked(link).await? {
        return Ok(hello);
    }
    // Who is in the room already is led there, also when the link has ended.
    let Ok((name, face)) = app.client.door(link).await else { return Ok(hello) };
    if face.is_empty() {
        return Ok(hello);
    }
    app.out.text(&text::keep::door(&name))?;
    show_face(app, &face, false)?;
    if args.answers.len() != face.questions.len() {
        return Err(Failure::Usage(text::keep::ANSWERS_WANTED.to_owned()));
    }
    hello.answers.clone_from(&args.answers);
    match &face.guidelines {
        Some(guidelines) if args.accept => hello.accepts = Some(guidelines.hash()),
        Some(_) => app.out.text(&text::keep::ACCEPT_WANTED)?,
        None => {}
    }
    Ok(hello)
}

fn show_face(app: &App, face: &Face, all: bool) -> Result<(), Failure> {
    super::guidelines::show_guidelines(app, face.guidelines.as_ref(), all)?;
    for (at, question) in face.questions.iter().enumerate() {
        app.out.text(&text::keep::question(at + 1, question))?;
    }
    if face.community.is_some() {
        app.out.text(&text::keep::AS_MEMBER_WANTED)?;
    }
    Ok(())
}

/// `door`: what a room asks and expects.
pub(crate) async fn door(app: &App, args: &DoorOf) -> Result<(), Failure> {
    let (name, face) = app.client.door(args.link.trim()).await?;
    app.out.text(&text::keep::door(&name))?;
    show_face(app, &face, args.all_languages)?;
    app.out.text(&text::STANDING_NOTICE)?;
    let guidelines = face.guidelines.as_ref();
    let object = json!({
        "name": name,
        "questions": face.questions,
        "guidelines": guidelines.map(|text| data_encoding::HEXLOWER.encode(&text.hash().0)),
        "texts": guidelines.map(|text| &text.texts),
    });
    app.out.result(&object, "")
}

/// The reason of a refusal; its event may still be on its way to us.
async fn reason(events: &mut sitr_client::Events, id: &RoomId, known: String) -> String {
    let search = async {
        loop {
            match events.next().await {
                Ok(event) if event.room == *id => match event.what {
                    What::Refused(why) => return why,
                    What::Standing(Standing::Refused) => return String::new(),
                    _ => {}
                },
                Ok(_) => {}
                Err(_) => return String::new(),
            }
        }
    };
    if known.is_empty() {
        tokio::time::timeout(LOOK, search).await.unwrap_or_default()
    } else {
        known
    }
}

fn show(app: &App, room: &RoomView, returns: bool) -> Result<(), Failure> {
    let object = json!({
        "room": room.id.to_hex(),
        "name": room.name,
        "state": standing_name(room.standing),
        "as": room.pseudonym,
    });
    let line = match room.standing {
        Standing::Joining if returns => text::knocked(&room.name),
        Standing::Joining => text::waiting(&room.name, &room.pseudonym),
        Standing::Active => text::joined(&room.name),
        Standing::Refused => String::new(),
        other => text::notice_standing(standing_name(other)),
    };
    app.out.result(&object, &line)
}

fn tell_connection(app: &App, id: &RoomId, offline: &mut bool) {
    let now = matches!(app.client.status(id), Some(Status::Offline(failures, _)) if failures >= 2);
    if now != *offline {
        *offline = now;
        let (what, line) =
            if now { ("offline", &*text::OFFLINE) } else { ("online", &*text::ONLINE) };
        app.out.aside(&json!({ "notice": what, "message": line }), line);
    }
}

pub(crate) fn link_from_input() -> Result<String, Failure> {
    let mut link = String::new();
    std::io::stdin()
        .lock()
        .take(LINK_MAX_BYTES)
        .read_to_string(&mut link)
        .map_err(|error| Failure::Io(text::NOT_UTF8.to_owned(), error))?;
    Ok(link)
}
