//! Coming back after everything was lost.

use std::path::Path;
use std::time::Duration;

use sitr_client_core::RoomId;
use sitr_client_core::body::{Hello, Link, RecoveryKit};

use super::Client;
use crate::error::Error;

/// How long the invite in a kit is good for: as long as the relay keeps an open mailbox.
const GOOD_FOR: Duration = Duration::from_secs(180 * 86_400);

impl Client {
    /// Writes a copy of the profile into a folder that holds none; what opens this one opens the copy. It has the
    /// history, the outbox and who one is in each room, and no key with which anything could be read or said: who
    /// opens it comes back into the rooms as a device that was stuck, with new keys, and this device goes out.
    ///
    /// # Errors
    /// [`Error::Backup`] if there is a profile already, or the folder cannot be written.
    pub async fn backup(&self, folder: &Path) -> Result<(), Error> {
        let folder = folder.to_owned();
        self.db.run(move |desk| desk.backup(&folder)).await?
    }

    /// A room's recovery kit, as a text to keep where this device is not. It is a secret: whoever has it can ask
    /// to come back as this member. Stewards' kits hold an invite for the way back, made now; others need a
    /// link from a steward when the time comes.
    ///
    /// # Errors
    /// [`sitr_client_core::CoreError::NotActive`] where this device is no member.
    pub async fn recovery_kit(&self, id: &RoomId) -> Result<String, Error> {
        let room = *id;
        let is_steward = self.db.read_core(move |core| Ok(core.serves(&room)?)).await?;
        let invite = match is_steward {
            true => Some(self.create_invite(id, 1, GOOD_FOR).await?.id),
            false => None,
        };
        let kit =
            self.db.read_core(move |core| Ok(core.recovery_kit(&room, invite.as_ref())?)).await?;
        Ok(kit.to_text())
    }

    /// Knocks with a kit, and with a link where the kit has none. A steward lets the member in; the lost device's
    /// leaf goes in the same commit, and everybody sees it.
    ///
    /// # Errors
    /// [`Error::Link`] for a damaged kit, or one without a link where none is given.
    pub async fn restore(
        &self,
        kit: &str,
        link: Option<&str>,
        note: &str,
    ) -> Result<RoomId, Error> {
        let kit = RecoveryKit::from_text(kit)?;
        let link = match (link, &kit.link) {
            (Some(link), _) => Link::from_text(link)?,
            (None, Some(link)) => link.clone(),
            (None, None) => Link::from_text("")?,
        };
        let (card, note) = (self.card(&link).await?, Hello::note(note));
        let id = self
            .db
            .core(move |core, _| Ok(core.knock_with_kit(&link, &card, &kit, &note)?))
            .await?;
        self.keep(id);
        Ok(id)
    }
}
