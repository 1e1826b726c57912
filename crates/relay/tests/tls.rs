//! TLS by the relay itself.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;

use std::sync::Arc;

use common::{Client, Room, World, cell};
use sitr_relay::{Listener, TlsFiles};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, HandshakeKind, RootCertStore};

async fn connect(world: &World, config: &Arc<ClientConfig>) -> TlsStream<TcpStream> {
    let stream = TcpStream::connect(world.address()).await.unwrap();
    let name = ServerName::try_from("relay.test").unwrap();
    TlsConnector::from(Arc::clone(config)).connect(name, stream).await.unwrap()
}

fn trusting(cert: &CertificateDer<'static>) -> Arc<ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots.add(cert.clone()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    Arc::new(config)
}

#[tokio::test]
async fn a_round_trip_and_no_resumption() {
    // W-09
    let made = rcgen::generate_simple_self_signed(["relay.test".to_owned()]).unwrap();
    let files = tempfile::tempdir().unwrap();
    let (cert, key) = (files.path().join("cert.pem"), files.path().join("key.pem"));
    std::fs::write(&cert, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let world = World::with(|config| {
        let address = config.listeners[0].address;
        config.listeners = vec![Listener { address, tls: Some(TlsFiles { cert, key }) }];
    })
    .await;
    assert!(world.running.urls()[0].starts_with("wss://127.0.0.1:"));
    let config = trusting(made.cert.der());
    let room = Room::new(world.id(), 1);
    // The client would resume if it could: it keeps its sessions in `config`.
    for number in 0..2 {
        let stream = connect(&world, &config).await;
        assert_eq!(stream.get_ref().1.handshake_kind(), Some(HandshakeKind::Full));
        let url = format!("ws://relay.test{}", sitr_relay::PATH);
        let (ws, _) = tokio_tungstenite::client_async(url, stream).await.unwrap();
        let mut client = Client::hello(ws).await;
        client.open(&room).await.unwrap();
        assert_eq!(client.append(&room, &cell(number)).await, Ok(u64::from(number)));
        assert_eq!(client.page(&room, 0).await.unwrap().cells.len(), number as usize + 1);
    }
    // Who speaks no TLS, or stops midway, harms nobody.
    drop(TcpStream::connect(world.address()).await.unwrap());
    connect(&world, &config).await;
    world.running.shutdown().await;
}
