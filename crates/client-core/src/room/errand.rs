//! Errands: what the relay was asked, and what to make of its answers.

use sitr_wire::refusal::{Code, Refusal};
use sitr_wire::{Handle, Mailbox};

use crate::core::Core;
use crate::error::CoreError;
use crate::ids::RoomId;
use crate::state::{
    Delivery, Errand, Event, Intent, KnockState, Lane, Purpose, Room, Standing, Step,
    StoredMessageId, Waiting,
};
use crate::store::{ErrandId, Store};

/// The longest that a relay can make one errand wait, in seconds, before it is asked again.
const WAIT_MAX_SECONDS: u32 = 3600;
/// The longest that an errand waits of its own accord, in seconds, however often it was refused.
const BACKOFF_MAX_SECONDS: u32 = 60;
/// Errands that are looked at before all are.
const FIRST_ERRANDS: u32 = 32;

/// Which errand is next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// This one, and so many of its steps are done.
    Now(ErrandId, Errand, usize),
    /// None before this time, in milliseconds since 1970-01-01 UTC.
    At(u64),
    /// None at all.
    Nothing,
}

/// What to do after a refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The errand was put off: [`Core::next_errand`] says when its turn is, and others have theirs.
    Later,
    /// Open this mailbox, then ask the same again: nobody had opened it yet (rule R-05). Where the relay refuses
    /// that, tell [`Core::not_reopened`].
    Reopen(Box<Mailbox>),
    /// Nothing more to do: the errand was set aside or ended.
    Settled,
}

impl<S: Store> Core<'_, S> {
    /// The room's next errand. One that waits holds up only those that must come after it: the appends
    /// of one mailbox (rule O-01), the making and burning of one invite.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn next_errand(&self, room: &RoomId) -> Result<Turn, CoreError> {
        // Who let a thousand in has a thousand errands; one of the first is nearly always the next.
        let first = self.store.first_waiting(room, FIRST_ERRANDS)?;
        let is_all = first.len() < FIRST_ERRANDS as usize;
        match self.next_of(first)? {
            Turn::At(_) | Turn::Nothing if !is_all => {
                self.next_of(self.store.waiting_errands(room)?)
            }
            turn => Ok(turn),
        }
    }

    /// The answers to knocks whose turn is now, at most so many. None of them waits for another: they can be asked for
    /// together, and written down together.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn next_answers(
        &self,
        room: &RoomId,
        most: usize,
    ) -> Result<Vec<(ErrandId, Errand, usize)>, CoreError> {
        let (due, _) = self.due(self.store.first_waiting(room, FIRST_ERRANDS)?);
        let mut answers = Vec::new();
        for waiting in due.iter().filter(|one| matches!(one.purpose, Purpose::Answer(_))).take(most)
        {
            let errand = self.store.errand(waiting.id)?;
            answers.extend(errand.map(|(errand, done)| (waiting.id, errand, done)));
        }
        Ok(answers)
    }

    fn next_of(&self, all: Vec<Waiting>) -> Result<Turn, CoreError> {
        let (due, soonest) = self.due(all);
        for waiting in due {
            if let Some((errand, done)) = self.store.errand(waiting.id)? {
                return Ok(Turn::Now(waiting.id, errand, done));
            }
        }
        Ok(soonest.map_or(Turn::Nothing, Turn::At))
    }

    /// Those of these errands, oldest first, whose turn is now, the first of each lane; and when the next of the others
    /// is due.
    fn due(&self, all: Vec<Waiting>) -> (Vec<Waiting>, Option<u64>) {
        // What was put off further was put off before the clock was set back.
        let furthest = self.now_ms.saturating_add(u64::from(WAIT_MAX_SECONDS) * 1000);
        let mut lanes = std::collections::BTreeSet::new();
        let (mut due, mut soonest): (Vec<Waiting>, Option<u64>) = (Vec::new(), None);
        for waiting in all {
            let lane = waiting.purpose.lane();
            let lacks_tree = matches!(lane, Lane::Answer(_)) && lanes.contains(&Lane::Tree);
            if lacks_tree || !lanes.insert(lane) {
                continue; // O-01, J-11
            }
            let at = waiting.not_before_ms;
            if at > self.now_ms && at <= furthest {
                soonest = Some(soonest.map_or(at, |soonest| soonest.min(at)));
            } else {
                due.push(waiting);
            }
        }
        (due, soonest)
    }

    /// Puts an errand off that the relay will take later: as long as it asks for, and longer each time,
    /// within bounds.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn put_off(&mut self, id: ErrandId, refusal: &Refusal) -> Result<(), CoreError> {
        let Some((errand, _)) = self.store.errand(id)? else { return Ok(()) };
        let waiting = self.store.waiting_errands(&errand.room)?;
        let tries = waiting.iter().find(|waiting| waiting.id == id).map_or(0, |one| one.tries);
        let backoff = (1_u32 << tries.min(16)).min(BACKOFF_MAX_SECONDS);
        let seconds = backoff.max(refusal.retry_after_seconds.min(WAIT_MAX_SECONDS));
        let at = self.now_ms.saturating_add(u64::from(seconds) * 1000);
        Ok(self.store.put_off_errand(id, at)?)
    }

    /// The relay acknowledged a step: it is durable there.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn step_done(&mut self, id: ErrandId, step: usize) -> Result<(), CoreError> {
        let Some((errand, done)) = self.store.errand(id)? else { return Ok(()) };
        let done = done.max(step.saturating_add(1));
        if done < errand.steps.len() {
            return Ok(self.store.put_errand_done(id, done)?);
        }
        if errand.purpose == Purpose::Commit {
            return Ok(self.store.park_errand(id)?);
        }
        self.store.delete_errand(id)?;
        match errand.purpose {
            Purpose::Message(message) => self.message_sent(&errand.room, message),
            Purpose::Knock => self.knock_sent(&errand.room),
            _ => Ok(()),
        }
    }

    /// A new connection: what waits for the room to move on is asked for once more, since the relay may
    /// have said what was not so (rule R-15). Repeats change nothing at an honest one.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn resume(&mut self, id: &RoomId) -> Result<(), CoreError> {
        Ok(self.store.unpark_errands(id)?)
    }

    fn message_sent(&mut self, room: &RoomId, id: StoredMessageId) -> Result<(), CoreError> {
        let id = sitr_content::MessageId(id.0);
        let Some(mut message) = self.store.message(room, &id)? else { return Ok(()) };
        if message.delivery == Delivery::Sealed {
            message.delivery = Delivery::Sent;
            self.store.put_delivery(&message)?;
            self.tell(&message)?;
        }
        self.after_sent(room, &message)
    }

    /// The relay refused a step.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn step_refused(&mut self, id: ErrandId, refusal: &Refusal) -> Result<Verdict, CoreError> {
        let Some((errand, done)) = self.store.errand(id)? else { return Ok(Verdict::Settled) };
        // A limit that names no time is one that waiting does not help with.
        let waits = refusal.code != Code::Limit || refusal.retry_after_seconds > 0;
        if matches!(refusal.code, Code::Busy | Code::Limit | Code::Ticket) && waits {
            self.put_off(id, refusal)?;
            return Ok(Verdict::Later);
        }
        let step = errand.steps.get(done);
        let is_close = matches!(step, Some(Step::Close(..)));
        let room = self.room(&errand.room)?;
        if refusal.code == Code::NotFound
            && let Some(mailbox) = step.and_then(|step| unopened(&room, step))
        {
            if room.cursor.is_none_or(|cursor| cursor.chain.count() == 0) {
                return Ok(Verdict::Reopen(Box::new(mailbox)));
            }
            // Cells were read from it, so it was there: in a new one, later cells would pass for those.
            self.lost(room)?;
            return Ok(Verdict::Settled);
        }
        if refusal.code == Code::NotFound
            && let Some(step) = step
            && let Some(mailbox) = self.awaited_at(&room, &errand.purpose, step)?
        {
            return Ok(Verdict::Reopen(Box::new(mailbox)));
        }
        self.settle(id, &errand, is_close, refusal.code, room)?;
        Ok(Verdict::Settled)
    }

    /// The relay refused to open what [`Verdict::Reopen`] named. Where the room's own mailbox is gone, the room is
    /// lost to this device; where somebody's reply mailbox is, only their answer is.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn not_reopened(&mut self, id: ErrandId, refusal: &Refusal) -> Result<(), CoreError> {
        let Some((errand, done)) = self.store.errand(id)? else { return Ok(()) };
        if refusal.code != Code::Gone {
            return self.put_off(id, refusal);
        }
        let room = self.room(&errand.room)?;
        if errand.steps.get(done).and_then(|step| unopened(&room, step)).is_some() {
            return self.lost(room);
        }
        self.settle(id, &errand, false, refusal.code, room)
    }

    /// The mailbox that a step did not find, if a further device waits in it for an answer: whoever lets it in may be
    /// there first.
    fn awaited_at(
        &self,
        room: &Room,
        purpose: &Purpose,
        step: &Step,
    ) -> Result<Option<Mailbox>, CoreError> {
        let (Purpose::Answer(knock), Step::Append(signed, _)) = (purpose, step) else {
            return Ok(None);
        };
        let knock = self.store.knock(&room.id, knock)?.filter(|knock| knock.beside.is_some());
        let awaited = knock.map(|knock| knock.reply.mailbox);
        Ok(awaited.filter(|mailbox| mailbox.handle(&room.relay.id) == signed.handle))
    }

    fn settle(
        &mut self,
        id: ErrandId,
        errand: &Errand,
        is_close: bool,
        code: Code,
        room: Room,
    ) -> Result<(), CoreError> {
        match (&errand.purpose, code) {
            // The room moves on first; the merge puts the message back or takes the commit away.
            (Purpose::Message(_), Code::Closed) => return Ok(self.store.park_errand(id)?),
            // Whether the Close was stored is seen in the mailbox, whatever the relay says (rule R-15).
            (Purpose::Commit, _) if is_close => return Ok(self.store.park_errand(id)?),
            (Purpose::Message(_), Code::Full) => {
                if room.steward.is_some() {
                    self.store.add_intent(&room.id, &Intent::Roll)?;
                }
                return Ok(self.store.park_errand(id)?);
            }
            (Purpose::Message(message) | Purpose::File(message), _) => {
                self.message_failed(&room.id, *message)?;
            }
            (Purpose::Found, Code::Gone) => self.lost(room)?,
            (Purpose::Commit, _) => self.abandon_commit(&room.id)?,
            (Purpose::Knock, code) => self.knock_failed(room, code)?,
            (Purpose::Answer(knock), _) => {
                if let Some(mut knock) = self.store.knock(&room.id, knock)? {
                    knock.state = KnockState::Refused;
                    self.store.put_knock(&room.id, &knock)?;
                }
            }
            (Purpose::Tree, code) => {
                let why = format!("those who were let in have to knock again: {}", code.hint());
                self.event(&room.id, &Event::Dropped(why))?;
            }
            // A burn of what is gone is done; an offer and cover have missed their epoch; a mailbox that
            // cannot be opened shows again when it is used.
            (
                Purpose::Found
                | Purpose::Invite(_)
                | Purpose::Revoke(_)
                | Purpose::Offer
                | Purpose::Cover,
                _,
            ) => {}
        }
        Ok(self.store.delete_errand(id)?)
    }

    fn message_failed(&mut self, room: &RoomId, id: StoredMessageId) -> Result<(), CoreError> {
        let id = sitr_content::MessageId(id.0);
        if let Some(mut message) = self.store.message(room, &id)? {
            message.delivery = Delivery::Failed;
            self.store.put_delivery(&message)?;
            self.tell(&message)?;
        }
        Ok(())
    }

    /// The mailbox of the present epoch is gone for good: this device never walks on by guessing.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn lost(&mut self, mut room: Room) -> Result<(), CoreError> {
        self.stuck(&mut room)
    }

    /// This device cannot follow: it says so, and keeps what it has to say until it is back.
    pub(crate) fn stuck(&mut self, room: &mut Room) -> Result<(), CoreError> {
        self.alarm(&room.id, crate::state::Alarm::Stuck)?;
        self.epoch_over(&room.id)?;
        self.find_ways(room)?;
        self.stand(room, Standing::Stuck)
    }
}

/// The room's present mailbox, if that is what the step could not find.
fn unopened(room: &Room, step: &Step) -> Option<Mailbox> {
    let wanted: &Handle = match step {
        Step::Append(signed, _) | Step::Close(signed, _) => &signed.handle,
        Step::Open(_) | Step::OpenAt(..) | Step::Burn(..) => return None,
    };
    let epoch = room.epoch.as_ref()?;
    (epoch.handle == *wanted).then(|| epoch.mailbox.clone())
}
