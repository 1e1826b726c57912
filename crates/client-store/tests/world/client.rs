//! One device: a profile on disk, driven as an SDK drives it, each call of the core in a transaction.

use openmls::prelude::{GroupId, MlsGroup, SignatureScheme};
use openmls_basic_credential::SignatureKeyPair;
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use sitr_client_core::state::{Alarm, Delivery, Event, Message, Room, Standing};
use sitr_client_core::store::StoreError;
use sitr_client_core::{Core, CoreError, Crypto, MemberView, RoomId, Store};
use sitr_client_store::RoomStore;
use sitr_client_store::profile::Profile;
use sitr_content::{Body, decode};

use crate::common::Provider;
use crate::faults;

/// Chance from a seed (splitmix64).
#[derive(Clone)]
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides
    }
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Mode {
    /// Every call first fails at each of its row writes in turn.
    pub(crate) tortured: bool,
    /// The process dies after each call, and another goes on from the disk.
    pub(crate) mortal: bool,
}

pub(crate) struct Client {
    pub(crate) name: &'static str,
    dir: tempfile::TempDir,
    profile: Option<Profile>,
    /// Another process of this device, and chance, which says whose turn a call is.
    twin: Option<(Profile, Dice)>,
    crypto: Crypto,
    rng: ChaCha20Rng,
    pub(crate) now_ms: u64,
    pub(crate) room: RoomId,
    pub(crate) mode: Mode,
    /// Which of the world's relays it speaks to.
    pub(crate) relay: usize,
    pub(crate) online: bool,
    /// Answers of the relay that will be lost after it acted.
    pub(crate) deaf: u32,
    /// Half of the requests and half of the answers are lost, by this seed.
    pub(crate) flaky: Option<Dice>,
    /// Row writes that were made to fail.
    pub(crate) faults: u32,
}

pub(crate) const START_MS: u64 = 1_790_000_000_000;

/// Here processes die, and not the power: nothing need wait for the disk.
fn hasty(profile: Profile) -> Profile {
    profile.connection().execute_batch("PRAGMA synchronous = OFF").unwrap();
    profile
}

impl Client {
    pub(crate) fn new(name: &'static str, seed: u64) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let profile = Some(hasty(crate::common::new_profile(&dir.path().join("profile"))));
        Self {
            name,
            dir,
            profile,
            twin: None,
            crypto: Crypto::default(),
            rng: ChaCha20Rng::seed_from_u64(seed),
            now_ms: START_MS,
            room: RoomId([0; 32]),
            mode: Mode::default(),
            relay: 0,
            online: true,
            deaf: 0,
            flaky: None,
            faults: 0,
        }
    }

    /// The process ends and another one begins.
    pub(crate) fn restart(&mut self) {
        self.profile = None;
        self.profile = Some(hasty(crate::common::reopen(&self.dir.path().join("profile"))));
    }

    /// Holds another key than that of its leaf.
    pub(crate) fn has_lost_its_leaf_key(&mut self) {
        let mut record = self.record();
        record.me.device_seed = sitr_wire::Seed::new([5; 32]);
        self.tamper(|store| store.put_room(&record));
    }

    /// The profile as it is now.
    pub(crate) fn copies(&mut self) -> tempfile::TempDir {
        self.profile.as_ref().unwrap().checkpoint().unwrap();
        let copy = tempfile::tempdir().unwrap();
        for entry in std::fs::read_dir(self.dir.path().join("profile")).unwrap() {
            let entry = entry.unwrap();
            std::fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
        }
        copy
    }

    /// A backup of the profile, as the program makes it.
    pub(crate) fn backs_up(&mut self) -> tempfile::TempDir {
        let (copy, now_ms) = (tempfile::tempdir().unwrap(), self.now_ms);
        let done = self.profile.as_ref().unwrap().backup(copy.path(), |copy| {
            copy.transaction(|store| {
                let (crypto, mut rng) = (Crypto::default(), rand::rng());
                let mut core = Core::new(store, &crypto, &mut rng, now_ms);
                for room in store.rooms()? {
                    core.take_keys_out(&room.id)?;
                }
                Ok::<_, Box<dyn std::error::Error>>(())
            })
        });
        done.unwrap();
        copy
    }

    /// An older copy takes the place of the profile.
    pub(crate) fn puts_back(&mut self, copy: &std::path::Path) {
        self.profile = None;
        let path = self.dir.path().join("profile");
        std::fs::remove_dir_all(&path).unwrap();
        std::fs::create_dir(&path).unwrap();
        for entry in std::fs::read_dir(copy).unwrap() {
            let entry = entry.unwrap();
            std::fs::copy(entry.path(), path.join(entry.file_name())).unwrap();
        }
        self.restart();
    }

    /// A second process opens the profile; from now on one or the other is called.
    pub(crate) fn twins(&mut self) {
        let twin = hasty(crate::common::reopen(&self.dir.path().join("profile")));
        self.twin = Some((twin, Dice(7)));
    }

    fn once<T>(
        &mut self,
        work: &impl Fn(&mut Core<'_, RoomStore<'_>>) -> Result<T, CoreError>,
    ) -> Result<T, CoreError> {
        let Self { profile, twin, crypto, rng, now_ms, .. } = self;
        if let (Some(profile), Some((twin, dice))) = (profile.as_mut(), twin)
            && dice.roll(2) == 0
        {
            std::mem::swap(profile, twin);
        }
        profile
            .as_mut()
            .unwrap()
            .transaction(|store| work(&mut Core::new(store, crypto, rng, *now_ms)))
    }

    /// One call of the core in one transaction.
    pub(crate) fn core<T>(
        &mut self,
        work: impl Fn(&mut Core<'_, RoomStore<'_>>) -> Result<T, CoreError>,
    ) -> Result<T, CoreError> {
        let result = if self.mode.tortured { self.torture(&work) } else { self.once(&work) };
        if self.mode.mortal {
            self.restart();
        }
        result
    }

    /// Lets the call fail at each of its row writes in turn, and in the end succeed. No fault may be
    /// taken for something else.
    fn torture<T>(
        &mut self,
        work: &impl Fn(&mut Core<'_, RoomStore<'_>>) -> Result<T, CoreError>,
    ) -> Result<T, CoreError> {
        faults::set_traps(self.connection());
        faults::arm(self.connection(), 0);
        let Self { profile, crypto, rng, now_ms, .. } = self;
        let tx = crate::common::begin(profile.as_mut().unwrap());
        let store = RoomStore::batching(&tx);
        let rehearsal = work(&mut Core::new(&store, crypto, rng, *now_ms));
        store.flush().unwrap();
        let writes = faults::written(&tx);
        tx.rollback().unwrap();
        if rehearsal.is_ok() {
            for at in 1..=writes {
                faults::arm(self.connection(), at);
                let said = self.once(work).err();
                let failed = matches!(said, Some(CoreError::Store(_)));
                assert!(failed, "{}: the fault at write {at} of {writes}: {said:?}", self.name);
                self.faults += 1;
            }
        }
        faults::arm(self.connection(), 0);
        self.once(work)
    }

    fn connection(&self) -> &rusqlite::Connection {
        self.profile.as_ref().unwrap().connection()
    }

    pub(crate) fn put_relay_key(&mut self, relay: &sitr_wire::RelayId, key: &sitr_wire::PublicKey) {
        self.tamper(|store| store.put_relay_key(relay, key));
    }

    pub(crate) fn store<T>(&self, work: impl FnOnce(&RoomStore<'_>) -> Result<T, StoreError>) -> T {
        work(&RoomStore::new(self.profile.as_ref().unwrap().connection())).unwrap()
    }

    /// Writes past the core, as a dishonest member's program may.
    pub(crate) fn tamper<T>(
        &mut self,
        work: impl FnOnce(&RoomStore<'_>) -> Result<T, StoreError>,
    ) -> T {
        self.profile.as_mut().unwrap().transaction(work).unwrap()
    }

    /// What another program with this device's MLS keys makes of its group; the group stays as it was.
    pub(crate) fn with_group<T>(
        &mut self,
        act: impl FnOnce(&mut MlsGroup, &Provider<'_>, &SignatureKeyPair) -> T,
    ) -> T {
        let me = self.record().me;
        let (private, public) =
            (me.device_seed.expose().to_vec(), me.device_seed.public().0.to_vec());
        let signer = SignatureKeyPair::from_raw(SignatureScheme::ED25519, private, public);
        let id = GroupId::from_slice(&self.room.0);
        let tx = crate::common::begin(self.profile.as_mut().unwrap());
        let provider = Provider::new(&tx);
        let made = act(&mut crate::common::load(&provider, &id), &provider, &signer);
        tx.rollback().unwrap();
        made
    }

    /// Works below the store, as a dishonest member's program may.
    pub(crate) fn below_the_store<T>(
        &mut self,
        work: impl FnOnce(&rusqlite::Connection) -> T,
    ) -> T {
        let tx = crate::common::begin(self.profile.as_mut().unwrap());
        let done = work(&tx);
        tx.commit().unwrap();
        done
    }

    /// Loses the keys that a commit with a path is sealed to.
    pub(crate) fn forgets_path_keys(&mut self) {
        let lost = self.connection().execute("DELETE FROM mls_epoch_keys", []).unwrap();
        assert!(lost > 0);
    }

    /// Puts other epoch secrets in the place of those of its MLS group: the given ones, or such as nobody
    /// has. Gives those that were there.
    pub(crate) fn swaps_epoch_secrets(&mut self, other: Option<Vec<u8>>) -> Vec<u8> {
        let (field, db) = (10, self.profile.as_mut().unwrap().connection_mut());
        let sql = "SELECT value FROM mls_group WHERE field = ?1";
        let old: Vec<u8> = db.query_row(sql, [field], |row| row.get(0)).unwrap();
        let other = other.unwrap_or_else(|| {
            // The init secret is the first of them: a tag, lengths, then its 32 bytes.
            let mut strange = old.clone();
            strange[20] ^= 1;
            strange
        });
        let sql = "UPDATE mls_group SET value = ?1 WHERE field = ?2";
        assert_eq!(db.execute(sql, rusqlite::params![other, field]).unwrap(), 1);
        old
    }

    /// KeyPackages whose private halves this device keeps.
    pub(crate) fn key_packages(&self) -> u32 {
        let count = "SELECT count(*) FROM mls_key_package";
        self.connection().query_row(count, [], |row| row.get(0)).unwrap()
    }

    pub(crate) fn random(&mut self) -> &mut ChaCha20Rng {
        &mut self.rng
    }

    pub(crate) fn record(&self) -> Room {
        self.store(|store| store.room(&self.room)).unwrap()
    }

    pub(crate) fn standing(&self) -> Standing {
        self.record().standing
    }

    pub(crate) fn is_in(&self) -> bool {
        self.room != RoomId([0; 32]) && self.standing() == Standing::Active
    }

    pub(crate) fn messages(&self) -> Vec<Message> {
        self.store(|store| store.last_messages(&self.room, 10_000))
    }

    /// The texts of the history, in order, with who said them.
    pub(crate) fn history(&self) -> Vec<String> {
        let text = |message: &Message| match decode(&message.content).unwrap().body {
            body @ Body::Text(_) => Some(format!("{}: {}", message.name, body.words())),
            _ => None,
        };
        self.messages().iter().filter_map(text).collect()
    }

    pub(crate) fn undelivered(&self) -> usize {
        let waits =
            |message: &&Message| !matches!(message.delivery, Delivery::Sent | Delivery::Received);
        self.messages().iter().filter(waits).count()
    }

    pub(crate) fn events(&self) -> Vec<Event> {
        let all = self.store(|store| store.events_after(0, 10_000));
        all.into_iter()
            .filter(|(_, room, _)| *room == self.room)
            .map(|(_, _, event)| event)
            .collect()
    }

    pub(crate) fn alarms(&self) -> Vec<Alarm> {
        let alarm = |event| match event {
            Event::Alarm(alarm) => Some(alarm),
            _ => None,
        };
        self.events().into_iter().filter_map(alarm).collect()
    }

    /// What was dropped, and why.
    pub(crate) fn dropped(&self) -> Vec<String> {
        let why = |event| match event {
            Event::Dropped(why) => Some(why),
            _ => None,
        };
        self.events().into_iter().filter_map(why).collect()
    }

    pub(crate) fn members(&mut self) -> Vec<MemberView> {
        let room = self.room;
        self.once(&|core| core.members(&room)).unwrap()
    }

    pub(crate) fn epoch(&self) -> u64 {
        self.record().epoch.unwrap().number
    }

    pub(crate) fn safety_number(&mut self) -> [u8; 32] {
        let room = self.room;
        self.once(&|core| core.safety_number(&room)).unwrap()
    }
}
