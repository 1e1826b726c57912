//! Behind a proxy: a real SOCKS5 listener that knows where an onion service is, and counts who asks for what.

use std::collections::BTreeSet;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use crate::world::{World, run};

/// A name that no resolver knows.
const ONION: &str = "sitrsitrsitrsitrsitrsitrsitrsitrsitrsitrsitrsitrsitrsitr.onion";

/// What one connection asked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Asked {
    user: String,
    password: String,
    host: String,
    port: u16,
}

struct Proxy {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
}

fn bytes<const N: usize>(stream: &mut TcpStream) -> [u8; N] {
    let mut bytes = [0; N];
    stream.read_exact(&mut bytes).unwrap();
    bytes
}

/// A length in one byte, and so much text.
fn text(stream: &mut TcpStream) -> String {
    let [length] = bytes(stream);
    let mut text = vec![0; length.into()];
    stream.read_exact(&mut text).unwrap();
    String::from_utf8(text).unwrap()
}

/// Everything from one to the other, until its end.
fn pipe(mut from: TcpStream, mut to: TcpStream) {
    let _ = std::io::copy(&mut from, &mut to);
    let _ = to.shutdown(Shutdown::Write);
}

/// RFC 1928 with RFC 1929, as far as a relay's own proxy needs it.
fn serve(mut client: TcpStream, relay: SocketAddr, asked: &Mutex<Vec<Asked>>) {
    let [5, methods] = bytes(&mut client) else { panic!("SOCKS5") };
    let mut offered = vec![0; methods.into()];
    client.read_exact(&mut offered).unwrap();
    assert!(offered.contains(&2), "a user name and a password are offered");
    client.write_all(&[5, 2]).unwrap();
    let [1] = bytes(&mut client) else { panic!("RFC 1929") };
    let (user, password) = (text(&mut client), text(&mut client));
    client.write_all(&[1, 0]).unwrap();
    let [5, 1, 0, kind] = bytes(&mut client) else { panic!("CONNECT") };
    let host = match kind {
        1 => Ipv4Addr::from(bytes::<4>(&mut client)).to_string(),
        3 => text(&mut client),
        other => panic!("address of kind {other}"),
    };
    let port = u16::from_be_bytes(bytes(&mut client));
    let is_known = host == ONION && port == 80;
    asked.lock().unwrap().push(Asked { user, password, host, port });
    let code = if is_known { 0 } else { 4 };
    client.write_all(&[5, code, 0, 1, 0, 0, 0, 0, 0, 0]).unwrap();
    if is_known {
        let relay = TcpStream::connect(relay).unwrap();
        let (from, to) = (client.try_clone().unwrap(), relay.try_clone().unwrap());
        std::thread::spawn(move || pipe(from, to));
        pipe(relay, client);
    }
}

impl Proxy {
    fn start(relay: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&asked);
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let seen = Arc::clone(&seen);
                std::thread::spawn(move || serve(client.unwrap(), relay, &seen));
            }
        });
        Self { address, asked }
    }

    fn url(&self) -> String {
        format!("socks5://{}", self.address)
    }

    fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

#[test]
fn a_room_behind_an_onion_service_is_reached_by_the_proxy_alone() {
    let world = World::new();
    let proxy = Proxy::start(world.address());
    let onion = format!("ws://{ONION}{}", sitr_relay::PATH);
    world.profile("alice");
    world.profile("bob");

    // Without a proxy nobody is asked where it is.
    let create = ["room", "create", "Friends", "--relay", &onion, "--as", "Alice"];
    assert_eq!(world.sitr("alice", &create).error(2), "onion");
    assert_eq!(proxy.asked(), []);

    // Said once, the proxy stays with the profile.
    let url = proxy.url();
    let mut create = world.command("alice", &create);
    assert_eq!(run(create.args(["--proxy", &url])).code, 0);
    let link = world.link("alice");
    let mut join = world.command("bob", &["join", &link, "--as", "Bob", "--no-wait"]);
    assert_eq!(run(join.env("SITR_PROXY", &url)).one()["state"], "waiting");
    world.sitr("alice", &["admit", "Friends", "Bob"]).one();
    assert_eq!(world.sitr("bob", &["join", &link, "--as", "Bob"]).one()["state"], "joined");
    world.sitr("alice", &["send", "Friends", "by the proxy"]).one();
    assert!(world.sitr("bob", &["read", "Friends"]).out.contains("by the proxy"));

    // It was given the name as it stands in the route, and no two connections can be told to be one client's.
    let asked = proxy.asked();
    assert!(asked.iter().all(|one| one.host == ONION && one.port == 80), "{asked:?}");
    let shown: BTreeSet<[String; 2]> =
        asked.iter().map(|one| [one.user.clone(), one.password.clone()]).collect();
    assert!(shown.len() == asked.len() && asked.len() >= 6, "{asked:?}");
}

#[test]
fn nothing_goes_past_a_proxy() {
    let world = World::new();
    let proxy = Proxy::start(world.address());
    let direct = TcpListener::bind("127.0.0.1:0").unwrap();
    direct.set_nonblocking(true).unwrap();
    let port = direct.local_addr().unwrap().port();
    let dead = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    world.profile("carol");
    let create = |relay: &str, through: &[&str]| {
        let line = ["room", "create", "R", "--relay", relay];
        world.sitr("carol", &[&line, through].concat())
    };
    let wrong = create(&world.url(), &["--proxy", "socks5://proxy.example:9050"]);
    assert_eq!(wrong.error(2), "usage");

    // A proxy that leads nowhere, and one that is not there.
    let url = proxy.url();
    for host in ["localhost", "127.0.0.1"] {
        let relay = format!("ws://{host}:{port}{}", sitr_relay::PATH);
        assert_eq!(create(&relay, &["--proxy", &url]).error(3), "unreachable");
        assert_eq!(create(&relay, &["--proxy", &format!("socks5://{dead}")]).error(3), "proxy");
        assert_eq!(create(&relay, &[]).error(3), "proxy", "the profile keeps the last one");
    }
    let asked: Vec<String> = proxy.asked().into_iter().map(|one| one.host).collect();
    assert_eq!(asked, ["localhost", "127.0.0.1"]);
    assert_eq!(direct.accept().unwrap_err().kind(), ErrorKind::WouldBlock);

    // What waits in a room that was reached before is told why it waits.
    let live = create(&world.url(), &["--proxy", "none"]);
    assert_eq!(live.code, 0, "{live:?}");
    let through = format!("--proxy=socks5://{dead}");
    assert_eq!(world.sitr("carol", &["send", "R", "hello", &through]).error(3), "proxy");
    assert_eq!(world.sitr("carol", &["send", "R", "direct", "--proxy", "none"]).code, 0);
    assert_eq!(proxy.asked().len(), 2);
}
