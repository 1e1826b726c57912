//! Newcomers: who brought them, and who vouches for them.

use serde_json::json;
use sitr_client::{MemberId, RoomId, Vouched};

use super::aside::confided;
use super::log::member_names;
use crate::app::App;
use crate::args::{InRoom, VouchFor};
use crate::fail::Failure;
use crate::text::keep as said;
use crate::when;

/// Stands for a newcomer, or no more.
pub(crate) async fn vouch(app: &App, args: &VouchFor) -> Result<(), Failure> {
    let room = app.room(&args.of.room).await?.id;
    app.current(&room).await?;
    let whom = app.member(&room, &args.of.member).await?.id;
    let id = if args.withdraw {
        app.client.withdraw_vouch(&room, whom).await?
    } else {
        app.client.vouch(&room, whom, &args.words).await?
    };
    confided(app, room, id, &said::VOUCHED).await
}

/// Who is on probation, and who vouches for them.
pub(crate) async fn queue(app: &App, args: &InRoom) -> Result<(), Failure> {
    let room = app.room(&args.room).await?.id;
    let current = app.current(&room).await;
    let newcomers = app.client.newcomers(&room).await?;
    let names = member_names(app, &room).await;
    let shown = |who: &MemberId| names.get(who).cloned().unwrap_or_else(|| who.to_hex());
    if newcomers.is_empty() {
        app.out.text(&said::NO_NEWCOMERS)?;
    }
    for newcomer in &newcomers {
        let object = json!({
            "member": newcomer.id.to_hex(),
            "name": newcomer.name,
            "needed": newcomer.needed,
            "vouches": newcomer.vouches.iter().map(object).collect::<Vec<_>>(),
            "ready": newcomer.is_vouched_for(),
        });
        let counted = newcomer.vouches.iter().filter(|vouch| vouch.counts).count();
        let count = u32::try_from(counted).unwrap_or(u32::MAX);
        let mut lines = vec![said::newcomer(&shown(&newcomer.id), count, newcomer.needed.into())];
        let vouches = newcomer.vouches.iter();
        lines.extend(vouches.map(|it| said::vouches(&shown(&it.by), &it.words, it.counts)));
        app.out.result(&object, &lines.join("\n"))?;
    }
    current?;
    app.others(Some(&room)).await
}

fn object(vouch: &Vouched) -> serde_json::Value {
    json!({
        "member": vouch.whom.to_hex(),
        "vouched_by": vouch.by.to_hex(),
        "words": vouch.words,
        "at": when::rfc3339(vouch.at_ms),
        "counts": vouch.counts,
    })
}

/// Who came by whose invite, and who vouched for whom, as far as this device was told.
pub(crate) async fn lineage(app: &App, args: &InRoom) -> Result<(), Failure> {
    let room = app.room(&args.room).await?;
    let current = app.current(&room.id).await;
    let names = member_names(app, &room.id).await;
    let shown = |who: &MemberId| names.get(who).cloned().unwrap_or_else(|| who.to_hex());
    for (newcomer, by) in app.client.lineage(&room.id).await? {
        let object = json!({ "member": newcomer.to_hex(), "invited_by": by.to_hex() });
        app.out.result(&object, &said::came_by(&shown(&newcomer), &shown(&by)))?;
    }
    vouched_for(app, &room.id, |_| true).await?;
    current?;
    app.others(Some(&room.id)).await
}

/// Who vouched for those who are meant.
pub(crate) async fn vouched_for(
    app: &App,
    room: &RoomId,
    is_meant: impl Fn(&MemberId) -> bool,
) -> Result<(), Failure> {
    let names = member_names(app, room).await;
    let shown = |who: &MemberId| names.get(who).cloned().unwrap_or_else(|| who.to_hex());
    for vouch in app.client.vouches(room).await? {
        if is_meant(&vouch.whom) {
            let line = said::vouched_for(&shown(&vouch.whom), &shown(&vouch.by));
            app.out.result(&object(&vouch), &line)?;
        }
    }
    Ok(())
}
