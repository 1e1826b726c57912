//! The room and everybody in it.

use std::time::Duration;

use sitr_client::{RoomId, Since, Standing};
use sitr_e2e::tap::{Frames, tap};
use sitr_e2e::{Member, RelayProcess, sitr};

use crate::cpu;

/// How often is looked whether all are there.
pub(crate) const LOOK: Duration = Duration::from_secs(1);
/// Looks after which a run has failed.
const LOOKS: usize = 1800;

/// A room on a relay of its own.
pub(crate) struct Hall {
    pub(crate) relay: RelayProcess,
    pub(crate) founder: Member,
    pub(crate) room: RoomId,
    /// Clients in this process.
    pub(crate) mass: Vec<Member>,
    /// Profiles that `sitr` processes work on.
    pub(crate) processes: Vec<Member>,
    /// Who sits behind the tap, and what went by there.
    witness: Option<(Member, Frames)>,
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

impl Hall {
    pub(crate) async fn open() -> Self {
        let (relay, founder) = (RelayProcess::start(), Member::new("founder"));
        let room = founder.founds("Hall", &relay).await;
        founder.client.set_raid_limit(&room, 0).await.expect("many are expected");
        Self { relay, founder, room, mass: Vec::new(), processes: Vec::new(), witness: None }
    }

    /// Everybody in this process who is still in the room, but the founder.
    fn everybody(&self) -> impl Iterator<Item = &Member> {
        let witness = self.witness.iter().map(|(member, _)| member);
        self.mass.iter().chain(witness)
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

    /// The founder speaks, a device of the mass, and a process: everybody hears all three.
    pub(crate) async fn talk(&mut self) {
        let texts = ["from the founder", "from one of many", "from a process"];
        self.founder.says(&self.room, texts[0]).await;
        self.mass[0].says(&self.room, texts[1]).await;
        let process = &self.processes[0];
        self.run(process, &["send", "Hall", texts[2]]).await;
        for process in &self.processes {
            self.run(process, &["read", "Hall"]).await;
            let heard = process.texts(&self.room).await;
            assert!(texts.iter().all(|text| heard.iter().any(|one| one == text)), "{heard:?}");
        }
        let all: Vec<&Member> = self.everybody().collect();
        let room = self.room;
        until("devices heard all", all.len(), async || {
            let mut heard = 0;
            for member in &all {
                let history = member.client.history(&room, Since::Last, 10).await.expect("history");
                let has = |text: &&str| history.iter().any(|message| message.text == **text);
                heard += usize::from(texts.iter().all(has));
            }
            heard
        })
        .await;
    }

    async fn run(&self, process: &Member, arguments: &[&str]) {
        let child = sitr(&process.profile(), &process.passphrase_file(), arguments);
        let mut child = child.expect("sitr starts");
        let ended = tokio::task::spawn_blocking(move || child.wait()).await.expect("it ended");
        assert!(ended.is_ok_and(|status| status.success()), "`sitr {}` failed", arguments[0]);
    }

    /// Takes one out, and waits until all who are left have followed: the bytes that the relay sent to one of
    /// them for it. A large room does not stand still meanwhile, since its devices offer new keys.
    pub(crate) async fn remove_one(&mut self) -> usize {
        let gone = self.mass.pop().expect("many");
        let name = gone.client.room(&self.room).await.expect("the room").pseudonym;
        let members = self.founder.client.members(&self.room).await.expect("members");
        let id = members.into_iter().find(|member| member.name == name).expect("a member").id;
        let before = self.witness.as_ref().map(|(_, frames)| bytes(frames)).unwrap_or_default();
        self.founder.client.remove(&self.room, id).await.expect("an admin");
        self.founder.client.settled(&self.room, LOOK * 600).await.expect("it is done");
        let room = self.room;
        let there = self.founder.client.epoch_authenticator(&room).await.expect("a member");
        let followed = async |member: &Member| {
            let here = member.client.epoch_authenticator(&room).await.expect("a member");
            assert!(here.0 != there.0 || here.1 == there.1, "one epoch, two rooms");
            here.0 >= there.0
        };
        let (witness, frames) = self.witness.as_ref().expect("somebody behind the tap");
        while !followed(witness).await {
            tokio::time::sleep(LOOK / 10).await;
        }
        let commit = bytes(frames) - before;
        let mut left: Vec<&Member> = self.everybody().collect();
        let all = left.len();
        until("devices followed", all, async || {
            // Each is asked until it is there, and not again: that reads its group from the disk.
            for member in std::mem::take(&mut left) {
                if !followed(member).await {
                    left.push(member);
                }
            }
            all - left.len()
        })
        .await;
        gone.stands(&room, Standing::Removed).await;
        commit
    }

    /// The number of the room's epoch.
    pub(crate) async fn epoch(&self) -> u64 {
        self.founder.client.epoch_authenticator(&self.room).await.expect("a member").0
    }
}
