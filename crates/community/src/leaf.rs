//! What a member's own leaf says: that it accepted the guidelines.

use minicbor::{Decoder, Encoder};

use crate::policy::DecodeError;

/// The MLS extension type in which it stands, among those that every leaf declares (rule G-03).
pub const ACCEPTANCE_EXTENSION: u16 = 0xF0A3;

/// 'I keep these guidelines': `[1, hash]`, in the leaf that the member signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted(pub [u8; 32]);

impl Accepted {
    /// Deterministic CBOR.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Encoder::new(Vec::new());
        // Writing to a Vec cannot fail.
        let _ = out.array(2).and_then(|e| e.u8(1)?.bytes(&self.0));
        out.into_writer()
    }

    /// Decodes, strictly.
    ///
    /// # Errors
    /// [`DecodeError`] for anything but the canonical form.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut input = Decoder::new(bytes);
        let mut read = || -> Result<Option<Self>, minicbor::decode::Error> {
            if input.array()? != Some(2) || input.u8()? != 1 {
                return Ok(None);
            }
            Ok(input.bytes()?.try_into().ok().map(Self))
        };
        let accepted = read().ok().flatten().ok_or(DecodeError)?;
        if accepted.encode() == bytes { Ok(accepted) } else { Err(DecodeError) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_acceptance_has_one_encoding() {
        let bytes = Accepted([7; 32]).encode();
        assert_eq!(bytes.len(), 36);
        assert_eq!(Accepted::decode(&bytes), Ok(Accepted([7; 32])));
        for at in 0..bytes.len() {
            assert_eq!(Accepted::decode(&bytes[..at]), Err(DecodeError));
        }
        assert_eq!(Accepted::decode(&[&bytes[..], &[0]].concat()), Err(DecodeError));
    }
}
