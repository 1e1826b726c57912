//! `room refound`, `room along`.

use serde_json::json;
use sitr_client::{Anew, RoomId};

use crate::app::App;
use crate::args::{ComeAlong, RefoundRoom};
use crate::fail::Failure;
use crate::{show, text, when};

/// Founds a room anew, and tells its members.
pub(crate) async fn refound(app: &App, args: &RefoundRoom) -> Result<(), Failure> {
    let room = app.room(&args.room).await?;
    app.current(&room.id).await?;
    let relay = Some(args.relay.as_slice()).filter(|routes| !routes.is_empty());
    let anew = app.client.refound(&room.id, relay, args.sure).await?;
    let settled = app.settled(&room.id).await;
    let made = app.client.room(&anew).await?;
    let line = text::refound::refounded(&made.name, &made.id.to_hex());
    app.out.result(&show::room(&made), &line)?;
    settled?;
    app.others(Some(&room.id)).await
}

/// Comes along into a room that was founded anew.
pub(crate) async fn along(app: &App, args: &ComeAlong) -> Result<(), Failure> {
    let room = app.room(&args.room).await?;
    // Where the old room cannot be read any more, the offer may be here all the same.
    let current = app.current(&room.id).await;
    let offer = match chosen(app, &room.id, args.offer.as_deref()).await? {
        Some(offer) => offer,
        None => {
            current?;
            return Err(Failure::Usage(text::refound::NO_OFFER.to_owned()));
        }
    };
    let events = app.client.events(None).await?;
    let anew = app.client.come_along(&room.id, offer.id).await?;
    super::join::entered(app, anew, events, args.no_wait).await
}

/// The offer that was meant; with several, all are shown, and people choose.
async fn chosen(app: &App, room: &RoomId, typed: Option<&str>) -> Result<Option<Anew>, Failure> {
    let offers = app.client.founded_anew(room).await?;
    let me = app.client.members(room).await.unwrap_or_default();
    let mine = |offer: &Anew| me.iter().any(|member| member.is_me && member.id == offer.from);
    let fits = |offer: &&Anew| {
        let id = show::message_id(&offer.id);
        !mine(offer) && typed.is_none_or(|typed| id.starts_with(&typed.to_lowercase()))
    };
    let mut fitting: Vec<Anew> = offers.iter().filter(fits).cloned().collect();
    if fitting.len() < 2 {
        return Ok(fitting.pop());
    }
    for offer in &fitting {
        let (id, anew) = (show::message_id(&offer.id), offer.room.to_hex());
        let object =
            json!({ "offer": id, "from": offer.from.to_hex(), "name": offer.name, "room": anew });
        let line = text::refound::offer(&when::shown(offer.at_ms), &offer.name, &id, &anew);
        app.out.result(&object, &line)?;
    }
    Err(Failure::Usage(text::refound::SEVERAL.to_owned()))
}
