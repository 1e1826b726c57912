//! Asking a member to talk alone: an invite to a room of two, sealed for that member.

use minicbor::{Decode, Encode};
use sitr_content::{Body, Content, DirectOffer, MessageId, Own, Person};
use sitr_wire::Handle;

use crate::body::{decode, encode};
use crate::core::Core;
use crate::crypto::hpke::{self, Kem};
use crate::error::CoreError;
use crate::ids::{MemberId, RoomId};
use crate::mls;
use crate::state::Message;
use crate::store::Store;

/// What an offer is sealed for: it outlasts the epoch, so the room stands in the place of a mailbox.
const PURPOSE: &str = "direct";
/// What is sealed has this length, so that its own tells nothing.
const BYTES: usize = 2048;

/// What is sealed for the member who is asked.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Offer {
    /// The link to a room of two.
    #[n(0)]
    pub link: String,
    /// A word to it.
    #[n(1)]
    pub word: String,
}

impl<S: Store> Core<'_, S> {
    /// Asks a member to talk alone, in the room that the link leads to. The room sees who asks whom, and
    /// not what is said.
    ///
    /// # Errors
    /// [`CoreError::Unsaid`] where the room has no direct messages, or is one for young people;
    /// [`CoreError::TooLong`] for a long word.
    pub fn offer_direct(
        &mut self,
        id: &RoomId,
        whom: &MemberId,
        offer: &Offer,
    ) -> Result<MessageId, CoreError> {
        let live = self.live(id)?;
        let (_, leaf) = mls::find(&live.group, whom).ok_or(CoreError::NoMember)?;
        let key = leaf.box_key.ok_or(CoreError::NoMember)?;
        let mut body = encode(offer);
        let length = u16::try_from(body.len()).map_err(|_| CoreError::TooLong)?;
        if body.len() + 2 > BYTES {
            return Err(CoreError::TooLong);
        }
        body.splice(0..0, length.to_be_bytes());
        body.resize(BYTES, 0);
        let (relay, place) = (&live.room.relay.id, Handle(id.0));
        let sealed = hpke::seal(Kem::X25519, &key, PURPOSE, relay, &place, &body)
            .map_err(|_| CoreError::Bug("HPKE did not seal"))?;
        let offer = DirectOffer { to: Person(leaf.persona.0), sealed: sealed.into() };
        self.say(id, Content::new([0; 16], 0, Body::Own(String::new(), offer.into())))
    }

    /// Everything that was said in a room, oldest first.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn history(&self, id: &RoomId) -> Result<Vec<Message>, CoreError> {
        Ok(self.store.history(id)?)
    }

    /// What a member asked of this one; none if it asked somebody else, or what it sealed is no offer.
    ///
    /// # Errors
    /// [`CoreError::NoMessage`] if it is not here.
    pub fn direct_offer(
        &self,
        id: &RoomId,
        message: &MessageId,
    ) -> Result<Option<Offer>, CoreError> {
        let room = self.room(id)?;
        let said = self.store.message(id, message)?.ok_or(CoreError::NoMessage)?;
        let content = sitr_content::decode(&said.content).map_err(CoreError::Content)?;
        let Body::Own(_, Own::DirectOffer(offer)) = content.body else { return Ok(None) };
        if offer.to != Person(room.me.persona().0) {
            return Ok(None);
        }
        let (relay, place) = (&room.relay.id, Handle(id.0));
        let opened =
            hpke::open(Kem::X25519, &room.me.box_private, PURPOSE, relay, &place, &offer.sealed);
        let Ok(body) = opened else { return Ok(None) };
        let Some((length, rest)) = body.split_first_chunk::<2>() else { return Ok(None) };
        let length = usize::from(u16::from_be_bytes(*length));
        Ok(rest.get(..length).and_then(decode))
    }
}
