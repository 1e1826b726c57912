//! A server as a process of its own: its address, its CPU time, its memory.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Microseconds of one tick of `/proc/PID/stat`: `USER_HZ` is 100 wherever Linux runs.
const TICK_US: f64 = 10_000.0;

/// A running server; killed when dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    _dir: Option<tempfile::TempDir>,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts the floor: this program under another name.
pub(crate) fn floor() -> Server {
    let this = std::env::current_exe().expect("this program");
    let mut child =
        Command::new(this).arg("floor").stdout(Stdio::piped()).spawn().expect("the floor starts");
    let out = child.stdout.take().expect("its output");
    let line = BufReader::new(out).lines().next().expect("a line").expect("readable");
    let address = line.rsplit(' ').next().expect("an address").parse().expect("an address");
    Server { child, address, _dir: None }
}

/// Starts a relay with its defaults, except for the limits that a load would meet on purpose.
pub(crate) fn relay(program: &Path) -> Server {
    let dir = tempfile::tempdir().expect("a directory");
    let port = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = port.local_addr().expect("bound");
    drop(port);
    let config = format!(
        "data = {:?}\nlisten = [{{ address = \"{address}\" }}]\n[mailboxes]\nmax_capacity = 65536\n\
         [tickets]\nkind = \"free\"\n[limits]\nappends_per_minute = 10000000\n\
         opens_per_minute = 10000\nconnections = 19500\nwatches = 10000\n",
        dir.path().join("data")
    );
    let file = dir.path().join("relay.toml");
    std::fs::write(&file, config).expect("written");
    let child = Command::new(program)
        .arg("--config")
        .arg(&file)
        .env("RUST_LOG", "error")
        .stdout(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("{} does not start: {error}", program.display()));
    let server = Server { child, address, _dir: Some(dir) };
    for _ in 0..500 {
        if std::net::TcpStream::connect(address).is_ok() {
            return server;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("the relay did not listen");
}

impl Server {
    /// CPU time so far, user and system, of all its threads, in microseconds.
    pub(crate) fn cpu_us(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()));
        let stat = stat.expect("the server runs");
        // The name, in parentheses, may hold anything; after it utime and stime are fields 12 and 13.
        let after = stat.rsplit(')').next().expect("fields");
        let ticks = |at: usize| -> f64 {
            after.split_whitespace().nth(at).expect("a field").parse().expect("a number")
        };
        (ticks(11) + ticks(12)) * TICK_US
    }

    /// Resident memory, in bytes.
    pub(crate) fn rss(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.expect("the server runs");
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("VmRSS");
        let kib: u64 = line.split_whitespace().nth(1).expect("a field").parse().expect("a number");
        kib * 1024
    }
}

/// Whether a program of this name is installed.
pub(crate) fn on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|dir| dir.join(program).is_file())
}
