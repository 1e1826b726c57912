//! What the needs share: one relay for all tests that run at a time, and rooms of a few people.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use sitr_client::content::{Body, Content, MessageId, Own};
use sitr_client::{Client, Post, Role, RoomId, Standing};
use sitr_e2e::{Member, PATIENCE, RelayProcess};

static RELAY: Mutex<Weak<RelayProcess>> = Mutex::new(Weak::new());

/// The relay of all tests that run now; it ends with the last of them.
pub(crate) fn relay() -> Arc<RelayProcess> {
    let mut known = RELAY.lock().unwrap_or_else(PoisonError::into_inner);
    known.upgrade().unwrap_or_else(|| {
        let relay = Arc::new(RelayProcess::start());
        *known = Arc::downgrade(&relay);
        relay
    })
}

/// People in a room at a relay; the first founded it.
pub(crate) async fn gathered(names: &[&str], url: &str) -> (RoomId, Vec<Member>) {
    let people: Vec<Member> = names.iter().map(|name| Member::new(name)).collect();
    let id = people[0].founds_at("Evening", url).await;
    if people.len() > 1 {
        people[0].client.admit_everyone(&id, true).await.unwrap();
        let invite = people[0].invites(&id, 16).await;
        for member in &people[1..] {
            member.knocks(&invite.link).await;
        }
        for member in &people[1..] {
            member.stands(&id, Standing::Active).await;
        }
    }
    (id, people)
}

/// A room of people, and the relay that it lives on; the first founded it.
pub(crate) struct Room {
    pub(crate) id: RoomId,
    pub(crate) people: Vec<Member>,
    pub(crate) relay: Arc<RelayProcess>,
}

impl Room {
    /// A room of these people: an admin and plain members.
    pub(crate) async fn of(names: &[&str]) -> Self {
        let relay = relay();
        let url = relay.url.clone();
        Self::at(names, &url, relay).await
    }

    /// The same by another way to the relay.
    pub(crate) async fn at(names: &[&str], url: &str, relay: Arc<RelayProcess>) -> Self {
        let (id, people) = gathered(names, url).await;
        let room = Self { id, people, relay };
        room.agree().await;
        room
    }

    pub(crate) fn client(&self, who: usize) -> &Client {
        &self.people[who].client
    }

    /// All are in one epoch.
    pub(crate) async fn agree(&self) {
        for other in &self.people[1..] {
            self.people[0].agrees_with(other, &self.id).await;
        }
    }

    pub(crate) async fn member(&self, who: usize) -> sitr_client::MemberId {
        let members = self.client(who).members(&self.id).await.unwrap();
        members.into_iter().find(|member| member.is_me).unwrap().id
    }

    pub(crate) async fn gives(&self, who: usize, role: Role) {
        let id = self.member(who).await;
        self.client(0).set_role(&self.id, id, role).await.unwrap();
        self.settled(0).await;
        self.agree().await;
    }

    pub(crate) async fn settled(&self, who: usize) {
        self.client(who).settled(&self.id, PATIENCE).await.unwrap();
    }

    /// Says something, and waits until the relay has it.
    pub(crate) async fn say(&self, who: usize, content: Content) -> MessageId {
        let id = self.client(who).say(&self.id, content).await.unwrap();
        self.settled(who).await;
        id
    }

    pub(crate) async fn timeline(&self, who: usize) -> Vec<Post> {
        self.client(who).timeline(&self.id, usize::MAX).await.unwrap()
    }

    /// The post of this id, once it is there and as wanted.
    pub(crate) async fn post(
        &self,
        who: usize,
        id: MessageId,
        wanted: impl Fn(&Post) -> bool,
    ) -> Post {
        let mut events = self.client(who).events(Some(0)).await.unwrap();
        let seen = async {
            loop {
                let posts = self.timeline(who).await;
                if let Some(post) = posts.into_iter().find(|post| post.id == id && wanted(post)) {
                    return post;
                }
                events.next().await.unwrap();
            }
        };
        tokio::time::timeout(PATIENCE, seen).await.expect("the post is there")
    }

    /// Everybody has this text.
    pub(crate) async fn all_hear(&self, text: &str) {
        for member in &self.people {
            member.hears(&self.id, text).await;
        }
    }

    /// Everybody but this one dropped something of this one's.
    pub(crate) async fn all_drop(&self, whose: usize, count: usize) {
        let liar = self.member(whose).await;
        for (at, member) in self.people.iter().enumerate().filter(|(at, _)| *at != whose) {
            let mut dropped = 0;
            member
                .sees(&self.id, |what| {
                    if matches!(what, sitr_client::What::Unsaid(who, ..) if *who == liar) {
                        dropped += 1;
                    }
                    dropped == count
                })
                .await;
            assert_eq!(dropped, count, "{at}");
        }
    }
}

pub(crate) fn text(words: &str) -> Content {
    Content::new([0; 16], 0, Body::text(words))
}

pub(crate) fn own(own: impl Into<Own>) -> Content {
    Content::new([0; 16], 0, Body::Own(String::new(), own.into()))
}
