//! What all implementations are given alike.

/// Members that one commit adds.
pub(crate) const BATCH: usize = 500;

/// A message: a text of the length that people write, with what our rooms send beside it.
pub(crate) const WORDS: &[u8] = &[0x5a; 320];
