//! What happens in a room, as lines: messages, and notices of everything else.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::json;
use sitr_client::{
    AsideView, Delivery, Events, KnockView, MemberId, MessageId, MessageView, Post, RoomId, Said,
    Since, Standing, Status, What, standing_name,
};

use crate::app::{App, is_living, is_waiting};
use crate::fail::Failure;
use crate::names::Names;
use crate::{safe, show, text, when, words};

/// How often the connection is looked at.
const LOOK: Duration = Duration::from_secs(1);

/// What is shown beside messages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shows {
    /// What is said.
    pub(crate) messages: bool,
    /// Joins, departures, alarms and the like.
    pub(crate) notices: bool,
    /// Knocks.
    pub(crate) knocks: Knocks,
}

/// Whether and how knocks are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Knocks {
    /// Not at all.
    Hidden,
    /// With the commands of the chat that answer them.
    Chat,
    /// As what happened.
    Plain,
}

/// Shows a room's messages and events, each once.
pub(crate) struct Feed<'a> {
    app: &'a App,
    room: RoomId,
    shows: Shows,
    shown: BTreeSet<MessageId>,
    names: Names,
    offline: bool,
}

impl<'a> Feed<'a> {
    pub(crate) fn new(app: &'a App, room: RoomId, shows: Shows) -> Self {
        Self { app, room, shows, shown: BTreeSet::new(), names: Names::default(), offline: false }
    }

    /// Learns who is in the room, to tell apart whose names look alike.
    pub(crate) async fn meet(&mut self) {
        // Who is in no room any more still reads what was said there.
        if let Ok(members) = self.app.client.members(&self.room).await {
            self.names = Names::of(&members);
        }
    }

    /// A name as it is shown.
    fn who(&mut self, name: &str, id: &MemberId) -> String {
        self.names.learn(name, id);
        format!("{}{}", safe::line(name), self.names.mark(name, id))
    }

    /// Takes a message for shown: it stands on the screen, as it was typed.
    pub(crate) fn typed(&mut self, id: MessageId) {
        self.shown.insert(id);
    }

    /// Shows a message that was not shown yet.
    pub(crate) fn message(&mut self, message: &MessageView) -> Result<(), Failure> {
        if !self.shown.insert(message.id) {
            return Ok(());
        }
        self.names.learn(&message.name, &message.from);
        let lines = show::message_lines(message, &self.names);
        self.app.out.result(&show::message(message), &lines)
    }

    /// Shows history: to programs everything that was said, to people as it is now. What was changed or taken back
    /// stands in its message, and no line of its own says so again.
    pub(crate) async fn history(&mut self, since: Since, most: u32) -> Result<(), Failure> {
        let history = self.app.client.history(&self.room, since, most).await?;
        if self.app.out.is_json() {
            return history.iter().try_for_each(|message| self.message(message));
        }
        let Some(first) = history.first() else { return Ok(()) };
        let posts = self.app.client.timeline_after(&self.room, first.seq - 1).await?;
        let now: BTreeMap<MessageId, &Post> = posts.iter().map(|post| (post.id, post)).collect();
        let ids: BTreeSet<MessageId> = history.iter().map(|message| message.id).collect();
        for message in &history {
            let changes = matches!(message.said, Said::Edit | Said::Deletion)
                && message.about.is_some_and(|about| ids.contains(&about));
            if changes {
                self.shown.insert(message.id);
            } else if self.shown.insert(message.id) {
                self.names.learn(&message.name, &message.from);
                let post = now.get(&message.id).copied();
                self.app.out.text(&show::settled_lines(message, post, &self.names))?;
            }
        }
        Ok(())
    }

    /// Shows what happens, until this device is out of the room.
    pub(crate) async fn follow(&mut self, mut events: Events) -> Result<(), Failure> {
        let mut look = tokio::time::interval(LOOK);
        loop {
            tokio::select! {
                event = events.next() => {
                    let event = event?;
                    if event.room == self.room && !self.event(&event.what)? {
                        return Ok(());
                    }
                }
                _ = look.tick() => self.connection()?,
            }
        }
    }

    /// Shows an event; tells whether more can come.
    pub(crate) fn event(&mut self, what: &What) -> Result<bool, Failure> {
        match what {
            What::Message(message) if self.shows.messages => self.live(message)?,
            What::Message(_) => {}
            What::Knock(knock) => self.knock(knock)?,
            What::Epoch(number) => {
                if self.shows.notices {
                    self.app.out.result(&show::event("epoch", json!({ "epoch": number })), "")?;
                }
            }
            What::Joined(id, name) => {
                let more = json!({ "member": id.to_hex(), "name": name });
                let line = text::notice_joined(&self.who(name, id));
                self.notice("joined", more, &line)?;
            }
            What::Silent(id, name, days) => {
                let more = json!({ "member": id.to_hex(), "name": name, "days": days });
                let line = text::notice_silent(&self.who(name, id), *days);
                self.notice("silent", more, &line)?;
            }
            What::Gone(id, name) => {
                let more = json!({ "member": id.to_hex(), "name": name });
                let line = text::notice_gone(&self.who(name, id));
                self.notice("gone", more, &line)?;
            }
            What::Returned(id, name) => {
                let more = json!({ "member": id.to_hex(), "name": name });
                let line = text::notice_returned(&self.who(name, id));
                self.notice("returned", more, &line)?;
            }
            What::DeviceCame(id, name, number) => {
                let more = json!({ "member": id.to_hex(), "name": name, "device": number });
                let line = text::notice_device_came(&self.who(name, id));
                self.notice("device-came", more, &line)?;
            }
            What::DeviceGone(id, name, number) => {
                let more = json!({ "member": id.to_hex(), "name": name, "device": number });
                let line = text::notice_device_gone(&self.who(name, id));
                self.notice("device-gone", more, &line)?;
            }
            What::Role(id, name, role) => {
                let role = text::role_name(*role);
                let more = json!({ "member": id.to_hex(), "name": name, "role": role });
                let line = text::notice_role(&self.who(name, id), role);
                self.notice("role", more, &line)?;
            }
            What::Standing(standing) => return self.standing(*standing),
            What::Alarm(alarm) => {
                let line = text::alarm(*alarm);
                self.notice("alarm", json!({ "alarm": alarm.name(), "message": line }), &line)?;
            }
            What::Refused(why) => {
                self.notice("refused", json!({ "reason": why }), &text::refused(why))?;
            }
            What::Unsaid(id, name, why) => {
                let more = json!({ "member": id.to_hex(), "name": name, "reason": why });
                self.notice("unsaid", more, &text::notice_unsaid(name, why))?;
            }
            What::Aside(aside) => self.aside(aside)?,
            What::Ended(id) => {
                let more = json!({ "message": show::message_id(id) });
                self.app.out.result(&show::event("ended", more), "")?;
            }
            What::Settings(names) => {
                let line = text::keep::notice_settings(names);
                self.notice("settings", json!({ "settings": names }), &line)?;
            }
            What::Retires(last) => {
                let last = last.map(when::day);
                let line = text::notice_retires(last.as_deref());
                self.notice("retires", json!({ "last_day": last }), &line)?;
            }
            What::Refounded(id, name, offer) => {
                let offer = show::message_id(offer);
                let more = json!({ "member": id.to_hex(), "name": name, "offer": offer });
                let line = text::refound::notice_refounded(&self.who(name, id));
                self.notice("refounded", more, &line)?;
            }
            What::Moves(routes) => {
                let line = text::moving::notice_moves(routes);
                self.notice("moves", json!({ "routes": routes }), &line)?;
            }
            What::Dropped(why) => {
                self.notice("dropped", json!({ "reason": why }), &text::notice_dropped(why))?;
            }
        }
        Ok(true)
    }

    /// What was said to this member alone, or to a few with it.
    fn aside(&self, aside: &AsideView) -> Result<(), Failure> {
        if aside.is_mine {
            return Ok(());
        }
        let by = aside.by.as_ref();
        let more = json!({
            "message": show::message_id(&aside.id),
            "from": by.map(|(id, _)| id.to_hex()),
            "name": by.map(|(_, name)| name),
            "answers": aside.re.map(|re| show::message_id(&re)),
            "answerable": aside.is_answerable,
            "text": aside.body.words(),
        });
        // What asks something of this member is said in words of its own.
        let is_said = aside.vouches().is_some() || aside.is_mediation();
        let told = is_said.then(|| {
            let what = What::Aside(Box::new(aside.clone()));
            sitr_client::words::told(words::words(), &what, |_, name| safe::line(name))
        });
        let line = told.flatten().unwrap_or_else(|| {
            text::notice_aside(by.map(|(_, name)| name.as_str()), &aside.body.words())
        });
        self.notice("aside", more, &line)
    }

    /// Own messages are shown when the relay has them, or will not get them.
    fn live(&mut self, message: &MessageView) -> Result<(), Failure> {
        match message.delivery {
            Delivery::Queued | Delivery::Sealed => Ok(()),
            Delivery::Failed => {
                self.shown.remove(&message.id);
                self.message(message)
            }
            Delivery::Sent | Delivery::Received => self.message(message),
        }
    }

    /// Shows a knock that nobody has answered.
    pub(crate) fn knock(&self, knock: &KnockView) -> Result<(), Failure> {
        let line = match self.shows.knocks {
            Knocks::Chat if is_waiting(knock) => text::notice_knock(&knock.name, &knock.note),
            Knocks::Plain => text::notice_knock_only(&knock.name, &knock.note),
            _ => return Ok(()),
        };
        self.notice("knock", show::knock(knock), &line)
    }

    fn standing(&mut self, standing: Standing) -> Result<bool, Failure> {
        let state = standing_name(standing);
        self.notice("state", json!({ "state": state }), &text::notice_standing(state))?;
        Ok(is_living(standing) && standing != Standing::Moving)
    }

    /// Tells when the relay gets out of reach, and when it is back.
    pub(crate) fn connection(&mut self) -> Result<(), Failure> {
        let status = self.app.client.status(&self.room);
        match status {
            Some(Status::Offline(failures, why)) if failures >= 2 && !self.offline => {
                self.offline = true;
                self.notice("offline", json!({ "why": why }), &text::OFFLINE)
            }
            Some(Status::Current) if self.offline => {
                self.offline = false;
                self.notice("online", json!({}), &text::ONLINE)
            }
            _ => Ok(()),
        }
    }

    /// Shows something that is no message.
    pub(crate) fn notice(
        &self,
        what: &str,
        more: serde_json::Value,
        line: &str,
    ) -> Result<(), Failure> {
        if !self.shows.notices {
            return Ok(());
        }
        self.app.out.result(&show::event(what, more), &text::notice(line))
    }
}
