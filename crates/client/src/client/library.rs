//! The library: resources that those who may publish keep current, a version at a time.

use std::collections::BTreeMap;

use sitr_client_core::crypto::sha256;
use sitr_client_core::state::{Delivery, Message};
use sitr_client_core::{CoreError, MemberId, MemberView, RoomId};
use sitr_community::Role;
use sitr_content::{Body, Content, Digest, MessageId, Own, Resource};

use super::Client;
use crate::error::Error;

/// What is to be published; id, version and the hash of the version before are made here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToPublish {
    /// The resource of which it is the next version; none for a new one.
    pub of: Option<Digest>,
    /// Its title.
    pub title: String,
    /// What it says.
    pub words: String,
    /// Where it holds: an ISO 3166 code; empty for everywhere.
    pub jurisdiction: String,
    /// Languages that it exists in.
    pub languages: Vec<String>,
    /// Where it comes from.
    pub sources: Vec<String>,
    /// When somebody last checked it, in days since 1970-01-01; 0 for never.
    pub reviewed_on: u32,
    /// Whether it waits for somebody who may publish it.
    pub draft: bool,
}

/// A resource as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceView {
    /// The message that published this version.
    pub message: MessageId,
    /// Who published it: every member's device found that its role allowed it.
    pub by: MemberId,
    /// Under which pseudonym.
    pub name: String,
    /// When, by the author's claim, in milliseconds since 1970-01-01 UTC.
    pub at_ms: u64,
    /// What it says.
    pub resource: Resource,
    /// Whether this device has all versions before, each as the next one names it.
    pub is_whole: bool,
}

/// Somebody of whom an admin of the room attests that they are a professional, as long as the badge stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Professional {
    /// Who it is in this room.
    pub member: MemberView,
    /// What they keep in the library, each in its newest version, by title.
    pub keeps: Vec<ResourceView>,
}

fn hash(resource: &Resource) -> Digest {
    Digest(sha256(&[&sitr_client_core::body::encode(resource)]))
}

impl Client {
    /// Publishes a resource, or its next version; a draft where only that is allowed.
    ///
    /// # Errors
    /// [`CoreError::NoMessage`] if it is to follow what is not here; [`CoreError::Unsaid`] where the own role
    /// does not allow it; otherwise as for [`Self::say`].
    pub async fn publish(&self, id: &RoomId, what: ToPublish) -> Result<MessageId, Error> {
        let known = match what.of {
            Some(of) => {
                let all = self.library(id).await?;
                Some(all.into_iter().find(|one| one.resource.id == of && !one.resource.draft))
            }
            None => None,
        };
        let before = match known {
            Some(before) => Some(before.ok_or(CoreError::NoMessage)?.resource),
            None => None,
        };
        let mut fresh = [0; 32];
        rand::Rng::fill_bytes(&mut rand::rng(), &mut fresh);
        let resource = Resource {
            id: what.of.unwrap_or(Digest(fresh)),
            version: before.as_ref().map_or(1, |before| before.version.saturating_add(1)),
            previous: before.as_ref().map(hash),
            title: what.title,
            words: what.words,
            jurisdiction: what.jurisdiction,
            languages: what.languages,
            sources: what.sources,
            reviewed_on: what.reviewed_on,
            draft: what.draft,
        };
        self.say(id, Content::new([0; 16], 0, Body::Own(String::new(), resource.into()))).await
    }

    /// The directory of professionals: whose badge stands now, in the order of the room, and what they keep in the
    /// library. Whoever lost the badge is not in it. Works without a relay.
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is no member.
    pub async fn professionals(&self, id: &RoomId) -> Result<Vec<Professional>, Error> {
        let members = self.members(id).await?;
        let library = self.library(id).await?;
        let attested = members.into_iter().filter(|member| member.role == Role::Professional);
        let keeps = |of: &MemberView| {
            let theirs = library.iter().filter(|view| view.by == of.id && !view.resource.draft);
            theirs.cloned().collect()
        };
        Ok(attested.map(|member| Professional { keeps: keeps(&member), member }).collect())
    }

    /// The newest version of every resource, and drafts that nobody has published, by title. Works without a
    /// relay.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn library(&self, id: &RoomId) -> Result<Vec<ResourceView>, Error> {
        let room = *id;
        let said = self.db.read(move |store| Ok(store.messages_after(&room, 0, u32::MAX)?)).await?;
        Ok(shelved(&said))
    }
}

/// Reads the shelves. A version counts if it is the next one and names the version before: who publishes
/// cannot go back, and no version takes another's place unseen.
fn shelved(said: &[Message]) -> Vec<ResourceView> {
    let mut shelf: BTreeMap<(Digest, bool), ResourceView> = BTreeMap::new();
    for message in said.iter().filter(|message| message.delivery != Delivery::Failed) {
        let content = sitr_content::decode(&message.content).map(|content| content.body);
        let Ok(Body::Own(_, Own::Resource(resource))) = content else { continue };
        let published = shelf.get(&(resource.id, false)).map(|view| &view.resource);
        let follows = published.is_none_or(|before| {
            before.version.checked_add(1) == Some(resource.version)
                && resource.previous == Some(hash(before))
        });
        if !follows {
            continue;
        }
        let before = shelf.get(&(resource.id, false));
        let is_whole = before.map_or(resource.version == 1, |before| before.is_whole);
        if !resource.draft {
            shelf.remove(&(resource.id, true));
        }
        let view = ResourceView {
            message: message.id,
            by: message.from,
            name: message.name.clone(),
            at_ms: message.at_ms,
            is_whole,
            resource,
        };
        shelf.insert((view.resource.id, view.resource.draft), view);
    }
    let mut all: Vec<ResourceView> = shelf.into_values().collect();
    all.sort_by(|a, b| (&a.resource.title, a.message).cmp(&(&b.resource.title, b.message)));
    all
}
