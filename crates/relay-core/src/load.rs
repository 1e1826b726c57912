//! Work that rises with load (rule T-05): what an Open must pay follows how many mailboxes were opened
//! of late, so that a flood pays for itself and a quiet day costs next to nothing.

use std::collections::VecDeque;

use sitr_wire::limit::TICKET_GRACE_MINUTES;
use sitr_wire::ticket::{Difficulty, Policy};

use crate::time::Seconds;

const MINUTE: u64 = 60;

/// How the work for an Open rises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rise {
    /// Mailboxes opened in a minute at which it begins. Each doubling beyond adds a bit, which is twice
    /// the work.
    pub opens_per_minute: u32,
    /// Bits of Argon2id at most.
    pub most_bits: u32,
}

impl Default for Rise {
    fn default() -> Self {
        Self { opens_per_minute: 120, most_bits: 10 }
    }
}

/// Mailboxes opened of late, and the bits that follow.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Load {
    least: u32,
    rise: Rise,
    minute: u64,
    /// Mailboxes opened in this minute.
    opened: u32,
    bits: u32,
    /// What was announced at the beginning of each of the last minutes, the present one included: the
    /// least of that minute, for within one it only rises.
    announced: VecDeque<(u64, u32)>,
}

impl Load {
    /// Begins with the least bits, which the operator set. No more is ever asked than a client may be
    /// asked for (rule T-02).
    #[must_use]
    pub fn new(least: &Difficulty, mut rise: Rise) -> Self {
        while rise.most_bits > least.argon_bits && !least.with_bits(rise.most_bits).is_sane() {
            rise.most_bits -= 1;
        }
        let least = least.argon_bits;
        Self { least, rise, minute: 0, opened: 0, bits: least, announced: VecDeque::new() }
    }

    /// So many mailboxes were opened. Who repeats an Open that is done opens none, so nobody can raise
    /// the work of others for free.
    pub fn opened(&mut self, mailboxes: u32, now: Seconds) {
        // T-05
        self.pass(now);
        self.opened = self.opened.saturating_add(mailboxes);
        self.bits = self.bits.max(self.fitting());
    }

    /// The bits that an Open is asked for now.
    pub fn asked(&mut self, now: Seconds) -> u32 {
        // T-05
        self.pass(now);
        self.bits
    }

    /// The bits that an Open must have at least: the fewest that were announced within the grace, so
    /// that a ticket is good that was begun when less was asked.
    pub fn taken(&mut self, now: Seconds) -> u32 {
        // T-05
        self.pass(now);
        let since = self.minute.saturating_sub(u64::from(TICKET_GRACE_MINUTES));
        let of_late = self.announced.iter().filter(|(minute, _)| *minute >= since);
        of_late.map(|(_, bits)| *bits).min().unwrap_or(self.bits)
    }

    /// The policy as it is announced now.
    #[must_use]
    pub fn announced(&mut self, policy: &Policy, now: Seconds) -> Policy {
        match policy {
            Policy::Work(difficulty) => Policy::Work(difficulty.with_bits(self.asked(now))),
            other => other.clone(),
        }
    }

    /// What the openings of this minute ask for.
    fn fitting(&self) -> u32 {
        let calm = u64::from(self.rise.opens_per_minute.max(1));
        let mut bits = self.least;
        while bits < self.rise.most_bits
            && u64::from(self.opened) > calm << (bits - self.least).min(32)
        {
            bits += 1;
        }
        bits
    }

    /// Each minute that passes takes one bit off, but not below what the last one would have asked for.
    fn pass(&mut self, now: Seconds) {
        let minute = now.0 / MINUTE;
        // After a long rest, or at the start, only the last minutes matter.
        let memory = u64::from(self.rise.most_bits) + u64::from(TICKET_GRACE_MINUTES) + 1;
        if minute > self.minute.saturating_add(memory) {
            self.minute = minute - 1;
            self.opened = 0;
            self.bits = self.least;
        }
        while self.minute < minute {
            self.bits = self.bits.saturating_sub(1).max(self.fitting());
            self.opened = 0;
            self.minute += 1;
            self.announced.push_back((self.minute, self.bits));
            while self.announced.len() > TICKET_GRACE_MINUTES as usize + 1 {
                self.announced.pop_front();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RISE: Rise = Rise { opens_per_minute: 10, most_bits: 6 };

    fn load() -> Load {
        Load::new(&Difficulty { gate_bits: 4, argon_kib: 8, argon_bits: 3 }, RISE)
    }

    fn at(minute: u64) -> Seconds {
        Seconds(1_000_000 * MINUTE + minute * MINUTE)
    }

    #[test]
    fn each_doubling_asks_for_a_bit_more_up_to_the_most() {
        // T-05
        let mut load = load();
        let mut bits = Vec::new();
        for opened in [10, 1, 9, 1, 20, 1_000, 1_000_000] {
            load.opened(opened, at(0));
            bits.push(load.asked(at(0)));
        }
        assert_eq!(bits, [3, 4, 4, 5, 6, 6, 6]);
    }

    #[test]
    fn a_flood_that_goes_on_keeps_its_price_and_one_that_ends_loses_a_bit_a_minute() {
        // T-05
        let mut load = load();
        for minute in 0..5 {
            load.opened(35, at(minute));
            assert_eq!(load.asked(at(minute)), 5);
        }
        let after: Vec<u32> = (5..9).map(|minute| load.asked(at(minute))).collect();
        assert_eq!(after, [5, 4, 3, 3]);
        // A clock that goes back changes nothing.
        assert_eq!(load.asked(at(0)), 3);
    }

    #[test]
    fn what_was_announced_is_taken_for_a_grace() {
        // T-05
        let mut load = load();
        assert_eq!((load.asked(at(0)), load.taken(at(0))), (3, 3));
        let grace = u64::from(TICKET_GRACE_MINUTES);
        for minute in 0..=grace {
            load.opened(1_000, at(minute));
            // Asked for at the beginning of minute 0: three bits.
            assert_eq!((load.asked(at(minute)), load.taken(at(minute))), (6, 3));
        }
        load.opened(1_000, at(grace + 1));
        assert_eq!(load.taken(at(grace + 1)), 6);
        // A week later nothing of it is left.
        assert_eq!((load.taken(at(10_000)), load.asked(at(10_000))), (3, 3));
    }

    #[test]
    fn a_dear_gate_leaves_less_to_rise_to() {
        // T-02, T-05
        let dear = Difficulty { gate_bits: 20, argon_kib: 1024, argon_bits: 3 };
        let mut load = Load::new(&dear, Rise { opens_per_minute: 1, most_bits: 16 });
        load.opened(1_000_000, at(0));
        let asked = load.asked(at(0));
        assert!(asked > 3 && dear.with_bits(asked).is_sane());
        assert!(!dear.with_bits(asked + 1).is_sane());
    }

    #[test]
    fn only_work_rises() {
        let mut load = load();
        load.opened(1_000, at(0));
        let difficulty = Difficulty { gate_bits: 4, argon_kib: 8, argon_bits: 3 };
        let free = Policy::Free(difficulty.clone());
        assert_eq!(load.announced(&free, at(0)), free);
        let risen = load.announced(&Policy::Work(difficulty), at(0));
        assert_eq!(risen.difficulty().argon_bits, 6);
    }
}
