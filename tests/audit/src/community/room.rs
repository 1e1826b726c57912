//! The life of one room.

use std::time::Duration;

use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use sitr_client::{MemberId, Role, RoomId, Standing, What};
use sitr_e2e::{Member, PATIENCE};

use super::diary::{Census, Deed, Doing, Invited};
use super::{Stage, draw, name};
use crate::scan::WORDS;

/// One room: what it is to become, and what it is.
pub(crate) struct RoomScript {
    index: usize,
    id: RoomId,
    /// Who is to come, the founder first.
    cast: Vec<usize>,
    inside: Vec<usize>,
    stewards: Vec<usize>,
    said: usize,
    rng: ChaCha8Rng,
}

impl RoomScript {
    pub(crate) fn plan(index: usize, devices: usize, rng: &mut ChaCha8Rng) -> Self {
        let cast = draw(devices, rng);
        let rng = ChaCha8Rng::seed_from_u64(rng.random());
        let (inside, stewards) = (Vec::new(), Vec::new());
        Self { index, id: RoomId([0; 32]), cast, inside, stewards, said: 0, rng }
    }

    pub(crate) fn founder(&self) -> usize {
        self.cast[0]
    }

    pub(crate) fn id(&self) -> &RoomId {
        &self.id
    }

    pub(crate) fn has(&self, device: usize) -> bool {
        self.inside.contains(&device)
    }

    pub(crate) fn end(self) -> (RoomId, Vec<usize>) {
        (self.id, self.inside)
    }

    /// Founding, the first members, a second steward, the other members but one.
    pub(crate) async fn gather(&mut self, stage: &Stage<'_>) {
        let founder = self.founder();
        let route = stage.tap.route(founder, self.index).await;
        let title = format!("{}-{}", WORDS[1], self.index);
        self.id = stage.members[founder].founds_at(&title, &route).await;
        self.inside.push(founder);
        self.stewards.push(founder);
        let late = usize::from(self.cast.len() > 3);
        for device in self.cast.clone().into_iter().take(self.cast.len() - late).skip(1) {
            self.welcome(stage, device).await;
            self.say(stage).await;
            if self.stewards.len() == 1 {
                self.promote(stage, device, Role::Moderator).await;
                self.stewards.push(device);
            }
        }
    }

    /// Some talk, new keys offered by a plain member, and talk again.
    pub(crate) async fn talk(&mut self, stage: &Stage<'_>) {
        self.converse(stage).await;
        if let Some(device) = self.plain(stage) {
            self.manage(stage, device, async |member, id| {
                member.client.renew_keys(id).await.expect("an offer");
            })
            .await;
        }
        self.converse(stage).await;
    }

    /// The room goes on while some are away: new keys, a newcomer, an invite that is taken back.
    pub(crate) async fn go_on(&mut self, stage: &Stage<'_>) {
        let steward = self.steward(stage);
        stage.members[steward].client.renew_keys(&self.id).await.expect("new keys");
        stage.members[steward].client.settled(&self.id, PATIENCE).await.expect("they are sent");
        self.converse(stage).await;
        let late = self.cast.last().copied().filter(|device| !self.has(*device));
        if let Some(device) = late.filter(|device| stage.is_here(*device)) {
            self.welcome(stage, device).await;
        }
        self.take_back(stage).await;
        self.converse(stage).await;
    }

    /// A member leaves, another is removed, a role is taken back.
    pub(crate) async fn change(&mut self, stage: &Stage<'_>) {
        for device in self.inside.clone() {
            let caught_up = stage.members[device].client.caught_up(&self.id, PATIENCE).await;
            caught_up.expect("what was missed is read");
        }
        self.converse(stage).await;
        let founder = &stage.members[self.founder()];
        if self.inside.len() > 3
            && let Some(device) = self.plain(stage)
        {
            self.manage(stage, device, async |member, id| {
                member.client.leave(id).await.expect("a request to leave");
            })
            .await;
            let gone = |what: &What| matches!(what, What::Gone(_, who) if *who == name(device));
            founder.sees(&self.id, gone).await;
            stage.members[device].stands(&self.id, Standing::Left).await;
            self.inside.retain(|inside| *inside != device);
        }
        if self.inside.len() > 4
            && let Some(device) = self.plain(stage)
        {
            let id = self.member(founder, device).await;
            founder.client.remove(&self.id, id).await.expect("a removal");
            founder.client.settled(&self.id, PATIENCE).await.expect("it is sent");
            stage.members[device].stands(&self.id, Standing::Removed).await;
            self.inside.retain(|inside| *inside != device);
        }
        // What a former steward knew is replaced: their invites are burned.
        if self.stewards.len() > 1 && self.index % 3 == 2 {
            let device = self.stewards.pop().expect("more than one");
            self.promote(stage, device, Role::Member).await;
        }
    }

    /// Waits until all who are here agree, and writes down how many the room has.
    pub(crate) async fn count(&mut self, stage: &Stage<'_>) {
        let founder = self.founder();
        for device in self.inside.iter().filter(|d| **d != founder && stage.is_here(**d)) {
            stage.members[founder].agrees_with(&stage.members[*device], &self.id).await;
        }
        let (room, at, size) = (self.index, stage.tap.now(), self.inside.len());
        stage.diary.counted(Census { room, founder, at, size });
    }

    async fn welcome(&mut self, stage: &Stage<'_>, device: usize) {
        let (inviter, admitter) = (self.steward(stage), self.steward(stage));
        let mut link = String::new();
        let kept = &mut link;
        self.managing(stage, inviter, async |member, id| {
            *kept = member.invites(id, 2).await.link;
        })
        .await;
        let link = stage.own(&link, device, self.index).await;
        stage.members[device].knocks(&link).await;
        stage.members[admitter].admits(&self.id).await;
        stage.members[device].stands(&self.id, Standing::Active).await;
        let (room, joiner, stewards) = (self.index, device, self.stewards.clone());
        stage.diary.invited(Invited { room, inviter, joiner, stewards });
        self.inside.push(device);
    }

    /// An invite is made and burned; who follows its link then is refused.
    async fn take_back(&mut self, stage: &Stage<'_>) {
        let founder = self.founder();
        let mut link = String::new();
        let kept = &mut link;
        self.managing(stage, founder, async |member, id| {
            *kept = member.invites(id, 3).await.link;
            let invites = member.client.invites(id).await.expect("invites");
            let invite = invites.iter().find(|invite| invite.link == *kept).expect("the new one");
            member.client.revoke_invite(id, invite.id).await.expect("it is taken back");
        })
        .await;
        let stranger = (0..stage.members.len()).find(|d| !self.has(*d) && stage.is_here(*d));
        if let Some(device) = stranger {
            let link = stage.own(&link, device, self.index).await;
            let answer = stage.members[device].client.join(&link, &name(device), "").await;
            assert!(answer.is_err(), "a burned invite lets nobody in");
        }
    }

    async fn promote(&mut self, stage: &Stage<'_>, device: usize, role: Role) {
        let founder = self.founder();
        let id = self.member(&stage.members[founder], device).await;
        self.managing(stage, founder, async |member, room| {
            member.client.set_role(room, id, role).await.expect("a role");
        })
        .await;
        let changed = |what: &What| matches!(what, What::Role(_, who, now) if *who == name(device) && *now == role);
        stage.members[device].sees(&self.id, changed).await;
    }

    async fn member(&self, asked: &Member, device: usize) -> MemberId {
        let members = asked.client.members(&self.id).await.expect("members");
        members.into_iter().find(|member| member.name == name(device)).expect("a member").id
    }

    /// Messages by whoever is here, as many in a small room as in a large one.
    async fn converse(&mut self, stage: &Stage<'_>) {
        for _ in 0..stage.talk + self.rng.random_range(0..4) {
            self.say(stage).await;
        }
    }

    async fn say(&mut self, stage: &Stage<'_>) {
        let here: Vec<usize> =
            self.inside.iter().copied().filter(|device| stage.is_here(*device)).collect();
        let device = *here.choose(&mut self.rng).expect("the founder is always here");
        self.said += 1;
        let is_long = self.rng.random_range(0..10) == 0;
        let text = format!("{}-{}-{}", WORDS[2], self.index, self.said);
        let text = if is_long { text.repeat(150) } else { text };
        let from = stage.tap.now();
        stage.members[device].says(&self.id, &text).await;
        let doing = if is_long { Doing::SaidLong } else { Doing::Said };
        self.wrote(stage, device, from, doing);
        tokio::time::sleep(Duration::from_millis(self.rng.random_range(1..20))).await;
    }

    /// Something else than speaking, after which a steward ends the epoch.
    async fn manage(
        &mut self,
        stage: &Stage<'_>,
        device: usize,
        what: impl AsyncFnOnce(&Member, &RoomId),
    ) {
        let before = stage.members[self.founder()].client.safety_number(&self.id).await;
        self.managing(stage, device, what).await;
        // A steward's client answers with a close; the room goes on once the founder has seen it.
        let founder = &stage.members[self.founder()];
        let mut events = founder.client.events(Some(0)).await.expect("events");
        let closed = async {
            while founder.client.safety_number(&self.id).await.ok() == before.as_ref().ok().copied()
            {
                events.next().await.expect("an event");
            }
        };
        // An offer that lost its race to another close is dropped, which is no fault.
        let _ = tokio::time::timeout(Duration::from_secs(5), closed).await;
    }

    async fn managing(
        &mut self,
        stage: &Stage<'_>,
        device: usize,
        what: impl AsyncFnOnce(&Member, &RoomId),
    ) {
        let from = stage.tap.now();
        let member = &stage.members[device];
        what(member, &self.id).await;
        member.client.settled(&self.id, PATIENCE).await.expect("it is sent");
        self.wrote(stage, device, from, Doing::Managed);
    }

    fn wrote(&self, stage: &Stage<'_>, device: usize, from: u64, doing: Doing) {
        let (room, until) = (self.index, stage.tap.now());
        stage.diary.did(Deed { device, room, from, until, doing });
    }

    fn steward(&mut self, stage: &Stage<'_>) -> usize {
        let here: Vec<usize> =
            self.stewards.iter().copied().filter(|device| stage.is_here(*device)).collect();
        *here.choose(&mut self.rng).expect("the founder is always here")
    }

    /// A member who is here and no steward.
    fn plain(&mut self, stage: &Stage<'_>) -> Option<usize> {
        let plain: Vec<usize> = self
            .inside
            .iter()
            .copied()
            .filter(|device| stage.is_here(*device) && !self.stewards.contains(device))
            .collect();
        plain.choose(&mut self.rng).copied()
    }
}
