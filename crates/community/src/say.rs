//! The one gate that every message passes: what a member may say, decided from the state of the epoch
//! before it. No clock is read; where a time matters it is the one that the sender claims.

use sitr_content::{Body, Content, Own};

use crate::settings::AgeBand;
use crate::{Accepted, Act, Grant, Invites, Persona, Policy, Role};

/// What every member knows of a message beside its content.
#[derive(Clone, Copy, Debug)]
pub struct Hearing<'a> {
    /// The policy of the epoch in which it was said.
    pub policy: &'a Policy,
    /// Who said it.
    pub speaker: &'a Persona,
    /// What the speaker's leaf accepts.
    pub accepted: Option<Accepted>,
    /// The time that the speaker claimed for the message before, if there was one in this epoch that
    /// [`Act::is_always_open`] does not let pass.
    pub last_at_ms: Option<u64>,
    /// Whether what the message replaces is the speaker's own; none where it replaces nothing, or
    /// something that this device has never seen and so cannot show.
    pub replaces_own: Option<bool>,
}

/// Why a message is dropped by everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Unsaid {
    /// Not for this role (rule A-20).
    #[error("the sender's role does not allow this")]
    Role(Act),
    /// The speaker has a timeout (rule A-21).
    #[error("the sender reads and does not speak for a while")]
    Timeout,
    /// The speaker has not accepted the present guidelines (rule A-22).
    #[error("the sender has not accepted the present guidelines")]
    Guidelines,
    /// A reaction off the room's palette (rule A-23).
    #[error("the room does not have this reaction")]
    Palette,
    /// Too soon after the message before (rule A-24).
    #[error("the room is in slow mode")]
    TooSoon,
    /// Out of the room's hours (rule A-25).
    #[error("the room is closed at this hour")]
    Closed,
    /// The room or the topic is locked, or not open to allies (rule A-26).
    #[error("the room or the topic is not open to the sender")]
    Locked,
    /// Direct messages are not for this room (rule A-27).
    #[error("this room has no direct messages")]
    Direct,
    /// Replaces what is not the speaker's own, or cannot be replaced (rule A-28).
    #[error("only one's own words can be changed or taken back")]
    NotOwn,
    /// Moderates a peer, an admin, or oneself (rule A-29).
    #[error("the sender's role does not allow to moderate this person")]
    Peer,
    /// Wants to invite more than the role may, or anybody at all (rule A-32).
    #[error("the sender's role does not invite so many")]
    Invites,
    /// Vouches for somebody who is no newcomer (rule A-39).
    #[error("members vouch for newcomers only")]
    Vouch,
    /// Said after the room's last day (rule A-42).
    #[error("the room is closed for good")]
    Over,
    /// Said to the room and meant for a few, or the other way round; or without the name that it needs
    /// (rule D-05).
    #[error("this is not said in this way")]
    Manner,
}

/// Decides whether a message counts. Whatever is refused changes nothing, on any honest client.
///
/// # Errors
/// [`Unsaid`] names the rule that the message breaks.
pub fn may_say(hearing: &Hearing<'_>, content: &Content) -> Result<(), Unsaid> {
    let act = Act::of(content);
    let role = hearing.policy.role(hearing.speaker);
    let grant = role.grant(act);
    if grant == Grant::No {
        return Err(Unsaid::Role(act));
    }
    if act == Act::Confide {
        return Err(Unsaid::Manner); // D-05
    }
    replaces(hearing, content)?;
    if act.is_always_open() {
        return Ok(());
    }
    let settings = &hearing.policy.settings;
    if settings.is_over(content.at_ms) {
        return Err(Unsaid::Over);
    }
    if settings.timeouts.contains_key(hearing.speaker) {
        return Err(Unsaid::Timeout);
    }
    let accepted = hearing.accepted.map(|accepted| accepted.0);
    if settings.guidelines.is_some() && settings.guidelines != accepted {
        return Err(Unsaid::Guidelines);
    }
    let topic = content.topic.map(|topic| topic.0);
    let open = topic.is_some_and(|topic| settings.open_topics.contains(&topic));
    if grant == Grant::OpenTopics && !open {
        return Err(Unsaid::Locked);
    }
    if !role.may(Act::Moderate) {
        room_is_open(hearing, content)?;
    }
    by_kind(hearing, role, content)
}

/// Decides whether what is said to a few counts, with the name of its author or without one.
///
/// # Errors
/// [`Unsaid`] names the rule that it breaks.
pub fn may_confide(
    policy: &Policy,
    author: Option<&Persona>,
    content: &Content,
) -> Result<(), Unsaid> {
    if content.replaces.is_some() || content.topic.is_some() {
        return Err(Unsaid::Manner);
    }
    match (&content.body, author) {
        (Body::Text(_), _) => Ok(()),
        (Body::Own(_, Own::Report(_) | Own::Appeal(_) | Own::CrisisCall(_) | Own::Rsvp(_)), _) => {
            Ok(())
        }
        (Body::Own(_, Own::PlaceTold(_) | Own::DeviceRequest(_)), Some(_)) => Ok(()),
        (Body::Own(_, Own::InviteRequest(request)), Some(author)) => {
            let enough = match policy.role(author).invites() {
                Invites::Any => true,
                Invites::Uses(most) => request.uses <= most,
            };
            if !enough {
                return Err(Unsaid::Invites);
            }
            let silenced = policy.settings.timeouts.contains_key(author);
            if silenced { Err(Unsaid::Timeout) } else { Ok(()) }
        }
        (Body::Own(_, Own::Lineage(_)), Some(author)) => {
            let keeps = policy.role(author).may(Act::Moderate);
            if keeps { Ok(()) } else { Err(Unsaid::Role(Act::Moderate)) }
        }
        (Body::Own(_, Own::MediationOffer(_)), Some(author)) => {
            if !policy.role(author).may(Act::Moderate) {
                return Err(Unsaid::Role(Act::Moderate));
            }
            let young = policy.settings.age == AgeBand::Youth;
            if young { Err(Unsaid::Direct) } else { Ok(()) }
        }
        (Body::Own(_, Own::Vote(_)), Some(author)) => may_decide(policy, author),
        (Body::Own(_, Own::Vouch(vouch)), Some(author)) => {
            may_decide(policy, author)?;
            let is_new = policy.role(&Persona(vouch.whom.0)) == Role::Newcomer;
            if is_new { Ok(()) } else { Err(Unsaid::Vouch) }
        }
        _ => Err(Unsaid::Manner), // D-05
    }
}

/// Votes in secret, and stands for others.
fn may_decide(policy: &Policy, author: &Persona) -> Result<(), Unsaid> {
    if !policy.role(author).may(Act::Vote) {
        return Err(Unsaid::Role(Act::Vote));
    }
    let silenced = policy.settings.timeouts.contains_key(author);
    if silenced { Err(Unsaid::Timeout) } else { Ok(()) }
}

/// one's own words, of a kind that can be changed.
fn replaces(hearing: &Hearing<'_>, content: &Content) -> Result<(), Unsaid> {
    if content.replaces.is_none() {
        return Ok(());
    }
    let changeable = matches!(
        content.body,
        Body::Text(_) | Body::Files { .. } | Body::Reaction(_) | Body::Deleted | Body::Unreacted
    );
    if changeable && hearing.replaces_own != Some(false) { Ok(()) } else { Err(Unsaid::NotOwn) }
}

/// What binds everybody but those who keep the room.
fn room_is_open(hearing: &Hearing<'_>, content: &Content) -> Result<(), Unsaid> {
    let settings = &hearing.policy.settings;
    let locked = content.topic.is_some_and(|topic| settings.locked_topics.contains(&topic.0));
    if settings.locked || locked {
        return Err(Unsaid::Locked);
    }
    if settings.hours.is_some_and(|hours| !hours.hold(content.at_ms)) {
        return Err(Unsaid::Closed);
    }
    let wait = u64::from(settings.slow_seconds) * 1000;
    let soon = |last: u64| content.at_ms < last.saturating_add(wait);
    if wait > 0 && hearing.last_at_ms.is_some_and(soon) {
        return Err(Unsaid::TooSoon);
    }
    Ok(())
}

fn by_kind(hearing: &Hearing<'_>, role: Role, content: &Content) -> Result<(), Unsaid> {
    let settings = &hearing.policy.settings;
    match &content.body {
        Body::Reaction(reaction) if !settings.has_reaction(reaction) => Err(Unsaid::Palette),
        Body::Own(_, Own::DirectOffer(_)) if !settings.direct || settings.age == AgeBand::Youth => {
            Err(Unsaid::Direct)
        }
        Body::Own(_, Own::ModerationAct(act)) => {
            let reaches = act.person.is_none_or(|person| {
                let person = Persona(person.0);
                person != *hearing.speaker && role.is_above(hearing.policy.role(&person))
            });
            if reaches { Ok(()) } else { Err(Unsaid::Peer) }
        }
        _ => Ok(()),
    }
}
