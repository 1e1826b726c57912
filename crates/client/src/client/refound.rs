//! Founding a room anew, and coming along.

use std::time::Duration;

use sitr_client_core::body::{Link, RelayRef};
use sitr_client_core::state::Delivery;
use sitr_client_core::{Class, CoreError, MemberId, RoomId, USES_MAX};
use sitr_content::MessageId;

use super::Client;
use super::rooms::sane;
use crate::error::Error;
use crate::net::Session;

/// How long members can come along unseen.
const GOOD_FOR: Duration = Duration::from_secs(30 * 86_400);
/// How long the relay may take to open the new room.
const OPENED: Duration = Duration::from_secs(60);

/// Somebody has founded the room anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anew {
    /// The message that says so.
    pub id: MessageId,
    /// Who.
    pub from: MemberId,
    /// The pseudonym then.
    pub name: String,
    /// When, by the sender's claim, in milliseconds since 1970-01-01 UTC.
    pub at_ms: u64,
    /// The new room.
    pub room: RoomId,
}

impl Client {
    /// Founds a room anew whose last steward is gone: another room with the same name, guidelines and settings, in
    /// which this member is admin under the same persona; and tells the members of the old one, each of whom decides
    /// whether to come along. Those who were members are let in unseen, with the persona that they have; nobody else
    /// is. By `relay` it is at another relay than the old one. The same call again goes on where it was.
    ///
    /// # Errors
    /// [`CoreError::StillKept`] while somebody keeps the room, as this device saw it, unless `sure`;
    /// [`CoreError::Unsaid`] where the own role could not tell the others; [`Error::Net`] if the relay cannot be
    /// reached.
    pub async fn refound(
        &self,
        id: &RoomId,
        relay: Option<&[String]>,
        sure: bool,
    ) -> Result<RoomId, Error> {
        let old = *id;
        let (here, mailbox) = self
            .db
            .read_core(move |core| Ok((core.relays(&old)?.into_iter().next(), core.mailbox(&old)?)))
            .await?;
        let here = here.ok_or(CoreError::NoRoom)?;
        let (routes, known) = match relay {
            Some(routes) => (sane(routes)?, None),
            None => (here.routes, Some(here.id)),
        };
        let (session, _inbox) = Session::connect(&routes, known, &self.access).await?;
        let (relay, limits) = (RelayRef { id: session.relay(), routes }, session.limits());
        let class = Class {
            capacity: mailbox.capacity.min(limits.max_capacity),
            life: mailbox.life.min(limits.max_life),
            keep: mailbox.keep.min(limits.max_keep),
        };
        let (anew, uses) = self
            .db
            .core(move |core, _| {
                let anew = core.refound(&old, relay, class, sure)?;
                Ok((anew, core.uses_anew(&anew)?))
            })
            .await?;
        let invite = self.create_invite(&anew, uses.clamp(1, USES_MAX), GOOD_FOR).await?;
        // The way in is open before anybody learns of it.
        self.settled(&anew, OPENED).await?;
        self.db.core(move |core, _| Ok(core.offer_anew(&old, &anew, &invite.id)?)).await?;
        self.keep(old);
        Ok(anew)
    }

    /// Who has founded the room anew, oldest first; the own offers too. If there are several, people choose.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn founded_anew(&self, id: &RoomId) -> Result<Vec<Anew>, Error> {
        let id = *id;
        self.db
            .read_core(move |core| {
                let mut all = Vec::new();
                for message in core.history(&id)? {
                    let stands = message.delivery != Delivery::Failed;
                    let offer = core.offered_anew(&id, &message.id).ok().flatten();
                    if let Some(offer) = offer.filter(|_| stands) {
                        all.push(Anew {
                            id: message.id,
                            from: message.from,
                            name: message.name,
                            at_ms: message.at_ms,
                            room: RoomId(offer.room.0),
                        });
                    }
                }
                Ok(all)
            })
            .await
    }

    /// Comes along into the room that a message offers: knocks there with the persona that this member has in the
    /// old room, which the founder's device knows.
    ///
    /// # Errors
    /// [`CoreError::NoMessage`] if the message offers none, [`CoreError::Card`] if its link leads elsewhere;
    /// otherwise as for [`Self::join`].
    pub async fn come_along(&self, id: &RoomId, offer: MessageId) -> Result<RoomId, Error> {
        let old = *id;
        let offer = self.db.read_core(move |core| Ok(core.offered_anew(&old, &offer)?)).await?;
        let offer = offer.ok_or(CoreError::NoMessage)?;
        let (anew, link) = (RoomId(offer.room.0), Link::from_text(&offer.link)?);
        let card = self.card(&link).await?;
        let room =
            self.db.core(move |core, _| Ok(core.knock_along(&old, &anew, &link, &card)?)).await?;
        self.keep(room);
        Ok(room)
    }
}
