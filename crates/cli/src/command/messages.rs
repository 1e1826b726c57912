//! `send` and what is said about other messages, and `read`.

use std::io::Read as _;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;
use sitr_client::care::personal_data;
use sitr_client::content::{Body, Content, Expires, Text, Warning};
use sitr_client::{Delivery, MessageId, RoomId, Since, TEXT_MAX_BYTES};

use crate::app::App;
use crate::args::{Cancel, Edit, OnMessage, React, Read, Reply, Send};
use crate::fail::Failure;
use crate::feed::{Feed, Knocks, Shows};
use crate::stop::Stop;
use crate::text::{Kind, gather as said};
use crate::{named, show, text, when};

/// Messages that are named where one was meant.
const CANDIDATES: u32 = 8;

/// Sends one message, and waits until the relay has it; or holds it back for a while.
pub(crate) async fn send(app: &App, args: &Send) -> Result<(), Failure> {
    let words = words(args.text.as_deref(), args.anyway)?;
    let room = app.room(&args.room).await?.id;
    let content = content(app, args, words).await?;
    if let Some(pause) = args.after {
        let number = app.client.say_later(&room, content, pause).await?;
        return app.out.result(&json!({ "held": number }), &said::held(number));
    }
    let id = app.client.say(&room, content).await?;
    deliver(app, room, id).await
}

/// Takes back what is held.
pub(crate) async fn cancel(app: &App, args: &Cancel) -> Result<(), Failure> {
    if !app.client.cancel(args.number).await? {
        return Err(Failure::Usage(said::NOT_HELD.to_owned()));
    }
    app.out.result(&json!({ "held": args.number, "cancelled": true }), &said::CANCELLED)
}

/// The words with everything that their author says about them.
async fn content(app: &App, args: &Send, words: String) -> Result<Content, Failure> {
    let body = Body::Text(vec![Text { language: args.language.clone(), ..Text::plain(&words) }]);
    let mut content = Content::new([0; 16], 0, body);
    if !args.labels.is_empty() {
        let labels = super::keep::labels(&args.labels)?;
        content.warning = Some(Warning { labels, note: args.warn_note.clone() });
    }
    if let Some(span) = args.ends_in {
        let at = super::invites::now() + span.as_secs();
        let at = u32::try_from(at).map_err(|_| Failure::Usage(said::TOO_LATE.to_owned()))?;
        content.expires = Some(Expires::At(at));
    }
    if let Some(wish) = &args.wish {
        let wish = super::posts::wish(wish);
        content.wish = Some(wish.ok_or_else(|| Failure::Usage(said::NO_WISH.to_owned()))?);
    }
    if let Some(topic) = &args.topic {
        let topic = OnMessage { room: args.room.clone(), message: topic.clone() };
        content.topic = Some(on(app, &topic).await?.1);
    }
    Ok(content)
}

/// Answers a message.
pub(crate) async fn reply(app: &App, args: &Reply) -> Result<(), Failure> {
    let words = words(args.text.as_deref(), args.anyway)?;
    let (room, to) = on(app, &args.on).await?;
    let id = app.client.reply(&room, to, &words).await?;
    deliver(app, room, id).await
}

/// Reacts to a message.
pub(crate) async fn react(app: &App, args: &React) -> Result<(), Failure> {
    let (room, to) = on(app, &args.on).await?;
    let id = app.client.react(&room, to, args.reaction.trim()).await?;
    deliver(app, room, id).await
}

/// Changes an own message.
pub(crate) async fn edit(app: &App, args: &Edit) -> Result<(), Failure> {
    let words = words(args.text.as_deref(), args.anyway)?;
    let (room, of) = on(app, &args.on).await?;
    let id = app.client.edit(&room, of, &words).await?;
    deliver(app, room, id).await
}

/// Takes an own message back.
pub(crate) async fn delete(app: &App, args: &OnMessage) -> Result<(), Failure> {
    let (room, of) = on(app, args).await?;
    let id = app.client.delete(&room, of).await?;
    deliver(app, room, id).await
}

/// The message that is meant: its id, or the beginning of the id of one in this device's history. What
/// was said since is read first.
pub(crate) async fn on(app: &App, args: &OnMessage) -> Result<(RoomId, MessageId), Failure> {
    let room = app.room(&args.room).await?.id;
    let Some((first, last)) = show::ids_beginning(&args.message) else {
        return Ok((room, meant([], &args.message)?));
    };
    let current = app.current(&room).await;
    let found = app.client.messages_between(&room, first, last, CANDIDATES).await?;
    if found.is_empty() {
        current?; // It may be beyond what could be read.
    }
    Ok((room, meant(found.iter().map(|message| message.id), &args.message)?))
}

/// The one of these whose id begins so.
pub(crate) fn meant(
    among: impl IntoIterator<Item = MessageId>,
    typed: &str,
) -> Result<MessageId, Failure> {
    let among = among.into_iter().map(|id| (id, show::message_id(&id)));
    named::by_id(Kind::Message, typed, among)
}

/// What was typed. What seems to lead to a person is held back here, before anything of it is written down,
/// unless it is meant so.
fn words(typed: Option<&str>, anyway: bool) -> Result<String, Failure> {
    let words = match typed {
        Some(words) if words != "-" => words.to_owned(),
        _ => from_input()?,
    };
    if words.trim().is_empty() {
        return Err(Failure::Usage(text::EMPTY_MESSAGE.to_owned()));
    }
    match personal_data(&words) {
        found if found.is_empty() || anyway => Ok(words),
        found => Err(Failure::Personal(found)),
    }
}

/// Waits until the relay has what was said.
pub(crate) async fn deliver(app: &App, room: RoomId, id: MessageId) -> Result<(), Failure> {
    app.client.connect().await?;
    let settled = app.settled(&room).await;
    let delivery = app.client.delivery(&room, id).await?.unwrap_or(Delivery::Queued);
    let id = show::message_id(&id);
    let object = serde_json::json!({
        "message": id,
        "room": room.to_hex(),
        "delivery": show::delivery_name(delivery),
    });
    let line = if settled.is_ok() { text::sent(&id) } else { String::new() };
    if delivery == Delivery::Failed {
        return Err(Failure::Dropped(text::NOT_SENT.as_str()));
    }
    app.out.result(&object, &line)?;
    settled?;
    app.others(Some(&room)).await
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
    feed.meet().await;
    feed.history(since, most).await?;
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
