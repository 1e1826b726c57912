//! A room's move to another relay, and following it.

use sitr_client_core::RoomId;
use sitr_client_core::body::RelayRef;
use sitr_wire::limit::Limits;
use sitr_wire::{Mailbox, RelayId};

use super::Client;
use super::rooms::sane;
use crate::error::Error;
use crate::net::Session;

/// Where a room has moved to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// The relay's id, which it proves in its hello.
    pub relay: RelayId,
    /// The routes to it that the move names.
    pub routes: Vec<String>,
}

/// Whether a relay takes mailboxes of these classes.
fn takes(limits: &Limits, mailbox: &Mailbox) -> bool {
    mailbox.capacity <= limits.max_capacity
        && mailbox.life <= limits.max_life
        && mailbox.keep <= limits.max_keep
}

impl Client {
    /// Moves a room to another relay, which is asked for its identity now; the best route for most members first.
    /// Its invites end, and those who wait at its door are told to come by another. Every other member is asked
    /// by its own device before that contacts the new relay. What the room's messages point to stays at the old one.
    ///
    /// # Errors
    /// [`CoreError::Forbidden`] for who is no admin, [`CoreError::SameRelay`] if it is there already,
    /// [`CoreError::RelayLimits`] if the relay does not take the room's mailboxes, [`Error::Net`] if it cannot be
    /// reached.
    ///
    /// [`CoreError::Forbidden`]: crate::CoreError::Forbidden
    /// [`CoreError::SameRelay`]: crate::CoreError::SameRelay
    /// [`CoreError::RelayLimits`]: crate::CoreError::RelayLimits
    pub async fn move_room(&self, id: &RoomId, routes: &[String]) -> Result<(), Error> {
        let (id, routes) = (*id, sane(routes)?);
        let mailbox = self.db.read_core(move |core| Ok(core.mailbox(&id)?)).await?;
        let (session, _inbox) = Session::connect(&routes, None, &self.access).await?;
        if !takes(session.limits(), &mailbox) {
            return Err(sitr_client_core::CoreError::RelayLimits.into());
        }
        let there = RelayRef { id: session.relay(), routes };
        self.db.core(move |core, _| Ok(core.move_to(&id, there)?)).await?;
        self.keep(id);
        Ok(())
    }

    /// Where a room has moved to, while this device waits for its member's consent.
    ///
    /// # Errors
    /// [`CoreError::NotMoving`](crate::CoreError::NotMoving) if it does not wait.
    pub async fn moves_to(&self, id: &RoomId) -> Result<Destination, Error> {
        let id = *id;
        let there = self.db.read_core(move |core| Ok(core.moves_to(&id)?)).await?;
        Ok(Destination { relay: there.id, routes: there.routes })
    }

    /// Consents to the relay that a room has moved to, and follows it there: by those of the routes that guard this
    /// device as the old one does, or by its member's own. Who does not want to follow leaves.
    ///
    /// # Errors
    /// [`CoreError::NotMoving`] if there is nothing to follow, [`CoreError::LessGuarded`] if no route is left.
    ///
    /// [`CoreError::NotMoving`]: crate::CoreError::NotMoving
    /// [`CoreError::LessGuarded`]: crate::CoreError::LessGuarded
    pub async fn follow(&self, id: &RoomId, own: Option<&[String]>) -> Result<(), Error> {
        let (id, own) = (*id, own.map(sane).transpose()?);
        self.db.core(move |core, _| Ok(core.follow(&id, own)?)).await?;
        self.keep(id);
        Ok(())
    }
}
