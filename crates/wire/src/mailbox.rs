//! A mailbox: an append-only, ordered list of cells of one size.

use bytes::Bytes;

use crate::id::{AddressHash, CellHash, Handle, PublicKey, RelayId, sha256};
use crate::limit;

/// The four sizes of cells (rule W-05). The discriminant is the byte that stands for the class in
/// hashes and associated data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum CellSize {
    /// 2 KiB: messages of a room.
    K2 = 1,
    /// 16 KiB: knocks and replies.
    K16 = 2,
    /// 64 KiB: payloads.
    K64 = 3,
    /// 256 KiB: large payloads.
    K256 = 4,
}

impl CellSize {
    /// All of them, smallest first.
    pub const ALL: [Self; 4] = [Self::K2, Self::K16, Self::K64, Self::K256];

    /// Bytes of one cell.
    #[must_use]
    pub const fn bytes(self) -> usize {
        match self {
            Self::K2 => 2 * 1024,
            Self::K16 => 16 * 1024,
            Self::K64 => 64 * 1024,
            Self::K256 => 256 * 1024,
        }
    }

    /// Cells of one page (rule W-06): 32, 4, 1, and a cell of 256 KiB is a page of its own.
    #[must_use]
    pub const fn per_page(self) -> u64 {
        match self {
            Self::K2 => 32,
            Self::K16 => 4,
            Self::K64 | Self::K256 => 1,
        }
    }

    /// Bytes of one page on the wire.
    #[must_use]
    pub const fn page_bytes(self) -> usize {
        match self {
            Self::K256 => 256 * 1024,
            _ => limit::PAGE_BYTES,
        }
    }

    /// The class with cells of exactly this many bytes.
    #[must_use]
    pub fn of_bytes(bytes: usize) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.bytes() == bytes)
    }

    /// The class that a byte stands for.
    #[must_use]
    pub fn of_byte(byte: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|size| *size as u8 == byte)
    }
}

/// How long a mailbox may stay open before it expires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Life {
    /// One day.
    Days1 = 1,
    /// 30 days.
    Days30 = 2,
    /// 180 days.
    Days180 = 3,
}

impl Life {
    /// All of them, shortest first.
    pub const ALL: [Self; 3] = [Self::Days1, Self::Days30, Self::Days180];

    /// The number of days.
    #[must_use]
    pub const fn days(self) -> u32 {
        match self {
            Self::Days1 => 1,
            Self::Days30 => 30,
            Self::Days180 => 180,
        }
    }

    /// The class that a byte stands for.
    #[must_use]
    pub fn of_byte(byte: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|class| *class as u8 == byte)
    }
}

/// How long a mailbox's cells are kept after its close: the honest limit for a device offline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Keep {
    /// 7 days.
    Days7 = 1,
    /// 30 days.
    Days30 = 2,
    /// 90 days.
    Days90 = 3,
}

impl Keep {
    /// All of them, shortest first.
    pub const ALL: [Self; 3] = [Self::Days7, Self::Days30, Self::Days90];

    /// The number of days.
    #[must_use]
    pub const fn days(self) -> u32 {
        match self {
            Self::Days7 => 7,
            Self::Days30 => 30,
            Self::Days90 => 90,
        }
    }

    /// The class that a byte stands for.
    #[must_use]
    pub fn of_byte(byte: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|class| *class as u8 == byte)
    }
}

/// Everything that is fixed when a mailbox is opened.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mailbox {
    /// Hash of the address that its readers know.
    pub address_hash: AddressHash,
    /// Verifies appends.
    pub write_key: PublicKey,
    /// Verifies closes.
    pub close_key: PublicKey,
    /// Verifies burns; none: it only expires.
    pub burn_key: Option<PublicKey>,
    /// Size of every cell.
    pub cell_size: CellSize,
    /// Cells it takes, finals not counted; 1 to [`limit::CAPACITY_MAX`].
    pub capacity: u32,
    /// How long it may stay open.
    pub life: Life,
    /// How long its cells stay after the close.
    pub keep: Keep,
    /// Leading zero bits that the ticket of an append must show; 0: none.
    pub append_cost: u8,
}

impl Mailbox {
    /// The handle: a hash over the relay's id and every fixed field, in fixed widths (rule M-01).
    #[must_use]
    pub fn handle(&self, relay: &RelayId) -> Handle {
        let burn = self.burn_key.map_or([0; 32], |key| key.0);
        Handle(sha256(&[
            b"sitr/v1/handle",
            &relay.0,
            &self.address_hash.0,
            &self.write_key.0,
            &self.close_key.0,
            &[u8::from(self.burn_key.is_some())],
            &burn,
            &[self.cell_size as u8],
            &self.capacity.to_be_bytes(),
            &[self.life as u8, self.keep as u8, self.append_cost],
        ]))
    }
}

/// A cell: bytes of one of the four sizes. What they say, only its readers know.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell(Bytes);

impl Cell {
    /// Takes bytes that have exactly the size of a class.
    ///
    /// # Errors
    /// Gives the bytes back if they have not.
    pub fn new(bytes: Bytes) -> Result<Self, Bytes> {
        if CellSize::of_bytes(bytes.len()).is_some() { Ok(Self(bytes)) } else { Err(bytes) }
    }

    /// Its class.
    #[must_use]
    pub fn size(&self) -> CellSize {
        CellSize::of_bytes(self.0.len()).unwrap_or(CellSize::K256)
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.0
    }

    /// Its SHA-256.
    #[must_use]
    pub fn hash(&self) -> CellHash {
        CellHash::of(&self.0)
    }
}

impl std::fmt::Debug for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Cell({:?})", self.size())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mailbox() -> Mailbox {
        Mailbox {
            address_hash: AddressHash([1; 32]),
            write_key: PublicKey([2; 32]),
            close_key: PublicKey([3; 32]),
            burn_key: None,
            cell_size: CellSize::K2,
            capacity: 64,
            life: Life::Days30,
            keep: Keep::Days30,
            append_cost: 0,
        }
    }

    #[test]
    fn every_fixed_field_changes_the_handle() {
        // M-01
        let relay = RelayId([9; 32]);
        let base = mailbox();
        let mut variants = vec![base.clone(); 11];
        variants[1].address_hash.0[0] ^= 1;
        variants[2].write_key.0[0] ^= 1;
        variants[3].close_key.0[0] ^= 1;
        variants[4].burn_key = Some(PublicKey([0; 32]));
        variants[5].cell_size = CellSize::K16;
        variants[6].capacity += 1;
        variants[7].life = Life::Days1;
        variants[8].keep = Keep::Days7;
        variants[9].append_cost = 1;
        variants[10].burn_key = Some(PublicKey([1; 32]));
        let mut handles: Vec<_> = variants.iter().map(|m| m.handle(&relay)).collect();
        handles.push(base.handle(&RelayId([8; 32])));
        let count = handles.len();
        handles.sort();
        handles.dedup();
        assert_eq!(handles.len(), count);
    }

    #[test]
    fn only_the_four_sizes_are_cells() {
        // W-05
        for size in CellSize::ALL {
            assert_eq!(Cell::new(Bytes::from(vec![0; size.bytes()])).unwrap().size(), size);
            assert!(Cell::new(Bytes::from(vec![0; size.bytes() - 1])).is_err());
            assert!(Cell::new(Bytes::from(vec![0; size.bytes() + 1])).is_err());
        }
    }

    #[test]
    fn pages_hold_whole_cells() {
        // W-06
        for size in CellSize::ALL {
            assert_eq!(size.per_page() as usize * size.bytes(), size.page_bytes());
        }
    }
}
