//! The room and everybody in it.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use sitr_client::{RoomId, Since, Standing, What};
use sitr_e2e::tap::{Frames, tap};
use sitr_e2e::{Member, PATIENCE, RelayProcess, Sleeper, sitr};

use crate::cpu;

/// How often is looked whether all are there.
pub(crate) const LOOK: Duration = Duration::from_secs(1);
/// Looks after which a run has failed.
const LOOKS: usize = 1800;
/// Devices of the mass that knock, join or catch up at a time.
pub(crate) const AT_ONCE: usize = 16;

/// A room on a relay of its own.
pub(crate) struct Hall {
    pub(crate) relay: RelayProcess,
    pub(crate) founder: Member,
    pub(crate) room: RoomId,
    /// Clients in this process that stay connected.
    pub(crate) awake: Vec<Member>,
    /// Clients in this process that are switched off: a thousand trees do not fit into one memory.
    pub(crate) asleep: Vec<Sleeper>,
    /// Profiles that `sitr` processes work on.
    pub(crate) processes: Vec<Member>,
    /// Who sits behind the tap, and what went by there.
    witness: Option<(Member, Frames)>,
    /// The authenticator of each epoch that somebody was seen in.
    epochs: BTreeMap<u64, Vec<u8>>,
}

/// CPU time of the clients and of the relay, from here on.
pub(crate) struct Meter(f64, f64);

impl Meter {
    pub(crate) fn start(relay: &RelayProcess) -> Self {
        Self(cpu::process_us(), cpu::of_process(relay.pid()))
    }

    pub(crate) fn stop(self, relay: &RelayProcess) -> (f64, f64) {
        (cpu::process_us() - self.0, cpu::of_process(relay.pid()) - self.1)
    }
}

/// Memory of this process, in bytes.
pub(crate) fn resident_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("VmRSS");
    let kib: u64 = line.split_whitespace().nth(1).and_then(|it| it.parse().ok()).expect("KiB");
    kib * 1024
}

/// Looks until so many are there, and tells how far it is.
pub(crate) async fn until(what: &str, all: usize, mut count: impl AsyncFnMut() -> usize) {
    for look in 0..LOOKS {
        let now = count().await;
        if look % 5 == 0 || now >= all {
            eprintln!("{now} of {all} {what}");
        }
        if now >= all {
            return;
        }
        tokio::time::sleep(LOOK).await;
    }
    panic!("not all {what}");
}

fn bytes(frames: &Frames) -> usize {
    frames.from_relay.lock().expect("nobody panicked").iter().map(Vec::len).sum()
}

/// What is said in the room.
const TEXTS: [&str; 3] = ["from the founder", "from one of many", "from a process"];

impl Hall {
    pub(crate) async fn open() -> Self {
        let (relay, founder) = (RelayProcess::start(), Member::new("founder"));
        let room = founder.founds("Hall", &relay).await;
        founder.client.set_raid_limit(&room, 0).await.expect("many are expected");
        Self {
            relay,
            founder,
            room,
            awake: Vec::new(),
            asleep: Vec::new(),
            processes: Vec::new(),
            witness: None,
            epochs: BTreeMap::new(),
        }
    }

    /// Devices that are in the room, but that behind the tap.
    pub(crate) fn devices(&self) -> usize {
        1 + self.awake.len() + self.asleep.len() + self.processes.len()
    }

    /// Lets one more in, through a tap: the bytes that the relay sent to it until it was in.
    pub(crate) async fn let_witness_in(&mut self) -> usize {
        let (url, frames) = tap(&self.relay.url).await;
        let client = &self.founder.client;
        client.set_routes(&self.room, &[url]).await.expect("a route");
        let link = self.founder.invites(&self.room, 1).await.link;
        client
            .set_routes(&self.room, std::slice::from_ref(&self.relay.url))
            .await
            .expect("a route");
        let witness = Member::new("witness");
        witness.knocks(&link).await;
        witness.stands(&self.room, Standing::Active).await;
        client.settled(&self.room, LOOK * 60).await.expect("it is answered");
        let join = bytes(&frames);
        self.witness = Some((witness, frames));
        join
    }

    /// The founder speaks, a device of the mass, and a process.
    pub(crate) async fn talk(&self) {
        self.founder.says(&self.room, TEXTS[0]).await;
        self.awake[0].says(&self.room, TEXTS[1]).await;
        self.run(&self.processes[0], &["send", "Hall", TEXTS[2]]).await;
    }

    async fn run(&self, process: &Member, arguments: &[&str]) {
        let child = sitr(&process.profile(), &process.passphrase_file(), arguments);
        let mut child = child.expect("sitr starts");
        let ended = tokio::task::spawn_blocking(move || child.wait()).await.expect("it ended");
        assert!(ended.is_ok_and(|status| status.success()), "`sitr {}` failed", arguments[0]);
    }

    /// Takes one out: the bytes that the relay sent to a member for it. A large room does not stand still
    /// meanwhile, since its devices offer new keys.
    pub(crate) async fn remove_one(&mut self) -> usize {
        let gone = self.awake.pop().expect("many");
        let name = gone.client.room(&self.room).await.expect("the room").pseudonym;
        let members = self.founder.client.members(&self.room).await.expect("members");
        let id = members.into_iter().find(|member| member.name == name).expect("a member").id;
        let (witness, frames) = self.witness.as_ref().expect("somebody behind the tap");
        let before = bytes(frames);
        self.founder.client.remove(&self.room, id).await.expect("an admin");
        self.founder.client.settled(&self.room, LOOK * 600).await.expect("it is done");
        let (there, _) = epoch_of(&self.founder, self.room).await;
        while epoch_of(witness, self.room).await.0 < there {
            tokio::time::sleep(LOOK / 10).await;
        }
        let commit = bytes(frames) - before;
        gone.stands(&self.room, Standing::Removed).await;
        commit
    }

    /// Waits until everybody has heard all that was said and is in the epoch without the one who was taken out, or a
    /// later one; whoever was switched off is switched on for it, a few at a time. No two who are in one epoch may
    /// have two rooms.
    pub(crate) async fn all_follow(&mut self) {
        let room = self.room;
        let (least, authenticator) = epoch_of(&self.founder, room).await;
        self.epochs.insert(least, authenticator);
        for process in &self.processes {
            self.run(process, &["read", "Hall"]).await;
        }
        let (tapped, _) = self.witness.as_ref().expect("somebody behind the tap");
        for member in self.awake.iter().chain(&self.processes).chain([tapped]) {
            let seen = follows(member, room, least).await;
            agree(&mut self.epochs, seen);
        }
        let sleepers = std::mem::take(&mut self.asleep);
        let all = sleepers.len();
        let wake = async |sleeper: Sleeper| {
            let member = sleeper.wakes();
            member.client.connect().await.expect("a relay");
            let seen = follows(&member, room, least).await;
            // What it had was on a disk that the others need.
            member.client.close().await;
            seen
        };
        let mut waking = stream::iter(sleepers).map(wake).buffer_unordered(AT_ONCE);
        let mut done = 0;
        while let Some(seen) = waking.next().await {
            agree(&mut self.epochs, seen);
            done += 1;
            tell(done, all, "woke, heard all and followed");
        }
    }

    /// The number of the room's epoch.
    pub(crate) async fn epoch(&self) -> u64 {
        epoch_of(&self.founder, self.room).await.0
    }
}

/// Tells how far it is, now and then.
pub(crate) fn tell(done: usize, all: usize, what: &str) {
    if done.is_multiple_of(100) || done == all {
        eprintln!("{done} of {all} {what}");
    }
}

async fn epoch_of(member: &Member, room: RoomId) -> (u64, Vec<u8>) {
    member.client.epoch_authenticator(&room).await.expect("a member")
}

fn agree(epochs: &mut BTreeMap<u64, Vec<u8>>, (epoch, authenticator): (u64, Vec<u8>)) {
    let known = epochs.entry(epoch).or_insert_with(|| authenticator.clone());
    assert!(*known == authenticator, "one epoch, two rooms");
}

/// Waits until a member has heard all and is in this epoch or a later one; which one it is. To ask for the epoch reads
/// the whole group from the disk, so it is asked when there is news.
async fn follows(member: &Member, room: RoomId, least: u64) -> (u64, Vec<u8>) {
    let mut events = member.client.events(None).await.expect("events");
    loop {
        let history = member.client.history(&room, Since::Last, 10).await.expect("history");
        let has = |text: &&str| history.iter().any(|message| message.text == **text);
        if TEXTS.iter().all(has) {
            let seen = epoch_of(member, room).await;
            if seen.0 >= least {
                return seen;
            }
        }
        let news = async {
            loop {
                let event = events.next().await.expect("an event");
                let is_late = matches!(event.what, What::Epoch(number) if number >= least);
                if is_late || matches!(event.what, What::Message(_)) {
                    return;
                }
            }
        };
        let patience = tokio::time::timeout(PATIENCE * 10, news).await;
        assert!(patience.is_ok(), "a member did not follow");
    }
}
