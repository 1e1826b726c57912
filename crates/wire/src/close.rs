//! What a relay shows of a closed mailbox, and how whoever reads checks it (rule M-13).
//!
//! The relay says where the final cells stand. That they are final it must prove: with each comes the
//! close key's signature over it and over the hash of what it superseded. A relay can withhold a close;
//! it cannot make one up.

use crate::id::{CellHash, Handle, PublicKey, RelayId, Signature};
use crate::mailbox::Mailbox;
use crate::statement::Statement;

/// The proof that a final cell came by a Close.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Proof {
    /// Over [`Statement::close`], by the close key.
    pub signature: Signature,
    /// The final cell that was the latest before; none for the first.
    pub supersedes: Option<CellHash>,
}

impl Proof {
    /// Whether the close key made `cell` final in this mailbox, after `before` (rule M-13).
    #[must_use]
    pub fn holds(
        &self,
        relay: &RelayId,
        handle: &Handle,
        close_key: &PublicKey,
        cell: &CellHash,
        before: Option<&CellHash>,
    ) -> bool {
        let statement = Statement::close(relay, handle, cell, before);
        self.supersedes.as_ref() == before && statement.verifies(close_key, &self.signature) // M-13
    }
}

/// Where the final cells of a closed mailbox stand, and that they are final.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct End {
    /// Index of the first.
    pub first_final: u64,
    /// One for each so far, in order: 1 to [`SUPERSEDES_MAX`](crate::limit::SUPERSEDES_MAX)` + 1`.
    pub finals: Vec<Proof>,
}

/// The relay called a cell final and did not prove it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the cell at index {index} is called final without the close key's signature")]
pub struct NotFinal {
    /// Index of the first cell that is not proven.
    pub index: u64,
}

impl End {
    /// Whether the cell at an index is said to be final; that it is, [`End::verify`] tells.
    #[must_use]
    pub fn covers(&self, index: u64) -> bool {
        index >= self.first_final
    }

    /// Index after the last final cell.
    #[must_use]
    pub fn after(&self) -> u64 {
        self.first_final.saturating_add(self.finals.len() as u64)
    }

    /// What is shown of the cell at an index, to prove that it is final.
    #[must_use]
    pub fn proof(&self, index: u64) -> Option<&Proof> {
        let at = index.checked_sub(self.first_final)?;
        usize::try_from(at).ok().and_then(|at| self.finals.get(at))
    }

    /// Verifies final cells by their hashes, in order from `first_final` on (rule M-13). Later finals
    /// may be missing, where they have not been read yet; their proofs are not looked at.
    ///
    /// # Errors
    /// Names the first cell that is not final: its proof is missing, does not verify under the
    /// mailbox's close key, or does not supersede the cell before it.
    pub fn verify(
        &self,
        relay: &RelayId,
        mailbox: &Mailbox,
        cells: &[CellHash],
    ) -> Result<(), NotFinal> {
        // M-13
        let handle = mailbox.handle(relay);
        let mut before = None;
        for (index, cell) in (self.first_final..).zip(cells) {
            self.proof(index)
                .filter(|proof| proof.holds(relay, &handle, &mailbox.close_key, cell, before))
                .ok_or(NotFinal { index })?;
            before = Some(cell);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{AddressHash, Seed};
    use crate::mailbox::{CellSize, Keep, Life};

    const RELAY: RelayId = RelayId([9; 32]);

    fn mailbox() -> Mailbox {
        Mailbox {
            address_hash: AddressHash([1; 32]),
            write_key: Seed::new([2; 32]).public(),
            close_key: Seed::new([3; 32]).public(),
            burn_key: None,
            cell_size: CellSize::K2,
            capacity: 10,
            life: Life::Days30,
            keep: Keep::Days7,
            append_cost: 0,
        }
    }

    fn proof(seed: u8, cell: CellHash, supersedes: Option<CellHash>) -> Proof {
        let handle = mailbox().handle(&RELAY);
        let statement = Statement::close(&RELAY, &handle, &cell, supersedes.as_ref());
        Proof { signature: statement.sign(&Seed::new([seed; 32])), supersedes }
    }

    fn cells() -> [CellHash; 3] {
        [5, 6, 7].map(|number| CellHash([number; 32]))
    }

    fn end() -> End {
        let [a, b, c] = cells();
        let finals = vec![proof(3, a, None), proof(3, b, Some(a)), proof(3, c, Some(b))];
        End { first_final: 40, finals }
    }

    fn check(end: &End, cells: &[CellHash]) -> Result<(), u64> {
        end.verify(&RELAY, &mailbox(), cells).map_err(|false_one| false_one.index)
    }

    #[test]
    fn finals_are_verified_one_after_the_other() {
        // M-13
        let [a, b, c] = cells();
        for read in 0..=3 {
            assert_eq!(check(&end(), &[a, b, c][..read]), Ok(()));
        }
        assert!(end().covers(40) && !end().covers(39));
        // More cells than proofs.
        let short = End { finals: end().finals[..2].to_vec(), ..end() };
        assert_eq!(check(&short, &[a, b, c]), Err(42));
        // Another cell, another order, one left out.
        assert_eq!(check(&end(), &[a, c, c]), Err(41));
        assert_eq!(check(&end(), &[b, a]), Err(40));
        let gap = End { finals: vec![end().finals[0], end().finals[2]], ..end() };
        assert_eq!(check(&gap, &[a, c]), Err(41));
    }

    #[test]
    fn nobody_but_the_close_key_ends_a_mailbox() {
        // M-13
        let [a, b, _] = cells();
        // By the write key, which every member holds.
        let written = End { finals: vec![proof(2, a, None)], ..end() };
        assert_eq!(check(&written, &[a]), Err(40));
        // A second close that never was the latest's successor.
        let fork = End { finals: vec![proof(3, a, None), proof(3, b, None)], ..end() };
        assert_eq!(check(&fork, &[a, b]), Err(41));
        // A proof of another mailbox, and of another relay.
        let other = Mailbox { capacity: 11, ..mailbox() };
        assert_eq!(end().verify(&RELAY, &other, &[a]), Err(NotFinal { index: 40 }));
        assert!(end().verify(&RelayId([8; 32]), &mailbox(), &[a]).is_err());
        // A superseded hash that does not stand in the signed statement.
        let mut lying = end();
        lying.finals[0].supersedes = Some(b);
        assert_eq!(check(&lying, &[a]), Err(40));
    }
}
