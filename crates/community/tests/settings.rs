//! The settings of a room: one encoding, limits, and who may change what.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

mod room;

use std::collections::BTreeMap;

use room::{changed, decide, decide_as_voted, peer, policy, sanction, who};
use sitr_community::{
    Act, AgeBand, BANS_MAX, Ballot, Change, Community, DecodeError, Hours, PALETTE_MAX, Persona,
    Policy, RETENTION_MAX_DAYS, ROUTE_MAX_BYTES, ROUTES_MAX, Reject, Role, SLOW_MAX_SECONDS,
    Settings, TIMEOUTS_MAX, TOPICS_MAX, VOUCHES_MAX,
};

type Set = fn(&mut Settings);
type Fill = fn(&mut Settings, usize);

/// What the admins alone change.
const GOVERNED: [Set; 12] = [
    |settings| settings.guidelines = Some([1; 32]),
    |settings| settings.palette = vec!["✊".to_owned(), "❤️".to_owned()],
    |settings| settings.hours = Some(Hours { from: 1200, to: 60 }),
    |settings| settings.retention_days = 30,
    |settings| settings.direct = true,
    |settings| settings.age = AgeBand::Youth,
    |settings| settings.votes_required = true,
    |settings| settings.probation = true,
    |settings| settings.open_topics = [[5; 32], [4; 32]].into(),
    |settings| settings.vouches = 2,
    |settings| settings.last_day = 20_000,
    |settings| settings.community = Some(Community { room: [8; 32], removes: false }),
];

/// What moderators change, too.
const KEPT: [Set; 3] = [
    |settings| settings.slow_seconds = 30,
    |settings| settings.locked = true,
    |settings| settings.locked_topics = [[6; 32]].into(),
];

fn whole() -> Policy {
    let mut policy = policy();
    GOVERNED.iter().chain(&KEPT).for_each(|set| set(&mut policy.settings));
    policy.settings.bans = [(Persona([50; 32]), sanction(who(Role::Admin)))].into();
    policy.settings.timeouts = [(who(Role::Member), sanction(who(Role::Moderator)))].into();
    policy
}

#[test]
fn settings_have_one_encoding_and_defaults_take_no_space() {
    let bytes = whole().encode();
    assert_eq!(Policy::decode(&bytes), Ok(whole()));
    for at in 0..bytes.len() {
        assert_eq!(Policy::decode(&bytes[..at]), Err(DecodeError));
    }
    let plain = policy().encode();
    assert_eq!(plain.last(), Some(&0xa0));
    for set in GOVERNED.iter().chain(&KEPT) {
        let mut one = policy();
        set(&mut one.settings);
        assert_eq!(Policy::decode(&one.encode()), Ok(one));
    }
    // A setting that nobody knows, a default written out, keys out of order.
    let start = &plain[..plain.len() - 1];
    for settings in [&[0xa1, 0x18, 0xff, 0xf5][..], &[0xa1, 0x03, 0x00], &[0xa1, 0x08, 0xf4]] {
        assert_eq!(Policy::decode(&[start, settings].concat()), Err(DecodeError));
    }
    assert!(Policy::decode(&[start, &[0xa2, 0x08, 0xf5, 0x0b, 0xf5][..]].concat()).is_ok());
    let swapped = [start, &[0xa2, 0x0b, 0xf5, 0x08, 0xf5][..]].concat();
    assert_eq!(Policy::decode(&swapped), Err(DecodeError));
}

#[test]
fn routes_are_few_and_lead_to_relays() {
    //
    let with = |routes: Vec<String>| {
        let mut policy = policy();
        policy.settings.routes = routes;
        Policy::decode(&policy.encode()) == Ok(policy)
    };
    let long = |bytes: usize| format!("wss://{}", "a".repeat(bytes - 6));
    assert!(with(vec!["ws://a.onion/sitr/v1".to_owned(); ROUTES_MAX]));
    assert!(!with(vec!["ws://a.onion/sitr/v1".to_owned(); ROUTES_MAX + 1]));
    assert!(with(vec![long(ROUTE_MAX_BYTES)]));
    for odd in [long(ROUTE_MAX_BYTES + 1), "https://a".to_owned(), "ws://a\u{1b}".to_owned()] {
        assert!(!with(vec![odd]));
    }
}

fn numbered(at: usize) -> [u8; 32] {
    let mut id = [0; 32];
    id[..8].copy_from_slice(&(at as u64).to_be_bytes());
    id
}

fn filled(count: usize, fill: Fill) -> Result<Policy, DecodeError> {
    let mut policy = policy();
    fill(&mut policy.settings, count);
    Policy::decode(&policy.encode())
}

#[test]
fn settings_end_at_their_limits() {
    let limits: [(usize, Fill); 8] = [
        (BANS_MAX, |settings, count| {
            let ban = |at| (Persona(numbered(at)), sanction(Persona([1; 32])));
            settings.bans = (0..count).map(ban).collect();
        }),
        (TIMEOUTS_MAX, |settings, count| {
            let timeout = |at| (Persona(numbered(at)), sanction(Persona([1; 32])));
            settings.timeouts = (0..count).map(timeout).collect();
        }),
        (PALETTE_MAX, |settings, count| {
            settings.palette = (0..count).map(|at| format!("{at}")).collect();
        }),
        (TOPICS_MAX, |settings, count| settings.open_topics = (0..count).map(numbered).collect()),
        (TOPICS_MAX, |settings, count| settings.locked_topics = (0..count).map(numbered).collect()),
        (SLOW_MAX_SECONDS as usize, |settings, count| {
            settings.slow_seconds = u32::try_from(count).unwrap();
        }),
        (RETENTION_MAX_DAYS as usize, |settings, count| {
            settings.retention_days = u32::try_from(count).unwrap();
        }),
        (usize::from(VOUCHES_MAX), |settings, count| {
            settings.vouches = u8::try_from(count).unwrap();
        }),
    ];
    for (most, fill) in limits {
        assert!(filled(most, fill).is_ok());
        assert_eq!(filled(most + 1, fill), Err(DecodeError));
    }
    for hours in
        [Hours { from: 1440, to: 1 }, Hours { from: 1, to: 1440 }, Hours { from: 5, to: 5 }]
    {
        let mut odd = policy();
        odd.settings.hours = Some(hours);
        assert_eq!(Policy::decode(&odd.encode()), Err(DecodeError));
    }
}

fn sets(before: &Policy, role: Role, set: impl FnOnce(&mut Settings)) -> Result<(), Reject> {
    decide(before, who(role), &changed(before, |after| set(&mut after.settings)))
}

#[test]
fn admins_govern_and_moderators_keep() {
    //
    for set in GOVERNED {
        assert_eq!(sets(&policy(), Role::Admin, set), Ok(()));
        for role in [Role::Moderator, Role::Doorkeeper] {
            assert_eq!(sets(&policy(), role, set), Err(Reject::PolicyRank));
        }
    }
    for set in KEPT {
        assert_eq!(sets(&policy(), Role::Admin, set), Ok(()));
        assert_eq!(sets(&policy(), Role::Moderator, set), Ok(()));
        assert_eq!(sets(&policy(), Role::Doorkeeper, set), Err(Reject::KeeperRank));
    }
}

#[test]
fn who_is_banned_stays_out() {
    //
    let mut room = policy();
    room.settings.bans.insert(room::STRANGER, sanction(who(Role::Moderator)));
    for role in [Role::Admin, Role::Moderator, Role::Doorkeeper] {
        let add = Change { adds: vec![room::STRANGER.into()], ..Change::default() };
        assert_eq!(decide(&room, who(role), &add), Err(Reject::Banned));
    }
    // Nor does anybody stay who is banned in the same breath.
    let (by, target) = (who(Role::Admin), who(Role::Member));
    let kept = sets(&policy(), Role::Admin, |settings| {
        settings.bans.insert(target, sanction(by));
    });
    assert_eq!(kept, Err(Reject::Banned));
    // Lifted and added at once: an admin's two words in one commit.
    let mut back = changed(&room, |after| after.settings.bans.clear());
    back.adds.push(room::STRANGER.into());
    assert_eq!(decide(&room, who(Role::Admin), &back), Ok(()));
}

#[test]
fn who_is_new_enters_as_the_policy_says() {
    //
    let mut room = policy();
    let add = |room: &Policy, role: Role| {
        let change = changed(room, |after| after.set_role(room::STRANGER, role));
        Change { adds: vec![room::STRANGER.into()], ..change }
    };
    for role in [Role::Admin, Role::Moderator, Role::Doorkeeper] {
        assert_eq!(decide(&room, who(role), &add(&room, Role::Member)), Ok(()));
    }
    room.settings.probation = true;
    for role in [Role::Admin, Role::Moderator, Role::Doorkeeper] {
        assert_eq!(decide(&room, who(role), &add(&room, Role::Newcomer)), Ok(()));
    }
    let refused = Err(Reject::Probation);
    assert_eq!(decide(&room, who(Role::Doorkeeper), &add(&room, Role::Member)), refused);
    assert_eq!(decide(&room, who(Role::Moderator), &add(&room, Role::Member)), Ok(()));
    assert_eq!(decide(&room, who(Role::Moderator), &add(&room, Role::Ally)), refused);
    assert_eq!(decide(&room, who(Role::Admin), &add(&room, Role::Ally)), Ok(()));
    // Who comes back is what it was.
    let member = who(Role::Mentor);
    let back =
        Change { adds: vec![member.into()], removes: vec![member.into()], ..Change::default() };
    assert_eq!(decide(&room, who(Role::Doorkeeper), &back), Ok(()));
}

#[test]
fn a_sanction_is_its_authors_and_ends() {
    //
    let (moderator, other) = (who(Role::Moderator), peer(Role::Moderator));
    let member = who(Role::Member);
    let timeout = |sanction| {
        sets(&policy(), Role::Moderator, |settings| {
            settings.timeouts.insert(member, sanction);
        })
    };
    assert_eq!(timeout(sanction(moderator)), Ok(()));
    assert_eq!(timeout(sanction(other)), Err(Reject::Sanction));
    let endless = sitr_community::Sanction { until_day: 0, ..sanction(moderator) };
    assert_eq!(timeout(endless), Err(Reject::Sanction));
    let absent = sets(&policy(), Role::Moderator, |settings| {
        settings.timeouts.insert(room::STRANGER, sanction(moderator));
    });
    assert_eq!(absent, Err(Reject::Sanction));
    let themselves = sets(&policy(), Role::Admin, |settings| {
        settings.timeouts.insert(who(Role::Admin), sanction(who(Role::Admin)));
    });
    assert_eq!(themselves, Err(Reject::Sanction));
    // A ban may have no end, and may be of somebody who is gone already.
    let ban = sets(&policy(), Role::Moderator, |settings| {
        settings.bans.insert(room::STRANGER, endless);
    });
    assert_eq!(ban, Ok(()));
}

#[test]
fn a_ban_is_lifted_by_somebody_else_or_an_admin() {
    //
    let mut room = policy();
    let (moderator, member) = (who(Role::Moderator), who(Role::Member));
    room.settings.bans.insert(room::STRANGER, sanction(moderator));
    room.settings.timeouts.insert(member, sanction(moderator));
    let lift = |author: Persona| {
        decide(&room, author, &changed(&room, |after| after.settings.bans.clear()))
    };
    assert_eq!(lift(moderator), Err(Reject::LiftRank));
    assert_eq!(lift(peer(Role::Moderator)), Ok(()));
    assert_eq!(lift(who(Role::Admin)), Ok(()));
    assert_eq!(lift(who(Role::Doorkeeper)), Err(Reject::KeeperRank));
    let end = |author: Persona| {
        decide(&room, author, &changed(&room, |after| after.settings.timeouts.clear()))
    };
    for author in [moderator, peer(Role::Moderator), who(Role::Admin)] {
        assert_eq!(end(author), Ok(()));
    }
    assert_eq!(end(who(Role::Doorkeeper)), Err(Reject::KeeperRank));
}

#[test]
fn guidelines_change_by_vote_where_the_policy_asks_for_one() {
    //
    let mut room = policy();
    room.settings.votes_required = true;
    let change: [Set; 2] = [
        |settings| settings.guidelines = Some([9; 32]),
        |settings| settings.votes_required = false,
    ];
    for set in change {
        assert_eq!(sets(&room, Role::Admin, set), Err(Reject::NeedsVote));
    }
    assert_eq!(sets(&room, Role::Admin, |settings| settings.slow_seconds = 9), Ok(()));
}

#[test]
fn more_than_half_of_those_who_may_vote_decide() {
    //
    let mut room = policy();
    room.settings.votes_required = true;
    room.settings.guidelines = Some([7; 32]);
    // Two of each of five roles may vote: half of them is not enough.
    let wanted = Ballot([9; 32]);
    let may_vote = |persona: &Persona| room.role(persona).may(Act::Vote);
    let (electors, others): (Vec<_>, Vec<_>) =
        sitr_community::personas(&room::devices()).into_iter().partition(may_vote);
    assert_eq!((electors.len(), others.len()), (10, 6));
    let named = |hash| changed(&room, |after| after.settings.guidelines = Some(hash));
    let decided = |ayes: &[Persona], change: &Change, by: Role| {
        let ballots: BTreeMap<_, _> = ayes.iter().map(|aye| (*aye, wanted)).collect();
        decide_as_voted(&room, &ballots, who(by), change)
    };
    let ayes = |count: usize| electors.iter().take(count).copied().collect::<Vec<_>>();
    assert_eq!(decided(&ayes(5), &named([9; 32]), Role::Admin), Err(Reject::NeedsVote));
    assert_eq!(decided(&ayes(6), &named([9; 32]), Role::Admin), Ok(()));
    // Not by who may not vote, not for another text, and by an admin all the same.
    let crowd = [ayes(5), others].concat();
    assert_eq!(decided(&crowd, &named([9; 32]), Role::Admin), Err(Reject::NeedsVote));
    assert_eq!(decided(&ayes(10), &named([8; 32]), Role::Admin), Err(Reject::NeedsVote));
    assert_eq!(decided(&ayes(10), &named([9; 32]), Role::Moderator), Err(Reject::PolicyRank));
    let taken = changed(&room, |after| after.settings.guidelines = None);
    assert_eq!(decided(&ayes(10), &taken, Role::Admin), Err(Reject::NeedsVote));
    // Guidelines and the need of votes are two questions.
    let free = changed(&room, |after| after.settings.votes_required = false);
    assert_eq!(decided(&ayes(10), &free, Role::Admin), Err(Reject::NeedsVote));
    let ballots = ayes(6).into_iter().map(|aye| (aye, Ballot::NO_MORE_VOTES)).collect();
    assert_eq!(decide_as_voted(&room, &ballots, who(Role::Admin), &free), Ok(()));
    let both = changed(&room, |after| {
        after.settings.votes_required = false;
        after.settings.guidelines = Some([9; 32]);
    });
    let both = decide_as_voted(&room, &ballots, who(Role::Admin), &both);
    assert_eq!(both, Err(Reject::NeedsVote));
}
