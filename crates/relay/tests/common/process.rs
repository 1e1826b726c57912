//! The real binary, and what is asked of it.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use sitr_wire::ticket::{Policy, Purpose};
use sitr_wire::{RelayId, Reply};
use tokio::net::TcpStream;

use super::{Client, Room};

pub const BINARY: &str = env!("CARGO_BIN_EXE_sitr-relay");

/// A relay of its own process; killed when dropped.
pub struct Process {
    child: Child,
    pub address: SocketAddr,
    pub id: RelayId,
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Process {
    pub fn start(data: &Path) -> Self {
        let mut command = Command::new(BINARY);
        command.args(["--listen", "127.0.0.1:0", "--json", "--data"]).arg(data);
        Self::run(command)
    }

    /// With a configuration file of these lines, beside its data.
    pub fn configured(data: &Path, lines: &str) -> Self {
        let file = data.join("relay.toml");
        std::fs::write(&file, lines).unwrap();
        let mut command = Command::new(BINARY);
        command.args(["--listen", "127.0.0.1:0", "--json", "--data"]).arg(data);
        command.arg("--config").arg(file);
        Self::run(command)
    }

    pub fn run(mut command: Command) -> Self {
        let mut child = command
            .env("RUST_LOG", "trace")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let told: serde_json::Value = serde_json::from_str(&line).unwrap();
        let url = told["listening"].as_str().unwrap();
        let address = url.strip_prefix("ws://").unwrap().strip_suffix(sitr_relay::PATH).unwrap();
        let hex = told["relay"].as_str().unwrap();
        let id = data_encoding::HEXLOWER.decode(hex.as_bytes()).unwrap();
        Self { child, address: address.parse().unwrap(), id: RelayId(id.try_into().unwrap()) }
    }

    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Resident memory, in KiB.
    pub fn rss(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    /// Asks it to stop; its exit code and all that it logged.
    pub fn stop(mut self) -> (Option<i32>, String) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        (self.child.wait().unwrap().code(), log)
    }
}

pub fn sitr_relay(args: &[&str]) -> Output {
    Command::new(BINARY).args(args).output().unwrap()
}

/// Opens with the work that the default relay asks for.
pub async fn open(client: &mut Client<TcpStream>, room: &Room) {
    let Policy::Work(difficulty) = &client.hi.tickets else { panic!("the default is work") };
    let ticket = room.ticket(Purpose::Open, &difficulty.clone(), client.hi.day);
    assert_eq!(client.ask(&room.open(Some(ticket))).await, Reply::Opened);
}

/// All cells of a mailbox, by number, with their index.
pub async fn read_all(client: &mut Client<TcpStream>, room: &Room) -> Vec<u32> {
    let mut numbers = Vec::new();
    for page in 0.. {
        let page = client.page(room, page).await.unwrap();
        for cell in &page.cells {
            numbers.push(u32::from_be_bytes(cell.bytes()[..4].try_into().unwrap()));
        }
        if page.cells.len() < 32 {
            break;
        }
    }
    numbers
}
