//! What is signed. Every statement has fixed widths and begins with its own label (rule S-01):
//! `label || 0 || relay id || handle || SHA-256(cell) or zeros || superseded hash or zeros`.
//! Signatures are Ed25519, verified strictly (rule S-02).

use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};

use crate::id::{CellHash, Handle, PublicKey, RelayId, Seed, Signature};

const NONE: [u8; 32] = [0; 32];

/// A statement: bytes that can be signed and verified, and nothing else.
#[derive(Clone, PartialEq, Eq)]
pub struct Statement(Vec<u8>);

impl Statement {
    fn over(label: &str, relay: &RelayId, parts: &[&[u8]]) -> Self {
        let mut bytes = Vec::with_capacity(160);
        bytes.extend_from_slice(label.as_bytes());
        bytes.push(0);
        bytes.extend_from_slice(&relay.0);
        for part in parts {
            bytes.extend_from_slice(part);
        }
        Self(bytes)
    }

    /// 'Add this cell to this mailbox', by the write key.
    #[must_use]
    pub fn append(relay: &RelayId, handle: &Handle, cell: &CellHash) -> Self {
        Self::over("sitr/v1/append", relay, &[&handle.0, &cell.0, &NONE])
    }

    /// 'End this mailbox with this cell', by the close key; `supersedes` names the latest final
    /// cell, where there is one already.
    #[must_use]
    pub fn close(
        relay: &RelayId,
        handle: &Handle,
        cell: &CellHash,
        supersedes: Option<&CellHash>,
    ) -> Self {
        let superseded = supersedes.map_or(&NONE, |hash| &hash.0);
        Self::over("sitr/v1/close", relay, &[&handle.0, &cell.0, superseded])
    }

    /// 'Delete this mailbox', by the burn key.
    #[must_use]
    pub fn burn(relay: &RelayId, handle: &Handle) -> Self {
        Self::over("sitr/v1/burn", relay, &[&handle.0, &NONE, &NONE])
    }

    /// 'The first `mark` cells of this mailbox chain to this value', by the relay (rule M-08).
    #[must_use]
    pub fn mark(relay: &RelayId, handle: &Handle, mark: u64, chain: &[u8; 32]) -> Self {
        Self::over("sitr/v1/mark", relay, &[&handle.0, &mark.to_be_bytes(), chain])
    }

    /// 'I hold the key of this relay id', by the relay over the client's nonce (rule W-03).
    #[must_use]
    pub fn hello(relay: &RelayId, nonce: &[u8; 32]) -> Self {
        Self::over("sitr/v1/hello", relay, &[nonce])
    }

    /// Signs with the key that grows from a seed.
    #[must_use]
    pub fn sign(&self, seed: &Seed) -> Signature {
        self.sign_by(&Signer::of(seed))
    }

    /// Signs with a key that was unpacked before.
    #[must_use]
    pub fn sign_by(&self, signer: &Signer) -> Signature {
        Signature(signer.0.sign(&self.0).to_bytes())
    }

    /// Verifies strictly: no small-order keys, no malleable signatures (rule S-02).
    #[must_use]
    pub fn verifies(&self, key: &PublicKey, signature: &Signature) -> bool {
        self.verifies_by(&Verifier::of(key), signature)
    }

    /// The same, with a key that was unpacked before.
    #[must_use]
    pub fn verifies_by(&self, verifier: &Verifier, signature: &Signature) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        // S-02
        verifier.0.is_some_and(|key| key.verify_strict(&self.0, &signature).is_ok())
    }
}

/// A secret key, unpacked once for many signatures: half of a signature's work is finding its public key.
/// It is overwritten when dropped.
#[derive(Clone)]
pub struct Signer(SigningKey);

impl Signer {
    /// Unpacks the key that grows from a seed.
    #[must_use]
    pub fn of(seed: &Seed) -> Self {
        Self(SigningKey::from_bytes(seed.expose()))
    }
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Signer")
    }
}

/// A public key, unpacked once for many signatures: a tenth of a check's work is finding the point.
#[derive(Clone, Copy)]
pub struct Verifier(Option<VerifyingKey>);

impl Verifier {
    /// Unpacks a key. One that is no point of the curve verifies nothing.
    #[must_use]
    pub fn of(key: &PublicKey) -> Self {
        Self(VerifyingKey::from_bytes(&key.0).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_good_for_its_own_statement_only() {
        // S-01
        let seed = Seed::new([4; 32]);
        let (relay, handle, cell) = (RelayId([1; 32]), Handle([2; 32]), CellHash([3; 32]));
        let append = Statement::append(&relay, &handle, &cell);
        let signature = append.sign(&seed);
        assert!(append.verifies(&seed.public(), &signature));
        let others = [
            Statement::append(&RelayId([9; 32]), &handle, &cell),
            Statement::append(&relay, &Handle([9; 32]), &cell),
            Statement::append(&relay, &handle, &CellHash([9; 32])),
            Statement::close(&relay, &handle, &cell, None),
            Statement::burn(&relay, &handle),
        ];
        for other in others {
            assert!(!other.verifies(&seed.public(), &signature));
        }
        let first = Statement::close(&relay, &handle, &cell, None);
        let later = Statement::close(&relay, &handle, &cell, Some(&CellHash([5; 32])));
        assert!(!later.verifies(&seed.public(), &first.sign(&seed)));
    }

    #[test]
    fn weak_keys_verify_nothing() {
        // S-02: under the identity point every signature of zeros would verify without strictness.
        let mut identity = [0; 32];
        identity[0] = 1;
        let mut forged = [0; 64];
        forged[0] = 1;
        let statement = Statement::burn(&RelayId([1; 32]), &Handle([2; 32]));
        assert!(!statement.verifies(&PublicKey(identity), &Signature(forged)));
        assert!(!statement.verifies(&PublicKey([0xff; 32]), &Signature([0; 64])));
    }
}
