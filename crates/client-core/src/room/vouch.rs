//! Vouching: members stand for newcomers by name, and those who keep the room know it, and nobody else (rules A-39,
//!

use minicbor::{Decode, Encode};
use sitr_community::{Act, Persona, Role};
use sitr_content::{Body, Content, MessageId, Person, Vouch};

use super::aside::Confiding;
use super::lineage::REMEMBERED;
use crate::body::{decode, encode};
use crate::core::{Core, Live};
use crate::error::CoreError;
use crate::ids::{MemberId, RoomId};
use crate::mls;
use crate::state::{Bytes32, RoomNote, To};
use crate::store::Store;

/// A word for a newcomer, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
struct Kept {
    #[n(0)]
    whom: Bytes32,
    #[n(1)]
    by: Bytes32,
    #[n(2)]
    words: String,
    #[n(3)]
    at_ms: u64,
}

/// Somebody stands for somebody who is, or was, a newcomer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vouched {
    /// For whom.
    pub whom: MemberId,
    /// Who.
    pub by: MemberId,
    /// How they know them, in their words; may be empty.
    pub words: String,
    /// When, by the claim of who vouches, in milliseconds since 1970-01-01 UTC.
    pub at_ms: u64,
    /// Whether it counts now: who vouches is a member whose role may vote (rule A-40).
    pub counts: bool,
}

impl<S: Store> Core<'_, S> {
    fn kept_vouches(&self, id: &RoomId) -> Result<Vec<Kept>, CoreError> {
        let kept = self.store.note(id, RoomNote::Vouches)?;
        Ok(kept.and_then(|bytes| decode(&bytes)).unwrap_or_default())
    }

    /// Stands for a newcomer, or no more: those who keep the room are told who does, and nobody else.
    ///
    /// # Errors
    /// [`CoreError::Unsaid`] for who is no newcomer, and where the own role does not vouch; otherwise as for
    /// [`Self::confide`].
    pub fn vouch(
        &mut self,
        id: &RoomId,
        whom: &MemberId,
        stands: bool,
        words: &str,
    ) -> Result<MessageId, CoreError> {
        let live = self.live(id)?;
        let (_, leaf) = mls::find(&live.group, whom).ok_or(CoreError::NoMember)?;
        let vouch = Vouch { whom: Person(leaf.persona.0), stands, words: words.to_owned() };
        let body = Body::Own(String::new(), vouch.clone().into());
        let how = Confiding {
            to: To::Desk,
            except: Vec::new(),
            named: true,
            answerable: false,
            re: None,
        };
        let said = self.confide(id, how, Content::new([0; 16], 0, body))?;
        if live.role().may(Act::Moderate) {
            let now_ms = self.now_ms; // it is not told to this device again
            self.note_vouch(id, &live.room.me.persona(), &vouch, now_ms)?;
        }
        Ok(said)
    }

    /// Remembers who stands for whom: of each author the last word.
    pub(super) fn note_vouch(
        &self,
        id: &RoomId,
        author: &Persona,
        vouch: &Vouch,
        at_ms: u64,
    ) -> Result<(), CoreError> {
        let (whom, by) = (Bytes32(vouch.whom.0), Bytes32(author.0));
        let mut kept = self.kept_vouches(id)?;
        kept.retain(|known| (known.whom, known.by) != (whom, by));
        if vouch.stands {
            kept.push(Kept { whom, by, words: vouch.words.clone(), at_ms });
        }
        let over = kept.len().saturating_sub(REMEMBERED);
        kept.drain(..over);
        Ok(self.store.put_note(id, RoomNote::Vouches, Some(&encode(&kept)))?)
    }

    /// Who vouches for whom, as far as this device was told, oldest first: for those who keep the room.
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is no member.
    pub fn vouches(&self, id: &RoomId) -> Result<Vec<Vouched>, CoreError> {
        let live = self.live(id)?;
        let view = |known: Kept| Vouched {
            whom: MemberId::of(&Persona(known.whom.0)),
            by: MemberId::of(&Persona(known.by.0)),
            counts: counts(&live, &Persona(known.by.0)),
            words: known.words,
            at_ms: known.at_ms,
        };
        Ok(self.kept_vouches(id)?.into_iter().map(view).collect())
    }

    /// Whether as many stand for a newcomer as the room wants before it is let be more (rule A-40).
    pub(super) fn check_vouches(&self, id: &RoomId, who: &MemberId) -> Result<(), CoreError> {
        let live = self.live(id)?;
        let (_, leaf) = mls::find(&live.group, who).ok_or(CoreError::NoMember)?;
        let need = u32::from(live.policy.settings.vouches);
        if live.policy.role(&leaf.persona) != Role::Newcomer {
            return Ok(());
        }
        let theirs =
            |known: &&Kept| known.whom.0 == leaf.persona.0 && counts(&live, &Persona(known.by.0));
        let have = self.kept_vouches(id)?.iter().filter(theirs).count();
        let have = u32::try_from(have).unwrap_or(u32::MAX);
        if have < need { Err(CoreError::Unvouched { have, need }) } else { Ok(()) }
    }
}

/// Whether somebody's word counts: a member now, whose role may vote.
fn counts(live: &Live, by: &Persona) -> bool {
    let is_member = mls::find(&live.group, &MemberId::of(by)).is_some();
    is_member && live.policy.role(by).may(Act::Vote)
}
