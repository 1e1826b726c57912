//! What a relay may do wrong on purpose.

use std::cell::{Cell as Mutable, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use sitr_client_core::state::Step;
use sitr_wire::close::{End, Proof};
use sitr_wire::frame::Page;
use sitr_wire::{Handle, Signature};

use super::{Disk, Relay, Told};

/// One lie, as long as it lasts.
pub enum Lie {
    /// Some devices are shown nothing that came later than this.
    Withholds(BTreeSet<usize>, Box<Disk>),
    /// Every so many Appends and Closes are acknowledged and not stored.
    Forgets(u64, Mutable<u64>),
    /// Some devices are told that a mailbox is closed which nobody closed.
    Closes(BTreeSet<usize>),
    /// Some devices are shown the last two cells of a page in the other order, always.
    Swaps(BTreeSet<usize>, RefCell<BTreeMap<Handle, u64>>),
}

impl Lie {
    /// Its name, as the trace and the record have it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Withholds(..) => "withholds",
            Self::Forgets(..) => "forgets",
            Self::Closes(..) => "closes",
            Self::Swaps(..) => "swaps",
        }
    }

    pub(super) fn forge(&self, device: usize, handle: &Handle, first: u64, page: &mut Page) {
        match self {
            Self::Closes(who) if who.contains(&device) && page.end.is_none() => {
                let last = (page.cells.len() as u64).saturating_sub(1);
                let proof = Proof { signature: Signature([7; 64]), supersedes: None };
                page.end = Some(End { first_final: first + last, finals: vec![proof] });
            }
            Self::Swaps(who, places) if who.contains(&device) && page.end.is_none() => {
                let mut places = places.borrow_mut();
                let count = page.cells.len();
                let newest = (first + count as u64).saturating_sub(2);
                let at = *places.entry(*handle).or_insert(newest);
                let inside = at.checked_sub(first).and_then(|at| usize::try_from(at).ok());
                if let Some(inside) = inside.filter(|inside| inside + 1 < count) {
                    page.cells.swap(inside, inside + 1);
                }
            }
            _ => {}
        }
    }
}

impl Relay {
    /// The disk as a device is shown it.
    pub(super) fn shown_to(&self, device: usize) -> &Disk {
        let withheld = self.lies.iter().find_map(|lie| match lie {
            Lie::Withholds(who, before) if who.contains(&device) => Some(before.as_ref()),
            _ => None,
        });
        withheld.unwrap_or(&self.disk)
    }

    /// The answer to a step that is not done.
    pub(super) fn lied(&self, step: &Step) -> Option<Told> {
        let stores = matches!(step, Step::Append(..) | Step::Close(..));
        let lies = self.lies.iter().any(|lie| match lie {
            Lie::Forgets(every, asked) if stores => {
                asked.set(asked.get() + 1);
                asked.get().is_multiple_of(*every)
            }
            _ => false,
        });
        lies.then_some(Told::Done)
    }
}
