//! A relay in this process, profiles that open fast, and the real `sitr` binary.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::Value;
use sitr_client::profile::{NewSlot, Passphrase, PassphraseCost, Profile};
use sitr_relay::{Config, Relay, Running};

/// How long anything may take before the test has failed.
const PATIENCE: Duration = Duration::from_secs(60);
pub(crate) const PASSPHRASE: &str = "correct horse";

/// A folder with profiles, and a relay that can be stopped and started again.
pub(crate) struct World {
    pub(crate) dir: tempfile::TempDir,
    runtime: tokio::runtime::Runtime,
    relay: Option<Running>,
    address: SocketAddr,
}

/// What a process that has ended left.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// The objects on standard output.
    pub(crate) fn objects(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The only object, of a command that did what was asked.
    pub(crate) fn one(&self) -> Value {
        assert_eq!(self.code, 0, "{self:?}");
        let mut objects = self.objects();
        assert_eq!(objects.len(), 1, "{self:?}");
        objects.remove(0)
    }

    /// All objects, of a command that did what was asked.
    pub(crate) fn all(&self) -> Vec<Value> {
        assert_eq!(self.code, 0, "{self:?}");
        self.objects()
    }

    /// The error's code, of a command that ended with this exit code.
    pub(crate) fn error(&self, code: i32) -> String {
        assert_eq!(self.code, code, "{self:?}");
        let last = self.err.lines().last().unwrap();
        let object: Value = serde_json::from_str(last).unwrap();
        assert!(!object["message"].as_str().unwrap().is_empty(), "{object}");
        assert!(!object["hint"].as_str().unwrap().is_empty(), "{object}");
        object["error"].as_str().unwrap().to_owned()
    }
}

impl World {
    /// A running relay, and a file with the passphrase.
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("pass"), format!("{PASSPHRASE}\n")).unwrap();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let address = "127.0.0.1:0".parse().unwrap();
        let mut world = Self { dir, runtime, relay: None, address };
        world.start_relay();
        world
    }

    /// Starts the relay where it was before.
    pub(crate) fn start_relay(&mut self) {
        let config = Config::at(self.path("relay")).listening(self.address);
        let relay = self.runtime.block_on(Relay::start(config)).unwrap();
        self.address = relay.addresses()[0];
        self.relay = Some(relay);
    }

    /// Stops the relay.
    pub(crate) fn stop_relay(&mut self) {
        let relay = self.relay.take().unwrap();
        self.runtime.block_on(relay.shutdown());
    }

    /// The relay's socket.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where the relay listens.
    pub(crate) fn url(&self) -> String {
        format!("ws://{}{}", self.address, sitr_relay::PATH)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Makes a profile whose passphrase costs next to nothing to try: the cost is a property of the
    /// profile, so the binary needs no door for tests.
    pub(crate) fn profile(&self, who: &str) {
        let passphrase = Passphrase::new(PASSPHRASE.to_owned()).unwrap();
        let cheap = PassphraseCost::new(8, 1, 1).unwrap();
        Profile::create(&self.path(who), &[NewSlot::Passphrase(&passphrase, cheap)]).unwrap();
    }

    /// The binary on a profile, for machines.
    pub(crate) fn command(&self, who: &str, args: &[&str]) -> Command {
        let mut command = self.bare(args);
        command.arg("--json").arg("--profile").arg(self.path(who));
        command.arg("--passphrase-file").arg(self.path("pass"));
        command
    }

    /// The binary, without anything of this machine's user.
    pub(crate) fn bare(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sitr"));
        command
            .args(args)
            .env_remove("SITR_PROFILE")
            .env_remove("SITR_PROXY")
            .current_dir(self.dir.path());
        command.env("HOME", self.dir.path()).env("XDG_DATA_HOME", self.path("home"));
        command.env("TZ", "UTC").env("SITR_LANG", "en");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs a command to its end.
    pub(crate) fn sitr(&self, who: &str, args: &[&str]) -> Ran {
        run(&mut self.command(who, args))
    }

    /// A room of alice with bob in it; the room's id.
    pub(crate) fn friends(&self) -> String {
        self.profile("alice");
        self.profile("bob");
        let create = ["room", "create", "Friends", "--relay", &self.url(), "--as", "Alice"];
        let room = self.sitr("alice", &create).one()["room"].as_str().unwrap().to_owned();
        let link = self.link("alice");
        let waiting = self.sitr("bob", &["join", &link, "--as", "Bob", "--no-wait"]).one();
        assert_eq!(waiting["state"], "waiting");
        self.sitr("alice", &["admit", "Friends", "Bob"]).one();
        assert_eq!(self.sitr("bob", &["join", &link, "--as", "Bob"]).one()["state"], "joined");
        room
    }

    /// A new invite link to the room `Friends`.
    pub(crate) fn link(&self, who: &str) -> String {
        self.sitr(who, &["invite", "Friends"]).one()["link"].as_str().unwrap().to_owned()
    }
}

/// Runs a command to its end.
pub(crate) fn run(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A process that goes on, whose lines are heard as they come. It ends with this.
pub(crate) struct Live {
    child: Child,
    input: Option<ChildStdin>,
    lines: Receiver<String>,
}

impl Live {
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
        let (input, output) = (child.stdin.take(), child.stdout.take().unwrap());
        let (heard, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines() {
                if heard.send(line.unwrap()).is_err() {
                    return;
                }
            }
        });
        Self { child, input, lines }
    }

    /// Types a line.
    pub(crate) fn types(&mut self, line: &str) {
        let input = self.input.as_mut().unwrap();
        writeln!(input, "{line}").unwrap();
        input.flush().unwrap();
    }

    /// The next line for which this holds.
    pub(crate) fn hears(&self, is_it: impl Fn(&str) -> bool) -> String {
        loop {
            let line = self.lines.recv_timeout(PATIENCE).expect("another line");
            if is_it(&line) {
                return line;
            }
        }
    }

    /// The next object that has this field.
    pub(crate) fn object(&self, field: &str) -> Value {
        let has = |line: &str| {
            serde_json::from_str::<Value>(line).is_ok_and(|object| object.get(field).is_some())
        };
        serde_json::from_str(&self.hears(has)).unwrap()
    }

    /// Closes its input, and returns the rest of what it says, its errors and its exit code.
    pub(crate) fn ends(mut self) -> Ran {
        drop(self.input.take());
        let mut out = String::new();
        while let Ok(line) = self.lines.recv_timeout(PATIENCE) {
            out.push_str(&line);
            out.push('\n');
        }
        let mut err = String::new();
        if let Some(mut errors) = self.child.stderr.take() {
            errors.read_to_string(&mut err).unwrap();
        }
        let code = self.child.wait().unwrap().code().unwrap_or(-1);
        Ran { code, out, err }
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
