//! Members' invites: a member asks one who may admit, whose device makes it; and who invited whom, which those who
//! keep the room know, and nobody else.

use minicbor::{Decode, Encode};
use sitr_community::{Act, Invites, Persona};
use sitr_content::{Body, Content, InviteRequest, Lineage, MessageId, Own, Person};

use super::aside::Confiding;
use crate::body::{AnswerKey, decode, encode};
use crate::core::{Core, Live};
use crate::error::CoreError;
use crate::ids::{InviteId, MemberId, RoomId};
use crate::state::{Bytes32, RoomNote, To};
use crate::store::Store;

/// How long a member's invite is good, in seconds.
const GOOD_FOR_SECONDS: u64 = 7 * 86_400;
/// Invites of members, people who came by them, and words for newcomers that are remembered: of each the oldest are
/// forgotten first.
pub(super) const REMEMBERED: usize = 4096;

/// By whom.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
struct By {
    /// An invite's id, padded, or a persona.
    #[n(0)]
    what: Bytes32,
    /// The persona of the member who invites.
    #[n(1)]
    by: Bytes32,
}

/// What a device knows of who invited whom.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
struct Kept {
    #[n(0)]
    invites: Vec<By>,
    #[n(1)]
    people: Vec<By>,
}

fn padded(invite: &InviteId) -> Bytes32 {
    let mut bytes = [0; 32];
    bytes.iter_mut().zip(invite.0).for_each(|(to, from)| *to = from);
    Bytes32(bytes)
}

fn remember(all: &mut Vec<By>, what: Bytes32, by: Bytes32) {
    if all.iter().all(|known| known.what != what) {
        all.push(By { what, by });
        let over = all.len().saturating_sub(REMEMBERED);
        all.drain(..over);
    }
}

impl<S: Store> Core<'_, S> {
    fn kept_lineage(&self, id: &RoomId) -> Result<Kept, CoreError> {
        let kept = self.store.note(id, RoomNote::Lineage)?;
        Ok(kept.and_then(|bytes| decode(&bytes)).unwrap_or_default())
    }

    /// Remembers by whom an invite is, and with it whoever knocked by it.
    fn note_lineage(&self, id: &RoomId, invite: &InviteId, by: Bytes32) -> Result<(), CoreError> {
        let mut kept = self.kept_lineage(id)?;
        remember(&mut kept.invites, padded(invite), by);
        for knock in self.store.knocks(id)?.iter().filter(|knock| knock.invite == *invite) {
            remember(&mut kept.people, Bytes32(knock.persona), by);
        }
        Ok(self.store.put_note(id, RoomNote::Lineage, Some(&encode(&kept)))?)
    }

    /// Remembers by whom somebody comes who knocks.
    pub(crate) fn note_comer(
        &self,
        id: &RoomId,
        invite: &InviteId,
        persona: [u8; 32],
    ) -> Result<(), CoreError> {
        let mut kept = self.kept_lineage(id)?;
        let by = kept.invites.iter().find(|known| known.what == padded(invite));
        let Some(by) = by.map(|known| known.by) else { return Ok(()) };
        remember(&mut kept.people, Bytes32(persona), by);
        Ok(self.store.put_note(id, RoomNote::Lineage, Some(&encode(&kept)))?)
    }

    /// Who came by whose invite, as far as this device knows: those who keep the room.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn lineage(&self, id: &RoomId) -> Result<Vec<(MemberId, MemberId)>, CoreError> {
        let member = |persona: &Bytes32| MemberId::of(&Persona(persona.0));
        let kept = self.kept_lineage(id)?;
        Ok(kept.people.iter().map(|known| (member(&known.what), member(&known.by))).collect())
    }

    /// What those who keep the room are asked and told about invites, and about newcomers.
    pub(super) fn after_confided(
        &mut self,
        live: &Live,
        author: &Persona,
        content: &Content,
        asked: (MessageId, Option<AnswerKey>),
    ) -> Result<(), CoreError> {
        let id = live.room.id;
        match &content.body {
            Body::Own(_, Own::InviteRequest(request)) => {
                let made = self.make_for_member(live, author, request, asked);
                // What cannot be made now is not made; the member asks again.
                if let Err(CoreError::Store(error)) = made { Err(error.into()) } else { Ok(()) }
            }
            Body::Own(_, Own::Lineage(lineage)) => {
                let invite = lineage.invite.as_slice().try_into().ok().map(InviteId);
                let Some(invite) = invite else { return Ok(()) };
                self.note_lineage(&id, &invite, Bytes32(lineage.by.0))
            }
            Body::Own(_, Own::Vouch(vouch)) => self.note_vouch(&id, author, vouch, content.at_ms),
            _ => Ok(()),
        }
    }

    /// Makes an invite for a member, unless it has as many open as its role may have (rule A-32).
    fn make_for_member(
        &mut self,
        live: &Live,
        author: &Persona,
        request: &InviteRequest,
        (re, key): (MessageId, Option<AnswerKey>),
    ) -> Result<(), CoreError> {
        let (id, by, now) = (live.room.id, Bytes32(author.0), self.now_ms / 1000);
        let Some(key) = key else { return Ok(()) };
        let kept = self.kept_lineage(&id)?;
        let theirs = |invite: &InviteId| {
            kept.invites.iter().any(|known| known.what == padded(invite) && known.by == by)
        };
        let open: u64 = self
            .store
            .invites(&id)?
            .iter()
            .filter(|invite| !invite.revoked && !invite.keys.is_over(now))
            .filter(|invite| theirs(&invite.keys.id()))
            .map(|invite| u64::from(invite.keys.uses).saturating_sub(invite.read))
            .sum();
        if let Invites::Uses(most) = live.policy.role(author).invites()
            && open + u64::from(request.uses) > u64::from(most)
        {
            return Ok(());
        }
        let made = self.create_invite(&id, request.uses.into(), now + GOOD_FOR_SECONDS)?;
        self.note_lineage(&id, &made, by)?;
        let link = self.store.invite(&id, &made)?.ok_or(CoreError::NoInvite)?.keys.link.to_text();
        let how =
            |to| Confiding { to, except: Vec::new(), named: true, answerable: false, re: None };
        let answer = Confiding { re: Some(re), ..how(To::Asker(key)) };
        self.confide(&id, answer, Content::new([0; 16], 0, Body::text(&link)))?;
        let lineage = Lineage { invite: made.0.to_vec().into(), by: Person(author.0) };
        let tell = Content::new([0; 16], 0, Body::Own(String::new(), lineage.into()));
        let me = MemberId::of(&live.room.me.persona());
        match self.confide(&id, Confiding { except: vec![me], ..how(To::Desk) }, tell) {
            Ok(_) | Err(CoreError::Nobody) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Ends the open invites of somebody, as far as this device knows whose they are.
    ///
    /// # Errors
    /// [`CoreError::NotSteward`] for plain members.
    pub fn revoke_invites_of(&mut self, id: &RoomId, who: &MemberId) -> Result<(), CoreError> {
        let kept = self.kept_lineage(id)?;
        for invite in self.store.invites(id)?.iter().filter(|invite| !invite.revoked) {
            let invite = invite.keys.id();
            let theirs = |known: &&By| {
                known.what == padded(&invite) && MemberId::of(&Persona(known.by.0)) == *who
            };
            if kept.invites.iter().any(|known| theirs(&known)) {
                self.revoke_invite(id, &invite)?;
            }
        }
        Ok(())
    }

    /// Whether this device makes invites for members.
    pub(super) fn invites_for_others(live: &Live) -> bool {
        live.role().may(Act::Admit) && live.role().may(Act::Moderate)
    }
}
