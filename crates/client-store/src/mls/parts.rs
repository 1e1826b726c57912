//! The tree of a group, in parts: it is the largest value of all, openmls writes the whole of it with every
//! commit, and a commit changes a few nodes.
//!
//! The encoded tree is cut where a sum over its last bytes says so, and not at fixed places: a node that grows
//! moves everything behind it, and the cuts move with it. A part that was there before, by its hash, stays
//! where it is. The group's own value names the parts in their order. A small tree is one value, as it was.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::codec::{self, Codec};
use super::field::Field;
use super::{MlsStore, MlsStoreError};

type Result<T> = std::result::Result<T, MlsStoreError>;

/// Trees below this length are one value.
const PARTED_BYTES: usize = 8 * 1024;
/// Bytes of a part, but of the last: several go into one page of the database, and each into one.
const SHORTEST: usize = 512;
const LONGEST: usize = 3 * 1024;
/// A cut comes once in 1,024 bytes after the shortest length.
const CUT: u64 = 0x3ff << 54;
/// Tag of a value that names parts; the codec's own are lower (`codec.rs`).
const PARTS: u8 = 0x10;

/// One part: its row, and the hash of its bytes.
#[derive(Serialize, Deserialize)]
struct Part {
    seq: i64,
    hash: [u8; 32],
}

/// What each byte adds to the sum: numbers without a pattern (SplitMix64). Others
/// would cut elsewhere, and cost each tree one writing of the whole.
#[allow(
    clippy::indexing_slicing,
    reason = "computed by the compiler, within the bound of the loop"
)]
const GEAR: [u64; 256] = {
    let mut gear = [0; 256];
    let mut state: u64 = 0;
    let mut at = 0;
    while at < gear.len() {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        gear[at] = mixed ^ (mixed >> 31);
        at += 1;
    }
    gear
};

/// Length of the first part of these bytes.
fn first_cut(bytes: &[u8]) -> usize {
    let mut sum: u64 = 0;
    for (at, byte) in bytes.iter().enumerate().take(LONGEST) {
        let gear = GEAR.get(usize::from(*byte)).copied().unwrap_or_default();
        sum = (sum << 1).wrapping_add(gear);
        if at + 1 >= SHORTEST && sum & CUT == 0 {
            return at + 1;
        }
    }
    bytes.len().min(LONGEST)
}

/// The bytes in parts.
fn cut(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (part, after) = rest.split_at_checked(first_cut(rest)).filter(|_| !rest.is_empty())?;
        rest = after;
        Some(part)
    })
}

/// The parts that a value names; none if it is a whole tree.
fn named(value: &[u8]) -> Result<Option<Vec<Part>>> {
    match value.split_first() {
        Some((&PARTS, names)) => codec::decode_key(names).map(Some),
        _ => Ok(None),
    }
}

impl MlsStore<'_> {
    /// Writes what changed of a group's tree.
    pub(super) fn put_tree<T: Serialize>(&self, group: &[u8], tree: &T) -> Result<()> {
        let encoded = codec::encode(Codec::Postcard, tree)?;
        let mut before: BTreeMap<[u8; 32], Vec<i64>> = BTreeMap::new();
        for part in self.parts(group)? {
            before.entry(part.hash).or_default().push(part.seq);
        }
        if encoded.len() < PARTED_BYTES {
            self.write_field(group, Field::Tree, &encoded)?;
        } else {
            let mut names = Vec::new();
            for part in cut(&encoded) {
                let hash = Sha256::digest(part).into();
                let seq = match before.get_mut(&hash).and_then(Vec::pop) {
                    Some(seq) => seq,
                    None => self.add_part(group, part)?,
                };
                names.push(Part { seq, hash });
            }
            let value = [&[PARTS][..], &codec::encode_key(&names)?].concat();
            self.write_field(group, Field::Tree, &value)?;
        }
        before.into_values().flatten().try_for_each(|seq| self.drop_part(seq))
    }

    /// A group's tree.
    pub(super) fn tree<T: DeserializeOwned>(&self, group: &[u8]) -> Result<Option<T>> {
        let Some(value) = self.bytes_of_field(group, Field::Tree)? else { return Ok(None) };
        let Some(parts) = named(&value)? else { return codec::decode(&value).map(Some) };
        let mut tree = Vec::with_capacity(parts.len() * 2 * SHORTEST);
        for part in parts {
            let bytes = self.part(part.seq)?.ok_or(MlsStoreError::Length)?;
            tree.extend_from_slice(&bytes);
        }
        codec::decode(&tree).map(Some)
    }

    /// Forgets a group's tree.
    pub(super) fn drop_tree(&self, group: &[u8]) -> Result<()> {
        self.parts(group)?.into_iter().try_for_each(|part| self.drop_part(part.seq))?;
        self.delete_field(group, Field::Tree)
    }

    fn parts(&self, group: &[u8]) -> Result<Vec<Part>> {
        let value = self.bytes_of_field(group, Field::Tree)?;
        Ok(value.map(|value| named(&value)).transpose()?.flatten().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes without a pattern.
    fn noise(length: usize, seed: u64) -> Vec<u8> {
        let mut state = seed;
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        };
        (0..length).map(|_| next()).collect()
    }

    #[test]
    fn parts_are_of_bounded_length_and_whole() {
        for bytes in [noise(200_000, 1), vec![0; 50_000], noise(SHORTEST - 1, 2), vec![]] {
            let parts: Vec<&[u8]> = cut(&bytes).collect();
            assert_eq!(parts.concat(), bytes);
            let all_but_last = parts.len().saturating_sub(1);
            assert!(parts.iter().all(|part| (1..=LONGEST).contains(&part.len())));
            assert!(parts.iter().take(all_but_last).all(|part| part.len() >= SHORTEST));
        }
        let parts = cut(&noise(200_000, 1)).count();
        assert!((100..200).contains(&parts), "{parts}");
    }

    #[test]
    fn what_grows_in_the_middle_leaves_the_rest_as_it_was() {
        let before = noise(200_000, 3);
        let mut after = before.clone();
        after.splice(100_000..100_000, [7; 33]);
        let known: std::collections::BTreeSet<&[u8]> = cut(&before).collect();
        let new: usize = cut(&after).filter(|part| !known.contains(part)).map(<[u8]>::len).sum();
        assert!(new < 3 * LONGEST, "{new}");
    }
}
