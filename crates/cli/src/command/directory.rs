//! `directory`: the rooms of a community.

use serde_json::json;
use sitr_client::{AgeBand, Listed, RoomId, standing_name};

use super::join::join;
use super::log::member_names;
use crate::app::App;
use crate::args::{
    Community, DirectoryCommand, Enter, FindRoom, InCommunity, InRoom, Join, ListRoom, TieRoom,
};
use crate::fail::Failure;
use crate::named::{self, Named};
use crate::show;
use crate::text::{Kind, gather as said};

impl Named for Listed {
    fn id(&self) -> String {
        self.room.to_hex()
    }
    fn name(&self) -> &str {
        &self.name
    }
}

/// Does what was asked.
pub(crate) async fn run(app: &App, command: &DirectoryCommand) -> Result<(), Failure> {
    match command {
        DirectoryCommand::Show(args) => show(app, args).await,
        DirectoryCommand::Enter(args) => enter(app, args).await,
        DirectoryCommand::Add(args) => add(app, args).await,
        DirectoryCommand::Renew(args) => renew(app, args).await,
        DirectoryCommand::Drop(args) => drop(app, args).await,
        DirectoryCommand::Tie(args) => tie(app, args).await,
        DirectoryCommand::Who(args) => who(app, args).await,
    }
}

async fn show(app: &App, args: &FindRoom) -> Result<(), Failure> {
    let community = app.room(&args.community).await?.id;
    let current = app.current(&community).await;
    let wanted = args.words.as_deref().unwrap_or_default();
    let rooms = app.client.directory(&community).await?;
    if rooms.is_empty() {
        app.out.text(&said::NO_ROOMS)?;
    }
    for room in rooms.iter().filter(|room| room.is_about(wanted)) {
        let object = json!({
            "room": room.room.to_hex(),
            "name": room.name,
            "words": room.words,
            "languages": room.languages,
            "age": match room.age {
                AgeBand::All => "all",
                AgeBand::Youth => "youth",
                AgeBand::Adults => "adults",
            },
            "by": room.by_name,
            "member": room.by.to_hex(),
            "state": room.standing.map(standing_name),
        });
        let line = said::listed(&room.name, &room.words, &room.languages.join(" "), &room.by_name);
        app.out.result(&object, &line)?;
    }
    current?;
    app.others(Some(&community)).await
}

async fn listed(app: &App, which: &InCommunity) -> Result<(RoomId, Listed), Failure> {
    let community = app.room(&which.community).await?.id;
    app.current(&community).await?;
    let all = app.client.directory(&community).await?;
    Ok((community, named::find(Kind::Room, &which.room, all)?))
}

/// Enters as by any other link: what the room asks is shown first.
async fn enter(app: &App, args: &Enter) -> Result<(), Failure> {
    let (_, room) = listed(app, &args.which).await?;
    let by = Join {
        link: room.link,
        pseudonym: args.pseudonym.clone(),
        note: args.note.clone(),
        answers: args.answers.clone(),
        accept: args.accept,
        as_member: args.as_member,
        no_wait: args.no_wait,
    };
    join(app, &by).await
}

async fn add(app: &App, args: &ListRoom) -> Result<(), Failure> {
    let community = app.room(&args.which.community).await?.id;
    let room = app.room(&args.which.room).await?.id;
    app.current(&community).await?;
    app.current(&room).await?;
    let languages = args.languages.clone();
    let id = app.client.list_room(&community, &room, &args.words, languages).await?;
    // The way in is open before members learn of it.
    app.settled(&room).await?;
    app.settled(&community).await?;
    let object = json!({ "message": show::message_id(&id), "room": room.to_hex() });
    app.out.result(&object, &said::LISTED)?;
    app.others(Some(&community)).await
}

async fn renew(app: &App, args: &Community) -> Result<(), Failure> {
    let community = app.room(&args.community).await?.id;
    app.current(&community).await?;
    let count = app.client.renew_listing(&community).await?;
    for room in app.client.directory(&community).await? {
        if room.standing.is_some() {
            app.settled(&room.room).await?;
        }
    }
    app.settled(&community).await?;
    let object = json!({ "community": community.to_hex(), "rooms": count });
    app.out.result(&object, &said::renewed(count))?;
    app.others(Some(&community)).await
}

async fn drop(app: &App, which: &InCommunity) -> Result<(), Failure> {
    let (community, room) = listed(app, which).await?;
    app.client.unlist_room(&community, &room.room).await?;
    app.settled(&community).await?;
    app.out.result(&json!({ "room": room.room.to_hex() }), &said::DROPPED)?;
    app.others(Some(&community)).await
}

/// Makes a room one of the community whose members show who they are, or none.
async fn tie(app: &App, args: &TieRoom) -> Result<(), Failure> {
    let community = app.room(&args.which.community).await?.id;
    let room = app.room(&args.which.room).await?.id;
    app.current(&community).await?;
    app.current(&room).await?;
    let first = (!args.off).then_some(community);
    app.client.belong(&room, first, args.remove_banned).await?;
    app.settled(&room).await?;
    // The ways in that are listed ask nobody who they are there: there are new ones.
    app.client.renew_listing(&community).await?;
    app.settled(&room).await?;
    app.settled(&community).await?;
    let object = json!({ "room": room.to_hex(), "community": first.map(|first| first.to_hex()) });
    app.out.result(&object, if args.off { &said::UNTIED } else { &said::TIED })?;
    app.others(Some(&room)).await
}

/// Who members are in the community.
async fn who(app: &App, args: &InRoom) -> Result<(), Failure> {
    let room = app.room(&args.room).await?.id;
    let current = app.current(&room).await;
    let names = member_names(app, &room).await;
    let community = app.client.settings(&room).await?.community.map(|it| RoomId(it.room));
    let there = match &community {
        Some(first) => member_names(app, first).await,
        None => std::collections::BTreeMap::new(),
    };
    for tied in app.client.tied(&room).await? {
        let object = json!({
            "member": tied.here.to_hex(),
            "in_community": tied.there.to_hex(),
            "banned": tied.is_banned,
        });
        let shown = |id: &sitr_client::MemberId, names: &std::collections::BTreeMap<_, String>| {
            names.get(id).cloned().unwrap_or_else(|| id.to_hex())
        };
        let line =
            said::tied(&shown(&tied.here, &names), &shown(&tied.there, &there), tied.is_banned);
        app.out.result(&object, &line)?;
    }
    current?;
    app.others(Some(&room)).await
}
