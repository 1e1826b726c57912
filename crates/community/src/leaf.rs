//! What a member's own leaf says beside its keys: that it accepts the guidelines, and what it votes for.

use minicbor::{Decoder, Encoder};

use crate::policy::DecodeError;

/// The MLS extension type of an acceptance, among those that every leaf declares (rule G-03).
pub const ACCEPTANCE_EXTENSION: u16 = 0xF0A3;
/// The MLS extension type of a ballot (rule G-03).
pub const BALLOT_EXTENSION: u16 = 0xF0A4;

/// 'I keep these guidelines': `[1, hash]`, in the leaf that the member signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted(pub [u8; 32]);

impl Accepted {
    /// Deterministic CBOR.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        encode(&self.0)
    }

    /// Decodes, strictly.
    ///
    /// # Errors
    /// [`DecodeError`] for anything but the canonical form.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        decode(bytes).map(Self)
    }
}

/// 'I vote for these guidelines', by their hash, in the same form: one member, one leaf, one vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ballot(pub [u8; 32]);

impl Ballot {
    /// 'Guidelines need no vote any more.'
    pub const NO_MORE_VOTES: Self = Self([0; 32]);
    /// 'Let it be as it is': it names no guidelines.
    pub const AS_IT_IS: Self = Self([0xff; 32]);

    /// Deterministic CBOR.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        encode(&self.0)
    }

    /// Decodes, strictly.
    ///
    /// # Errors
    /// [`DecodeError`] for anything but the canonical form.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        decode(bytes).map(Self)
    }
}

/// All that a leaf says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stance {
    /// The guidelines that the member accepts.
    pub accepted: Option<Accepted>,
    /// What the member votes for.
    pub ballot: Option<Ballot>,
}

impl Stance {
    /// What counts as accepted where these guidelines are the present ones: who voted for them has accepted
    /// them (rule A-22).
    #[must_use]
    pub fn accepts(&self, present: Option<[u8; 32]>) -> Option<Accepted> {
        let voted = self.ballot.filter(|ballot| Some(ballot.0) == present);
        voted.map(|ballot| Accepted(ballot.0)).or(self.accepted)
    }
}

fn encode(hash: &[u8; 32]) -> Vec<u8> {
    let mut out = Encoder::new(Vec::new());
    // Writing to a Vec cannot fail.
    let _ = out.array(2).and_then(|e| e.u8(1)?.bytes(hash));
    out.into_writer()
}

fn decode(bytes: &[u8]) -> Result<[u8; 32], DecodeError> {
    let mut input = Decoder::new(bytes);
    let mut read = || -> Result<Option<[u8; 32]>, minicbor::decode::Error> {
        if input.array()? != Some(2) || input.u8()? != 1 {
            return Ok(None);
        }
        Ok(input.bytes()?.try_into().ok())
    };
    let hash = read().ok().flatten().ok_or(DecodeError)?;
    if encode(&hash) == bytes { Ok(hash) } else { Err(DecodeError) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_leaf_says_has_one_encoding() {
        let bytes = Accepted([7; 32]).encode();
        assert_eq!(bytes.len(), 36);
        assert_eq!(Accepted::decode(&bytes), Ok(Accepted([7; 32])));
        assert_eq!(Ballot::decode(&bytes), Ok(Ballot([7; 32])));
        for at in 0..bytes.len() {
            assert_eq!(Accepted::decode(&bytes[..at]), Err(DecodeError));
        }
        assert_eq!(Ballot::decode(&[&bytes[..], &[0]].concat()), Err(DecodeError));
    }

    #[test]
    fn who_voted_for_the_guidelines_has_accepted_them() {
        //
        let stance = Stance { accepted: Some(Accepted([1; 32])), ballot: Some(Ballot([2; 32])) };
        for (present, accepts) in
            [(Some([1; 32]), 1), (Some([2; 32]), 2), (Some([3; 32]), 1), (None, 1)]
        {
            assert_eq!(stance.accepts(present), Some(Accepted([accepts; 32])));
        }
        assert_eq!(Stance::default().accepts(Some([1; 32])), None);
    }
}
