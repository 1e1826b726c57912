//! The chat: what happens in a room is shown, each line that is typed is sent.

use std::time::{Duration, Instant};

use serde_json::json;
use sitr_client::care::personal_data;
use sitr_client::{Error, KnockState, Notice, RoomView, Since};

use crate::app::{App, is_waiting};
use crate::args::Chat as Args;
use crate::command::invites;
use crate::fail::Failure;
use crate::feed::{Feed, Knocks, Shows};
use crate::input::{self, Lines, Typed};
use crate::names::Names;
use crate::open::Door;
use crate::safe;
use crate::stop::Stop;
use crate::{show, text};

/// Messages of history that are shown at the start.
const HISTORY: u32 = 50;
/// How often the connection, and whether anybody still types, is looked at.
const LOOK: Duration = Duration::from_secs(1);

/// The command `chat`.
pub(crate) async fn chat(app: &App, door: &Door<'_>, args: &Args) -> Result<(), Failure> {
    let room = app.room(&args.room).await?;
    if let Err(failure) = app.current(&room.id).await {
        app.out.failure(&failure);
    }
    let mut chat = Chat::new(app, door, room);
    chat.lock_after = args.lock_after;
    chat.run().await
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
    Lock,
    Send,
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
            "lock" => Self::Lock,
            "send" => Self::Send,
            "quit" | "exit" => Self::Quit,
            _ => Self::Unknown(line),
        }
    }
}

/// A room on the screen.
pub(crate) struct Chat<'a> {
    app: &'a App,
    door: &'a Door<'a>,
    room: RoomView,
    feed: Feed<'a>,
    /// Words that seem to lead to a person, and wait for `/send`.
    unsure: Option<String>,
    lock_after: Option<Duration>,
    typed_at: Instant,
}

impl<'a> Chat<'a> {
    pub(crate) fn new(app: &'a App, door: &'a Door<'a>, room: RoomView) -> Self {
        let feed =
            Feed::new(app, room.id, Shows { messages: true, notices: true, knocks: Knocks::Chat });
        let (unsure, lock_after, typed_at) = (None, None, Instant::now());
        Self { app, door, room, feed, unsure, lock_after, typed_at }
    }

    /// Shows history, then everything as it comes, until the input ends or somebody asks to stop.
    pub(crate) async fn run(mut self) -> Result<(), Failure> {
        let mut stop = Stop::new()?;
        let mut events = self.app.client.events(None).await?;
        self.begin().await?;
        let mut lines = input::lines();
        let mut look = tokio::time::interval(LOOK);
        loop {
            if self.app.client.is_locked() && !self.behind_the_lock(&mut lines, &mut stop).await? {
                return Ok(());
            }
            tokio::select! {
                event = events.next() => {
                    let event = event?;
                    if event.room == self.room.id && !self.feed.event(&event.what)? {
                        return Ok(());
                    }
                }
                typed = lines.next() => match typed {
                    Some(Typed::Line(line)) => {
                        self.typed_at = Instant::now();
                        if !self.obey(&line).await? {
                            break;
                        }
                    }
                    Some(Typed::Unfit) => self.app.out.failure(&unfit()),
                    None => break,
                },
                _ = look.tick() => {
                    self.feed.connection()?;
                    let is_idle = |after| self.typed_at.elapsed() >= after;
                    if self.lock_after.is_some_and(is_idle)
                        && let Err(failure) = self.lock()
                    {
                        self.app.out.failure(&failure);
                    }
                }
                () = stop.asked() => break,
            }
        }
        self.end().await
    }

    /// Locks the screen, unless the profile opens by itself.
    fn lock(&mut self) -> Result<(), Failure> {
        if self.door.has_key_file() {
            self.lock_after = None;
            return Err(Failure::Passphrase(text::NEEDS_PASSPHRASE.as_str()));
        }
        self.app.client.lock();
        self.unsure = None;
        self.app.out.clear()?;
        self.app.out.result(&show::event("locked", json!({})), &text::LOCKED)
    }

    /// Shows neutral notices, and nothing else, until the profile is opened anew; tells whether to go on.
    async fn behind_the_lock(
        &mut self,
        lines: &mut Lines,
        stop: &mut Stop,
    ) -> Result<bool, Failure> {
        let client = &self.app.client;
        let mut notices = client.notices().await?;
        while client.is_locked() {
            tokio::select! {
                notice = notices.next() => {
                    let Notice { kind, sound } = notice?;
                    let more = json!({ "kind": kind.name(), "sound": sound });
                    self.app.out.result(&show::event("notice", more), &text::neutral(kind))?;
                }
                typed = lines.next() => {
                    if typed.is_none() {
                        return Ok(false);
                    }
                    // Whatever was typed is no message; the passphrase is asked for unseen.
                    match tokio::task::block_in_place(|| self.door.open_profile()) {
                        Ok(profile) => client.unlock(profile).await?,
                        Err(failure) => self.app.out.failure(&failure),
                    }
                }
                () = stop.asked() => return Ok(false),
            }
        }
        self.typed_at = Instant::now();
        // After the duress passphrase there is no such room.
        client.room(&self.room.id).await?;
        self.app.out.result(&show::event("unlocked", json!({})), &text::UNLOCKED)?;
        Ok(true)
    }

    async fn begin(&mut self) -> Result<(), Failure> {
        self.feed.meet().await;
        self.feed.history(Since::Last, HISTORY).await?;
        self.app.out.text(&text::notice(&text::STANDING_NOTICE))?;
        self.app.out.text(&text::notice(&text::chat_begins(&self.room.name)))?;
        if self.room.admits_everyone {
            self.feed.notice("admits-everyone", json!({}), &text::ADMITS_EVERYONE)?;
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
            Order::Help => self.app.out.text(&text::chat_help()),
            Order::Members => self.members().await,
            Order::Knocks => self.knocks().await,
            Order::Admit(who) => self.admit(who).await,
            Order::Refuse(who) => self.refuse(who).await,
            Order::Link => self.link().await,
            Order::Lock => self.lock(),
            Order::Send => match self.unsure.take() {
                Some(words) => self.send(&words).await,
                None => Ok(()),
            },
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

    /// Says it, unless it seems to lead to a person: then it waits.
    async fn say(&mut self, words: &str) -> Result<(), Failure> {
        let found = personal_data(words);
        if found.is_empty() {
            return self.send(words).await;
        }
        self.unsure = Some(words.to_owned());
        let names: Vec<&str> = found.iter().map(|what| what.name()).collect();
        let line = format!("{} {}", text::more::found(&names), *text::SEND_ANYWAY);
        self.feed.notice("personal", json!({ "found": names }), &line)
    }

    async fn send(&mut self, words: &str) -> Result<(), Failure> {
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
            None => self.feed.notice("no-invite", json!({}), &text::NO_LINK),
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
