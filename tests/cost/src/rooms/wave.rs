//! Many knock, and are let in by one commit.

use futures_util::{StreamExt as _, stream};
use serde_json::{Value, json};
use sitr_client::{KnockState, RoomId, Standing};
use sitr_e2e::{Member, sitr};

use super::hall::{Hall, LOOK, Meter, until};

/// Knocks that are made at a time.
const AT_ONCE: usize = 16;

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
    /// Has so many knock, and `processes` of them as `sitr`; then lets all of them in at once.
    pub(crate) async fn let_in(&mut self, batch: usize, processes: usize) -> Wave {
        let before = self.mass.len() + self.processes.len() + 1;
        let all = batch + processes;
        self.founder.client.admit_everyone(&self.room, false).await.expect("a person decides");
        let uses = u32::try_from(all).expect("a few");
        let link = self.founder.invites(&self.room, uses).await.link;
        self.knock(&link, batch).await;
        let mut joining = Vec::new();
        for number in 0..processes {
            let member = Member::new(&format!("process {number}"));
            let arguments = ["join", &link, "--as", &format!("process {number}")];
            let child = sitr(&member.profile(), &member.passphrase_file(), &arguments);
            joining.push((member, child.expect("sitr starts")));
        }
        let (founder, room) = (&self.founder, self.room);
        until("knocks read", all, || waiting(founder, room)).await;

        let meter = Meter::start(&self.relay);
        self.founder.client.admit_everyone(&self.room, true).await.expect("all are let in");
        let fresh = self.mass.get(self.mass.len() - batch..).unwrap_or_default();
        until("devices in", batch, || standing(fresh, room)).await;
        for (member, child) in joining {
            let ended = tokio::task::spawn_blocking(move || wait(child)).await.expect("it ended");
            assert!(ended, "`sitr join` failed");
            self.processes.push(member);
        }
        self.founder.client.settled(&self.room, LOOK * 600).await.expect("all are answered");
        let (clients_us, relay_us) = meter.stop(&self.relay);
        Wave { joined: all, before, clients_us, relay_us }
    }

    async fn knock(&mut self, link: &str, count: usize) {
        let first = self.mass.len();
        let knock = async |number: usize| {
            let member = Member::new(&format!("n{number}"));
            member.knocks(link).await;
            member
        };
        let mut knocking = stream::iter(first..first + count).map(knock).buffer_unordered(AT_ONCE);
        while let Some(member) = knocking.next().await {
            self.mass.push(member);
            let done = self.mass.len() - first;
            if done.is_multiple_of(100) {
                eprintln!("{done} of {count} knocked");
            }
        }
    }
}

fn wait(mut child: std::process::Child) -> bool {
    child.wait().is_ok_and(|status| status.success())
}

async fn waiting(founder: &Member, room: RoomId) -> usize {
    let knocks = founder.client.knocks(&room).await.expect("knocks");
    knocks.iter().filter(|knock| knock.state == KnockState::Waiting).count()
}

async fn standing(members: &[Member], room: RoomId) -> usize {
    let mut active = 0;
    for member in members {
        let standing = member.client.room(&room).await.expect("the room").standing;
        assert!(matches!(standing, Standing::Joining | Standing::Active), "{standing:?}");
        active += usize::from(standing == Standing::Active);
    }
    active
}
