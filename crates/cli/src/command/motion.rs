//! `motion`: guidelines by vote.

use serde_json::json;
use sitr_client::{Aye, Motion, RoomId};

use super::guidelines::{guidelines_in, show_guidelines};
use super::messages::{deliver, on};
use crate::app::App;
use crate::args::{InRoom, MotionCommand, OnMessage, OnMotion, Propose};
use crate::fail::Failure;
use crate::text::{gather as said, keep};
use crate::{show, when};

/// Does what was asked.
pub(crate) async fn run(app: &App, command: &MotionCommand) -> Result<(), Failure> {
    match command {
        MotionCommand::Propose(args) => propose(app, args).await,
        MotionCommand::List(args) => list(app, args).await,
        MotionCommand::Vote(args) => vote(app, args).await,
        MotionCommand::Carry(args) => carry(app, args).await,
    }
}

async fn propose(app: &App, args: &Propose) -> Result<(), Failure> {
    let guidelines = guidelines_in(&args.files)?;
    let room = app.room(&args.room).await?.id;
    app.current(&room).await?;
    let id = app.client.propose(&room, guidelines, &args.why).await?;
    app.out.text(&said::PROPOSED)?;
    deliver(app, room, id).await
}

async fn list(app: &App, args: &InRoom) -> Result<(), Failure> {
    let room = app.room(&args.room).await?.id;
    let current = app.current(&room).await;
    let motions = app.client.motions(&room).await?;
    if motions.is_empty() {
        app.out.text(&said::NO_MOTIONS)?;
    }
    motions.iter().try_for_each(|motion| shown(app, motion))?;
    current?;
    app.others(Some(&room)).await
}

fn shown(app: &App, motion: &Motion) -> Result<(), Failure> {
    let id = show::message_id(&motion.id);
    let object = json!({
        "proposal": id,
        "by": motion.name,
        "member": motion.by.to_hex(),
        "at": when::rfc3339(motion.at_ms),
        "words": motion.words,
        "texts": motion.guidelines.texts,
        "ayes": motion.ayes,
        "electors": motion.electors,
        "mine": motion.is_mine,
        "carried": motion.is_carried,
        "present": motion.is_present,
    });
    let line = said::motion(&said::Motion {
        id: &id,
        by: &motion.name,
        words: &motion.words,
        ayes: motion.ayes,
        electors: motion.electors,
        is_mine: motion.is_mine,
        is_present: motion.is_present,
    });
    app.out.result(&object, &line)?;
    show_guidelines(app, Some(&motion.guidelines), false)
}

async fn motion(app: &App, args: &OnMotion) -> Result<(RoomId, sitr_client::MessageId), Failure> {
    on(app, &OnMessage { room: args.room.clone(), message: args.motion.clone() }).await
}

async fn vote(app: &App, args: &OnMotion) -> Result<(), Failure> {
    let (room, aye) = match args.motion.trim() {
        "as-it-is" => (app.room(&args.room).await?.id, Aye::AsItIs),
        "no-more-votes" => (app.room(&args.room).await?.id, Aye::NoMoreVotes),
        _ => {
            let (room, id) = motion(app, args).await?;
            (room, Aye::Proposal(id))
        }
    };
    app.current(&room).await?;
    app.client.vote_on_guidelines(&room, aye).await?;
    app.settled(&room).await?;
    app.out.result(&json!({ "room": room.to_hex(), "voted": args.motion.trim() }), &said::VOTED)?;
    app.others(Some(&room)).await
}

async fn carry(app: &App, args: &OnMotion) -> Result<(), Failure> {
    let (room, id) = motion(app, args).await?;
    app.client.carry(&room, id).await?;
    app.settled(&room).await?;
    let hash = app.client.settings(&room).await?.guidelines;
    let object = json!({
        "room": room.to_hex(),
        "guidelines": hash.map(|hash| data_encoding::HEXLOWER.encode(&hash)),
    });
    app.out.result(&object, &keep::set("guidelines"))?;
    app.others(Some(&room)).await
}
