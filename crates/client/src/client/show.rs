//! What is shown of a room: its timeline, topics, open questions, what is unread, what is found.

use std::collections::{BTreeMap, BTreeSet};

use sitr_client_core::state::{Delivery, Message, RoomNote};
use sitr_client_core::{CoreError, RoomId, Store as _};
use sitr_client_store::rooms::RoomStore;
use sitr_content::{MessageId, Own};

use super::Client;
use crate::db::now_ms;
use crate::error::Error;
use crate::search::folded;
use crate::timeline::{Lens, Post, indexed, timeline};

/// Under which name filters are kept on this device.
const FILTERS: &str = "filter";

/// Messages that are looked at in one search.
pub const FOUND_MAX: u32 = 1_000;
/// Messages that go into the index in one transaction: others wait for it.
const INDEXED_AT_ONCE: u32 = 500;

/// A topic of a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicView {
    /// The message that began it.
    pub id: MessageId,
    /// Its title.
    pub title: String,
    /// Whether only those who keep the room speak in it.
    pub is_locked: bool,
    /// Whether allies may speak in it.
    pub is_open: bool,
    /// Whether this person wants to hear nothing of it.
    pub is_muted: bool,
    /// What was said in it since this person looked; 0 for a muted one.
    pub unread: u32,
}

impl Client {
    async fn lens(&self, id: &RoomId, opens: bool) -> Result<Lens, Error> {
        // Who is in the room no more still reads what was said there.
        let members = self.members(id).await.unwrap_or_default();
        let roles = members.into_iter().map(|member| (member.id, member.role)).collect();
        Ok(Lens { roles, filters: self.filters().await?, now_ms: now_ms(), opens })
    }

    /// What was said after this place.
    async fn posts(&self, id: &RoomId, after: i64, opens: bool) -> Result<Vec<Post>, Error> {
        let (id, lens) = (*id, self.lens(id, opens).await?);
        self.db.read(move |store| posts_after(store, &id, after, &lens)).await
    }

    /// The last `most` things that were said in a room, as they are to be shown now: changed and taken back
    /// as their authors did, folded where somebody warns of them, with the reactions to them. Works without
    /// a relay.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn timeline(&self, id: &RoomId, most: usize) -> Result<Vec<Post>, Error> {
        let (id, lens) = (*id, self.lens(id, false).await?);
        self.db.read(move |store| last_posts(store, &id, most, &lens)).await
    }

    /// What was said in a room after a place (see [`Post::seq`]), as [`Self::timeline`] gives it.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn timeline_after(&self, id: &RoomId, place: i64) -> Result<Vec<Post>, Error> {
        self.posts(id, place, false).await
    }

    /// Something that is folded, with its words: the person wants to see it. What a moderator has hidden
    /// stays without.
    ///
    /// # Errors
    /// [`CoreError::NoMessage`] if it is not in this device's history.
    pub async fn unfold(&self, id: &RoomId, post: MessageId) -> Result<Post, Error> {
        let room = *id;
        let lens = self.lens(id, true).await?;
        let found = self.db.read(move |store| one_post(store, &room, &post, &lens));
        Ok(found.await?.ok_or(CoreError::NoMessage)?)
    }

    /// Questions that nobody has marked as answered, oldest first. Works without a relay.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn open_questions(&self, id: &RoomId) -> Result<Vec<Post>, Error> {
        let posts = self.posts(id, 0, false).await?;
        Ok(posts.into_iter().filter(Post::is_open_question).collect())
    }

    /// What holds these words, whatever their case, accents and vowel marks, oldest first; nothing that is folded.
    /// Works without a relay, and no word of it leaves the device. Of what was found the newest
    /// [`FOUND_MAX`] messages are looked at.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn search(&self, id: &RoomId, words: &str) -> Result<Vec<Post>, Error> {
        self.index_history(|_, _| ()).await?;
        let wanted = folded(words.trim());
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let (id, lens) = (*id, self.lens(id, false).await?);
        self.db
            .read(move |store| {
                let found = store.holding(&id, &wanted, FOUND_MAX)?;
                let mut posts = timeline(&store.with_what_is_about(&id, &found)?, &lens);
                posts.retain(|post| folded(&post.text).contains(&wanted));
                Ok(posts)
            })
            .await
    }

    /// Makes everything that was heard since the last search ready for the next one, as [`Self::search`] does by
    /// itself: in a long history the first time takes seconds. Told is how many messages are ready, of how many.
    ///
    /// # Errors
    /// If the storage fails; what is ready stays so.
    pub async fn index_history(&self, progress: impl Fn(u64, u64)) -> Result<(), Error> {
        let all = self.db.read(|store| Ok(store.count_not_indexed()?)).await?;
        let mut ready = 0;
        while ready < all {
            progress(ready, all);
            let more = self.db.core(|_, store| index_some(store)).await?;
            if more == 0 {
                break;
            }
            ready += more;
        }
        progress(all, all);
        Ok(())
    }

    /// The person has seen a room up to this place (see [`Post::seq`]): what is later is unread, and messages
    /// that end some time after they were read begin to count.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn saw(&self, id: &RoomId, seq: i64) -> Result<(), Error> {
        let id = *id;
        self.db
            .core(move |_, store| {
                let seen = seq.max(seen(store, &id)?);
                store.put_note(&id, RoomNote::Seen, Some(&seen.to_be_bytes()))?;
                Ok(store.saw(&id, seq, now_ms())?)
            })
            .await
    }

    /// The topics of a room, in the order in which they were begun.
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is no member.
    pub async fn topics(&self, id: &RoomId) -> Result<Vec<TopicView>, Error> {
        let settings = self.settings(id).await?;
        let (muted, unread) = (self.muted(id).await?, self.unread_by_topic(id).await?);
        let posts = self.posts(id, 0, true).await?;
        let topic = |post: Post| match &post.body {
            sitr_content::Body::Own(_, Own::Topic(topic)) => Some(TopicView {
                id: post.id,
                title: topic.title.clone(),
                is_locked: settings.locked_topics.contains(&post.id.0),
                is_open: settings.open_topics.contains(&post.id.0),
                is_muted: muted.contains(&post.id),
                unread: unread.get(&Some(post.id)).copied().unwrap_or(0),
            }),
            _ => None,
        };
        Ok(posts.into_iter().filter_map(topic).collect())
    }

    /// Wants to hear nothing of a topic, or to hear of it again. It is on this device only.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn mute(&self, id: &RoomId, topic: MessageId, muted: bool) -> Result<(), Error> {
        let id = *id;
        self.db
            .core(move |_, store| {
                let mut all = muted_in(store, &id)?;
                if muted {
                    all.insert(topic);
                } else {
                    all.remove(&topic);
                }
                let bytes: Vec<u8> = all.iter().flat_map(|topic| topic.0).collect();
                Ok(store.put_note(&id, RoomNote::Muted, Some(&bytes))?)
            })
            .await
    }

    /// Topics of which this person wants to hear nothing.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn muted(&self, id: &RoomId) -> Result<BTreeSet<MessageId>, Error> {
        let id = *id;
        self.db.read(move |store| muted_in(store, &id)).await
    }

    /// How much others said since this person looked, but for muted topics.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn unread(&self, id: &RoomId) -> Result<u32, Error> {
        Ok(self.unread_by_topic(id).await?.values().sum())
    }

    async fn unread_by_topic(
        &self,
        id: &RoomId,
    ) -> Result<BTreeMap<Option<MessageId>, u32>, Error> {
        let (muted, room) = (self.muted(id).await?, *id);
        let seen = self.db.read(move |store| seen(store, &room)).await?;
        let posts = self.posts(id, seen, false).await?;
        let mut counts = BTreeMap::new();
        for post in posts {
            let topic = post.topic.or((post.said.name() == "topic").then_some(post.id));
            let is_muted = topic.is_some_and(|topic| muted.contains(&topic));
            if post.delivery == Delivery::Received && !is_muted {
                *counts.entry(post.topic).or_insert(0) += 1;
            }
        }
        Ok(counts)
    }

    /// Labels and words that this person wants folded, in every room. They never leave the device.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn filters(&self) -> Result<Vec<String>, Error> {
        self.db.read(filters).await
    }

    /// Sets them.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn set_filters(&self, wanted: Vec<String>) -> Result<(), Error> {
        self.db
            .core(move |_, store| {
                store.set_own_note(FILTERS, None)?;
                for filter in wanted.iter().filter(|filter| !filter.trim().is_empty()) {
                    store.add_own_note(FILTERS, filter.trim().as_bytes())?;
                }
                Ok(())
            })
            .await
    }
}

/// What is about a post has a later place than the post: nothing earlier is needed to show it.
fn posts_after(
    store: &RoomStore<'_>,
    id: &RoomId,
    place: i64,
    lens: &Lens,
) -> Result<Vec<Post>, Error> {
    let mut said = store.messages_after(id, place, u32::MAX)?;
    said.extend(store.asides_after(id, place, u32::MAX)?); // secret ballots are among them
    Ok(timeline(&said, lens))
}

/// One post. What the index knows to be about it is found by that; of what was heard since, everything is read.
fn one_post(
    store: &RoomStore<'_>,
    room: &RoomId,
    id: &MessageId,
    lens: &Lens,
) -> Result<Option<Post>, Error> {
    let said = needed_for(store, room, id)?;
    Ok(timeline(&said, lens).into_iter().find(|one| one.id == *id))
}

fn needed_for(store: &RoomStore<'_>, room: &RoomId, id: &MessageId) -> Result<Vec<Message>, Error> {
    let Some(message) = store.message(room, id)? else { return Ok(Vec::new()) };
    let rest = message.seq.max(store.indexed_to()?);
    let mut said = store.with_what_is_about(room, &[*id])?;
    said.extend(store.messages_after(room, rest, u32::MAX)?);
    said.extend(store.asides_after(room, rest, u32::MAX)?);
    Ok(said)
}

/// Not every message is a post: as many are read as it takes.
fn last_posts(
    store: &RoomStore<'_>,
    id: &RoomId,
    most: usize,
    lens: &Lens,
) -> Result<Vec<Post>, Error> {
    let mut messages = u32::try_from(most).unwrap_or(u32::MAX).saturating_mul(2);
    loop {
        let first = store.place_from_end(id, messages)?;
        let mut posts = posts_after(store, id, first.map_or(0, |first| first - 1), lens)?;
        if first.is_none() || posts.len() >= most {
            posts.drain(..posts.len().saturating_sub(most));
            return Ok(posts);
        }
        messages = messages.saturating_mul(4).saturating_add(1);
    }
}

/// Puts the next messages into the index: how many there were.
fn index_some(store: &RoomStore<'_>) -> Result<u64, Error> {
    let next = store.not_indexed(INDEXED_AT_ONCE)?;
    for message in &next {
        let (words, about) = indexed(message);
        store.index(message.seq, &words, about.as_ref())?;
    }
    Ok(next.len() as u64)
}

fn filters(store: &RoomStore<'_>) -> Result<Vec<String>, Error> {
    let all = store.own_notes(FILTERS)?;
    Ok(all.into_iter().filter_map(|(_, bytes)| String::from_utf8(bytes).ok()).collect())
}

fn seen(store: &RoomStore<'_>, id: &RoomId) -> Result<i64, Error> {
    let bytes = store.note(id, RoomNote::Seen)?;
    Ok(bytes.and_then(|bytes| bytes.try_into().ok()).map_or(0, i64::from_be_bytes))
}

fn muted_in(store: &RoomStore<'_>, id: &RoomId) -> Result<BTreeSet<MessageId>, Error> {
    let bytes = store.note(id, RoomNote::Muted)?.unwrap_or_default();
    let (topics, _) = bytes.as_chunks::<32>();
    Ok(topics.iter().map(|topic| MessageId(*topic)).collect())
}

#[cfg(test)]
mod tests {
    use sitr_client_core::body::RelayRef;
    use sitr_client_core::state::Manner;
    use sitr_client_core::{Class, Core, Crypto, MemberId};
    use sitr_client_store::profile::Profile;
    use sitr_community::Name;
    use sitr_content::{Body, Content};
    use sitr_wire::RelayId;

    use super::*;

    fn text(words: &str) -> Content {
        Content::new([0; 16], 0, Body::text(words))
    }

    /// Ten texts; an edit of the first, a reaction to it and one to the second.
    fn history(room: RoomId) -> Vec<Message> {
        let id = |number| MessageId([number; 32]);
        let reaction = |to| Content {
            reply_to: Some(id(to)),
            ..Content::new([0; 16], 0, Body::Reaction("+".to_owned()))
        };
        let edit = Content { replaces: Some(id(1)), ..text("new") };
        let texts = (0..10).map(|number| text(&format!("text {number}")));
        let all = texts.chain([edit, reaction(1), reaction(2)]);
        (1..)
            .zip(all)
            .map(|(number, content)| Message {
                seq: 0,
                room,
                id: id(number),
                from: MemberId([7; 8]),
                name: "Layla".to_owned(),
                at_ms: 1,
                content: sitr_content::encode(&content),
                delivery: Delivery::Received,
                cell: None,
                manner: Manner::Room,
                franked: None,
            })
            .collect()
    }

    #[test]
    fn one_post_costs_what_is_about_it_and_is_as_in_the_whole_timeline() {
        let folder = tempfile::tempdir().unwrap();
        let (mut profile, _) = Profile::create(folder.path(), &[]).unwrap();
        let (crypto, mut rng) = (Crypto::default(), rand::rng());
        let lens = Lens::default();
        let done: Result<(), Error> = profile.transaction(|store| {
            let relay = RelayRef { id: RelayId([1; 32]), routes: vec!["ws://a".to_owned()] };
            let mut core = Core::new(store, &crypto, &mut rng, 1_790_000_000_000);
            let (name, me) = (Name::new("room")?, Name::new("Layla")?);
            let room = core.found(&name, &me, relay, Class::default())?;
            for message in history(room) {
                store.add_message(&message)?;
            }
            // Nothing is known to the index, then the texts alone, then everything.
            for (indexed, first, last) in [(0, 13, 4), (10, 4, 4), (3, 3, 1)] {
                for message in store.not_indexed(indexed)? {
                    let (words, about) = super::indexed(&message);
                    store.index(message.seq, &words, about.as_ref())?;
                }
                let all = posts_after(store, &room, 0, &lens)?;
                assert_eq!(all.len(), 10);
                for post in &all {
                    assert_eq!(one_post(store, &room, &post.id, &lens)?.as_ref(), Some(post));
                }
                assert_eq!(needed_for(store, &room, &MessageId([1; 32]))?.len(), first);
                assert_eq!(needed_for(store, &room, &MessageId([10; 32]))?.len(), last);
            }
            assert_eq!(one_post(store, &room, &MessageId([99; 32]), &lens)?, None);
            Ok(())
        });
        done.unwrap();
    }
}
