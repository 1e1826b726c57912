//! `[id, at, kind, text, bytes]`: the same five fields for every kind.

use minicbor::data::Type;
use minicbor::{Decoder, Encoder};

use crate::{Body, Content, MessageId, TEXT_MAX_BYTES};

const TEXT: u32 = 1;
const LEAVE: u32 = 2;
const STEWARDS: u32 = 3;

/// Why bytes are not content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Not the CBOR that `proto/content.cddl` describes.
    #[error("not a message of this format")]
    Form,
    /// Another encoding of something that has a canonical one (rule C-01).
    #[error("not canonically encoded")]
    NotCanonical,
    /// Longer than a message may be (rule C-02).
    #[error("text of more than {TEXT_MAX_BYTES} bytes")]
    TooLong,
}

impl From<minicbor::decode::Error> for DecodeError {
    fn from(_: minicbor::decode::Error) -> Self {
        Self::Form
    }
}

/// Encodes content canonically.
#[must_use]
pub fn encode(content: &Content) -> Vec<u8> {
    let (kind, text, bytes): (u32, &str, &[u8]) = match &content.body {
        Body::Text(text) => (TEXT, text, &[]),
        Body::Leave => (LEAVE, "", &[]),
        Body::Stewards(sealed) => (STEWARDS, "", sealed),
        Body::Unknown { kind, fallback, data } => (*kind, fallback, data),
    };
    let mut out = Encoder::new(Vec::new());
    // Writing to a Vec cannot fail.
    let _ = out
        .array(5)
        .and_then(|e| e.bytes(&content.id.0))
        .and_then(|e| e.u64(content.at_ms))
        .and_then(|e| e.u32(kind))
        .and_then(|e| e.str(text))
        .and_then(|e| e.bytes(bytes));
    out.into_writer()
}

/// Decodes content from a member, who may be hostile.
///
/// # Errors
/// [`DecodeError`]; nothing is guessed.
pub fn decode(bytes: &[u8]) -> Result<Content, DecodeError> {
    let mut input = Decoder::new(bytes);
    if input.array()? != Some(5) {
        return Err(DecodeError::Form);
    }
    let id = MessageId(input.bytes()?.try_into().map_err(|_| DecodeError::Form)?);
    let at_ms = input.u64()?;
    let kind = input.u32()?;
    if input.datatype()? != Type::String {
        return Err(DecodeError::Form);
    }
    let text = input.str()?;
    // C-02
    if text.len() > TEXT_MAX_BYTES {
        return Err(DecodeError::TooLong);
    }
    let sealed = input.bytes()?;
    let body = match kind {
        TEXT => Body::Text(text.to_owned()),
        LEAVE => Body::Leave,
        STEWARDS => Body::Stewards(sealed.to_vec()),
        kind => Body::Unknown { kind, fallback: text.to_owned(), data: sealed.to_vec() },
    };
    let content = Content { id, at_ms, body };
    // C-01
    if encode(&content) != bytes {
        return Err(DecodeError::NotCanonical);
    }
    Ok(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(body: Body) -> Content {
        Content { id: MessageId([7; 16]), at_ms: 1_790_000_000_000, body }
    }

    #[test]
    fn every_kind_comes_back_as_it_went() {
        let bodies = [
            Body::Text("سلام".to_owned()),
            Body::Leave,
            Body::Stewards(vec![1, 2, 3]),
            Body::Unknown { kind: 99, fallback: "a poll".to_owned(), data: vec![1] },
        ];
        for body in bodies {
            let said = content(body);
            assert_eq!(decode(&encode(&said)), Ok(said));
        }
    }

    #[test]
    fn only_the_canonical_encoding_counts() {
        // C-01
        let said = encode(&content(Body::Text("x".to_owned())));
        let mut trailing = said.clone();
        trailing.push(0);
        assert_eq!(decode(&trailing), Err(DecodeError::NotCanonical));
        // The kind 1 written in two bytes instead of one.
        let at = said.len() - 4;
        assert_eq!(said[at], 1);
        let mut wide = said.clone();
        wide.splice(at..=at, [0x18, 1]);
        assert_eq!(decode(&wide), Err(DecodeError::NotCanonical));
        // A text that carries bytes, which its kind has no use for.
        let mut smuggled = said.clone();
        smuggled.pop();
        smuggled.extend([0x41, 9]);
        assert_eq!(decode(&smuggled), Err(DecodeError::NotCanonical));
    }

    #[test]
    fn garbage_and_excess_are_refused() {
        // C-02
        let long = content(Body::Text("x".repeat(TEXT_MAX_BYTES + 1)));
        assert_eq!(decode(&encode(&long)), Err(DecodeError::TooLong));
        let longest = content(Body::Text("x".repeat(TEXT_MAX_BYTES)));
        assert_eq!(decode(&encode(&longest)), Ok(longest));
        for cut in 0..encode(&content(Body::Leave)).len() {
            assert!(decode(&encode(&content(Body::Leave))[..cut]).is_err());
        }
    }

    proptest::proptest! {
        #[test]
        fn hostile_bytes_never_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..256)) {
            let _ = decode(&bytes);
        }
    }
}
