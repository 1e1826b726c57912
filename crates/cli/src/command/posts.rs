//! A room as it is now: its timeline, topics, what is found; polls; files.

use std::io::Write as _;

use serde_json::{Value, json};
use sitr_client::content::{Body, Content, Expires, Own, Poll, Topic, Vote, Wish};
use sitr_client::{Post, ToAttach, label_name, verdict_name};

use super::messages::{deliver, on};
use crate::app::App;
use crate::args::{Attach, CreatePoll, Fetch, InRoom, Mute, OnMessage, PollCommand, VoteIn, Words};
use crate::fail::Failure;
use crate::text::more as said;
use crate::words::{phrase, say};
use crate::{show, text, when};

pub(crate) fn own(own: impl Into<Own>) -> Content {
    Content::new([0; 16], 0, Body::Own(String::new(), own.into()))
}

/// The names of what a message is to be.
const WISHES: [(&str, Wish); 4] = [
    ("story", Wish::Story),
    ("listen-only", Wish::ListenOnly),
    ("advice-welcome", Wish::AdviceWelcome),
    ("question", Wish::Question),
];

fn wish_name(wish: Wish) -> &'static str {
    WISHES.iter().find(|(_, one)| *one == wish).map_or("story", |(name, _)| name)
}

/// What a message is to be, by its name.
pub(crate) fn wish(name: &str) -> Option<Wish> {
    WISHES.iter().find(|(one, _)| *one == name.trim()).map(|(_, wish)| *wish)
}

fn ends(ends: Expires) -> String {
    match ends {
        Expires::At(at) => when::rfc3339(u64::from(at) * 1000),
        Expires::AfterReading(seconds) => say(&phrase::ends_after_reading(seconds.into())),
    }
}

fn object(post: &Post) -> Value {
    let fold = post.fold.as_ref().map(|fold| {
        let labels: Vec<&str> = fold.labels.iter().map(|label| label_name(*label)).collect();
        json!({ "labels": labels, "hidden": fold.is_hidden(), "note": fold.note })
    });
    let poll = post.poll.as_ref().map(|poll| {
        json!({
            "counts": poll.counts,
            "voters": poll.voters,
            "closed": poll.is_closed,
            "counted": poll.is_counted,
        })
    });
    let reactions: Vec<Value> = post
        .reactions
        .iter()
        .map(|(sign, who)| {
            let who: Vec<String> = who.iter().map(|who| who.to_hex()).collect();
            json!({ "reaction": sign, "by": who })
        })
        .collect();
    json!({
        "message": show::message_id(&post.id),
        "from": post.name,
        "member": post.from.to_hex(),
        "role": post.role.map(text::role_name),
        "at": when::rfc3339(post.at_ms),
        "kind": post.said.name(),
        "text": post.text,
        "direction": post.direction.name(),
        "language": post.language,
        "edited": post.edited,
        "fold": fold,
        "topic": post.topic.map(|topic| show::message_id(&topic)),
        "reply_to": post.reply_to.map(|to| show::message_id(&to)),
        "reactions": reactions,
        "notes": post.notes.iter().map(|note| note.words.as_str()).collect::<Vec<_>>(),
        "verdicts": post.notes.iter().map(|note| verdict_name(note.verdict)).collect::<Vec<_>>(),
        "answered": post.answered,
        "wish": post.wish.map(wish_name),
        "ends": post.ends.map(ends),
        "poll": poll,
        "signers": post.petition.as_ref().map(|petition| petition.signers.len()),
    })
}

pub(crate) fn shown(app: &App, post: &Post) -> Result<(), Failure> {
    let labels: Vec<&str> = post
        .fold
        .iter()
        .flat_map(|fold| fold.labels.iter().map(|label| label_name(*label)))
        .collect();
    let reactions: Vec<&str> = post.reactions.iter().map(|(sign, _)| sign.as_str()).collect();
    let line = said::post(&said::Shown {
        at: &when::shown(post.at_ms),
        id: &show::message_id(&post.id),
        who: &post.name,
        role: post.role.map(text::role_name).unwrap_or_default(),
        text: &post.text,
        is_folded: post.fold.is_some(),
        labels: &labels.join(", "),
        edited: post.edited,
        reactions: &reactions.join(" "),
    });
    app.out.result(&object(post), &line)?;
    for note in &post.notes {
        app.out.text(&said::note(verdict_name(note.verdict), &note.name, &note.words))?;
    }
    if let (Some(poll), Body::Own(_, Own::Poll(asked))) = (&post.poll, &post.body) {
        for (at, option) in asked.options.iter().enumerate() {
            let count = poll.counts.as_ref().and_then(|counts| counts.get(at));
            app.out.text(&said::option(at + 1, option, count.copied()))?;
        }
    }
    Ok(())
}

/// The whole timeline.
pub(crate) async fn timeline(app: &App, args: &InRoom) -> Result<(), Failure> {
    let room = app.room(&args.room).await?.id;
    let posts = app.client.timeline(&room, usize::MAX).await?;
    posts.iter().try_for_each(|post| shown(app, post))?;
    match posts.last() {
        Some(last) => Ok(app.client.saw(&room, last.seq).await?),
        None => Ok(()),
    }
}

/// A folded message, opened.
pub(crate) async fn open(app: &App, args: &OnMessage) -> Result<(), Failure> {
    let (room, message) = on(app, args).await?;
    shown(app, &app.client.unfold(&room, message).await?)
}

/// What holds these words.
pub(crate) async fn search(app: &App, args: &Words) -> Result<(), Failure> {
    let room = app.room(&args.room).await?.id;
    let told = |ready, all| {
        app.out.aside(&json!({ "ready": ready, "of": all }), &format!("{ready}/{all}"))
    };
    app.client
        .index_history(|ready, all| {
            if ready > 0 && ready < all {
                told(ready, all)
            }
        })
        .await?;
    let found = app.client.search(&room, &args.words).await?;
    found.iter().try_for_each(|post| shown(app, post))
}

/// Begins a topic.
pub(crate) async fn topic(app: &App, args: &Words) -> Result<(), Failure> {
    let room = app.room(&args.room).await?.id;
    let topic = own(Topic { title: args.words.clone() });
    let id = app.client.say(&room, topic).await?;
    deliver(app, room, id).await
}

/// Lists topics.
pub(crate) async fn topics(app: &App, args: &InRoom) -> Result<(), Failure> {
    let room = app.room(&args.room).await?.id;
    let current = app.current(&room).await;
    for topic in app.client.topics(&room).await? {
        let id = show::message_id(&topic.id);
        let object = json!({
            "topic": id,
            "title": topic.title,
            "unread": topic.unread,
            "locked": topic.is_locked,
            "open": topic.is_open,
            "muted": topic.is_muted,
        });
        app.out.result(&object, &said::topic(&id, &topic.title, topic.unread, topic.is_muted))?;
    }
    current
}

/// Mutes a topic, or not any more.
pub(crate) async fn mute(app: &App, args: &Mute) -> Result<(), Failure> {
    let (room, topic) = on(app, &args.on).await?;
    app.client.mute(&room, topic, !args.off).await?;
    let object = json!({ "topic": show::message_id(&topic), "muted": !args.off });
    app.out.result(&object, &said::MUTED)
}

/// Polls.
pub(crate) async fn poll(app: &App, command: &PollCommand) -> Result<(), Failure> {
    match command {
        PollCommand::Create(args) => create_poll(app, args).await,
        PollCommand::Vote(args) => vote(app, args).await,
        PollCommand::Show(args) => {
            let room = app.room(&args.room).await?.id;
            let current = app.current(&room).await;
            let posts = app.client.timeline(&room, usize::MAX).await?;
            let polls = posts.iter().filter(|post| post.poll.is_some());
            polls.into_iter().try_for_each(|post| shown(app, post))?;
            current
        }
    }
}

async fn create_poll(app: &App, args: &CreatePoll) -> Result<(), Failure> {
    let room = app.room(&args.room).await?.id;
    let closes_at = args.span.map_or(0, |span| super::invites::now() + span.as_secs());
    let poll = Poll {
        question: args.question.clone(),
        options: args.options.clone(),
        choices: args.choices,
        closes_at,
        secret: args.secret,
        hidden_below: args.hidden_below,
    };
    let id = app.client.say(&room, own(poll)).await?;
    deliver(app, room, id).await
}

async fn vote(app: &App, args: &VoteIn) -> Result<(), Failure> {
    let (room, poll) = on(app, &args.on).await?;
    let number = |typed: &u8| typed.checked_sub(1);
    let choices: Option<Vec<u8>> = args.choices.iter().map(number).collect();
    let mut choices = choices.ok_or_else(|| Failure::Usage(said::FROM_ONE.to_owned()))?;
    choices.sort_unstable();
    choices.dedup();
    let Body::Own(_, Own::Poll(asked)) = app.client.content(&room, poll).await?.body else {
        return Err(Failure::Usage(said::NO_POLL.to_owned()));
    };
    if asked.secret {
        let id = app.client.vote_secretly(&room, poll, &choices).await?;
        app.settled(&room).await?;
        return app.out.result(&json!({ "message": show::message_id(&id) }), &said::VOTED);
    }
    let id = app.client.say(&room, own(Vote { poll, choices })).await?;
    deliver(app, room, id).await
}

fn media_of(file: &std::path::Path) -> &'static str {
    let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    match ending.to_lowercase().as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "wav" => "audio/wav",
        "txt" => "text/plain",
        _ => "application/octet-stream",
    }
}

/// Sends a file.
pub(crate) async fn attach(app: &App, args: &Attach) -> Result<(), Failure> {
    let room = app.room(&args.room).await?.id;
    let cannot = |error| Failure::Io(text::cannot_read(&args.file), error);
    let media = media_of(&args.file);
    let file = ToAttach {
        media: media.to_owned(),
        bytes: std::fs::read(&args.file).map_err(cannot)?,
        inline: media.starts_with("image/") || media.starts_with("audio/"),
        description: args.alt.clone(),
        ..ToAttach::default()
    };
    let id = match args.as_it_is {
        true => app.client.attach_as_it_is(&room, file).await?,
        false => app.client.attach(&room, file).await?,
    };
    deliver(app, room, id).await
}

/// Fetches a file.
pub(crate) async fn fetch(app: &App, args: &Fetch) -> Result<(), Failure> {
    let (room, message) = on(app, &args.on).await?;
    let bytes = app.client.fetch_file(&room, message, 0).await?;
    let cannot = |error| Failure::Io(text::cannot_write(&args.file), error);
    let mut file = std::fs::File::create_new(&args.file).map_err(cannot)?;
    file.write_all(&bytes).map_err(cannot)?;
    let object = json!({ "message": show::message_id(&message), "bytes": bytes.len() });
    app.out.result(&object, &said::FETCHED)
}
