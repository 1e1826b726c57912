//! Signatures of personas and of invites' answer keys: Ed25519, verified strictly, each under a label
//! of its own (rule S-03).

use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use sitr_wire::{PublicKey, Seed, Signature};

fn statement(label: &str, parts: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(160);
    bytes.extend_from_slice(label.as_bytes());
    bytes.push(0);
    for part in parts {
        bytes.extend_from_slice(part);
    }
    bytes
}

/// Signs `label || 0 || parts`; parts have fixed widths, or only the last varies.
#[must_use]
pub fn sign(seed: &Seed, label: &str, parts: &[&[u8]]) -> Signature {
    Signature(SigningKey::from_bytes(seed.expose()).sign(&statement(label, parts)).to_bytes())
}

/// Verifies what [`sign`] made.
#[must_use]
pub fn verifies(key: &PublicKey, label: &str, parts: &[&[u8]], signature: &Signature) -> bool {
    holds(&key.0, &statement(label, parts), &signature.0)
}

/// Verifies a signature of bytes that MLS puts together itself (RFC 9420 section 5.1.2).
pub(super) fn holds(key: &[u8; 32], data: &[u8], signature: &[u8; 64]) -> bool {
    let signature = ed25519_dalek::Signature::from_bytes(signature);
    VerifyingKey::from_bytes(key).is_ok_and(|key| key.verify_strict(data, &signature).is_ok()) // S-03
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_keeps_to_its_label() {
        // S-03
        let seed = Seed::new([1; 32]);
        let signature = sign(&seed, "sitr/v1/a", &[b"x"]);
        assert!(verifies(&seed.public(), "sitr/v1/a", &[b"x"], &signature));
        assert!(!verifies(&seed.public(), "sitr/v1/b", &[b"x"], &signature));
        assert!(!verifies(&seed.public(), "sitr/v1/a", &[b"y"], &signature));
        assert!(!verifies(&Seed::new([2; 32]).public(), "sitr/v1/a", &[b"x"], &signature));
    }

    #[test]
    fn weak_keys_verify_nothing() {
        // S-03: under the identity point every signature of zeros would verify without strictness.
        let (mut identity, mut forged) = ([0; 32], [0; 64]);
        (identity[0], forged[0]) = (1, 1);
        assert!(!verifies(&PublicKey(identity), "sitr/v1/a", &[b"x"], &Signature(forged)));
    }
}
