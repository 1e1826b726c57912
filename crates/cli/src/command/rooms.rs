//! `room create`, `room list`, `room safety`, `leave`.

use serde_json::json;
use sitr_client::{safety_digits, standing_name};

use super::moving;
use crate::app::App;
use crate::args::{CreateRoom, InRoom};
use crate::fail::Failure;
use crate::{show, text};

/// Makes a room, and waits until its mailbox stands at the relay.
pub(crate) async fn create(app: &App, args: &CreateRoom) -> Result<(), Failure> {
    let id = app.client.create_room(&args.name, &args.pseudonym, &args.relay).await?;
    app.client.connect().await?;
    let settled = app.settled(&id).await;
    let room = app.client.room(&id).await?;
    app.out.result(&show::room(&room), &text::room_made(&room.name, &room.id.to_hex()))?;
    settled?;
    app.others(Some(&id)).await
}

/// Lists the rooms.
pub(crate) async fn list(app: &App) -> Result<(), Failure> {
    let rooms = app.client.rooms().await?;
    if rooms.is_empty() {
        app.out.text(&text::NO_ROOMS)?;
    }
    for room in &rooms {
        let there = moving::destination(app, room).await?;
        let (mut object, mut line) = (show::room(room), show::room_line(room));
        if !there.is_empty() {
            show::add(&mut object, "moves_to", json!(there));
            line = format!("{line}\n    {}", text::moving::notice_moves(&there));
        }
        app.out.result(&object, &line)?;
    }
    Ok(())
}

/// Shows the safety number.
pub(crate) async fn safety(app: &App, args: &InRoom) -> Result<(), Failure> {
    let room = app.room(&args.room).await?;
    let current = app.current(&room.id).await;
    let digits = safety_digits(&app.client.safety_number(&room.id).await?);
    let (epoch, _) = app.client.epoch_authenticator(&room.id).await?;
    let object = json!({
        "room": room.id.to_hex(),
        "name": room.name,
        "epoch": epoch,
        "safety": digits,
    });
    app.out.result(&object, &text::safety(&room.name, epoch, &digits))?;
    current?;
    app.others(Some(&room.id)).await
}

/// Leaves a room, and waits until the request is at the relay.
pub(crate) async fn leave(app: &App, args: &InRoom) -> Result<(), Failure> {
    let room = app.room(&args.room).await?;
    app.client.leave(&room.id).await?;
    app.client.connect().await?;
    let settled = app.settled(&room.id).await;
    let room = app.client.room(&room.id).await?;
    let line = text::left(&room.name, standing_name(room.standing));
    app.out.result(&show::room(&room), &line)?;
    settled?;
    app.others(Some(&room.id)).await
}
