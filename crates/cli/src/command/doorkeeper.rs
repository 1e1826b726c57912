//! `doorkeeper`: a device that stays on and answers knocks.

use serde_json::json;

use crate::app::App;
use crate::args::{Doorkeeper, PolicyArg};
use crate::fail::Failure;
use crate::feed::{Feed, Knocks, Shows};
use crate::stop::Stop;
use crate::{show, text};

/// Answers knocks until somebody asks to stop; then knocks wait for a person again.
pub(crate) async fn run(app: &App, args: &Doorkeeper) -> Result<(), Failure> {
    let room = app.room(&args.room).await?;
    let everyone = args.policy == PolicyArg::Everyone;
    let mut stop = Stop::new()?;
    let events = app.client.events(None).await?;
    app.client.admit_everyone(&room.id, everyone).await?;
    app.client.connect().await?;
    let policy = if everyone { "everyone" } else { "ask" };
    let more = json!({ "room": room.id.to_hex(), "name": room.name, "policy": policy });
    let line = text::notice(&text::doorkeeper(&room.name, everyone));
    app.out.result(&show::event("doorkeeper", more), &line)?;
    let mut feed =
        Feed::new(app, room.id, Shows { messages: false, notices: true, knocks: Knocks::Plain });
    let ended = tokio::select! {
        ended = feed.follow(events) => ended,
        () = stop.asked() => Ok(()),
    };
    if everyone {
        app.client.admit_everyone(&room.id, false).await?;
        feed.notice("stopped", json!({}), &text::DOORKEEPER_STOPS)?;
    }
    ended?;
    app.settled(&room.id).await
}
