//! What members say: message kinds and their strict codec.
//!
//! Content is deterministic CBOR (RFC 8949 section 4.2.1), described in `proto/content.cddl`. A decoder
//! that accepts two encodings of one message lets a sender show two people different bytes under one
//! commitment, so every decoded message is encoded again and must come out the same (rule C-01).
//!
//! Kinds that this version does not know keep their text fallback and lose nothing else.

mod codec;

pub use codec::{DecodeError, decode, encode};

/// Bytes of text that one message may hold (rule C-02).
pub const TEXT_MAX_BYTES: usize = 64 * 1024;

/// Names one message: 16 random bytes inside the content, so that a repeat is dropped wherever it
/// comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageId(pub [u8; 16]);

/// One thing said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// Its id.
    pub id: MessageId,
    /// When the sender claims to have written it, in milliseconds since 1970-01-01 UTC.
    pub at_ms: u64,
    /// What was said.
    pub body: Body,
}

/// The kinds of content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Words for everybody in the room, at most [`TEXT_MAX_BYTES`].
    Text(String),
    /// 'Take me out of this room': a steward commits it.
    Leave,
    /// Something for stewards only, sealed under a key that only they hold.
    Stewards(Vec<u8>),
    /// A kind that this version does not know; its text fallback stands for it.
    Unknown {
        /// The kind's number.
        kind: u32,
        /// What to show instead.
        fallback: String,
        /// What the kind carries.
        data: Vec<u8>,
    },
}
