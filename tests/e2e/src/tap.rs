//! A tap on the wire: passes frames between clients and a relay, and keeps a copy of each.

use std::sync::{Arc, Mutex};

use futures_util::{SinkExt as _, StreamExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{accept_async, client_async};

/// Frames as they went by: from clients, from the relay.
#[derive(Clone, Default)]
pub struct Frames {
    /// What clients sent.
    pub from_clients: Arc<Mutex<Vec<Vec<u8>>>>,
    /// What the relay sent.
    pub from_relay: Arc<Mutex<Vec<Vec<u8>>>>,
}

/// Listens on a free port and passes everything on to the relay; gives the URL to use instead.
///
/// # Panics
/// If no port is free.
pub async fn tap(relay_url: &str) -> (String, Frames) {
    let frames = Frames::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let (target, kept) = (relay_url.to_owned(), frames.clone());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(pass(stream, target.clone(), kept.clone()));
        }
    });
    (format!("ws://127.0.0.1:{port}/sitr/v1"), frames)
}

async fn pass(client: TcpStream, target: String, frames: Frames) {
    let host = target.trim_start_matches("ws://").split('/').next().unwrap_or("").to_owned();
    let Ok(tcp) = TcpStream::connect(&host).await else { return };
    let Ok((relay, _)) = client_async(&target, tcp).await else { return };
    let Ok(client) = accept_async(client).await else { return };
    let (mut to_client, mut from_client) = client.split();
    let (mut to_relay, mut from_relay) = relay.split();
    let up = async {
        while let Some(Ok(message)) = from_client.next().await {
            keep(&frames.from_clients, &message);
            if to_relay.send(message).await.is_err() {
                return;
            }
        }
    };
    let down = async {
        while let Some(Ok(message)) = from_relay.next().await {
            keep(&frames.from_relay, &message);
            if to_client.send(message).await.is_err() {
                return;
            }
        }
    };
    tokio::select! { () = up => {}, () = down => {} }
}

fn keep(kept: &Mutex<Vec<Vec<u8>>>, message: &Message) {
    if let Message::Binary(bytes) = message {
        kept.lock().expect("nobody panicked").push(bytes.to_vec());
    }
}
