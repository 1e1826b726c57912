//! What can be said beside plain words.

use sitr_client_core::RoomId;
use sitr_content::{Body, Content, MessageId};

use super::Client;
use crate::error::Error;

impl Client {
    /// Answers a message. Errors as for [`Self::send`].
    ///
    /// # Errors
    /// [`crate::CoreError::NoMessage`] if it is not in this device's history.
    pub async fn reply(&self, id: &RoomId, to: MessageId, text: &str) -> Result<MessageId, Error> {
        let content = Content::new([0; 16], 0, Body::text(text));
        self.say(id, Content { reply_to: Some(to), ..content }).await
    }

    /// Reacts to a message, with a reaction of the room's palette. Errors as for [`Self::reply`].
    ///
    /// # Errors
    /// [`crate::CoreError::Unsaid`] for a reaction that the room does not have.
    pub async fn react(
        &self,
        id: &RoomId,
        to: MessageId,
        reaction: &str,
    ) -> Result<MessageId, Error> {
        let content = Content::new([0; 16], 0, Body::Reaction(reaction.to_owned()));
        self.say(id, Content { reply_to: Some(to), ..content }).await
    }

    /// Puts other words in the place of one's own. Errors as for [`Self::reply`].
    ///
    /// # Errors
    /// [`crate::CoreError::Unsaid`] for another's message.
    pub async fn edit(&self, id: &RoomId, of: MessageId, text: &str) -> Result<MessageId, Error> {
        let content = Content::new([0; 16], 0, Body::text(text));
        self.say(id, Content { replaces: Some(of), ..content }).await
    }

    /// Takes one's own message or reaction back: its words leave every honest device. Errors as for
    /// [`Self::edit`].
    ///
    /// # Errors
    /// [`crate::CoreError::Unsaid`] for another's message.
    pub async fn delete(&self, id: &RoomId, of: MessageId) -> Result<MessageId, Error> {
        let content = Content::new([0; 16], 0, Body::Deleted);
        self.say(id, Content { replaces: Some(of), ..content }).await
    }

    /// Says anything that can be said; salt and time are made when it is written down.
    ///
    /// # Errors
    /// [`crate::CoreError::Content`] for what nobody would take, [`crate::CoreError::Unsaid`] for what this member may
    /// not say, [`crate::CoreError::NoMessage`] if it is about a message that is not in this device's history.
    pub async fn say(&self, id: &RoomId, content: Content) -> Result<MessageId, Error> {
        let id = *id;
        let message = self.db.core(move |core, _| Ok(core.say(&id, content)?)).await?;
        self.keep(id);
        Ok(message)
    }
}
