//! `knocks`, `admit`, `refuse`.

use sitr_client::{KnockState, KnockView, RoomId};

use crate::app::{App, is_waiting};
use crate::args::{Admit, Knocks, Refuse};
use crate::fail::Failure;
use crate::{show, text};

/// Lists who waits.
pub(crate) async fn list(app: &App, args: &Knocks) -> Result<(), Failure> {
    let room = app.room(&args.room).await?;
    let current = app.current(&room.id).await;
    let mut knocks = app.client.knocks(&room.id).await?;
    if !args.all {
        knocks.retain(|knock| matches!(knock.state, KnockState::Waiting | KnockState::Admitting));
    }
    if knocks.is_empty() {
        app.out.text(&text::NO_KNOCKS)?;
    }
    for knock in &knocks {
        app.out.result(&show::knock(knock), &show::knock_line(knock))?;
    }
    current?;
    app.others(Some(&room.id)).await
}

/// Lets somebody in, and waits until the welcome is at the relay.
pub(crate) async fn admit(app: &App, args: &Admit) -> Result<(), Failure> {
    let (room, knock) = meant(app, args).await?;
    app.client.admit(&room, knock.id).await?;
    let settled = app.settled(&room).await;
    let knock = app.knock_again(&room, knock.id).await?.unwrap_or(knock);
    if settled.is_ok() && knock.state != KnockState::Admitted {
        return Err(Failure::Dropped(text::NOT_ADMITTED.as_str()));
    }
    let line = if settled.is_ok() { text::admitted(&knock.name) } else { String::new() };
    app.out.result(&show::knock(&knock), &line)?;
    settled?;
    app.others(Some(&room)).await
}

/// Refuses somebody, and waits until the answer is at the relay.
pub(crate) async fn refuse(app: &App, args: &Refuse) -> Result<(), Failure> {
    let (room, knock) = meant(app, &args.knock).await?;
    app.client.refuse(&room, knock.id, &args.reason).await?;
    let settled = app.settled(&room).await;
    let knock = app.knock_again(&room, knock.id).await?.unwrap_or(knock);
    app.out.result(&show::knock(&knock), &text::was_refused(&knock.name))?;
    settled?;
    app.others(Some(&room)).await
}

/// The knock that was meant. Only one that this device has not read yet needs the relay first.
async fn meant(app: &App, args: &Admit) -> Result<(RoomId, KnockView), Failure> {
    let room = app.room(&args.room).await?.id;
    app.client.connect().await?;
    if let Ok(knock) = app.knock(&room, &args.knock).await
        && is_waiting(&knock)
    {
        return Ok((room, knock));
    }
    app.client.caught_up(&room, app.patience).await?;
    Ok((room, app.knock(&room, &args.knock).await?))
}
