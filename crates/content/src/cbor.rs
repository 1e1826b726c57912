//! One item of CBOR whose meaning nobody here knows, held to the one encoding that it may have.

use crate::DecodeError;
use crate::limit;

const ARRAY: u8 = 4;
const MAP: u8 = 5;
const TAG: u8 = 6;

struct Head {
    major: u8,
    info: u8,
    value: u64,
    length: usize,
}

/// The head of an item in its shortest form (RFC 8949 section 4.2.1).
fn head(bytes: &[u8]) -> Result<Head, DecodeError> {
    let first = *bytes.first().ok_or(DecodeError::Form)?;
    let (major, info) = (first >> 5, first & 0x1f);
    let width = match info {
        0..=23 => return Ok(Head { major, info, value: u64::from(info), length: 1 }),
        24..=27 => 1usize << (info - 24),
        // Reserved, or of no definite length.
        _ => return Err(DecodeError::NotCanonical),
    };
    let argument = bytes.get(1..=width).ok_or(DecodeError::Form)?;
    let value = argument.iter().fold(0u64, |value, byte| (value << 8) | u64::from(*byte));
    let least = match width {
        1 => 24,
        2 => 0x100,
        4 => 0x1_0000,
        _ => 0x1_0000_0000,
    };
    if value < least {
        return Err(DecodeError::NotCanonical);
    }
    Ok(Head { major, info, value, length: 1 + width })
}

/// The length of the item at the beginning, if it is deterministic (rule C-01) and not deeper than
/// [`limit::EXTENSION_DEPTH`]. Floats and big numbers are refused: the format has no use for them.
///
/// # Errors
/// [`DecodeError`].
pub(crate) fn item(bytes: &[u8], level: usize) -> Result<usize, DecodeError> {
    let Head { major, info, value, length } = head(bytes)?;
    let size = || usize::try_from(value).map_err(|_| DecodeError::Form);
    if (ARRAY..=TAG).contains(&major) {
        limit::EXTENSION_DEPTH.allows(level)?;
    }
    match major {
        0 | 1 => Ok(length),
        2 | 3 => {
            let end = length.checked_add(size()?).ok_or(DecodeError::Form)?;
            let content = bytes.get(length..end).ok_or(DecodeError::Form)?;
            if major == 3 && std::str::from_utf8(content).is_err() {
                return Err(DecodeError::Form);
            }
            Ok(end)
        }
        ARRAY => items(bytes, length, size()?, level),
        MAP => entries(bytes, length, size()?, level),
        // Tags 2 and 3 are big numbers.
        TAG if !matches!(value, 2 | 3) => items(bytes, length, 1, level),
        // false, true, null.
        7 if matches!(info, 20..=22) => Ok(length),
        _ => Err(DecodeError::NotCanonical),
    }
}

fn items(bytes: &[u8], start: usize, count: usize, level: usize) -> Result<usize, DecodeError> {
    let mut at = start;
    for _ in 0..count {
        at += item(bytes.get(at..).ok_or(DecodeError::Form)?, level + 1)?;
    }
    Ok(at)
}

fn entries(bytes: &[u8], start: usize, count: usize, level: usize) -> Result<usize, DecodeError> {
    let mut at = start;
    let mut last: Option<&[u8]> = None;
    for _ in 0..count {
        let rest = bytes.get(at..).ok_or(DecodeError::Form)?;
        if head(rest)?.major > 3 {
            return Err(DecodeError::Form); // a key is a number, a text or bytes
        }
        let length = item(rest, level + 1)?;
        let key = rest.get(..length).ok_or(DecodeError::Form)?;
        if last.is_some_and(|last| last >= key) {
            return Err(DecodeError::NotCanonical);
        }
        last = Some(key);
        at += length;
        at += item(bytes.get(at..).ok_or(DecodeError::Form)?, level + 1)?;
    }
    Ok(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(bytes: &[u8]) -> Result<usize, DecodeError> {
        item(bytes, 2)
    }

    #[test]
    fn one_encoding_of_everything() {
        // C-01
        for good in [
            &[0x00][..],
            &[0x18, 24],
            &[0x38, 24],
            &[0x42, 1, 2],
            &[0x61, b'x'],
            &[0x82, 0x01, 0xf6],
            &[0xa2, 0x01, 0xf4, 0x20, 0xf5],
            &[0xd8, 0x20, 0x61, b'u'],
        ] {
            assert_eq!(whole(good), Ok(good.len()), "{good:02x?}");
            for cut in 0..good.len() {
                assert!(whole(&good[..cut]).is_err());
            }
        }
        for bad in [
            &[0x18, 23][..],                                 // shorter exists
            &[0x19, 0, 255],                                 // shorter exists
            &[0x5f, 0x41, 1, 0xff],                          // no length
            &[0x9f, 0xff],                                   // no length
            &[0xa2, 0x20, 0xf5, 0x01, 0xf4],                 // keys out of order
            &[0xa2, 0x01, 0xf5, 0x01, 0xf4],                 // a key twice
            &[0xa1, 0x80, 0x01],                             // a list for a key
            &[0xf9, 0x7e, 0x00],                             // not a number
            &[0xfb, 0, 0, 0, 0, 0, 0, 0, 0],                 // a float
            &[0xc2, 0x41, 1],                                // a big number
            &[0x61, 0xff],                                   // no UTF-8
            &[0xf7],                                         // undefined
            &[0x9b, 255, 255, 255, 255, 255, 255, 255, 255], // more than there is
        ] {
            assert!(whole(bad).is_err(), "{bad:02x?}");
        }
    }

    #[test]
    fn depth_ends_at_its_limit() {
        // C-02
        assert_eq!(whole(&[0x81, 0x81, 0x81, 0x01]), Ok(4));
        assert_eq!(
            whole(&[0x81, 0x81, 0x81, 0x81, 0x01]),
            Err(DecodeError::Limit(limit::EXTENSION_DEPTH))
        );
    }
}
