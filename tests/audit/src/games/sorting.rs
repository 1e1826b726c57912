//! Games that ask of what class something is.

use std::collections::BTreeMap;

use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;
use sitr_wire::Handle;

use super::{Board, Game, Measure, plant};
use crate::community::Doing;
use crate::truth::Truth;
use crate::view::{CellRef, Item, View};

/// How many members does this room have?
pub(super) struct RoomSize;
/// Is this cell a message, or something else?
pub(super) struct KindOfCell;

impl Game for RoomSize {
    fn name(&self) -> &'static str {
        "room-size"
    }
    fn question(&self) -> &'static str {
        "how many members the room of this mailbox has"
    }
    fn measure(&self) -> Measure {
        Measure::Bits
    }
    fn board(&self, truth: &Truth, _: &mut ChaCha8Rng) -> Board {
        let sizes = truth.sizes.iter().map(|(handle, size)| (Item::mailbox(*handle), *size));
        Board::Classes(sizes.collect())
    }
    fn plant(&self, view: &mut View, truth: &Truth) {
        let sizes: BTreeMap<Handle, usize> = truth.sizes.iter().copied().collect();
        plant::unpadded(view, |cell| sizes.get(&cell.mailbox).map(|size| 400 + 90 * size));
    }
    fn shuffle(&self, truth: &mut Truth, rng: &mut ChaCha8Rng) {
        let mut sizes: Vec<usize> = truth.sizes.iter().map(|(_, size)| *size).collect();
        sizes.shuffle(rng);
        for (entry, size) in truth.sizes.iter_mut().zip(sizes) {
            entry.1 = size;
        }
    }
}

impl Game for KindOfCell {
    fn name(&self) -> &'static str {
        "kind-of-cell"
    }
    fn question(&self) -> &'static str {
        "whether a cell is a message or something else, closes aside"
    }
    fn measure(&self) -> Measure {
        Measure::Balanced
    }
    fn board(&self, truth: &Truth, _: &mut ChaCha8Rng) -> Board {
        let class = |doing: Doing| usize::from(doing == Doing::Managed);
        let cells = truth.written.iter();
        Board::Classes(cells.map(|w| (Item::cell(w.cell), class(w.doing))).collect())
    }
    fn plant(&self, view: &mut View, truth: &Truth) {
        let kinds: BTreeMap<CellRef, Doing> =
            truth.written.iter().map(|written| (written.cell, written.doing)).collect();
        plant::unpadded(view, |cell| {
            kinds.get(cell).map(|doing| if *doing == Doing::Managed { 900 } else { 300 })
        });
    }
    fn shuffle(&self, truth: &mut Truth, rng: &mut ChaCha8Rng) {
        let mut kinds: Vec<Doing> = truth.written.iter().map(|written| written.doing).collect();
        kinds.shuffle(rng);
        for (written, doing) in truth.written.iter_mut().zip(kinds) {
            written.doing = doing;
        }
    }
}
