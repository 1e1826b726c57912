//! `send` and `read`.

use std::io::Read as _;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use sitr_client::{Delivery, RoomId, Since, TEXT_MAX_BYTES};

use crate::app::App;
use crate::args::{Read, Send};
use crate::fail::Failure;
use crate::feed::{Feed, Knocks, Shows};
use crate::stop::Stop;
use crate::text::Kind;
use crate::{show, text, when};

/// Sends one message, and waits until the relay has it.
pub(crate) async fn send(app: &App, args: &Send) -> Result<(), Failure> {
    let words = match args.text.as_deref() {
        Some(words) if words != "-" => words.to_owned(),
        _ => from_input()?,
    };
    if words.trim().is_empty() {
        return Err(Failure::Usage(text::EMPTY_MESSAGE.to_owned()));
    }
    let room = app.room(&args.room).await?;
    let id = app.client.send(&room.id, &words).await?;
    app.client.connect().await?;
    let settled = app.settled(&room.id).await;
    let delivery = app.client.delivery(&room.id, id).await?.unwrap_or(Delivery::Queued);
    let id = show::message_id(&id);
    let object = serde_json::json!({
        "message": id,
        "room": room.id.to_hex(),
        "delivery": show::delivery_name(delivery),
    });
    let line = if settled.is_ok() { text::sent(&id) } else { String::new() };
    if delivery == Delivery::Failed {
        return Err(Failure::Dropped(text::NOT_SENT));
    }
    app.out.result(&object, &line)?;
    settled?;
    app.others(Some(&room.id)).await
}

/// All of standard input, without the line break at its end. One byte more than fits is read, so that too
/// much is refused and not cut off.
fn from_input() -> Result<String, Failure> {
    let most = u64::try_from(TEXT_MAX_BYTES).unwrap_or(u64::MAX).saturating_add(2);
    let mut words = Vec::new();
    let cannot = |error| Failure::Io(text::NOT_UTF8.to_owned(), error);
    std::io::stdin().lock().take(most).read_to_end(&mut words).map_err(cannot)?;
    let mut words =
        String::from_utf8(words).map_err(|_| Failure::Usage(text::NOT_UTF8.to_owned()))?;
    if words.ends_with('\n') {
        words.pop();
        if words.ends_with('\r') {
            words.pop();
        }
    }
    Ok(words)
}

/// Prints history, what the relay has beyond it, and with `--follow` what comes.
pub(crate) async fn read(app: &App, args: &Read) -> Result<(), Failure> {
    let room = app.room(&args.room).await?;
    let (since, most) = wanted(app, &room.id, args).await?;
    let current = app.current(&room.id).await;
    // Begun before history is read: what comes in between is in both, and shown once.
    let events = app.client.events(None).await?;
    let mut feed = Feed::new(
        app,
        room.id,
        Shows { messages: true, notices: args.follow, knocks: Knocks::Hidden },
    );
    for message in app.client.history(&room.id, since, most).await? {
        feed.message(&message)?;
    }
    if !args.follow {
        current?;
        return app.others(Some(&room.id)).await;
    }
    if let Err(failure) = current {
        app.out.failure(&failure);
    }
    let mut stop = Stop::new()?;
    tokio::select! {
        ended = feed.follow(events) => ended,
        () = stop.asked() => Ok(()),
    }
}

async fn wanted(app: &App, room: &RoomId, args: &Read) -> Result<(Since, u32), Failure> {
    if let Some(last) = args.last {
        return Ok((Since::Last, last));
    }
    let Some(typed) = &args.since else { return Ok((Since::Place(0), u32::MAX)) };
    if let Some(id) = show::parse_message_id(typed) {
        return match app.client.delivery(room, id).await? {
            Some(_) => Ok((Since::Message(id), u32::MAX)),
            None => Err(Failure::Unknown {
                kind: Kind::Message,
                typed: typed.clone(),
                candidates: Vec::new(),
            }),
        };
    }
    let moment = when::moment(typed, Timestamp::now(), &TimeZone::system());
    Ok((Since::Time(moment.map_err(Failure::Usage)?), u32::MAX))
}
