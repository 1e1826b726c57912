//! `mod mediate` and `mediation`: three people in a room of their own that ends.

use std::time::Duration;

use serde_json::json;
use sitr_client::Mediation;

use super::join::entered;
use super::log::member_names;
use super::messages::meant;
use crate::app::App;
use crate::args::{AcceptDirect, InRoom, Mediate, MediationCommand};
use crate::fail::Failure;
use crate::text::keep as said;
use crate::{show, when};

/// Seconds of a day.
const DAY: u64 = 86_400;

/// Offers a mediation.
pub(crate) async fn offer(app: &App, args: &Mediate) -> Result<(), Failure> {
    let room = app.room(&args.room).await?.id;
    app.current(&room).await?;
    let first = app.member(&room, &args.first).await?.id;
    let second = app.member(&room, &args.second).await?.id;
    let days = |span: Duration| u32::try_from(span.as_secs().div_ceil(DAY)).unwrap_or(u32::MAX);
    let today = u32::try_from(super::invites::now() / DAY).unwrap_or(u32::MAX);
    let what = Mediation {
        between: [first, second],
        words: args.words.clone(),
        last_day: today.saturating_add(days(args.span)),
        kept_days: days(args.keep),
    };
    let last_day = when::day(what.last_day);
    let aside = app.client.mediate(&room, what, &args.pseudonym).await?;
    app.settled(&room).await?;
    let object = json!({ "room": aside.to_hex(), "last_day": last_day });
    app.out.result(&object, &said::MEDIATION_OFFERED)?;
    app.others(Some(&room)).await
}

/// Does what was asked of mediations that others offer.
pub(crate) async fn run(app: &App, command: &MediationCommand) -> Result<(), Failure> {
    match command {
        MediationCommand::List(args) => list(app, args).await,
        MediationCommand::Accept(args) => accept(app, args).await,
    }
}

async fn list(app: &App, args: &InRoom) -> Result<(), Failure> {
    let room = app.room(&args.room).await?.id;
    let current = app.current(&room).await;
    let names = member_names(app, &room).await;
    for offer in app.client.mediations(&room).await? {
        let (id, until) = (show::message_id(&offer.id), when::day(offer.last_day));
        let with = names.get(&offer.with).cloned().unwrap_or_else(|| offer.with.to_hex());
        let object = json!({
            "mediation": id,
            "from": offer.name,
            "member": offer.from.to_hex(),
            "with": offer.with.to_hex(),
            "words": offer.words,
            "last_day": until,
            "kept_days": offer.kept_days,
            "at": when::rfc3339(offer.at_ms),
        });
        let line = said::mediation(&id, &offer.name, &with, &offer.words, &until, offer.kept_days);
        app.out.result(&object, &line)?;
    }
    current?;
    app.others(Some(&room)).await
}

async fn accept(app: &App, args: &AcceptDirect) -> Result<(), Failure> {
    let room = app.room(&args.on.room).await?.id;
    app.current(&room).await?;
    let asked = app.client.mediations(&room).await?;
    let request = meant(asked.iter().map(|one| one.id), &args.on.message)?;
    let events = app.client.events(None).await?;
    let aside = app.client.accept_mediation(&room, request, &args.pseudonym).await?;
    entered(app, aside, events, args.no_wait).await
}
