//! Founding a room.

use std::collections::BTreeMap;

use sitr_community::{Name, Policy, Role, Settings};

use crate::body::RelayRef;
use crate::core::{Class, Core, epoch_mailbox};
use crate::crypto::Secret;
use crate::crypto::hpke::{Kem, KeyPair};
use crate::crypto::schedule::{self, EpochSecrets};
use crate::error::CoreError;
use crate::ids::RoomId;
use crate::mls;
use crate::state::{Back, Cursor, Epoch, Errand, Me, Purpose, Room, Standing, Step};
use crate::store::{Store, StoreError};

impl<S: Store> Core<'_, S> {
    pub(crate) fn new_me(&mut self, pseudonym: &Name) -> Result<Me, CoreError> {
        let pair = KeyPair::generate(Kem::X25519, self.rng)
            .map_err(|_| CoreError::Bug("no X25519 key could be made"))?;
        Ok(Me::new(pseudonym, pair, self.rng))
    }

    /// Founds a room with this device as its only member and admin. Its first mailbox is opened by an
    /// errand.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn found(
        &mut self,
        name: &Name,
        pseudonym: &Name,
        relay: RelayRef,
        class: Class,
    ) -> Result<RoomId, CoreError> {
        let me = self.new_me(pseudonym)?;
        self.found_as(me, name, Settings::default(), relay, class)
    }

    /// The same, as somebody who is somebody already, with what the room has decided from the beginning.
    pub(super) fn found_as(
        &mut self,
        me: Me,
        name: &Name,
        settings: Settings,
        relay: RelayRef,
        class: Class,
    ) -> Result<RoomId, CoreError> {
        let id = RoomId::random(self.rng);
        let steward = Secret::random(self.rng);
        let policy = Policy {
            name: name.clone(),
            relay: relay.id.0,
            roles: BTreeMap::from([(me.persona(), Role::Admin)]),
            steward_hash: schedule::steward_hash(&steward),
            settings,
        };
        let group = mls::found(&self.provider(), &me, &id, &policy)
            .ok_or(StoreError::new("the group cannot be written"))?;
        let exporter = mls::exporter(&group, self.crypto, relay.id.as_bytes())
            .ok_or(CoreError::Bug("the group exports nothing"))?;
        let secrets = EpochSecrets::derive(&exporter, &Secret::random(self.rng));
        let close_seed = secrets.close_seed(&steward);
        let mailbox = epoch_mailbox(&secrets, close_seed.public(), class);
        let handle = mailbox.handle(&relay.id);
        let epoch = Epoch {
            number: 0,
            handle,
            address: secrets.address.clone(),
            write_seed: secrets.write_seed.clone(),
            close_seed: Some(close_seed),
            seal: secrets.seal.clone(),
            veil: secrets.veil.clone(),
            previous_end: schedule::transcript_start(&id),
            since_day: self.today(),
            since_ms: Some(self.now_ms),
            mailbox: mailbox.clone(),
        };
        let room = Room {
            id,
            name: name.as_str().to_owned(),
            relay,
            me,
            standing: Standing::Active,
            epoch: Some(epoch),
            cursor: Some(Cursor::start(&handle)),
            steward: Some(steward),
            past: None,
            knocking: None,
            admits_everyone: false,
            back: Back::default(),
            cover_at_ms: 0,
            accepts: None,
            ballot: None,
            retention_days: Some(policy.settings.retention_days),
            slow_seconds: Some(policy.settings.slow_seconds),
            warm_at_ms: None,
        };
        self.store.put_room(&room)?;
        let steps = vec![Step::Open(mailbox)];
        self.store.add_errand(&Errand { room: id, purpose: Purpose::Found, steps })?;
        Ok(id)
    }
}
