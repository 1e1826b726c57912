//! Requests that were verified: the only ones that can be decided upon.
//!
//! [`Bound`] exists only if its fields hash to its handle, [`Reader`] only for who knew the address,
//! [`Asked`] only if the signature verified under the mailbox's own key. None has another
//! constructor.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use sitr_wire::frame::{Append, Burn, Close, Proof};
use sitr_wire::statement::{Statement, Verifier};
use sitr_wire::{Address, Cell, CellHash, Code, Handle, Mailbox, Refusal, RelayId};
use subtle::ConstantTimeEq;

use crate::ticket::Payment;

/// The fixed fields of a mailbox, under the handle that they hash to at this relay (rule M-01). The
/// handle binds them for good, so a `Bound` never goes stale, whether or not its mailbox exists.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bound {
    relay: RelayId,
    handle: Handle,
    mailbox: Mailbox,
    writer: Unpacked,
}

/// The write key, unpacked when the first append comes. It follows from the fields, so it plays no part
/// where they are compared.
#[derive(Clone, Default)]
struct Unpacked(OnceLock<Verifier>);

impl std::fmt::Debug for Unpacked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Unpacked")
    }
}

impl PartialEq for Unpacked {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Unpacked {}

impl PartialOrd for Unpacked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Unpacked {
    fn cmp(&self, _: &Self) -> Ordering {
        Ordering::Equal
    }
}

impl Hash for Unpacked {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl Bound {
    /// Computes the handle of these fields.
    #[must_use]
    pub fn of(relay: &RelayId, mailbox: Mailbox) -> Self {
        // M-01
        let handle = mailbox.handle(relay);
        Self { relay: *relay, handle, mailbox, writer: Unpacked::default() }
    }

    fn writer(&self) -> &Verifier {
        self.writer.0.get_or_init(|| Verifier::of(&self.mailbox.write_key))
    }

    /// The handle.
    #[must_use]
    pub fn handle(&self) -> &Handle {
        &self.handle
    }

    /// The fixed fields.
    #[must_use]
    pub fn mailbox(&self) -> &Mailbox {
        &self.mailbox
    }
}

/// The right to read a mailbox, proven by its address (rule M-02).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reader(Arc<Bound>);

impl Reader {
    /// Compares the address with the mailbox's.
    ///
    /// # Errors
    /// NotFound, as for a mailbox that does not exist.
    pub fn new(bound: Arc<Bound>, handle: &Handle, address: &Address) -> Result<Self, Refusal> {
        // M-02
        let known = address.hash().0.ct_eq(&bound.mailbox.address_hash.0);
        if bound.handle == *handle && bool::from(known) {
            Ok(Self(bound))
        } else {
            Err(Refusal::new(Code::NotFound))
        }
    }

    /// The mailbox.
    #[must_use]
    pub fn bound(&self) -> &Bound {
        &self.0
    }
}

/// An Append with its cell's hash, which ticket and signature both are about: reckoned once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hashed {
    append: Append,
    hash: CellHash,
}

impl From<Append> for Hashed {
    fn from(append: Append) -> Self {
        Self { hash: append.cell.hash(), append }
    }
}

impl Hashed {
    /// What was asked.
    #[must_use]
    pub fn append(&self) -> &Append {
        &self.append
    }

    /// The hash of its cell.
    #[must_use]
    pub fn hash(&self) -> &CellHash {
        &self.hash
    }
}

/// A verified request.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Asked(pub(crate) Verb);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Verb {
    Open { bound: Arc<Bound>, paid: bool },
    Append { handle: Handle, cell: Cell, hash: CellHash, paid: bool },
    Close { handle: Handle, cell: Cell, hash: CellHash, proof: Proof },
    Burn { handle: Handle, signed: bool },
    Join { handle: Handle, next: u64 },
}

impl Asked {
    /// An Open: nobody signs it, its handle follows from its fields.
    #[must_use]
    pub fn open(bound: Arc<Bound>, payment: &Payment) -> Self {
        let paid = payment.covers(&bound.handle, None);
        Self(Verb::Open { bound, paid })
    }

    /// An Append, signed by the write key over this cell.
    ///
    /// # Errors
    /// Size or Signature; NotFound if it speaks of another mailbox.
    pub fn append(
        bound: &Bound,
        append: impl Into<Hashed>,
        payment: &Payment,
    ) -> Result<Self, Refusal> {
        let Hashed { append, hash } = append.into();
        fits(bound, &append.handle, &append.cell)?;
        let statement = Statement::append(&bound.relay, &bound.handle, &hash);
        // S-01, S-02
        if !statement.verifies_by(bound.writer(), &append.signature) {
            return Err(Refusal::new(Code::Signature));
        }
        let paid = payment.covers(&bound.handle, Some(&hash));
        Ok(Self(Verb::Append { handle: bound.handle, cell: append.cell, hash, paid }))
    }

    /// A Close, signed by the close key over this cell and what it supersedes.
    ///
    /// # Errors
    /// As [`Asked::append`].
    pub fn close(bound: &Bound, close: Close) -> Result<Self, Refusal> {
        let hash = close.cell.hash();
        fits(bound, &close.handle, &close.cell)?;
        let supersedes = close.supersedes.as_ref();
        let statement = Statement::close(&bound.relay, &bound.handle, &hash, supersedes);
        // S-01, S-02
        if !statement.verifies(&bound.mailbox.close_key, &close.signature) {
            return Err(Refusal::new(Code::Signature));
        }
        // M-13: kept, for readers verify it too.
        let proof = Proof { signature: close.signature, supersedes: close.supersedes };
        Ok(Self(Verb::Close { handle: bound.handle, cell: close.cell, hash, proof }))
    }

    /// A Burn, signed by the burn key; a mailbox without one cannot be burned.
    ///
    /// # Errors
    /// Signature; NotFound if it speaks of another mailbox.
    pub fn burn(bound: &Bound, burn: &Burn) -> Result<Self, Refusal> {
        if bound.handle != burn.handle {
            return Err(Refusal::new(Code::NotFound));
        }
        let statement = Statement::burn(&bound.relay, &bound.handle);
        // S-01, S-02, M-12
        match &bound.mailbox.burn_key {
            Some(key) if statement.verifies(key, &burn.signature) => {
                Ok(Self(Verb::Burn { handle: bound.handle, signed: true }))
            }
            _ => Err(Refusal::new(Code::Signature)),
        }
    }

    /// A Burn of a mailbox whose fields are unknown. No key is left to verify it, so all it can do
    /// is to hear that the mailbox was burned before (rule M-12).
    #[must_use]
    pub fn burn_again(burn: &Burn) -> Self {
        Self(Verb::Burn { handle: burn.handle, signed: false })
    }

    /// 'Tell me of every cell from `next` on', by who may read.
    #[must_use]
    pub fn join(reader: &Reader, next: u64) -> Self {
        Self(Verb::Join { handle: *reader.bound().handle(), next })
    }

    /// Whether it may make its asker a watcher.
    #[must_use]
    pub fn is_join(&self) -> bool {
        matches!(self.0, Verb::Join { .. })
    }

    /// The mailbox that it is about.
    #[must_use]
    pub fn handle(&self) -> &Handle {
        match &self.0 {
            Verb::Open { bound, .. } => &bound.handle,
            Verb::Append { handle, .. }
            | Verb::Close { handle, .. }
            | Verb::Burn { handle, .. }
            | Verb::Join { handle, .. } => handle,
        }
    }

    /// Hash of the cell that it brings.
    #[must_use]
    pub fn cell_hash(&self) -> Option<&CellHash> {
        match &self.0 {
            Verb::Append { hash, .. } | Verb::Close { hash, .. } => Some(hash),
            _ => None,
        }
    }

    /// Bytes that it would write.
    #[must_use]
    pub fn bytes(&self) -> usize {
        match &self.0 {
            Verb::Append { cell, .. } | Verb::Close { cell, .. } => cell.bytes().len(),
            _ => 0,
        }
    }
}

fn fits(bound: &Bound, handle: &Handle, cell: &Cell) -> Result<(), Refusal> {
    if bound.handle != *handle {
        return Err(Refusal::new(Code::NotFound));
    }
    // W-05
    if cell.size() != bound.mailbox.cell_size {
        return Err(Refusal::new(Code::Size));
    }
    Ok(())
}
