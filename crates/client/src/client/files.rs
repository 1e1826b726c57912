//! Files, pictures, voice notes.

use sitr_client_core::body::{Pointer, RelayRef, decode};
use sitr_client_core::crypto::sha256;
use sitr_client_core::{CoreError, RoomId, Store as _, ToAttach, payload};
use sitr_content::{Body, MessageId};

use super::Client;
use crate::error::Error;
use crate::room::read_payload;
use crate::strip::stripped;

impl Client {
    /// Says a file, after what it tells about people was taken out: where and with what a picture was
    /// taken, who made it. Kinds of files that this program does not know how to clean are refused.
    ///
    /// # Errors
    /// [`Error::Strip`] for such a kind, or one that is damaged; [`CoreError::TooLong`] beyond 4 MiB.
    pub async fn attach(&self, id: &RoomId, file: ToAttach) -> Result<MessageId, Error> {
        let bytes = stripped(&file.media, file.bytes)?;
        self.attach_as_it_is(id, ToAttach { bytes, ..file }).await
    }

    /// Says a file as it is, with all that stands in it: for who knows what that is.
    ///
    /// # Errors
    /// [`CoreError::TooLong`] beyond 4 MiB; otherwise as for [`Self::say`].
    pub async fn attach_as_it_is(&self, id: &RoomId, file: ToAttach) -> Result<MessageId, Error> {
        let id = *id;
        let said = self.db.core(move |core, _| Ok(core.say_file(&id, file.clone())?)).await?;
        self.keep(id);
        Ok(said)
    }

    /// How many cells of a file are at the relay, of how many; none if nothing of it is on its way.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn file_progress(
        &self,
        id: &RoomId,
        message: MessageId,
    ) -> Result<Option<(usize, usize)>, Error> {
        let id = *id;
        self.db.read_core(move |core| Ok(core.file_progress(&id, &message)?)).await
    }

    /// Fetches a file of a message, by its place among the message's files. What comes is what its author
    /// named, or nothing.
    ///
    /// # Errors
    /// [`CoreError::NoMessage`] if there is none; [`Error::File`] if it is gone, or another one.
    pub async fn fetch_file(
        &self,
        id: &RoomId,
        message: MessageId,
        place: usize,
    ) -> Result<Vec<u8>, Error> {
        let room = *id;
        let relays = self.db.read_core(move |core| Ok(core.relays(&room)?)).await?;
        let file = self
            .db
            .read(move |store| {
                let said = store.message(&room, &message)?.ok_or(CoreError::NoMessage)?;
                let content = sitr_content::decode(&said.content).map_err(CoreError::Content)?;
                let Body::Files { files, .. } = content.body else {
                    return Err(CoreError::NoMessage.into());
                };
                Ok(files.into_iter().nth(place).ok_or(CoreError::NoMessage)?)
            })
            .await?;
        let pointer: Pointer = decode(&file.pointer).ok_or(Error::File)?;
        if !payload::is_honest(&pointer) {
            return Err(Error::File);
        }
        let bytes = self.payload(&relays, &pointer).await?.ok_or(Error::File)?;
        // The cipher does not commit to its key: what counts is the hash that the author signed.
        if sha256(&[&bytes]) == file.hash.0 { Ok(bytes) } else { Err(Error::File) }
    }

    /// Reads a payload from the first of these relays that has it: what was said before a room moved lies where
    /// the room was then. Where one before the last is out of reach, the next is asked.
    async fn payload(
        &self,
        relays: &[RelayRef],
        pointer: &Pointer,
    ) -> Result<Option<Vec<u8>>, Error> {
        let mut failure = None;
        for relay in relays {
            match read_payload(relay, &self.access, pointer).await {
                Ok(Some(bytes)) => return Ok(Some(bytes)),
                Ok(None) => {}
                Err(error) => failure = Some(error),
            }
        }
        failure.map_or(Ok(None), Err)
    }
}
