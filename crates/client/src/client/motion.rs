//! Guidelines by vote: members propose, each votes in its own leaf, everybody counts alike (rule A-17).

use sitr_client_core::state::{Delivery, Manner};
use sitr_client_core::{CoreError, GUIDELINES_MAX_BYTES, MemberId, RoomId, Store as _, Tally};
use sitr_community::Ballot;
use sitr_content::{Body, Content, Guidelines, MessageId, Own, Proposal};

use super::Client;
use crate::error::Error;

/// What a member votes for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aye {
    /// The guidelines of this proposal.
    Proposal(MessageId),
    /// That guidelines need no vote any more.
    NoMoreVotes,
    /// That all stays as it is: takes a vote back.
    AsItIs,
}

/// Guidelines that somebody proposed, and how the vote on them stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Motion {
    /// The message that proposes them.
    pub id: MessageId,
    /// Who proposes them.
    pub by: MemberId,
    /// Under which pseudonym.
    pub name: String,
    /// When, by the author's claim, in milliseconds since 1970-01-01 UTC.
    pub at_ms: u64,
    /// The guidelines.
    pub guidelines: Guidelines,
    /// Why.
    pub words: String,
    /// Members who vote for them.
    pub ayes: u32,
    /// Members who may vote: more than half of them decide.
    pub electors: u32,
    /// Whether this member votes for them.
    pub is_mine: bool,
    /// Whether an admin may set them now.
    pub is_carried: bool,
    /// Whether they are the room's.
    pub is_present: bool,
}

impl Client {
    /// Proposes guidelines to the room.
    ///
    /// # Errors
    /// [`CoreError::TooLong`] beyond [`GUIDELINES_MAX_BYTES`]; otherwise as for [`Self::say`].
    pub async fn propose(
        &self,
        id: &RoomId,
        guidelines: Guidelines,
        words: &str,
    ) -> Result<MessageId, Error> {
        if sitr_client_core::body::encode(&guidelines).len() > GUIDELINES_MAX_BYTES {
            return Err(CoreError::TooLong.into());
        }
        let proposal = Proposal { guidelines, words: words.to_owned() };
        self.say(id, Content::new([0; 16], 0, Body::Own(String::new(), proposal.into()))).await
    }

    /// Votes; the last vote counts. It stands in this device's leaf, where every member sees it, with the next
    /// keys.
    ///
    /// # Errors
    /// [`CoreError::Unsaid`] where the own role does not vote, [`CoreError::NoMessage`] for no proposal.
    pub async fn vote_on_guidelines(&self, id: &RoomId, aye: Aye) -> Result<(), Error> {
        let ballot = match aye {
            Aye::Proposal(proposal) => Ballot(self.proposed(id, proposal).await?.hash().0),
            Aye::NoMoreVotes => Ballot::NO_MORE_VOTES,
            Aye::AsItIs => Ballot::AS_IT_IS,
        };
        let room = *id;
        self.db.core(move |core, _| Ok(core.vote(&room, ballot)?)).await?;
        self.keep(room);
        Ok(())
    }

    /// How the votes stand, as every member counts them.
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is no member.
    pub async fn tally(&self, id: &RoomId) -> Result<Tally, Error> {
        let id = *id;
        self.db.read_core(move |core| Ok(core.tally(&id)?)).await
    }

    /// What was proposed, oldest first, with the votes.
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is no member.
    pub async fn motions(&self, id: &RoomId) -> Result<Vec<Motion>, Error> {
        let (tally, present) = (self.tally(id).await?, self.settings(id).await?.guidelines);
        let room = *id;
        let said = self.db.read(move |store| Ok(store.messages_after(&room, 0, u32::MAX)?)).await?;
        let motion = |message: &sitr_client_core::state::Message| {
            let content = sitr_content::decode(&message.content).ok()?;
            let Body::Own(_, Own::Proposal(Proposal { guidelines, words })) = content.body else {
                return None;
            };
            let ballot = Ballot(guidelines.hash().0);
            Some(Motion {
                id: message.id,
                by: message.from,
                name: message.name.clone(),
                at_ms: message.at_ms,
                ayes: tally.ayes.get(&ballot.0).copied().unwrap_or(0),
                electors: tally.electors,
                is_mine: tally.mine == Some(ballot),
                is_carried: tally.carries(&ballot),
                is_present: present == Some(ballot.0),
                guidelines,
                words,
            })
        };
        let stands = said.iter().filter(|message| message.delivery != Delivery::Failed);
        Ok(stands.filter_map(motion).collect())
    }

    /// Sets guidelines that were proposed, and voted for where the room asks for votes.
    ///
    /// # Errors
    /// [`CoreError::Forbidden`] where the own role does not allow it or too few vote for them;
    /// [`CoreError::NoMessage`] for no proposal.
    pub async fn carry(&self, id: &RoomId, proposal: MessageId) -> Result<(), Error> {
        let guidelines = self.proposed(id, proposal).await?;
        self.set_guidelines(id, guidelines).await
    }

    async fn proposed(&self, id: &RoomId, proposal: MessageId) -> Result<Guidelines, Error> {
        let room = *id;
        let said = self.db.read(move |store| Ok(store.message(&room, &proposal)?)).await?;
        let said = said.filter(|said| said.manner == Manner::Room).ok_or(CoreError::NoMessage)?;
        let content = sitr_content::decode(&said.content).map_err(CoreError::Content)?;
        match content.body {
            Body::Own(_, Own::Proposal(proposal)) => Ok(proposal.guidelines),
            _ => Err(CoreError::NoMessage.into()),
        }
    }
}
