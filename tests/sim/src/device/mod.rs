//! One device: a real profile on disk, whose processes die and whose disk fails.

mod drive;
mod fault;

use std::collections::{BTreeMap, BTreeSet};

use rand::SeedableRng as _;
use rand_chacha::ChaCha20Rng;
use sitr_client_core::state::{Alarm, Delivery, Event, Intent, Message, Room, Standing};
use sitr_client_core::store::StoreError;
use sitr_client_core::{Core, CoreError, Crypto, RoomId, Store as _};
use sitr_client_store::RoomStore;
use sitr_client_store::profile::{NewSlot, Passphrase, PassphraseCost, Profile, Unlock};
use sitr_wire::{Handle, PublicKey, RelayId};

use crate::dice::Dice;
pub use drive::{Outgoing, Want};

/// The time at which every world begins, in milliseconds since 1970-01-01 UTC: the beginning of a day.
pub const START_MS: u64 = 20_700 * 86_400_000;

fn passphrase() -> Passphrase {
    Passphrase::new("open".to_owned()).expect("a passphrase")
}

/// A device, and what its process keeps in memory.
pub struct Device {
    /// Its owner's pseudonym.
    pub name: String,
    /// The first device of its owner: its own number, unless it came beside another.
    pub owner: usize,
    number: usize,
    folder: tempfile::TempDir,
    profile: Option<Profile>,
    crypto: Crypto,
    rng: ChaCha20Rng,
    /// Chance of its disk.
    dice: Dice,
    /// Its clock, in milliseconds since 1970-01-01 UTC.
    pub now_ms: u64,
    /// Its room; zeros before it has one.
    pub room: RoomId,
    /// How many of a thousand operations meet a failing write.
    pub disk_fails: u64,
    /// Row writes that failed.
    pub faults: u64,
    /// Whether its owner has it switched on.
    pub is_on: bool,
    /// Whether it is connected.
    pub is_connected: bool,
    /// Which of its connections.
    pub connection: u64,
    /// When it wakes next, if that is planned.
    pub wakes_at: Option<u64>,
    asked: u64,
    wants: BTreeMap<u64, Want>,
    /// The page that is read next, of mailboxes that were read over this connection.
    heard: BTreeMap<Handle, u32>,
    /// Mailboxes in which nothing is new, as far as is known.
    fresh: BTreeSet<Handle>,
    opened: BTreeSet<Handle>,
}

impl Device {
    /// A new device with an empty profile.
    #[must_use]
    pub fn new(name: String, seed: u64, number: u64) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let cost = PassphraseCost::new(8, 1, 1).expect("a cost");
        let slots = [NewSlot::Passphrase(&passphrase(), cost)];
        let profile = Profile::create(&folder.path().join("profile"), &slots).expect("a profile").0;
        let mut chance = [0; 32];
        chance[..8].copy_from_slice(&seed.to_be_bytes());
        chance[8..16].copy_from_slice(&number.to_be_bytes());
        Self {
            name,
            owner: as_index(number),
            number: as_index(number),
            folder,
            profile: Some(hasty(profile)),
            crypto: Crypto::default(),
            rng: ChaCha20Rng::from_seed(chance),
            dice: Dice::new(seed, 1_000 + number),
            now_ms: START_MS,
            room: RoomId([0; 32]),
            disk_fails: 0,
            faults: 0,
            is_on: true,
            is_connected: false,
            connection: 0,
            wakes_at: None,
            asked: 0,
            wants: BTreeMap::new(),
            heard: BTreeMap::new(),
            fresh: BTreeSet::new(),
            opened: BTreeSet::new(),
        }
    }

    fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("profile")
    }

    /// The process is killed, and another one begins from the disk.
    pub fn restarts(&mut self) {
        self.hangs_up();
        self.profile = None;
        let opened = Profile::open(&self.path(), &Unlock::Passphrase(&passphrase()));
        self.profile = Some(hasty(opened.expect("a killed device's profile opens")));
    }

    /// The profile as it is now, to be put back later.
    #[must_use]
    pub fn copies(&mut self) -> tempfile::TempDir {
        self.profile().checkpoint().expect("a checkpoint");
        let copy = tempfile::tempdir().expect("a folder");
        for entry in std::fs::read_dir(self.path()).expect("a profile") {
            let entry = entry.expect("a file");
            std::fs::copy(entry.path(), copy.path().join(entry.file_name())).expect("a copy");
        }
        copy
    }

    /// An older copy of the profile is put in the place of the present one.
    pub fn puts_back(&mut self, copy: &std::path::Path) {
        self.hangs_up();
        self.profile = None;
        std::fs::remove_dir_all(self.path()).expect("removed");
        std::fs::create_dir(self.path()).expect("a folder");
        for entry in std::fs::read_dir(copy).expect("a copy") {
            let entry = entry.expect("a file");
            std::fs::copy(entry.path(), self.path().join(entry.file_name())).expect("a copy");
        }
        self.restarts();
    }

    /// Whether it came beside another device of its owner.
    #[must_use]
    pub fn is_further(&self) -> bool {
        self.owner != self.number
    }

    /// Whether its owner has put it away: it is out, or was never let in.
    #[must_use]
    pub fn has_given_up(&self) -> bool {
        matches!(
            self.standing(),
            None | Some(Standing::Left | Standing::Removed | Standing::Refused)
        )
    }

    /// The connection is gone, with whatever was asked over it.
    pub fn hangs_up(&mut self) {
        self.is_connected = false;
        self.connection += 1;
        self.wants.clear();
        self.heard.clear();
        self.fresh.clear();
        self.opened.clear();
    }

    fn profile(&self) -> &Profile {
        self.profile.as_ref().expect("the process runs")
    }

    /// One operation of the core in one transaction, which the disk may fail.
    ///
    /// # Errors
    /// What the operation says, or that the storage failed.
    pub fn core<T>(
        &mut self,
        work: impl FnOnce(&mut Core<'_, RoomStore<'_>>) -> Result<T, CoreError>,
    ) -> Result<T, CoreError> {
        let fails = self.dice.permille(self.disk_fails);
        let at = i64::try_from(self.dice.between(1, 25)).unwrap_or(1);
        if fails {
            fault::arm(self.profile().connection(), at);
        }
        let Self { profile, crypto, rng, now_ms, .. } = self;
        let profile = profile.as_mut().expect("the process runs");
        let result = profile.transaction(|store| work(&mut Core::new(store, crypto, rng, *now_ms)));
        if fails {
            fault::disarm(self.profile().connection());
            self.faults += u64::from(matches!(result, Err(CoreError::Store(_))));
        }
        result
    }

    /// Operations of the core in one transaction that is undone, whatever comes of them.
    pub fn rehearses<T>(
        &mut self,
        work: impl for<'c> FnOnce(&mut Core<'c, RoomStore<'c>>, &'c RoomStore<'c>) -> T,
    ) -> T {
        let Self { profile, crypto, rng, now_ms, .. } = self;
        let profile = profile.as_mut().expect("the process runs");
        let mut done = None;
        let undone: Result<(), CoreError> = profile.transaction(|store| {
            done = Some(work(&mut Core::new(store, crypto, rng, *now_ms), store));
            Err(CoreError::NoRoom)
        });
        assert!(undone.is_err(), "it is undone");
        done.expect("it ran")
    }

    /// Learns the relay's key, as at the first connection.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn keeps_relay_key(&mut self, id: &RelayId, key: &PublicKey) -> Result<(), StoreError> {
        let profile = self.profile.as_mut().expect("the process runs");
        profile.transaction(|store| store.put_relay_key(id, key))
    }

    /// Wants something of the next commit.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn wants(&mut self, room: &RoomId, intent: &Intent) -> Result<(), StoreError> {
        let profile = self.profile.as_mut().expect("the process runs");
        profile.transaction(|store| store.add_intent(room, intent))
    }

    /// Looks into the profile.
    pub fn store<T>(&self, look: impl FnOnce(&RoomStore<'_>) -> Result<T, StoreError>) -> T {
        look(&RoomStore::new(self.profile().connection())).expect("what is stored can be read")
    }

    /// Its record of its room.
    #[must_use]
    pub fn record(&self) -> Option<Room> {
        self.store(|store| store.room(&self.room))
    }

    /// Where it stands.
    #[must_use]
    pub fn standing(&self) -> Option<Standing> {
        self.record().map(|room| room.standing)
    }

    /// Whether it is a member that speaks and hears.
    #[must_use]
    pub fn is_in(&self) -> bool {
        self.standing() == Some(Standing::Active)
    }

    /// Everything of the room's history after a place.
    #[must_use]
    pub fn messages_after(&self, seq: i64) -> Vec<Message> {
        self.store(|store| store.messages_after(&self.room, seq, 100_000))
    }

    /// Whether it has anything to say or do.
    #[must_use]
    pub fn has_work(&self) -> bool {
        let waits = |one: &Message| matches!(one.delivery, Delivery::Queued | Delivery::Sealed);
        let room = self.room;
        self.messages_after(0).iter().any(waits)
            || !self.store(|store| store.waiting_errands(&room)).is_empty()
            || !self.store(|store| store.intents(&room)).is_empty()
    }

    /// What it has to say or do, in words.
    #[must_use]
    pub fn work(&self) -> String {
        let waits = |one: &Message| matches!(one.delivery, Delivery::Queued | Delivery::Sealed);
        let room = self.room;
        let said = self.messages_after(0).iter().filter(|one| waits(one)).count();
        let errands = self.store(|store| store.waiting_errands(&room));
        let purposes: Vec<_> = errands.into_iter().map(|it| (it.purpose, it.tries)).collect();
        let intents = self.store(|store| store.intents(&room));
        let intents: Vec<_> = intents.into_iter().map(|(_, intent)| intent).collect();
        format!("{said} to say, {purposes:?}, {intents:?}")
    }

    /// The alarms that its owner saw.
    #[must_use]
    pub fn alarms(&self) -> BTreeSet<&'static str> {
        let alarm = |event: Event| match event {
            Event::Alarm(alarm) => Some(Alarm::name(alarm)),
            _ => None,
        };
        let all = self.store(|store| store.events_after(0, 1_000_000));
        all.into_iter().filter_map(|(_, _, event)| alarm(event)).collect()
    }
}

fn as_index(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// Here processes die, and not the power: nothing need wait for the disk.
fn hasty(profile: Profile) -> Profile {
    profile.connection().execute_batch("PRAGMA synchronous = OFF").expect("a pragma");
    profile
}
