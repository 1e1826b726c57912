//! Many knock, and are let in by one commit.

use std::process::Child;

use futures_util::{StreamExt as _, stream};
use serde_json::{Value, json};
use sitr_client::{KnockState, RoomId, Standing};
use sitr_e2e::{Member, Sleeper, sitr};

use super::hall::{AT_ONCE, Hall, LOOK, Meter, tell, until};

/// Devices of the mass that stay connected throughout.
const AWAKE: usize = 32;

/// What it took to let so many in.
pub(crate) struct Wave {
    joined: usize,
    before: usize,
    clients_us: f64,
    relay_us: f64,
}

impl Wave {
    pub(crate) fn json(&self) -> Value {
        let each = |us: f64| (us / self.joined as f64 / 100.0).round() / 10.0;
        json!({
            "joined": self.joined,
            "before": self.before,
            "clients_ms_a_joiner": each(self.clients_us),
            "relay_ms_a_joiner": each(self.relay_us),
        })
    }
}

impl Hall {
    /// Has so many knock, and `processes` of them as `sitr`; then lets all of them in at once. Whoever knocked is
    /// switched off until it is answered, and again when it is in, but the first [`AWAKE`] of all.
    pub(crate) async fn let_in(&mut self, batch: usize, processes: usize) -> Wave {
        let before = self.devices();
        let all = batch + processes;
        self.founder.client.admit_everyone(&self.room, false).await.expect("a person decides");
        let uses = u32::try_from(all).expect("a few");
        let link = self.founder.invites(&self.room, uses).await.link;
        let knocked = knock(&link, self.devices(), batch).await;
        let mut joining: Vec<Joining> =
            (0..processes).map(|number| Joining::start(number, &link)).collect();
        let (founder, room) = (&self.founder, self.room);
        until("knocks read", all, async || {
            joining.iter_mut().for_each(Joining::goes_on);
            waiting(founder, room).await
        })
        .await;

        let meter = Meter::start(&self.relay);
        self.founder.client.admit_everyone(&self.room, true).await.expect("all are let in");
        self.enter(knocked).await;
        for joining in joining {
            let member = tokio::task::spawn_blocking(|| joining.ends()).await.expect("it ended");
            self.processes.push(member);
        }
        self.founder.client.settled(&self.room, LOOK * 600).await.expect("all are answered");
        let (clients_us, relay_us) = meter.stop(&self.relay);
        Wave { joined: all, before, clients_us, relay_us }
    }

    /// Switches those on who knocked, a few at a time, until they are in.
    async fn enter(&mut self, knocked: Vec<Sleeper>) {
        let (room, all) = (self.room, knocked.len());
        let enter = async |sleeper: Sleeper| {
            let member = sleeper.wakes();
            member.client.connect().await.expect("a relay");
            until_in(&member, room).await;
            member
        };
        let mut entering = stream::iter(knocked).map(enter).buffer_unordered(AT_ONCE);
        let mut done = 0;
        while let Some(member) = entering.next().await {
            if self.awake.len() < AWAKE {
                self.awake.push(member);
            } else {
                self.asleep.push(member.sleeps().await);
            }
            done += 1;
            tell(done, all, "came in");
        }
    }
}

/// Has so many knock, a few at a time, and switches them off.
async fn knock(link: &str, first: usize, count: usize) -> Vec<Sleeper> {
    let knock = async |number: usize| {
        let member = Member::new(&format!("n{number}"));
        member.knocks(link).await;
        member.sleeps().await
    };
    let mut knocking = stream::iter(first..first + count).map(knock).buffer_unordered(AT_ONCE);
    let mut knocked = Vec::with_capacity(count);
    while let Some(sleeper) = knocking.next().await {
        knocked.push(sleeper);
        tell(knocked.len(), count, "knocked");
    }
    knocked
}

/// Waits until an answer has brought a member in, and what it has to do then is done.
async fn until_in(member: &Member, room: RoomId) {
    let mut events = member.client.events(Some(0)).await.expect("events");
    loop {
        let standing = member.client.room(&room).await.expect("the room").standing;
        assert!(matches!(standing, Standing::Joining | Standing::Active), "{standing:?}");
        if standing == Standing::Active {
            break;
        }
        events.next().await.expect("an event");
    }
    member.client.settled(&room, LOOK * 60).await.expect("nothing is left to be sent");
}

/// A process that knocks, and waits until it is let in.
struct Joining {
    member: Member,
    child: Child,
}

impl Joining {
    fn start(number: usize, link: &str) -> Self {
        let name = format!("process {number}");
        let member = Member::new(&name);
        let arguments = ["join", link, "--as", &name];
        let child = sitr(&member.profile(), &member.passphrase_file(), &arguments);
        Self { member, child: child.expect("sitr starts") }
    }

    /// Fails the run where the process has.
    fn goes_on(&mut self) {
        let ended = self.child.try_wait().expect("a child");
        assert!(ended.is_none_or(|status| status.success()), "`sitr join` failed: {ended:?}");
    }

    fn ends(mut self) -> Member {
        let status = self.child.wait().expect("a child");
        assert!(status.success(), "`sitr join` failed: {status}");
        self.member
    }
}

async fn waiting(founder: &Member, room: RoomId) -> usize {
    let knocks = founder.client.knocks(&room).await.expect("knocks");
    knocks.iter().filter(|knock| knock.state == KnockState::Waiting).count()
}
