//! What devices ask of those who keep the room for their own persona: done without asking a person, for it is the
//! person who asks.

use sitr_community::{Act, Device, Persona};
use sitr_wire::Handle;

use crate::body::{Beside, DeviceRequest, DeviceWish, decode};
use crate::core::{Core, Live};
use crate::error::CoreError;
use crate::ids::{DeviceId, InviteId, KnockId};
use crate::knock::is_open;
use crate::mls::{self, Roster};
use crate::room::may_remove;
use crate::state::{Intent, Knock, KnockState};
use crate::store::Store;

impl<S: Store> Core<'_, S> {
    /// Takes in what a device asks of those who keep the room. What it may not ask is not done.
    pub(crate) fn device_asked(
        &mut self,
        live: &Live,
        author: &Persona,
        request: &[u8],
    ) -> Result<(), CoreError> {
        let Some(request) = decode::<DeviceRequest>(request) else { return Ok(()) };
        let by = Device { persona: *author, number: request.by };
        let key = mls::key_in(&live.group, &by);
        if !key.is_some_and(|key| request.is_by(&key, &live.room.id)) {
            return Ok(());
        }
        match request.wish {
            // A steward's device brings its others in itself: its role is not given away on request.
            DeviceWish::Add(beside) if !live.policy.role(author).is_steward() => {
                self.admit_beside(live, author, *beside).map(drop)
            }
            DeviceWish::Remove(number, serial) => {
                let seat = Device { persona: *author, number };
                let is_own = *author == live.room.me.persona();
                if mls::is_further(&live.group, &seat)
                    && (is_own || may_remove(live, author))
                    && live.role().is_steward()
                {
                    let intent = Intent::RemoveDevice(DeviceId::of(&seat), serial);
                    self.store.add_intent(&live.room.id, &intent)?;
                }
                Ok(())
            }
            DeviceWish::Add(_) => Ok(()),
        }
    }

    /// Lets a device in beside the persona's others with the next commit (rule R-25). Tells whether it will.
    pub(super) fn admit_beside(
        &mut self,
        live: &Live,
        persona: &Persona,
        beside: Beside,
    ) -> Result<bool, CoreError> {
        let Beside { key_package, reply, answer_seed } = beside;
        let id = live.room.id;
        let Some((_, leaf)) = mls::read_key_package(self.crypto, &id, &key_package) else {
            return Ok(false);
        };
        let is_theirs = leaf.persona == *persona && mls::is_in(&live.group, persona);
        let is_new = Roster::of(&live.group).is_newer(&leaf);
        if !is_theirs || !is_new || !reply.is_modest() || !live.role().may(Act::Admit) {
            return Ok(false);
        }
        let all = self.store.knocks(&id)?;
        if all.iter().any(|knock| knock.key_package == key_package) {
            return Ok(true); // J-05
        }
        // Who begins anew does not wait for what it asked before.
        let same =
            |knock: &&Knock| knock.persona == persona.0 && knock.beside.is_some() && is_open(knock);
        for other in all.iter().filter(same) {
            let of = mls::identity_of(&other.key_package).map(|it| it.device);
            if of == Some(leaf.seat()) {
                let refused = Knock { state: KnockState::Refused, ..other.clone() };
                self.store.put_knock(&id, &refused)?; // J-10
            }
        }
        let handle: Handle = reply.mailbox.handle(&live.room.relay.id);
        let knock = Knock {
            id: KnockId::of(&sitr_wire::CellHash(*handle.as_bytes())),
            invite: InviteId([0; 8]),
            name: leaf.name.as_str().to_owned(),
            persona: persona.0,
            note: String::new(),
            key_package,
            reply,
            state: KnockState::Admitting,
            at_ms: self.now_ms,
            index: 0,
            answers: None,
            is_back: false,
            member: None,
            beside: Some(answer_seed),
        };
        self.store.add_intent(&id, &Intent::Admit(knock.id))?;
        self.store.put_knock(&id, &knock)?;
        Ok(true)
    }
}
