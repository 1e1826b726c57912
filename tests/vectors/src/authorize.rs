//! The gate of every commit, as a table of decisions (rules ).

use std::collections::BTreeSet;

use sitr_community::{Change, Name, Parent, Persona, Policy, Reject, Role, authorize};

use crate::Vector;
use crate::json::{Json, hex, object};
use crate::kit::{bytes, relay};

pub(crate) const NOTE: &str = "One room: the admin, the moderator, the doorkeeper and the member are in it, \
    the stranger is not. Personas stand by these words; each is SHA-256 of `sitr vectors v1: ` and the \
    word. `before` is the policy of the parent epoch, `policy` the one that the commit carries, `roles` what \
    it changes.";

fn who(word: &str) -> Persona {
    Persona(bytes(word))
}

fn parent() -> Policy {
    let roles =
        [("admin", Role::Admin), ("moderator", Role::Moderator), ("doorkeeper", Role::Doorkeeper)];
    Policy {
        name: Name::new("Evening").unwrap(),
        relay: relay().0,
        roles: roles.map(|(word, role)| (who(word), role)).into(),
        steward_hash: bytes("steward hash"),
    }
}

/// A commit, in words.
#[derive(Clone, Default)]
struct Case {
    closer: &'static str,
    committer: Option<&'static str>,
    adds: Vec<&'static str>,
    removes: Vec<&'static str>,
    /// Roles that the new policy gives or takes; none: no policy is carried.
    roles: Option<Vec<(&'static str, Role)>>,
    renews: bool,
    renamed: bool,
    moved: bool,
    unknown: Option<&'static str>,
}

impl Case {
    fn by(closer: &'static str) -> Self {
        Self { closer, ..Self::default() }
    }

    fn of(mut self, committer: &'static str) -> Self {
        self.committer = Some(committer);
        self
    }

    fn adds(mut self, whom: &[&'static str]) -> Self {
        self.adds = whom.to_vec();
        self
    }

    fn removes(mut self, whom: &[&'static str]) -> Self {
        self.removes = whom.to_vec();
        self
    }

    fn gives(mut self, whom: &'static str, role: Role) -> Self {
        self.roles.get_or_insert_default().push((whom, role));
        self
    }

    fn renews(mut self) -> Self {
        self.renews = true;
        self
    }

    /// The commit as a sentence.
    fn name(&self) -> String {
        let mut name = self.closer.to_owned();
        if let Some(committer) = self.committer {
            name += &format!(" closes with the commit of {committer}");
        }
        let mut say = |what: String| name += &format!(", {what}");
        self.adds.iter().for_each(|word| say(format!("adds {word}")));
        self.removes.iter().for_each(|word| say(format!("removes {word}")));
        for (word, role) in self.roles.iter().flatten() {
            say(format!("{word} becomes {}", role.name()));
        }
        let more = [
            (self.renews, "renews the secret"),
            (self.renamed, "renames the room"),
            (self.moved, "moves the room"),
            (self.unknown.is_some(), "carries something unknown"),
        ];
        more.iter().filter(|(is, _)| *is).for_each(|(_, what)| say((*what).to_owned()));
        name
    }

    fn change(&self) -> Change {
        let carried = self.roles.is_some() || self.renamed || self.moved;
        let policy = carried.then(|| {
            let mut policy = parent();
            for (word, role) in self.roles.iter().flatten() {
                match role {
                    Role::Member => policy.roles.remove(&who(word)),
                    role => policy.roles.insert(who(word), *role),
                };
            }
            if self.renews {
                policy.steward_hash = bytes("renewed steward hash");
            }
            if self.renamed {
                policy.name = Name::new("Morning").unwrap();
            }
            if self.moved {
                policy.relay = bytes("another relay");
            }
            policy
        });
        Change {
            adds: self.adds.iter().map(|word| who(word)).collect(),
            removes: self.removes.iter().map(|word| who(word)).collect(),
            policy,
            unknown: self.unknown,
        }
    }
}

fn verdict(decided: Result<(), Reject>) -> &'static str {
    match decided {
        Ok(()) => "accept",
        Err(Reject::Unknown(_)) => "A-01 unknown",
        Err(Reject::NotSteward) => "A-02 not a steward",
        Err(Reject::OfferTooMuch) => "A-03 offer too much",
        Err(Reject::AddTwice) => "A-04 added twice",
        Err(Reject::RemoveAbsent) => "A-05 removed is absent",
        Err(Reject::RemoveRank) => "A-06 rank",
        Err(Reject::PolicyRank) => "A-07 rank",
        Err(Reject::NoAdmin) => "A-08 no admin",
        Err(Reject::RoleAbsent) => "A-09 role of nobody",
        Err(Reject::StewardSecret) => "A-10 steward secret",
        Err(Reject::Relay) => "A-11 relay",
    }
}

fn vector(case: &Case) -> Vector {
    let (policy, change) = (parent(), case.change());
    let members: BTreeSet<_> = MEMBERS.map(who).into();
    let committer = case.committer.unwrap_or(case.closer);
    let parent = Parent { policy: &policy, members: &members };
    let decided = authorize(parent, &who(case.closer), &who(committer), &change);
    let words =
        |list: &[&'static str]| list.iter().map(|word| Json::from(*word)).collect::<Vec<_>>();
    let roles =
        case.roles.iter().flatten().map(|(word, role)| {
            object([("persona", (*word).into()), ("role", role.name().into())])
        });
    let carried = change.policy.as_ref().map_or(Json::Null, |policy| hex(policy.encode()));
    Vector::new(case.name(), "The decision, from the parent epoch's state alone.")
        .given("before", hex(policy.encode()))
        .given("members", words(&MEMBERS))
        .given("closer", case.closer)
        .given("committer", committer)
        .given("adds", words(&case.adds))
        .given("removes", words(&case.removes))
        .given("roles", roles.collect::<Vec<Json>>())
        .given("policy", carried)
        .given("unknown", case.unknown.map_or(Json::Null, Json::from))
        .gives("verdict", verdict(decided))
}

const MEMBERS: [&str; 4] = ["admin", "moderator", "doorkeeper", "member"];
const ALL: [&str; 5] = ["admin", "moderator", "doorkeeper", "member", "stranger"];

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = ALL.map(Case::by).into(); // a roll
    cases.extend(ALL.map(|word| Case::by(word).adds(&["stranger"])));
    cases.extend(offers());
    for closer in ["admin", "moderator", "doorkeeper"] {
        for whom in ALL {
            cases.push(Case::by(closer).adds(&[whom]).removes(&[whom]));
            let removal = Case::by(closer).removes(&[whom]);
            cases.push(match parent().role(&who(whom)) {
                Role::Member => removal,
                _ => removal.gives(whom, Role::Member).renews(),
            });
        }
        for role in Role::ALL {
            let given = Case::by(closer).gives("member", role);
            cases.push(if role == Role::Member { given } else { given.renews() });
        }
    }
    cases.extend(policies());
    cases
}

fn offers() -> Vec<Case> {
    vec![
        Case::by("admin").of("member"),
        Case::by("doorkeeper").of("admin"),
        Case::by("admin").of("stranger"),
        Case::by("member").of("admin"),
        Case::by("admin").of("member").adds(&["stranger"]),
        Case::by("admin").of("moderator").removes(&["member"]),
        Case { renamed: true, ..Case::by("admin").of("moderator") },
    ]
}

fn policies() -> Vec<Case> {
    let promoted = Case::by("admin").gives("member", Role::Moderator);
    vec![
        Case { unknown: Some("psk"), ..Case::by("admin") },
        Case { renamed: true, ..Case::by("admin") },
        Case { renamed: true, ..Case::by("moderator") },
        Case { moved: true, ..Case::by("admin") },
        promoted.clone(),
        promoted.of("admin").adds(&["stranger"]).renews(),
        Case::by("admin").gives("moderator", Role::Doorkeeper),
        Case::by("admin").gives("moderator", Role::Doorkeeper).renews(),
        Case::by("admin").gives("admin", Role::Member).renews(),
        Case::by("admin").gives("admin", Role::Moderator),
        Case::by("admin").gives("member", Role::Admin).gives("admin", Role::Member).renews(),
        Case::by("admin").gives("stranger", Role::Moderator).renews(),
        Case::by("admin").adds(&["stranger"]).gives("stranger", Role::Moderator).renews(),
        Case::by("admin").removes(&["moderator"]),
        Case::by("admin").removes(&["moderator"]).gives("moderator", Role::Member),
        Case::by("admin").adds(&["member"]),
        Case::by("admin").adds(&["stranger", "stranger"]),
        Case::by("admin").removes(&["member", "member"]),
    ]
}

pub(crate) fn vectors() -> Vec<Vector> {
    cases().iter().map(vector).collect()
}
