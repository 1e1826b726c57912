//! A device: its memory, its clock, and what its own work has cost so far.

use std::collections::VecDeque;
use std::path::PathBuf;

use rand::SeedableRng as _;
use rand::rngs::StdRng;
use rusqlite::{Connection, TransactionBehavior};
use sitr_client_core::body::{Hello, Link, RelayRef};
use sitr_client_core::payload::{assemble, pointer};
use sitr_client_core::state::{Purpose, Standing};
use sitr_client_core::{
    Core, CoreError, Crypto, Entry, Inbound, Progress, RoomId, Store as _, Turn, Watched, Watching,
    open_card,
};
use sitr_client_store::profile::{NewSlot, Passphrase, PassphraseCost, Profile, Unlock};
use sitr_client_store::{MIGRATIONS, RoomStore};
use sitr_community::Name;

use crate::relay::Relay;
use crate::{cpu, disk};

/// Cells that are taken in together, as from one page.
const PAGE: usize = 32;

enum Memory {
    /// As the product has it: an encrypted file.
    Disk(Box<Profile>, tempfile::TempDir),
    /// For those who only make up the numbers.
    Nothing(Box<Connection>),
}

/// A device in one room.
pub(crate) struct Device {
    memory: Memory,
    crypto: Crypto,
    rng: StdRng,
    pub(crate) now_ms: u64,
    pub(crate) room: RoomId,
    name: String,
    /// CPU time of its transactions, in microseconds.
    pub(crate) cpu_us: f64,
    /// Bytes of cells that it was shown.
    pub(crate) heard: u64,
}

/// When all of this happens, in milliseconds since 1970-01-01 UTC.
pub(crate) const START_MS: u64 = 1_790_000_000_000;

/// Answers that are sent together, as many as by the client.
const ANSWERS: usize = 32;

/// Costs little to open: that is not what is measured.
fn cheap() -> PassphraseCost {
    PassphraseCost::new(8, 1, 1).expect("what Argon2 takes")
}

fn passphrase() -> Passphrase {
    Passphrase::new("open".to_owned()).expect("not empty")
}

impl Device {
    fn new(memory: Memory, name: &str, seed: u64) -> Self {
        Self {
            memory,
            crypto: Crypto::default(),
            rng: StdRng::seed_from_u64(seed),
            now_ms: START_MS,
            room: RoomId([0; 32]),
            name: name.to_owned(),
            cpu_us: 0.0,
            heard: 0,
        }
    }

    /// With a profile on the disk.
    pub(crate) fn on_disk(name: &str, seed: u64) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let slots = [NewSlot::Passphrase(&passphrase(), cheap())];
        let (profile, _) =
            Profile::create(&folder.path().join("profile"), &slots).expect("a profile");
        disk::keep_log(profile.connection());
        Self::new(Memory::Disk(Box::new(profile), folder), name, seed)
    }

    /// With nothing on any disk.
    pub(crate) fn in_memory(name: &str, seed: u64) -> Self {
        let mut connection = Connection::open_in_memory().expect("memory");
        sitr_db::migrate(&mut connection, MIGRATIONS).expect("the schema");
        Self::new(Memory::Nothing(Box::new(connection)), name, seed)
    }

    fn connection(&self) -> &Connection {
        match &self.memory {
            Memory::Disk(profile, _) => profile.connection(),
            Memory::Nothing(connection) => connection,
        }
    }

    fn database(&self) -> Option<PathBuf> {
        match &self.memory {
            Memory::Disk(_, folder) => Some(folder.path().join("profile/profile.db")),
            Memory::Nothing(_) => None,
        }
    }

    /// One operation in one transaction.
    pub(crate) fn core<T>(
        &mut self,
        work: impl FnOnce(&mut Core<'_, RoomStore<'_>>) -> Result<T, CoreError>,
    ) -> T {
        let before = cpu::now_us();
        let Self { memory, crypto, rng, now_ms, .. } = self;
        let done = match memory {
            Memory::Disk(profile, _) => {
                profile.transaction(|store| work(&mut Core::new(store, crypto, rng, *now_ms)))
            }
            Memory::Nothing(connection) => {
                let tx = connection
                    .transaction_with_behavior(TransactionBehavior::Immediate)
                    .expect("a transaction");
                let store = RoomStore::batching(&tx);
                let done = work(&mut Core::new(&store, crypto, rng, *now_ms));
                store.flush().expect("written");
                tx.commit().expect("committed");
                done
            }
        };
        self.cpu_us += cpu::now_us() - before;
        done.expect("it can be done")
    }

    /// Reads, past the core.
    pub(crate) fn store<T>(
        &self,
        read: impl FnOnce(&RoomStore<'_>) -> Result<T, sitr_client_core::store::StoreError>,
    ) -> T {
        read(&RoomStore::new(self.connection())).expect("it can be read")
    }

    /// Remembers the key that the relay proved.
    pub(crate) fn trust(&mut self, relay: &Relay) {
        let Memory::Disk(profile, _) = &mut self.memory else { return };
        let trusted: Result<(), sitr_client_core::store::StoreError> =
            profile.transaction(|store| store.put_relay_key(&relay.id(), &relay.key()));
        trusted.expect("it can be written");
    }

    /// Writes, past the core.
    pub(crate) fn write(
        &mut self,
        work: impl FnOnce(&RoomStore<'_>) -> Result<(), sitr_client_core::store::StoreError>,
    ) {
        let Memory::Disk(profile, _) = &mut self.memory else { return };
        profile.transaction(work).expect("it can be written");
    }

    /// What a piece of work costs this device: CPU time, bytes handed to the database, bytes of its log.
    pub(crate) fn cost(&mut self, work: impl FnOnce(&mut Self)) -> Cost {
        let log = self.log_bytes();
        let counts = "SELECT count(*) FROM sqlite_temp_schema WHERE name = 'counted'";
        let counts: u32 =
            self.connection().query_row(counts, [], |row| row.get(0)).expect("a count");
        let counter = |device: &Self| match counts {
            0 => 0,
            _ => disk::counted(device.connection()),
        };
        let (cpu_us, bytes) = (self.cpu_us, counter(self));
        work(self);
        let log_bytes = self.log_bytes() - log;
        Cost { cpu_us: self.cpu_us - cpu_us, bytes: counter(self) - bytes, log_bytes }
    }

    fn log_bytes(&self) -> u64 {
        self.database().map(|file| disk::log_bytes(&file)).unwrap_or_default()
    }

    /// Begins a new log, as happens by itself every thousand pages: what is measured then lengthens it.
    pub(crate) fn begin_log(&self) {
        disk::empty_log(self.connection());
    }

    /// Counts bytes from now on, which costs time.
    pub(crate) fn count_bytes(&self) {
        disk::count_from_now_on(self.connection());
    }

    pub(crate) fn standing(&self) -> Option<Standing> {
        self.store(|store| store.room(&self.room)).map(|room| room.standing)
    }

    /// Founds a room.
    pub(crate) fn found(&mut self, relay: &Relay) {
        let routes = vec!["ws://relay.example/sitr/v1".to_owned()];
        let (relay, class) =
            (RelayRef { id: relay.id(), routes }, sitr_client_core::Class::default());
        let (name, own) =
            (Name::new("room").expect("a name"), Name::new(&self.name).expect("a name"));
        self.room = self.core(|core| core.found(&name, &own, relay, class));
    }

    /// Lets everybody in who knocks, however many.
    pub(crate) fn expect_many(&mut self) {
        let room = self.room;
        self.core(|core| core.admit_everyone(&room, true));
        self.core(|core| core.set_raid_limit(&room, 0));
    }

    /// Makes an invite and publishes it.
    pub(crate) fn invite(&mut self, relay: &mut Relay, uses: u32) -> Link {
        let (room, ends) = (self.room, self.now_ms / 1000 + 86_400);
        let id = self.core(|core| core.create_invite(&room, uses, ends));
        self.work(relay);
        self.store(|store| store.invite(&room, &id)).expect("it was made").keys.link
    }

    /// Follows a link and knocks.
    pub(crate) fn knock(&mut self, relay: &mut Relay, link: &Link) {
        let cell = &relay.cells(&link.card, 0, 1)[0].cell;
        let card = open_card(link, cell, self.now_ms).expect("a card");
        let (link, name) = (link.clone(), Name::new(&self.name).expect("a name"));
        self.room = self.core(|core| core.knock(&link, &card, &name, &Hello::default()));
        self.work(relay);
    }

    /// The mailbox that the room is in, as this device would watch it now.
    pub(crate) fn epoch(&mut self) -> Watching {
        let room = self.room;
        let all = self.core(|core| core.watching(&room));
        all.into_iter().find(|one| one.what == Watched::Epoch).expect("a member")
    }

    /// The process ends, and another one opens the profile.
    pub(crate) fn reopen(&mut self) {
        let Memory::Disk(profile, folder) = &mut self.memory else { return };
        let opened =
            Profile::open(&folder.path().join("profile"), &Unlock::Passphrase(&passphrase()));
        **profile = opened.expect("a profile");
        disk::keep_log(profile.connection());
    }

    /// Runs what is to be run.
    pub(crate) fn work(&mut self, relay: &mut Relay) {
        let room = self.room;
        while let Turn::Now(number, errand, done) = self.core(|core| core.next_errand(&room)) {
            if matches!(errand.purpose, Purpose::Answer(_)) && self.answer(relay) {
                continue;
            }
            for (at, step) in errand.steps.iter().enumerate().skip(done) {
                if let Err(refusal) = relay.take(step) {
                    self.core(|core| core.step_refused(number, &refusal));
                    break;
                }
                self.core(|core| core.step_done(number, at));
            }
        }
    }

    /// Sends the answers that are due together, and writes together down what the relay said. Tells whether there were
    /// any.
    fn answer(&mut self, relay: &mut Relay) -> bool {
        let room = self.room;
        let answers = self.core(|core| core.next_answers(&room, ANSWERS));
        let asked: Vec<_> = answers
            .iter()
            .map(|(number, errand, done)| {
                let steps = errand.steps.iter().enumerate().skip(*done);
                (*number, steps.map(|(at, step)| (at, relay.take(step))).collect::<Vec<_>>())
            })
            .collect();
        self.core(|core| {
            for (number, steps) in &asked {
                for (at, taken) in steps {
                    match taken {
                        Ok(()) => core.step_done(*number, *at)?,
                        Err(refusal) => drop(core.step_refused(*number, refusal)?),
                    }
                }
            }
            Ok(())
        });
        !asked.is_empty()
    }

    /// Decides, encrypts and sends what is due.
    pub(crate) fn act(&mut self, relay: &mut Relay) -> bool {
        let room = self.room;
        let committed = self.core(|core| core.commit_next(&room));
        let sealed = self.core(|core| core.pump(&room));
        self.work(relay);
        committed || sealed
    }

    /// Reads everything that there is, page by page.
    pub(crate) fn read(&mut self, relay: &Relay) {
        while self.read_once(relay) {}
    }

    fn read_once(&mut self, relay: &Relay) -> bool {
        let room = self.room;
        let mut watching: VecDeque<Watching> = self.core(|core| core.watching(&room)).into();
        while let Some(watched) = watching.pop_front() {
            if self.take(relay, &watched) {
                return true;
            }
        }
        false
    }

    /// Takes in a page of a mailbox; tells whether there was something new.
    pub(crate) fn take(&mut self, relay: &Relay, watched: &Watching) -> bool {
        let (room, handle) = (self.room, watched.handle);
        let shown = relay.shown(&handle, watched.from, PAGE);
        self.heard += shown.cells.iter().map(|one| one.cell.bytes().len() as u64).sum::<u64>();
        if shown.cells.is_empty() {
            return false;
        }
        match watched.what {
            Watched::Past | Watched::Card => false,
            Watched::Knocks(id) => {
                let next = self.core(|core| core.receive_knocks(&room, &id, shown.cells));
                next > watched.from
            }
            Watched::Reply => self.take_answer(relay, watched, shown.cells),
            Watched::Epoch => {
                let mut cells = shown.cells.to_vec();
                loop {
                    let shown = sitr_client_core::Shown { cells: &cells, ..shown };
                    match self.core(|core| core.receive(&room, &handle, &shown)) {
                        Progress::Next(next) => return next > watched.from,
                        Progress::Moved => return true,
                        Progress::Wants(index) => {
                            let at =
                                cells.iter().position(|one| one.index == index).expect("shown");
                            let body = self.pointed(
                                relay,
                                &pointer(&watched.seal, &handle, &cells[at].cell)
                                    .expect("a pointer"),
                            );
                            cells[at].payload = Some(body);
                        }
                        other => panic!("{other:?}"),
                    }
                }
            }
        }
    }

    fn take_answer(&mut self, relay: &Relay, watched: &Watching, cells: &[Inbound]) -> bool {
        let (room, handle) = (self.room, watched.handle);
        let mut cells = cells.to_vec();
        loop {
            match self.core(|core| core.receive_answer(&room, &handle, &cells)) {
                Entry::Waits => return false,
                Entry::Over => return true,
                Entry::Wants(index, pointer) => {
                    let tree = self.pointed(relay, &pointer);
                    cells.iter_mut().find(|one| one.index == index).expect("shown").tree =
                        Some(tree);
                }
            }
        }
    }

    fn pointed(&mut self, relay: &Relay, pointer: &sitr_client_core::body::Pointer) -> Vec<u8> {
        let cells = relay.cells(&pointer.mailbox.handle(&relay.id()), 0, usize::MAX);
        let cells: Vec<_> = cells.iter().map(|one| one.cell.clone()).collect();
        self.heard += cells.iter().map(|cell| cell.bytes().len() as u64).sum::<u64>();
        let (body, spent) = cpu::of(|| assemble(pointer, &relay.id(), &cells));
        self.cpu_us += spent;
        body.expect("the body")
    }
}

/// What something cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    pub(crate) cpu_us: f64,
    pub(crate) bytes: u64,
    pub(crate) log_bytes: u64,
}
