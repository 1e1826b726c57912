//! Why bytes are not content.

use crate::limit::Limit;

/// Why bytes are not content; nothing is guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Not the CBOR that `proto/content.cddl` describes.
    #[error("not a message of this format")]
    Form,
    /// Another encoding of something that has a canonical one (rule C-01).
    #[error("not canonically encoded")]
    NotCanonical,
    /// More than a message may hold (rule C-02).
    #[error("too much: {} of at most {}", .0.name, .0.max)]
    Limit(Limit),
}

impl From<minicbor::decode::Error> for DecodeError {
    fn from(_: minicbor::decode::Error) -> Self {
        Self::Form
    }
}

impl From<Limit> for DecodeError {
    fn from(limit: Limit) -> Self {
        Self::Limit(limit)
    }
}
