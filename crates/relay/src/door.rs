//! Accepting connections, and turning away those beyond the cap.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sitr_relay_core::ConnId;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use crate::connection::{Connection, Stream, handshake};
use crate::shared::Shared;

/// One listener.
pub(crate) struct Door {
    pub(crate) shared: Arc<Shared>,
    pub(crate) tls: Option<TlsAcceptor>,
    pub(crate) permits: Arc<Semaphore>,
    pub(crate) numbers: Arc<AtomicU64>,
    pub(crate) connections: Arc<tokio::sync::Mutex<JoinSet<()>>>,
}

impl Door {
    pub(crate) async fn accept(self, listener: TcpListener) {
        loop {
            let stream = match listener.accept().await {
                Ok((stream, _)) => stream,
                Err(error) => {
                    // Out of descriptors, most likely: others must leave first.
                    tracing::warn!(%error, "accepting failed");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            };
            // L-07
            let Ok(permit) = Arc::clone(&self.permits).try_acquire_owned() else {
                self.shared.metrics.connections_refused_total.one();
                continue;
            };
            let conn = ConnId(self.numbers.fetch_add(1, Ordering::Relaxed));
            let (shared, tls) = (Arc::clone(&self.shared), self.tls.clone());
            let mut connections = self.connections.lock().await;
            // Those that ended are taken out here, so that their number stays that of the living.
            while connections.try_join_next().is_some() {}
            connections.spawn(async move {
                shared.metrics.connections.one();
                shared.metrics.connections_total.one();
                connect(Arc::clone(&shared), conn, stream, tls).await;
                shared.metrics.connections.less();
                drop(permit);
            });
        }
    }
}

/// TLS where it is configured, then WebSocket, both within the time for the hello (rule L-09).
async fn connect(shared: Arc<Shared>, conn: ConnId, stream: TcpStream, tls: Option<TlsAcceptor>) {
    // Without it small frames wait for the peer's acknowledgement; where it fails they do.
    let _ = stream.set_nodelay(true);
    let limit = shared.bounds.hello;
    match tls {
        None => {
            if let Ok(Ok(stream)) = timeout(limit, Box::pin(handshake(stream))).await {
                let stream = Stream::<TcpStream, TcpStream>::Socket(stream);
                Box::pin(Connection::serve(shared, conn, stream)).await;
            }
        }
        Some(acceptor) => {
            let both = async {
                let stream = acceptor.accept(stream).await.ok()?;
                handshake(stream).await.ok()
            };
            if let Ok(Some(stream)) = timeout(limit, Box::pin(both)).await {
                let (reader, writer) = tokio::io::split(stream);
                let stream = Stream::Through(reader, writer);
                Box::pin(Connection::serve(shared, conn, stream)).await;
            }
        }
    }
}
