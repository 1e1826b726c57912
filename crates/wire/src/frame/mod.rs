//! Frames: requests of a client and replies of a relay, decoded once at the edge (rule W-01).
//!
//! Whatever these types hold has been checked for form: widths, classes, ranges. Nobody inside checks
//! again; signatures, tickets and rights are for the relay's core.

mod reply;
mod request;

pub use reply::{Hi, Mark, Page, Reply};
pub use request::{Append, Burn, Close, Hello, Open, Read, Request, Watch};

pub use crate::close::{End, Proof};
use crate::limit;

/// The version of the protocol that this crate speaks (rule W-04).
pub const VERSION: u32 = 1;

/// Why a frame was refused before anybody looked at its meaning.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Larger than any frame may be.
    #[error("frame of {0} bytes, the limit is {max}", max = limit::FRAME_MAX_BYTES)]
    TooLarge(usize),
    /// Not protobuf, or not ours.
    #[error("not a frame of this protocol")]
    NotAFrame,
    /// A field breaks its rule of form.
    #[error("field {0} breaks its form")]
    Field(&'static str),
}

fn field<T, E>(name: &'static str, value: Result<T, E>) -> Result<T, DecodeError> {
    value.map_err(|_| DecodeError::Field(name))
}

fn present<T>(name: &'static str, value: Option<T>) -> Result<T, DecodeError> {
    value.ok_or(DecodeError::Field(name))
}
