//! The way to a relay: one WebSocket, the hello, requests and their answers, watched mailboxes.
//!
//! Every client connects alike: one fixed handshake, binary frames, no cookies, no compression, no
//! User-Agent, no TLS resumption (rule N-01).

mod dial;
mod proxy;
mod session;
mod ticket;

pub use dial::NetError;
pub use proxy::{Proxy, ProxyError};
pub(crate) use session::{Pushed, Session};

use std::sync::Arc;

/// How this client comes to relays, whichever they are.
#[derive(Clone, Default)]
pub(crate) struct Access {
    /// The proxy through which everything goes; none: directly.
    pub(crate) proxy: Option<Proxy>,
    /// What an operator gave out, for relays that ask for it.
    pub(crate) token: Option<Arc<[u8]>>,
}
