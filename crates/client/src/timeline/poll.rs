//! Counting votes and signatures: one member, one vote.

use std::collections::BTreeMap;

use sitr_client_core::MemberId;
use sitr_client_core::crypto::sha256;
use sitr_content::{Digest, Petition, Poll};

/// A poll and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PollView {
    /// Votes for each option, in the order of the options; none while they are hidden.
    pub counts: Option<Vec<u32>>,
    /// Members who voted.
    pub voters: u32,
    /// Whether no more votes count.
    pub is_closed: bool,
    /// Whether they are counted here: a secret poll is counted by who asks, and by nobody else.
    pub is_counted: bool,
}

impl PollView {
    /// Counts the last vote of each member that was claimed to be before the end and has no more choices
    /// than allowed. Small numbers say who voted how, so they are not shown.
    pub(super) fn of(
        poll: &Poll,
        votes: Option<&BTreeMap<MemberId, (u64, Vec<u8>)>>,
        now_ms: u64,
    ) -> Self {
        let ends_ms = poll.closes_at.saturating_mul(1000);
        let in_time = |at_ms: u64| poll.closes_at == 0 || at_ms < ends_ms;
        let fits = |choices: &[u8]| {
            choices.len() <= usize::from(poll.choices)
                && choices.iter().all(|choice| usize::from(*choice) < poll.options.len())
        };
        let mut counts = vec![0_u32; poll.options.len()];
        let mut voters = 0_u32;
        for (at_ms, choices) in votes.into_iter().flat_map(BTreeMap::values) {
            if !in_time(*at_ms) || !fits(choices) || choices.is_empty() {
                continue;
            }
            voters = voters.saturating_add(1);
            for choice in choices {
                if let Some(count) = counts.get_mut(usize::from(*choice)) {
                    *count = count.saturating_add(1);
                }
            }
        }
        let is_shown = voters >= poll.hidden_below;
        let is_closed = poll.closes_at != 0 && now_ms >= ends_ms;
        Self { counts: is_shown.then_some(counts), voters, is_closed, is_counted: true }
    }

    /// The same where it is not counted.
    pub(super) fn uncounted(self) -> Self {
        Self { counts: None, voters: 0, is_counted: false, ..self }
    }
}

/// A petition and who signed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PetitionView {
    /// Members who signed, each once.
    pub signers: Vec<MemberId>,
}

impl PetitionView {
    /// Counts those who signed these very words.
    pub(super) fn of(petition: &Petition, signed: Option<&BTreeMap<MemberId, Digest>>) -> Self {
        let text = Digest(sha256(&[petition.words.as_bytes()]));
        let signed = signed.into_iter().flatten().filter(|(_, signed)| **signed == text);
        Self { signers: signed.map(|(who, _)| *who).collect() }
    }
}
