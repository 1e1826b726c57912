//! The key schedule of a room: from one MLS epoch to the mailbox that it lives in (rules K-01 to K-04).
//!
//! ```text
//! e[n]          = MLS-Exporter("sitr v1 epoch", relay id, 32)
//! root[n]       = HKDF-Extract(salt = veil[n-1], ikm = e[n])
//! veil[n]       = HKDF-Expand(root[n], "sitr/v1/veil")
//! address[n]    = HKDF-Expand(root[n], "sitr/v1/address")
//! write seed[n] = HKDF-Expand(root[n], "sitr/v1/write")
//! seal[n]       = HKDF-Expand(root[n], "sitr/v1/seal")
//! close seed[n] = HKDF-Expand(HKDF-Extract(salt = steward secret, ikm = root[n]), "sitr/v1/close")
//! ```

use sitr_wire::{Address, Handle, PublicKey, Seed};

use super::{Secret, expand, extract, sha256};
use crate::ids::RoomId;

/// Label of the MLS exporter; its context is the relay's id (rule K-01).
pub const EXPORTER_LABEL: &str = "sitr v1 epoch";

/// What one epoch's root yields to every member (rule K-02).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EpochSecrets {
    root: Secret,
    /// The salt of the next epoch's root.
    pub veil: Secret,
    /// The right to read the epoch's mailbox.
    pub address: Address,
    /// The right to append to it.
    pub write_seed: Seed,
    /// Seals its cells.
    pub seal: Secret,
}

impl EpochSecrets {
    /// Derives from the exporter of this epoch and the veil of the one before.
    #[must_use]
    pub fn derive(exporter: &[u8; 32], previous_veil: &Secret) -> Self {
        let root = extract(previous_veil.expose(), exporter); // K-02
        Self {
            veil: Secret::new(expand(&root, "sitr/v1/veil")),
            address: Address::new(expand(&root, "sitr/v1/address")),
            write_seed: Seed::new(expand(&root, "sitr/v1/write")),
            seal: Secret::new(expand(&root, "sitr/v1/seal")),
            root,
        }
    }

    /// The right to close, for who holds the steward secret (rule K-03).
    #[must_use]
    pub fn close_seed(&self, steward: &Secret) -> Seed {
        let key = extract(steward.expose(), self.root.expose()); // K-03
        Seed::new(expand(&key, "sitr/v1/close"))
    }
}

/// The hash of the steward secret that stands in the room's policy (rule K-04).
#[must_use]
pub fn steward_hash(steward: &Secret) -> [u8; 32] {
    sha256(&[b"sitr/v1/steward-hash", steward.expose()]) // K-04
}

/// The key that seals what stewards tell each other inside the room.
#[must_use]
pub fn steward_note_key(steward: &Secret) -> Secret {
    Secret::new(expand(steward, "sitr/v1/steward-note"))
}

/// Where the room's transcript begins (rule K-05).
#[must_use]
pub fn transcript_start(room: &RoomId) -> [u8; 32] {
    sha256(&[b"sitr/v1/transcript-start", &room.0])
}

/// The transcript after an epoch: what was, the mailbox, and the chain of its cells up to the
/// winning final one (rule K-05).
#[must_use]
pub fn transcript_next(previous: &[u8; 32], handle: &Handle, chain: &[u8; 32]) -> [u8; 32] {
    sha256(&[b"sitr/v1/transcript", previous, handle.as_bytes(), chain]) // K-05
}

/// A public key whose private half nobody keeps: for mailboxes that are never closed.
pub fn nobody(rng: &mut dyn rand::CryptoRng) -> PublicKey {
    Seed::new(*Secret::random(rng).expose()).public()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_input_changes_every_output() {
        // K-01, K-02, K-03
        let base = EpochSecrets::derive(&[1; 32], &Secret::new([2; 32]));
        let others = [
            EpochSecrets::derive(&[9; 32], &Secret::new([2; 32])),
            EpochSecrets::derive(&[1; 32], &Secret::new([9; 32])),
        ];
        let steward = Secret::new([3; 32]);
        for other in others {
            assert_ne!(base.veil, other.veil);
            assert_ne!(base.address, other.address);
            assert_ne!(base.write_seed, other.write_seed);
            assert_ne!(base.seal, other.seal);
            assert_ne!(base.close_seed(&steward), other.close_seed(&steward));
        }
        assert_ne!(base.close_seed(&steward), base.close_seed(&Secret::new([4; 32])));
    }

    #[test]
    fn hashes_are_bound_to_their_use() {
        // K-04, K-05
        let secret = Secret::new([3; 32]);
        assert_ne!(steward_hash(&secret), steward_hash(&Secret::new([4; 32])));
        let start = transcript_start(&RoomId([1; 32]));
        assert_ne!(start, transcript_start(&RoomId([2; 32])));
        let next = transcript_next(&start, &Handle([5; 32]), &[6; 32]);
        assert_ne!(next, transcript_next(&start, &Handle([5; 32]), &[7; 32]));
        assert_ne!(next, transcript_next(&[0; 32], &Handle([5; 32]), &[6; 32]));
    }
}
