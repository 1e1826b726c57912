//! Health, readiness and metrics, on a listener of their own that clients never see.
//!
//! - `/healthz`: the process answers; if it does not, it is to be started anew
//! - `/readyz`: something can be stored now, and the relay is not stopping; if it cannot, clients are better
//!   sent elsewhere, and the operator called
//! - `/metrics`: totals

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::hub::Job;
use crate::shared::Shared;

/// Bytes that a request may have.
const REQUEST_MAX: usize = 4096;
/// Time that the answer to a probe may take.
const PROBE: Duration = Duration::from_secs(2);
/// Time that a request may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Answers one request after the other: an operator's scraper is alone here.
pub(crate) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    loop {
        if let Ok((stream, _)) = listener.accept().await {
            // A scraper that hangs or leaves harms nobody.
            let _ = timeout(PATIENCE, answer(stream, &shared)).await;
        }
    }
}

async fn answer(mut stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    let mut request = Vec::new();
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        if request.len() >= REQUEST_MAX || stream.read_buf(&mut request).await? == 0 {
            return Ok(());
        }
    }
    let line = request.split(|byte| *byte == b'\r').next().unwrap_or_default();
    let path = line.strip_prefix(b"GET ").and_then(|rest| {
        rest.strip_suffix(b" HTTP/1.1").or_else(|| rest.strip_suffix(b" HTTP/1.0"))
    });
    let (status, body) = match path {
        Some(b"/healthz") => ("200 OK", "ok\n".to_owned()),
        Some(b"/readyz") => readiness(shared).await,
        Some(b"/metrics") => ("200 OK", shared.metrics.render()),
        _ => ("404 Not Found", "only /healthz, /readyz and /metrics are here\n".to_owned()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/plain; version=0.0.4\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    stream.shutdown().await
}

/// Whether something can be stored, as the one thread that stores says.
async fn readiness(shared: &Shared) -> (&'static str, String) {
    let (answer, answered) = oneshot::channel();
    let asked = async {
        shared.hub.send(Job::Probe(answer)).await.ok()?;
        answered.await.ok()
    };
    let not = |why: &str| ("503 Service Unavailable", format!("{why}\n"));
    if *shared.stopping.borrow() {
        return not("stopping");
    }
    match timeout(PROBE, asked).await {
        Ok(Some(true)) => ("200 OK", "ready\n".to_owned()),
        Ok(Some(false)) => not("nothing can be stored: see the log, and the disk"),
        Ok(None) => not("stopping"),
        Err(_) => not("what is to be stored waits too long"),
    }
}
