//! Names of things inside the client.

use minicbor::{Decode, Encode};

use crate::crypto::sha256;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
        #[cbor(transparent)]
        pub struct $name(#[n(0)] #[cbor(with = "minicbor::bytes")] pub [u8; $len]);

        impl $name {
            /// Lower-case hexadecimal.
            #[must_use]
            pub fn to_hex(&self) -> String {
                data_encoding::HEXLOWER.encode(&self.0)
            }

            /// Reads what [`Self::to_hex`] wrote.
            #[must_use]
            pub fn from_hex(text: &str) -> Option<Self> {
                let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok()?;
                bytes.try_into().ok().map(Self)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    };
}

id! {
    /// A room: 32 random bytes, which are its MLS group id too. No frame carries it in clear.
    RoomId, 32
}
id! {
    /// A member of a room: a short hash of the persona, for people and JSON.
    MemberId, 8
}
id! {
    /// A member's device, on this one: for the persona's first it is the member's id.
    DeviceId, 8
}
id! {
    /// An invite.
    InviteId, 8
}
id! {
    /// A knock: a short hash of its cell.
    KnockId, 8
}

impl RoomId {
    /// A fresh one.
    pub fn random(rng: &mut dyn rand::CryptoRng) -> Self {
        let mut bytes = [0; 32];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }
}

fn short(label: &str, bytes: &[u8]) -> [u8; 8] {
    let [a, b, c, d, e, f, g, h, ..] = sha256(&[label.as_bytes(), bytes]);
    [a, b, c, d, e, f, g, h]
}

impl MemberId {
    /// The id of a persona.
    #[must_use]
    pub fn of(persona: &sitr_community::Persona) -> Self {
        Self(short("sitr/v1/member", &persona.0))
    }
}

impl DeviceId {
    /// The id of a device.
    #[must_use]
    pub fn of(device: &sitr_community::Device) -> Self {
        let sitr_community::Device { persona, number } = device;
        if *number == 0 {
            return Self(MemberId::of(persona).0);
        }
        let bytes: Vec<u8> = persona.0.iter().chain([number]).copied().collect();
        Self(short("sitr/v1/device-id", &bytes))
    }
}

impl InviteId {
    /// The id of the invite with this card mailbox.
    #[must_use]
    pub fn of(card: &sitr_wire::Handle) -> Self {
        Self(short("sitr/v1/invite-id", card.as_bytes()))
    }
}

impl KnockId {
    /// The id of the knock in this cell.
    #[must_use]
    pub fn of(cell: &sitr_wire::CellHash) -> Self {
        Self(short("sitr/v1/knock-id", cell.as_bytes()))
    }
}
