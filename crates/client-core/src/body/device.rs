//! What the devices of one persona say to each other, and what they ask of a room (rules ).

use minicbor::{Decode, Encode};
use sitr_wire::{Address, CellHash, Handle, PublicKey, Seed, Signature};

use super::{Link, LinkError, RelayRef, ReplyTo, link};
use crate::crypto::{Secret, expand, sha256, sign};
use crate::ids::RoomId;
use crate::state::Bytes32;

const REQUEST_LABEL: &str = "sitr/v1/device-request";
const PREFIX: &str = "sitr://device#";
/// The longest link text that is looked at.
const LINK_MAX_BYTES: usize = 4096;

// ----- what a device asks of a room -----

/// What another device needs in order to be let in.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Beside {
    /// Its KeyPackage, fresh for this room.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub key_package: Vec<u8>,
    /// Where the answer goes.
    #[n(1)]
    pub reply: ReplyTo,
    /// Delegates the steward who answers, as an invite's answer seed does (rule J-03).
    #[n(2)]
    pub answer_seed: Seed,
}

/// What a device wants for its own persona.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum DeviceWish {
    /// Another device is to come in beside it.
    #[n(0)]
    Add(#[n(0)] Box<Beside>),
    /// The device of this number and serial is to go.
    #[n(1)]
    Remove(#[n(0)] u8, #[n(1)] u64),
}

/// A wish, and which device has it. It travels as the data of content of kind `device-request`.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct DeviceRequest {
    /// The wish.
    #[n(0)]
    pub wish: DeviceWish,
    /// The number of the device that asks.
    #[n(1)]
    pub by: u8,
    /// By the signature key of that device's leaf, over room, number and wish.
    #[n(2)]
    pub signature: Signature,
}

impl DeviceRequest {
    /// Signs a wish with the key of a leaf that is in the room.
    #[must_use]
    pub fn new(wish: DeviceWish, by: u8, leaf: &Seed, room: &RoomId) -> Self {
        let digest = sha256(&[&super::encode(&wish)]);
        let signature = sign::sign(leaf, REQUEST_LABEL, &[&room.0, &[by], &digest]);
        Self { wish, by, signature }
    }

    /// Whether the device whose leaf has this key asks for it (rules ).
    #[must_use]
    pub fn is_by(&self, leaf: &PublicKey, room: &RoomId) -> bool {
        let digest = sha256(&[&super::encode(&self.wish)]);
        sign::verifies(leaf, REQUEST_LABEL, &[&room.0, &[self.by], &digest], &self.signature)
    }
}

// ----- what the old device and the new one say to each other -----

/// A link that one device shows to another of the same person (rule R-27): `sitr://device#` and base64url of
/// deterministic CBOR.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct DeviceLink {
    /// The format's version, 1.
    #[n(0)]
    pub version: u8,
    /// The relay of the mailbox between the two.
    #[n(1)]
    pub relay: RelayRef,
    /// Yields the mailbox's address, the right to append, and the key of its cells.
    #[n(2)]
    pub secret: Secret,
    /// The mailbox.
    #[n(3)]
    pub mailbox: Handle,
    /// SHA-256 of the first cell in it: nobody else can take the old device's place.
    #[n(4)]
    pub card_hash: CellHash,
}

impl DeviceLink {
    /// The right to read the mailbox.
    #[must_use]
    pub fn address(&self) -> Address {
        Address::new(expand(&self.secret, "sitr/v1/device/address"))
    }

    /// The right to append to it.
    #[must_use]
    pub fn write_seed(&self) -> Seed {
        Seed::new(expand(&self.secret, "sitr/v1/device/write"))
    }

    /// The key of its cells.
    #[must_use]
    pub fn seal(&self) -> Secret {
        Secret::new(expand(&self.secret, "sitr/v1/device/seal"))
    }

    /// The text that is shown as a code, or typed.
    #[must_use]
    pub fn to_text(&self) -> String {
        link::to_text(PREFIX, self)
    }

    /// Reads that text; white space around it does not matter.
    ///
    /// # Errors
    /// [`LinkError`] says what to do.
    pub fn from_text(text: &str) -> Result<Self, LinkError> {
        let link: Self = link::from_text(PREFIX, LINK_MAX_BYTES, text)?;
        let is_sane = link.version == 1 && link.relay.is_sane();
        if is_sane { Ok(link) } else { Err(LinkError::Damaged) }
    }
}

/// What the link's first cell shows.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct DeviceCard {
    /// The X-Wing key of the old device.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub key: Vec<u8>,
    /// SHA-256 of the nonce that the old device tells once the new one has said its key: so neither key can be
    /// chosen by what the code would be.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub commitment: [u8; 32],
    /// When the link ends, in seconds since 1970-01-01 UTC.
    #[n(2)]
    pub expires_at: u64,
}

/// A cell of the mailbox between two devices. What is sealed is sealed by HPKE to the other's X-Wing key.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum DeviceCell {
    /// The old device: its card.
    #[n(0)]
    Card(#[n(0)] DeviceCard),
    /// The new device: its X-Wing key, sealed.
    #[n(1)]
    Hello(
        #[n(0)]
        #[cbor(with = "minicbor::bytes")]
        Vec<u8>,
    ),
    /// The old device: the nonce.
    #[n(2)]
    Nonce(#[n(0)] Bytes32),
    /// The old device, once a person compared the code: its rooms, sealed.
    #[n(3)]
    Rooms(
        #[n(0)]
        #[cbor(with = "minicbor::bytes")]
        Vec<u8>,
    ),
    /// The new device: what it needs to be let into each, sealed.
    #[n(4)]
    Keys(
        #[n(0)]
        #[cbor(with = "minicbor::bytes")]
        Vec<u8>,
    ),
}

/// One room of a person, as the new device needs it: who one is in it, and how it is reached.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct SharedRoom {
    /// The room.
    #[n(0)]
    pub room: RoomId,
    /// Its name.
    #[n(1)]
    pub name: String,
    /// Its relay.
    #[n(2)]
    pub relay: RelayRef,
    /// The pseudonym.
    #[n(3)]
    pub pseudonym: String,
    /// Grows the persona's key.
    #[n(4)]
    pub persona_seed: Seed,
    /// Opens what is sealed for the persona.
    #[n(5)]
    pub box_private: Secret,
    /// The public half of it.
    #[n(6)]
    #[cbor(with = "minicbor::bytes")]
    pub box_public: [u8; 32],
    /// The number of the new device.
    #[n(7)]
    pub number: u8,
    /// Its serial: greater than that of the persona's others.
    #[n(8)]
    pub serial: u64,
    /// What the persona accepts and votes for.
    #[n(9)]
    pub stance: Wanted,
    /// Links by which it can come back.
    #[n(10)]
    pub ways: Vec<Link>,
}

/// What a member wants its leaves to say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Wanted {
    /// The guidelines that it accepts.
    #[n(0)]
    pub accepts: Option<Bytes32>,
    /// What it votes for.
    #[n(1)]
    pub ballot: Option<Bytes32>,
}

/// What the new device brings for one room.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct RoomKeys {
    /// The room.
    #[n(0)]
    pub room: RoomId,
    /// What lets it in.
    #[n(1)]
    pub beside: Beside,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link() -> DeviceLink {
        DeviceLink {
            version: 1,
            relay: RelayRef {
                id: sitr_wire::RelayId([1; 32]),
                routes: vec!["ws://127.0.0.1:4480/sitr/v1".to_owned()],
            },
            secret: Secret::new([2; 32]),
            mailbox: Handle([3; 32]),
            card_hash: CellHash([4; 32]),
        }
    }

    #[test]
    fn a_link_between_devices_survives_copying_and_is_no_invite() {
        //
        let text = link().to_text();
        assert_eq!(DeviceLink::from_text(&format!(" {text}\n")), Ok(link()));
        assert_eq!(DeviceLink::from_text(&text[..text.len() - 3]), Err(LinkError::Damaged));
        assert_eq!(DeviceLink::from_text("sitr://join#x"), Err(LinkError::Foreign));
        let newer = DeviceLink { version: 2, ..link() }.to_text();
        assert_eq!(DeviceLink::from_text(&newer), Err(LinkError::Version));
        assert_ne!(link().address().expose(), link().seal().expose());
        assert_ne!(link().write_seed().expose(), link().seal().expose());
    }

    #[test]
    fn a_device_asks_with_the_key_of_its_leaf_for_its_room() {
        //
        let (leaf, room) = (Seed::new([5; 32]), RoomId([6; 32]));
        let asked = DeviceRequest::new(DeviceWish::Remove(1, 7), 0, &leaf, &room);
        assert!(asked.is_by(&leaf.public(), &room));
        assert!(!asked.is_by(&leaf.public(), &RoomId([7; 32])));
        assert!(!asked.is_by(&Seed::new([9; 32]).public(), &room));
        let as_another = DeviceRequest { by: 1, ..asked.clone() };
        assert!(!as_another.is_by(&leaf.public(), &room));
        let other = DeviceRequest { wish: DeviceWish::Remove(2, 7), ..asked };
        assert!(!other.is_by(&leaf.public(), &room));
    }
}
