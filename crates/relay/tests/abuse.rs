//! The real relay under those who would wear it down: each is refused or survived, and everybody else is
//! served meanwhile. `SITR_ABUSE=long` does the same with many times as many; see `cargo xtask abuse`.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use common::process::Process;
use common::{Client, PATIENCE, Room, cell, get, raw};
use futures_util::SinkExt;
use futures_util::future::join_all;
use sitr_wire::ticket::{Policy, Purpose};
use sitr_wire::{CellSize, Code, Reply};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;

/// As many as a short run has, or a long one.
fn many(short: usize) -> usize {
    if std::env::var_os("SITR_ABUSE").is_some_and(|it| it == "long") { short * 20 } else { short }
}

/// So many at once, and in a long run again and again.
async fn waves<T>(at_once: usize, one: impl AsyncFn(usize) -> T) -> Vec<T> {
    let mut all = Vec::new();
    for wave in 0..many(1) {
        let some = (0..at_once).map(|at| one(wave * at_once + at));
        all.extend(join_all(some).await);
    }
    all
}

/// What the relay may keep of an attack, in KiB: its buffers, and what the allocator does not give back.
const KEPT_KIB: u64 = 48 * 1024;

struct Siege {
    process: Process,
    operations: std::net::SocketAddr,
    rss: u64,
    _data: tempfile::TempDir,
}

impl Siege {
    /// A relay with these lines in its file.
    async fn lay(lines: &str) -> Self {
        let data = tempfile::tempdir().unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let operations = port.local_addr().unwrap();
        drop(port);
        let process =
            Process::configured(data.path(), &format!("operations = \"{operations}\"\n{lines}"));
        let siege = Self { rss: 0, process, operations, _data: data };
        // Threads and caches are there before memory is counted.
        siege.serves(250).await;
        Self { rss: siege.process.rss(), ..siege }
    }

    async fn client(&self) -> Client<TcpStream> {
        Client::connect(self.process.address).await
    }

    /// Somebody else is served.
    async fn serves(&self, number: u8) {
        let mut client = self.client().await;
        let room = Room::new(self.process.id, number);
        let ticket = match &client.hi.tickets {
            Policy::Work(difficulty) => {
                Some(room.ticket(Purpose::Open, &difficulty.clone(), client.hi.day))
            }
            _ => None,
        };
        assert_eq!(client.ask(&room.open(ticket)).await, Reply::Opened);
        client.append(&room, &cell(1)).await.unwrap();
        assert_eq!(client.page(&room, 0).await.unwrap().cells.len(), 1);
    }

    async fn metric(&self, name: &str) -> u64 {
        let metrics = get(self.operations, "/metrics").await;
        let name = format!("sitr_relay_{name} ");
        let line = metrics.lines().find_map(|line| line.strip_prefix(&name));
        line.expect("a metric").parse().unwrap()
    }

    /// Everybody has left.
    async fn is_left(&self) {
        let gone = async {
            while self.metric("connections").await > 0 {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        timeout(PATIENCE, gone).await.expect("connections stay");
    }

    /// Everybody has left, others are served, and memory is as it was.
    async fn is_over(&self) {
        self.is_left().await;
        self.serves(251).await;
        let grown = self.process.rss().saturating_sub(self.rss);
        assert!(grown < KEPT_KIB, "{grown} KiB are kept");
    }
}

const FREE: &str = "[tickets]\nkind = \"free\"\n";

/// Whether the relay ended it.
async fn is_ended(mut stream: TcpStream) -> bool {
    let mut rest = Vec::new();
    // A reset is an end too.
    timeout(PATIENCE, stream.read_to_end(&mut rest)).await.is_ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_openers_lose_their_place() {
    // L-09
    let siege = Siege::lay(&format!("{FREE}[limits]\nhello_seconds = 1\n")).await;
    let address = siege.process.address;
    let dribble = async |at: usize| {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let upgrade = b"GET /sitr/v1 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n";
        // Some say nothing, some a byte now and then, some all but the end.
        for byte in &upgrade[..upgrade.len() * (at % 3) / 2] {
            if stream.write_all(&[*byte]).await.is_err() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(if at % 3 == 1 { 40 } else { 0 })).await;
        }
        is_ended(stream).await
    };
    let (ended, ()) = tokio::join!(waves(200, dribble), siege.serves(1));
    assert!(ended.into_iter().all(|ended| ended));
    siege.is_over().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_went_silent_is_let_go() {
    // L-10
    let siege = Siege::lay(&format!("{FREE}[limits]\nping_seconds = 1\n")).await;
    // They said hello, and then their machine slept: they read nothing and answer no ping.
    let silent = waves(200, async |_| siege.client().await).await;
    siege.serves(1).await;
    siege.is_left().await;
    drop(silent);
    siege.is_over().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn floods_of_pings_cost_who_sends_them() {
    let siege = Siege::lay(FREE).await;
    // A frame of 125 bytes, masked with zeros.
    let pings = [&[0x89, 0x80 | 125, 0, 0, 0, 0][..], &[7; 125]].concat().repeat(1_000);
    let (flooders, flooded) = (20, AtomicUsize::new(0));
    // None of them ever reads, so the relay stops listening to it once its pongs are stuck.
    let flood = async |_| {
        let mut client = siege.client().await;
        let stream = client.ws.get_mut();
        let mut sent = 0;
        let all = async {
            while sent < pings.len() * many(20) {
                stream.write_all(&pings).await?;
                sent += pings.len();
                if sent == pings.len() * 10 {
                    flooded.fetch_add(1, Ordering::SeqCst);
                }
            }
            std::future::pending::<std::io::Result<()>>().await
        };
        all.await
    };
    let others = async {
        while flooded.load(Ordering::SeqCst) < flooders {
            siege.serves(1).await;
        }
        siege.serves(2).await;
    };
    tokio::select! {
        () = others => {}
        ended = join_all((0..flooders).map(flood)) => panic!("the relay ended them: {ended:?}"),
    }
    siege.is_over().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn garbage_is_not_listened_to() {
    // W-01
    let siege = Siege::lay(&format!("{FREE}[limits]\nhello_seconds = 1\n")).await;
    let address = siege.process.address;
    let noise = async |at: usize| {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let mut state = at as u64 + 1;
        let mut bytes = vec![0; 4096];
        for byte in &mut bytes {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            *byte = (state >> 56) as u8;
        }
        // It may be ended before all is said.
        let _ = stream.write_all(&bytes).await;
        is_ended(stream).await
    };
    let inside = async |at: usize| {
        let stream = TcpStream::connect(address).await.unwrap();
        let url = format!("ws://{address}{}", sitr_relay::PATH);
        // On a machine that is busy enough even a handshake may take too long.
        let Ok((mut ws, _)) = tokio_tungstenite::client_async(url, stream).await else {
            return true;
        };
        let length = 1 + at % 300;
        let frame = (0..length).map(|byte| (byte * at) as u8).collect::<Vec<u8>>();
        let _ = ws.send(Message::Binary(frame.into())).await;
        is_ended(ws.into_inner()).await
    };
    let attack = async {
        let ended = waves(200, noise).await;
        ended.into_iter().chain(waves(200, inside).await).all(|ended| ended)
    };
    let (ended, ()) = tokio::join!(attack, siege.serves(1));
    assert!(ended);
    siege.is_over().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn storms_of_connections_pass() {
    let siege = Siege::lay(FREE).await;
    let storm = async |at: usize| {
        for round in 0..10 {
            match (at + round) % 3 {
                // Gone before the handshake, after it, and after the hello.
                0 => drop(TcpStream::connect(siege.process.address).await),
                1 => drop(raw(siege.process.address).await),
                _ => drop(siege.client().await),
            }
        }
    };
    tokio::join!(join_all((0..many(50)).map(storm)), siege.serves(1));
    siege.is_over().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_is_good_for_what_it_was_made_for() {
    // T-01, M-03
    let siege = Siege::lay("[tickets]\ngate_bits = 12\nargon_kib = 8\nargon_bits = 3\n").await;
    let opened = siege.metric("opened_total").await;
    let mut client = siege.client().await;
    let Policy::Work(difficulty) = client.hi.tickets.clone() else { panic!("work") };
    let room = Room::new(siege.process.id, 1);
    let ticket = room.ticket(Purpose::Open, &difficulty, client.hi.day);
    for _ in 0..50 {
        assert_eq!(client.ask(&room.open(Some(ticket.clone()))).await, Reply::Opened);
    }
    for number in 2..52 {
        let other = Room::new(siege.process.id, number);
        let reply = client.ask(&other.open(Some(ticket.clone()))).await;
        assert_eq!(common::refused(reply).code, Code::Ticket);
    }
    assert_eq!(siege.metric("opened_total").await, opened + 1);
    drop(client);
    siege.is_over().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mailboxes_by_the_thousand_are_few_and_dear() {
    // L-03, T-05
    let lines = "[tickets]\ngate_bits = 0\nargon_kib = 8\nargon_bits = 0\nopens_before_rise = 20\n\
                 [limits]\nopens_per_minute = 50\n";
    let siege = Siege::lay(lines).await;
    let least = argon_bits(&siege.client().await);
    let mut refused = 0;
    for connection in 0..3u8 {
        let mut client = siege.client().await;
        for at in 0..many(100) as u32 {
            let room =
                Room::of(siege.process.id, 10 + connection, |it| it.capacity = 1 + at % 8_000);
            let Policy::Work(difficulty) = client.hi.tickets.clone() else { panic!("work") };
            let ticket = room.ticket(Purpose::Open, &difficulty, client.hi.day);
            match client.ask(&room.open(Some(ticket))).await {
                Reply::Opened => {}
                Reply::Refused(refusal) if refusal.code == Code::Limit => refused += 1,
                other => panic!("unexpected {other:?}"),
            }
        }
    }
    // The minute may have turned once on the way.
    assert!(refused >= 3 * (many(100) - 2 * 50), "only {refused} were refused");
    let client = siege.client().await;
    assert!(argon_bits(&client) > least, "the work rose");
    drop(client);
    siege.is_over().await;
}

fn argon_bits(client: &Client<TcpStream>) -> u32 {
    client.hi.tickets.difficulty().argon_bits
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn storms_of_watches_end_at_the_limit() {
    // L-04, L-05
    let siege = Siege::lay(FREE).await;
    let room = Room::new(siege.process.id, 1);
    let mut author = siege.client().await;
    author.open(&room).await.unwrap();
    for number in 0..40 {
        author.append(&room, &cell(number)).await.unwrap();
    }
    let storm = async |_| {
        let mut client = siege.client().await;
        let (mut pages, mut refused) = (0, 0);
        for _ in 0..3 {
            let asked = [(); 60].map(|()| room.watch(0));
            let mut numbers = Vec::new();
            for watch in &asked {
                numbers.push(client.send(watch).await);
            }
            for number in numbers {
                match client.next(number).await {
                    Reply::Page(_) => pages += 1,
                    Reply::Refused(refusal) => {
                        assert_eq!(refusal.code, Code::Limit);
                        refused += 1;
                    }
                    other => panic!("unexpected {other:?}"),
                }
            }
        }
        (pages, refused)
    };
    let (found, ()) = tokio::join!(join_all((0..many(10)).map(storm)), siege.serves(2));
    assert!(found.into_iter().all(|found| found == (64, 116)), "64 watches each");
    drop(author);
    siege.is_over().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hot_mailbox_starves_nobody() {
    // L-08
    let siege = Siege::lay(&format!("{FREE}[limits]\nappends_per_minute = 1000000\n")).await;
    let hot = Room::of(siege.process.id, 1, |it| it.capacity = 8_192);
    let quiet = Room::new(siege.process.id, 2);
    let [mut flood, mut calm, mut listener] =
        [siege.client().await, siege.client().await, siege.client().await];
    flood.open(&hot).await.unwrap();
    calm.open(&quiet).await.unwrap();
    let (watch, _) = listener.watch(&quiet).await;
    // Some follow the hot mailbox, some watch it and never read.
    let mut asleep = Vec::new();
    for _ in 0..many(50) {
        let mut client = siege.client().await;
        client.send(&hot.watch(0)).await;
        asleep.push(client);
    }
    let (done, mut is_done) = tokio::sync::oneshot::channel::<()>();
    let flooding = tokio::spawn(async move {
        let mut taken = 0;
        for number in 0.. {
            flood.send(&hot.append(&cell(number))).await;
            if number >= 60 {
                match flood.any().await.expect("the relay goes on").1 {
                    Reply::Appended(_) => taken += 1,
                    // It holds no more: that is its author's affair.
                    Reply::Refused(refusal) if refusal.code == Code::Full => {}
                    other => panic!("unexpected {other:?}"),
                }
            }
            if is_done.try_recv().is_ok() {
                break;
            }
        }
        taken
    });
    // Each is taken and told while the flood goes on.
    for number in 0..50 {
        let index = calm.append(&quiet, &cell(number)).await.unwrap();
        assert_eq!(index, u64::from(number));
        let told = Reply::Cell { index, cell: cell(number), last: false };
        let mut next = listener.next(watch).await;
        if matches!(next, Reply::Mark(_)) {
            next = listener.next(watch).await;
        }
        assert_eq!(next, told);
    }
    done.send(()).unwrap();
    assert!(flooding.await.unwrap() > 0);
    drop((asleep, calm, listener));
    siege.is_over().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn large_cells_from_many_at_once_are_bounded() {
    let siege = Siege::lay(FREE).await;
    let large = common::sized(1, CellSize::K256);
    let half = async |at: usize| {
        let mut client = siege.client().await;
        let room = Room::of(siege.process.id, at as u8, |it| it.cell_size = CellSize::K256);
        client.open(&room).await.unwrap();
        // The beginning of a frame whose end never comes.
        let frame = room.append(&large).encode(9);
        let header = [0x82, 0xff, 0, 0, 0, 0, 0, 0x04, 0, 0x68, 1, 2, 3, 4];
        let stream = client.ws.get_mut();
        let _ = stream.write_all(&header).await;
        let _ = stream.write_all(&frame[..100_000]).await;
        client
    };
    let (held, ()) = tokio::join!(join_all((100..100 + 50).map(half)), siege.serves(1));
    drop(held);
    siege.is_over().await;
}
