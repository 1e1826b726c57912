//! What happens in the profile, as a stream: read from the database, so that what another process of the
//! same profile received is told here too.

use std::collections::VecDeque;

use sitr_client_core::state::Event;
use sitr_client_core::{RoomId, Store as _};
use sitr_client_store::rooms::RoomStore;
use sitr_community::Role;
use sitr_content::MessageId;
use tokio::sync::watch;

use crate::db::Db;
use crate::error::Error;
use crate::view::{AsideView, KnockView, MessageView, RoomEvent, What};

/// Events read at a time.
const BATCH: u32 = 256;

/// A stream of events.
pub struct Events {
    db: Db,
    changes: watch::Receiver<u64>,
    after: i64,
    ready: VecDeque<RoomEvent>,
}

impl Events {
    pub(crate) async fn start(db: Db, after: Option<i64>) -> Result<Self, Error> {
        let changes = db.changes();
        let after = match after {
            Some(after) => after,
            None => db.read(|store| Ok(store.last_event()?)).await?,
        };
        Ok(Self { db, changes, after, ready: VecDeque::new() })
    }

    /// The next event; waits for one.
    ///
    /// # Errors
    /// [`Error::Closed`] when the profile is closed.
    pub async fn next(&mut self) -> Result<RoomEvent, Error> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Ok(event);
            }
            self.changes.mark_unchanged();
            let after = self.after;
            let batch = self.db.read(move |store| read(store, after)).await?;
            match batch.last() {
                Some((seq, _)) => self.after = *seq,
                None => self.changes.changed().await.map_err(|_| Error::Closed)?,
            }
            self.ready.extend(batch.into_iter().filter_map(|(_, event)| event));
        }
    }
}

fn read(store: &RoomStore<'_>, after: i64) -> Result<Vec<(i64, Option<RoomEvent>)>, Error> {
    let mut batch = Vec::new();
    for (seq, room, event) in store.events_after(after, BATCH)? {
        let what = view(store, &room, event)?;
        batch.push((seq, what.map(|what| RoomEvent { seq, room, what })));
    }
    Ok(batch)
}

/// An event with what it speaks of; none if that is gone or not meant for people.
fn view(store: &RoomStore<'_>, room: &RoomId, event: Event) -> Result<Option<What>, Error> {
    Ok(match event {
        Event::Message(id) => store
            .message(room, &MessageId(id.0))?
            .and_then(|message| MessageView::of(&message))
            .map(|message| What::Message(Box::new(message))),
        Event::Knock(id) => store.knock(room, &id)?.map(|knock| What::Knock(KnockView::of(&knock))),
        Event::Epoch(number) => Some(What::Epoch(number)),
        Event::Joined(id, name) => Some(What::Joined(id, name)),
        Event::Silent(id, name, days) => Some(What::Silent(id, name, days)),
        Event::Gone(id, name) => Some(What::Gone(id, name)),
        Event::Returned(id, name) => Some(What::Returned(id, name)),
        Event::DeviceCame(id, name, number) => Some(What::DeviceCame(id, name, number)),
        Event::DeviceGone(id, name, number) => Some(What::DeviceGone(id, name, number)),
        Event::Role(id, name, role) => {
            let role = Role::ALL.into_iter().find(|known| *known as u8 == role);
            role.map(|role| What::Role(id, name, role))
        }
        Event::Standing(standing) => Some(What::Standing(standing)),
        Event::Alarm(alarm) => Some(What::Alarm(alarm)),
        Event::Refused(why) => Some(What::Refused(why)),
        Event::Dropped(why) => Some(What::Dropped(why)),
        Event::Unsaid(id, name, why) => Some(What::Unsaid(id, name, why)),
        Event::Aside(id) => store
            .message(room, &MessageId(id.0))?
            .and_then(|message| AsideView::of(&message))
            .map(|aside| What::Aside(Box::new(aside))),
        Event::Ended(id) => Some(What::Ended(MessageId(id.0))),
        Event::Settings(names) => Some(What::Settings(names)),
        Event::Retires(day) => Some(What::Retires(day)),
        Event::Moves(routes) => Some(What::Moves(routes)),
        Event::Refounded(who, name, id) => Some(What::Refounded(who, name, MessageId(id.0))),
    })
}
