//! `invite`, `invite list`, `invite revoke`.

use jiff::Timestamp;
use serde_json::json;

use crate::app::App;
use crate::args::{AskInvite, CreateInvite, InRoom, RevokeInvite};
use crate::fail::Failure;
use crate::{qr, show, text};

/// Seconds since 1970-01-01 UTC.
pub(crate) fn now() -> u64 {
    u64::try_from(Timestamp::now().as_second()).unwrap_or(0)
}

/// Makes an invite, and waits until its link can be followed.
pub(crate) async fn create(app: &App, args: &CreateInvite) -> Result<(), Failure> {
    let room = app.room(&args.room).await?;
    let invite = app.client.create_invite(&room.id, args.uses, args.expires).await?;
    app.client.connect().await?;
    let settled = app.settled(&room.id).await;
    app.out.result(&show::invite(&invite, now()), &invite.link)?;
    if args.qr {
        app.out.text(&qr::drawn(&invite.link, app.out.is_screen()))?;
    }
    settled?;
    app.others(Some(&room.id)).await
}

/// Lists invites, with the knocks that came.
pub(crate) async fn list(app: &App, args: &InRoom) -> Result<(), Failure> {
    let room = app.room(&args.room).await?;
    let current = app.current(&room.id).await;
    let invites = app.client.invites(&room.id).await?;
    if invites.is_empty() {
        app.out.text(&text::NO_INVITES)?;
    }
    for invite in &invites {
        app.out.result(&show::invite(invite, now()), &show::invite_line(invite, now()))?;
    }
    current?;
    app.others(Some(&room.id)).await
}

/// Ends an invite.
pub(crate) async fn revoke(app: &App, args: &RevokeInvite) -> Result<(), Failure> {
    let room = app.room(&args.room).await?;
    let invite = app.invite(&room.id, &args.invite).await?;
    app.client.revoke_invite(&room.id, invite.id).await?;
    app.client.connect().await?;
    let settled = app.settled(&room.id).await;
    // Once it is burned nothing of it is kept.
    let again = app.invite_again(&room.id, invite.id).await?;
    let state = again.map_or("revoked", |invite| show::invite_state(&invite, now()));
    let id = invite.id.to_hex();
    let object = json!({ "invite": id, "state": state });
    app.out.result(&object, &text::revoked(&id))?;
    settled?;
    app.others(Some(&room.id)).await
}

/// Asks for an invite, and waits for the link unless told not to.
pub(crate) async fn ask(app: &App, args: &AskInvite) -> Result<(), Failure> {
    let room = app.room(&args.room).await?.id;
    app.current(&room).await?;
    let whom = app.member(&room, &args.from).await?.id;
    let mut events = app.client.events(None).await?;
    let id = app.client.ask_for_invite(&room, whom, args.uses, &args.note).await?;
    app.settled(&room).await?;
    let granted = async {
        loop {
            if let Some(link) = app.client.granted_invite(&room, id).await? {
                return Ok::<_, Failure>(link);
            }
            events.next().await?;
        }
    };
    let patience = if args.no_wait { std::time::Duration::ZERO } else { app.patience };
    let link = tokio::time::timeout(patience, granted).await.ok().transpose()?;
    let object = json!({ "message": show::message_id(&id), "link": link });
    let line = link.unwrap_or_else(|| text::gather::INVITE_ASKED.to_owned());
    app.out.result(&object, &line)?;
    app.others(Some(&room)).await
}
