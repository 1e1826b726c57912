//! The extensions of a message: what this version knows is read elsewhere, the rest is kept as it came.

use std::collections::BTreeMap;

use minicbor::data::Type;
use minicbor::{Decoder, Encoder};

use crate::{DecodeError, cbor, limit};

/// The largest number that may be a key (MIMI: what a double holds without loss).
const KEY_MAX: i64 = (1 << 53) - 1;

/// Encoded keys and encoded values, in the order that deterministic CBOR prescribes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extensions(BTreeMap<Vec<u8>, Vec<u8>>);

fn encoded_key(key: i64) -> Vec<u8> {
    let mut out = Encoder::new(Vec::new());
    let _ = out.i64(key); // writing to a Vec cannot fail
    out.into_writer()
}

impl Extensions {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn take(&mut self, key: i64) -> Option<Vec<u8>> {
        self.0.remove(&encoded_key(key))
    }

    pub(crate) fn put(&mut self, key: i64, value: Vec<u8>) {
        self.0.insert(encoded_key(key), value);
    }

    pub(crate) fn holds(&self, key: i64) -> bool {
        self.0.contains_key(&encoded_key(key))
    }

    /// Checked here and not in the container alone, so that a sender meets the same limits.
    pub(crate) fn check(&self) -> Result<(), limit::Limit> {
        limit::EXTENSIONS.allows(self.0.len())?;
        self.0.values().try_for_each(|value| limit::EXTENSION_VALUE.allows(value.len()))
    }

    pub(crate) fn encode(&self, out: &mut Encoder<Vec<u8>>) {
        let _ = out.map(u64::try_from(self.0.len()).unwrap_or(u64::MAX));
        for (key, value) in &self.0 {
            out.writer_mut().extend_from_slice(key);
            out.writer_mut().extend_from_slice(value);
        }
    }

    pub(crate) fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let count = input.map()?.ok_or(DecodeError::NotCanonical)?;
        limit::EXTENSIONS.allows(usize::try_from(count).unwrap_or(usize::MAX))?;
        let mut all = BTreeMap::new();
        for _ in 0..count {
            let start = input.position();
            key(input)?;
            let middle = input.position();
            let rest = input.input().get(middle..).ok_or(DecodeError::Form)?;
            let end = middle + cbor::item(rest, 2)?;
            limit::EXTENSION_VALUE.allows(end - middle)?;
            let slice = |from, to| input.input().get(from..to).map(<[u8]>::to_vec);
            let (Some(key), Some(value)) = (slice(start, middle), slice(middle, end)) else {
                return Err(DecodeError::Form);
            };
            input.set_position(end);
            if all.last_key_value().is_some_and(|(last, _)| *last >= key) {
                return Err(DecodeError::NotCanonical); // C-01: in order, and none twice
            }
            all.insert(key, value);
        }
        Ok(Self(all))
    }
}

fn key(input: &mut Decoder<'_>) -> Result<(), DecodeError> {
    if input.datatype()? == Type::String {
        let text = input.str()?;
        limit::EXTENSION_KEY.allows(text.len())?;
        return if text.is_empty() { Err(DecodeError::Form) } else { Ok(()) };
    }
    if (-KEY_MAX..=KEY_MAX).contains(&input.i64()?) { Ok(()) } else { Err(DecodeError::Form) }
}
