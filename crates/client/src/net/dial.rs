//! Opening the WebSocket.

use std::sync::Arc;

use sitr_wire::limit;
use sitr_wire::refusal::Refusal;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::client::Resumption;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

/// The way to a relay failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NetError {
    /// No route led to it.
    #[error("the relay cannot be reached")]
    Unreachable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A route that is no URL of a WebSocket.
    #[error("the relay's address is not a ws:// or wss:// URL")]
    Route,
    /// Whoever answered is another relay than the link or the room names (rule W-03).
    #[error("somebody else answers at the relay's address: it did not prove the relay's key")]
    Identity,
    /// It does not speak our protocol, or breaks it.
    #[error("the relay does not keep to the protocol")]
    Protocol,
    /// It said no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The connection ended.
    #[error("the connection to the relay was lost")]
    Closed,
    /// It asks for more work than rule T-02 lets it.
    #[error("the relay asks for more work than any relay may")]
    Work,
    /// It asks for a ticket that this client cannot make.
    #[error("the relay asks for an operator's token: set one for this relay")]
    Token,
}

/// What a socket must be able to do.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

pub(crate) type Socket = WebSocketStream<Box<dyn Stream>>;

fn unreachable(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> NetError {
    NetError::Unreachable(error.into())
}

fn tls() -> Result<TlsConnector, NetError> {
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(unreachable)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.resumption = Resumption::disabled(); // N-01
    Ok(TlsConnector::from(Arc::new(config)))
}

/// Opens a WebSocket to one route.
pub(crate) async fn dial(route: &str) -> Result<Socket, NetError> {
    let request = route.into_client_request().map_err(|_| NetError::Route)?;
    let uri = request.uri().clone();
    let host = uri.host().ok_or(NetError::Route)?.trim_matches(['[', ']']).to_owned();
    let secure = uri.scheme_str() == Some("wss");
    let port = uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
    let tcp = TcpStream::connect((host.as_str(), port)).await.map_err(unreachable)?;
    tcp.set_nodelay(true).map_err(unreachable)?;
    let stream: Box<dyn Stream> = if secure {
        let name = ServerName::try_from(host).map_err(|_| NetError::Route)?;
        Box::new(tls()?.connect(name, tcp).await.map_err(unreachable)?)
    } else {
        Box::new(tcp)
    };
    let config = WebSocketConfig::default()
        .read_buffer_size(16 * 1024)
        .max_message_size(Some(limit::FRAME_MAX_BYTES))
        .max_frame_size(Some(limit::FRAME_MAX_BYTES));
    let (socket, _) =
        client_async_with_config(request, stream, Some(config)).await.map_err(unreachable)?;
    Ok(socket)
}
