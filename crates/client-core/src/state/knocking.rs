//! A knock of this device, until it is answered.

use minicbor::{Decode, Encode};
use sitr_wire::PublicKey;

use super::Me;
use crate::body::{Link, ReplyTo};

/// A knock of this device.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Knocking {
    /// The link that was followed; none where another device of the persona brings this one in.
    #[n(0)]
    pub link: Option<Link>,
    /// The card's body, to check the answer against; empty where there was no link.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub card: Vec<u8>,
    /// Where the answer goes.
    #[n(2)]
    pub reply: ReplyTo,
    /// Cells of the reply mailbox read so far.
    #[n(3)]
    pub read: u64,
    /// The KeyPackage, by which its private half is found.
    #[n(4)]
    #[cbor(with = "minicbor::bytes")]
    pub key_package: Vec<u8>,
    /// What it says.
    #[n(5)]
    pub note: String,
    /// When it was sent, in milliseconds since 1970-01-01 UTC.
    #[n(6)]
    pub at_ms: u64,
    /// Its repeat, until that is at the relay.
    #[n(7)]
    pub again: Option<Box<Attempt>>,
    /// Whether the link takes no more knocks.
    #[n(8)]
    pub is_spent: bool,
    /// Answers to the card's questions.
    #[n(9)]
    pub answers: Option<Vec<String>>,
    /// Verifies who may answer, where no card says it.
    #[n(10)]
    pub answer_key: Option<PublicKey>,
}

/// What a knock brings along, and this device keeps the private halves of.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Attempt {
    /// Who knocks: the persona, and a fresh device.
    #[n(0)]
    pub me: Me,
    /// Where the answer goes.
    #[n(1)]
    pub reply: ReplyTo,
    /// The KeyPackage.
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub key_package: Vec<u8>,
}
