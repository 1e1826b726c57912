//! Evidence: messages with the proof of who said them, for somebody outside to check without a network.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use sitr_client_core::body::{decode, encode, proves};
use sitr_client_core::{CoreError, MemberId, RoomId};
use sitr_content::{Content, MessageId, Opening};

use crate::client::Client;
use crate::error::Error;

/// What is exported. It names the room by its id and authors by their personas; whoever gets it learns these.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Evidence {
    #[n(0)]
    room: ByteVec,
    #[n(1)]
    messages: Vec<Opening>,
}

/// One message that was proven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// Its author, as the room's members see it.
    pub author: MemberId,
    /// The epoch in which it was said.
    pub epoch: u64,
    /// What was said.
    pub content: Content,
}

/// Why evidence proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EvidenceError {
    /// Not evidence, or damaged.
    #[error("this is no evidence, or it is damaged")]
    Form,
    /// Somebody did not say what is said to be theirs.
    #[error("a message in it was not said by its author, or was altered")]
    Proof,
}

impl Evidence {
    /// As bytes, for a file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        encode(self)
    }

    /// Checks every proof in it. It needs nothing but the bytes. What it cannot tell: what else was said.
    ///
    /// # Errors
    /// [`EvidenceError`] for the first thing that does not hold.
    pub fn check(bytes: &[u8]) -> Result<Vec<Proven>, EvidenceError> {
        let evidence: Self = decode(bytes).ok_or(EvidenceError::Form)?;
        let room: [u8; 32] =
            evidence.room.as_slice().try_into().map_err(|_| EvidenceError::Form)?;
        let prove = |opening: &Opening| {
            if !proves(opening, &RoomId(room), opening.epoch) {
                return Err(EvidenceError::Proof);
            }
            let content = sitr_content::decode(&opening.content);
            Ok(Proven {
                author: MemberId::of(&sitr_community::Persona(opening.author.0)),
                epoch: opening.epoch,
                content: content.map_err(|_| EvidenceError::Proof)?,
            })
        };
        evidence.messages.iter().map(prove).collect()
    }
}

impl Client {
    /// Messages of others, with the proof of who said them.
    ///
    /// # Errors
    /// [`CoreError::NoMessage`] for one that is not here, is this device's own, or was taken back.
    pub async fn evidence(&self, id: &RoomId, messages: &[MessageId]) -> Result<Evidence, Error> {
        let (room, wanted) = (*id, messages.to_vec());
        let openings = self.db().read_core(move |core| {
            let opened: Result<Vec<_>, CoreError> =
                wanted.iter().map(|message| core.opening(&room, message)).collect();
            Ok(opened?)
        });
        Ok(Evidence { room: id.0.to_vec().into(), messages: openings.await? })
    }
}
