//! Records as bytes: a version byte, 1, and the CBOR of the type. A later form would be another
//! version, decoded beside this one.

use std::convert::Infallible;

use minicbor::{Decode, Encode};
use sitr_client_core::store::StoreError;
use zeroize::Zeroizing;

const VERSION: u8 = 1;

/// Why stored bytes are not the record they should be.
#[derive(Debug, thiserror::Error)]
pub(super) enum RecordError {
    #[error("a record cannot be encoded")]
    Encode(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("a stored record cannot be decoded")]
    Decode(#[source] minicbor::decode::Error),
    #[error("a stored record has a wrong length")]
    Length,
    #[error("a stored record has version {found}: update the program")]
    Version { found: u8 },
}

impl From<RecordError> for StoreError {
    fn from(error: RecordError) -> Self {
        Self::new(error)
    }
}

/// Counts what is written.
struct Count(usize);

impl minicbor::encode::Write for Count {
    type Error = Infallible;

    fn write_all(&mut self, bytes: &[u8]) -> Result<(), Infallible> {
        self.0 += bytes.len();
        Ok(())
    }
}

/// Version and record; wiped from memory when dropped, for most records hold secrets.
pub(super) fn encode<T: Encode<()>>(record: &T) -> Result<Zeroizing<Vec<u8>>, RecordError> {
    // Room for all of it at once: a vector that grows leaves a copy behind.
    let mut count = Count(1);
    minicbor::encode(record, &mut count).map_err(|error| RecordError::Encode(Box::new(error)))?;
    let mut bytes = Zeroizing::new(Vec::with_capacity(count.0));
    bytes.push(VERSION);
    minicbor::encode(record, &mut *bytes).map_err(|error| RecordError::Encode(Box::new(error)))?;
    Ok(bytes)
}

/// The record in these bytes.
pub(super) fn decode<T: for<'b> Decode<'b, ()>>(bytes: &[u8]) -> Result<T, RecordError> {
    let (version, body) = bytes.split_first().ok_or(RecordError::Length)?;
    if *version != VERSION {
        return Err(RecordError::Version { found: *version });
    }
    let mut input = minicbor::Decoder::new(body);
    let record = input.decode().map_err(RecordError::Decode)?;
    if input.position() == body.len() { Ok(record) } else { Err(RecordError::Length) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_an_error_and_never_a_record() {
        let bytes = encode(&vec![1u32, 2, 300]).unwrap();
        assert_eq!(decode::<Vec<u32>>(&bytes).unwrap(), [1, 2, 300]);
        for cut in 0..bytes.len() {
            assert!(decode::<Vec<u32>>(&bytes[..cut]).is_err(), "{cut}");
        }
        let trailing = [&bytes[..], &[0]].concat();
        assert!(matches!(decode::<Vec<u32>>(&trailing), Err(RecordError::Length)));
        let mut newer = bytes.to_vec();
        newer[0] = 2;
        let error = decode::<Vec<u32>>(&newer).unwrap_err();
        assert_eq!(error.to_string(), "a stored record has version 2: update the program");
    }
}
