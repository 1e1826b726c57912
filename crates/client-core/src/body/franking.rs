//! Franking: what proves to anybody who said something, once they are shown it (rule F-01).

use minicbor::{Decode, Encode};
use sitr_community::Persona;
use sitr_content::Opening;
use sitr_wire::{PublicKey, Seed, Signature};

use crate::crypto::{Secret, sign};
use crate::ids::RoomId;

const LABEL: &str = "sitr/v1/frank";

/// Opens the commitment to a content, and the signature over that.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Franking {
    /// The key of the commitment.
    #[n(0)]
    pub key: Secret,
    /// By the author's persona, over room, epoch and commitment.
    #[n(1)]
    pub signature: Signature,
}

impl Franking {
    fn commitment(content: &[u8], key: &Secret) -> [u8; 32] {
        use hmac::{Hmac, KeyInit, Mac};
        // HMAC takes keys of any length.
        let Ok(mut mac) = Hmac::<sha2::Sha256>::new_from_slice(key.expose()) else {
            return [0; 32];
        };
        mac.update(content);
        mac.finalize().into_bytes().into()
    }

    /// Signs content for its author.
    #[must_use]
    pub fn new(content: &[u8], key: Secret, persona: &Seed, room: &RoomId, epoch: u64) -> Self {
        let commitment = Self::commitment(content, &key);
        let parts: [&[u8]; 3] = [&room.0, &epoch.to_be_bytes(), &commitment];
        let signature = sign::sign(persona, LABEL, &parts);
        Self { key, signature }
    }

    /// Whether the persona said this, in this room and epoch.
    #[must_use]
    pub fn holds(&self, content: &[u8], persona: &Persona, room: &RoomId, epoch: u64) -> bool {
        let commitment = Self::commitment(content, &self.key);
        let parts: [&[u8]; 3] = [&room.0, &epoch.to_be_bytes(), &commitment];
        sign::verifies(&PublicKey(persona.0), LABEL, &parts, &self.signature) // F-01
    }
}

/// Whether what is reported was said by its author in this room, in an epoch not after this one (rule D-06).
#[must_use]
pub fn proves(opening: &Opening, room: &RoomId, present: u64) -> bool {
    let Ok(signature) = <[u8; 64]>::try_from(opening.frank.as_slice()) else { return false };
    let franking =
        Franking { key: Secret::new(opening.frank_key.0), signature: Signature(signature) };
    let author = Persona(opening.author.0);
    opening.epoch <= present
        && sitr_content::decode(&opening.content).is_ok()
        && franking.holds(&opening.content, &author, room, opening.epoch) // D-06
}
