//! Who this device is in one room.

use minicbor::{Decode, Encode};
use sitr_community::{Device, Name, NameError, Persona};
use sitr_wire::Seed;

use crate::body::SharedRoom;
use crate::crypto::Secret;

/// Who this device is in one room. Nothing of it is used in any other room.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Me {
    /// The pseudonym.
    #[n(0)]
    name: String,
    /// Grows the persona's key.
    #[n(1)]
    pub persona_seed: Seed,
    /// Grows the signature key of this device's leaf.
    #[n(2)]
    pub device_seed: Seed,
    /// Private half of the leaf's box key.
    #[n(3)]
    pub box_private: Secret,
    /// Public half of the leaf's box key.
    #[n(4)]
    #[cbor(with = "minicbor::bytes")]
    pub box_public: [u8; 32],
    /// Greater than that of any device of this persona before (rule R-13).
    #[n(5)]
    pub serial: u64,
    /// Which of the persona's devices this is; 0 for the first (rule A-33).
    #[n(6)]
    #[cbor(default)]
    pub number: u8,
    /// Whether other devices of the persona have the same box key.
    #[n(7)]
    #[cbor(default)]
    pub is_shared: bool,
}

impl Me {
    /// A fresh identity for one room.
    pub(crate) fn new(
        name: &Name,
        box_key: crate::crypto::hpke::KeyPair,
        rng: &mut dyn rand::CryptoRng,
    ) -> Self {
        let box_public = box_key.public.as_slice().try_into().unwrap_or([0; 32]);
        Self {
            name: name.as_str().to_owned(),
            persona_seed: Seed::new(*Secret::random(rng).expose()),
            device_seed: Seed::new(*Secret::random(rng).expose()),
            box_private: box_key.private,
            box_public,
            serial: 0,
            number: 0,
            is_shared: false,
        }
    }

    /// The same persona and device number as another's, with fresh keys of the device. The box key is renewed
    /// too, unless other devices open what is sealed to it.
    pub(crate) fn instead_of(self, other: &Self) -> Self {
        let (box_private, box_public) = if other.is_shared {
            (other.box_private.clone(), other.box_public)
        } else {
            (self.box_private, self.box_public)
        };
        Self {
            persona_seed: other.persona_seed.clone(),
            number: other.number,
            is_shared: other.is_shared,
            box_private,
            box_public,
            ..self
        }
    }

    /// The device that another of its persona brings in.
    pub(crate) fn beside(self, shared: &SharedRoom) -> Self {
        Self {
            persona_seed: shared.persona_seed.clone(),
            box_private: shared.box_private.clone(),
            box_public: shared.box_public,
            serial: shared.serial,
            number: shared.number,
            is_shared: true,
            ..self
        }
    }

    /// Whose device this is, and which.
    #[must_use]
    pub fn seat(&self) -> Device {
        Device { persona: self.persona(), number: self.number }
    }

    /// The pseudonym.
    ///
    /// # Errors
    /// If the stored name is none.
    pub fn name(&self) -> Result<Name, NameError> {
        Name::new(&self.name)
    }

    /// The persona.
    #[must_use]
    pub fn persona(&self) -> Persona {
        Persona(self.persona_seed.public().0)
    }
}
