//! Tickets: whether a request was paid for.
//!
//! The check has two steps, so that the shell can run the dear one in a bounded pool: [`Tickets`]
//! looks at form, day, token and SHA-256 gate; what is left is a [`WorkCheck`] with Argon2id in it.
//! A ticket that fails does not refuse a request here: a request that is already done is answered
//! whatever its ticket (rules M-03, M-05), so the core is told and decides.

use std::collections::BTreeSet;

use sitr_wire::ticket::{self, Difficulty, Policy, Purpose, Ticket};
use sitr_wire::{CellHash, Handle, RelayId};
use subtle::ConstantTimeEq;

use crate::time::Seconds;
use crate::verify::Bound;

/// Whether one certain request was paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Payment {
    handle: Handle,
    cell: Option<CellHash>,
    paid: bool,
}

impl Payment {
    /// Whether it pays for this request.
    pub(crate) fn covers(&self, handle: &Handle, cell: Option<&CellHash>) -> bool {
        self.paid && self.handle == *handle && self.cell.as_ref() == cell
    }
}

/// What the cheap step found.
#[derive(Clone, Debug)]
pub enum Step {
    /// Paid or not, it is known.
    Settled(Payment),
    /// Argon2id must be run.
    Work(WorkCheck),
}

/// The dear step: run it where blocking is allowed.
#[derive(Clone, Debug)]
pub struct WorkCheck {
    relay: RelayId,
    payment: Payment,
    day: u32,
    nonce: [u8; 16],
    difficulty: Difficulty,
}

impl WorkCheck {
    /// Runs Argon2id: at most 4 MiB, some milliseconds.
    #[must_use]
    pub fn run(self) -> Payment {
        // T-01
        let purpose = match &self.payment.cell {
            None => Purpose::Open,
            Some(hash) => Purpose::Append(hash),
        };
        let handle = &self.payment.handle;
        let paid =
            ticket::verifies(&self.relay, handle, purpose, self.day, &self.nonce, &self.difficulty);
        Payment { paid, ..self.payment }
    }
}

/// What the relay asks for.
#[derive(Clone, Debug)]
pub struct Tickets {
    relay: RelayId,
    policy: Policy,
    tokens: BTreeSet<Vec<u8>>,
}

impl Tickets {
    /// A relay's policy; `tokens` are those that the operator gave out.
    #[must_use]
    pub fn new(relay: RelayId, policy: Policy, tokens: BTreeSet<Vec<u8>>) -> Self {
        Self { relay, policy, tokens }
    }

    /// The policy, as the operator set it.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The ticket of an Open. Work must have these bits: see [`crate::load::Load::taken`].
    #[must_use]
    pub fn for_open(
        &self,
        bound: &Bound,
        ticket: Option<&Ticket>,
        bits: u32,
        now: Seconds,
    ) -> Step {
        let payment = Payment { handle: *bound.handle(), cell: None, paid: false };
        match (&self.policy, ticket) {
            (Policy::Free(_), _) => Step::Settled(Payment { paid: true, ..payment }),
            (Policy::Work(difficulty), Some(Ticket::Work { day, nonce })) => {
                self.gate(payment, *day, *nonce, difficulty.with_bits(bits), now)
            }
            (Policy::Token(_), Some(Ticket::Token(token))) => {
                Step::Settled(Payment { paid: self.gave_out(token), ..payment })
            }
            _ => Step::Settled(payment),
        }
    }

    /// The ticket of an Append: work, by its mailbox's `append_cost`, whatever the policy.
    #[must_use]
    pub fn for_append(
        &self,
        bound: &Bound,
        cell: &CellHash,
        ticket: Option<&Ticket>,
        now: Seconds,
    ) -> Step {
        let payment = Payment { handle: *bound.handle(), cell: Some(*cell), paid: false };
        let cost = u32::from(bound.mailbox().append_cost);
        match ticket {
            _ if cost == 0 => Step::Settled(Payment { paid: true, ..payment }),
            Some(Ticket::Work { day, nonce }) => {
                let difficulty = self.policy.difficulty().with_bits(cost);
                self.gate(payment, *day, *nonce, difficulty, now)
            }
            _ => Step::Settled(payment),
        }
    }

    fn gate(
        &self,
        payment: Payment,
        day: u32,
        nonce: [u8; 16],
        difficulty: Difficulty,
        now: Seconds,
    ) -> Step {
        // T-03
        let timely = day.abs_diff(now.day().0) <= sitr_wire::limit::TICKET_DAY_SLACK;
        let purpose = match &payment.cell {
            None => Purpose::Open,
            Some(hash) => Purpose::Append(hash),
        };
        let handle = &payment.handle;
        // T-01: no memory is spent on what fails the gate.
        if timely && ticket::passes_gate(&self.relay, handle, purpose, day, &nonce, &difficulty) {
            Step::Work(WorkCheck { relay: self.relay, payment, day, nonce, difficulty })
        } else {
            Step::Settled(payment)
        }
    }

    fn gave_out(&self, token: &[u8]) -> bool {
        // T-04: every token is compared, each in constant time.
        let matches =
            self.tokens.iter().filter(|known| bool::from(known.as_slice().ct_eq(token))).count();
        matches > 0
    }
}
