//! `export`: what this device keeps of a person's own, as one JSON object a line.

use serde_json::{Map, Value, json};
use sitr_client::care::Shelf;
use sitr_client::{Delivery, RoomView, Since};

use super::aside;
use crate::app::App;
use crate::args::ExportMine;
use crate::fail::Failure;
use crate::show;

/// Writes all of it. Nothing is asked of a relay.
pub(crate) async fn run(app: &App, args: &ExportMine) -> Result<(), Failure> {
    let rooms = match &args.room {
        Some(named) => vec![app.room(named).await?],
        None => app.client.rooms().await?,
    };
    for room in &rooms {
        put(app, "room", show::room(room))?;
        of_room(app, room, args.mine).await?;
    }
    if args.room.is_none() {
        of_the_person(app).await?;
    }
    Ok(())
}

async fn of_room(app: &App, room: &RoomView, mine: bool) -> Result<(), Failure> {
    let wanted = |delivery| !mine || delivery != Delivery::Received;
    let history = app.client.history(&room.id, Since::Place(0), u32::MAX).await?;
    for message in history.iter().filter(|message| wanted(message.delivery)) {
        put(app, "message", of(room, show::message(message)))?;
    }
    let asides = app.client.asides(&room.id, 0, u32::MAX).await?;
    let taken = app.client.taken_calls(&room.id).await?;
    for aside in asides.iter().filter(|aside| wanted(aside.delivery)) {
        let taken_by = taken.get(&aside.id).map(|(_, name)| name.as_str());
        put(app, "confided", of(room, aside::object(aside, taken_by)))?;
    }
    Ok(())
}

async fn of_the_person(app: &App) -> Result<(), Failure> {
    for (what, shelf) in [("journal", Shelf::Journal), ("coping-kit", Shelf::CopingKit)] {
        for kept in app.client.kept_words(shelf).await? {
            put(app, what, json!({ "number": kept.number, "text": kept.words }))?;
        }
    }
    for filter in app.client.filters().await? {
        put(app, "filter", json!({ "text": filter }))?;
    }
    Ok(())
}

fn of(room: &RoomView, object: Value) -> Value {
    with("room", &room.id.to_hex(), object)
}

/// A program reads it, with `--json` or without.
fn put(app: &App, what: &str, object: Value) -> Result<(), Failure> {
    let object = with("export", what, object);
    app.out.result(&object, &crate::safe::json(&object.to_string()))
}

fn with(key: &str, value: &str, object: Value) -> Value {
    let mut all = Map::new();
    all.insert(key.to_owned(), value.into());
    if let Value::Object(more) = object {
        all.extend(more);
    }
    Value::Object(all)
}
