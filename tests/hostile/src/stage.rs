//! A room of two: Alice reaches the relay, Bob reaches a liar.

use std::time::Duration;

use sitr_client::{Alarm, RoomId, Since, Standing, What};
use sitr_client_core::Store as _;
use sitr_client_core::body::Link;
use sitr_client_core::state::Room;
use sitr_client_store::profile::Profile;
use sitr_client_store::rooms::RoomStore;
use sitr_e2e::{Member, PATIENCE, RelayProcess, unlock};
use sitr_wire::Handle;

use crate::liar::{Liar, Lie};

/// The room, its relay, and the one who lies.
pub struct Stage {
    /// The real relay.
    pub relay: RelayProcess,
    /// The room's founder, whose relay is honest.
    pub alice: Member,
    /// A member who is lied to.
    pub bob: Member,
    /// The room.
    pub room: RoomId,
    /// Stands between Bob and the relay.
    pub liar: Liar,
    said: usize,
}

/// The same link by another route.
///
/// # Panics
/// If it is no link.
#[must_use]
pub fn by_way_of(liar: &Liar, link: &str) -> String {
    let mut link = Link::from_text(link).expect("a link");
    link.relay.routes = vec![liar.url.clone()];
    link.to_text()
}

/// What a device knows of a room, as somebody who keeps everything would keep it.
///
/// # Panics
/// If the profile cannot be read.
#[must_use]
pub fn record(member: &Member, room: &RoomId) -> Room {
    unlock(|unlock| {
        let profile = Profile::open(&member.profile(), unlock).expect("the profile");
        let store = RoomStore::new(profile.connection());
        store.room(room).expect("the store").expect("the room")
    })
}

impl Stage {
    /// Two members of one room who hear each other.
    pub async fn set() -> Self {
        let relay = RelayProcess::start();
        let liar = Liar::before(&relay.url).await;
        let (alice, bob) = (Member::new("Alice"), Member::new("Bob"));
        let room = alice.founds("Evening", &relay).await;
        let invite = alice.invites(&room, 8).await;
        bob.knocks(&by_way_of(&liar, &invite.link)).await;
        alice.admits(&room).await;
        bob.stands(&room, Standing::Active).await;
        let stage = Self { relay, alice, bob, room, liar, said: 0 };
        stage.bob.client.caught_up(&stage.room, PATIENCE).await.expect("Bob has read everything");
        stage
    }

    /// The mailbox of the room's present epoch.
    #[must_use]
    pub fn mailbox(&self) -> Handle {
        record(&self.alice, &self.room).epoch.expect("an epoch").handle
    }

    /// Alice says something new, and it is durable at the relay.
    pub async fn alice_says(&mut self) -> String {
        let text = self.new_text("alice");
        self.alice.says(&self.room, &text).await;
        text
    }

    /// Bob writes something into his outbox.
    ///
    /// # Panics
    /// If he may not speak.
    pub async fn bob_writes(&mut self) -> String {
        let text = self.new_text("bob");
        self.bob.client.send(&self.room, &text).await.expect("a message");
        text
    }

    fn new_text(&mut self, who: &str) -> String {
        self.said += 1;
        format!("{who} {}", self.said)
    }

    /// Alice ends the epoch, and has moved on.
    ///
    /// # Panics
    /// If the relay does not take it.
    pub async fn alice_rolls(&self) {
        self.alice.client.renew_keys(&self.room).await.expect("a steward");
        self.alice.client.settled(&self.room, PATIENCE).await.expect("the epoch ended");
    }

    /// The lie is told while Alice and Bob speak, over a new connection if `anew`, and ends; Bob's device
    /// connects once more, as devices do. Then both have the same words, and Bob's device raised no alarms
    /// but these.
    ///
    /// # Panics
    /// If it is otherwise.
    pub async fn survives(&mut self, name: &str, lie: Lie, anew: bool, allowed: &[Alarm]) {
        let before = self.alarms().await;
        self.liar.lies(lie);
        if anew {
            self.liar.cut();
        }
        self.bob_writes().await;
        for _ in 0..3 {
            self.alice_says().await;
        }
        let status = self.bob.client.status(&self.room);
        assert!(self.liar.lies_so_often(1).await, "{name}: never told; Bob was {status:?}");
        self.liar.is_honest();
        self.liar.cut();
        self.agree(name).await;
        let raised = self.alarms().await.split_off(before.len());
        assert!(raised.iter().all(|alarm| allowed.contains(alarm)), "{name}: {raised:?}");
    }

    /// Both say one more thing and come to hear all that was said: each text once, nothing else, in one room.
    ///
    /// # Panics
    /// If they do not.
    pub async fn agree(&mut self, name: &str) {
        let texts = [self.alice_says().await, self.bob_writes().await];
        for text in &texts {
            self.alice.hears(&self.room, text).await;
            self.bob.hears(&self.room, text).await;
        }
        let same = async {
            while self.sorted(&self.alice).await.len() < self.said
                || self.sorted(&self.bob).await.len() < self.said
            {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let all = tokio::time::timeout(PATIENCE, same).await;
        let (alices, bobs) = (self.sorted(&self.alice).await, self.sorted(&self.bob).await);
        assert!(all.is_ok(), "{name}: of {} said Alice has {alices:?}, Bob {bobs:?}", self.said);
        assert_eq!(alices, bobs, "{name}");
        assert_eq!(alices.len(), self.said, "{name}: something came twice");
        self.alice.agrees_with(&self.bob, &self.room).await;
        assert_eq!(self.bob.client.rooms().await.expect("rooms").len(), 1, "{name}");
    }

    async fn sorted(&self, who: &Member) -> Vec<String> {
        let history = who.client.history(&self.room, Since::Last, 10_000).await.expect("history");
        let mut texts: Vec<_> = history.into_iter().map(|message| message.text).collect();
        texts.sort();
        texts
    }

    /// The alarms that Bob's device raised so far.
    ///
    /// # Panics
    /// If the storage fails.
    pub async fn alarms(&self) -> Vec<Alarm> {
        alarms(&self.bob).await
    }
}

/// The alarms that a device raised so far.
///
/// # Panics
/// If the storage fails.
pub async fn alarms(who: &Member) -> Vec<Alarm> {
    let mut events = who.client.events(Some(0)).await.expect("events");
    let mut alarms = Vec::new();
    while let Ok(event) = tokio::time::timeout(Duration::from_millis(200), events.next()).await {
        if let What::Alarm(alarm) = event.expect("an event").what {
            alarms.push(alarm);
        }
    }
    alarms
}
