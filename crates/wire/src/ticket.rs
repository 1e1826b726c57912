//! Tickets: the answer to abuse without identity.
//!
//! Work is done in two steps (rule T-01): a SHA-256 gate, which lets the checker throw out garbage for a
//! microsecond, then Argon2id, which costs memory. Both bind relay, handle, day, verb and cell, so a
//! ticket is good for one request only.

use argon2::{Algorithm, Argon2, Params, Version};

use crate::id::{CellHash, Handle, RelayId, sha256};
use crate::limit;

/// What a request's ticket must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Nothing is asked for an Open. An Append still pays its mailbox's `append_cost`.
    Free(Difficulty),
    /// Proof of work.
    Work(Difficulty),
    /// A token that the operator gave out.
    Token(Difficulty),
}

impl Policy {
    /// The difficulty that work is measured by.
    #[must_use]
    pub fn difficulty(&self) -> &Difficulty {
        match self {
            Self::Free(difficulty) | Self::Work(difficulty) | Self::Token(difficulty) => difficulty,
        }
    }
}

/// How hard the work is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difficulty {
    /// Leading zero bits of the SHA-256 gate, at most [`limit::TICKET_GATE_MAX_BITS`].
    pub gate_bits: u32,
    /// Memory of Argon2id in KiB, 8 to [`limit::TICKET_ARGON_MAX_KIB`].
    pub argon_kib: u32,
    /// Leading zero bits of its output for an Open.
    pub argon_bits: u32,
}

impl Difficulty {
    /// The same gate and memory with other bits of Argon2id: what an Append pays.
    #[must_use]
    pub fn with_bits(&self, argon_bits: u32) -> Self {
        Self { argon_bits, ..self.clone() }
    }

    /// Within what a client may be asked for (rule T-02): each part, and the work that they make together.
    #[must_use]
    pub fn is_sane(&self) -> bool {
        self.gate_bits <= limit::TICKET_GATE_MAX_BITS
            && (8..=limit::TICKET_ARGON_MAX_KIB).contains(&self.argon_kib)
            && self.argon_bits <= u32::from(limit::APPEND_COST_MAX)
            && self.expected_work() <= limit::TICKET_WORK_MAX // T-02
    }

    /// Steps that a ticket takes on average: for each output of Argon2id that is tried, its memory in KiB and
    /// the hashes that find a way through the gate.
    fn expected_work(&self) -> u64 {
        let power = |bits: u32| 1u64.checked_shl(bits).unwrap_or(u64::MAX);
        let attempt = power(self.gate_bits).saturating_add(u64::from(self.argon_kib));
        power(self.argon_bits).saturating_mul(attempt)
    }
}

impl Default for Difficulty {
    fn default() -> Self {
        Self { gate_bits: 8, argon_kib: 1024, argon_bits: 3 }
    }
}

/// A ticket as it travels.
#[derive(Clone, PartialEq, Eq)]
pub enum Ticket {
    /// Proof of work.
    Work {
        /// The relay's day that it was made for.
        day: u32,
        /// What the work found.
        nonce: [u8; 16],
    },
    /// An operator's token, at most [`limit::TOKEN_MAX_BYTES`] long.
    Token(Vec<u8>),
}

impl std::fmt::Debug for Ticket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Work { .. } => "Ticket::Work(..)",
            Self::Token(_) => "Ticket::Token(..)",
        })
    }
}

/// The request that a ticket pays for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose<'a> {
    /// Opening a mailbox.
    Open,
    /// Appending this cell.
    Append(&'a CellHash),
}

fn gate(
    relay: &RelayId,
    handle: &Handle,
    day: u32,
    purpose: Purpose<'_>,
    nonce: &[u8; 16],
) -> [u8; 32] {
    let (verb, cell) = match purpose {
        Purpose::Open => (1u8, [0; 32]),
        Purpose::Append(hash) => (2u8, hash.0),
    };
    sha256(&[b"sitr/v1/ticket", &relay.0, &handle.0, &day.to_be_bytes(), &[verb], &cell, nonce])
}

fn argon(gate: &[u8; 32], kib: u32) -> Option<[u8; 32]> {
    let params = Params::new(kib, 1, 1, Some(32)).ok()?;
    let mut out = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(gate, b"sitr/v1/ticket-salt", &mut out)
        .ok()?;
    Some(out)
}

fn leading_zeros(bytes: &[u8; 32]) -> u32 {
    let zero_bytes = bytes.iter().take_while(|byte| **byte == 0).count();
    let next = bytes.get(zero_bytes).map_or(0, |byte| byte.leading_zeros());
    u32::try_from(zero_bytes).unwrap_or(0) * 8 + next
}

/// Whether the cheap gate holds: to be asked before any memory is spent.
#[must_use]
pub fn passes_gate(
    relay: &RelayId,
    handle: &Handle,
    purpose: Purpose<'_>,
    day: u32,
    nonce: &[u8; 16],
    difficulty: &Difficulty,
) -> bool {
    leading_zeros(&gate(relay, handle, day, purpose, nonce)) >= difficulty.gate_bits
}

/// Whether the work is done: gate and Argon2id. Whoever checks has looked at the day before.
#[must_use]
pub fn verifies(
    relay: &RelayId,
    handle: &Handle,
    purpose: Purpose<'_>,
    day: u32,
    nonce: &[u8; 16],
    difficulty: &Difficulty,
) -> bool {
    let digest = gate(relay, handle, day, purpose, nonce);
    leading_zeros(&digest) >= difficulty.gate_bits
        && argon(&digest, difficulty.argon_kib)
            .is_some_and(|out| leading_zeros(&out) >= difficulty.argon_bits)
}

/// Searches for a nonce, beginning at `start`. Blocks for as long as the difficulty makes it; `None`
/// if the difficulty is not [sane](Difficulty::is_sane).
#[must_use]
pub fn work(
    relay: &RelayId,
    handle: &Handle,
    purpose: Purpose<'_>,
    day: u32,
    difficulty: &Difficulty,
    start: u128,
) -> Option<Ticket> {
    work_while(relay, handle, purpose, day, difficulty, start, || true)
}

/// The same, until nobody wants the ticket any more: asked before each output of Argon2id, and every so many
/// hashes.
#[must_use]
pub fn work_while(
    relay: &RelayId,
    handle: &Handle,
    purpose: Purpose<'_>,
    day: u32,
    difficulty: &Difficulty,
    start: u128,
    is_wanted: impl Fn() -> bool,
) -> Option<Ticket> {
    const ASK_EVERY: u128 = 1024;
    if !difficulty.is_sane() {
        return None;
    }
    let mut counter = start;
    loop {
        let nonce = counter.to_be_bytes();
        let passes = passes_gate(relay, handle, purpose, day, &nonce, difficulty);
        if (passes || counter.is_multiple_of(ASK_EVERY)) && !is_wanted() {
            return None;
        }
        if passes && verifies(relay, handle, purpose, day, &nonce, difficulty) {
            return Some(Ticket::Work { day, nonce });
        }
        counter = counter.wrapping_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EASY: Difficulty = Difficulty { gate_bits: 4, argon_kib: 8, argon_bits: 2 };

    #[test]
    fn work_is_good_for_one_request() {
        // T-01
        let (relay, handle, cell) = (RelayId([1; 32]), Handle([2; 32]), CellHash([3; 32]));
        // Other requests can pass by luck; over eight tickets luck runs out.
        let mut reused = 0;
        for start in 0..8u128 {
            let ticket = work(&relay, &handle, Purpose::Append(&cell), 100, &EASY, start << 64);
            let Some(Ticket::Work { day, nonce }) = ticket else { panic!("no ticket") };
            assert!(verifies(&relay, &handle, Purpose::Append(&cell), day, &nonce, &EASY));
            let elsewhere = [
                verifies(&relay, &handle, Purpose::Open, day, &nonce, &EASY),
                verifies(&relay, &Handle([9; 32]), Purpose::Append(&cell), day, &nonce, &EASY),
                verifies(&relay, &handle, Purpose::Append(&CellHash([9; 32])), day, &nonce, &EASY),
                verifies(&relay, &handle, Purpose::Append(&cell), day + 1, &nonce, &EASY),
            ];
            reused += elsewhere.iter().filter(|ok| **ok).count();
        }
        assert!(reused < 8, "{reused} of 32 tickets were good elsewhere");
    }

    #[test]
    fn an_insane_difficulty_is_refused() {
        // T-02
        let insane = Difficulty { argon_kib: limit::TICKET_ARGON_MAX_KIB + 1, ..EASY };
        assert!(work(&RelayId([1; 32]), &Handle([2; 32]), Purpose::Open, 1, &insane, 0).is_none());
        assert!(!EASY.with_bits(u32::from(limit::APPEND_COST_MAX) + 1).is_sane());
        // A gate that would not be too much work by itself.
        let gate = |gate_bits| Difficulty { gate_bits, argon_kib: 8, argon_bits: 0 }.is_sane();
        assert!(gate(limit::TICKET_GATE_MAX_BITS) && !gate(limit::TICKET_GATE_MAX_BITS + 1));
    }

    #[test]
    fn parts_that_may_be_asked_for_are_too_much_together() {
        // T-02
        let most = |gate_bits, argon_kib, argon_bits| {
            let difficulty = Difficulty { gate_bits, argon_kib, argon_bits };
            (difficulty.expected_work() <= limit::TICKET_WORK_MAX, difficulty.is_sane())
        };
        let kib = limit::TICKET_ARGON_MAX_KIB;
        assert_eq!(most(limit::TICKET_GATE_MAX_BITS, kib, 2), (true, true));
        assert_eq!(most(limit::TICKET_GATE_MAX_BITS, kib, 3), (false, false));
        assert_eq!(most(limit::TICKET_GATE_MAX_BITS, kib, 16), (false, false));
        assert_eq!(most(10, 1024, 16), (true, true), "the limit itself");
        assert_eq!(most(10, 1025, 16), (false, false));
        // Every cost of an append can be paid at a relay that was not set up otherwise.
        assert!(Difficulty::default().with_bits(u32::from(limit::APPEND_COST_MAX)).is_sane());
    }

    #[test]
    fn a_search_ends_when_nobody_wants_the_ticket() {
        // T-02
        let hard = Difficulty { gate_bits: 24, argon_kib: 8, argon_bits: 2 };
        let asked = std::cell::Cell::new(0);
        let is_wanted = || asked.replace(asked.get() + 1) < 3;
        let (relay, handle) = (RelayId([1; 32]), Handle([2; 32]));
        let found = work_while(&relay, &handle, Purpose::Open, 1, &hard, 1, is_wanted);
        assert!(found.is_none());
        assert_eq!(asked.get(), 4);
    }
}
