//! The public conformance suite for WebSocket (Autobahn) against what this relay speaks it with: the
//! handshake and its limits, the stream that the library reads from, the queue that everything leaves by,
//! the goodbye. A relay answers frames of its own protocol; here it sends back whatever comes, which is what
//! the suite asks of a server. `cargo xtask conformance` runs it.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use sitr_relay_core::ConnId;
use sitr_relay_core::load::Load;
use sitr_relay_core::ticket::Tickets;
use sitr_relay_store::Writer;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio_tungstenite::tungstenite::Message;

use super::{Connection, Ended, Stream, handshake};
use crate::identity::Identity;
use crate::readers::Readers;
use crate::shared::{Fields, Marks, Shared, SharedLoad};
use crate::{Config, DATABASE, KEY, PATH};

/// Cases of every run, by the suite's numbers: framing, pings, reserved bits, opcodes, fragments, UTF-8,
/// goodbyes, automatic fragments.
const CASES: [&str; 8] = ["1.*", "2.*", "3.*", "4.*", "5.*", "6.*", "7.*", "10.*"];
/// Those of a long run: large messages, and many. 12 and 13 are about compression, which is never offered
/// (rule W-09).
const LONG: [&str; 1] = ["9.*"];
/// Long cases whose messages no frame may be as large as (rule W-05), by their beginnings: such a message ends
/// the connection.
const TOO_LARGE: [&str; 12] = [
    "9.1.3", "9.1.4", "9.1.5", "9.1.6", "9.2.3", "9.2.4", "9.2.5", "9.2.6", "9.3.", "9.4.", "9.5.",
    "9.6.",
];
/// The code that goes with it (RFC 6455 section 7.4.1).
const TOO_LARGE_CODE: u64 = 1009;
/// The one case that a server which loses a byte is asked, so that the suite is seen to find something.
const BROKEN_CASE: &str = "1.2.2";

/// What a connection needs of a relay, where none is asked for anything.
fn shared(dir: &Path) -> Arc<Shared> {
    let config = Config::at(dir);
    let database = dir.join(DATABASE);
    let lineage = Writer::open(&database).unwrap().lineage();
    let identity = Identity::load_or_make(&dir.join(KEY)).unwrap();
    let load = Load::new(config.tickets.difficulty(), config.rise);
    Arc::new(Shared {
        limits: config.limits.clone(),
        lineage,
        retires_on: None,
        tickets: Tickets::new(identity.id, config.tickets.clone(), BTreeSet::new()),
        clock: Arc::clone(&config.clock),
        hub: mpsc::channel(1).0,
        readers: Readers::open(&database, 1).unwrap(),
        metrics: Arc::default(),
        stopping: watch::channel(false).1,
        checks: Arc::new(Semaphore::new(1)),
        fields: Fields::new(),
        marks: Marks::new(),
        load: Arc::new(SharedLoad::new(load)),
        identity,
        bounds: config.bounds,
    })
}

impl Connection<TcpStream, TcpStream> {
    /// Sends back what comes, less its last `lost` bytes, until either side ends it.
    async fn echo(&mut self, lost: usize) -> Ended {
        let less = |body: Bytes| body.slice(..body.len().saturating_sub(lost));
        loop {
            if let Err(ended) = self.drain().await {
                return ended;
            }
            match self.ws.next().await {
                Some(Ok(Message::Binary(body))) => self.line.lock().message(less(body)),
                // Only the library frames text, for the relay never sends any.
                Some(Ok(Message::Text(text))) => {
                    if self.ws.send(Message::Text(text)).await.is_err() {
                        return Ended::Peer;
                    }
                }
                other => {
                    if let Err(ended) = self.message(other).await {
                        return ended;
                    }
                }
            }
        }
    }
}

async fn one(shared: Arc<Shared>, stream: TcpStream, lost: usize) {
    stream.set_nodelay(true).unwrap();
    let Ok(stream) = handshake(stream).await else { return };
    let mut connection = Connection::new(shared, ConnId(0), Stream::Socket(stream)).await;
    let ended = connection.echo(lost).await;
    connection.close(ended).await;
}

/// Serves whoever comes, and says where.
async fn serve(shared: Arc<Shared>, lost: usize) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(one(Arc::clone(&shared), stream, lost));
        }
    });
    address
}

/// What the suite found of one case.
struct Verdict {
    behavior: String,
    close: String,
    code: Option<u64>,
}

impl Verdict {
    fn of(value: &Value) -> Self {
        let word = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        Self {
            behavior: word("behavior"),
            close: word("behaviorClose"),
            code: value["remoteCloseCode"].as_u64(),
        }
    }

    fn is_good(&self) -> bool {
        let good = ["OK", "NON-STRICT", "INFORMATIONAL"];
        good.contains(&self.behavior.as_str()) && good.contains(&self.close.as_str())
    }
}

/// A variable that `cargo xtask conformance` sets.
fn told(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run cargo xtask conformance"))
}

/// Runs the suite against both servers: verdicts by server and case.
fn run(out: &Path, servers: [(&str, SocketAddr); 2], is_long: bool) -> Value {
    let _ = std::fs::remove_dir_all(out);
    std::fs::create_dir_all(out).unwrap();
    let cases: Vec<&str> = CASES.into_iter().chain(LONG.into_iter().filter(|_| is_long)).collect();
    // The suite knows what to leave out of a server, not what to ask of it.
    let chapters = ["2.*", "3.*", "4.*", "5.*", "6.*", "7.*", "9.*", "10.*", "1.1.*"];
    let others = (1..=8).map(|at| format!("1.2.{at}")).filter(|case| case != BROKEN_CASE);
    let spared: Vec<String> = chapters.into_iter().map(str::to_owned).chain(others).collect();
    let servers = servers
        .map(|(agent, address)| json!({ "agent": agent, "url": format!("ws://{address}{PATH}") }));
    let spec = json!({
        "outdir": out,
        "servers": servers,
        "cases": cases,
        "exclude-cases": [],
        "exclude-agent-cases": { "broken": spared },
    });
    let file = out.join("spec.json");
    std::fs::write(&file, spec.to_string()).unwrap();
    let status = Command::new(told("SITR_SUITE_PYTHON"))
        .args([
            "-c",
            "from autobahntestsuite.wstest import run; run()",
            "-m",
            "fuzzingclient",
            "-s",
        ])
        .arg(&file)
        .env("PYTHONPATH", told("SITR_SUITE_PACKAGES"))
        .stdout(std::fs::File::create(out.join("log")).unwrap())
        .status()
        .expect("the suite starts");
    assert!(status.success(), "the suite failed: {}", out.join("log").display());
    let index = std::fs::read_to_string(out.join("index.json")).expect("the suite's findings");
    serde_json::from_str(&index).unwrap()
}

/// Counts of verdicts by chapter.
fn table(found: &BTreeMap<&String, Verdict>) -> BTreeMap<u64, BTreeMap<String, u64>> {
    let mut table: BTreeMap<u64, BTreeMap<String, u64>> = BTreeMap::new();
    for (case, verdict) in found {
        let chapter = case.split('.').next().and_then(|it| it.parse().ok()).unwrap();
        *table.entry(chapter).or_default().entry(verdict.behavior.clone()).or_default() += 1;
    }
    table
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "wants the public suite, which cargo xtask conformance installs"]
async fn the_public_suite_finds_nothing() {
    // W-05, W-09
    let dir = tempfile::tempdir().unwrap();
    let shared = shared(dir.path());
    let ours = serve(Arc::clone(&shared), 0).await;
    let broken = serve(shared, 1).await;
    let (out, is_long) = (PathBuf::from(told("SITR_SUITE_OUT")), told("SITR_SUITE") == "long");
    let servers = [("sitr-relay", ours), ("broken", broken)];
    let run = tokio::task::spawn_blocking(move || (run(&out, servers, is_long), out));
    let (index, out) = run.await.unwrap();

    let verdicts = index["sitr-relay"].as_object().expect("findings about the relay");
    let found: BTreeMap<_, _> = verdicts.iter().map(|(at, it)| (at, Verdict::of(it))).collect();
    let (table, count) = (table(&found), found.len());
    let summary = json!({ "cases": count, "chapters": table, "long": is_long });
    std::fs::write(out.join("summary.json"), format!("{summary:#}\n")).unwrap();
    for (chapter, verdicts) in &table {
        println!("{chapter:>3}: {verdicts:?}");
    }
    let is_refused = |case: &str, it: &Verdict| {
        TOO_LARGE.iter().any(|start| case.starts_with(start)) && it.code == Some(TOO_LARGE_CODE)
    };
    let bad: Vec<String> = found
        .iter()
        .filter(|(case, verdict)| !verdict.is_good() && !is_refused(case, verdict))
        .map(|(case, it)| {
            format!("{case}: {}, goodbye {}, code {:?}", it.behavior, it.close, it.code)
        })
        .collect();
    assert!(bad.is_empty(), "{} of {count} cases:\n{}", bad.len(), bad.join("\n"));
    assert!(count >= if is_long { 301 } else { 247 }, "only {count} cases were run");
    // Who loses a byte is found.
    let of_broken = Verdict::of(&index["broken"][BROKEN_CASE]);
    assert_eq!(of_broken.behavior, "FAILED", "the suite finds what is wrong");
}
