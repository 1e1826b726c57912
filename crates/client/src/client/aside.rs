//! Speaking to a few members, with one's name or without: deposits (rules D-01 to D-06).

use std::collections::{BTreeMap, BTreeSet};

use sitr_client_core::state::{Delivery, Manner, To};
use sitr_client_core::{Confiding, CoreError, MemberId, MemberView, RoomId, Store as _};
use sitr_community::{Act, Persona};
use sitr_content::{
    Appeal, Body, Coming, Content, CrisisAnswer, CrisisCall, InviteRequest, MessageId, Own, Reason,
    Report, Rsvp, Vote,
};

use super::Client;
use crate::error::Error;
use crate::view::AsideView;

fn content(body: Body) -> Content {
    Content::new([0; 16], 0, body)
}

fn own(own: impl Into<Own>) -> Content {
    content(Body::Own(String::new(), own.into()))
}

fn without_name(to: To) -> Confiding {
    Confiding { to, except: Vec::new(), named: false, answerable: false, re: None }
}

/// Answers to an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rsvps {
    /// Who comes.
    pub yes: u32,
    /// Who may come.
    pub maybe: u32,
    /// Who does not, or no more.
    pub no: u32,
}

impl Client {
    /// Says something to a few. The relay sees a cell like any other; the room sees that there was something,
    /// and not whose, for whom or what.
    ///
    /// # Errors
    /// [`CoreError::Unsaid`] for what is not said in this way, [`CoreError::Nobody`] if there is nobody to
    /// say it to.
    pub async fn confide(
        &self,
        id: &RoomId,
        how: Confiding,
        content: Content,
    ) -> Result<MessageId, Error> {
        let id = *id;
        let said = self
            .db
            .core(move |core, _| Ok(core.confide(&id, how.clone(), content.clone())?))
            .await?;
        self.keep(id);
        Ok(said)
    }

    /// Shows messages to those who keep the room, with the proof of who said them, and names nobody who does
    /// it. It does not reach the authors of the messages, as long as there is somebody else to reach.
    ///
    /// # Errors
    /// [`CoreError::NoMessage`] for a message that is not here any more, or one's own; otherwise as for
    /// [`Self::confide`].
    pub async fn report(
        &self,
        id: &RoomId,
        messages: &[MessageId],
        reason: Reason,
        words: &str,
        answerable: bool,
    ) -> Result<MessageId, Error> {
        let (room, messages, words) = (*id, messages.to_vec(), words.to_owned());
        let said = self.db.core(move |core, _| {
            let openings: Result<Vec<_>, CoreError> =
                messages.iter().map(|message| core.opening(&room, message)).collect();
            let messages = openings?;
            let authors: BTreeSet<_> =
                messages.iter().map(|said| MemberId::of(&Persona(said.author.0))).collect();
            let desk: BTreeSet<_> = core
                .members(&room)?
                .into_iter()
                .filter(|member| member.role.may(Act::Moderate))
                .map(|member| member.id)
                .collect();
            let except = if desk.is_subset(&authors) { BTreeSet::new() } else { authors };
            let except = except.into_iter().collect();
            let how = Confiding { except, answerable, ..without_name(To::Desk) };
            Ok(core.confide(&room, how, own(Report { reason, words: words.clone(), messages }))?)
        });
        let said = said.await?;
        self.keep(room);
        Ok(said)
    }

    /// Says something to those who keep the room, but for these, without a name.
    ///
    /// # Errors
    /// See [`Self::confide`].
    pub async fn whisper(
        &self,
        id: &RoomId,
        text: &str,
        except: &[MemberId],
        answerable: bool,
    ) -> Result<MessageId, Error> {
        let how = Confiding { except: except.to_vec(), answerable, ..without_name(To::Desk) };
        self.confide(id, how, content(Body::text(text))).await
    }

    /// Asks another moderator to look at a measure: the message that told of it. It does not reach whoever
    /// said that, as long as there is somebody else to reach.
    ///
    /// # Errors
    /// [`CoreError::NoMessage`] if that message is not here; otherwise as for [`Self::confide`].
    pub async fn appeal(
        &self,
        id: &RoomId,
        entry: MessageId,
        words: &str,
    ) -> Result<MessageId, Error> {
        let room = *id;
        let told = self.db.read(move |store| Ok(store.message(&room, &entry)?)).await?;
        let told = told.filter(|told| told.manner == Manner::Room).ok_or(CoreError::NoMessage)?;
        let how = Confiding { answerable: true, ..without_name(To::Desk) };
        let appeal = || own(Appeal { entry, words: words.to_owned() });
        let others = Confiding { except: vec![told.from], ..how.clone() };
        match self.confide(id, others, appeal()).await {
            Err(Error::Core(CoreError::Nobody)) => self.confide(id, how, appeal()).await,
            done => done,
        }
    }

    /// 'I need someone now', to those of the room who answer such calls, without a name. Always for oneself:
    /// nobody calls for another.
    ///
    /// # Errors
    /// See [`Self::confide`].
    pub async fn call_for_help(
        &self,
        id: &RoomId,
        words: &str,
        language: &str,
    ) -> Result<MessageId, Error> {
        let call = CrisisCall { words: words.to_owned(), language: language.to_owned() };
        let how = Confiding { answerable: true, ..without_name(To::Helpers) };
        self.confide(id, how, own(call)).await
    }

    /// Answers an aside that asked for it; only who asked can read it. Whoever answers for the room says who
    /// they are.
    ///
    /// # Errors
    /// [`CoreError::NoMessage`] if it is not here or did not ask; otherwise as for [`Self::confide`].
    pub async fn answer(
        &self,
        id: &RoomId,
        aside: MessageId,
        text: &str,
        named: bool,
    ) -> Result<MessageId, Error> {
        let to = self.asker(id, aside).await?;
        let how = Confiding { named, answerable: true, re: Some(aside), ..without_name(to) };
        self.confide(id, how, content(Body::text(text))).await
    }

    /// Asks one who may admit for an invite for so many: that device makes it, good for a week, and answers with
    /// the link as soon as it is online. Those who keep the room learn who came by it, and nobody else.
    ///
    /// # Errors
    /// [`CoreError::Unsaid`] where the own role does not invite so many, [`CoreError::NoMember`] for
    /// nobody who admits; otherwise as for [`Self::confide`].
    pub async fn ask_for_invite(
        &self,
        id: &RoomId,
        whom: MemberId,
        uses: u8,
        words: &str,
    ) -> Result<MessageId, Error> {
        let members = self.members(id).await?;
        let admits = |member: &&MemberView| {
            member.id == whom && member.role.may(Act::Admit) && member.role.may(Act::Moderate)
        };
        members.iter().find(admits).ok_or(CoreError::NoMember)?;
        let how = Confiding { named: true, answerable: true, ..without_name(To::Member(whom)) };
        self.confide(id, how, own(InviteRequest { uses, words: words.to_owned() })).await
    }

    /// The link that answers a request for an invite, once it has come.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn granted_invite(
        &self,
        id: &RoomId,
        request: MessageId,
    ) -> Result<Option<String>, Error> {
        let asides = self.asides(id, 0, u32::MAX).await?;
        let answers = |aside: &&AsideView| !aside.is_mine && aside.re == Some(request);
        Ok(asides.iter().find(answers).map(|answer| answer.body.words()))
    }

    /// Who came by whose invite, for those who keep the room: the newcomer, then who invited.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn lineage(&self, id: &RoomId) -> Result<Vec<(MemberId, MemberId)>, Error> {
        let id = *id;
        self.db.read_core(move |core| Ok(core.lineage(&id)?)).await
    }

    /// Everybody who came by somebody's invite, or by the invite of one of those, as far as this device knows.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn came_by(&self, id: &RoomId, who: MemberId) -> Result<BTreeSet<MemberId>, Error> {
        let lineage = self.lineage(id).await?;
        let mut came = BTreeSet::new();
        let mut next = vec![who];
        while let Some(by) = next.pop() {
            for (newcomer, _) in lineage.iter().filter(|(_, inviter)| *inviter == by) {
                if *newcomer != who && came.insert(*newcomer) {
                    next.push(*newcomer);
                }
            }
        }
        Ok(came)
    }

    /// Takes a call for help, or gives it back, so that nobody waits and nobody is overrun: those who answer such
    /// calls see it, and nobody who called.
    ///
    /// # Errors
    /// [`CoreError::NoMessage`] for a call that is not here; [`CoreError::Unsaid`] where the own role does not
    /// answer calls.
    pub async fn take_call(
        &self,
        id: &RoomId,
        call: MessageId,
        taken: bool,
    ) -> Result<MessageId, Error> {
        let calls = self.asides(id, 0, u32::MAX).await?;
        let is_call = |aside: &AsideView| matches!(aside.body, Body::Own(_, Own::CrisisCall(_)));
        calls
            .iter()
            .find(|aside| aside.id == call && is_call(aside))
            .ok_or(CoreError::NoMessage)?;
        self.say(id, own(CrisisAnswer { call, taken })).await
    }

    /// Who takes which call for help, with the pseudonym: the first who took it and has not given it back.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn taken_calls(
        &self,
        id: &RoomId,
    ) -> Result<BTreeMap<MessageId, (MemberId, String)>, Error> {
        let room = *id;
        let said = self.db.read(move |store| Ok(store.messages_after(&room, 0, u32::MAX)?)).await?;
        let mut takers: BTreeMap<MessageId, Vec<(MemberId, String)>> = BTreeMap::new();
        for message in said.iter().filter(|message| message.delivery != Delivery::Failed) {
            let content = sitr_content::decode(&message.content).map(|content| content.body);
            let Ok(Body::Own(_, Own::CrisisAnswer(answer))) = content else { continue };
            let all = takers.entry(answer.call).or_default();
            all.retain(|(who, _)| *who != message.from || answer.taken);
            if answer.taken && !all.iter().any(|(who, _)| *who == message.from) {
                all.push((message.from, message.name.clone()));
            }
        }
        let first = |(call, all): (MessageId, Vec<_>)| Some((call, all.into_iter().next()?));
        Ok(takers.into_iter().filter_map(first).collect())
    }

    /// What was answered to one's own event: how many said yes, maybe and no. Answers have no name, so who
    /// answered twice counts twice.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn rsvps(&self, id: &RoomId, event: MessageId) -> Result<Rsvps, Error> {
        let mut count = Rsvps::default();
        for aside in self.asides(id, 0, u32::MAX).await?.iter().filter(|aside| !aside.is_mine) {
            match &aside.body {
                Body::Own(_, Own::Rsvp(rsvp)) if rsvp.event == event => match rsvp.coming {
                    Coming::Yes => count.yes += 1,
                    Coming::Maybe => count.maybe += 1,
                    Coming::No => count.no += 1,
                },
                _ => {}
            }
        }
        Ok(count)
    }

    async fn asker(&self, id: &RoomId, aside: MessageId) -> Result<To, Error> {
        let room = *id;
        let asked = self.db.read(move |store| Ok(store.message(&room, &aside)?)).await?;
        let key = asked.and_then(|asked| match asked.manner {
            Manner::Aside(aside) if aside.private.is_none() => aside.answer,
            _ => None,
        });
        Ok(To::Asker(key.ok_or(CoreError::NoMessage)?))
    }

    /// Tells the host of an event whether one comes, without a name; the host can tell where it is to those
    /// who do.
    ///
    /// # Errors
    /// [`CoreError::NoMessage`] if the event is not here; otherwise as for [`Self::confide`].
    pub async fn rsvp(
        &self,
        id: &RoomId,
        event: MessageId,
        coming: Coming,
    ) -> Result<MessageId, Error> {
        let to = self.author(id, event).await?;
        let how = Confiding { answerable: true, ..without_name(to) };
        self.confide(id, how, own(Rsvp { event, coming })).await
    }

    /// Votes in a secret poll: only its author sees who voted for what.
    ///
    /// # Errors
    /// [`CoreError::NoMessage`] if the poll is not here; otherwise as for [`Self::confide`].
    pub async fn vote_secretly(
        &self,
        id: &RoomId,
        poll: MessageId,
        choices: &[u8],
    ) -> Result<MessageId, Error> {
        let to = self.author(id, poll).await?;
        let how = Confiding { named: true, ..without_name(to) };
        self.confide(id, how, own(Vote { poll, choices: choices.to_vec() })).await
    }

    async fn author(&self, id: &RoomId, message: MessageId) -> Result<To, Error> {
        let room = *id;
        let said = self.db.read(move |store| Ok(store.message(&room, &message)?)).await?;
        Ok(To::Member(said.ok_or(CoreError::NoMessage)?.from))
    }

    /// What was said to a few in a room, by this device and to it, after this place (see [`AsideView::seq`]), at
    /// most so many, oldest first.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn asides(
        &self,
        id: &RoomId,
        after: i64,
        most: u32,
    ) -> Result<Vec<AsideView>, Error> {
        let id = *id;
        let asides = self.db.read(move |store| Ok(store.asides_after(&id, after, most)?));
        Ok(asides.await?.iter().filter_map(AsideView::of).collect())
    }
}
