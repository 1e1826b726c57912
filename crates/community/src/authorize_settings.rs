//! What a commit may change of the settings, and who may (rules ).

use std::collections::{BTreeMap, BTreeSet};

use crate::{Act, Ballot, Parent, Persona, Policy, Reject, Sanction, Settings, device};

/// Decides on the settings after a commit of `author`, who is a steward and a member.
pub(crate) fn after(
    parent: Parent<'_>,
    author: &Persona,
    after: &Settings,
    members: &BTreeSet<Persona>,
) -> Result<(), Reject> {
    if after.bans.keys().any(|persona| members.contains(persona)) {
        return Err(Reject::Banned);
    }
    let before = parent.policy;
    let rank = before.role(author);
    let was = &before.settings;
    if was.votes_required && !is_as_voted(parent, after) {
        return Err(Reject::NeedsVote);
    }
    if governed(was) != governed(after) && !rank.may(Act::Govern) {
        return Err(Reject::PolicyRank);
    }
    if kept(was) != kept(after) && !rank.may(Act::Sanction) {
        return Err(Reject::KeeperRank);
    }
    let judge = Judge { before, author };
    // Whoever may impose a timeout may end one.
    for (persona, _, new) in changed(&was.timeouts, &after.timeouts) {
        judge.sanctions()?;
        if let Some(new) = new {
            judge.imposes(persona, new)?;
            // a timeout ends, and meets a member.
            if new.until_day == 0 || !members.contains(persona) {
                return Err(Reject::Sanction);
            }
        }
    }
    for (persona, old, new) in changed(&was.bans, &after.bans) {
        judge.sanctions()?;
        match (old, new) {
            (_, Some(new)) => judge.imposes(persona, new)?,
            // on an appeal somebody else decides.
            (Some(old), None) if old.by == *author && !rank.may(Act::Govern) => {
                return Err(Reject::LiftRank);
            }
            _ => {}
        }
    }
    Ok(())
}

/// guidelines stay or become what the members vote for, and votes are needed until they vote for none.
fn is_as_voted(parent: Parent<'_>, after: &Settings) -> bool {
    let same = after.guidelines == parent.policy.settings.guidelines;
    let text = same || after.guidelines.is_some_and(|hash| is_carried(parent, Ballot(hash)));
    text && (after.votes_required || is_carried(parent, Ballot::NO_MORE_VOTES))
}

/// more than half of the members whose role may vote name it in their leaves. A timeout takes nobody's
/// vote: else a moderator could decide who counts.
fn is_carried(parent: Parent<'_>, wanted: Ballot) -> bool {
    let may_vote = |persona: &&Persona| parent.policy.role(persona).may(Act::Vote);
    let members = device::personas(parent.devices);
    let electors = members.iter().filter(may_vote);
    let ayes = electors.clone().filter(|persona| parent.ballots.get(persona) == Some(&wanted));
    2 * ayes.count() > electors.count()
}

struct Judge<'a> {
    before: &'a Policy,
    author: &'a Persona,
}

impl Judge<'_> {
    fn sanctions(&self) -> Result<(), Reject> {
        let may = self.before.role(self.author).may(Act::Sanction);
        if may { Ok(()) } else { Err(Reject::KeeperRank) }
    }

    /// a sanction is of its author, against somebody whom the author could remove.
    fn imposes(&self, persona: &Persona, sanction: &Sanction) -> Result<(), Reject> {
        let above = self.before.role(self.author).is_above(self.before.role(persona));
        let own = sanction.by == *self.author && persona != self.author;
        if above && own { Ok(()) } else { Err(Reject::Sanction) }
    }
}

/// What differs: persona, before, after.
fn changed<'a>(
    before: &'a BTreeMap<Persona, Sanction>,
    after: &'a BTreeMap<Persona, Sanction>,
) -> impl Iterator<Item = (&'a Persona, Option<&'a Sanction>, Option<&'a Sanction>)> {
    let all: BTreeSet<&Persona> = before.keys().chain(after.keys()).collect();
    all.into_iter()
        .map(|persona| (persona, before.get(persona), after.get(persona)))
        .filter(|(_, old, new)| old != new)
}

/// The settings without what those who keep the room may change: the rest is the admins'. A setting that
/// is added later is theirs until somebody decides otherwise.
fn governed(settings: &Settings) -> Settings {
    let mut rest = settings.clone();
    rest.bans.clear();
    rest.timeouts.clear();
    rest.slow_seconds = 0;
    rest.locked = false;
    rest.locked_topics.clear();
    rest
}

/// What those change who keep the room, but for sanctions on persons.
fn kept(settings: &Settings) -> Settings {
    let Settings { slow_seconds, locked, locked_topics, .. } = settings.clone();
    Settings { slow_seconds, locked, locked_topics, ..Settings::default() }
}
