//! A community of rooms: those who keep its first room list others in it, and its members find and enter them.
//! All of it is said under that room's seal; the relay sees messages, and later somebody who knocks somewhere.

use std::collections::BTreeMap;
use std::time::Duration;

use sitr_client_core::body::Hello;
use sitr_client_core::state::{Delivery, Invite, Message, Standing};
use sitr_client_core::{CoreError, MemberId, RoomId, Store as _, Tied, USES_MAX};
use sitr_community::{Act, AgeBand, Role};
use sitr_content::{Body, Digest, ListedRoom, MessageId, Own, Rooms};

use super::Client;
use crate::db::now_ms;
use crate::error::Error;
use crate::search::folded;

/// How long a listed room's way in is good; listing it again makes another.
const GOOD_FOR: Duration = Duration::from_secs(90 * 86_400);

/// How long the relay may take to open a way in.
const OPENED: Duration = Duration::from_secs(60);

/// A room that can be entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub room: RoomId,
    /// Its name.
    pub name: String,
    /// Who meets there, and what about.
    pub words: String,
    /// Languages that are spoken there.
    pub languages: Vec<String>,
    /// For whom it is.
    pub age: AgeBand,
    /// The way in.
    pub link: String,
    /// Who lists it.
    pub by: MemberId,
    /// Under which pseudonym.
    pub by_name: String,
    /// Where this device stands in it, if it has been there.
    pub standing: Option<Standing>,
}

impl Listed {
    /// Whether it is about these words, whatever their case, accents and vowel marks.
    #[must_use]
    pub fn is_about(&self, words: &str) -> bool {
        let wanted = folded(words.trim());
        [&self.name, &self.words].into_iter().any(|said| folded(said).contains(&wanted))
    }
}

impl Client {
    /// Lists a room in a community, or lists it anew: makes an invite to it, unless the one that is listed is
    /// still good, and says the list. This device must keep both. It says the list again whenever
    /// somebody new comes into the community.
    ///
    /// # Errors
    /// [`CoreError::NotSteward`] where this device does not keep the room, [`CoreError::Unsaid`] where it does
    /// not keep the community, [`Error::Patience`] if the relay does not open the way in.
    pub async fn list_room(
        &self,
        community: &RoomId,
        room: &RoomId,
        words: &str,
        languages: Vec<String>,
    ) -> Result<MessageId, Error> {
        let (first, other, words) = (*community, *room, words.to_owned());
        let expires_at = now_ms() / 1000 + GOOD_FOR.as_secs();
        let entry = self.db.core(move |core, store| {
            let policy = core.policy(&other)?;
            let listing = core.listing(&first)?;
            let known = listing.rooms.iter().find(|listed| listed.room.0 == other.0);
            let good = |invite: &&Invite| {
                !invite.revoked
                    && !invite.keys.is_over(now_ms() / 1000)
                    && known.is_some_and(|known| known.link == invite.keys.link.to_text())
            };
            let link = match store.invites(&other)?.iter().find(good) {
                Some(invite) => invite.keys.link.to_text(),
                None => {
                    let invite = core.create_invite(&other, USES_MAX, expires_at)?;
                    let made = store.invite(&other, &invite)?.ok_or(CoreError::NoInvite)?;
                    made.keys.link.to_text()
                }
            };
            Ok(ListedRoom {
                room: Digest(other.0),
                name: policy.name.as_str().to_owned(),
                words,
                languages,
                age: policy.settings.age as u8,
                link,
            })
        });
        let entry = entry.await?;
        self.keep(other);
        // The way in is open before anybody learns of it.
        self.settled(&other, OPENED).await?;
        let said = self.db.core(move |core, _| {
            let mut listing = core.listing(&first)?;
            listing.rooms.retain(|listed| listed.room != entry.room);
            listing.rooms.push(entry);
            listing.rooms.sort_by_key(|listed| listed.room.0);
            Ok(core.list_rooms(&first, listing)?)
        });
        let said = said.await?;
        self.keep(first);
        Ok(said)
    }

    /// Ends the ways into the rooms that this device lists, and lists others: who was put out of the community
    /// holds none that is open. A room that this device keeps no more is listed no more. Tells how many
    /// are listed.
    ///
    /// # Errors
    /// As for [`Self::say`].
    pub async fn renew_listing(&self, community: &RoomId) -> Result<usize, Error> {
        let first = *community;
        let expires_at = now_ms() / 1000 + GOOD_FOR.as_secs();
        let renewed = self.db.core(move |core, store| {
            let listing = core.listing(&first)?;
            let mut rooms = Vec::new();
            for mut listed in listing.rooms.clone() {
                let room = RoomId(listed.room.0);
                let open =
                    |invite: &&Invite| !invite.revoked && invite.keys.link.to_text() == listed.link;
                if let Some(invite) = store.invites(&room)?.iter().find(open) {
                    core.revoke_invite(&room, &invite.keys.id())?;
                }
                let made = match core.create_invite(&room, USES_MAX, expires_at) {
                    Ok(made) => store.invite(&room, &made)?.ok_or(CoreError::NoInvite)?,
                    Err(CoreError::NotSteward | CoreError::NotActive) => continue,
                    Err(error) => return Err(error.into()),
                };
                listed.link = made.keys.link.to_text();
                rooms.push(listed);
            }
            Ok((!listing.rooms.is_empty()).then_some(rooms))
        });
        let Some(rooms) = renewed.await? else { return Ok(0) };
        let count = rooms.len();
        for room in rooms.iter().map(|listed| RoomId(listed.room.0)) {
            self.keep(room);
            // Where the relay is out of reach it is listed all the same: what was ended is not to stay listed.
            match self.settled(&room, OPENED).await {
                Err(error) if !error.is_out_of_reach() => return Err(error),
                _ => {}
            }
        }
        self.db.core(move |core, _| Ok(core.list_rooms(&first, Rooms { rooms })?)).await?;
        self.keep(first);
        Ok(count)
    }

    /// Takes a room off this device's list. Who is in it stays in it; its invite is not ended by this.
    ///
    /// # Errors
    /// [`CoreError::NoRoom`] if this device does not list it; otherwise as for [`Self::say`].
    pub async fn unlist_room(&self, community: &RoomId, room: &RoomId) -> Result<(), Error> {
        let (first, other) = (*community, *room);
        self.db
            .core(move |core, _| {
                let Rooms { mut rooms } = core.listing(&first)?;
                let before = rooms.len();
                rooms.retain(|listed| listed.room.0 != other.0);
                if rooms.len() == before {
                    return Err(CoreError::NoRoom.into());
                }
                core.list_rooms(&first, Rooms { rooms })?;
                Ok(())
            })
            .await?;
        self.keep(first);
        Ok(())
    }

    /// The rooms of a community, by name: what those who keep it now have listed last. Works without a relay.
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is no member.
    pub async fn directory(&self, community: &RoomId) -> Result<Vec<Listed>, Error> {
        let members = self.members(community).await?;
        let keeps: BTreeMap<MemberId, Role> =
            members.iter().map(|member| (member.id, member.role)).collect();
        let id = *community;
        let (said, rooms) = self
            .db
            .read(move |store| Ok((store.messages_after(&id, 0, u32::MAX)?, store.rooms()?)))
            .await?;
        let stood: BTreeMap<RoomId, Standing> =
            rooms.iter().map(|room| (room.id, room.standing)).collect();
        let mut listed: BTreeMap<RoomId, Listed> = BTreeMap::new();
        for (message, Rooms { rooms }) in last_lists(&said) {
            if keeps.get(&message.from).is_none_or(|role| !role.may(Act::Moderate)) {
                continue;
            }
            for room in rooms {
                let id = RoomId(room.room.0);
                listed.insert(id, view(message, room, stood.get(&id).copied()));
            }
        }
        let mut all: Vec<Listed> = listed.into_values().collect();
        all.sort_by_key(|listed| (folded(&listed.name), listed.room));
        Ok(all)
    }

    /// Makes a room one of a community: who enters it from then on shows those who keep it, and nobody else, which
    /// member of the community they are. With `removes`, devices of those who keep the room take out who is banned in
    /// the community; else [`Self::tied`] tells. Open invites end; a listed room is listed anew by
    /// [`Self::renew_listing`].
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is not in the community, [`CoreError::Forbidden`] where it does
    /// not govern the room.
    pub async fn belong(
        &self,
        room: &RoomId,
        community: Option<RoomId>,
        removes: bool,
    ) -> Result<(), Error> {
        let id = *room;
        let wanted = community.map(|first| (first, removes));
        self.db.core(move |core, _| Ok(core.belong(&id, wanted)?)).await?;
        self.keep(id);
        Ok(())
    }

    /// Who members of a room are in its community, as far as this device was shown when they knocked: for those who
    /// keep the room.
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is no member.
    pub async fn tied(&self, room: &RoomId) -> Result<Vec<Tied>, Error> {
        let id = *room;
        self.db.read_core(move |core| Ok(core.tied(&id)?)).await
    }

    /// Enters a room of a community: knocks there as somebody new. Nothing ties that persona to the one
    /// in the community.
    ///
    /// # Errors
    /// [`CoreError::NoRoom`] if it is not listed; otherwise as for [`Self::join_as_asked`].
    pub async fn enter(
        &self,
        community: &RoomId,
        room: &RoomId,
        pseudonym: &str,
        hello: Hello,
    ) -> Result<RoomId, Error> {
        let listed = self.directory(community).await?;
        let found = listed.into_iter().find(|one| one.room == *room).ok_or(CoreError::NoRoom)?;
        self.join_as_asked(&found.link, pseudonym, hello).await
    }
}

/// Each author's last list, the latest last.
fn last_lists(said: &[Message]) -> Vec<(&Message, Rooms)> {
    let mut last: BTreeMap<MemberId, (&Message, Rooms)> = BTreeMap::new();
    for message in said.iter().filter(|message| message.delivery != Delivery::Failed) {
        let content = sitr_content::decode(&message.content).map(|content| content.body);
        if let Ok(Body::Own(_, Own::Rooms(rooms))) = content {
            last.insert(message.from, (message, rooms));
        }
    }
    let mut all: Vec<_> = last.into_values().collect();
    all.sort_by_key(|(message, _)| message.seq);
    all
}

fn view(message: &Message, room: ListedRoom, standing: Option<Standing>) -> Listed {
    let bands = [AgeBand::All, AgeBand::Youth, AgeBand::Adults];
    Listed {
        room: RoomId(room.room.0),
        name: room.name,
        words: room.words,
        languages: room.languages,
        age: bands.into_iter().find(|band| *band as u8 == room.age).unwrap_or_default(),
        link: room.link,
        by: message.from,
        by_name: message.name.clone(),
        standing,
    }
}
