//! Newcomers and who stands for them: known to those who keep the room.

use sitr_client_core::{MemberId, RoomId, Vouched};
use sitr_community::Role;
use sitr_content::MessageId;

use super::Client;
use crate::error::Error;

/// Somebody on probation, as those who keep the room see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newcomer {
    /// Who.
    pub id: MemberId,
    /// The pseudonym.
    pub name: String,
    /// Who vouches, as far as this device was told, oldest first.
    pub vouches: Vec<Vouched>,
    /// How many members the room wants to vouch before the probation ends; 0 for none.
    pub needed: u8,
}

impl Newcomer {
    /// Whether the probation can be ended, as far as that hangs on vouches.
    #[must_use]
    pub fn is_vouched_for(&self) -> bool {
        self.vouches.iter().filter(|vouch| vouch.counts).count() >= usize::from(self.needed)
    }
}

impl Client {
    /// Stands for a newcomer, with one's name: those who keep the room are told, and nobody else. The last word
    /// counts.
    ///
    /// # Errors
    /// [`sitr_client_core::CoreError::Unsaid`] for who is no newcomer, and where the own role does not vouch;
    /// otherwise as for [`Self::confide`].
    pub async fn vouch(
        &self,
        id: &RoomId,
        whom: MemberId,
        words: &str,
    ) -> Result<MessageId, Error> {
        self.stand_for(id, whom, true, words).await
    }

    /// Stands for a newcomer no more.
    ///
    /// # Errors
    /// As for [`Self::vouch`].
    pub async fn withdraw_vouch(&self, id: &RoomId, whom: MemberId) -> Result<MessageId, Error> {
        self.stand_for(id, whom, false, "").await
    }

    async fn stand_for(
        &self,
        id: &RoomId,
        whom: MemberId,
        stands: bool,
        words: &str,
    ) -> Result<MessageId, Error> {
        let (room, words) = (*id, words.to_owned());
        let said =
            self.db.core(move |core, _| Ok(core.vouch(&room, &whom, stands, &words)?)).await?;
        self.keep(room);
        Ok(said)
    }

    /// Who vouches for whom, members and newcomers of before too, as far as this device was told: for those who
    /// keep the room.
    ///
    /// # Errors
    /// [`sitr_client_core::CoreError::NotActive`] where this device is no member.
    pub async fn vouches(&self, id: &RoomId) -> Result<Vec<Vouched>, Error> {
        let id = *id;
        self.db.read_core(move |core| Ok(core.vouches(&id)?)).await
    }

    /// Who is on probation, and who vouches for them: for those who keep the room. Nobody is let be a member by a
    /// count; a person decides.
    ///
    /// # Errors
    /// [`sitr_client_core::CoreError::NotActive`] where this device is no member.
    pub async fn newcomers(&self, id: &RoomId) -> Result<Vec<Newcomer>, Error> {
        let id = *id;
        self.db
            .read_core(move |core| {
                let (vouches, needed) = (core.vouches(&id)?, core.policy(&id)?.settings.vouches);
                let members = core.members(&id)?.into_iter();
                let newcomers = members.filter(|member| member.role == Role::Newcomer);
                let view = |member: sitr_client_core::MemberView| Newcomer {
                    vouches: vouches.iter().filter(|it| it.whom == member.id).cloned().collect(),
                    id: member.id,
                    name: member.name,
                    needed,
                };
                Ok(newcomers.map(view).collect())
            })
            .await
    }
}
