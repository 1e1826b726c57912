//! Following a link into a room.

use sitr_client_core::body::{Card, Face, Hello, Link};
use sitr_client_core::state::{Room, Standing};
use sitr_client_core::{CoreError, RoomId, Store as _, open_card};
use sitr_community::Name;
use sitr_content::Guidelines;

use super::Client;
use crate::db::now_ms;
use crate::error::Error;
use crate::net::{NetError, Session};

impl Client {
    /// Follows an invite link: reads its card and knocks. The same link again goes on where it was, knocks anew
    /// if nobody has answered for [`sitr_client_core::KNOCK_AGAIN_ASKED_MS`], and leads to the room for whoever
    /// is in it already.
    ///
    /// # Errors
    /// [`Error::Link`] for a damaged link, [`Error::Net`] if the relay cannot be reached,
    /// [`CoreError::Expired`] after the invite's end.
    pub async fn join(&self, link: &str, pseudonym: &str, note: &str) -> Result<RoomId, Error> {
        self.join_as_asked(link, pseudonym, Hello::note(note)).await
    }

    /// What the room that a link leads to shows at its door: its name, its questions, its guidelines. It
    /// asks the relay for the card, as joining does.
    ///
    /// # Errors
    /// See [`Self::join`].
    pub async fn door(&self, link: &str) -> Result<(String, Face), Error> {
        let card = self.card(&Link::from_text(link)?).await?;
        Ok((card.name, card.face.unwrap_or_default()))
    }

    /// The same as [`Self::join`], with answers to the room's questions and acceptance of its guidelines: who
    /// has not accepted them reads only.
    ///
    /// # Errors
    /// See [`Self::join`]; [`CoreError::NotTheGuidelines`] for others than the card shows.
    pub async fn join_as_asked(
        &self,
        link: &str,
        pseudonym: &str,
        hello: Hello,
    ) -> Result<RoomId, Error> {
        let (link, pseudonym) = (Link::from_text(link)?, Name::new(pseudonym)?);
        if let Some(room) = self.followed(&link).await? {
            self.db.core(move |core, _| Ok(core.resume_knock(&room)?)).await?;
            self.keep(room);
            return Ok(room);
        }
        let card = self.card(&link).await?;
        let shown = card.face.as_ref().and_then(|face| face.guidelines.as_ref());
        if hello.accepts.is_some() && hello.accepts != shown.map(Guidelines::hash) {
            return Err(CoreError::NotTheGuidelines.into());
        }
        let id = self
            .db
            .core(move |core, store| {
                let room = store.room(&card.room)?;
                if room.is_some_and(|room| room.standing == Standing::Active) {
                    return Ok(card.room);
                }
                Ok(core.knock(&link, &card, &pseudonym, &hello)?)
            })
            .await?;
        self.keep(id);
        Ok(id)
    }

    /// Whether this device has knocked by this link and waits, so that joining again goes on with that.
    ///
    /// # Errors
    /// [`Error::Link`] for a damaged link.
    pub async fn has_knocked(&self, link: &str) -> Result<bool, Error> {
        Ok(self.followed(&Link::from_text(link)?).await?.is_some())
    }

    /// Reads the card that a link leads to.
    pub(super) async fn card(&self, link: &Link) -> Result<Card, Error> {
        let (session, _inbox) = Session::to(&link.relay, &self.access).await?;
        let page = session.read(link.card, link.card_address(), 0).await;
        let page = page.map_err(|error| match error {
            NetError::Refused(refusal) if refusal.code == sitr_wire::Code::NotFound => {
                Error::Core(CoreError::Expired)
            }
            error => error.into(),
        })?;
        let cell = page.cells.first().ok_or(CoreError::Card)?;
        Ok(open_card(link, cell, now_ms())?)
    }

    /// The room in which a knock by this link waits.
    async fn followed(&self, link: &Link) -> Result<Option<RoomId>, Error> {
        let link = link.clone();
        self.db
            .read(move |store| {
                let waits = |room: &Room| {
                    room.knocking
                        .as_ref()
                        .is_some_and(|knocking| knocking.link.as_ref() == Some(&link))
                        && room.standing == Standing::Joining
                };
                Ok(store.rooms()?.into_iter().find(waits).map(|room| room.id))
            })
            .await
    }
}
