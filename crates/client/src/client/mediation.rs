//! Mediation: somebody who keeps a room, and two of its members, in a room of their own that ends on a day.

use std::time::Duration;

use sitr_client_core::state::Delivery;
use sitr_client_core::{CoreError, Mediation, MemberId, RoomId, Store as _};
use sitr_community::Persona;
use sitr_content::{Body, MediationOffer, MessageId, Own};

use super::Client;
use crate::db::now_ms;
use crate::error::Error;
use crate::view::AsideView;

/// How long the two have to agree.
const GOOD_FOR: Duration = Duration::from_secs(7 * 86_400);
/// How long the relay may take to open the room of three.
const OPENED: Duration = Duration::from_secs(60);
/// What a room of three is called until somebody names it.
const NAME: &str = "Mediation";

/// Somebody who keeps the room offers to mediate. To agree is to enter; who does not want to does nothing, and is told
/// on by nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediationRequest {
    /// The aside that offers it.
    pub id: MessageId,
    /// Who offers it.
    pub from: MemberId,
    /// The pseudonym then.
    pub name: String,
    /// The other of the two.
    pub with: MemberId,
    /// What it is to be about.
    pub words: String,
    /// The last day on which anything is said there, in days since 1970-01-01 UTC.
    pub last_day: u32,
    /// Days for which devices keep what is said there.
    pub kept_days: u32,
    /// When, by the sender's claim, in milliseconds since 1970-01-01 UTC.
    pub at_ms: u64,
}

impl Client {
    /// Offers two members to talk, the three of you: makes a room with a fresh persona, which ends on its day and
    /// whose messages are gone after theirs, and asks each of the two by a deposit. Both are let in when both have
    /// agreed. The room of all learns then that a mediation was opened, and not between whom.
    ///
    /// # Errors
    /// [`CoreError::Unsaid`] where the own role does not keep the room, or it is one for young people;
    /// [`CoreError::NoMember`] unless they are two others; [`CoreError::Setting`] for days that cannot be;
    /// [`Error::Net`] if the relay cannot be reached.
    pub async fn mediate(
        &self,
        id: &RoomId,
        what: Mediation,
        pseudonym: &str,
    ) -> Result<RoomId, Error> {
        let (room, relay) = (*id, self.room(id).await?.relay);
        let asked = what.clone();
        // Asked before anything is made.
        self.db.read_core(move |core| Ok(core.may_mediate(&room, &asked)?)).await?;
        let aside = self.create_room(NAME, pseudonym, &relay).await?;
        let (wanted, until) = (what.clone(), now_ms() / 1000 + GOOD_FOR.as_secs());
        self.db
            .core(move |core, _| Ok(core.prepare_mediation(&room, &aside, &wanted, until)?))
            .await?;
        self.keep(aside);
        // The ways in are open before anybody learns of them.
        self.settled(&aside, OPENED).await?;
        self.db.core(move |core, _| Ok(core.offer_mediation(&room, &aside, &what)?)).await?;
        self.keep(room);
        Ok(aside)
    }

    /// Mediations that were offered to this member, oldest first.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn mediations(&self, id: &RoomId) -> Result<Vec<MediationRequest>, Error> {
        let asides = self.asides(id, 0, u32::MAX).await?;
        Ok(asides.into_iter().filter_map(request).collect())
    }

    /// Agrees to a mediation: knocks at its room as somebody new, and is let in when the other has agreed too.
    ///
    /// # Errors
    /// [`CoreError::NoMessage`] if nobody offered one so; otherwise as for [`Self::join`].
    pub async fn accept_mediation(
        &self,
        id: &RoomId,
        request: MessageId,
        pseudonym: &str,
    ) -> Result<RoomId, Error> {
        let room = *id;
        let aside = self.db.read(move |store| Ok(store.message(&room, &request)?)).await?;
        let offered = aside.as_ref().and_then(AsideView::of).and_then(|aside| offer(&aside));
        let offered = offered.ok_or(CoreError::NoMessage)?;
        self.join(&offered.link, pseudonym, "").await
    }
}

/// The offer, if it came from somebody else.
fn offer(aside: &AsideView) -> Option<MediationOffer> {
    match &aside.body {
        Body::Own(_, Own::MediationOffer(offer)) if aside.delivery == Delivery::Received => {
            Some(offer.clone())
        }
        _ => None,
    }
}

fn request(aside: AsideView) -> Option<MediationRequest> {
    let offered = offer(&aside)?;
    let (from, name) = aside.by?;
    Some(MediationRequest {
        id: aside.id,
        from,
        name,
        with: MemberId::of(&Persona(offered.with.0)),
        words: offered.words,
        last_day: offered.last_day,
        kept_days: offered.kept_days,
        at_ms: aside.at_ms,
    })
}
