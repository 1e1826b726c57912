//! Several devices of one person: how one brings another in, and how one goes (rules ).
//!
//! A persona's devices are leaves of the room like any other, with a number each. They share the persona's key and
//! the key that opens what is sealed for the persona, and nothing else: each has its own leaf, its own epochs' keys,
//! its own history. The room sees who has how many devices; the relay sees leaves come and go, as always.

mod asked;
mod link;

pub use link::{DEVICE_LINK_SECONDS, NewDevice, OldDevice, SHARED_ROOMS_MAX};

use sitr_community::{Act, DEVICES_MAX, Name};
use sitr_content::{Body, Content, Own};
use sitr_wire::Seed;

use crate::body::{
    Beside, DeviceRequest, DeviceWish, RoomKeys, SharedRoom, Wanted, decode, encode,
};
use crate::core::{Core, Live};
use crate::crypto::Secret;
use crate::error::CoreError;
use crate::ids::{DeviceId, MemberId, RoomId};
use crate::mls::{self, Roster};
use crate::room::Confiding;
use crate::state::{Back, Errand, Intent, Knocking, Purpose, Room, RoomNote, Standing, Step, To};
use crate::store::{Store, StoreError};

/// A device of this member, as the room has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeviceView {
    /// Its number.
    pub number: u8,
    /// Whether it is this one.
    pub is_this: bool,
}

impl<S: Store> Core<'_, S> {
    /// The devices of this member in a room.
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is no member.
    pub fn devices(&self, id: &RoomId) -> Result<Vec<DeviceView>, CoreError> {
        let live = self.live(id)?;
        let me = live.room.me.seat();
        let view = |number| DeviceView { number, is_this: number == me.number };
        let roster = Roster::of(&live.group);
        Ok(roster.of_persona(&me.persona).map(|(seat, ..)| view(seat.number)).collect())
    }

    /// What another device of this person needs for these rooms. It has one number in all of them: of those that are
    /// free there the one that was given to none yet, or longest ago. So two that come one after the other do not
    /// take each other's place.
    ///
    /// # Errors
    /// [`CoreError::TooManyDevices`] where no number is free; [`CoreError::NotActive`] for a room in which this
    /// device is no member.
    pub fn share_rooms(&mut self, ids: &[RoomId]) -> Result<Vec<SharedRoom>, CoreError> {
        let mut free: Vec<u8> = (0..DEVICES_MAX).collect();
        let (mut newest, mut given) = (Vec::new(), [0; DEVICES_MAX as usize]);
        for id in ids {
            let live = self.live(id)?;
            if live.room.standing != Standing::Active {
                return Err(CoreError::NotActive);
            }
            let roster = Roster::of(&live.group);
            let mine: Vec<_> = roster.of_persona(&live.room.me.persona()).collect();
            free.retain(|number| mine.iter().all(|(seat, ..)| seat.number != *number));
            newest.push(mine.iter().map(|(_, _, serial)| *serial).max().unwrap_or_default());
            self.leave_group(live);
            for (at, other) in given.iter_mut().zip(self.given_numbers(id)?) {
                *at = other.max(*at);
            }
        }
        let at = |number: &u8| given.get(usize::from(*number)).copied();
        let number = free.into_iter().min_by_key(at).ok_or(CoreError::TooManyDevices)?;
        for id in ids {
            self.gives_number(id, number)?;
        }
        let shared = ids.iter().zip(newest).map(|(id, newest)| {
            let mut room = self.room(id)?;
            room.me.is_shared = true;
            self.store.put_room(&room)?;
            Ok(SharedRoom {
                room: *id,
                name: room.name.clone(),
                pseudonym: room.me.name()?.as_str().to_owned(),
                persona_seed: room.me.persona_seed.clone(),
                box_private: room.me.box_private.clone(),
                box_public: room.me.box_public,
                number,
                serial: self.now_ms.max(newest.saturating_add(1)),
                stance: Wanted { accepts: room.accepts, ballot: room.ballot },
                ways: room.back.ways.iter().take(1).cloned().collect(),
                relay: room.relay,
            })
        });
        shared.collect()
    }

    /// When each device number was given out last by this device, in milliseconds since 1970-01-01 UTC; 0 for never.
    fn given_numbers(&self, id: &RoomId) -> Result<Vec<u64>, CoreError> {
        let note = self.store.note(id, RoomNote::Numbers)?;
        Ok(note.and_then(|bytes| decode(&bytes)).unwrap_or_default())
    }

    fn gives_number(&mut self, id: &RoomId, number: u8) -> Result<(), CoreError> {
        let mut given = self.given_numbers(id)?;
        given.resize(usize::from(DEVICES_MAX), 0);
        if let Some(at) = given.get_mut(usize::from(number)) {
            *at = self.now_ms;
        }
        Ok(self.store.put_note(id, RoomNote::Numbers, Some(&encode(&given)))?)
    }

    /// Makes this device one of a person who is in a room: fresh keys, and a mailbox to wait at for the answer.
    /// None where it is in that room already. Where it waits for an answer it begins anew with the number that it
    /// has. What it wrote of an earlier time there stays.
    ///
    /// # Errors
    /// [`CoreError::Name`] for a pseudonym that is none; if the storage fails.
    pub fn enter_beside(&mut self, shared: &SharedRoom) -> Result<Option<RoomKeys>, CoreError> {
        let id = shared.room;
        let mut number = shared.number;
        if let Some(mut earlier) = self.store.room(&id)? {
            let is_same = earlier.me.persona_seed.public() == shared.persona_seed.public();
            match earlier.standing {
                Standing::Joining if is_same && earlier.me.is_shared => number = earlier.me.number,
                Standing::Active | Standing::Leaving | Standing::Moving => return Ok(None),
                Standing::Stuck => self.forget_keys(&mut earlier)?,
                _ => {}
            }
            self.forget_knock(&mut earlier)?;
        }
        let mut me = self.new_me(&Name::new(&shared.pseudonym)?)?.beside(shared);
        me.number = number;
        let reply = self.reply_to();
        let answer_seed = Seed::new(*Secret::random(self.rng).expose());
        let stance = mls::stance_wanted(shared.stance);
        let key_package = mls::key_package(&self.provider(), &me, &id, stance)
            .ok_or(StoreError::new("the key package cannot be written"))?;
        let knocking = Knocking {
            link: None,
            card: Vec::new(),
            reply: reply.clone(),
            read: 0,
            key_package: key_package.clone(),
            note: String::new(),
            at_ms: self.now_ms,
            again: None,
            is_spent: true,
            answers: None,
            answer_key: Some(answer_seed.public()),
        };
        let mut room = Room {
            back: Back { ways: shared.ways.clone(), ..Back::default() },
            accepts: shared.stance.accepts,
            ballot: shared.stance.ballot,
            ..Room::joining(id, shared.name.clone(), shared.relay.clone(), me, knocking)
        };
        let steps = vec![Step::Open(reply.mailbox.clone())];
        self.store.add_errand(&Errand { room: id, purpose: Purpose::Knock, steps })?;
        self.stand(&mut room, Standing::Joining)?;
        let beside = Beside { key_package, reply, answer_seed };
        Ok(Some(RoomKeys { room: id, beside }))
    }

    /// Asks that another device of this person be let in beside this one (rule R-25): who may let in does it by
    /// the next commit, others ask those who keep the room.
    ///
    /// # Errors
    /// [`CoreError::NoKnock`] for what no client of this person would bring; [`CoreError::Nobody`] where there
    /// is nobody to ask.
    pub fn ask_beside(&mut self, keys: RoomKeys) -> Result<(), CoreError> {
        let live = self.live(&keys.room)?;
        if live.role().may(Act::Admit) {
            let me = live.room.me.persona();
            let asked = self.admit_beside(&live, &me, keys.beside)?;
            return if asked { Ok(()) } else { Err(CoreError::NoKnock) };
        }
        self.ask_desk(&live, DeviceWish::Add(Box::new(keys.beside)))
    }

    /// Asks that one of this person's devices be taken out, this one or another (rule R-26).
    ///
    /// # Errors
    /// [`CoreError::NoDevice`] if there is none of this number; [`CoreError::LastDevice`] if it is the only one.
    pub fn remove_device(&mut self, id: &RoomId, number: u8) -> Result<(), CoreError> {
        let live = self.live(id)?;
        let me = live.room.me.seat();
        let roster = Roster::of(&live.group);
        let all: Vec<_> = roster.of_persona(&me.persona).collect();
        let found = all.iter().find(|(seat, ..)| seat.number == number);
        let (seat, _, serial) = *found.ok_or(CoreError::NoDevice)?;
        if all.len() == 1 {
            return Err(CoreError::LastDevice);
        }
        // No commit takes its own author out: others do that.
        if live.role().is_steward() && seat != me {
            return self.want(id, &Intent::RemoveDevice(DeviceId::of(&seat), serial));
        }
        self.ask_desk(&live, DeviceWish::Remove(number, serial))
    }

    fn ask_desk(&mut self, live: &Live, wish: DeviceWish) -> Result<(), CoreError> {
        let (room, me) = (live.room.id, &live.room.me);
        let request = DeviceRequest::new(wish, me.number, &me.device_seed, &room);
        let own = sitr_content::DeviceRequest { request: encode(&request).into() };
        let content = Content::new([0; 16], 0, Body::Own(String::new(), Own::from(own)));
        let how = Confiding {
            to: To::Desk,
            except: Vec::<MemberId>::new(),
            named: true,
            answerable: false,
            re: None,
        };
        self.confide(&room, how, content).map(drop)
    }
}
