//! Bodies that do not fit into one cell: written first into a mailbox of their own, pointed to by the
//! cell (rule X-04). The number of their cells is rounded up to a power of two.

use sitr_wire::statement::Statement;
use sitr_wire::{Address, Cell, CellSize, Handle, Keep, Life, Mailbox, RelayId, Seed};

use crate::body::{Pointer, decode, encode};
use crate::crypto::cell::{self, Kind, body_max};
use crate::crypto::{Secret, schedule, sha256};
use crate::error::CoreError;
use crate::state::{SignedCell, Step};

/// The longest body that may be pointed to: 4 MiB.
pub const PAYLOAD_MAX_BYTES: usize = 4 * 1024 * 1024;

/// Where a cell is to be sealed for.
#[derive(Clone, Copy)]
pub(crate) struct Target<'a> {
    pub(crate) relay: &'a RelayId,
    pub(crate) handle: &'a Handle,
    pub(crate) size: CellSize,
    pub(crate) seal: &'a Secret,
    /// Classes for a payload mailbox, if one is needed.
    pub(crate) life: Life,
    pub(crate) keep: Keep,
}

impl Target<'_> {
    /// Seals a body into one cell for this target, with what must be stored before it.
    pub(crate) fn fit(
        &self,
        kind: Kind,
        body: &[u8],
        rng: &mut dyn rand::CryptoRng,
    ) -> Result<(Vec<Step>, Cell), CoreError> {
        let too_long = |_| CoreError::TooLong;
        if body.len() <= body_max(self.size) {
            let cell = cell::seal(self.seal, self.handle, self.size, kind, body, rng);
            return Ok((Vec::new(), cell.map_err(too_long)?));
        }
        let (steps, pointer) = self.spill(kind, body, rng)?;
        let pointer = encode(&pointer);
        let cell = cell::seal(self.seal, self.handle, self.size, Kind::Pointer, &pointer, rng);
        Ok((steps, cell.map_err(too_long)?))
    }

    pub(crate) fn spill(
        &self,
        kind: Kind,
        body: &[u8],
        rng: &mut dyn rand::CryptoRng,
    ) -> Result<(Vec<Step>, Pointer), CoreError> {
        if body.len() > PAYLOAD_MAX_BYTES {
            return Err(CoreError::TooLong);
        }
        let size = size_for(body.len());
        let count = cells_of(body.len(), size);
        let address = Address::new(*Secret::random(rng).expose());
        let write_seed = Seed::new(*Secret::random(rng).expose());
        let seal = Secret::random(rng);
        let mailbox = Mailbox {
            address_hash: address.hash(),
            write_key: write_seed.public(),
            close_key: schedule::nobody(rng),
            burn_key: None,
            cell_size: size,
            capacity: u32::try_from(count).map_err(|_| CoreError::TooLong)?,
            life: self.life,
            keep: self.keep,
            append_cost: 0,
        };
        let handle = mailbox.handle(self.relay);
        let mut steps = vec![Step::Open(mailbox.clone())];
        let mut parts = body.chunks(body_max(size));
        for _ in 0..count {
            let part = parts.next().unwrap_or_default();
            let cell = cell::seal(&seal, &handle, size, Kind::Payload, part, rng)
                .map_err(|_| CoreError::TooLong)?;
            steps.push(append(self.relay, handle, &cell, &write_seed, 0));
        }
        let length = u32::try_from(body.len()).map_err(|_| CoreError::TooLong)?;
        let hash = sha256(&[body]);
        let pointer = Pointer { kind: kind as u8, mailbox, address, seal, hash, length };
        Ok((steps, pointer))
    }
}

/// The step that appends a cell, signed.
pub(crate) fn append(
    relay: &RelayId,
    handle: Handle,
    cell: &Cell,
    write_seed: &Seed,
    cost: u8,
) -> Step {
    let signature = Statement::append(relay, &handle, &cell.hash()).sign(write_seed);
    Step::Append(SignedCell::new(handle, cell, signature), cost)
}

/// The pointer in a cell, if it holds one.
#[must_use]
pub fn pointer(seal: &Secret, handle: &Handle, cell: &Cell) -> Option<Pointer> {
    let (kind, body) = cell::open(seal, handle, cell)?;
    let pointer: Pointer = (kind == Kind::Pointer).then(|| decode(&body)).flatten()?;
    is_honest(&pointer).then_some(pointer)
}

/// Whether a payload mailbox is no larger than its body needs: what is fetched must not cost more than
/// what is said (rule X-04).
#[must_use]
pub fn is_honest(pointer: &Pointer) -> bool {
    let (length, mailbox) = (pointer.length as usize, &pointer.mailbox);
    matches!(mailbox.cell_size, CellSize::K16 | CellSize::K64)
        && length <= PAYLOAD_MAX_BYTES
        && mailbox.capacity as usize == cells_of(length, mailbox.cell_size)
}

fn size_for(length: usize) -> CellSize {
    if length <= 4 * body_max(CellSize::K16) { CellSize::K16 } else { CellSize::K64 }
}

/// All that the payload mailbox of a body of this length holds, in bytes.
pub(crate) fn room_for(length: usize) -> usize {
    let size = size_for(length);
    cells_of(length, size) * body_max(size)
}

/// Cells of a payload mailbox for a body of this length (rule X-04).
fn cells_of(length: usize, size: CellSize) -> usize {
    length.div_ceil(body_max(size)).next_power_of_two()
}

/// Puts a body together from the cells of its payload mailbox (rule X-04). `None` if they are not what
/// was pointed to.
#[must_use]
pub fn assemble(pointer: &Pointer, relay: &RelayId, cells: &[Cell]) -> Option<Vec<u8>> {
    let handle = pointer.mailbox.handle(relay);
    let mut body = Vec::with_capacity(pointer.length as usize);
    for sealed in cells {
        let (kind, part) = cell::open(&pointer.seal, &handle, sealed)?;
        if kind != Kind::Payload || body.len() + part.len() > pointer.length as usize {
            return None;
        }
        body.extend_from_slice(&part);
    }
    (sha256(&[&body]) == pointer.hash).then_some(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target<'a>(seal: &'a Secret, relay: &'a RelayId, handle: &'a Handle) -> Target<'a> {
        let (life, keep) = (Life::Days30, Keep::Days30);
        Target { relay, handle, size: CellSize::K2, seal, life, keep }
    }

    fn cells(steps: &[Step]) -> Vec<Cell> {
        let cell = |step: &Step| match step {
            Step::Append(signed, _) => signed.cell(),
            _ => None,
        };
        steps.iter().filter_map(cell).collect()
    }

    #[test]
    fn long_bodies_come_back_whole() {
        //
        let (seal, relay, handle) = (Secret::new([1; 32]), RelayId([2; 32]), Handle([3; 32]));
        let target = target(&seal, &relay, &handle);
        for length in [0, 10, 2000, 2004, 16_000, 70_000, 300_000] {
            let body: Vec<u8> = (0..length).map(|i| (i % 251) as u8).collect();
            let (steps, cell) = target.fit(Kind::Message, &body, &mut rand::rng()).unwrap();
            let Some(pointer) = pointer(&seal, &handle, &cell) else {
                assert!(steps.is_empty() && length <= 2003);
                assert_eq!(cell::open(&seal, &handle, &cell), Some((Kind::Message, body)));
                continue;
            };
            let mut parts = cells(&steps);
            assert!(parts.len().is_power_of_two());
            assert_eq!(pointer.mailbox.capacity as usize, parts.len());
            assert_eq!(assemble(&pointer, &relay, &parts), Some(body));
            parts.rotate_left(1);
            assert!(parts.len() == 1 || assemble(&pointer, &relay, &parts).is_none());
            assert_eq!(assemble(&pointer, &relay, &[]), None);
        }
        let (_, large) = target.spill(Kind::Message, &[7; 3000], &mut rand::rng()).unwrap();
        for change in [
            |p: &mut Pointer| p.mailbox.capacity = 8192,
            |p: &mut Pointer| p.mailbox.cell_size = CellSize::K256,
            |p: &mut Pointer| p.length = u32::MAX,
        ] {
            let mut costly = large.clone();
            change(&mut costly);
            assert!(is_honest(&large) && !is_honest(&costly));
        }
        let excess = vec![0; PAYLOAD_MAX_BYTES + 1];
        let refused = target.fit(Kind::Message, &excess, &mut rand::rng());
        assert!(matches!(refused, Err(CoreError::TooLong)));
    }
}
