//! What stands under the seal: deterministic CBOR, described in `proto/content.cddl`.
//!
//! Decoding is strict (rule X-03): a body that does not encode to the very bytes it came from is
//! dropped, so that no two members read different things into one cell.

mod deposit;
mod device;
mod epoch;
mod face;
mod franking;
mod join;
mod kit;
mod link;
mod persona;

pub use deposit::{AnswerKey, Author, BOXES_MAX, BOXES_MIN, Confidence, Deposit, Place};
pub use device::{
    Beside, DeviceCard, DeviceCell, DeviceLink, DeviceRequest, DeviceWish, RoomKeys, SharedRoom,
    Wanted,
};
pub use epoch::{Envelope, Final, InviteKeys, Pointer, Seen, StewardBox, StewardNote};
pub use face::{Face, Hello, QUESTION_MAX_BYTES, QUESTIONS_MAX};
pub use franking::{Franking, proves};
pub use join::{Answer, Card, KnockBody, MemberProof, ReplyTo, SignedAnswer, Tree, WelcomeBundle};
pub use kit::RecoveryKit;
pub use link::{Link, LinkError};
pub use persona::{DEVICE_LABEL, FURTHER_DEVICE_LABEL, Identity, PersonaCredential};

pub use sitr_community::{ROUTE_MAX_BYTES, ROUTES_MAX};

use minicbor::{Decode, Encode};

/// Encodes a body; all of ours can be.
pub fn encode<T: Encode<()>>(body: &T) -> Vec<u8> {
    minicbor::to_vec(body).unwrap_or_default()
}

/// Decodes a body that a member or a stranger wrote.
#[must_use]
pub fn decode<T>(bytes: &[u8]) -> Option<T>
where
    T: Encode<()> + for<'b> Decode<'b, ()>,
{
    let body = minicbor::decode::<T>(bytes).ok()?;
    (encode(&body) == bytes).then_some(body)
}

/// How to reach a relay, and which one it must prove to be.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(array)]
pub struct RelayRef {
    /// Its id, which it proves in the hello.
    #[n(0)]
    pub id: sitr_wire::RelayId,
    /// URLs, the best one first; at most [`ROUTES_MAX`].
    #[n(1)]
    pub routes: Vec<String>,
}

impl RelayRef {
    /// Whether it names a sane number of sane routes: `ws://` or `wss://`, printable, not too long.
    #[must_use]
    pub fn is_sane(&self) -> bool {
        sitr_community::are_routes(&self.routes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_encoding_of_a_body_counts() {
        //
        let relay = RelayRef {
            id: sitr_wire::RelayId([1; 32]),
            routes: vec!["ws://127.0.0.1:4480/sitr/v1".to_owned()],
        };
        let bytes = encode(&relay);
        assert_eq!(decode::<RelayRef>(&bytes), Some(relay));
        let mut trailing = bytes.clone();
        trailing.push(0);
        assert_eq!(decode::<RelayRef>(&trailing), None);
        // The outer array with its length in two bytes.
        let mut wide = bytes;
        wide.splice(0..1, [0x98, 2]);
        assert_eq!(decode::<RelayRef>(&wide), None);
    }

    #[test]
    fn routes_are_urls_of_a_websocket() {
        let with = |routes: &[&str]| RelayRef {
            id: sitr_wire::RelayId([1; 32]),
            routes: routes.iter().map(|route| (*route).to_owned()).collect(),
        };
        assert!(with(&["wss://example.org/sitr/v1"]).is_sane());
        assert!(!with(&[]).is_sane());
        assert!(!with(&["http://example.org"]).is_sane());
        assert!(!with(&["ws://a\u{1b}[2J"]).is_sane());
        assert!(!with(&["ws://a"; ROUTES_MAX + 1]).is_sane());
        let long = format!("ws://{}", "a".repeat(ROUTE_MAX_BYTES));
        assert!(!with(&[&long]).is_sane());
    }
}
