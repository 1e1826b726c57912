//! A relay that lies: it stands between one client and the real relay, and says what a test wants said.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt as _, StreamExt as _};
use sitr_wire::{Reply, Request};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, accept_async, client_async};

type Socket = WebSocketStream<TcpStream>;

/// What the liar does instead of passing a frame on.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Asks the relay.
    Ask(u64, Request),
    /// Tells the client.
    Tell(u64, Reply),
    /// Sends the client any message.
    Say(Message),
    /// Ends the connection.
    HangUp,
}

/// What becomes of a request.
pub type OfRequests = dyn FnMut(u64, Request) -> Vec<Act> + Send;
/// What becomes of a reply, with the request that it answers.
pub type OfReplies = dyn FnMut(Option<&Request>, u64, Reply) -> Vec<Act> + Send;

/// A lie: what becomes of requests and of replies.
pub struct Lie {
    of_requests: Box<OfRequests>,
    of_replies: Box<OfReplies>,
}

impl Lie {
    /// No lie at all.
    #[must_use]
    pub fn none() -> Self {
        Self {
            of_requests: Box::new(|number, request| vec![Act::Ask(number, request)]),
            of_replies: Box::new(|_, number, reply| vec![Act::Tell(number, reply)]),
        }
    }

    /// A lie about what is asked.
    #[must_use]
    pub fn of_requests(lie: impl FnMut(u64, Request) -> Vec<Act> + Send + 'static) -> Self {
        Self { of_requests: Box::new(lie), ..Self::none() }
    }

    /// A lie about what is told.
    #[must_use]
    pub fn of_replies(
        lie: impl FnMut(Option<&Request>, u64, Reply) -> Vec<Act> + Send + 'static,
    ) -> Self {
        Self { of_replies: Box::new(lie), ..Self::none() }
    }

    /// The same with a lie about what is asked as well.
    #[must_use]
    pub fn and_requests(self, lie: impl FnMut(u64, Request) -> Vec<Act> + Send + 'static) -> Self {
        Self { of_requests: Box::new(lie), ..self }
    }
}

struct Shared {
    target: Mutex<String>,
    lie: Mutex<Lie>,
    told: watch::Sender<usize>,
    cut: watch::Sender<usize>,
}

/// A lying relay, as one client reaches it.
pub struct Liar {
    /// The URL to reach it by.
    pub url: String,
    shared: Arc<Shared>,
}

impl Liar {
    /// Listens on a free port, and is honest until it is told to lie.
    ///
    /// # Panics
    /// If no port is free.
    pub async fn before(relay_url: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let shared = Arc::new(Shared {
            target: Mutex::new(relay_url.to_owned()),
            lie: Mutex::new(Lie::none()),
            told: watch::channel(0).0,
            cut: watch::channel(0).0,
        });
        let served = Arc::clone(&shared);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = Arc::clone(&served);
                let mut cut = shared.cut.subscribe();
                tokio::spawn(async move {
                    tokio::select! {
                        _ = serve(stream, &shared) => {}
                        _ = cut.changed() => {}
                    }
                });
            }
        });
        Self { url: format!("ws://127.0.0.1:{port}/sitr/v1"), shared }
    }

    /// Tells this lie from now on.
    ///
    /// # Panics
    /// If a lie panicked before.
    pub fn lies(&self, lie: Lie) {
        *self.shared.lie.lock().expect("a lie that does not panic") = lie;
        self.shared.told.send_replace(0);
    }

    /// Lies no more; connections stay.
    pub fn is_honest(&self) {
        self.lies(Lie::none());
    }

    /// Ends all connections.
    pub fn cut(&self) {
        self.shared.cut.send_modify(|cuts| *cuts += 1);
    }

    /// Stands before another relay from the next connection on.
    ///
    /// # Panics
    /// If a lie panicked before.
    pub fn stand_before(&self, relay_url: &str) {
        relay_url.clone_into(&mut self.shared.target.lock().expect("no panic"));
    }

    /// Waits until the lie was told so many times.
    ///
    /// # Panics
    /// If it is not told in time.
    pub async fn has_lied(&self, times: usize) {
        assert!(self.lies_so_often(times).await, "nobody asked for the lie");
    }

    /// Waits until the lie was told so many times; whether it was, in time.
    pub async fn lies_so_often(&self, times: usize) -> bool {
        let mut told = self.shared.told.subscribe();
        let wait = told.wait_for(|told| *told >= times);
        tokio::time::timeout(sitr_e2e::PATIENCE, wait).await.is_ok()
    }

    /// How often the lie was told.
    #[must_use]
    pub fn times_told(&self) -> usize {
        *self.shared.told.borrow()
    }
}

impl Shared {
    fn of_request(&self, number: u64, request: Request) -> Vec<Act> {
        let honest = vec![Act::Ask(number, request.clone())];
        let acts = (self.lie.lock().expect("no panic").of_requests)(number, request);
        self.count(honest != acts);
        acts
    }

    fn of_reply(&self, asked: Option<&Request>, number: u64, reply: Reply) -> Vec<Act> {
        let honest = vec![Act::Tell(number, reply.clone())];
        let acts = (self.lie.lock().expect("no panic").of_replies)(asked, number, reply);
        self.count(honest != acts);
        acts
    }

    fn count(&self, lied: bool) {
        if lied {
            self.told.send_modify(|told| *told += 1);
        }
    }
}

struct Between {
    to_client: SplitSink<Socket, Message>,
    to_relay: SplitSink<Socket, Message>,
    asked: HashMap<u64, Request>,
}

impl Between {
    async fn act(&mut self, acts: Vec<Act>) -> Option<()> {
        for act in acts {
            match act {
                Act::Ask(number, request) => {
                    self.to_relay.send(binary(request.encode(number))).await.ok()?;
                }
                Act::Tell(number, reply) => {
                    self.to_client.send(binary(reply.encode(number))).await.ok()?;
                }
                Act::Say(message) => self.to_client.send(message).await.ok()?,
                Act::HangUp => return None,
            }
        }
        Some(())
    }
}

fn binary(frame: Vec<u8>) -> Message {
    Message::Binary(frame.into())
}

/// The next frame; none at the end of the connection.
async fn frame(from: &mut SplitStream<Socket>) -> Option<Bytes> {
    loop {
        match from.next().await?.ok()? {
            Message::Binary(frame) => return Some(frame),
            Message::Close(_) => return None,
            _ => {}
        }
    }
}

async fn serve(client: TcpStream, shared: &Shared) -> Option<()> {
    let target = shared.target.lock().expect("no panic").clone();
    let host = target.trim_start_matches("ws://").split('/').next()?.to_owned();
    let (relay, _) = client_async(&target, TcpStream::connect(&host).await.ok()?).await.ok()?;
    let (to_client, mut from_client) = accept_async(client).await.ok()?.split();
    let (to_relay, mut from_relay) = relay.split();
    let mut between = Between { to_client, to_relay, asked: HashMap::new() };
    loop {
        let acts = tokio::select! {
            frame = frame(&mut from_client) => {
                let (number, request) = Request::decode(&frame?).expect("a frame of the protocol");
                between.asked.insert(number, request.clone());
                shared.of_request(number, request)
            }
            frame = frame(&mut from_relay) => {
                let (number, reply) = Reply::decode(&frame?).expect("a frame of the protocol");
                shared.of_reply(between.asked.get(&number), number, reply)
            }
        };
        between.act(acts).await?;
    }
}
