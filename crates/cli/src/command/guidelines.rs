//! `guidelines`, and `mod guidelines`: what a room asks of its members.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::json;
use sitr_client::content::Guidelines as Text;
use sitr_client::words::{first_guidelines, nearest};

use crate::app::App;
use crate::args::{Guidelines, SetGuidelines};
use crate::fail::Failure;
use crate::text::keep as said;
use crate::{safe, words};

/// Rules from files that are called by their language, a rule a line.
pub(crate) fn guidelines_in(files: &[PathBuf]) -> Result<Text, Failure> {
    let mut texts = BTreeMap::new();
    for path in files {
        let cannot = |error| Failure::Io(crate::text::cannot_read(path), error);
        let rules = std::fs::read_to_string(path).map_err(cannot)?;
        let rules = rules.lines().map(str::trim).filter(|line| !line.is_empty());
        let tag = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        texts.insert(tag.to_owned(), rules.map(str::to_owned).collect::<Vec<_>>());
    }
    let mut counts = texts.values().map(Vec::len);
    let first = counts.next().unwrap_or(0);
    if first == 0 || counts.any(|count| count != first) {
        return Err(Failure::Usage(said::GUIDELINES_UNEVEN.to_owned()));
    }
    Ok(Text { texts })
}

pub(super) async fn set_guidelines(app: &App, args: &SetGuidelines) -> Result<(), Failure> {
    let text = if args.first { first_guidelines() } else { guidelines_in(&args.files)? };
    let rules = text.texts.values().next().map_or(0, Vec::len);
    let room = app.room(&args.room).await?.id;
    app.current(&room).await?;
    app.client.set_guidelines(&room, text).await?;
    app.settled(&room).await?;
    let hash = app.client.settings(&room).await?.guidelines;
    let object = json!({
        "room": room.to_hex(),
        "guidelines": hash.map(|hash| data_encoding::HEXLOWER.encode(&hash)),
        "rules": rules,
    });
    app.out.result(&object, &said::set("guidelines"))?;
    app.others(Some(&room)).await
}

/// `guidelines`: shows them, and accepts them.
pub(crate) async fn guidelines(app: &App, args: &Guidelines) -> Result<(), Failure> {
    let room = app.room(&args.room).await?;
    let current = app.current(&room.id).await;
    let present = app.client.settings(&room.id).await?.guidelines;
    let text = app.client.guidelines(&room.id).await?;
    if let (true, Some(text)) = (args.accept, &text) {
        app.client.accept_guidelines(&room.id, text.hash()).await?;
        app.settled(&room.id).await?;
    }
    let accepted = app.client.has_accepted(&room.id).await?;
    show_guidelines(app, text.as_ref(), args.all_languages)?;
    let state = match (present, &text, accepted) {
        (None, ..) => &said::NO_GUIDELINES,
        (Some(_), None, _) => &said::GUIDELINES_ELSEWHERE,
        (Some(_), Some(_), true) => &said::ACCEPTED,
        (Some(_), Some(_), false) if args.accept => &said::ACCEPTANCE_WAITS,
        (Some(_), Some(_), false) => &said::NOT_ACCEPTED,
    };
    let object = json!({
        "room": room.id.to_hex(),
        "guidelines": present.map(|hash| data_encoding::HEXLOWER.encode(&hash)),
        "accepted": accepted,
        "texts": text.map(|text| text.texts),
    });
    app.out.result(&object, state)?;
    current?;
    app.others(Some(&room.id)).await
}

/// The rules for people: in the own language or the nearest that there is, or in all.
pub(crate) fn show_guidelines(app: &App, text: Option<&Text>, all: bool) -> Result<(), Failure> {
    let Some(text) = text else { return Ok(()) };
    let own = nearest(text, words::words().language());
    let (shown, others): (Vec<_>, Vec<_>) =
        text.texts.iter().partition(|(tag, _)| all || own == Some(tag.as_str()));
    for (tag, rules) in shown {
        app.out.text(&format!("[{}]", safe::line(tag)))?;
        for (at, rule) in rules.iter().enumerate() {
            app.out.text(&said::guideline(at + 1, rule))?;
        }
    }
    if others.is_empty() {
        return Ok(());
    }
    let tags: Vec<&str> = others.into_iter().map(|(tag, _)| tag.as_str()).collect();
    app.out.text(&said::also_in(&tags.join(" ")))
}
