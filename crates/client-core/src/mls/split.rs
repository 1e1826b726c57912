//! One Welcome for each newcomer, out of the one that a commit makes for all.
//!
//! A Welcome (RFC 9420 section 12.4.3.1) lists sealed secrets, one entry a newcomer, and then the sealed group
//! information, which is the same for all. The list is not signed and an entry names its newcomer, so a Welcome
//! with one entry is whole.

use std::collections::BTreeMap;

use tls_codec::{Deserialize as _, Serialize as _, VLBytes};

use super::reference_of;
use crate::crypto::provider::Crypto;

/// MLS version, wire format and suite.
const HEAD: usize = 6;

/// A Welcome, taken apart.
pub(crate) struct Split<'a> {
    head: &'a [u8],
    /// The newcomers' entries, by the reference of the KeyPackage.
    entries: BTreeMap<Vec<u8>, &'a [u8]>,
    info: &'a [u8],
}

/// Takes a Welcome of ours apart. `None` for anything else.
pub(crate) fn split(welcome: &[u8]) -> Option<Split<'_>> {
    let (head, rest) = welcome.split_at_checked(HEAD)?;
    let (list, info) = prefixed(rest)?;
    let mut entries = BTreeMap::new();
    let mut rest = list;
    while !rest.is_empty() {
        let start = rest;
        let (reference, after) = prefixed(rest)?;
        let (_kem_output, after) = prefixed(after)?;
        let (_ciphertext, after) = prefixed(after)?;
        rest = after;
        let length = start.len() - rest.len();
        entries.insert(reference.to_vec(), start.get(..length)?);
    }
    Some(Split { head, entries, info })
}

/// The bytes that a length (RFC 9420 section 2.1.2) stands before, and what follows them.
fn prefixed(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut rest = bytes;
    let body = VLBytes::tls_deserialize(&mut rest).ok()?;
    let end = bytes.len() - rest.len();
    Some((bytes.get(end - body.as_slice().len()..end)?, rest))
}

impl Split<'_> {
    /// The Welcome of one newcomer, by the reference of its KeyPackage.
    fn of_reference(&self, reference: &[u8]) -> Option<Vec<u8>> {
        let list = VLBytes::new((*self.entries.get(reference)?).to_vec());
        let list = list.tls_serialize_detached().ok()?;
        Some([self.head, &list, self.info].concat())
    }

    /// The Welcome of whoever brought this KeyPackage, which was read before: nothing of it is verified anew.
    pub(crate) fn of_package(&self, crypto: &Crypto, package: &[u8]) -> Option<Vec<u8>> {
        self.of_reference(reference_of(crypto, package)?.as_slice())
    }
}
