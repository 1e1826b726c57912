//! A server as a process of its own: its place, its CPU time, its memory.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Microseconds of one tick of `/proc/PID/stat`: `USER_HZ` is 100 wherever Linux runs.
const TICK_US: f64 = 10_000.0;

/// A running server; killed when dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    pub(crate) dir: tempfile::TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where a server will be: a free port, and a directory of its own.
pub(crate) struct Place {
    pub(crate) address: SocketAddr,
    pub(crate) dir: tempfile::TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = port.local_addr().expect("bound");
        Self { address, dir: tempfile::tempdir().expect("a directory") }
    }

    /// A file in the directory: its path.
    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let file = self.dir.path().join(name);
        std::fs::write(&file, text).expect("written");
        file
    }

    /// Starts the server and waits until it listens.
    pub(crate) fn start(self, mut command: Command) -> Server {
        let log = std::fs::File::create(self.dir.path().join("log")).expect("a file");
        let errors = log.try_clone().expect("the file again");
        let started = command.stdin(Stdio::null()).stdout(log).stderr(errors).spawn();
        let child = started.unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
        let mut server = Server { child, address: self.address, dir: self.dir };
        for _ in 0..1_000 {
            if std::net::TcpStream::connect(server.address).is_ok() {
                return server;
            }
            if server.child.try_wait().is_ok_and(|ended| ended.is_some()) {
                break;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let log = std::fs::read_to_string(server.dir.path().join("log")).unwrap_or_default();
        panic!("{command:?} does not listen:\n{log}");
    }
}

/// Starts the floor: this program under another name.
pub(crate) fn floor() -> Server {
    let place = Place::new();
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.arg("floor").arg(place.address.to_string());
    place.start(command)
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

    /// Bytes of all that it stored.
    pub(crate) fn stored(&self) -> u64 {
        let data = std::fs::read_dir(self.dir.path().join("data"));
        let files = data.into_iter().flatten().flatten();
        files.filter_map(|file| file.metadata().ok()).map(|it| it.len()).sum()
    }
}

/// Descriptors that a process may have.
pub(crate) fn descriptors() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    let soft = line.and_then(|line| line.split_whitespace().next());
    // Unlimited is no number, and more than is asked for.
    soft.map_or(0, |soft| soft.parse().unwrap_or(usize::MAX))
}

/// How many wanted a core in the last minute, five and fifteen minutes: how far latencies can be trusted.
pub(crate) fn load_average() -> String {
    let averages = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    averages.split(' ').take(3).collect::<Vec<_>>().join(" ")
}

/// A program of this name, if one is installed. Some servers stand where only administrators look.
pub(crate) fn installed(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut dirs: Vec<PathBuf> = std::env::split_paths(&path).collect();
    dirs.push(PathBuf::from("/usr/sbin"));
    dirs.into_iter().map(|dir| dir.join(program)).find(|it: &PathBuf| Path::is_file(it))
}
