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

use super::Proxy;

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
    /// An onion service, which is found by Tor alone: nobody was asked where it is.
    #[error(
        "this relay is an onion service, which only Tor reaches, and no proxy is set: nothing was asked for"
    )]
    Onion,
    /// The proxy does not answer, or does not do what RFC 1928 asks of it.
    #[error("the proxy cannot be reached, or is no SOCKS5 proxy: nothing goes past it")]
    Proxy(#[source] Box<dyn std::error::Error + Send + Sync>),
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

/// Whether a host is an onion service (RFC 7686): its name is never to be resolved.
fn is_onion(host: &str) -> bool {
    host.trim_end_matches('.').to_ascii_lowercase().ends_with(".onion")
}

/// A connection to a host. With a proxy nothing is connected or resolved but by it.
async fn connect(host: &str, port: u16, proxy: Option<Proxy>) -> Result<TcpStream, NetError> {
    let tcp = match proxy {
        Some(proxy) => proxy.connect(host, port).await?,
        None if is_onion(host) => return Err(NetError::Onion),
        None => TcpStream::connect((host, port)).await.map_err(unreachable)?,
    };
    tcp.set_nodelay(true).map_err(unreachable)?;
    Ok(tcp)
}

/// Opens a WebSocket to one route.
pub(crate) async fn dial(route: &str, proxy: Option<Proxy>) -> Result<Socket, NetError> {
    let request = route.into_client_request().map_err(|_| NetError::Route)?;
    let uri = request.uri().clone();
    let host = uri.host().ok_or(NetError::Route)?.trim_matches(['[', ']']).to_owned();
    let secure = uri.scheme_str() == Some("wss");
    let port = uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
    let tcp = connect(&host, port, proxy).await?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_onion_service_is_never_resolved() {
        for host in ["abc.onion", "a.b.ONION", "abc.onion."] {
            let failed = connect(host, 80, None).await;
            assert!(matches!(failed, Err(NetError::Onion)), "{host}: {failed:?}");
        }
        let failed = dial("ws://abc.onion/sitr/v1", None).await.err();
        assert!(matches!(failed, Some(NetError::Onion)), "{failed:?}");
        assert!(!is_onion("onion") && !is_onion("abc.onion.example"));
    }
}
