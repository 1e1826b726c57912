//! `join`: follow a link, knock, wait.

use std::io::Read as _;
use std::time::Duration;

use serde_json::json;
use sitr_client::{RoomId, RoomView, Standing, Status, What, standing_name};

use crate::app::App;
use crate::args::Join;
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
    let mut events = app.client.events(None).await?;
    let id = app.client.join(&link, &args.pseudonym, &args.note).await?;
    app.client.connect().await?;
    app.settled(&id).await?;
    // An answer that came before is read now; else there is nothing to catch up with.
    app.client.caught_up(&id, app.patience).await?;
    let mut why = String::new();
    let mut room = app.client.room(&id).await?;
    if room.standing == Standing::Joining {
        show(app, &room, args.no_wait)?;
        if args.no_wait {
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
        let (what, line) = if now { ("offline", text::OFFLINE) } else { ("online", text::ONLINE) };
        app.out.aside(&json!({ "notice": what, "message": line }), line);
    }
}

fn link_from_input() -> Result<String, Failure> {
    let mut link = String::new();
    std::io::stdin()
        .lock()
        .take(LINK_MAX_BYTES)
        .read_to_string(&mut link)
        .map_err(|error| Failure::Io(text::NOT_UTF8.to_owned(), error))?;
    Ok(link)
}
