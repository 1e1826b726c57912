//! Events, petitions, campaigns, joy, talking alone.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;
use sitr_client::content::{
    Body, Campaign, Celebration, Coming, Event, Occasion, Own, Petition, Place,
};
use sitr_client::{MessageId, RoomId};

use super::join::entered;
use super::messages::{deliver, meant, on};
use super::posts::{own, shown};
use crate::app::App;
use crate::args::{
    AcceptDirect, AskDirect, Campaign as CampaignArgs, Celebrate, ComingArg, CreateEvent,
    CreatePetition, DirectCommand, EventCommand, InRoom, OccasionArg, OnMessage, PetitionCommand,
    RsvpTo, SignPetition,
};
use crate::fail::Failure;
use crate::text::gather as said;
use crate::{show, when};

/// The posts of a kind.
async fn listed(app: &App, args: &InRoom, kind: &str) -> Result<(), Failure> {
    let room = app.room(&args.room).await?.id;
    let current = app.current(&room).await;
    let posts = app.client.timeline(&room, usize::MAX).await?;
    posts.iter().filter(|post| post.said.name() == kind).try_for_each(|post| shown(app, post))?;
    current?;
    app.others(Some(&room)).await
}

/// The message that is meant, with what it says.
async fn what(app: &App, which: &OnMessage) -> Result<(RoomId, MessageId, Body), Failure> {
    let (room, id) = on(app, which).await?;
    Ok((room, id, app.client.content(&room, id).await?.body))
}

// ----- events -----

/// Does what was asked of events.
pub(crate) async fn event(app: &App, command: &EventCommand) -> Result<(), Failure> {
    match command {
        EventCommand::Create(args) => create_event(app, args).await,
        EventCommand::List(args) => listed(app, args, "event").await,
        EventCommand::Rsvp(args) => rsvp(app, args).await,
        EventCommand::Answers(args) => {
            let (room, id) = on(app, args).await?;
            let came = app.client.rsvps(&room, id).await?;
            let object = json!({
                "event": show::message_id(&id),
                "yes": came.yes,
                "maybe": came.maybe,
                "no": came.no,
            });
            app.out.result(&object, &said::answers(came.yes, came.maybe, came.no))
        }
        EventCommand::Tell(args) => {
            let (room, id) = on(app, args).await?;
            let told = app.client.tell_place(&room, id).await?;
            app.settled(&room).await?;
            let object = json!({ "event": show::message_id(&id), "told": told });
            app.out.result(&object, &said::told(told))?;
            app.others(Some(&room)).await
        }
        EventCommand::Place(args) => {
            let (room, id) = on(app, args).await?;
            let place = app.client.place(&room, id).await?;
            let object = json!({ "event": show::message_id(&id), "place": place });
            app.out.result(&object, &said::place(place.as_deref()))
        }
    }
}

async fn create_event(app: &App, args: &CreateEvent) -> Result<(), Failure> {
    let starts_ms = when::moment(&args.starts, Timestamp::now(), &TimeZone::system());
    let starts_at = starts_ms.map_err(Failure::Usage)? / 1000;
    let room = app.room(&args.room).await?.id;
    let event = Event {
        title: args.title.clone(),
        words: args.words.clone(),
        starts_at,
        ends_at: starts_at.saturating_add(args.span.as_secs()),
        zone: args.zone.clone(),
        place: Place::Open(args.place.clone().unwrap_or_default()),
        room_for: args.room_for,
    };
    let id = match &args.late_place {
        Some(place) => app.client.announce(&room, event, place).await?,
        None => app.client.say(&room, own(event)).await?,
    };
    deliver(app, room, id).await
}

async fn rsvp(app: &App, args: &RsvpTo) -> Result<(), Failure> {
    let coming = match args.coming {
        ComingArg::Yes => Coming::Yes,
        ComingArg::Maybe => Coming::Maybe,
        ComingArg::No => Coming::No,
    };
    let (room, event, body) = what(app, &args.on).await?;
    if !matches!(body, Body::Own(_, Own::Event(_))) {
        return Err(Failure::Usage(said::NO_EVENT.to_owned()));
    }
    let id = app.client.rsvp(&room, event, coming).await?;
    app.settled(&room).await?;
    app.out.result(&json!({ "message": show::message_id(&id) }), &said::RSVP)?;
    app.others(Some(&room)).await
}

// ----- petitions -----

/// Does what was asked of petitions.
pub(crate) async fn petition(app: &App, command: &PetitionCommand) -> Result<(), Failure> {
    match command {
        PetitionCommand::Create(args) => create_petition(app, args).await,
        PetitionCommand::Sign(args) => sign(app, args).await,
        PetitionCommand::List(args) => listed(app, args, "petition").await,
    }
}

async fn create_petition(app: &App, args: &CreatePetition) -> Result<(), Failure> {
    let room = app.room(&args.room).await?.id;
    let petition = Petition {
        title: args.title.clone(),
        words: args.words.clone(),
        addressee: args.to.clone(),
        closes_at: args.span.map_or(0, |span| super::invites::now() + span.as_secs()),
    };
    let id = app.client.say(&room, own(petition)).await?;
    deliver(app, room, id).await
}

async fn sign(app: &App, args: &SignPetition) -> Result<(), Failure> {
    let (room, petition, body) = what(app, &args.on).await?;
    if !matches!(body, Body::Own(_, Own::Petition(_))) {
        return Err(Failure::Usage(said::NO_PETITION.to_owned()));
    }
    let id = app.client.sign(&room, petition, &args.public_name).await?;
    deliver(app, room, id).await
}

// ----- joy and solidarity -----

/// Celebrates.
pub(crate) async fn celebrate(app: &App, args: &Celebrate) -> Result<(), Failure> {
    let occasion = match args.occasion {
        OccasionArg::Joy => Occasion::Joy,
        OccasionArg::Milestone => Occasion::Milestone,
        OccasionArg::Pride => Occasion::Pride,
        OccasionArg::Feast => Occasion::Feast,
    };
    let room = app.room(&args.room).await?.id;
    let id =
        app.client.say(&room, own(Celebration { occasion, words: args.words.clone() })).await?;
    deliver(app, room, id).await
}

/// Begins a campaign, or says anew how far it is.
pub(crate) async fn campaign(app: &App, args: &CampaignArgs) -> Result<(), Failure> {
    let room = app.room(&args.room).await?.id;
    let campaign = Campaign {
        title: args.title.clone(),
        words: args.words.clone(),
        tasks: args.tasks.clone(),
        domain: args.domain.clone(),
        reached: args.reached,
        goal: args.goal,
        unit: args.unit.clone(),
    };
    let id = app.client.say(&room, own(campaign)).await?;
    deliver(app, room, id).await
}

// ----- talking alone -----

/// Does what was asked of rooms of two.
pub(crate) async fn direct(app: &App, command: &DirectCommand) -> Result<(), Failure> {
    match command {
        DirectCommand::Ask(args) => ask(app, args).await,
        DirectCommand::List(args) => requests(app, args).await,
        DirectCommand::Accept(args) => accept(app, args).await,
    }
}

async fn ask(app: &App, args: &AskDirect) -> Result<(), Failure> {
    let room = app.room(&args.of.room).await?.id;
    app.current(&room).await?;
    let whom = app.member(&room, &args.of.member).await?.id;
    let alone = app.client.ask_direct(&room, whom, &args.pseudonym, &args.word).await?;
    // The room of two stands before anybody is asked into it.
    app.settled(&alone).await?;
    app.settled(&room).await?;
    app.out.result(&json!({ "room": alone.to_hex() }), &said::ASKED_ALONE)?;
    app.others(Some(&room)).await
}

async fn requests(app: &App, args: &InRoom) -> Result<(), Failure> {
    let room = app.room(&args.room).await?.id;
    let current = app.current(&room).await;
    for asked in app.client.direct_requests(&room).await? {
        let id = show::message_id(&asked.id);
        let object = json!({
            "request": id,
            "from": asked.name,
            "member": asked.from.to_hex(),
            "at": when::rfc3339(asked.at_ms),
        });
        app.out.result(&object, &said::request(&id, &asked.name))?;
    }
    current?;
    app.others(Some(&room)).await
}

async fn accept(app: &App, args: &AcceptDirect) -> Result<(), Failure> {
    let room = app.room(&args.on.room).await?.id;
    app.current(&room).await?;
    let asked = app.client.direct_requests(&room).await?;
    let request = meant(asked.iter().map(|one| one.id), &args.on.message)?;
    let events = app.client.events(None).await?;
    let (alone, word) = app.client.accept_direct(&room, request, &args.pseudonym).await?;
    let object = json!({ "room": alone.to_hex(), "word": word });
    app.out.result(&object, &said::accepted(&word))?;
    entered(app, alone, events, args.no_wait).await
}
