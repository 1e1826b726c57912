//! The role table, written down a second time, and everything that it says tried with everybody.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod room;
mod said;

use room::{changed, decide, devices, peer, policy, removal, sanction, who};
use sitr_community::{Act, Change, Grant, Hearing, Invites, Reject, Role, Unsaid, may_say};

/// One letter a role, in this order; `o` is open topics only.
const ROLES: [&str; 8] =
    ["newcomer", "member", "ally", "mentor", "professional", "moderator", "admin", "doorkeeper"];
const TABLE: [(&str, Act); 21] = [
    ("y y y y y y y y", Act::Leave),
    ("y y y y y y y y", Act::Accept),
    ("y y y y y y y -", Act::Retract),
    ("y y o y y y y -", Act::Speak),
    ("y y o y y y y -", Act::React),
    ("- y - y y y y -", Act::Share),
    ("- y - y y y y -", Act::Start),
    ("- y - y y y y -", Act::Vote),
    ("- y - y y - - -", Act::AskDirect),
    ("- - - y y y y -", Act::DraftKnowledge),
    ("- - - - y y y -", Act::Publish),
    ("- - - y y y y -", Act::AnswerCrisis),
    ("- - - - - y y -", Act::Moderate),
    ("y y y y y y y -", Act::Confide),
    ("- - - - - y y y", Act::TellStewards),
    ("- - - - - - y -", Act::SayGuidelines),
    ("- - - - - y y y", Act::Admit),
    ("- - - - - y y -", Act::Remove),
    ("- - - - - y y -", Act::Sanction),
    ("- - - - - y y -", Act::EndProbation),
    ("- - - - - - y -", Act::Govern),
];

fn expected(role: Role, act: Act) -> Grant {
    let column = ROLES.iter().position(|name| *name == role.name()).unwrap();
    let (row, _) = TABLE.iter().find(|(_, of)| *of == act).unwrap();
    match row.split(' ').nth(column).unwrap() {
        "y" => Grant::Yes,
        "o" => Grant::OpenTopics,
        _ => Grant::No,
    }
}

#[test]
fn every_role_and_every_act() {
    //
    assert_eq!(Act::ALL, TABLE.map(|(_, act)| act));
    for role in Role::ALL {
        assert_eq!(Role::of_name(role.name()), Some(role));
        assert_eq!(Role::of_byte(role as u8), Some(role));
        for act in Act::ALL {
            assert_eq!(role.grant(act), expected(role, act), "{role:?} {act:?}");
        }
    }
    assert_eq!(Role::of_byte(0), None);
    let invites = Role::ALL.map(Role::invites);
    let (none, any) = (Invites::Uses(0), Invites::Any);
    let [two, five] = [2, 5].map(Invites::Uses);
    assert_eq!(invites, [none, two, none, five, none, any, any, none]);
}

/// Every kind of message by everybody, in a room where nothing else forbids it.
#[test]
fn every_role_and_everything_that_can_be_said() {
    //
    let mut open = policy();
    open.settings.direct = true;
    open.settings.open_topics = [said::TOPIC.0].into();
    let mut acts = Vec::new();
    for content in said::everything() {
        let act = Act::of(&content);
        acts.push(act);
        for role in Role::ALL {
            let speaker = who(role);
            let hearing = Hearing {
                policy: &open,
                speaker: &speaker,
                accepted: None,
                last_at_ms: None,
                replaces_own: None,
            };
            let mut in_topic = content.clone();
            in_topic.topic = Some(said::TOPIC);
            let (free, topical) = match expected(role, act) {
                // D-05
                Grant::Yes if act == Act::Confide => (Err(Unsaid::Manner), Err(Unsaid::Manner)),
                Grant::Yes => (Ok(()), Ok(())),
                Grant::OpenTopics => (Err(Unsaid::Locked), Ok(())),
                Grant::No => (Err(Unsaid::Role(act)), Err(Unsaid::Role(act))),
            };
            assert_eq!(may_say(&hearing, &content), free, "{role:?} {act:?}");
            assert_eq!(may_say(&hearing, &in_topic), topical, "{role:?} {act:?}");
        }
    }
    let by_commit = [Act::Admit, Act::Remove, Act::Sanction, Act::EndProbation, Act::Govern];
    for act in Act::ALL {
        assert!(acts.contains(&act) != by_commit.contains(&act), "{act:?}");
    }
}

fn steward(role: Role) -> bool {
    matches!(role, Role::Moderator | Role::Admin | Role::Doorkeeper)
}

/// Admins reach all, moderators all but moderators and admins, others nobody.
fn reaches(actor: Role, whom: Role) -> bool {
    let keeper = matches!(whom, Role::Moderator | Role::Admin);
    actor == Role::Admin || (actor == Role::Moderator && !keeper)
}

/// What a commit of this author comes to that only some stewards may make.
fn or(author: Role, may: bool, reject: Reject) -> Result<(), Reject> {
    if !steward(author) {
        return Err(Reject::NotSteward);
    }
    if may { Ok(()) } else { Err(reject) }
}

#[test]
fn every_role_removes_and_sanctions_every_role() {
    //
    let before = policy();
    for author in Role::ALL {
        for whom in Role::ALL {
            let (by, target) = (who(author), peer(whom));
            let may = reaches(author, whom);
            let removed = decide(&before, by, &removal(&before, target));
            assert_eq!(removed, or(author, may, Reject::RemoveRank), "{author:?} {whom:?}");

            let refused =
                if author == Role::Doorkeeper { Reject::KeeperRank } else { Reject::Sanction };
            let timeout = changed(&before, |after| {
                after.settings.timeouts.insert(target, sanction(by));
            });
            let decided = decide(&before, by, &timeout);
            assert_eq!(decided, or(author, may, refused), "{author:?} {whom:?}");

            let mut ban = removal(&before, target);
            ban.policy.as_mut().unwrap().settings.bans.insert(target, sanction(by));
            let decided = decide(&before, by, &ban);
            assert_eq!(decided, or(author, may, Reject::RemoveRank), "{author:?} {whom:?}");
        }
    }
}

#[test]
fn every_role_gives_every_role_to_every_role() {
    //
    let before = policy();
    for author in Role::ALL {
        for from in Role::ALL {
            for to in Role::ALL {
                let target = peer(from);
                let given = changed(&before, |after| after.set_role(target, to));
                let probation =
                    [from, to].iter().all(|role| matches!(role, Role::Newcomer | Role::Member));
                let may =
                    from == to || author == Role::Admin || (author == Role::Moderator && probation);
                let decided = decide(&before, who(author), &given);
                let expected = or(author, may, Reject::PolicyRank);
                assert_eq!(decided, expected, "{author:?}: {from:?} to {to:?}");
            }
        }
    }
}

/// A moderator's own acts reach as far in words as by commit.
#[test]
fn every_role_moderates_every_role_in_words() {
    //
    let before = policy();
    for author in Role::ALL {
        for whom in Role::ALL {
            let speaker = who(author);
            let hearing = Hearing {
                policy: &before,
                speaker: &speaker,
                accepted: None,
                last_at_ms: None,
                replaces_own: None,
            };
            let expected = match (author, reaches(author, whom)) {
                (Role::Moderator | Role::Admin, true) => Ok(()),
                (Role::Moderator | Role::Admin, false) => Err(Unsaid::Peer),
                _ => Err(Unsaid::Role(Act::Moderate)),
            };
            assert_eq!(may_say(&hearing, &said::hides(&peer(whom))), expected);
        }
    }
}

#[test]
fn nobody_changes_anything_from_outside() {
    //
    let before = policy();
    assert!(!devices().contains(&room::STRANGER.into()));
    let roll = Change::default();
    assert_eq!(decide(&before, room::STRANGER, &roll), Err(Reject::NotSteward));
}
