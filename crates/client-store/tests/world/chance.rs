//! Random schedules of a small world, each by its seed: whatever happens, in the end all active
//! members are in one epoch with one safety number, and have heard the same.

use std::collections::{BTreeMap, BTreeSet};

use sitr_client_core::state::{Delivery, Message, Standing};
use sitr_community::Role;
use sitr_content::{Body, MessageId, decode};

use crate::client::Dice;
use crate::hand::World;

const STEPS: u64 = 120;

struct Tale {
    world: World,
    dice: Dice,
    /// Who was a member all the time.
    constant: BTreeSet<usize>,
    log: Vec<String>,
}

impl Tale {
    fn new(seed: u64) -> Self {
        let mut world = World::room(&["alice", "bob", "carol", "dave"]);
        world.alice().gives_role(1, Role::Moderator).unwrap();
        world.alice().gives_role(2, Role::Admin).unwrap();
        world.settle();
        for (who, client) in world.people.iter_mut().enumerate() {
            client.flaky = (seed % 2 == 1).then(|| Dice(seed * 31 + who as u64));
        }
        Self { world, dice: Dice(seed), constant: (0..4).collect(), log: Vec::new() }
    }

    fn step(&mut self) {
        let who = self.dice.roll(4) as usize;
        let whom = self.dice.roll(4) as usize;
        let what = self.dice.roll(100);
        self.log.push(format!("{who} {what} {whom}"));
        let said = format!("{}", self.log.len());
        let active = self.world.people[who].is_in();
        match what {
            0..18 if active => self.world.of(who).says(&said),
            18..22 => self.world.people[who].online ^= true,
            22..24 => self.world.people[who].restart(),
            // Who may not do it is told so; nothing else is expected of these.
            24..27 if active => drop(self.world.of(who).gives_role(whom, role(&mut self.dice))),
            27 if active => drop(self.world.of(who).removes(whom)),
            28 if active => drop(self.world.of(who).leaves()),
            29..31 if active => self.world.of(who).offers_keys(),
            31..33 if active => {
                self.world.people[who].now_ms += crate::hand::DAY_MS;
                self.world.of(who).tends();
            }
            33..35 => self.comes_back(who),
            35..55 => drop(self.world.think(who)),
            55..78 => drop(self.world.work(who)),
            _ => drop(self.world.read(who)),
        }
        for who in 0..4 {
            if self.world.people[who].standing() != Standing::Active {
                self.constant.remove(&who);
            }
        }
    }

    /// Somebody who is out is invited again.
    fn comes_back(&mut self, who: usize) {
        let out = matches!(
            self.world.people[who].standing(),
            Standing::Left | Standing::Removed | Standing::Refused
        );
        let steward = (0..4).find(|at| {
            let client = &self.world.people[*at];
            client.is_in() && client.record().steward.is_some() && client.online
        });
        if let (true, Some(steward)) = (out, steward) {
            self.world.people[steward].flaky = None;
            let link = self.world.of(steward).invites(3);
            // The card is not there while the room's errands wait for something else.
            drop(self.world.of(who).knocks(&link));
        }
    }

    fn ends(&mut self) {
        for client in &mut self.world.people {
            client.online = true;
            client.flaky = None;
        }
        for _ in 0..3 {
            self.world.settle();
            for who in 0..4 {
                let steward = self.world.people[who].record().steward.is_some();
                if steward && self.world.people[who].is_in() {
                    self.world.of(who).admits_all();
                }
            }
        }
        self.world.settle();
    }

    fn texts(&self, who: usize) -> BTreeMap<MessageId, Delivery> {
        let all = self.world.people[who].messages().into_iter();
        let text = |content: &[u8]| matches!(decode(content).unwrap().body, Body::Text(_));
        all.filter(|one| text(&one.content)).map(|one| (one.id, one.delivery)).collect()
    }

    fn check(&mut self) {
        let active: Vec<usize> = (0..4).filter(|who| self.world.people[*who].is_in()).collect();
        let numbers: BTreeSet<_> =
            active.iter().map(|who| self.world.people[*who].safety_number()).collect();
        assert!(numbers.len() <= 1, "two rooms");
        let mut heard_by_all: Option<BTreeSet<MessageId>> = None;
        let mut anywhere = BTreeSet::new();
        let mut failed = BTreeSet::new();
        for who in 0..4 {
            let texts = self.texts(who);
            let is = |delivery| move |(_, is): &(&MessageId, &Delivery)| **is == delivery;
            failed.extend(texts.iter().filter(is(Delivery::Failed)).map(|(id, _)| *id));
            anywhere.extend(texts.iter().filter(is(Delivery::Received)).map(|(id, _)| *id));
            if active.contains(&who) {
                let stays = |message: &Message| {
                    matches!(message.delivery, Delivery::Queued | Delivery::Sealed)
                };
                let messages = self.world.people[who].messages();
                assert!(!messages.iter().any(stays), "{who} has something to say: {messages:?}");
            }
            if self.constant.contains(&who) && active.contains(&who) {
                let heard: BTreeSet<_> = texts
                    .iter()
                    .filter(|(_, delivery)| **delivery != Delivery::Failed)
                    .map(|(id, _)| *id)
                    .collect();
                assert_eq!(*heard_by_all.get_or_insert_with(|| heard.clone()), heard, "{who}");
            }
            assert_eq!(self.world.people[who].alarms(), [], "{who}");
        }
        let ghosts: Vec<_> = failed.intersection(&anywhere).collect();
        assert!(ghosts.is_empty(), "told as failed, and heard");
        if let Some(heard) = heard_by_all {
            for who in 0..4 {
                let mut sent = self.texts(who);
                sent.retain(|_, delivery| *delivery == Delivery::Sent);
                assert!(
                    sent.keys().all(|id| heard.contains(id)),
                    "{who} was told that it was sent"
                );
            }
        }
    }
}

fn role(dice: &mut Dice) -> Role {
    Role::ALL[dice.roll(8) as usize]
}

fn run(seed: u64) {
    let mut tale = Tale::new(seed);
    let told = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        for _ in 0..STEPS {
            tale.step();
        }
        tale.ends();
        tale.check();
    }));
    if let Err(panic) = told {
        let why = panic.downcast_ref::<String>().cloned().unwrap_or_default();
        panic!("seed {seed}: {why}: {}", tale.log.join(", "));
    }
}

#[test]
fn random_schedules_end_in_one_room() {
    let seeds = std::env::var("SITR_SEEDS").ok().and_then(|seeds| seeds.parse().ok());
    let from = std::env::var("SITR_SEED").ok().and_then(|seed| seed.parse().ok());
    let from = from.unwrap_or(0);
    (from..from + seeds.unwrap_or(8)).for_each(run);
}
