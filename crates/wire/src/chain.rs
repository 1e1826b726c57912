//! The chain over a mailbox's cells: one value that two readers of the same cells share.
//!
//! `C[0] = H("sitr/v1/chain" || handle)`, `C[i+1] = H("sitr/v1/chain" || C[i] || i || H(cell i))` (rule M-07).
//! The relay signs it at each full page; members compare what they were shown.

use crate::id::{CellHash, Handle, sha256};

const LABEL: &[u8] = b"sitr/v1/chain";

/// The chain's value after some number of cells.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Chain {
    count: u64,
    value: [u8; 32],
}

impl Chain {
    /// The chain of a mailbox without cells.
    #[must_use]
    pub fn start(handle: &Handle) -> Self {
        Self { count: 0, value: sha256(&[LABEL, &handle.0]) }
    }

    /// A chain as it was stored.
    #[must_use]
    pub fn resume(count: u64, value: [u8; 32]) -> Self {
        Self { count, value }
    }

    /// The chain with one more cell.
    #[must_use]
    pub fn push(self, cell: &CellHash) -> Self {
        let value = sha256(&[LABEL, &self.value, &self.count.to_be_bytes(), &cell.0]);
        Self { count: self.count.saturating_add(1), value }
    }

    /// Cells covered.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The value.
    #[must_use]
    pub fn value(&self) -> &[u8; 32] {
        &self.value
    }
}

impl std::fmt::Debug for Chain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Chain({} cells)", self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_content_change_the_chain() {
        // M-07
        let start = Chain::start(&Handle([1; 32]));
        let (a, b) = (CellHash([2; 32]), CellHash([3; 32]));
        assert_ne!(start.push(&a).push(&b), start.push(&b).push(&a));
        assert_ne!(start.push(&a), Chain::start(&Handle([2; 32])).push(&a));
        assert_eq!(start.push(&a).push(&b).count(), 2);
    }
}
