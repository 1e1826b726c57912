//! Invites, and the knocks that come by them.

use std::time::Duration;

use sitr_client_core::state::Knock;
use sitr_client_core::{CoreError, InviteId, KnockId, RoomId, Store as _};

use super::Client;
use crate::db::now_ms;
use crate::error::Error;
use crate::view::{InviteView, KnockView};

impl Client {
    /// Makes an invite for so many knocks, good for so long.
    ///
    /// # Errors
    /// [`CoreError::NotSteward`] for plain members.
    pub async fn create_invite(
        &self,
        id: &RoomId,
        uses: u32,
        good_for: Duration,
    ) -> Result<InviteView, Error> {
        let id = *id;
        let expires_at = now_ms() / 1000 + good_for.as_secs();
        let invite =
            self.db.core(move |core, _| Ok(core.create_invite(&id, uses, expires_at)?)).await?;
        self.keep(id);
        self.invite(&id, &invite).await
    }

    async fn invite(&self, id: &RoomId, invite: &InviteId) -> Result<InviteView, Error> {
        let (id, invite) = (*id, *invite);
        self.db
            .read(move |store| {
                let invite = store.invite(&id, &invite)?.ok_or(CoreError::NoInvite)?;
                Ok(InviteView::of(&invite))
            })
            .await
    }

    /// The invites of a room that this device knows.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn invites(&self, id: &RoomId) -> Result<Vec<InviteView>, Error> {
        let id = *id;
        self.db
            .read(move |store| Ok(store.invites(&id)?.iter().map(InviteView::of).collect()))
            .await
    }

    /// Ends an invite.
    ///
    /// # Errors
    /// [`CoreError::NoInvite`] if there is none of this id.
    pub async fn revoke_invite(&self, id: &RoomId, invite: InviteId) -> Result<(), Error> {
        let id = *id;
        self.db.core(move |core, _| Ok(core.revoke_invite(&id, &invite)?)).await?;
        self.keep(id);
        Ok(())
    }

    /// The knocks of a room, oldest first.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn knocks(&self, id: &RoomId) -> Result<Vec<KnockView>, Error> {
        let id = *id;
        let knocks: Vec<Knock> = self.db.read(move |store| Ok(store.knocks(&id)?)).await?;
        Ok(knocks.iter().map(KnockView::of).collect())
    }

    /// Lets a knock in with the next commit.
    ///
    /// # Errors
    /// [`CoreError::KnockAnswered`] if somebody decided before.
    pub async fn admit(&self, id: &RoomId, knock: KnockId) -> Result<(), Error> {
        let id = *id;
        self.db.core(move |core, _| Ok(core.admit(&id, &knock)?)).await?;
        self.keep(id);
        Ok(())
    }

    /// Refuses a knock, with a reason that the newcomer will see.
    ///
    /// # Errors
    /// [`CoreError::KnockAnswered`] if somebody decided before.
    pub async fn refuse(&self, id: &RoomId, knock: KnockId, why: &str) -> Result<(), Error> {
        let (id, why) = (*id, why.to_owned());
        self.db.core(move |core, _| Ok(core.refuse(&id, &knock, &why)?)).await?;
        self.keep(id);
        Ok(())
    }

    /// Admits whoever knocks from now on, or asks a person again.
    ///
    /// # Errors
    /// [`CoreError::NotSteward`] for plain members.
    pub async fn admit_everyone(&self, id: &RoomId, everyone: bool) -> Result<(), Error> {
        let id = *id;
        self.db.core(move |core, _| Ok(core.admit_everyone(&id, everyone)?)).await?;
        self.keep(id);
        Ok(())
    }
}
