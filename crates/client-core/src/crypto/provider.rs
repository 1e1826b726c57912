//! What MLS computes with: RustCrypto, and for the signatures of leaves, which a room's tree has a thousand of, the
//! library that checks all others here too (decision 43).

use openmls_rust_crypto::RustCrypto;
use openmls_traits::crypto::OpenMlsCrypto;
use openmls_traits::random::OpenMlsRand;
use openmls_traits::types::{
    AeadType, Ciphersuite, CryptoError, ExporterSecret, HashType, HpkeCiphertext, HpkeConfig,
    HpkeKeyPair, KemOutput, SignatureScheme,
};
use tls_codec::SecretVLBytes;

use super::sign;

type Result<T> = std::result::Result<T, CryptoError>;

/// The cryptography of MLS.
#[derive(Debug, Default)]
pub struct Crypto(RustCrypto);

impl OpenMlsCrypto for Crypto {
    fn verify_signature(
        &self,
        alg: SignatureScheme,
        data: &[u8],
        pk: &[u8],
        signature: &[u8],
    ) -> Result<()> {
        if alg != SignatureScheme::ED25519 {
            return self.0.verify_signature(alg, data, pk, signature);
        }
        let key = pk.try_into().map_err(|_| CryptoError::CryptoLibraryError)?;
        let signature = signature.try_into().map_err(|_| CryptoError::CryptoLibraryError)?;
        match sign::holds(key, data, signature) {
            true => Ok(()),
            false => Err(CryptoError::InvalidSignature),
        }
    }

    fn supports(&self, ciphersuite: Ciphersuite) -> Result<()> {
        self.0.supports(ciphersuite)
    }

    fn supported_ciphersuites(&self) -> Vec<Ciphersuite> {
        self.0.supported_ciphersuites()
    }

    fn hkdf_extract(&self, hash_type: HashType, salt: &[u8], ikm: &[u8]) -> Result<SecretVLBytes> {
        self.0.hkdf_extract(hash_type, salt, ikm)
    }

    fn hmac(&self, hash_type: HashType, key: &[u8], message: &[u8]) -> Result<SecretVLBytes> {
        self.0.hmac(hash_type, key, message)
    }

    fn hkdf_expand(
        &self,
        hash_type: HashType,
        prk: &[u8],
        info: &[u8],
        okm_len: usize,
    ) -> Result<SecretVLBytes> {
        self.0.hkdf_expand(hash_type, prk, info, okm_len)
    }

    fn hash(&self, hash_type: HashType, data: &[u8]) -> Result<Vec<u8>> {
        self.0.hash(hash_type, data)
    }

    fn aead_encrypt(
        &self,
        alg: AeadType,
        key: &[u8],
        data: &[u8],
        nonce: &[u8],
        aad: &[u8],
    ) -> Result<Vec<u8>> {
        self.0.aead_encrypt(alg, key, data, nonce, aad)
    }

    fn aead_decrypt(
        &self,
        alg: AeadType,
        key: &[u8],
        ct_tag: &[u8],
        nonce: &[u8],
        aad: &[u8],
    ) -> Result<Vec<u8>> {
        self.0.aead_decrypt(alg, key, ct_tag, nonce, aad)
    }

    fn signature_key_gen(&self, alg: SignatureScheme) -> Result<(Vec<u8>, Vec<u8>)> {
        self.0.signature_key_gen(alg)
    }

    fn sign(&self, alg: SignatureScheme, data: &[u8], key: &[u8]) -> Result<Vec<u8>> {
        self.0.sign(alg, data, key)
    }

    fn hpke_seal(
        &self,
        config: HpkeConfig,
        pk_r: &[u8],
        info: &[u8],
        aad: &[u8],
        ptxt: &[u8],
    ) -> Result<HpkeCiphertext> {
        self.0.hpke_seal(config, pk_r, info, aad, ptxt)
    }

    fn hpke_open(
        &self,
        config: HpkeConfig,
        input: &HpkeCiphertext,
        sk_r: &[u8],
        info: &[u8],
        aad: &[u8],
    ) -> Result<Vec<u8>> {
        self.0.hpke_open(config, input, sk_r, info, aad)
    }

    fn hpke_setup_sender_and_export(
        &self,
        config: HpkeConfig,
        pk_r: &[u8],
        info: &[u8],
        exporter_context: &[u8],
        exporter_length: usize,
    ) -> Result<(KemOutput, ExporterSecret)> {
        self.0.hpke_setup_sender_and_export(config, pk_r, info, exporter_context, exporter_length)
    }

    fn hpke_setup_receiver_and_export(
        &self,
        config: HpkeConfig,
        enc: &[u8],
        sk_r: &[u8],
        info: &[u8],
        exporter_context: &[u8],
        exporter_length: usize,
    ) -> Result<ExporterSecret> {
        let length = exporter_length;
        self.0.hpke_setup_receiver_and_export(config, enc, sk_r, info, exporter_context, length)
    }

    fn derive_hpke_keypair(&self, config: HpkeConfig, ikm: &[u8]) -> Result<HpkeKeyPair> {
        self.0.derive_hpke_keypair(config, ikm)
    }
}

impl OpenMlsRand for Crypto {
    type Error = <RustCrypto as OpenMlsRand>::Error;

    fn random_array<const N: usize>(&self) -> std::result::Result<[u8; N], Self::Error> {
        self.0.random_array()
    }

    fn random_vec(&self, len: usize) -> std::result::Result<Vec<u8>, Self::Error> {
        self.0.random_vec(len)
    }
}

#[cfg(test)]
mod tests {
    use openmls_traits::types::SignatureScheme::ED25519;

    use super::*;

    #[test]
    fn it_says_of_a_signature_what_openmls_would() {
        let (ours, theirs) = (Crypto::default(), RustCrypto::default());
        let (secret, public) = ours.signature_key_gen(ED25519).unwrap();
        let signature = theirs.sign(ED25519, b"a leaf", &secret).unwrap();
        let mut flipped = signature.clone();
        flipped[40] ^= 1;
        // S-03: a key of small order, under which zeros sign everything unless it is refused.
        let (mut identity, mut zeros) = (vec![0; 32], vec![0; 64]);
        (identity[0], zeros[0]) = (1, 1);
        let cases: [(&[u8], &[u8], &[u8]); 7] = [
            (b"a leaf", &public, &signature),
            (b"another", &public, &signature),
            (b"a leaf", &public, &flipped),
            (b"a leaf", &identity, &zeros),
            (b"a leaf", &public[1..], &signature),
            (b"a leaf", &public, &signature[1..]),
            (b"a leaf", &public, &[]),
        ];
        for (number, (data, key, signature)) in cases.into_iter().enumerate() {
            let here = ours.verify_signature(ED25519, data, key, signature);
            assert_eq!(here, theirs.verify_signature(ED25519, data, key, signature), "{number}");
            assert_eq!(here.is_ok(), number == 0, "{number}");
        }
    }
}
