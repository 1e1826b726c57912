//! The gate of every commit, as a table of decisions (rules ).

use std::collections::BTreeSet;

use sitr_community::{
    Ballot, Change, Device, Name, Parent, Persona, Policy, Reject, Role, Sanction, Settings,
    authorize,
};

use crate::Vector;
use crate::json::{Json, hex, object};
use crate::kit::{bytes, relay};

pub(crate) const NOTE: &str = "One room with somebody in every role, called by the role, and another \
    moderator, `peer`; the stranger is not in it. Each persona is SHA-256 of `sitr vectors v1: ` and the \
    word; `member+1` is its device of number 1, `member` that of number 0. `before` is the policy of the parent epoch, `ballots` what its leaves vote for, `policy` the one that the commit carries, `roles` what \
    it changes.";

pub(crate) fn who(word: &str) -> Persona {
    Persona(bytes(word))
}

/// A device, by the word for its persona, and `+` and its number if that is not 0.
fn device(word: &str) -> Device {
    match word.split_once('+') {
        Some((word, number)) => Device { persona: who(word), number: number.parse().unwrap() },
        None => who(word).into(),
    }
}

pub(crate) fn parent() -> Policy {
    let mut policy = Policy {
        name: Name::new("Evening").unwrap(),
        relay: relay().0,
        roles: [(who("peer"), Role::Moderator)].into(),
        steward_hash: bytes("steward hash"),
        settings: Settings::default(),
    };
    for role in Role::ALL {
        policy.set_role(who(role.name()), role);
    }
    policy
}

/// A change of the settings, in words and in deed.
type Set = (&'static str, fn(&mut Settings));

/// A commit, in words.
#[derive(Clone, Default)]
struct Case {
    closer: &'static str,
    committer: Option<&'static str>,
    adds: Vec<&'static str>,
    removes: Vec<&'static str>,
    /// Roles that the new policy gives or takes; none: no policy is carried.
    roles: Option<Vec<(&'static str, Role)>>,
    /// What was decided before, and what the commit decides.
    before: Option<Set>,
    sets: Option<Set>,
    renews: bool,
    renamed: bool,
    moved: bool,
    unknown: Option<&'static str>,
    /// Further devices of members.
    also: Vec<&'static str>,
    /// Who votes for what.
    ballots: Vec<(&'static str, [u8; 32])>,
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

    fn sets(mut self, what: &'static str, set: fn(&mut Settings)) -> Self {
        self.sets = Some((what, set));
        self
    }

    fn after(mut self, what: &'static str, set: fn(&mut Settings)) -> Self {
        self.before = Some((what, set));
        self
    }

    /// Where members have these devices too.
    fn also(mut self, devices: &[&'static str]) -> Self {
        self.also = devices.to_vec();
        self
    }

    fn voted(mut self, ayes: &[&'static str], wanted: [u8; 32]) -> Self {
        self.ballots = ayes.iter().map(|aye| (*aye, wanted)).collect();
        self
    }

    fn parent(&self) -> Policy {
        let mut policy = parent();
        if let Some((_, set)) = self.before {
            set(&mut policy.settings);
        }
        policy
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
        if let Some((what, _)) = self.sets {
            say(what.to_owned());
        }
        if let Some((what, _)) = self.before {
            say(format!("where {what}"));
        }
        if !self.also.is_empty() {
            say(format!("where there is {}", self.also.join(" and ")));
        }
        if let Some((_, wanted)) = self.ballots.first() {
            let voters: Vec<_> = self.ballots.iter().map(|(word, _)| *word).collect();
            let what = if *wanted == [0; 32] {
                "no more votes"
            } else if *wanted == bytes("guidelines") {
                "these guidelines"
            } else {
                "other guidelines"
            };
            say(format!("{} vote for {what}", voters.join(" and ")));
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
        let carried = self.roles.is_some() || self.renamed || self.moved || self.sets.is_some();
        let policy = carried.then(|| {
            let mut policy = self.parent();
            for (word, role) in self.roles.iter().flatten() {
                policy.set_role(who(word), *role);
            }
            if let Some((_, set)) = self.sets {
                set(&mut policy.settings);
            }
            if self.renews {
                policy.steward_hash = bytes("renewed steward hash");
            }
            if self.renamed {
                policy.name = Name::new("Morning").unwrap();
            }
            if self.moved {
                policy.relay = bytes("another relay");
                policy.settings.routes = vec!["wss://other.example/sitr/v1".to_owned()];
            }
            policy
        });
        Change {
            adds: self.adds.iter().map(|word| device(word)).collect(),
            removes: self.removes.iter().map(|word| device(word)).collect(),
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
        Err(Reject::Banned) => "A-12 banned",
        Err(Reject::Probation) => "A-13 another role than newcomers have",
        Err(Reject::KeeperRank) => "A-14 rank",
        Err(Reject::Sanction) => "A-15 sanction",
        Err(Reject::LiftRank) => "A-16 rank",
        Err(Reject::NeedsVote) => "A-17 no vote",
        Err(Reject::Move) => "A-36 not a move alone",
        Err(Reject::DeviceNumber) => "A-33 too many devices",
    }
}

fn vector(case: &Case) -> Vector {
    let (policy, change) = (case.parent(), case.change());
    let members: Vec<_> = MEMBERS.iter().chain(&case.also).copied().collect();
    let devices: BTreeSet<_> = members.iter().map(|word| device(word)).collect();
    let committer = case.committer.unwrap_or(case.closer);
    let ballots = case.ballots.iter().map(|(word, hash)| (who(word), Ballot(*hash))).collect();
    let parent = Parent { policy: &policy, devices: &devices, ballots: &ballots };
    let decided = authorize(parent, &who(case.closer), &who(committer), &change);
    let votes = case
        .ballots
        .iter()
        .map(|(word, hash)| object([("persona", (*word).into()), ("wanted", hex(hash))]));
    let words =
        |list: &[&'static str]| list.iter().map(|word| Json::from(*word)).collect::<Vec<_>>();
    let roles =
        case.roles.iter().flatten().map(|(word, role)| {
            object([("persona", (*word).into()), ("role", role.name().into())])
        });
    let carried = change.policy.as_ref().map_or(Json::Null, |policy| hex(policy.encode()));
    Vector::new(case.name(), "The decision, from the parent epoch's state alone.")
        .given("before", hex(policy.encode()))
        .given("members", words(&members))
        .given("ballots", votes.collect::<Vec<Json>>())
        .given("closer", case.closer)
        .given("committer", committer)
        .given("adds", words(&case.adds))
        .given("removes", words(&case.removes))
        .given("roles", roles.collect::<Vec<Json>>())
        .given("policy", carried)
        .given("unknown", case.unknown.map_or(Json::Null, Json::from))
        .gives("verdict", verdict(decided))
}

const MEMBERS: [&str; 9] = [
    "newcomer",
    "member",
    "ally",
    "mentor",
    "professional",
    "moderator",
    "peer",
    "admin",
    "doorkeeper",
];
const ALL: [&str; 10] = [
    "newcomer",
    "member",
    "ally",
    "mentor",
    "professional",
    "moderator",
    "peer",
    "admin",
    "doorkeeper",
    "stranger",
];

/// Members with several devices (rules ).
fn devices() -> Vec<Case> {
    let with = |by| Case::by(by).also(&["member+1", "moderator+1", "admin+1"]);
    let mut cases = Vec::new();
    for by in ["moderator", "admin", "doorkeeper", "member"] {
        cases.extend([
            with(by).adds(&["member+2"]),
            with(by).adds(&["member+1"]),
            with(by).adds(&["member+4"]),
            with(by).removes(&["member+1"]),
            with(by).removes(&["member", "member+1"]),
            with(by).removes(&["moderator+1"]),
            with(by).removes(&["admin+1"]),
            with(by).removes(&["member+1"]).adds(&["member+1"]),
            with(by).removes(&["member", "member+1"]).adds(&["member"]),
            with(by).removes(&["member"]).adds(&["member+2"]),
        ]);
    }
    cases.push(Case::by("admin").removes(&["member+1"]));
    cases.push(with("admin").removes(&["moderator"]));
    cases.push(with("admin").removes(&["moderator", "moderator+1"]));
    cases
}

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
                role if !role.is_steward() => removal.gives(whom, Role::Member),
                _ => removal.gives(whom, Role::Member).renews(),
            });
        }
        for whom in ["member", "newcomer"] {
            for role in Role::ALL {
                let given = Case::by(closer).gives(whom, role);
                cases.push(if role.is_steward() { given.renews() } else { given });
            }
        }
    }
    cases.extend(policies());
    cases.extend(decisions());
    cases.extend(sanctions());
    cases.extend(moves());
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

/// The room goes to another relay, or seems to.
fn moves() -> Vec<Case> {
    let to = |case: Case| Case { moved: true, ..case };
    let routes = |settings: &mut Settings| {
        settings.routes = vec!["wss://one.example/sitr/v1".to_owned(), "ws://two.onion".to_owned()];
    };
    vec![
        to(Case::by("admin")),
        to(Case::by("moderator")),
        to(Case::by("doorkeeper")),
        to(Case::by("admin").of("member")),
        to(Case::by("admin").after("the room moved before", routes)),
        Case::by("admin").sets("names routes", routes),
        Case::by("admin").after("the room moved before", routes),
        to(Case::by("admin").adds(&["stranger"])),
        to(Case::by("admin").removes(&["member"])),
        Case { renamed: true, ..to(Case::by("admin")) },
        to(Case::by("admin").gives("moderator", Role::Member).renews()),
        to(Case::by("admin").sets("sets slow mode", |settings| settings.slow_seconds = 30)),
    ]
}

/// What stewards decide for the room.
fn decisions() -> Vec<Case> {
    let each: [Set; 4] = [
        ("sets slow mode", |settings| settings.slow_seconds = 30),
        ("locks the room", |settings| settings.locked = true),
        ("names other guidelines", |settings| settings.guidelines = Some(bytes("guidelines"))),
        ("lets newcomers wait", |settings| settings.probation = true),
    ];
    let mut cases = Vec::new();
    for (what, set) in each {
        for closer in ["admin", "moderator", "doorkeeper"] {
            cases.push(Case::by(closer).sets(what, set));
        }
    }
    let voted: Set = ("guidelines need a vote", |settings| settings.votes_required = true);
    let (what, set) = each[3];
    cases.push(Case::by("admin").sets(what, set).after(voted.0, voted.1));
    cases.extend(votes(voted));
    let waits: Set = ("newcomers wait", |settings| settings.probation = true);
    for closer in ["admin", "moderator", "doorkeeper"] {
        for role in [Role::Newcomer, Role::Member, Role::Ally] {
            let add = Case::by(closer).adds(&["stranger"]).gives("stranger", role);
            cases.push(add.after(waits.0, waits.1));
        }
    }
    cases
}

/// Six of the nine members may vote: three are half of them, and four are more.
fn votes(needed: Set) -> Vec<Case> {
    let named = bytes("guidelines");
    let guidelines: fn(&mut Settings) = |settings| settings.guidelines = Some(bytes("guidelines"));
    let free: fn(&mut Settings) = |settings| settings.votes_required = false;
    let case = |closer, what, set| Case::by(closer).sets(what, set).after(needed.0, needed.1);
    let names = |closer| case(closer, "names other guidelines", guidelines);
    let frees = || case("admin", "needs no more votes", free);
    vec![
        names("admin"),
        names("admin").voted(&["member", "mentor", "admin"], named),
        names("admin")
            .voted(&["member", "mentor", "peer", "newcomer", "ally", "doorkeeper"], named),
        names("admin").voted(&["member", "mentor", "admin", "peer"], named),
        names("admin").voted(&["member", "mentor", "admin", "peer"], bytes("other guidelines")),
        names("moderator").voted(&["member", "mentor", "admin", "peer"], named),
        frees(),
        frees().voted(&["member", "mentor", "professional", "peer"], named),
        frees().voted(&["member", "mentor", "professional", "peer"], [0; 32]),
    ]
}

fn sanction(by: &str, until_day: u32) -> Sanction {
    Sanction { by: who(by), rule: 2, until_day }
}

/// Timeouts and bans.
fn sanctions() -> Vec<Case> {
    let imposed: [Set; 8] = [
        ("gives the member a timeout of the admin", |settings| {
            settings.timeouts.insert(who("member"), sanction("admin", 20_000));
        }),
        ("gives the member a timeout of the moderator", |settings| {
            settings.timeouts.insert(who("member"), sanction("moderator", 20_000));
        }),
        ("gives the member a timeout of the moderator without an end", |settings| {
            settings.timeouts.insert(who("member"), sanction("moderator", 0));
        }),
        ("gives the peer a timeout of the moderator", |settings| {
            settings.timeouts.insert(who("peer"), sanction("moderator", 20_000));
        }),
        ("gives the peer a timeout of the admin", |settings| {
            settings.timeouts.insert(who("peer"), sanction("admin", 20_000));
        }),
        ("gives the stranger a timeout of the moderator", |settings| {
            settings.timeouts.insert(who("stranger"), sanction("moderator", 20_000));
        }),
        ("bans the stranger for the moderator", |settings| {
            settings.bans.insert(who("stranger"), sanction("moderator", 0));
        }),
        ("bans the member for the moderator, who stays", |settings| {
            settings.bans.insert(who("member"), sanction("moderator", 0));
        }),
    ];
    let mut cases = Vec::new();
    for (what, set) in imposed {
        for closer in ["admin", "moderator", "doorkeeper"] {
            cases.push(Case::by(closer).sets(what, set));
        }
    }
    let banned: Set = ("the moderator banned the stranger", |settings| {
        settings.bans.insert(who("stranger"), sanction("moderator", 20_000));
    });
    let timed: Set = ("the moderator gave the member a timeout", |settings| {
        settings.timeouts.insert(who("member"), sanction("moderator", 20_000));
    });
    for closer in ["admin", "moderator", "peer", "doorkeeper"] {
        cases.push(Case::by(closer).adds(&["stranger"]).after(banned.0, banned.1));
        let lift = Case::by(closer).sets("lifts all bans", |settings| settings.bans.clear());
        cases.push(lift.after(banned.0, banned.1));
        let end = Case::by(closer).sets("ends all timeouts", |settings| settings.timeouts.clear());
        cases.push(end.after(timed.0, timed.1));
    }
    cases
}

pub(crate) fn vectors() -> Vec<Vector> {
    cases().iter().chain(&devices()).map(vector).collect()
}
