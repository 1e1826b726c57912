//! An honest relay in memory: a map of mailboxes and the six verbs, with faults on demand.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use sitr_wire::chain::Chain;
use sitr_wire::frame::{End, Mark, Proof};
use sitr_wire::statement::Statement;
use sitr_wire::{
    Address, Cell, CellHash, Code, Handle, Mailbox, PublicKey, Refusal, RelayId, Seed, Signature,
};

type Answer<T> = Result<T, Refusal>;

#[derive(Clone)]
struct Kept {
    mailbox: Mailbox,
    cells: Vec<Cell>,
    /// Index of the first final cell.
    closed_at: Option<usize>,
    proofs: Vec<Proof>,
}

/// What a reader is given: cells from an index on, marks of all full pages, how it ended.
#[derive(Clone)]
pub(crate) struct Page {
    pub(crate) cells: Vec<(u64, Cell)>,
    pub(crate) marks: Vec<Mark>,
    pub(crate) end: Option<End>,
}

/// Makes a page into something else before it is shown.
pub(crate) type Forge = Box<dyn Fn(&Handle, &mut Page)>;

#[derive(Clone)]
pub(crate) struct Relay {
    seed: Seed,
    boxes: BTreeMap<Handle, Kept>,
    burned: BTreeSet<Handle>,
    /// Signs marks over other chains than those of the cells.
    pub(crate) lies: bool,
    /// Changes what readers are shown.
    pub(crate) forges: Option<Rc<Forge>>,
}

fn no<T>(code: Code) -> Answer<T> {
    Err(Refusal::new(code))
}

impl Relay {
    pub(crate) fn new() -> Self {
        let seed = Seed::new([77; 32]);
        Self { seed, boxes: BTreeMap::new(), burned: BTreeSet::new(), lies: false, forges: None }
    }

    /// Another relay, of another operator.
    pub(crate) fn other() -> Self {
        Self { seed: Seed::new([78; 32]), ..Self::new() }
    }

    pub(crate) fn key(&self) -> PublicKey {
        self.seed.public()
    }

    pub(crate) fn id(&self) -> RelayId {
        RelayId::of(&self.key())
    }

    pub(crate) fn open(&mut self, mailbox: &Mailbox) -> Answer<()> {
        let handle = mailbox.handle(&self.id());
        if self.burned.contains(&handle) {
            return no(Code::Gone);
        }
        let kept = self.boxes.entry(handle).or_insert_with(|| Kept {
            mailbox: mailbox.clone(),
            cells: Vec::new(),
            closed_at: None,
            proofs: Vec::new(),
        });
        if kept.closed_at.is_some() { no(Code::Gone) } else { Ok(()) }
    }

    fn kept(&mut self, handle: &Handle) -> Answer<&mut Kept> {
        if self.burned.contains(handle) {
            return no(Code::Gone);
        }
        self.boxes.get_mut(handle).ok_or(Refusal::new(Code::NotFound))
    }

    pub(crate) fn append(
        &mut self,
        handle: &Handle,
        cell: &Cell,
        signature: &Signature,
    ) -> Answer<u64> {
        let relay = self.id();
        let kept = self.kept(handle)?;
        let statement = Statement::append(&relay, handle, &cell.hash());
        if !statement.verifies(&kept.mailbox.write_key, signature) {
            return no(Code::Signature);
        }
        if cell.size() != kept.mailbox.cell_size {
            return no(Code::Size);
        }
        if let Some(index) = kept.cells.iter().position(|known| known == cell) {
            return Ok(index as u64);
        }
        if kept.closed_at.is_some() {
            return no(Code::Closed);
        }
        if kept.cells.len() >= kept.mailbox.capacity as usize {
            return no(Code::Full);
        }
        kept.cells.push(cell.clone());
        Ok(kept.cells.len() as u64 - 1)
    }

    pub(crate) fn close(
        &mut self,
        handle: &Handle,
        cell: &Cell,
        signature: &Signature,
        supersedes: Option<CellHash>,
    ) -> Answer<u64> {
        let relay = self.id();
        let kept = self.kept(handle)?;
        let statement = Statement::close(&relay, handle, &cell.hash(), supersedes.as_ref());
        if !statement.verifies(&kept.mailbox.close_key, signature) {
            return no(Code::Signature);
        }
        if cell.size() != kept.mailbox.cell_size {
            return no(Code::Size);
        }
        let finals = kept.cells.iter().skip(kept.closed_at.unwrap_or(usize::MAX));
        if finals.clone().any(|known| known == cell) {
            let index = kept.cells.iter().rposition(|known| known == cell).unwrap();
            return Ok(index as u64);
        }
        let latest = finals.last().map(Cell::hash);
        if latest != supersedes {
            let winner = latest.map(|hash| (kept.cells.len() as u64 - 1, hash));
            return Err(Refusal { winner, ..Refusal::new(Code::Conflict) });
        }
        kept.closed_at.get_or_insert(kept.cells.len());
        kept.proofs.push(Proof { signature: *signature, supersedes });
        kept.cells.push(cell.clone());
        Ok(kept.cells.len() as u64 - 1)
    }

    pub(crate) fn burn(&mut self, handle: &Handle, signature: &Signature) -> Answer<()> {
        if self.burned.contains(handle) {
            return Ok(());
        }
        let statement = Statement::burn(&self.id(), handle);
        let kept = self.kept(handle)?;
        let key = kept.mailbox.burn_key.ok_or(Refusal::new(Code::Signature))?;
        if !statement.verifies(&key, signature) {
            return no(Code::Signature);
        }
        self.boxes.remove(handle);
        self.burned.insert(*handle);
        Ok(())
    }

    pub(crate) fn read(&mut self, handle: &Handle, address: &Address, from: u64) -> Answer<Page> {
        let (relay, seed, lies) = (self.id(), self.seed.clone(), self.lies);
        let kept = self.kept(handle)?;
        if kept.mailbox.address_hash != address.hash() {
            return no(Code::NotFound);
        }
        let mut chain = Chain::start(handle);
        let mut page = Page { cells: Vec::new(), marks: Vec::new(), end: None };
        for (index, cell) in kept.cells.iter().enumerate() {
            chain = chain.push(&cell.hash());
            if index as u64 >= from {
                page.cells.push((index as u64, cell.clone()));
            }
            if chain.count().is_multiple_of(kept.mailbox.cell_size.per_page()) {
                let value = if lies { [9; 32] } else { *chain.value() };
                let statement = Statement::mark(&relay, handle, chain.count(), &value);
                let signature = statement.sign(&seed);
                page.marks.push(Mark { mark: chain.count(), chain: value, signature });
            }
        }
        let end = |at| End { first_final: at as u64, finals: kept.proofs.clone() };
        page.end = kept.closed_at.map(end);
        if let Some(forge) = self.forges.clone() {
            forge(handle, &mut page);
        }
        Ok(page)
    }

    /// A closed mailbox goes after its time, and leaves a tombstone.
    pub(crate) fn forgets(&mut self, handle: &Handle) {
        self.boxes.remove(handle);
        self.burned.insert(*handle);
    }

    /// A handle no longer known, as after it expired.
    pub(crate) fn expire(&mut self, handle: &Handle) {
        self.boxes.remove(handle);
    }

    pub(crate) fn mailboxes(&self) -> usize {
        self.boxes.len()
    }

    pub(crate) fn count(&self, handle: &Handle) -> usize {
        self.boxes.get(handle).map_or(0, |kept| kept.cells.len())
    }

    pub(crate) fn is_closed(&self, handle: &Handle) -> bool {
        self.boxes.get(handle).is_some_and(|kept| kept.closed_at.is_some())
    }

    pub(crate) fn cell(&self, handle: &Handle, index: usize) -> Cell {
        self.boxes[handle].cells[index].clone()
    }
}
