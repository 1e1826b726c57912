//! The credential of a leaf: which persona it speaks for.

use minicbor::{Decode, Encode};
use sitr_community::{Name, Persona};
use sitr_wire::{PublicKey, Seed, Signature};

use crate::crypto::sign;
use crate::ids::RoomId;

/// Label of the persona's signature over a device's key.
pub const DEVICE_LABEL: &str = "sitr/v1/device";

/// The identity in a leaf's basic credential: a persona, its pseudonym, and its signature over the
/// leaf's own signature key (rule R-03).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct PersonaCredential {
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    persona: [u8; 32],
    #[n(1)]
    name: String,
    #[n(2)]
    certificate: Signature,
    #[n(3)]
    serial: u64,
}

/// What every credential begins with: an array of four, and bytes, 32 of them.
const HEAD: [u8; 3] = [0x84, 0x58, 0x20];

impl PersonaCredential {
    /// Certifies a persona's first device in one room.
    #[must_use]
    pub fn new(persona: &Seed, name: &Name, room: &RoomId, device: &PublicKey) -> Self {
        Self::renewed(persona, name, room, device, 0)
    }

    /// Certifies a device that may take the place of the persona's others: only one with a greater serial
    /// may (rule R-13), so that an old KeyPackage, which every member has seen, brings nobody back.
    #[must_use]
    pub fn renewed(
        persona: &Seed,
        name: &Name,
        room: &RoomId,
        device: &PublicKey,
        serial: u64,
    ) -> Self {
        let parts: [&[u8]; 4] =
            [&room.0, device.as_bytes(), &serial.to_be_bytes(), name.as_str().as_bytes()];
        Self {
            serial,
            persona: persona.public().0,
            name: name.as_str().to_owned(),
            certificate: sign::sign(persona, DEVICE_LABEL, &parts),
        }
    }

    /// Reads a credential that belongs to this device key in this room (rule R-03).
    #[must_use]
    pub fn verify(identity: &[u8], room: &RoomId, device: &PublicKey) -> Option<(Persona, Name)> {
        let credential: Self = super::decode(identity)?;
        let name = Name::new(&credential.name).ok()?;
        let serial = credential.serial.to_be_bytes();
        let parts: [&[u8]; 4] = [&room.0, device.as_bytes(), &serial, credential.name.as_bytes()];
        let persona = PublicKey(credential.persona);
        let certified = sign::verifies(&persona, DEVICE_LABEL, &parts, &credential.certificate);
        certified.then_some((Persona(credential.persona), name))
    }

    /// The serial as it stands, of a credential that was verified.
    #[must_use]
    pub fn serial(identity: &[u8]) -> Option<u64> {
        Self::read(identity).map(|(_, _, serial)| serial)
    }

    /// Persona, pseudonym and serial as they stand, of a credential that was verified.
    #[must_use]
    pub fn read(identity: &[u8]) -> Option<(Persona, Name, u64)> {
        let credential: Self = super::decode(identity)?;
        Some((Persona(credential.persona), Name::new(&credential.name).ok()?, credential.serial))
    }

    /// The persona alone, of a credential that was verified: its first field, without decoding the rest.
    #[must_use]
    pub fn persona(identity: &[u8]) -> Option<Persona> {
        let rest = identity.strip_prefix(&HEAD)?;
        rest.first_chunk().map(|persona| Persona(*persona))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_persona_certifies_one_device_in_one_room() {
        //
        let (seed, name) = (Seed::new([1; 32]), Name::new("Layla").unwrap());
        let (room, device) = (RoomId([2; 32]), PublicKey([3; 32]));
        let identity = crate::body::encode(&PersonaCredential::new(&seed, &name, &room, &device));
        let persona = Persona(seed.public().0);
        assert_eq!(
            PersonaCredential::verify(&identity, &room, &device),
            Some((persona, name.clone()))
        );
        assert_eq!(PersonaCredential::verify(&identity, &RoomId([9; 32]), &device), None);
        assert_eq!(PersonaCredential::verify(&identity, &room, &PublicKey([9; 32])), None);
        assert_eq!(PersonaCredential::serial(&identity), Some(0));
        assert_eq!(PersonaCredential::persona(&identity), Some(persona));
        assert_eq!(PersonaCredential::persona(&identity[..34]), None);
        let mut newer: PersonaCredential = crate::body::decode(&identity).unwrap();
        newer.serial = 1;
        let newer = crate::body::encode(&newer);
        assert_eq!(PersonaCredential::verify(&newer, &room, &device), None, "R-13");
        let mut renamed: PersonaCredential = crate::body::decode(&identity).unwrap();
        renamed.name = "Admin".to_owned();
        let renamed = crate::body::encode(&renamed);
        assert_eq!(PersonaCredential::verify(&renamed, &room, &device), None);
    }
}
