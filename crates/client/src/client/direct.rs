//! Talking alone, by mutual consent: a room of two, offered inside a room and entered only by who accepts.

use std::time::Duration;

use sitr_client_core::state::Delivery;
use sitr_client_core::{CoreError, MemberId, Offer, RoomId};
use sitr_content::{Body, MessageId, Own};

use super::Client;
use crate::error::Error;

/// How long an offer is good.
const GOOD_FOR: Duration = Duration::from_secs(7 * 86_400);
/// How long the relay may take to open the room of two.
const OPENED: Duration = Duration::from_secs(60);
/// What a room of two is called until somebody names it.
const NAME: &str = "Direct";

/// Somebody asks to talk alone. There is nothing in it to be read: their word and the room are opened by
/// accepting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectRequest {
    /// The message that asks.
    pub id: MessageId,
    /// Who asks.
    pub from: MemberId,
    /// The pseudonym then.
    pub name: String,
    /// When, by the sender's claim, in milliseconds since 1970-01-01 UTC.
    pub at_ms: u64,
}

impl Client {
    /// Asks a member to talk alone: makes a room of two with a fresh persona, and an invite for one. Who
    /// is asked enters with a fresh persona too; whoever else held the link would find it used.
    ///
    /// # Errors
    /// [`CoreError::Unsaid`] where the room has no direct messages; [`Error::Net`] if the relay cannot be
    /// reached.
    pub async fn ask_direct(
        &self,
        id: &RoomId,
        whom: MemberId,
        pseudonym: &str,
        word: &str,
    ) -> Result<RoomId, Error> {
        let room = self.room(id).await?;
        // Asked before anything is made.
        let settings = self.settings(id).await?;
        if !settings.direct || settings.age == sitr_community::AgeBand::Youth {
            return Err(CoreError::Unsaid(sitr_community::Unsaid::Direct).into());
        }
        let alone = self.create_room(NAME, pseudonym, &room.relay).await?;
        let invite = self.create_invite(&alone, 1, GOOD_FOR).await?;
        self.admit_everyone(&alone, true).await?;
        // The way in is open before anybody learns of it.
        self.settled(&alone, OPENED).await?;
        let (id, word) = (*id, word.to_owned());
        let offer = Offer { link: invite.link, word };
        self.db.core(move |core, _| Ok(core.offer_direct(&id, &whom, &offer)?)).await?;
        self.keep(id);
        Ok(alone)
    }

    /// Who asks to talk alone, oldest first.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn direct_requests(&self, id: &RoomId) -> Result<Vec<DirectRequest>, Error> {
        let id = *id;
        self.db
            .read_core(move |core| {
                let mut asked = Vec::new();
                for message in core.history(&id)? {
                    let is_offer = sitr_content::decode(&message.content).is_ok_and(|content| {
                        matches!(content.body, Body::Own(_, Own::DirectOffer(_)))
                    });
                    let received = message.delivery == Delivery::Received;
                    if is_offer && received && core.direct_offer(&id, &message.id)?.is_some() {
                        asked.push(DirectRequest {
                            id: message.id,
                            from: message.from,
                            name: message.name,
                            at_ms: message.at_ms,
                        });
                    }
                }
                Ok(asked)
            })
            .await
    }

    /// Accepts to talk alone: knocks at the room of two. Gives that room and the word that came with the
    /// offer.
    ///
    /// # Errors
    /// [`CoreError::NoMessage`] if nobody asked so; otherwise as for [`Self::join`].
    pub async fn accept_direct(
        &self,
        id: &RoomId,
        request: MessageId,
        pseudonym: &str,
    ) -> Result<(RoomId, String), Error> {
        let id = *id;
        let offer = self.db.read_core(move |core| Ok(core.direct_offer(&id, &request)?)).await?;
        let offer = offer.ok_or(CoreError::NoMessage)?;
        Ok((self.join(&offer.link, pseudonym, "").await?, offer.word))
    }
}
