//! Mailboxes in memory, for clients whose own cost is to be measured: nothing here is.

use std::collections::HashMap;

use sitr_client_core::state::Step;
use sitr_client_core::{Inbound, Shown};
use sitr_wire::chain::Chain;
use sitr_wire::frame::{End, Mark, Proof};
use sitr_wire::statement::Statement;
use sitr_wire::{Cell, Code, Handle, PublicKey, Refusal, RelayId, Seed};

struct Kept {
    cells: Vec<Inbound>,
    chain: Chain,
    marks: Vec<Mark>,
    per_page: u64,
    end: Option<End>,
}

/// Opens, appends, closes and burns what it is told, and checks nothing.
pub(crate) struct Relay {
    seed: Seed,
    boxes: HashMap<Handle, Kept>,
    /// Bytes of all cells that were taken in.
    pub(crate) taken: u64,
}

impl Relay {
    pub(crate) fn new() -> Self {
        Self { seed: Seed::new([77; 32]), boxes: HashMap::new(), taken: 0 }
    }

    pub(crate) fn key(&self) -> PublicKey {
        self.seed.public()
    }

    pub(crate) fn id(&self) -> RelayId {
        RelayId::of(&self.key())
    }

    /// Does what a step asks for, unless it is an append to a mailbox that has ended.
    pub(crate) fn take(&mut self, step: &Step) -> Result<(), Refusal> {
        let id = self.id();
        match step {
            Step::Open(mailbox) => {
                let handle = mailbox.handle(&id);
                self.boxes.entry(handle).or_insert_with(|| Kept {
                    cells: Vec::new(),
                    chain: Chain::start(&handle),
                    marks: Vec::new(),
                    per_page: mailbox.cell_size.per_page(),
                    end: None,
                });
            }
            Step::Append(signed, _) => {
                if self.boxes.get(&signed.handle).is_some_and(|kept| kept.end.is_some()) {
                    return Err(Refusal::new(Code::Closed));
                }
                self.append(&signed.handle, signed.cell().expect("a cell"));
            }
            Step::Close(signed, supersedes) => {
                self.append(&signed.handle, signed.cell().expect("a cell"));
                let kept = self.boxes.get_mut(&signed.handle).expect("it was opened");
                let first_final = kept.cells.len() as u64 - 1;
                let end = kept.end.get_or_insert(End { first_final, finals: Vec::new() });
                let proof = Proof { signature: signed.signature, supersedes: *supersedes };
                end.finals.push(proof);
            }
            // Its rooms have one relay.
            Step::OpenAt(..) => return Err(Refusal::new(Code::NotFound)),
            Step::Burn(handle, _) => {
                self.boxes.remove(handle);
            }
        }
        Ok(())
    }

    fn append(&mut self, handle: &Handle, cell: Cell) {
        let id = self.id();
        self.taken += cell.bytes().len() as u64;
        let kept = self.boxes.get_mut(handle).expect("it was opened");
        kept.chain = kept.chain.push(&cell.hash());
        kept.cells.push(Inbound::new(kept.cells.len() as u64, cell));
        let (mark, chain) = (kept.chain.count(), *kept.chain.value());
        if mark.is_multiple_of(kept.per_page) {
            let signature = Statement::mark(&id, handle, mark, &chain).sign(&self.seed);
            kept.marks.push(Mark { mark, chain, signature });
        }
    }

    /// Cells of a mailbox from one on, at most so many; none of a mailbox that is not there.
    pub(crate) fn cells(&self, handle: &Handle, from: u64, most: usize) -> &[Inbound] {
        let Some(kept) = self.boxes.get(handle) else { return &[] };
        let from = usize::try_from(from).unwrap_or(usize::MAX).min(kept.cells.len());
        let rest = &kept.cells[from..];
        &rest[..rest.len().min(most)]
    }

    /// The same, as a relay shows them.
    pub(crate) fn shown(&self, handle: &Handle, from: u64, most: usize) -> Shown<'_> {
        let cells = self.cells(handle, from, most);
        let Some(kept) = self.boxes.get(handle) else { return Shown::open(cells) };
        let whole = from + cells.len() as u64 == kept.cells.len() as u64;
        Shown { cells, marks: &kept.marks, end: kept.end.as_ref().filter(|_| whole), whole }
    }
}
