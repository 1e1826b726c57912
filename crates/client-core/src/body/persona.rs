//! The credential of a leaf: which persona it speaks for.

use minicbor::{Decode, Encode};
use sitr_community::{DEVICES_MAX, Device, Name, Persona};
use sitr_wire::{PublicKey, Seed, Signature};

use crate::crypto::sign;
use crate::ids::RoomId;

/// Label of the persona's signature over a device's key.
pub const DEVICE_LABEL: &str = "sitr/v1/device";

/// Label of the same for a device that comes in beside the persona's first.
pub const FURTHER_DEVICE_LABEL: &str = "sitr/v1/further-device";

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
    /// Which of the persona's devices it is; none for the first (rule A-33).
    #[n(4)]
    number: Option<u8>,
}

/// What a credential begins with: an array of four, or of five for a further device, and bytes, 32 of them.
const HEADS: [[u8; 3]; 2] = [[0x84, 0x58, 0x20], [0x85, 0x58, 0x20]];

/// What a credential says, once it was verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Whose device it is, and which.
    pub device: Device,
    /// The pseudonym.
    pub name: Name,
    /// Greater than that of any device in whose place it came.
    pub serial: u64,
}

/// What the persona signs for a leaf's key, and under which label.
fn certify<T>(
    (room, key): (&RoomId, &PublicKey),
    (serial, number): (u64, Option<u8>),
    name: &str,
    with: impl Fn(&str, &[&[u8]]) -> T,
) -> T {
    let serial = serial.to_be_bytes();
    match number {
        None => with(DEVICE_LABEL, &[&room.0, key.as_bytes(), &serial, name.as_bytes()]),
        Some(number) => {
            let parts: [&[u8]; 5] = [&room.0, key.as_bytes(), &serial, &[number], name.as_bytes()];
            with(FURTHER_DEVICE_LABEL, &parts)
        }
    }
}

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
        Self::numbered(persona, name, room, device, serial, 0)
    }

    /// Certifies the persona's device of that number (rule A-33).
    #[must_use]
    pub fn numbered(
        persona: &Seed,
        name: &Name,
        room: &RoomId,
        device: &PublicKey,
        serial: u64,
        number: u8,
    ) -> Self {
        let number = Some(number).filter(|number| *number != 0);
        let sign = |label: &str, parts: &[&[u8]]| sign::sign(persona, label, parts);
        Self {
            serial,
            persona: persona.public().0,
            name: name.as_str().to_owned(),
            certificate: certify((room, device), (serial, number), name.as_str(), sign),
            number,
        }
    }

    /// Reads a credential that belongs to this device key in this room (rule R-03).
    #[must_use]
    pub fn verify(identity: &[u8], room: &RoomId, device: &PublicKey) -> Option<(Persona, Name)> {
        let Self { persona, name: text, certificate, serial, number } = super::decode(identity)?;
        let name = Name::new(&text).ok()?;
        if number.is_some_and(|number| number == 0 || number >= DEVICES_MAX) {
            return None;
        }
        let key = PublicKey(persona);
        let holds = |label: &str, parts: &[&[u8]]| sign::verifies(&key, label, parts, &certificate);
        let certified = certify((room, device), (serial, number), &text, holds);
        certified.then_some((Persona(persona), name))
    }

    /// The serial as it stands, of a credential that was verified.
    #[must_use]
    pub fn serial(identity: &[u8]) -> Option<u64> {
        Self::read(identity).map(|identity| identity.serial)
    }

    /// All that a credential says that was verified.
    #[must_use]
    pub fn read(identity: &[u8]) -> Option<Identity> {
        let Self { persona, name, serial, number, .. } = super::decode(identity)?;
        let device = Device { persona: Persona(persona), number: number.unwrap_or_default() };
        Some(Identity { device, name: Name::new(&name).ok()?, serial })
    }

    /// The persona alone, of a credential that was verified: its first field, without decoding the rest.
    #[must_use]
    pub fn persona(identity: &[u8]) -> Option<Persona> {
        let rest = HEADS.iter().find_map(|head| identity.strip_prefix(head))?;
        rest.first_chunk().map(|persona| Persona(*persona))
    }

    /// The same with the number of the device, which is the last field of a further one.
    #[must_use]
    pub fn device(identity: &[u8]) -> Option<Device> {
        let persona = Self::persona(identity)?;
        let is_further = identity.starts_with(&HEADS[1]);
        let number = identity.last().filter(|_| is_further).copied().unwrap_or_default();
        Some(Device { persona, number })
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

    #[test]
    fn a_further_device_says_which_it_is() {
        //
        let (seed, name) = (Seed::new([1; 32]), Name::new("Layla").unwrap());
        let (room, key) = (RoomId([2; 32]), PublicKey([3; 32]));
        let persona = Persona(seed.public().0);
        let numbered = |number| {
            let made = PersonaCredential::numbered(&seed, &name, &room, &key, 7, number);
            crate::body::encode(&made)
        };
        let first = crate::body::encode(&PersonaCredential::renewed(&seed, &name, &room, &key, 7));
        assert_eq!(numbered(0), first, "the first has the form that it always had");
        for number in 0..DEVICES_MAX {
            let identity = numbered(number);
            let device = Device { persona, number };
            assert!(PersonaCredential::verify(&identity, &room, &key).is_some());
            assert_eq!(PersonaCredential::device(&identity), Some(device));
            let read = Identity { device, name: name.clone(), serial: 7 };
            assert_eq!(PersonaCredential::read(&identity), Some(read));
        }
        assert_eq!(PersonaCredential::verify(&numbered(DEVICES_MAX), &room, &key), None);
        let mut other: PersonaCredential = crate::body::decode(&numbered(1)).unwrap();
        other.number = Some(2);
        let other = crate::body::encode(&other);
        assert_eq!(PersonaCredential::verify(&other, &room, &key), None, "the number is signed");
        let mut zero: PersonaCredential = crate::body::decode(&first).unwrap();
        zero.number = Some(0);
        let zero = crate::body::encode(&zero);
        assert_eq!(PersonaCredential::verify(&zero, &room, &key), None, "one form each");
    }
}
