//! A room's move to another relay: wanted by an admin, made by one commit, followed by each member for itself.

use sitr_wire::{Mailbox, RelayId};

use crate::body::{RelayRef, decode, encode};
use crate::core::{Core, Live};
use crate::error::CoreError;
use crate::ids::RoomId;
use crate::state::{Event, Intent, KnockState, Purpose, Room, RoomNote, Standing, Step};
use crate::store::Store;

/// Relays that are remembered of where a room was before: what its messages point to lies there.
const FORMER_MAX: usize = 4;
/// What those are told who knocked before the move.
const KNOCK_AGAIN: &str = "the room moves to another relay: ask for a new link";

/// How far a route hides who goes by it, and from whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Guard {
    /// In clear.
    Plain,
    /// TLS.
    Tls,
    /// An onion service.
    Onion,
}

impl Guard {
    fn of(route: &str) -> Self {
        let rest = route.split_once("://").map_or(route, |(_, rest)| rest);
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let host = host.rsplit('@').next().unwrap_or_default();
        let host = host.split(':').next().unwrap_or_default().trim_end_matches('.');
        if host.to_ascii_lowercase().ends_with(".onion") {
            Self::Onion
        } else if route.starts_with("wss://") {
            Self::Tls
        } else {
            Self::Plain
        }
    }
}

/// Those of the named routes that guard a device as well as the first of its own does (rule R-31).
fn as_guarded(own: &[String], named: &[String]) -> Vec<String> {
    let least = own.first().map_or(Guard::Plain, |route| Guard::of(route));
    named.iter().filter(|route| Guard::of(route) >= least).cloned().collect()
}

impl<S: Store> Core<'_, S> {
    /// Wants the room moved to another relay, which the caller has asked for its identity. Its invites end now, and
    /// who knocked by them is told to come by another; the commit is made when that is done.
    ///
    /// # Errors
    /// [`CoreError::Forbidden`] where this device's own role does not allow it; [`CoreError::SameRelay`] where the
    /// room is there already.
    pub fn move_to(&mut self, id: &RoomId, there: RelayRef) -> Result<(), CoreError> {
        let live = self.live(id)?;
        if live.room.relay.id == there.id {
            return Err(CoreError::SameRelay);
        }
        self.want(id, &Intent::Move(there))?;
        self.ends_its_errands(&live).map(drop)
    }

    /// The classes of the room's mailboxes, for which another relay must have room.
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is no member.
    pub fn mailbox(&self, id: &RoomId) -> Result<Mailbox, CoreError> {
        Ok(self.live(id)?.epoch.mailbox)
    }

    /// Ends what cannot go along: the invites, and the knocks that came by them (rule R-32). Tells whether nothing
    /// is left to ask of the present relay but the commit itself.
    pub(super) fn ends_its_errands(&mut self, live: &Live) -> Result<bool, CoreError> {
        let id = &live.room.id;
        for knock in self.store.knocks(id)? {
            if knock.state == KnockState::Waiting {
                self.refuse(id, &knock.id, KNOCK_AGAIN)?;
            }
        }
        for invite in self.store.invites(id)?.into_iter().filter(|invite| !invite.revoked) {
            self.revoke_invite(id, &invite.keys.id())?;
        }
        let waiting = self.store.waiting_errands(id)?;
        Ok(!waiting.iter().any(|errand| stays_behind(&errand.purpose)))
    }

    /// The room has moved, on this device too. Whoever made the commit has consented by that; everybody else is
    /// asked, and contacts nobody meanwhile but the relay that the room was at.
    pub(super) fn moved(
        &mut self,
        live: &mut Live,
        there: RelayRef,
        is_own: bool,
    ) -> Result<(), CoreError> {
        let (id, is_leaving) = (live.room.id, live.room.standing == Standing::Leaving);
        self.nobody_knocks(&live.room, is_own)?;
        for (number, intent) in self.store.intents(&id)? {
            if matches!(intent, Intent::Move(_) | Intent::Admit(_)) {
                self.store.delete_intent(number)?;
            }
        }
        live.room.past = None;
        if is_own {
            return self.settle_at(&mut live.room, there);
        }
        self.store.put_note(&id, RoomNote::Moving, Some(&encode(&there)))?;
        if is_leaving {
            return self.leave_behind(&mut live.room);
        }
        self.event(&id, &Event::Moves(there.routes))?;
        self.stand(&mut live.room, Standing::Moving)
    }

    /// Nobody comes in by an invite of the relay before (rule R-32).
    fn nobody_knocks(&mut self, room: &Room, is_own: bool) -> Result<(), CoreError> {
        for mut invite in self.store.invites(&room.id)?.into_iter().filter(|it| !it.revoked) {
            if invite.made_here && !is_own {
                self.burn_invite(room, invite)?;
            } else {
                invite.revoked = true;
                self.store.put_invite(&room.id, &invite)?;
            }
        }
        for mut knock in self.store.knocks(&room.id)? {
            if crate::knock::is_open(&knock) {
                knock.state = KnockState::Refused;
                self.store.put_knock(&room.id, &knock)?;
            }
        }
        Ok(())
    }

    /// Where the room has moved to, if this device waits for its member's consent to that.
    ///
    /// # Errors
    /// [`CoreError::NotMoving`] if it does not.
    pub fn moves_to(&self, id: &RoomId) -> Result<RelayRef, CoreError> {
        let waits = self.room(id)?.standing == Standing::Moving;
        let there = self.store.note(id, RoomNote::Moving)?.filter(|_| waits);
        there.and_then(|bytes| decode(&bytes)).ok_or(CoreError::NotMoving)
    }

    /// Follows the room to its new relay: its member consents (rule R-30). Of the routes that the move names this
    /// device takes those that guard it as the present one does (rule R-31), unless its member names others.
    ///
    /// # Errors
    /// [`CoreError::NotMoving`] if there is nothing to follow; [`CoreError::LessGuarded`] if no route is left.
    pub fn follow(&mut self, id: &RoomId, own: Option<Vec<String>>) -> Result<(), CoreError> {
        let there = self.moves_to(id)?;
        let mut room = self.room(id)?;
        let named = || as_guarded(&room.relay.routes, &there.routes);
        let routes = own.unwrap_or_else(named);
        if routes.is_empty() {
            return Err(CoreError::LessGuarded);
        }
        self.settle_at(&mut room, RelayRef { id: there.id, routes })?;
        self.stand(&mut room, Standing::Active)
    }

    /// Who asked to be let go before the room moved, or does not follow, is out: it cannot tell the others.
    pub(super) fn leave_behind(&mut self, room: &mut Room) -> Result<(), CoreError> {
        self.store.put_note(&room.id, RoomNote::Moving, None)?;
        self.forget_keys(room)?;
        room.past = None;
        self.fail_outbox(&room.id)?;
        self.stand(room, Standing::Left)
    }

    /// The relays at which the room's payloads may lie: the present one, then those before.
    ///
    /// # Errors
    /// [`CoreError::NoRoom`] if there is none; if the storage fails.
    pub fn relays(&self, id: &RoomId) -> Result<Vec<RelayRef>, CoreError> {
        let present = self.room(id)?.relay;
        let former = self.store.note(id, RoomNote::Former)?;
        let former: Vec<RelayRef> = former.and_then(|bytes| decode(&bytes)).unwrap_or_default();
        Ok(std::iter::once(present).chain(former).collect())
    }

    /// From now on the room is at this relay. What is left to ask of the one before is asked no more.
    fn settle_at(&mut self, room: &mut Room, there: RelayRef) -> Result<(), CoreError> {
        let id = room.id;
        let mut former = self.relays(&id)?;
        former.retain(|relay| relay.id != there.id);
        former.truncate(FORMER_MAX);
        self.store.put_note(&id, RoomNote::Former, Some(&encode(&former)))?;
        self.store.put_note(&id, RoomNote::Moving, None)?;
        // What the relay before said of itself says nothing of this one (W-12).
        self.store.put_note(&id, RoomNote::Greeting, None)?;
        for waiting in self.store.waiting_errands(&id)? {
            if stays_behind(&waiting.purpose) {
                self.store.delete_errand(waiting.id)?;
            }
        }
        room.relay = there;
        Ok(self.store.put_room(room)?)
    }
}

/// Whether an errand is of no use at another relay.
fn stays_behind(purpose: &Purpose) -> bool {
    match purpose {
        Purpose::Invite(_)
        | Purpose::Revoke(_)
        | Purpose::Answer(_)
        | Purpose::Tree
        | Purpose::File(_) => true,
        Purpose::Found
        | Purpose::Message(_)
        | Purpose::Commit
        | Purpose::Knock
        | Purpose::Offer
        | Purpose::Cover => false,
    }
}

/// The relay that a commit with these intents moves the room to.
pub(super) fn moves_by(intents: &[Intent]) -> Option<&RelayRef> {
    intents.iter().find_map(|intent| match intent {
        Intent::Move(there) => Some(there),
        _ => None,
    })
}

/// The step that opens the room's next mailbox: where it moves to, if it does (rule R-29).
pub(super) fn opens(next: Mailbox, intents: &[Intent]) -> Step {
    match moves_by(intents) {
        Some(there) => Step::OpenAt(there.clone(), next),
        None => Step::Open(next),
    }
}

/// The relay that a policy names, if it is another than where the room is.
pub(super) fn leads_to(room: &Room, policy: &sitr_community::Policy) -> Option<RelayRef> {
    let id = RelayId(policy.relay);
    (id != room.relay.id).then(|| RelayRef { id, routes: policy.settings.routes.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn routes(all: &[&str]) -> Vec<String> {
        all.iter().map(|route| (*route).to_owned()).collect()
    }

    #[test]
    fn nobody_leaves_an_onion_service_for_a_clear_one() {
        //
        let (onion, tls, plain) = ("ws://abc.onion/sitr/v1", "wss://a.example", "ws://b.example");
        let named = routes(&[tls, onion, plain]);
        assert_eq!(as_guarded(&routes(&[onion]), &named), [onion]);
        assert_eq!(as_guarded(&routes(&[onion, plain]), &named), [onion]);
        assert_eq!(as_guarded(&routes(&[tls, onion]), &named), [tls, onion]);
        assert_eq!(as_guarded(&routes(&[plain]), &named), named);
        assert!(as_guarded(&routes(&[onion]), &routes(&[tls, plain])).is_empty());
        assert!(as_guarded(&routes(&[tls]), &routes(&[plain])).is_empty());
        for (route, guard) in [
            ("ws://ABC.Onion:80/x", Guard::Onion),
            ("wss://abc.onion./x", Guard::Onion),
            ("wss://abc.onion.example/x", Guard::Tls),
            ("wss://a.example/x.onion", Guard::Tls),
            ("ws://abc.onion@b.example", Guard::Plain),
            ("ws://b.example?x.onion", Guard::Plain),
        ] {
            assert_eq!(Guard::of(route), guard, "{route}");
        }
    }
}
