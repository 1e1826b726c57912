//! `room move`, `room follow`.

use sitr_client::{RoomView, Standing};

use crate::app::App;
use crate::args::{FollowRoom, MoveRoom};
use crate::fail::Failure;
use crate::{show, text};

/// Moves a room to another relay, and waits until it is there.
pub(crate) async fn to(app: &App, args: &MoveRoom) -> Result<(), Failure> {
    let room = app.room(&args.room).await?;
    app.current(&room.id).await?;
    app.client.move_room(&room.id, &args.relay).await?;
    app.settled(&room.id).await?;
    let room = app.client.room(&room.id).await?;
    if Some(&room.relay) != args.relay.first() {
        return Err(Failure::Refused(text::moving::NOT_MOVED.to_owned()));
    }
    app.out.result(&show::room(&room), &text::moving::moved(&room.name, &room.relay))?;
    app.others(Some(&room.id)).await
}

/// Follows a room to where it has moved.
pub(crate) async fn follow(app: &App, args: &FollowRoom) -> Result<(), Failure> {
    let room = app.room(&args.room).await?;
    // Whether it has moved may be still to be read.
    if room.standing != Standing::Moving {
        app.current(&room.id).await?;
    }
    let own = Some(args.route.as_slice()).filter(|routes| !routes.is_empty());
    app.client.follow(&room.id, own).await?;
    let current = app.current(&room.id).await;
    let room = app.client.room(&room.id).await?;
    app.out.result(&show::room(&room), &text::moving::followed(&room.name, &room.relay))?;
    current?;
    app.others(Some(&room.id)).await
}

/// Where a room has moved to, while this device waits for its member's consent.
pub(crate) async fn destination(app: &App, room: &RoomView) -> Result<Vec<String>, Failure> {
    match room.standing {
        Standing::Moving => Ok(app.client.moves_to(&room.id).await?.routes),
        _ => Ok(Vec::new()),
    }
}
