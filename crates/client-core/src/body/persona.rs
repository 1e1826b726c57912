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
}

impl PersonaCredential {
    /// Certifies a device's signature key for a persona in one room.
    #[must_use]
    pub fn new(persona: &Seed, name: &Name, room: &RoomId, device: &PublicKey) -> Self {
        let parts: [&[u8]; 3] = [&room.0, device.as_bytes(), name.as_str().as_bytes()];
        Self {
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
        let parts: [&[u8]; 3] = [&room.0, device.as_bytes(), credential.name.as_bytes()];
        let persona = PublicKey(credential.persona);
        let certified = sign::verifies(&persona, DEVICE_LABEL, &parts, &credential.certificate);
        certified.then_some((Persona(credential.persona), name))
    }

    /// The pseudonym and persona as they stand, of a leaf that was verified when it was added.
    #[must_use]
    pub fn read(identity: &[u8]) -> Option<(Persona, Name)> {
        let credential: Self = super::decode(identity)?;
        Some((Persona(credential.persona), Name::new(&credential.name).ok()?))
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
        let mut renamed: PersonaCredential = crate::body::decode(&identity).unwrap();
        renamed.name = "Admin".to_owned();
        let renamed = crate::body::encode(&renamed);
        assert_eq!(PersonaCredential::verify(&renamed, &room, &device), None);
    }
}
