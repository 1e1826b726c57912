//! What can be said beside plain words.

use sitr_client_core::crypto::sha256;
use sitr_client_core::{CoreError, RoomId, Store as _};
use sitr_content::{Body, Content, Digest, MessageId, Own, Signature};

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

    /// Signs a petition, these very words of it; a public name is shown outside, or nothing. One member signs
    /// once.
    ///
    /// # Errors
    /// [`crate::CoreError::NoMessage`] if there is no such petition here; otherwise as for [`Self::say`].
    pub async fn sign(
        &self,
        id: &RoomId,
        petition: MessageId,
        public_name: &str,
    ) -> Result<MessageId, Error> {
        let room = *id;
        let said = self.db.read(move |store| Ok(store.message(&room, &petition)?)).await?;
        let said = said.ok_or(CoreError::NoMessage)?;
        let content = sitr_content::decode(&said.content).map_err(CoreError::Content)?;
        let Body::Own(_, Own::Petition(asked)) = content.body else {
            return Err(CoreError::NoMessage.into());
        };
        let text = Digest(sha256(&[asked.words.as_bytes()]));
        let signature = Signature { petition, text, public_name: public_name.to_owned() };
        self.say(id, Content::new([0; 16], 0, Body::Own(String::new(), signature.into()))).await
    }

    /// Says anything that can be said; salt and time are made when it is written down.
    ///
    /// # Errors
    /// [`crate::CoreError::Content`] for what nobody would take, [`crate::CoreError::Unsaid`] for what this member may
    /// not say, [`crate::CoreError::NoMessage`] if it is about a message that is not in this device's history.
    pub async fn say(&self, id: &RoomId, content: Content) -> Result<MessageId, Error> {
        let id = *id;
        let message = self.db.core(move |core, _| Ok(core.send(&id, content)?)).await?;
        self.keep(id);
        Ok(message)
    }
}
