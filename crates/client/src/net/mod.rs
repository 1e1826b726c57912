//! The way to a relay: one WebSocket, the hello, requests and their answers, watched mailboxes.
//!
//! Every client connects alike: one fixed handshake, binary frames, no cookies, no compression, no
//! User-Agent, no TLS resumption (rule N-01).

mod dial;
mod session;
mod ticket;

pub use dial::NetError;
pub(crate) use session::{Pushed, Session};
