//! A seeded community on the real binaries: people with devices, rooms, invites, talk, changes.

mod diary;
mod room;
mod tap;

use std::path::PathBuf;

use rand::seq::{IndexedRandom as _, SliceRandom as _};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use sitr_client_core::body::Link;
use sitr_e2e::{Member, PATIENCE, RelayProcess};

pub use diary::{Census, Deed, Diary, Doing};
pub use tap::{Passed, Tap, Trace};

use crate::scan::WORDS;
use room::RoomScript;

/// How large a community is.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Devices; one person has one.
    pub devices: usize,
    /// Rooms.
    pub rooms: usize,
    /// Messages that one room says between two changes, at least.
    pub talk: usize,
}

impl Size {
    /// The community of the short form.
    pub const SHORT: Self = Self { devices: 5, rooms: 3, talk: 8 };
    /// The community of the long form.
    pub const LONG: Self = Self { devices: 7, rooms: 5, talk: 8 };
}

/// A community that has lived, with its relay still running.
pub struct Community {
    /// The relay.
    pub relay: RelayProcess,
    /// The tap before it.
    pub tap: Tap,
    /// Members, by device.
    pub members: Vec<Member>,
    /// Rooms, and the devices that are in each.
    pub rooms: Vec<(sitr_client::RoomId, Vec<usize>)>,
    /// What was done.
    pub diary: Diary,
    /// Where the relay shows its metrics.
    pub metrics: String,
}

/// What the scripts of all rooms share while nobody comes or goes.
pub(crate) struct Stage<'a> {
    pub(crate) members: &'a [Member],
    pub(crate) away: &'a [usize],
    pub(crate) tap: &'a Tap,
    pub(crate) diary: &'a Diary,
    pub(crate) talk: usize,
}

impl<'a> Stage<'a> {
    fn of(
        (tap, diary, talk): (&'a Tap, &'a Diary, usize),
        members: &'a [Member],
        away: &'a [usize],
    ) -> Self {
        Self { members, away, tap, diary, talk }
    }

    pub(crate) fn is_here(&self, device: usize) -> bool {
        !self.away.contains(&device)
    }

    /// An invite link, by this device's own route.
    pub(crate) async fn own(&self, link: &str, device: usize, room: usize) -> String {
        let mut link = Link::from_text(link).expect("a link");
        link.relay.routes = vec![self.tap.route(device, room).await];
        link.to_text()
    }
}

/// The pseudonym of a device.
pub(crate) fn name(device: usize) -> String {
    format!("{}-{device}", WORDS[0])
}

impl Community {
    /// Lets a community live, from its founding to its last word.
    ///
    /// # Panics
    /// If anything does not work as it should.
    pub async fn live(seed: u64, size: Size, progress: &dyn Fn(&str)) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let port = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let metrics = port.local_addr().expect("an address").to_string();
        drop(port);
        let config = format!(
            "operations = \"{metrics}\"\n[tickets]\nkind = \"work\"\ngate_bits = 1\nargon_kib = 8\n\
             argon_bits = 0\n[limits]\nappends_per_minute = 100000\nopens_per_minute = 100000\n\
             closes_per_hour = 100000\n"
        );
        let relay = RelayProcess::start_with(&config);
        let tap = Tap::before(&relay.url);
        let diary = Diary::default();
        let mut members: Vec<Member> =
            (0..size.devices).map(|device| Member::new(&name(device))).collect();
        let mut rooms: Vec<RoomScript> =
            (0..size.rooms).map(|index| RoomScript::plan(index, size.devices, &mut rng)).collect();
        let founders: Vec<usize> = rooms.iter().map(RoomScript::founder).collect();

        let world = (&tap, &diary, size.talk);
        progress("rooms are founded and filled");
        act(&mut rooms, &Stage::of(world, &members, &[]), RoomScript::gather).await;
        progress("members talk");
        act(&mut rooms, &Stage::of(world, &members, &[]), RoomScript::talk).await;

        let may_go: Vec<usize> = (0..size.devices).filter(|d| !founders.contains(d)).collect();
        let away: Vec<usize> = may_go.choose(&mut rng).into_iter().copied().collect();
        progress("some are away while others go on");
        members = without(members, &away, &rooms).await;
        act(&mut rooms, &Stage::of(world, &members, &away), RoomScript::go_on).await;
        for device in &away {
            members[*device].client.connect().await.expect("a connection");
        }
        progress("all are back; members leave and are removed");
        act(&mut rooms, &Stage::of(world, &members, &[]), RoomScript::change).await;
        progress("last words");
        act(&mut rooms, &Stage::of(world, &members, &[]), RoomScript::talk).await;

        let rooms = rooms.into_iter().map(RoomScript::end).collect();
        Self { relay, tap, members, rooms, diary, metrics }
    }

    /// The relay's database.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.relay.data().join("relay").join("relay.db")
    }
}

/// Closes devices and opens them again, not connected.
async fn without(members: Vec<Member>, away: &[usize], rooms: &[RoomScript]) -> Vec<Member> {
    let mut all = Vec::new();
    for (device, member) in members.into_iter().enumerate() {
        if away.contains(&device) {
            for room in rooms.iter().filter(|room| room.has(device)) {
                member.client.settled(room.id(), PATIENCE).await.expect("nothing is left to send");
            }
            all.push(member.restarted());
        } else {
            all.push(member);
        }
    }
    all
}

/// Every room plays the same act, all at once.
async fn act(
    rooms: &mut [RoomScript],
    stage: &Stage<'_>,
    play: impl AsyncFn(&mut RoomScript, &Stage<'_>),
) {
    let play = &play;
    let acts = rooms.iter_mut().map(|room| async move {
        play(room, stage).await;
        room.count(stage).await;
    });
    futures_util::future::join_all(acts).await;
}

/// Draws some devices for a room, the founder first.
pub(crate) fn draw(devices: usize, rng: &mut ChaCha8Rng) -> Vec<usize> {
    let mut all: Vec<usize> = (0..devices).collect();
    all.shuffle(rng);
    all.truncate(rng.random_range(2..=devices));
    all
}
