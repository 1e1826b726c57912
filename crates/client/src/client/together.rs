//! Events whose place is told late, and only to those who come.

use minicbor::bytes::ByteVec;
use sitr_client_core::crypto::sha256;
use sitr_client_core::state::{Manner, To};
use sitr_client_core::{Confiding, CoreError, RoomId, Store as _};
use sitr_content::{Body, Coming, Content, Digest, Event, MessageId, Own, Place, PlaceTold};

use super::Client;
use crate::error::Error;

/// Under which name places that are not told yet are kept on the host's device.
const PLACES: &str = "place";

/// Event, salt, place.
type Secret = (ByteVec, ByteVec, String);

impl Client {
    /// Announces an event whose place is told later: the room holds a hash of it, so that it cannot be
    /// another one then, and no device but this one holds the place.
    ///
    /// # Errors
    /// As for [`Self::say`].
    pub async fn announce(
        &self,
        id: &RoomId,
        event: Event,
        place: &str,
    ) -> Result<MessageId, Error> {
        let mut salt = [0; 32];
        rand::Rng::fill_bytes(&mut rand::rng(), &mut salt);
        let hash = Digest(sha256(&[&salt, place.as_bytes()]));
        let event = Event { place: Place::Later(hash), ..event };
        let content = Content::new([0; 16], 0, Body::Own(String::new(), event.into()));
        let (id, place) = (*id, place.to_owned());
        let said = self
            .db
            .core(move |core, store| {
                let said = core.say(&id, content.clone())?;
                let secret: Secret = (said.0.to_vec().into(), salt.to_vec().into(), place.clone());
                store.add_own_note(PLACES, &sitr_client_core::body::encode(&secret))?;
                Ok(said)
            })
            .await?;
        self.keep(id);
        Ok(said)
    }

    /// Tells the place of one's own event to everybody who said to come. Tells how many they are.
    ///
    /// # Errors
    /// [`CoreError::NoMessage`] if this device announced no such event.
    pub async fn tell_place(&self, id: &RoomId, event: MessageId) -> Result<usize, Error> {
        let room = *id;
        let told = self
            .db
            .core(move |core, store| {
                let kept = store.own_notes(PLACES)?;
                let secrets = kept
                    .iter()
                    .filter_map(|(_, bytes)| sitr_client_core::body::decode::<Secret>(bytes));
                let own = secrets.into_iter().find(|(of, ..)| of.as_slice() == event.0.as_slice());
                let (_, salt, place) = own.ok_or(CoreError::NoMessage)?;
                let salt: [u8; 32] =
                    salt.as_slice().try_into().map_err(|_| CoreError::NoMessage)?;
                let told = PlaceTold { event, salt: Digest(salt), place };
                let mut count = 0;
                for aside in store.asides_after(&room, 0, u32::MAX)? {
                    let Ok(content) = sitr_content::decode(&aside.content) else { continue };
                    let Manner::Aside(manner) = &aside.manner else { continue };
                    let comes = matches!(&content.body, Body::Own(_, Own::Rsvp(rsvp))
                        if rsvp.event == event && rsvp.coming == Coming::Yes);
                    let (true, Some(key), None) = (comes, manner.answer, &manner.private) else {
                        continue;
                    };
                    let how = Confiding {
                        to: To::Asker(key),
                        except: Vec::new(),
                        named: true,
                        answerable: false,
                        re: Some(aside.id),
                    };
                    let body = Body::Own(String::new(), told.clone().into());
                    core.confide(&room, how, Content::new([0; 16], 0, body))?;
                    count += 1;
                }
                Ok(count)
            })
            .await?;
        self.keep(room);
        Ok(told)
    }

    /// The place of an event, if it stands open or was told to this device and is the one that was
    /// announced.
    ///
    /// # Errors
    /// [`CoreError::NoMessage`] if the event is not here.
    pub async fn place(&self, id: &RoomId, event: MessageId) -> Result<Option<String>, Error> {
        let room = *id;
        self.db
            .read(move |store| {
                let said = store.message(&room, &event)?.ok_or(CoreError::NoMessage)?;
                let content = sitr_content::decode(&said.content).map_err(CoreError::Content)?;
                let Body::Own(_, Own::Event(announced)) = content.body else {
                    return Err(CoreError::NoMessage.into());
                };
                let hash = match announced.place {
                    Place::Open(place) => return Ok(Some(place)),
                    Place::Later(hash) => hash,
                };
                for aside in store.asides_after(&room, 0, u32::MAX)? {
                    let Ok(content) = sitr_content::decode(&aside.content) else { continue };
                    if let Body::Own(_, Own::PlaceTold(told)) = content.body
                        && told.event == event
                        && sha256(&[&told.salt.0, told.place.as_bytes()]) == hash.0
                    {
                        return Ok(Some(told.place));
                    }
                }
                Ok(None)
            })
            .await
    }
}
