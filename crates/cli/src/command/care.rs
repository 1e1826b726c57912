//! `care`: all of it on this device.

use serde_json::json;
use sitr_client::care::{Quiet, Shelf, crisis_card, personal_data};

use super::invites::now;
use super::settings::hours;
use crate::app::App;
use crate::args::{CareCommand, Keep};
use crate::fail::Failure;
use crate::text::more as said;
use crate::words::words;

/// Does what was asked.
pub(crate) async fn run(app: &App, command: &CareCommand) -> Result<(), Failure> {
    match command {
        CareCommand::Card(args) => {
            let own = words().language().tag();
            let card = crisis_card(args.language.as_deref().unwrap_or(own));
            for line in &card.steps {
                let object = json!({
                    "language": card.language,
                    "text": line.text,
                    "place": line.place,
                    "source": line.source,
                    "read_on": line.read_on,
                    "reviewed": line.reviewed,
                });
                app.out.result(&object, &said::card_line(&line.text, &line.source))?;
            }
            app.out.text(&said::NOT_REVIEWED)
        }
        CareCommand::Journal(args) => shelf(app, Shelf::Journal, args).await,
        CareCommand::Kit(args) => shelf(app, Shelf::CopingKit, args).await,
        CareCommand::Quiet(args) => {
            let wanted = args.hours.trim();
            let wrong = || Failure::Usage(crate::text::keep::wrong_value("quiet", wanted));
            let hours = match wanted {
                "never" => None,
                span => Some(hours(span).ok_or_else(wrong)?),
            };
            let quiet = Quiet { hours, ..app.client.quiet().await? };
            app.client.set_quiet(quiet).await?;
            app.out.result(&json!({ "quiet": wanted }), &crate::text::keep::set("quiet"))
        }
        CareCommand::Budget(args) => {
            let quiet = Quiet { budget_minutes: args.minutes, ..app.client.quiet().await? };
            app.client.set_quiet(quiet).await?;
            app.out.result(&json!({ "budget": args.minutes }), &crate::text::keep::set("budget"))
        }
        CareCommand::Break(args) => {
            let until = if args.span.is_zero() { 0 } else { now() + args.span.as_secs() };
            let quiet = Quiet { break_until: until, ..app.client.quiet().await? };
            app.client.set_quiet(quiet).await?;
            app.out.result(&json!({ "break_until": until }), &crate::text::keep::set("break"))
        }
        CareCommand::Filter(args) => {
            app.client.set_filters(args.words.clone()).await?;
            let kept = app.client.filters().await?;
            app.out.result(&json!({ "filters": kept }), &crate::text::keep::set("filter"))
        }
        CareCommand::Check(args) => {
            let found: Vec<&str> =
                personal_data(&args.words).into_iter().map(|what| what.name()).collect();
            app.out.result(&json!({ "found": found }), &said::found(&found))
        }
    }
}

async fn shelf(app: &App, shelf: Shelf, args: &Keep) -> Result<(), Failure> {
    if let Some(words) = &args.words {
        let number = app.client.keep_words(shelf, words).await?;
        return app.out.result(&json!({ "number": number }), &said::KEPT);
    }
    for kept in app.client.kept_words(shelf).await? {
        let object = json!({ "number": kept.number, "text": kept.words });
        app.out.result(&object, &said::kept(kept.number, &kept.words))?;
    }
    Ok(())
}
