//! `device ...`: another device of the same person, and a lost one.

use std::time::Duration;

use serde_json::json;
use sitr_client::{CoreError, RoomId, RoomView, Standing, standing_name};

use crate::app::App;
use crate::args::{DeviceCommand, JoinDevice, LinkDevice, ListDevices, RemoveDevice};
use crate::command::join::link_from_input;
use crate::fail::Failure;
use crate::input::{self, Typed};
use crate::qr;
use crate::text::device as text;

/// How long a link is waited for: as long as it is good.
const LINK_PATIENCE: Duration = Duration::from_secs(3600);

pub(crate) async fn run(app: &App, command: &DeviceCommand) -> Result<(), Failure> {
    match command {
        DeviceCommand::Link(args) => link(app, args).await,
        DeviceCommand::Join(args) => join(app, args).await,
        DeviceCommand::List(args) => list(app, args).await,
        DeviceCommand::Remove(args) => remove(app, args).await,
    }
}

/// Waits for the other device no longer than the link is good.
async fn waited<T>(
    done: impl Future<Output = Result<T, sitr_client::Error>>,
) -> Result<T, Failure> {
    let done = tokio::time::timeout(LINK_PATIENCE, done).await;
    Ok(done.unwrap_or(Err(sitr_client::Error::Core(CoreError::Expired)))?)
}

async fn link(app: &App, args: &LinkDevice) -> Result<(), Failure> {
    let rooms = match args.rooms.as_slice() {
        [] => None,
        typed => {
            let mut rooms = Vec::new();
            for room in typed {
                rooms.push(app.room(room).await?.id);
            }
            Some(rooms)
        }
    };
    app.client.connect().await?;
    let mut shown = app.client.link_device(rooms).await?;
    let link = shown.link();
    app.out.result(&json!({ "link": link }), &link)?;
    if !args.no_qr {
        app.out.text(&qr::drawn(&link, app.out.is_screen()))?;
    }
    app.out.text(&text::FOLLOW)?;
    waited(shown.followed()).await?;
    app.out.result(&json!({ "notice": "device-follows" }), &text::TYPE_CODE)?;
    let mut lines = input::lines();
    let code = match lines.next().await {
        Some(Typed::Line(line)) => line,
        Some(Typed::Unfit) | None => String::new(),
    };
    let rooms = waited(shown.confirm(&code)).await?;
    for room in present(app).await? {
        app.settled(&room.id).await?;
    }
    app.out.result(&json!({ "linked": rooms }), &text::LINKED)
}

async fn join(app: &App, args: &JoinDevice) -> Result<(), Failure> {
    let link = if args.link == "-" { link_from_input()? } else { args.link.clone() };
    let followed = waited(app.client.follow_device_link(&link)).await?;
    let code = followed.code().to_owned();
    app.out.result(&json!({ "code": code }), &text::show_code(&code))?;
    let rooms = waited(followed.enter()).await?;
    let waits = async {
        let mut events = app.client.events(None).await?;
        while is_waiting(app, &rooms).await? {
            events.next().await?;
        }
        Ok::<_, Failure>(())
    };
    // What is not let in yet is let in later.
    if let Ok(done) = tokio::time::timeout(app.patience, waits).await {
        done?;
    }
    for id in &rooms {
        let room = app.client.room(id).await?;
        let state = standing_name(room.standing);
        let object = json!({ "room": id.to_hex(), "name": room.name, "state": state });
        app.out.result(&object, &text::entered(&room.name, state))?;
    }
    Ok(())
}

async fn is_waiting(app: &App, rooms: &[RoomId]) -> Result<bool, Failure> {
    for room in rooms {
        if app.client.room(room).await?.standing == Standing::Joining {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The rooms in which this device is.
async fn present(app: &App) -> Result<Vec<RoomView>, Failure> {
    let mut rooms = app.client.rooms().await?;
    rooms.retain(|room| room.standing == Standing::Active);
    Ok(rooms)
}

async fn list(app: &App, args: &ListDevices) -> Result<(), Failure> {
    let rooms = match &args.room {
        Some(room) => vec![app.room(room).await?],
        None => present(app).await?,
    };
    for room in rooms {
        app.current(&room.id).await?;
        for device in app.client.devices(&room.id).await? {
            let object = json!({
                "room": room.id.to_hex(), "name": room.name, "device": device.number,
                "this": device.is_this,
            });
            let line = text::device(&room.name, device.number, device.is_this);
            app.out.result(&object, &line)?;
        }
    }
    app.others(None).await
}

async fn remove(app: &App, args: &RemoveDevice) -> Result<(), Failure> {
    let mut gone: Vec<(RoomView, u8)> = Vec::new();
    match (&args.room, args.number) {
        (Some(room), Some(number)) => gone.push((app.room(room).await?, number)),
        _ => {
            for room in present(app).await? {
                app.current(&room.id).await?;
                let devices = app.client.devices(&room.id).await?;
                let others = devices.iter().filter(|device| !device.is_this);
                gone.extend(others.map(|device| (room.clone(), device.number)));
            }
        }
    }
    for (room, number) in gone {
        app.current(&room.id).await?;
        app.client.remove_device(&room.id, number).await?;
        app.settled(&room.id).await?;
        let object = json!({ "room": room.id.to_hex(), "device": number, "state": "asked" });
        app.out.result(&object, &text::removing(&room.name, number))?;
    }
    app.others(None).await
}
