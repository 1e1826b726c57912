//! The world's door: who does what.

use crate::client::{Client, START_MS};
use crate::relay::Relay;
use sitr_client_core::body::{Hello, Link, RelayRef};
use sitr_client_core::state::{Intent, KnockState};
use sitr_client_core::{
    Class, CoreError, InviteId, KnockId, MemberId, RoomId, Store, Verdict, open_card,
};
use sitr_community::{Name, Role};
use sitr_content::{Body, Content, MessageId};
use sitr_wire::Refusal;

pub(crate) const DAY_MS: u64 = 86_400_000;

pub(crate) struct World {
    /// The relays' clock.
    pub(crate) relay_ms: u64,
    /// Whether people look after what is due by the clock whenever they think.
    pub(crate) tends: bool,
    pub(crate) relays: Vec<Relay>,
    pub(crate) people: Vec<Client>,
}

/// One person of the world, doing something.
pub(crate) struct Hand<'w> {
    pub(crate) world: &'w mut World,
    pub(crate) who: usize,
}

pub(crate) fn name(text: &str) -> Name {
    Name::new(text).unwrap()
}

impl World {
    pub(crate) fn new(names: &[&'static str]) -> Self {
        let people = names.iter().enumerate().map(|(at, name)| Client::new(name, at as u64 + 1));
        let relays = vec![Relay::new()];
        let people = people.collect();
        let mut world = Self { relay_ms: START_MS, tends: false, relays, people };
        let (id, key) = (world.relays[0].id(), world.relays[0].key());
        for client in &mut world.people {
            client.put_relay_key(&id, &key);
        }
        world
    }

    /// A room of all these people; the first is its admin, the others came in by one invite.
    pub(crate) fn room(names: &[&'static str]) -> Self {
        Self::new(names).gathered()
    }

    /// The same, once people are there.
    pub(crate) fn gathered(mut self) -> Self {
        self.of(0).founds(Class::default());
        if self.people.len() > 1 {
            let link = self.of(0).invites(100);
            for who in 1..self.people.len() {
                self.of(who).knocks(&link).unwrap();
            }
            self.settle();
            self.of(0).admits_all();
            self.settle();
        }
        self
    }

    pub(crate) fn of(&mut self, who: usize) -> Hand<'_> {
        Hand { world: self, who }
    }

    pub(crate) fn alice(&mut self) -> Hand<'_> {
        self.of(0)
    }

    pub(crate) fn bob(&mut self) -> Hand<'_> {
        self.of(1)
    }

    pub(crate) fn carol(&mut self) -> Hand<'_> {
        self.of(2)
    }

    pub(crate) fn dave(&mut self) -> Hand<'_> {
        self.of(3)
    }

    pub(crate) fn relay_day(&self) -> u32 {
        u32::try_from(self.relay_ms / DAY_MS).unwrap()
    }

    pub(crate) fn pass_days(&mut self, days: u64) {
        self.pass_hours(24 * days);
    }

    pub(crate) fn pass_hours(&mut self, hours: u64) {
        self.relay_ms += hours * DAY_MS / 24;
        for client in &mut self.people {
            client.now_ms += hours * DAY_MS / 24;
        }
    }

    pub(crate) fn id_of(&mut self, who: usize) -> MemberId {
        MemberId::of(&self.people[who].record().me.persona())
    }

    /// The handle of the mailbox that this person's room is in.
    pub(crate) fn handle(&self, who: usize) -> sitr_wire::Handle {
        self.people[who].record().epoch.unwrap().handle
    }

    /// All active members are in one epoch, with one safety number, members and roles, and no message
    /// is missing or still on its way.
    pub(crate) fn agrees(&mut self) {
        let active: Vec<usize> =
            (0..self.people.len()).filter(|who| self.people[*who].is_in()).collect();
        let Some((first, others)) = active.split_first() else { return };
        let number = self.people[*first].safety_number();
        let mut members = self.people[*first].members();
        members.iter_mut().for_each(|member| member.is_me = false);
        let history = self.people[*first].history();
        for who in others {
            let client = &mut self.people[*who];
            assert_eq!(client.safety_number(), number, "{} is elsewhere", client.name);
            let mut theirs = client.members();
            theirs.iter_mut().for_each(|member| member.is_me = false);
            assert_eq!(theirs, members, "{} sees other members", client.name);
            let heard = client.history();
            let missing: Vec<_> = heard.iter().filter(|text| !history.contains(text)).collect();
            assert!(missing.is_empty(), "only {} has {missing:?}", client.name);
        }
        for who in active {
            let client = &self.people[who];
            assert_eq!(client.undelivered(), 0, "{} still has something to send", client.name);
            let mut ids: Vec<_> = client.messages().iter().map(|message| message.id).collect();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), client.messages().len(), "{} has doubles", client.name);
        }
    }
}

impl Hand<'_> {
    pub(crate) fn client(&mut self) -> &mut Client {
        &mut self.world.people[self.who]
    }

    pub(crate) fn founds(&mut self, class: Class) -> RoomId {
        let id = self.world.relays[0].id();
        let pseudonym = name(self.client().name);
        let relay = RelayRef { id, routes: vec!["ws://relay.example/sitr/v1".to_owned()] };
        let room = self
            .client()
            .core(|core| core.found(&name("room"), &pseudonym, relay.clone(), class))
            .unwrap();
        self.client().room = room;
        room
    }

    pub(crate) fn says(&mut self, text: &str) {
        self.tries_to_say(text).unwrap();
    }

    /// Says it, and encrypts it in the same transaction if nothing waits before it.
    pub(crate) fn sends(&mut self, text: &str) {
        let content = Content::new([0; 16], 0, Body::text(text));
        let room = self.client().room;
        self.client().core(|core| core.send(&room, content.clone())).unwrap();
    }

    pub(crate) fn tries_to_say(&mut self, text: &str) -> Result<(), CoreError> {
        self.tries(Content::new([0; 16], 0, Body::text(text))).map(|_| ())
    }

    /// Says anything.
    pub(crate) fn tries(&mut self, content: Content) -> Result<MessageId, CoreError> {
        let room = self.client().room;
        self.client().core(|core| core.say(&room, content.clone()))
    }

    /// Makes an invite, publishes it, and gives its link.
    pub(crate) fn invites(&mut self, uses: u32) -> Link {
        self.invites_for(uses, 1)
    }

    /// The same, good for so many days.
    pub(crate) fn invites_for(&mut self, uses: u32, days: u64) -> Link {
        let room = self.client().room;
        let expires = self.client().now_ms / 1000 + days * 86_400;
        let id = self.client().core(|core| core.create_invite(&room, uses, expires)).unwrap();
        while self.world.work(self.who) {}
        self.link(&id)
    }

    pub(crate) fn link(&mut self, id: &InviteId) -> Link {
        let room = self.client().room;
        self.client().store(|store| store.invite(&room, id)).unwrap().keys.link
    }

    pub(crate) fn revokes(&mut self, link: &Link) {
        let (room, id) = (self.client().room, InviteId::of(&link.card));
        self.client().core(|core| core.revoke_invite(&room, &id)).unwrap();
    }

    /// Reads the card and knocks; the knock is sent when errands are run.
    pub(crate) fn knocks(&mut self, link: &Link) -> Result<RoomId, CoreError> {
        let link = Link::from_text(&link.to_text()).unwrap();
        let relay = self.client().relay;
        let page = self.world.relays[relay].read(&link.card, &link.card_address(), 0);
        let cell = page.map_err(|_| CoreError::Card)?.cells.remove(0).1;
        let card = open_card(&link, &cell, self.client().now_ms)?;
        let pseudonym = name(self.client().name);
        let room = self
            .client()
            .core(|core| core.knock(&link, &card, &pseudonym, &Hello::note("please")))?;
        self.client().room = room;
        Ok(room)
    }

    /// Knocks that nobody answered yet.
    pub(crate) fn waiting(&mut self) -> Vec<KnockId> {
        let room = self.client().room;
        let knocks = self.client().store(|store| store.knocks(&room));
        knocks
            .iter()
            .filter(|knock| knock.state == KnockState::Waiting)
            .map(|knock| knock.id)
            .collect()
    }

    pub(crate) fn admits_all(&mut self) {
        let room = self.client().room;
        for knock in self.waiting() {
            self.client().core(|core| core.admit(&room, &knock)).unwrap();
        }
    }

    pub(crate) fn refuses_all(&mut self, why: &str) {
        let room = self.client().room;
        for knock in self.waiting() {
            self.client().core(|core| core.refuse(&room, &knock, why)).unwrap();
        }
    }

    pub(crate) fn admits_everyone(&mut self) {
        let room = self.client().room;
        self.client().core(|core| core.admit_everyone(&room, true)).unwrap();
    }

    pub(crate) fn gives_role(&mut self, whom: usize, role: Role) -> Result<(), CoreError> {
        let (room, member) = (self.client().room, self.world.id_of(whom));
        self.client().core(|core| core.set_role(&room, &member, role))
    }

    pub(crate) fn removes(&mut self, whom: usize) -> Result<(), CoreError> {
        let (room, member) = (self.client().room, self.world.id_of(whom));
        self.client().core(|core| core.remove(&room, &member))
    }

    pub(crate) fn leaves(&mut self) -> Result<(), CoreError> {
        let room = self.client().room;
        self.client().core(|core| core.leave(&room))
    }

    pub(crate) fn offers_keys(&mut self) {
        let room = self.client().room;
        self.client().core(|core| core.offer_keys(&room)).unwrap();
    }

    pub(crate) fn rolls(&mut self) {
        let room = self.client().room;
        self.client().tamper(|store| store.add_intent(&room, &Intent::Roll));
    }

    pub(crate) fn tends(&mut self) {
        let (room, day) = (self.client().room, self.world.relay_day());
        self.client().core(|core| core.tend(&room, Some(day))).unwrap();
    }

    pub(crate) fn tries_to_admit_first(&mut self) -> Result<(), CoreError> {
        let room = self.client().room;
        let knock = self.client().store(|store| store.knocks(&room))[0].id;
        self.client().core(|core| core.admit(&room, &knock))
    }

    /// The relay says that the room's mailbox is gone.
    pub(crate) fn is_lost(&mut self) {
        let record = self.client().record();
        self.client().core(|core| core.lost(record.clone())).unwrap();
    }

    /// The relay refuses the step that is next.
    pub(crate) fn is_refused(&mut self, refusal: &Refusal) -> Verdict {
        let room = self.client().room;
        let (id, ..) = self.client().store(|store| store.errands(&room)).remove(0);
        self.client().core(|core| core.step_refused(id, refusal)).unwrap()
    }

    /// Makes the next commit, without sending it.
    pub(crate) fn commits(&mut self) -> bool {
        let room = self.client().room;
        self.client().core(|core| core.commit_next(&room)).unwrap()
    }

    /// Encrypts the next message, without sending it.
    pub(crate) fn pumps(&mut self) -> bool {
        let room = self.client().room;
        self.client().core(|core| core.pump(&room)).unwrap()
    }

    /// Reads, decides and sends until nothing more is to be done alone.
    pub(crate) fn catches_up(&mut self) {
        self.world.catch_up(self.who);
    }

    pub(crate) fn heard(&mut self) -> Vec<String> {
        self.client().history()
    }

    /// Knows no way back by itself.
    pub(crate) fn forgets_ways(&mut self) {
        let mut record = self.client().record();
        record.back.ways.clear();
        self.client().tamper(|store| store.put_room(&record));
    }
}
