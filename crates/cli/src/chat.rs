//! The chat: what happens in a room is shown, each line that is typed is sent.

use serde_json::json;
use sitr_client::{Error, KnockState, RoomView, Since};

use crate::app::{App, is_waiting};
use crate::args::InRoom;
use crate::command::invites;
use crate::fail::Failure;
use crate::feed::{Feed, Knocks, Shows};
use crate::input::{self, Typed};
use crate::names::Names;
use crate::safe;
use crate::stop::Stop;
use crate::{show, text};

/// Messages of history that are shown at the start.
const HISTORY: u32 = 50;

/// The command `chat`.
pub(crate) async fn chat(app: &App, args: &InRoom) -> Result<(), Failure> {
    let room = app.room(&args.room).await?;
    if let Err(failure) = app.current(&room.id).await {
        app.out.failure(&failure);
    }
    Chat::new(app, room).run().await
}

/// What a line asks for.
#[derive(Debug, PartialEq, Eq)]
enum Order<'a> {
    Say(&'a str),
    Nothing,
    Help,
    Members,
    Knocks,
    Admit(&'a str),
    Refuse(&'a str),
    Link,
    Quit,
    Unknown(&'a str),
}

impl<'a> Order<'a> {
    fn of(line: &'a str) -> Self {
        if line.trim().is_empty() {
            return Self::Nothing;
        }
        let Some(rest) = line.strip_prefix('/') else { return Self::Say(line) };
        if rest.starts_with('/') {
            return Self::Say(rest);
        }
        let (word, more) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let more = more.trim();
        match word {
            "help" | "?" => Self::Help,
            "members" => Self::Members,
            "knocks" => Self::Knocks,
            "admit" => Self::Admit(more),
            "refuse" => Self::Refuse(more),
            "link" => Self::Link,
            "quit" | "exit" => Self::Quit,
            _ => Self::Unknown(line),
        }
    }
}

/// A room on the screen.
pub(crate) struct Chat<'a> {
    app: &'a App,
    room: RoomView,
    feed: Feed<'a>,
}

impl<'a> Chat<'a> {
    pub(crate) fn new(app: &'a App, room: RoomView) -> Self {
        let feed =
            Feed::new(app, room.id, Shows { messages: true, notices: true, knocks: Knocks::Chat });
        Self { app, room, feed }
    }

    /// Shows history, then everything as it comes, until the input ends or somebody asks to stop.
    pub(crate) async fn run(mut self) -> Result<(), Failure> {
        let mut stop = Stop::new()?;
        let mut events = self.app.client.events(None).await?;
        self.begin().await?;
        let mut lines = input::lines();
        let mut look = tokio::time::interval(std::time::Duration::from_secs(1));
        loop {
            tokio::select! {
                event = events.next() => {
                    let event = event?;
                    if event.room == self.room.id && !self.feed.event(&event.what)? {
                        return Ok(());
                    }
                }
                typed = lines.recv() => match typed {
                    Some(Typed::Line(line)) => {
                        if !self.obey(&line).await? {
                            break;
                        }
                    }
                    Some(Typed::Unfit) => self.app.out.failure(&unfit()),
                    None => break,
                },
                _ = look.tick() => self.feed.connection()?,
                () = stop.asked() => break,
            }
        }
        self.end().await
    }

    async fn begin(&mut self) -> Result<(), Failure> {
        self.feed.meet().await;
        self.feed.history(Since::Last, HISTORY).await?;
        self.app.out.text(&text::notice(&text::chat_begins(&self.room.name)))?;
        if self.room.admits_everyone {
            self.feed.notice("admits-everyone", json!({}), text::ADMITS_EVERYONE)?;
        }
        self.knocks().await
    }

    /// What was typed and is not sent yet is given the chance to be.
    async fn end(&self) -> Result<(), Failure> {
        self.app.settled(&self.room.id).await
    }

    /// Does what a line asks for; tells whether to go on. Only what nobody can mend ends the chat.
    async fn obey(&mut self, line: &str) -> Result<bool, Failure> {
        let done = match Order::of(line) {
            Order::Quit => return Ok(false),
            Order::Nothing => Ok(()),
            Order::Say(words) => self.say(words).await,
            Order::Help => self.app.out.text(text::CHAT_HELP),
            Order::Members => self.members().await,
            Order::Knocks => self.knocks().await,
            Order::Admit(who) => self.admit(who).await,
            Order::Refuse(who) => self.refuse(who).await,
            Order::Link => self.link().await,
            Order::Unknown(typed) => {
                self.feed.notice("no-command", json!({ "typed": typed }), &text::no_command(typed))
            }
        };
        match done {
            Err(failure @ (Failure::Output(_) | Failure::Sdk(Error::Closed))) => Err(failure),
            Err(failure) => {
                self.app.out.failure(&failure);
                Ok(true)
            }
            Ok(()) => Ok(true),
        }
    }

    async fn say(&mut self, words: &str) -> Result<(), Failure> {
        let id = self.app.client.send(&self.room.id, words).await?;
        if self.app.out.is_screen() {
            self.feed.typed(id);
        }
        Ok(())
    }

    async fn members(&self) -> Result<(), Failure> {
        let members = self.app.client.members(&self.room.id).await?;
        let names = Names::of(&members);
        for member in &members {
            self.app.out.result(&show::member(member), &show::member_line(member, &names))?;
        }
        Ok(())
    }

    async fn knocks(&self) -> Result<(), Failure> {
        let knocks = self.app.client.knocks(&self.room.id).await?;
        knocks.iter().try_for_each(|knock| self.feed.knock(knock))
    }

    async fn admit(&self, who: &str) -> Result<(), Failure> {
        if who.is_empty() {
            return Err(Failure::Usage(text::WHO.to_owned()));
        }
        let knock = self.app.knock(&self.room.id, who).await?;
        Ok(self.app.client.admit(&self.room.id, knock.id).await?)
    }

    /// The reason begins after the shortest beginning that names a knock, so that names may have spaces.
    async fn refuse(&self, typed: &str) -> Result<(), Failure> {
        if typed.is_empty() {
            return Err(Failure::Usage(text::WHO.to_owned()));
        }
        let (who, why) = split_reason(typed, &self.waiting().await?);
        let knock = self.app.knock(&self.room.id, who).await?;
        self.app.client.refuse(&self.room.id, knock.id, why).await?;
        let mut refused = knock;
        refused.state = KnockState::Refused;
        let line = text::was_refused(&refused.name);
        self.feed.notice("knock-refused", show::knock(&refused), &line)
    }

    async fn waiting(&self) -> Result<Vec<String>, Failure> {
        let knocks = self.app.client.knocks(&self.room.id).await?;
        Ok(knocks.into_iter().filter(is_waiting).map(|knock| knock.name).collect())
    }

    async fn link(&self) -> Result<(), Failure> {
        let now = invites::now();
        let invites = self.app.client.invites(&self.room.id).await?;
        let good = invites.iter().rev().find(|one| show::invite_state(one, now) == "good");
        match good {
            Some(invite) => self.app.out.result(&show::invite(invite, now), &invite.link),
            None => self.feed.notice("no-invite", json!({}), text::NO_LINK),
        }
    }
}

/// Divides a refusal into whom and why: a name that waits is taken whole, else the first word names.
fn split_reason<'t>(typed: &'t str, names: &[String]) -> (&'t str, &'t str) {
    let typed = typed.trim();
    if let Some((_, after)) = typed.split_once('\u{2069}') {
        let name = typed.strip_suffix(after).unwrap_or(typed);
        return (safe::unwrapped(name), after.trim());
    }
    let whole = |name: &&String| {
        typed
            .strip_prefix(name.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
    };
    if let Some(name) = names.iter().filter(whole).max_by_key(|name| name.len()) {
        let (who, why) = typed.split_at(name.len());
        return (who, why.trim());
    }
    let (who, why) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
    (who, why.trim())
}

fn unfit() -> Failure {
    Failure::Usage(text::UNFIT_LINE.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_words_or_orders() {
        assert_eq!(Order::of("hello /there"), Order::Say("hello /there"));
        assert_eq!(Order::of("//etc"), Order::Say("/etc"));
        assert_eq!(Order::of("  "), Order::Nothing);
        assert_eq!(Order::of("/admit  Omar K "), Order::Admit("Omar K"));
        assert_eq!(Order::of("/quit"), Order::Quit);
        assert_eq!(Order::of("/admitted"), Order::Unknown("/admitted"));
        assert_eq!(Order::of(" /quit"), Order::Say(" /quit"));
    }

    #[test]
    fn a_refusal_is_whom_and_why() {
        let names = ["Omar".to_owned(), "Omar Khan".to_owned()];
        assert_eq!(split_reason("Omar Khan we are full", &names), ("Omar Khan", "we are full"));
        assert_eq!(split_reason("Omar", &names), ("Omar", ""));
        assert_eq!(split_reason("81c0 no", &names), ("81c0", "no"));
        assert_eq!(split_reason("\u{2068}A B\u{2069} no", &names), ("A B", "no"));
    }
}
