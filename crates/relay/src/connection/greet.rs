//! The handshake: one path, binary frames of bounded size, then the hello (rules W-03, W-04).

use futures_util::StreamExt;
use sitr_wire::frame::Hi;
use sitr_wire::limit::FRAME_MAX_BYTES;
use sitr_wire::statement::Statement;
use sitr_wire::{Code, Refusal, Reply, Request};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_tungstenite::tungstenite::handshake::server::{
    ErrorResponse, Request as Upgrade, Response,
};
use tokio_tungstenite::tungstenite::http::StatusCode;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error as WsError, Message};

use super::{Connection, Ended, ended_by};
use crate::PATH;
use crate::shared::Shared;

/// Bytes of the library's buffer of each connection, which it fills with zeros at every read; see
/// [`super::inward`].
const READ_BUFFER: usize = 512;

/// How WebSocket is spoken here.
pub(super) fn config() -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(READ_BUFFER)
        // It writes pongs and goodbyes, each at once.
        .write_buffer_size(0)
        // W-05
        .max_message_size(Some(FRAME_MAX_BYTES))
        .max_frame_size(Some(FRAME_MAX_BYTES))
}

/// The WebSocket handshake, at our path and nowhere else.
pub(crate) async fn handshake<S: AsyncRead + AsyncWrite + Unpin>(stream: S) -> Result<S, WsError> {
    let accepted =
        tokio_tungstenite::accept_hdr_async_with_config(stream, at_our_path, Some(config()));
    // A client that says more before it was answered is refused, so nothing is left in the library.
    Ok(accepted.await?.into_inner())
}

#[allow(clippy::result_large_err, reason = "the signature is the library's")]
fn at_our_path(upgrade: &Upgrade, response: Response) -> Result<Response, ErrorResponse> {
    if upgrade.uri().path() == PATH {
        return Ok(response);
    }
    let mut refusal = ErrorResponse::new(None);
    *refusal.status_mut() = StatusCode::NOT_FOUND;
    Err(refusal)
}

impl<R, W> Connection<R, W>
where
    R: AsyncRead + Unpin + Send,
    W: AsyncWrite + Unpin + Send,
{
    /// Waits for the hello and answers it.
    pub(super) async fn greet(&mut self) -> Result<(), Ended> {
        loop {
            match self.ws.next().await {
                Some(Ok(Message::Binary(frame))) => {
                    let Ok((number, request)) = Request::decode(&frame) else {
                        return self.end_with(0, Refusal::new(Code::Malformed));
                    };
                    let Request::Hello(hello) = request else {
                        // W-04
                        return self.end_with(number, Refusal::new(Code::Version));
                    };
                    let greeted = self.line.lock().session.greet(&hello);
                    return match greeted {
                        Ok(version) => {
                            let hi = hi(&self.shared, version, &hello.nonce);
                            self.reply(number, &Reply::Hi(hi));
                            self.drain().await
                        }
                        Err(refusal) => self.end_with(number, refusal),
                    };
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                other => return Err(ended_by(other)),
            }
        }
    }
}

fn hi(shared: &Shared, version: u32, nonce: &[u8; 32]) -> Hi {
    let identity = &shared.identity;
    Hi {
        version,
        relay_key: identity.key,
        // W-03
        signature: Statement::hello(&identity.id, nonce).sign_by(&identity.signer),
        day: shared.today().0,
        // T-05
        tickets: shared.load.lock().announced(shared.tickets.policy(), shared.now()),
        limits: shared.limits.clone(),
        // W-10
        lineage: Some(shared.lineage),
        // W-11
        retires_on: shared.retires_on.map(|day| day.0),
    }
}
