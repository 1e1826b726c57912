//! Rooms: founding them, looking at them, taking part, leaving.

use std::sync::PoisonError;

use sitr_client_core::body::RelayRef;
use sitr_client_core::state::Room;
use sitr_client_core::{Class, CoreError, MemberId, MemberView, RoomId, Store as _};
use sitr_community::{Name, Role};
use sitr_wire::RelayId;

use super::Client;
use crate::error::Error;
use crate::net::{NetError, Session};
use crate::view::RoomView;

/// The routes, if all of them are some.
pub(super) fn sane(routes: &[String]) -> Result<Vec<String>, Error> {
    let shape = RelayRef { id: RelayId([0; 32]), routes: routes.to_vec() };
    if shape.is_sane() { Ok(shape.routes) } else { Err(NetError::Route.into()) }
}

impl Client {
    /// Founds a room on a relay, which is asked for its identity now.
    ///
    /// # Errors
    /// [`Error::Net`] if the relay cannot be reached.
    pub async fn create_room(
        &self,
        name: &str,
        pseudonym: &str,
        relay_url: &str,
    ) -> Result<RoomId, Error> {
        self.create_room_at(name, pseudonym, &[relay_url.to_owned()]).await
    }

    /// The same with several routes to one relay, the best for this device first; all go into invites.
    ///
    /// # Errors
    /// See [`Self::create_room`].
    pub async fn create_room_at(
        &self,
        name: &str,
        pseudonym: &str,
        routes: &[String],
    ) -> Result<RoomId, Error> {
        let (name, pseudonym) = (Name::new(name)?, Name::new(pseudonym)?);
        let routes = sane(routes)?;
        let (session, _inbox) = Session::connect(&routes, None, &self.access).await?;
        let relay = RelayRef { id: session.relay(), routes };
        let (limits, wanted) = (session.limits(), Class::default());
        let class = Class {
            capacity: wanted.capacity.min(limits.max_capacity),
            life: wanted.life.min(limits.max_life),
            keep: wanted.keep.min(limits.max_keep),
        };
        let id =
            self.db.core(move |core, _| Ok(core.found(&name, &pseudonym, relay, class)?)).await?;
        self.keep(id);
        Ok(id)
    }

    /// Sets the routes by which this device finds the room's relay, which is still known by its key; they
    /// go into the invites that it makes from now on.
    ///
    /// # Errors
    /// [`NetError::Route`] if one of them is no route.
    pub async fn set_routes(&self, id: &RoomId, routes: &[String]) -> Result<(), Error> {
        let (id, routes) = (*id, sane(routes)?);
        self.db
            .core(move |_, store| {
                let mut room = store.room(&id)?.ok_or(CoreError::NoRoom)?;
                room.relay.routes = routes;
                Ok(store.put_room(&room)?)
            })
            .await?;
        self.keep(id);
        Ok(())
    }

    /// All rooms of the profile.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn rooms(&self) -> Result<Vec<RoomView>, Error> {
        self.db.read(|store| Ok(store.rooms()?.iter().map(RoomView::of).collect())).await
    }

    /// One room.
    ///
    /// # Errors
    /// [`CoreError::NoRoom`] if there is none of this id.
    pub async fn room(&self, id: &RoomId) -> Result<RoomView, Error> {
        Ok(RoomView::of(&self.record(id).await?))
    }

    pub(super) async fn record(&self, id: &RoomId) -> Result<Room, Error> {
        let id = *id;
        self.db.read(move |store| Ok(store.room(&id)?.ok_or(CoreError::NoRoom)?)).await
    }

    /// The members of a room.
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is no member.
    pub async fn members(&self, id: &RoomId) -> Result<Vec<MemberView>, Error> {
        let id = *id;
        self.db.read_core(move |core| Ok(core.members(&id)?)).await
    }

    /// The number that members compare to know that they are in the same room, at the same epoch; see
    /// [`crate::safety_digits`].
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is no member.
    pub async fn safety_number(&self, id: &RoomId) -> Result<[u8; 32], Error> {
        let id = *id;
        self.db.read_core(move |core| Ok(core.safety_number(&id)?)).await
    }

    /// The MLS epoch and its authenticator, to compare with another implementation's.
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is no member.
    pub async fn epoch_authenticator(&self, id: &RoomId) -> Result<(u64, Vec<u8>), Error> {
        let id = *id;
        self.db.read_core(move |core| Ok(core.epoch_authenticator(&id)?)).await
    }

    /// Wants a member to have a role; done with the next commit.
    ///
    /// # Errors
    /// [`CoreError::Forbidden`] where the own role does not allow it.
    pub async fn set_role(&self, id: &RoomId, member: MemberId, role: Role) -> Result<(), Error> {
        let id = *id;
        self.db.core(move |core, _| Ok(core.set_role(&id, &member, role)?)).await?;
        self.keep(id);
        Ok(())
    }

    /// Wants a member out; done with the next commit.
    ///
    /// # Errors
    /// [`CoreError::Forbidden`] where the own role does not allow it.
    pub async fn remove(&self, id: &RoomId, member: MemberId) -> Result<(), Error> {
        let id = *id;
        self.db.core(move |core, _| Ok(core.remove(&id, &member)?)).await?;
        self.keep(id);
        Ok(())
    }

    /// Asks to be taken out of a room.
    ///
    /// # Errors
    /// [`CoreError::LastAdmin`] while others would be left without an admin.
    pub async fn leave(&self, id: &RoomId) -> Result<(), Error> {
        let id = *id;
        self.db.core(move |core, _| Ok(core.leave(&id)?)).await?;
        self.keep(id);
        Ok(())
    }

    /// Renews the room's keys now, if this device is a steward; else offers its own new keys.
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is no member.
    pub async fn renew_keys(&self, id: &RoomId) -> Result<(), Error> {
        let id = *id;
        self.db.core(move |core, _| Ok(core.offer_keys(&id)?)).await?;
        self.keep(id);
        Ok(())
    }

    /// Forgets a room that this device has no part in any more, with its history.
    ///
    /// # Errors
    /// [`CoreError::AlreadyMember`] while it is still a member.
    pub async fn forget(&self, id: &RoomId) -> Result<(), Error> {
        let id = *id;
        self.workers.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
        self.db.core(move |core, _| Ok(core.forget(&id)?)).await
    }
}
