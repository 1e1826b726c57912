//! The profile as an application sees it.

mod aside;
mod devices;
mod direct;
mod directory;
mod files;
mod held;
mod keep;
mod kit;
mod library;
mod lock;
mod mediation;
mod motion;
mod moving;
mod proxy;
mod refound;
mod show;
mod speech;
mod together;
mod vouch;
mod wait;

pub use aside::Rsvps;
pub use devices::{LinkFollowed, LinkShown};
pub use direct::DirectRequest;
pub use directory::Listed;
pub(crate) use held::release;
pub use keep::{Move, Why};
pub use library::{Professional, ResourceView, ToPublish};
pub use lock::Notices;
pub use mediation::MediationRequest;
pub use motion::{Aye, Motion};
pub use moving::Destination;
pub use refound::Anew;
pub use show::{FOUND_MAX, TopicView};
pub use vouch::Newcomer;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rand::Rng as _;
use sitr_client_core::body::{Card, Face, Hello, Link, RelayRef};
use sitr_client_core::state::{Knock, Room, Standing};
use sitr_client_core::{
    Class, CoreError, InviteId, KnockId, MemberId, MemberView, RoomId, Store as _, open_card,
};
use sitr_client_store::profile::{NewSlot, Profile, RecoveryCode, Unlock};
use sitr_community::{Name, Role};
use sitr_content::{Body, Content, Guidelines, MessageId};
use sitr_wire::RelayId;

use crate::db::{Db, now_ms};
use crate::error::Error;
use crate::events::Events;
use crate::net::{Access, NetError, Session};
use crate::room::{Status, Worker};
use crate::view::{InviteView, KnockView, MessageView, RoomView};

/// Which messages of a room's history are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// The newest ones.
    Last,
    /// The first ones after this message.
    Message(MessageId),
    /// The first ones after this place; see [`MessageView::seq`].
    Place(i64),
    /// The first ones that claim this time or a later one, in milliseconds since 1970-01-01 UTC.
    Time(u64),
}

/// A profile that is open: its rooms, each with a worker that keeps it current.
///
/// Clones are not needed: share it behind an `Arc`. Any number of processes may have one profile open.
pub struct Client {
    db: Db,
    access: Access,
    owner: [u8; 16],
    workers: Mutex<BTreeMap<RoomId, Worker>>,
}

/// The routes, if all of them are some.
fn sane(routes: &[String]) -> Result<Vec<String>, Error> {
    let shape = RelayRef { id: RelayId([0; 32]), routes: routes.to_vec() };
    if shape.is_sane() { Ok(shape.routes) } else { Err(NetError::Route.into()) }
}

impl Client {
    /// Makes a new profile in an empty folder. The recovery code opens it when everything else is lost:
    /// show it once, and do not store it.
    ///
    /// # Errors
    /// If there is a profile already, or the folder cannot be written.
    pub fn create(
        folder: &Path,
        slots: &[NewSlot<'_>],
    ) -> Result<(Self, RecoveryCode), sitr_client_store::profile::CreateError> {
        let (profile, code) = Profile::create(folder, slots)?;
        Ok((Self::over(profile), code))
    }

    /// Opens a profile.
    ///
    /// # Errors
    /// If there is none, or what was given does not unlock it.
    pub fn open(
        folder: &Path,
        unlock: &Unlock<'_>,
    ) -> Result<Self, sitr_client_store::profile::OpenError> {
        Ok(Self::over(Profile::open(folder, unlock)?))
    }

    fn over(profile: Profile) -> Self {
        let mut owner = [0; 16];
        rand::rng().fill_bytes(&mut owner);
        let workers = Mutex::new(BTreeMap::new());
        let access = Access { proxy: proxy::kept(&profile), token: None };
        Self { db: Db::start(profile), access, owner, workers }
    }

    pub(crate) const fn db(&self) -> &Db {
        &self.db
    }

    /// Sets the token that an operator gave out, for relays that ask for one.
    #[must_use]
    pub fn with_token(mut self, token: Vec<u8>) -> Self {
        self.access.token = Some(token.into());
        self
    }

    /// Begins to keep all rooms current: what is in outboxes is sent, what was missed is read, joins that
    /// wait are finished.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn connect(&self) -> Result<(), Error> {
        for room in self.rooms().await? {
            self.keep(room.id);
        }
        Ok(())
    }

    /// Begins to keep one room current.
    pub fn keep(&self, room: RoomId) {
        let mut workers = self.workers.lock().unwrap_or_else(PoisonError::into_inner);
        workers
            .entry(room)
            .or_insert_with(|| {
                Worker::start(room, self.db.behind_the_lock(), self.access.clone(), self.owner)
            })
            .poke();
    }

    /// How the room's connection stands; none if it is not kept current.
    #[must_use]
    pub fn status(&self, room: &RoomId) -> Option<Status> {
        let workers = self.workers.lock().unwrap_or_else(PoisonError::into_inner);
        workers.get(room).map(|worker| *worker.status().borrow())
    }

    /// Everything that happens from now on, or from a place in the profile's events on.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn events(&self, after: Option<i64>) -> Result<Events, Error> {
        Events::start(self.db.clone(), after).await
    }

    // ----- rooms -----

    /// Founds a room on a relay, which is asked for its identity now.
    ///
    /// # Errors
    /// [`Error::Net`] if the relay cannot be reached.
    pub async fn create_room(
        &self,
        name: &str,
        pseudonym: &str,
        relay_url: &str,
    ) -> Result<RoomId, Error> {
        self.create_room_at(name, pseudonym, &[relay_url.to_owned()]).await
    }

    /// The same with several routes to one relay, the best for this device first; all go into invites.
    ///
    /// # Errors
    /// See [`Self::create_room`].
    pub async fn create_room_at(
        &self,
        name: &str,
        pseudonym: &str,
        routes: &[String],
    ) -> Result<RoomId, Error> {
        let (name, pseudonym) = (Name::new(name)?, Name::new(pseudonym)?);
        let routes = sane(routes)?;
        let (session, _inbox) = Session::connect(&routes, None, &self.access).await?;
        let relay = RelayRef { id: session.relay(), routes };
        let (limits, wanted) = (session.limits(), Class::default());
        let class = Class {
            capacity: wanted.capacity.min(limits.max_capacity),
            life: wanted.life.min(limits.max_life),
            keep: wanted.keep.min(limits.max_keep),
        };
        let id =
            self.db.core(move |core, _| Ok(core.found(&name, &pseudonym, relay, class)?)).await?;
        self.keep(id);
        Ok(id)
    }

    /// Sets the routes by which this device finds the room's relay, which is still known by its key; they
    /// go into the invites that it makes from now on.
    ///
    /// # Errors
    /// [`NetError::Route`] if one of them is no route.
    pub async fn set_routes(&self, id: &RoomId, routes: &[String]) -> Result<(), Error> {
        let (id, routes) = (*id, sane(routes)?);
        self.db
            .core(move |_, store| {
                let mut room = store.room(&id)?.ok_or(CoreError::NoRoom)?;
                room.relay.routes = routes;
                Ok(store.put_room(&room)?)
            })
            .await?;
        self.keep(id);
        Ok(())
    }

    /// All rooms of the profile.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn rooms(&self) -> Result<Vec<RoomView>, Error> {
        self.db.read(|store| Ok(store.rooms()?.iter().map(RoomView::of).collect())).await
    }

    /// One room.
    ///
    /// # Errors
    /// [`CoreError::NoRoom`] if there is none of this id.
    pub async fn room(&self, id: &RoomId) -> Result<RoomView, Error> {
        Ok(RoomView::of(&self.record(id).await?))
    }

    async fn record(&self, id: &RoomId) -> Result<Room, Error> {
        let id = *id;
        self.db.read(move |store| Ok(store.room(&id)?.ok_or(CoreError::NoRoom)?)).await
    }

    /// The members of a room.
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is no member.
    pub async fn members(&self, id: &RoomId) -> Result<Vec<MemberView>, Error> {
        let id = *id;
        self.db.read_core(move |core| Ok(core.members(&id)?)).await
    }

    /// The number that members compare to know that they are in the same room, at the same epoch; see
    /// [`crate::safety_digits`].
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is no member.
    pub async fn safety_number(&self, id: &RoomId) -> Result<[u8; 32], Error> {
        let id = *id;
        self.db.read_core(move |core| Ok(core.safety_number(&id)?)).await
    }

    /// The MLS epoch and its authenticator, to compare with another implementation's.
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is no member.
    pub async fn epoch_authenticator(&self, id: &RoomId) -> Result<(u64, Vec<u8>), Error> {
        let id = *id;
        self.db.read_core(move |core| Ok(core.epoch_authenticator(&id)?)).await
    }

    /// Wants a member to have a role; done with the next commit.
    ///
    /// # Errors
    /// [`CoreError::Forbidden`] where the own role does not allow it.
    pub async fn set_role(&self, id: &RoomId, member: MemberId, role: Role) -> Result<(), Error> {
        let id = *id;
        self.db.core(move |core, _| Ok(core.set_role(&id, &member, role)?)).await?;
        self.keep(id);
        Ok(())
    }

    /// Wants a member out; done with the next commit.
    ///
    /// # Errors
    /// [`CoreError::Forbidden`] where the own role does not allow it.
    pub async fn remove(&self, id: &RoomId, member: MemberId) -> Result<(), Error> {
        let id = *id;
        self.db.core(move |core, _| Ok(core.remove(&id, &member)?)).await?;
        self.keep(id);
        Ok(())
    }

    /// Asks to be taken out of a room.
    ///
    /// # Errors
    /// [`CoreError::LastAdmin`] while others would be left without an admin.
    pub async fn leave(&self, id: &RoomId) -> Result<(), Error> {
        let id = *id;
        self.db.core(move |core, _| Ok(core.leave(&id)?)).await?;
        self.keep(id);
        Ok(())
    }

    /// Renews the room's keys now, if this device is a steward; else offers its own new keys.
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is no member.
    pub async fn renew_keys(&self, id: &RoomId) -> Result<(), Error> {
        let id = *id;
        self.db.core(move |core, _| Ok(core.offer_keys(&id)?)).await?;
        self.keep(id);
        Ok(())
    }

    /// Forgets a room that this device has no part in any more, with its history.
    ///
    /// # Errors
    /// [`CoreError::AlreadyMember`] while it is still a member.
    pub async fn forget(&self, id: &RoomId) -> Result<(), Error> {
        let id = *id;
        self.workers.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
        self.db.core(move |core, _| Ok(core.forget(&id)?)).await
    }

    // ----- messages -----

    /// Writes a text into the outbox; it is sent as soon as the relay is reached.
    ///
    /// # Errors
    /// [`CoreError::TooLong`] beyond [`sitr_content::TEXT_MAX_BYTES`].
    pub async fn send(&self, id: &RoomId, text: &str) -> Result<MessageId, Error> {
        self.say(id, Content::new([0; 16], 0, Body::text(text))).await
    }

    /// Messages of a room in the order of this device's history, at most `most` of them.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn history(
        &self,
        id: &RoomId,
        since: Since,
        most: u32,
    ) -> Result<Vec<MessageView>, Error> {
        let id = *id;
        let messages = self.db.read(move |store| {
            Ok(match since {
                Since::Last => store.last_messages(&id, most)?,
                Since::Message(message) => {
                    let seq = store.message(&id, &message)?.map_or(0, |message| message.seq);
                    store.messages_after(&id, seq, most)?
                }
                Since::Place(seq) => store.messages_after(&id, seq, most)?,
                Since::Time(at_ms) => store.messages_since(&id, at_ms, most)?,
            })
        });
        Ok(messages.await?.iter().filter_map(MessageView::of).collect())
    }

    /// Messages of a room whose ids lie between these two, both included, at most `most` of them, in the order of
    /// their ids: so is one found by the beginning of its id. Costs what is found.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn messages_between(
        &self,
        id: &RoomId,
        first: MessageId,
        last: MessageId,
        most: u32,
    ) -> Result<Vec<MessageView>, Error> {
        let id = *id;
        let messages =
            self.db.read(move |store| Ok(store.messages_between(&id, &first, &last, most)?));
        Ok(messages.await?.iter().filter_map(MessageView::of).collect())
    }

    /// What one message says, without what was said about it since; see [`Self::unfold`].
    ///
    /// # Errors
    /// [`CoreError::NoMessage`] if it is not in this device's history.
    pub async fn content(&self, id: &RoomId, message: MessageId) -> Result<Content, Error> {
        let id = *id;
        let message = self.db.read(move |store| Ok(store.message(&id, &message)?)).await?;
        let message = message.ok_or(CoreError::NoMessage)?;
        Ok(sitr_content::decode(&message.content).map_err(CoreError::Content)?)
    }

    // ----- invites and knocks -----

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

    /// Follows an invite link: reads its card and knocks. The same link again goes on where it was, knocks anew
    /// if nobody has answered for [`sitr_client_core::KNOCK_AGAIN_ASKED_MS`], and leads to the room for whoever
    /// is in it already.
    ///
    /// # Errors
    /// [`Error::Link`] for a damaged link, [`Error::Net`] if the relay cannot be reached,
    /// [`CoreError::Expired`] after the invite's end.
    pub async fn join(&self, link: &str, pseudonym: &str, note: &str) -> Result<RoomId, Error> {
        self.join_as_asked(link, pseudonym, Hello::note(note)).await
    }

    /// What the room that a link leads to shows at its door: its name, its questions, its guidelines. It
    /// asks the relay for the card, as joining does.
    ///
    /// # Errors
    /// See [`Self::join`].
    pub async fn door(&self, link: &str) -> Result<(String, Face), Error> {
        let card = self.card(&Link::from_text(link)?).await?;
        Ok((card.name, card.face.unwrap_or_default()))
    }

    /// The same as [`Self::join`], with answers to the room's questions and acceptance of its guidelines: who
    /// has not accepted them reads only.
    ///
    /// # Errors
    /// See [`Self::join`]; [`CoreError::NotTheGuidelines`] for others than the card shows.
    pub async fn join_as_asked(
        &self,
        link: &str,
        pseudonym: &str,
        hello: Hello,
    ) -> Result<RoomId, Error> {
        let (link, pseudonym) = (Link::from_text(link)?, Name::new(pseudonym)?);
        if let Some(room) = self.followed(&link).await? {
            self.db.core(move |core, _| Ok(core.resume_knock(&room)?)).await?;
            self.keep(room);
            return Ok(room);
        }
        let card = self.card(&link).await?;
        let shown = card.face.as_ref().and_then(|face| face.guidelines.as_ref());
        if hello.accepts.is_some() && hello.accepts != shown.map(Guidelines::hash) {
            return Err(CoreError::NotTheGuidelines.into());
        }
        let id = self
            .db
            .core(move |core, store| {
                let room = store.room(&card.room)?;
                if room.is_some_and(|room| room.standing == Standing::Active) {
                    return Ok(card.room);
                }
                Ok(core.knock(&link, &card, &pseudonym, &hello)?)
            })
            .await?;
        self.keep(id);
        Ok(id)
    }

    /// Whether this device has knocked by this link and waits, so that joining again goes on with that.
    ///
    /// # Errors
    /// [`Error::Link`] for a damaged link.
    pub async fn has_knocked(&self, link: &str) -> Result<bool, Error> {
        Ok(self.followed(&Link::from_text(link)?).await?.is_some())
    }

    /// Reads the card that a link leads to.
    async fn card(&self, link: &Link) -> Result<Card, Error> {
        let (session, _inbox) = Session::to(&link.relay, &self.access).await?;
        let page = session.read(link.card, link.card_address(), 0).await;
        let page = page.map_err(|error| match error {
            NetError::Refused(refusal) if refusal.code == sitr_wire::Code::NotFound => {
                Error::Core(CoreError::Expired)
            }
            error => error.into(),
        })?;
        let cell = page.cells.first().ok_or(CoreError::Card)?;
        Ok(open_card(link, cell, now_ms())?)
    }

    /// The room in which a knock by this link waits.
    async fn followed(&self, link: &Link) -> Result<Option<RoomId>, Error> {
        let link = link.clone();
        self.db
            .read(move |store| {
                let waits = |room: &Room| {
                    room.knocking
                        .as_ref()
                        .is_some_and(|knocking| knocking.link.as_ref() == Some(&link))
                        && room.standing == Standing::Joining
                };
                Ok(store.rooms()?.into_iter().find(waits).map(|room| room.id))
            })
            .await
    }
}
