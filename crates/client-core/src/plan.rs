//! What the next commit does, and when: a pure function of what is wanted, of the room's size and of the time.
//!
//! Each epoch costs every device of a room a walk over its tree, and a commit with a path costs the more, the
//! more of the tree is blank. So what is wanted is gathered, a large room's epochs are spaced, and where all that
//! is wanted is newer keys, the offer is taken that warms the tree most.

/// Members that one commit adds.
pub const ADDS_MAX: usize = 500;
/// Members that one commit takes out: each of them is a proposal of a few bytes, and blanks a path of the tree.
pub const REMOVES_MAX: usize = 500;
/// Devices above which epochs are spaced (rule R-18).
pub const PACED_DEVICES: usize = 1_000;
/// Milliseconds between the beginnings of two epochs of such a room (rule R-18).
pub const PACE_MS: u64 = 10_000;
/// Devices from which on newcomers warm the tree (rule R-19).
pub const WARMED_DEVICES: usize = 256;
/// One in so many leaves warms it: a path then needs about as many sealed secrets, and one for each doubling of
/// the room above that, instead of one a leaf.
pub const WARM_STRIDE: u32 = 32;
/// Milliseconds of the time over which they spread, for each of them.
const WARM_EACH_MS: u64 = 60_000;

/// Something that the next commit may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Take a member out.
    Remove,
    /// Let a newcomer in.
    Admit,
    /// Change the policy.
    Change,
    /// Move the room to another relay.
    Move,
    /// Renew this device's keys, or find out whether somebody has fallen silent: newer keys of any member will
    /// do as well.
    Renew,
    /// Close with a member's offer, of so many bytes.
    Offer(usize),
}

/// A room, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Its devices.
    pub devices: usize,
    /// When the present epoch began, in milliseconds since 1970-01-01 UTC.
    pub since_ms: u64,
    /// Whether its mailbox is closed by a final cell that counts for nothing: a steward must supersede that,
    /// and nobody can speak until one has.
    pub is_frozen: bool,
}

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing.
    Nothing,
    /// Nothing before this time, in milliseconds since 1970-01-01 UTC.
    At(u64),
    /// End the epoch.
    Commit {
        /// Offers to close with, by their places among the wishes, the best first. One is enough.
        offers: Vec<usize>,
        /// What a commit of this device's own does if none of them holds, by places, in this order.
        wishes: Vec<usize>,
    },
}

/// Decides about the next commit. `wishes` stand in the order in which they came.
#[must_use]
pub fn next(size: Size, wishes: &[Wish], now_ms: u64) -> Next {
    if wishes.is_empty() && !size.is_frozen {
        return Next::Nothing;
    }
    let at = size.since_ms.saturating_add(PACE_MS);
    // An epoch that begins later than now began before the clock was set back.
    let is_early = size.since_ms <= now_ms && now_ms < at;
    if size.devices > PACED_DEVICES && is_early && !size.is_frozen {
        return Next::At(at);
    }
    Next::Commit { offers: offers(size, wishes), wishes: own(wishes) }
}

/// The offers, if newer keys are all that is wanted. What an offer warms shows in its length: a path is sealed
/// to all that is blank beside it, and nothing of it is blank after it.
fn offers(size: Size, wishes: &[Wish]) -> Vec<usize> {
    let only_keys = wishes.iter().all(|wish| matches!(wish, Wish::Renew | Wish::Offer(_)));
    if !only_keys || size.is_frozen {
        return Vec::new();
    }
    let offer = |(at, wish): (usize, &Wish)| match wish {
        Wish::Offer(bytes) => Some((*bytes, at)),
        _ => None,
    };
    let mut offers: Vec<_> = wishes.iter().enumerate().filter_map(offer).collect();
    offers.sort_by_key(|(bytes, at)| (usize::MAX - bytes, *at));
    offers.into_iter().map(|(_, at)| at).collect()
}

/// What an own commit does: removals first, so that nobody comes back by the commit that takes them out (rule
/// A-06), then the rest in its order, as much as one commit takes. Its path renews more than any offer would. A
/// move to another relay comes last, and alone (rule A-36).
fn own(wishes: &[Wish]) -> Vec<usize> {
    let (mut adds, mut removes) = (0, 0);
    let mut taken: Vec<usize> = Vec::new();
    let is_removal = |at: &usize| wishes.get(*at) == Some(&Wish::Remove);
    let (first, rest): (Vec<_>, Vec<_>) = (0..wishes.len()).partition(is_removal);
    for at in first.into_iter().chain(rest) {
        let fits = match wishes.get(at) {
            Some(Wish::Remove) => {
                removes += 1;
                removes <= REMOVES_MAX
            }
            Some(Wish::Admit) => {
                adds += 1;
                adds <= ADDS_MAX
            }
            Some(Wish::Change | Wish::Renew) => true,
            Some(Wish::Offer(_) | Wish::Move) | None => false,
        };
        if fits {
            taken.push(at);
        }
    }
    let moves = wishes.iter().position(|wish| *wish == Wish::Move);
    let only_keys = taken.iter().all(|at| wishes.get(*at) == Some(&Wish::Renew));
    match moves {
        Some(at) if only_keys => vec![at],
        _ => taken,
    }
}

/// How many milliseconds after it came in, or lost a race, a device offers new keys so that the tree warms; none
/// where that is left to others (rule R-19). `chance` is any number.
#[must_use]
pub fn warms_after(devices: usize, leaf: u32, chance: u64) -> Option<u64> {
    if devices < WARMED_DEVICES || !leaf.is_multiple_of(WARM_STRIDE) {
        return None;
    }
    let few = u64::try_from(devices).unwrap_or(u64::MAX) / u64::from(WARM_STRIDE);
    Some(chance % few.saturating_mul(WARM_EACH_MS).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_790_000_000_000;

    fn size(devices: usize, age_ms: u64) -> Size {
        Size { devices, since_ms: NOW - age_ms, is_frozen: false }
    }

    fn wishes(next: Next) -> Vec<usize> {
        match next {
            Next::Commit { wishes, .. } => wishes,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn nothing_is_done_for_nothing() {
        assert_eq!(next(size(10, 0), &[], NOW), Next::Nothing);
        let frozen = Size { is_frozen: true, ..size(5_000, 0) };
        let superseding = Next::Commit { offers: vec![], wishes: vec![] };
        assert_eq!(next(frozen, &[], NOW), superseding);
        let with_offer = Next::Commit { offers: vec![], wishes: vec![] };
        assert_eq!(
            next(frozen, &[Wish::Offer(9)], NOW),
            with_offer,
            "a frozen room is not offered to"
        );
    }

    #[test]
    fn epochs_of_large_rooms_are_spaced() {
        //
        let wanted = [Wish::Remove];
        assert_eq!(next(size(PACED_DEVICES + 1, 3_000), &wanted, NOW), Next::At(NOW + 7_000));
        assert_eq!(wishes(next(size(PACED_DEVICES + 1, PACE_MS), &wanted, NOW)), [0]);
        assert_eq!(wishes(next(size(PACED_DEVICES, 0), &wanted, NOW)), [0], "small rooms are not");
        let frozen = Size { is_frozen: true, ..size(5_000, 0) };
        assert_eq!(wishes(next(frozen, &wanted, NOW)), [0], "nobody could speak meanwhile");
        let set_back = Size { since_ms: NOW + 1, ..size(5_000, 0) };
        assert_eq!(
            wishes(next(set_back, &wanted, NOW)),
            [0],
            "a clock that was set back holds nobody up"
        );
    }

    #[test]
    fn knocks_and_removals_are_batched() {
        let many: Vec<_> = (0..1_200).map(|_| Wish::Admit).collect();
        assert_eq!(wishes(next(size(10, 0), &many, NOW)), (0..ADDS_MAX).collect::<Vec<_>>());
        let many: Vec<_> = (0..1_200).map(|_| Wish::Remove).collect();
        assert_eq!(wishes(next(size(10, 0), &many, NOW)).len(), REMOVES_MAX);
        let mixed = [Wish::Admit, Wish::Offer(5), Wish::Remove, Wish::Change, Wish::Remove];
        let planned = next(size(10, 0), &mixed, NOW);
        assert_eq!(planned, Next::Commit { offers: vec![], wishes: vec![2, 4, 0, 3] });
    }

    #[test]
    fn the_offer_that_warms_most_is_taken_where_keys_are_all_that_is_wanted() {
        let wanted = [Wish::Offer(700), Wish::Renew, Wish::Offer(9_000), Wish::Offer(700)];
        let planned = next(size(10, 0), &wanted, NOW);
        assert_eq!(planned, Next::Commit { offers: vec![2, 0, 3], wishes: vec![1] });
        let planned = next(size(10, 0), &[Wish::Offer(700)], NOW);
        assert_eq!(planned, Next::Commit { offers: vec![0], wishes: vec![] });
    }

    #[test]
    fn a_room_moves_last_and_by_a_commit_of_its_own() {
        //
        let with = |rest: &[Wish]| wishes(next(size(10, 0), &[&[Wish::Move], rest].concat(), NOW));
        assert_eq!(with(&[]), [0]);
        assert_eq!(with(&[Wish::Renew, Wish::Offer(900)]), [0], "a move renews keys as well");
        for before in [Wish::Admit, Wish::Remove, Wish::Change] {
            assert!(!with(&[Wish::Renew, before]).contains(&0), "{before:?}");
        }
    }

    #[test]
    fn one_leaf_in_many_warms_the_tree_of_a_large_room() {
        //
        assert_eq!(warms_after(WARMED_DEVICES - 1, 0, 7), None);
        assert_eq!(warms_after(WARMED_DEVICES, 1, 7), None);
        let warm = (0..5_000).filter_map(|leaf| warms_after(5_000, leaf, u64::MAX)).count();
        assert_eq!(warm, 157);
        let longest = (0..9_999).filter_map(|chance| warms_after(5_000, 0, chance * 1_000)).max();
        assert!(longest > Some(9_000_000) && longest < Some(156 * WARM_EACH_MS), "{longest:?}");
    }
}
