//! What end-to-end tests share: a relay as a process, members as clients of the SDK.
//!
//! The binaries come from `SITR_RELAY_BIN` and `SITR_BIN`, which `cargo xtask e2e` sets to freshly built
//! ones: a relay that was built together with a client would be another one than ships.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test support"
)]

pub mod canary;
pub mod raw;
pub mod tap;

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use sitr_client::profile::{NewSlot, Passphrase, PassphraseCost};
use sitr_client::{
    Client, Error, InviteView, KnockState, MessageView, RoomId, Since, Standing, What,
};
use tempfile::TempDir;

/// How long anything may take before a test fails.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Path of a binary under test.
///
/// # Panics
/// If the variable is not set: these tests are started by `cargo xtask e2e`.
#[must_use]
pub fn binary(variable: &str) -> PathBuf {
    std::env::var_os(variable)
        .unwrap_or_else(|| panic!("{variable} is not set: run `cargo xtask e2e`"))
        .into()
}

/// Starts `sitr` on a member's profile, its output thrown away.
///
/// # Errors
/// If the process does not start.
///
/// # Panics
/// See [`binary`].
pub fn sitr(profile: &Path, passphrase: &Path, arguments: &[&str]) -> std::io::Result<Child> {
    Command::new(binary("SITR_BIN"))
        .arg("--profile")
        .arg(profile)
        .arg("--passphrase-file")
        .arg(passphrase)
        .arg("--json")
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
}

/// A relay of our own: a process and its data.
pub struct RelayProcess {
    child: Child,
    data: TempDir,
    listen: String,
    arguments: Vec<String>,
    /// The URL to reach it by.
    pub url: String,
}

impl RelayProcess {
    /// Starts a relay on a free port of loopback. Its tickets are easy, so that tests measure nothing but
    /// what they test.
    #[must_use]
    pub fn start() -> Self {
        Self::start_with(
            "[tickets]\nkind = \"work\"\ngate_bits = 1\nargon_kib = 8\nargon_bits = 0\n",
        )
    }

    /// Starts a relay with a configuration file.
    ///
    /// # Panics
    /// If it does not come up.
    #[must_use]
    pub fn start_with(config: &str) -> Self {
        let data = TempDir::new().expect("a temporary folder");
        let file = data.path().join("relay.toml");
        std::fs::write(&file, config).expect("a configuration file");
        let arguments =
            vec!["--config".to_owned(), file.to_str().expect("a path in UTF-8").to_owned()];
        let (child, url) = spawn(data.path(), "127.0.0.1:0", &arguments);
        let listen = url.trim_start_matches("ws://").split('/').next().unwrap_or("").to_owned();
        Self { child, data, listen, arguments, url }
    }

    /// Kills it, as a power cut would.
    ///
    /// # Panics
    /// If it had ended before.
    pub fn kill(&mut self) {
        self.child.kill().expect("the relay was alive");
        self.child.wait().expect("the relay ended");
    }

    /// Starts it again on the same port with the same data.
    pub fn restart(&mut self) {
        (self.child, self.url) = spawn(self.data.path(), &self.listen, &self.arguments);
    }

    /// Puts a setting before all others of its configuration, for the next start.
    ///
    /// # Panics
    /// If the file cannot be written.
    pub fn add_to_config(&self, setting: &str) {
        let file = self.data.path().join("relay.toml");
        let before = std::fs::read_to_string(&file).expect("the configuration");
        std::fs::write(&file, format!("{setting}{before}")).expect("the configuration");
    }

    /// The folder that the operator sees.
    #[must_use]
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// Number of the process.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for RelayProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(data: &Path, listen: &str, arguments: &[String]) -> (Child, String) {
    let log = std::fs::File::options().create(true).append(true).open(data.join("log"));
    let mut child = Command::new(binary("SITR_RELAY_BIN"))
        .args(["--json", "--listen", listen, "--data"])
        .arg(data.join("relay"))
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(log.expect("a log file"))
        .spawn()
        .expect("the relay starts");
    let mut line = String::new();
    let output = child.stdout.take().expect("the relay's output");
    BufReader::new(output).read_line(&mut line).expect("the relay says where it listens");
    let said: serde_json::Value = serde_json::from_str(&line).expect("one JSON object");
    let url = said["listening"].as_str().expect("an address").to_owned();
    (child, url)
}

/// A person with a device.
pub struct Member {
    /// The SDK over the member's profile.
    pub client: Client,
    folder: Arc<TempDir>,
    name: String,
}

const PASSPHRASE: &str = "correct horse battery staple";

fn passphrase() -> Passphrase {
    Passphrase::new(PASSPHRASE.to_owned()).expect("a passphrase")
}

/// Does something with what unlocks every member's profile.
pub fn unlock<T>(then: impl FnOnce(&sitr_client::profile::Unlock<'_>) -> T) -> T {
    then(&sitr_client::profile::Unlock::Passphrase(&passphrase()))
}

impl Member {
    /// A new person with an empty profile.
    ///
    /// # Panics
    /// If the profile cannot be made.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let folder = Arc::new(TempDir::new().expect("a temporary folder"));
        let cost = PassphraseCost::new(8, 1, 1).expect("a cost");
        let slots = [NewSlot::Passphrase(&passphrase(), cost)];
        let (client, _) =
            Client::create(&folder.path().join("profile"), &slots).expect("a profile");
        Self { client, folder, name: name.to_owned() }
    }

    /// The member's profile.
    #[must_use]
    pub fn profile(&self) -> PathBuf {
        self.folder.path().join("profile")
    }

    /// A file with the profile's passphrase, for `--passphrase-file`.
    ///
    /// # Panics
    /// If it cannot be written.
    #[must_use]
    pub fn passphrase_file(&self) -> PathBuf {
        let file = self.folder.path().join("passphrase");
        std::fs::write(&file, PASSPHRASE).expect("a file");
        file
    }

    /// Closes the profile and opens it again, as after a restart; nothing is connected yet.
    ///
    /// # Panics
    /// If the profile does not open.
    #[must_use]
    pub fn restarted(self) -> Self {
        let Self { client, folder, name } = self;
        drop(client);
        Sleeper { folder, name }.wakes()
    }

    /// Ends its connections and closes the profile, as a device does that is switched off.
    pub async fn sleeps(self) -> Sleeper {
        self.client.close().await;
        Sleeper { folder: self.folder, name: self.name }
    }

    /// Opens the same profile once more, as another process would.
    ///
    /// # Panics
    /// If the profile does not open.
    #[must_use]
    pub fn second_process(&self) -> Client {
        let unlock = sitr_client::profile::Unlock::Passphrase(&passphrase());
        Client::open(&self.profile(), &unlock).expect("the profile")
    }

    /// Founds a room.
    ///
    /// # Panics
    /// If the relay does not take it.
    pub async fn founds(&self, name: &str, relay: &RelayProcess) -> RoomId {
        self.founds_at(name, &relay.url).await
    }

    /// Founds a room by a URL of its relay.
    ///
    /// # Panics
    /// If the relay does not take it.
    pub async fn founds_at(&self, name: &str, url: &str) -> RoomId {
        let room = self.client.create_room(name, &self.name, url).await.expect("a room");
        self.client.settled(&room, PATIENCE).await.expect("the room is open");
        room
    }

    /// Makes an invite.
    ///
    /// # Panics
    /// If the relay does not take it.
    pub async fn invites(&self, room: &RoomId, uses: u32) -> InviteView {
        let hour = Duration::from_secs(3600);
        let invite = self.client.create_invite(room, uses, hour).await.expect("an invite");
        self.client.settled(room, PATIENCE).await.expect("the invite is open");
        invite
    }

    /// Knocks.
    ///
    /// # Panics
    /// If the link does not lead there.
    pub async fn knocks(&self, link: &str) -> RoomId {
        let room = self.client.join(link, &self.name, "").await.expect("a knock");
        self.client.settled(&room, PATIENCE).await.expect("the knock is sent");
        room
    }

    /// Lets the next person in who waits, once somebody does.
    ///
    /// # Panics
    /// If nobody knocks.
    pub async fn admits(&self, room: &RoomId) {
        let mut events = self.client.events(Some(0)).await.expect("events");
        let admit = async {
            loop {
                let waiting = self.client.knocks(room).await.expect("knocks");
                let waits = |knock: &&sitr_client::KnockView| knock.state == KnockState::Waiting;
                if let Some(knock) = waiting.iter().find(waits) {
                    return self.client.admit(room, knock.id).await.expect("admitted");
                }
                events.next().await.expect("an event");
            }
        };
        tokio::time::timeout(PATIENCE, admit).await.expect("somebody knocks");
        self.client.settled(room, PATIENCE).await.expect("the Welcome is sent");
    }

    /// Waits until this device stands somewhere in a room.
    ///
    /// # Panics
    /// If it does not come to stand there.
    pub async fn stands(&self, room: &RoomId, standing: Standing) {
        let mut events = self.client.events(Some(0)).await.expect("events");
        let reached = async {
            while self.client.room(room).await.expect("the room").standing != standing {
                events.next().await.expect("an event");
            }
        };
        let reached = tokio::time::timeout(PATIENCE, reached).await;
        if reached.is_err() {
            let room = self.client.room(room).await.expect("the room");
            panic!("{} stands {:?}, not {standing:?}", self.name, room.standing);
        }
    }

    /// Says something, and waits until it is durable.
    ///
    /// # Panics
    /// If it is not.
    pub async fn says(&self, room: &RoomId, text: &str) {
        self.client.send(room, text).await.expect("a message");
        self.client.settled(room, PATIENCE).await.expect("the message is sent");
    }

    /// Waits until a text of another member is here.
    ///
    /// # Panics
    /// If it does not come.
    pub async fn hears(&self, room: &RoomId, text: &str) {
        let mut events = self.client.events(Some(0)).await.expect("events");
        let heard = async {
            while !self.texts(room).await.iter().any(|heard| heard == text) {
                events.next().await.expect("an event");
            }
        };
        let heard = tokio::time::timeout(PATIENCE, heard).await;
        assert!(heard.is_ok(), "{} did not hear {text:?}", self.name);
    }

    /// All texts of a room, as this device has them.
    ///
    /// # Panics
    /// If the storage fails.
    pub async fn texts(&self, room: &RoomId) -> Vec<String> {
        let history = self.client.history(room, Since::Last, 10_000).await.expect("history");
        history.into_iter().map(|message: MessageView| message.text).collect()
    }

    /// Waits for an event.
    ///
    /// # Panics
    /// If it does not come.
    pub async fn sees(&self, room: &RoomId, mut wanted: impl FnMut(&What) -> bool) {
        let mut events = self.client.events(Some(0)).await.expect("events");
        let seen = async {
            loop {
                let event = events.next().await.expect("an event");
                if event.room == *room && wanted(&event.what) {
                    return;
                }
            }
        };
        assert!(tokio::time::timeout(PATIENCE, seen).await.is_ok(), "{} did not see it", self.name);
    }

    /// Waits until the room is in one epoch and safety number with another member's.
    ///
    /// # Panics
    /// If they do not agree.
    pub async fn agrees_with(&self, other: &Self, room: &RoomId) {
        let mut events = self.client.events(Some(0)).await.expect("events");
        let mut theirs = other.client.events(Some(0)).await.expect("events");
        let agree = async {
            loop {
                let (a, b) = (self.safety(room).await, other.safety(room).await);
                if a.is_ok() && a.ok() == b.ok() {
                    return;
                }
                tokio::select! {
                    event = events.next() => drop(event.expect("an event")),
                    event = theirs.next() => drop(event.expect("an event")),
                }
            }
        };
        assert!(tokio::time::timeout(PATIENCE, agree).await.is_ok(), "safety numbers differ");
    }

    async fn safety(&self, room: &RoomId) -> Result<[u8; 32], Error> {
        self.client.safety_number(room).await
    }
}

/// A member whose device is switched off.
pub struct Sleeper {
    folder: Arc<TempDir>,
    name: String,
}

impl Sleeper {
    /// Opens the profile; nothing is connected yet.
    ///
    /// # Panics
    /// If the profile does not open.
    #[must_use]
    pub fn wakes(self) -> Member {
        let Self { folder, name } = self;
        let unlock = sitr_client::profile::Unlock::Passphrase(&passphrase());
        let client = Client::open(&folder.path().join("profile"), &unlock).expect("the profile");
        Member { client, folder, name }
    }
}

/// A room of two who can hear each other.
pub async fn room_of_two(relay: &RelayProcess) -> (Member, Member, RoomId) {
    let (alice, bob) = (Member::new("Alice"), Member::new("Bob"));
    let room = alice.founds("Evening", relay).await;
    let invite = alice.invites(&room, 8).await;
    bob.knocks(&invite.link).await;
    alice.admits(&room).await;
    bob.stands(&room, Standing::Active).await;
    (alice, bob, room)
}
