//! Values and keys as bytes.
//!
//! A value is a tag byte and a body: `0x01` postcard, `0x02` JSON, `0x03` postcard with its runs of zeros
//! counted. Postcard is compact, but it does not describe itself and so cannot read
//! `PastEpochDeletionPolicy`, an untagged enum inside the join config of openmls 0.9: that one type goes
//! through JSON. Message secrets hold four places for each leaf, most of them empty, and each is a zero in
//! postcard: they are written with every message, and zeros are counted.
//! A key is bare postcard: it has to be the same bytes for ever, or rows are no longer found.

use postcard::ser_flavors::Flavor;
use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::{Zeroize, Zeroizing};

use super::MlsStoreError;

/// How the body of a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Codec {
    /// Tag `0x01`.
    Postcard,
    /// Tag `0x02`.
    Json,
    /// Tag `0x03`: a zero byte is followed by how many there are, 1 to 255.
    Sparse,
}

const POSTCARD: u8 = 0x01;
const JSON: u8 = 0x02;
const SPARSE: u8 = 0x03;
/// The largest value that counted zeros may stand for: damage must not take the memory away.
const SPARSE_MAX_BYTES: usize = 64 * 1024 * 1024;

/// Bytes of a key.
pub(super) fn encode_key<K: Serialize>(key: &K) -> Result<Vec<u8>, MlsStoreError> {
    postcard::to_allocvec(key).map_err(encode_error)
}

/// The key in these bytes.
pub(super) fn decode_key<K: DeserializeOwned>(bytes: &[u8]) -> Result<K, MlsStoreError> {
    decode_postcard(bytes)
}

/// Tag and body of a value; wiped from memory when dropped.
pub(super) fn encode<T: Serialize>(
    codec: Codec,
    value: &T,
) -> Result<Zeroizing<Vec<u8>>, MlsStoreError> {
    match codec {
        Codec::Postcard => postcard::serialize_with_flavor(value, WipingVec::tagged(POSTCARD))
            .map_err(encode_error),
        Codec::Sparse => {
            let sparse = Sparse { out: WipingVec::tagged(SPARSE), zeros: 0 };
            postcard::serialize_with_flavor(value, sparse).map_err(encode_error)
        }
        Codec::Json => {
            let mut bytes = Zeroizing::new(vec![JSON]);
            serde_json::to_writer(&mut *bytes, value).map_err(encode_error)?;
            Ok(bytes)
        }
    }
}

/// The value in these bytes, whichever codec wrote them.
pub(super) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, MlsStoreError> {
    let (tag, body) = bytes.split_first().ok_or(MlsStoreError::Length)?;
    match *tag {
        POSTCARD => decode_postcard(body),
        JSON => serde_json::from_slice(body).map_err(decode_error),
        SPARSE => decode_postcard(&filled(body)?),
        tag => Err(MlsStoreError::UnknownCodec { tag }),
    }
}

fn decode_postcard<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, MlsStoreError> {
    let (value, rest) = postcard::take_from_bytes(bytes).map_err(decode_error)?;
    if rest.is_empty() { Ok(value) } else { Err(MlsStoreError::Length) }
}

fn encode_error(error: impl std::error::Error + Send + Sync + 'static) -> MlsStoreError {
    MlsStoreError::Encode(Box::new(error))
}

fn decode_error(error: impl std::error::Error + Send + Sync + 'static) -> MlsStoreError {
    MlsStoreError::Decode(Box::new(error))
}

/// A growing buffer that wipes the old bytes when it moves: most values hold secrets, and a plain
/// `Vec` leaves a copy behind each time it grows.
struct WipingVec(Zeroizing<Vec<u8>>);

impl WipingVec {
    fn tagged(tag: u8) -> Self {
        let mut bytes = Vec::with_capacity(1024);
        bytes.push(tag);
        Self(Zeroizing::new(bytes))
    }

    fn reserve(&mut self, more: usize) {
        let needed = self.0.len().saturating_add(more);
        if needed <= self.0.capacity() {
            return;
        }
        let mut larger = Vec::with_capacity(needed.max(self.0.capacity().saturating_mul(2)));
        larger.extend_from_slice(&self.0);
        let mut old = std::mem::replace(&mut *self.0, larger);
        old.zeroize();
    }
}

impl Flavor for WipingVec {
    type Output = Zeroizing<Vec<u8>>;

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.reserve(1);
        self.0.push(byte);
        Ok(())
    }

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.reserve(bytes.len());
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<Self::Output> {
        Ok(self.0)
    }
}

/// Counts zeros on their way into the buffer.
struct Sparse {
    out: WipingVec,
    zeros: u8,
}

impl Sparse {
    fn count_out(&mut self) -> postcard::Result<()> {
        match std::mem::take(&mut self.zeros) {
            0 => Ok(()),
            zeros => self.out.try_extend(&[0, zeros]),
        }
    }
}

impl Flavor for Sparse {
    type Output = Zeroizing<Vec<u8>>;

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        if byte != 0 {
            self.count_out()?;
            return self.out.try_push(byte);
        }
        if self.zeros == u8::MAX {
            self.count_out()?;
        }
        self.zeros += 1;
        Ok(())
    }

    fn finalize(mut self) -> postcard::Result<Self::Output> {
        self.count_out()?;
        self.out.finalize()
    }
}

/// The bytes that [`Sparse`] counted the zeros of.
fn filled(sparse: &[u8]) -> Result<Zeroizing<Vec<u8>>, MlsStoreError> {
    let mut length = 0_usize;
    let mut bytes = sparse.iter();
    while let Some(byte) = bytes.next() {
        length += match byte {
            0 => usize::from(*bytes.next().ok_or(MlsStoreError::Length)?),
            _ => 1,
        };
    }
    if length > SPARSE_MAX_BYTES {
        return Err(MlsStoreError::Length);
    }
    let mut full = Zeroizing::new(Vec::with_capacity(length));
    let mut bytes = sparse.iter();
    while let Some(byte) = bytes.next() {
        let zeros = if *byte == 0 { bytes.next().copied() } else { None };
        match zeros {
            Some(zeros) => full.extend(std::iter::repeat_n(0, usize::from(zeros))),
            None => full.push(*byte),
        }
    }
    Ok(full)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_codecs_come_back_and_are_tagged() {
        let value: Vec<u32> = (0..5_000).collect();
        for (codec, tag) in [(Codec::Postcard, 1), (Codec::Json, 2)] {
            let bytes = encode(codec, &value).unwrap();
            assert_eq!(bytes[0], tag);
            assert_eq!(decode::<Vec<u32>>(&bytes).unwrap(), value);
        }
        assert_eq!(encode(Codec::Postcard, &7_u8).unwrap().as_slice(), [1, 7]);
        assert_eq!(encode(Codec::Json, &7_u8).unwrap().as_slice(), [2, b'7']);
    }

    #[test]
    fn zeros_are_counted() {
        for value in [vec![], vec![0], vec![1, 0, 2], vec![0; 254], vec![0; 255], vec![0; 256]] {
            let sparse = encode(Codec::Sparse, &value).unwrap();
            assert_eq!(decode::<Vec<u8>>(&sparse).unwrap(), value);
        }
        let mut places = vec![None::<u64>; 5_000];
        places[7] = Some(300);
        let sparse = encode(Codec::Sparse, &places).unwrap();
        assert!(sparse.len() < 60, "{}", sparse.len());
        assert_eq!(decode::<Vec<Option<u64>>>(&sparse).unwrap(), places);
        assert!(decode::<Vec<Option<u64>>>(&sparse[..sparse.len() - 1]).is_err());
        let bomb = [&[SPARSE][..], &[0, 255].repeat(SPARSE_MAX_BYTES / 255 + 1)].concat();
        assert!(matches!(decode::<Vec<u8>>(&bomb), Err(MlsStoreError::Length)));
    }

    #[test]
    fn damage_is_told_apart() {
        assert!(matches!(decode::<u8>(&[]), Err(MlsStoreError::Length)));
        assert!(matches!(decode::<u8>(&[1, 7, 7]), Err(MlsStoreError::Length)));
        assert!(matches!(decode::<u8>(&[9, 7]), Err(MlsStoreError::UnknownCodec { tag: 9 })));
        assert!(matches!(decode::<u8>(&[1]), Err(MlsStoreError::Decode(_))));
        assert!(matches!(decode::<u8>(&[2, b'x']), Err(MlsStoreError::Decode(_))));
        assert!(matches!(decode::<u8>(&[3, 0]), Err(MlsStoreError::Length)));
    }

    #[test]
    fn keys_are_frozen() {
        let key = encode_key(&(vec![1_u8, 2, 3], 300_u64)).unwrap();
        assert_eq!(key, [3, 1, 2, 3, 0xac, 0x02]);
        assert_eq!(decode_key::<(Vec<u8>, u64)>(&key).unwrap(), (vec![1, 2, 3], 300));
    }

    /// When this fails, openmls has mended the type, and the exception may go with a migration.
    #[test]
    fn the_join_config_still_needs_json() {
        let config = openmls::prelude::MlsGroupJoinConfig::builder().max_past_epochs(3).build();
        let postcard = encode(Codec::Postcard, &config).unwrap();
        let read = decode::<openmls::prelude::MlsGroupJoinConfig>(&postcard);
        assert!(matches!(read, Err(MlsStoreError::Decode(_))));
        let json = encode(Codec::Json, &config).unwrap();
        assert_eq!(decode::<openmls::prelude::MlsGroupJoinConfig>(&json).unwrap(), config);
    }
}
