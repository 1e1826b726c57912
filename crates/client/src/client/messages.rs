//! Saying a text, and the history of a room as it was heard.

use sitr_client_core::{CoreError, RoomId, Store as _};
use sitr_content::{Body, Content, MessageId};

use super::Client;
use crate::error::Error;
use crate::view::MessageView;

/// Which messages of a room's history are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// The newest ones.
    Last,
    /// The first ones after this message.
    Message(MessageId),
    /// The first ones after this place; see [`MessageView::seq`].
    Place(i64),
    /// The first ones that claim this time or a later one, in milliseconds since 1970-01-01 UTC.
    Time(u64),
}

impl Client {
    /// Writes a text into the outbox; it is sent as soon as the relay is reached.
    ///
    /// # Errors
    /// [`CoreError::TooLong`] beyond [`sitr_content::TEXT_MAX_BYTES`].
    pub async fn send(&self, id: &RoomId, text: &str) -> Result<MessageId, Error> {
        self.say(id, Content::new([0; 16], 0, Body::text(text))).await
    }

    /// Messages of a room in the order of this device's history, at most `most` of them.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn history(
        &self,
        id: &RoomId,
        since: Since,
        most: u32,
    ) -> Result<Vec<MessageView>, Error> {
        let id = *id;
        let messages = self.db.read(move |store| {
            Ok(match since {
                Since::Last => store.last_messages(&id, most)?,
                Since::Message(message) => {
                    let seq = store.message(&id, &message)?.map_or(0, |message| message.seq);
                    store.messages_after(&id, seq, most)?
                }
                Since::Place(seq) => store.messages_after(&id, seq, most)?,
                Since::Time(at_ms) => store.messages_since(&id, at_ms, most)?,
            })
        });
        Ok(messages.await?.iter().filter_map(MessageView::of).collect())
    }

    /// Messages of a room whose ids lie between these two, both included, at most `most` of them, in the order of
    /// their ids: so is one found by the beginning of its id. Costs what is found.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn messages_between(
        &self,
        id: &RoomId,
        first: MessageId,
        last: MessageId,
        most: u32,
    ) -> Result<Vec<MessageView>, Error> {
        let id = *id;
        let messages =
            self.db.read(move |store| Ok(store.messages_between(&id, &first, &last, most)?));
        Ok(messages.await?.iter().filter_map(MessageView::of).collect())
    }

    /// What one message says, without what was said about it since; see [`Self::unfold`].
    ///
    /// # Errors
    /// [`CoreError::NoMessage`] if it is not in this device's history.
    pub async fn content(&self, id: &RoomId, message: MessageId) -> Result<Content, Error> {
        let id = *id;
        let message = self.db.read(move |store| Ok(store.message(&id, &message)?)).await?;
        let message = message.ok_or(CoreError::NoMessage)?;
        Ok(sitr_content::decode(&message.content).map_err(CoreError::Content)?)
    }
}
