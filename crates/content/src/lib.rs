//! What members say: kinds of message and their strict codec.
//!
//! The container is that of draft-ietf-mimi-content-08, with kinds of our own in it; bytes are described
//! in `proto/content.cddl`. Content is deterministic CBOR (RFC 8949 section 4.2.1). A decoder that
//! accepts two encodings of one message lets a sender show two people different bytes under one
//! commitment, so every decoded message is encoded again and must come out the same (rule C-01).
//!
//! Bytes are decoded once, into a [`Content`] whose limits hold. A kind that this version does not know
//! keeps its text fallback and loses nothing else.

mod body;
mod cbor;
mod container;
mod content;
mod error;
mod extension;
mod file;
mod id;
pub mod limit;
mod mark;
mod own;
mod part;
mod text;

pub use body::Body;
pub use container::{Container, Expires};
pub use content::{Content, decode, encode};
pub use error::DecodeError;
pub use extension::Extensions;
pub use file::File;
pub use id::{Digest, MessageId, Person};
pub use mark::{Label, Warning, Wish};
pub use own::{
    Acceptance, Answered, Appeal, Campaign, Celebration, Coming, CrisisAnswer, CrisisCall,
    DeviceRequest, DirectOffer, Event, Guidelines, InviteRequest, Lineage, ListedRoom, Measure,
    MediationOffer, ModerationAct, Note, Occasion, Opening, Own, Petition, Place, PlaceTold, Poll,
    Proposal, Reason, Refounding, Report, Resource, Rooms, Rsvp, Signature, Topic, Verdict, Vote,
    Vouch,
};
pub use part::{Disposition, External, Part, Semantics, Shape};
pub use text::{Format, Text, holds_link};

/// Bytes of text that one message may hold (rule C-02).
pub const TEXT_MAX_BYTES: usize = 64 * 1024;
