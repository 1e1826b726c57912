//! Speaking to a few: deposits, which name their author to nobody else (rules D-01 to D-06).

use std::collections::BTreeSet;

use sitr_community::{Act, Persona, may_confide};
use sitr_content::{Body, Content, MessageId, Opening, Own, Person};

use super::receive::Dropped;
use crate::body::{AnswerKey, BOXES_MAX, BOXES_MIN, Confidence, Deposit, Place, proves};
use crate::core::{Core, Live};
use crate::crypto::hpke::{Kem, KeyPair};
use crate::crypto::{Secret, cell::Kind};
use crate::error::CoreError;
use crate::ids::{MemberId, RoomId};
use crate::mls::{self, Leaf};
use crate::state::{
    Aside, Delivery, Event, Franked, Manner, Message, Room, Standing, StoredMessageId, To,
};
use crate::store::Store;

/// Received asides of a room that a device keeps: beyond them it takes no more, until some are deleted.
pub const ASIDES_KEPT: u32 = 2_000;
/// Answers that a device waits for in one room at the same time; the oldest wait no more.
pub const ANSWERS_AWAITED: u32 = 16;

/// What to say to a few.
#[derive(Clone, Debug)]
pub struct Confiding {
    /// To whom.
    pub to: To,
    /// Who of them is left out.
    pub except: Vec<MemberId>,
    /// Whether to say who says it.
    pub named: bool,
    /// Whether an answer is wanted.
    pub answerable: bool,
    /// What is answered by it.
    pub re: Option<MessageId>,
}

impl<S: Store> Core<'_, S> {
    /// Writes something for a few into the outbox: it leaves as a deposit, in its turn among the messages.
    ///
    /// # Errors
    /// [`CoreError::Unsaid`] for what is not said in this way, [`CoreError::Nobody`] if there is nobody to
    /// say it to; otherwise as for [`Self::say`].
    pub fn confide(
        &mut self,
        id: &RoomId,
        how: Confiding,
        content: Content,
    ) -> Result<MessageId, CoreError> {
        let live = self.live(id)?;
        if live.room.standing != Standing::Active {
            return Err(CoreError::not_active(live.room.standing));
        }
        let content = Content { at_ms: self.now_ms, ..content };
        content.check().map_err(CoreError::Content)?;
        let me = live.room.me.persona();
        may_confide(&live.policy, how.named.then_some(&me), &content)?;
        let mut aside = Aside {
            to: how.to,
            except: how.except,
            named: how.named,
            answer: None,
            private: None,
            re: how.re.map(StoredMessageId::from),
        };
        if recipients(&live, &aside).is_empty() {
            return Err(CoreError::Nobody);
        }
        if how.answerable {
            let pair = KeyPair::generate(Kem::X25519, self.rng)
                .map_err(|_| CoreError::Bug("HPKE made no key"))?;
            aside.answer = pair.public.try_into().ok().map(AnswerKey);
            aside.private = Some(pair.private);
        }
        self.queue(&live.room, content, Manner::Aside(Box::new(aside)))
    }

    /// What proves to the desk who said a message that this device received (rule D-06).
    ///
    /// # Errors
    /// [`CoreError::NoMessage`] for one that is not here, is this device's own, or was taken back.
    pub fn opening(&self, id: &RoomId, message: &MessageId) -> Result<Opening, CoreError> {
        let message = self.store.message(id, message)?.ok_or(CoreError::NoMessage)?;
        let Franked { persona, epoch, franking } = message.franked.ok_or(CoreError::NoMessage)?;
        let opening = Opening {
            author: Person(persona),
            epoch,
            content: message.content.into(),
            frank_key: sitr_content::Digest(*franking.key.expose()),
            frank: franking.signature.0.to_vec().into(),
        };
        if proves(&opening, id, epoch) { Ok(opening) } else { Err(CoreError::NoMessage) }
    }

    /// The kind and the body that an aside is sent as.
    pub(super) fn deposit(
        &mut self,
        live: &Live,
        content: Vec<u8>,
        aside: &Aside,
    ) -> Result<(Kind, Vec<u8>), CoreError> {
        let me = &live.room.me.persona_seed;
        let mut confidence = Confidence { content, ..Confidence::default() };
        if aside.named {
            let key = Secret::random(self.rng);
            confidence = confidence.by(me, &live.room.id, live.epoch.number, key);
        }
        confidence.answer.extend(aside.answer);
        let to = recipients(live, aside);
        Ok((Kind::Deposit, self.sealed_deposit(live, &confidence, &to)?))
    }

    pub(super) fn sealed_deposit(
        &mut self,
        live: &Live,
        confidence: &Confidence,
        to: &[[u8; 32]],
    ) -> Result<Vec<u8>, CoreError> {
        let place = Place { relay: &live.room.relay.id, handle: &live.epoch.handle };
        Deposit::seal(confidence, to, boxes(live), place, self.rng)
            .ok_or(CoreError::Bug("a deposit was not sealed"))
    }

    /// A deposit of somebody: for this device's member, for one that awaits an answer, or neither.
    pub(super) fn overhear(&mut self, live: &Live, body: &[u8]) -> Result<(), Dropped> {
        let deposit = Deposit::read(body).ok_or(Dropped::Cell)?;
        let place = Place { relay: &live.room.relay.id, handle: &live.epoch.handle };
        if let Some(confidence) = deposit.open(&live.room.me.box_private, place) {
            return self.confided(live, confidence, None);
        }
        for asked in self.store.awaiting(&live.room.id, ANSWERS_AWAITED)? {
            let Manner::Aside(aside) = &asked.manner else { continue };
            let Some(private) = &aside.private else { continue };
            if let Some(confidence) = deposit.open(private, place) {
                return self.confided(live, confidence, Some(&asked));
            }
        }
        Ok(())
    }

    fn confided(
        &mut self,
        live: &Live,
        confidence: Confidence,
        asked: Option<&Message>,
    ) -> Result<(), Dropped> {
        if confidence.content.is_empty() {
            return Ok(()); // D-04
        }
        let (room, epoch) = (&live.room.id, live.epoch.number);
        let content = sitr_content::decode(&confidence.content).map_err(|_| Dropped::Cell)?;
        let author = confidence.author(room, epoch).map_err(|()| Dropped::Cell)?; // F-01
        let leaf = match &author {
            Some(persona) => {
                let known = mls::find(&live.group, &MemberId::of(persona));
                Some(known.ok_or(Dropped::Cell)?.1)
            }
            None => None,
        };
        may_confide(&live.policy, author.as_ref(), &content).map_err(|_| Dropped::Cell)?;
        if !self.is_for_me(live, author.as_ref(), &content, asked)? {
            return Err(Dropped::Cell); // D-05
        }
        if let (Body::Own(_, Own::DeviceRequest(asked)), Some(author)) = (&content.body, &author) {
            return Ok(self.device_asked(live, author, &asked.request)?);
        }
        if let Body::Own(_, Own::Report(report)) = &content.body {
            for opening in &report.messages {
                self.check_opening(live, opening)?;
            }
        }
        self.keep_aside(live, confidence, &content, leaf, asked)
    }

    /// Whether something that this device can open is for its member to hear (rule D-05).
    fn is_for_me(
        &self,
        live: &Live,
        author: Option<&Persona>,
        content: &Content,
        asked: Option<&Message>,
    ) -> Result<bool, CoreError> {
        let Body::Own(_, own) = &content.body else {
            return Ok(asked.is_some() || live.role().may(Act::Moderate));
        };
        Ok(match own {
            Own::Report(_) | Own::Appeal(_) => live.role().may(Act::Moderate),
            Own::CrisisCall(_) => live.role().may(Act::AnswerCrisis),
            Own::InviteRequest(_) => Self::invites_for_others(live),
            Own::Lineage(_) | Own::Vouch(_) | Own::DeviceRequest(_) => {
                live.role().may(Act::Moderate)
            }
            Own::MediationOffer(offer) => offer.with.0 != live.room.me.persona().0,
            Own::Rsvp(rsvp) => self.said(live, &rsvp.event)?.is_some_and(|(by, _)| by == me(live)),
            Own::Vote(vote) => self.said(live, &vote.poll)?.is_some_and(|(by, content)| {
                let secret =
                    matches!(content.body, Body::Own(_, Own::Poll(ref poll)) if poll.secret);
                by == me(live) && secret
            }),
            Own::PlaceTold(told) => self
                .said(live, &told.event)?
                .is_some_and(|(by, _)| asked.is_some() && author.map(MemberId::of) == Some(by)),
            _ => false,
        })
    }

    /// Author and content of something that was said to the room.
    fn said(&self, live: &Live, id: &MessageId) -> Result<Option<(MemberId, Content)>, CoreError> {
        let said = self.store.message(&live.room.id, id)?;
        Ok(said
            .filter(|message| message.manner == Manner::Room)
            .and_then(|message| Some((message.from, sitr_content::decode(&message.content).ok()?))))
    }

    /// A message that is reported was said by who is said to have said it, in this room, and by somebody who
    /// is or was in it (rule D-06).
    fn check_opening(&self, live: &Live, opening: &Opening) -> Result<(), Dropped> {
        if !proves(opening, &live.room.id, live.epoch.number) {
            return Err(Dropped::Cell); // D-06
        }
        let author = MemberId::of(&Persona(opening.author.0));
        if mls::find(&live.group, &author).is_some() {
            return Ok(());
        }
        let (author, room) = (&opening.author.0, &live.room.id);
        let id = MessageId::of(author, &room.0, &opening.content).map_err(|_| Dropped::Cell)?;
        self.store.message(room, &id)?.map(drop).ok_or(Dropped::Cell) // D-06
    }

    fn keep_aside(
        &mut self,
        live: &Live,
        confidence: Confidence,
        content: &Content,
        leaf: Option<Leaf>,
        asked: Option<&Message>,
    ) -> Result<(), Dropped> {
        if self.store.asides_received(&live.room.id)? >= ASIDES_KEPT {
            return Ok(());
        }
        let author = leaf.as_ref().map(|leaf| leaf.persona);
        let persona = author.unwrap_or(NOBODY);
        let answer = confidence.answer.first().copied();
        let room = live.room.id;
        let id =
            MessageId::of(&persona.0, &room.0, &confidence.content).map_err(|_| Dropped::Cell)?;
        let aside = Aside {
            to: To::Member(me(live)),
            except: Vec::new(),
            named: leaf.is_some(),
            answer,
            private: None,
            re: asked.map(|asked| asked.id.into()),
        };
        let added = self.store.add_message(&Message {
            seq: 0,
            room,
            id,
            from: MemberId::of(&persona),
            name: leaf.map(|leaf| leaf.name.as_str().to_owned()).unwrap_or_default(),
            at_ms: content.at_ms,
            content: confidence.content,
            delivery: Delivery::Received,
            cell: None,
            manner: Manner::Aside(Box::new(aside)),
            franked: None,
        })?;
        if added {
            self.event(&room, &Event::Aside(id.into()))?;
            if let Some(author) = author {
                self.after_confided(live, &author, content, (id, answer))?;
            }
        }
        Ok(())
    }

    /// Tells that an own message was sent, failed, or is to be sent again.
    pub(crate) fn tell(&self, message: &Message) -> Result<(), CoreError> {
        let id = message.id.into();
        let event = match message.manner {
            Manner::Room => Event::Message(id),
            Manner::Aside(_) => Event::Aside(id),
        };
        self.event(&message.room, &event)
    }
}

/// Who stands for the author of what names none.
const NOBODY: Persona = Persona([0; 32]);

/// Under whose name something is kept on this device and counted by its id (rule C-04).
pub(super) fn author_of(room: &Room, manner: &Manner) -> Persona {
    match manner {
        Manner::Aside(aside) if !aside.named => NOBODY,
        _ => room.me.persona(),
    }
}

fn me(live: &Live) -> MemberId {
    MemberId::of(&live.room.me.persona())
}

/// The keys that an aside is sealed for, as the present epoch has them.
pub(super) fn recipients(live: &Live, aside: &Aside) -> Vec<[u8; 32]> {
    let wanted = |leaf: &Leaf| {
        let (member, role) = (MemberId::of(&leaf.persona), live.policy.role(&leaf.persona));
        !aside.except.contains(&member)
            && match &aside.to {
                To::Desk => role.may(Act::Moderate),
                To::Helpers => role.may(Act::AnswerCrisis),
                To::Member(id) => member == *id,
                To::Asker(_) => false,
            }
    };
    if let To::Asker(AnswerKey(key)) = aside.to {
        return vec![key];
    }
    // The devices of a member open one box: they have one key.
    let leaves = mls::leaves(&live.group);
    let keys = leaves.iter().filter(|(_, leaf)| wanted(leaf)).filter_map(|(_, leaf)| leaf.box_key);
    keys.collect::<BTreeSet<_>>().into_iter().collect()
}

/// How many boxes each deposit of this epoch has: as many as there may be people to call for help, within
/// bounds (rule D-03).
fn boxes(live: &Live) -> usize {
    let helpers = live.policy.roles.values().filter(|role| role.may(Act::AnswerCrisis)).count();
    helpers.clamp(BOXES_MIN, BOXES_MAX) // D-03
}
