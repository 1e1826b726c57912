//! Files, pictures, voice notes: sealed into a payload mailbox first, then pointed to by a message.

use sitr_content::{Body, Content, Digest, File, MessageId, Text};

use crate::body::encode;
use crate::core::Core;
use crate::crypto::cell::Kind;
use crate::crypto::sha256;
use crate::error::CoreError;
use crate::ids::RoomId;
use crate::state::{Errand, Purpose};
use crate::store::Store;

/// A file to be said, as it is: whoever hands it over has taken out what it tells about people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToAttach {
    /// Its media type.
    pub media: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether it belongs into the conversation: a picture, a voice note.
    pub inline: bool,
    /// What it shows, or says.
    pub description: String,
    /// A name to keep it under; may be empty.
    pub name: String,
    /// The language in it; may be empty.
    pub language: String,
    /// What is said to it; may be empty.
    pub caption: String,
}

impl<S: Store> Core<'_, S> {
    /// Says a file. Its bytes leave before the message that names it, step by step: a connection that
    /// breaks costs one cell, not the file (rule X-04).
    ///
    /// # Errors
    /// [`CoreError::TooLong`] beyond 4 MiB; otherwise as for [`Self::say`].
    pub fn say_file(&mut self, id: &RoomId, file: ToAttach) -> Result<MessageId, CoreError> {
        let live = self.live(id)?;
        let (steps, pointer) = live.target().spill(Kind::Payload, &file.bytes, self.rng)?;
        let said = File {
            media: file.media,
            language: file.language,
            inline: file.inline,
            pointer: encode(&pointer),
            size: u64::try_from(file.bytes.len()).unwrap_or(u64::MAX),
            hash: Digest(sha256(&[&file.bytes])),
            description: file.description,
            name: file.name,
        };
        let caption = (!file.caption.is_empty()).then(|| Text::plain(file.caption));
        let body = Body::Files { caption, files: vec![said] };
        let message = self.say(id, Content::new([0; 16], 0, body))?;
        let purpose = Purpose::File(message.into());
        self.store.add_errand(&Errand { room: *id, purpose, steps })?;
        Ok(message)
    }

    /// How many cells of a message's file are at the relay, of how many; none if nothing is on its way.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn file_progress(
        &self,
        id: &RoomId,
        message: &MessageId,
    ) -> Result<Option<(usize, usize)>, CoreError> {
        let purpose = Purpose::File((*message).into());
        let errands = self.store.errands(id)?;
        let own = errands.into_iter().find(|(_, errand, _)| errand.purpose == purpose);
        Ok(own.map(|(_, errand, done)| (done, errand.steps.len())))
    }
}
