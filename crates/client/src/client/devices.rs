//! Several devices of one person: one brings another in, and takes a lost one out (rules ).

use std::collections::VecDeque;

use sitr_client_core::body::{DeviceLink, RelayRef};
use sitr_client_core::state::{Standing, Step};
use sitr_client_core::{CoreError, DeviceView, NewDevice, OldDevice, RoomId, Store as _};
use sitr_wire::{Cell, Code, Reply};
use tokio::sync::mpsc;

use super::Client;
use crate::db::now_ms;
use crate::error::Error;
use crate::net::{NetError, Pushed, Session};

/// The mailbox between two devices, as one of them hears it.
struct Line {
    session: Session,
    inbox: mpsc::Receiver<Pushed>,
    ready: VecDeque<Cell>,
}

impl Line {
    async fn to(client: &Client, relay: &RelayRef) -> Result<Self, Error> {
        let (session, inbox) = Session::to(relay, &client.access).await?;
        Ok(Self { session, inbox, ready: VecDeque::new() })
    }

    async fn watch(&self, link: &DeviceLink) -> Result<(), Error> {
        self.session.watch(link.mailbox, link.address(), 0).await?;
        Ok(())
    }

    /// The next cell of the mailbox, own ones too.
    async fn next(&mut self) -> Result<Cell, Error> {
        loop {
            if let Some(cell) = self.ready.pop_front() {
                return Ok(cell);
            }
            match self.inbox.recv().await.ok_or(NetError::Closed)?.reply {
                Reply::Page(page) => self.ready.extend(page.cells),
                Reply::Cell { cell, .. } => self.ready.push_back(cell),
                Reply::Burned => return Err(CoreError::Expired.into()),
                Reply::Refused(refusal) if refusal.code == Code::NotFound => {
                    return Err(CoreError::Expired.into());
                }
                Reply::Refused(refusal) => return Err(NetError::Refused(refusal).into()),
                _ => {}
            }
        }
    }

    async fn say(&self, step: &Step) -> Result<(), Error> {
        Ok(self.session.take(step).await?)
    }
}

/// A link that this device shows to another one of the same person. It ends with this: whoever is interrupted
/// begins anew.
pub struct LinkShown<'a> {
    client: &'a Client,
    rooms: Vec<RoomId>,
    line: Line,
    old: OldDevice,
}

impl LinkShown<'_> {
    /// The link, to be shown as a code or typed.
    #[must_use]
    pub fn link(&self) -> String {
        self.old.link().to_text()
    }

    /// Waits until another device follows the link. It shows its code then.
    ///
    /// # Errors
    /// [`Error::Net`] if the relay cannot be reached.
    pub async fn followed(&mut self) -> Result<(), Error> {
        loop {
            let cell = self.line.next().await?;
            let nonce = self.old.hears_hello(&cell, &mut rand::rng())?;
            if let Some(step) = nonce {
                return self.line.say(&step).await;
            }
        }
    }

    /// Brings the other device into the rooms, if this is the code that it shows: a person must have seen it
    /// there. Tells into how many. Rooms let it in when a device of those who keep them is online.
    ///
    /// # Errors
    /// [`CoreError::DeviceCode`] for another code: then nothing was told, and the link has ended;
    /// [`CoreError::TooManyDevices`] where one of the rooms has no place for another.
    pub async fn confirm(mut self, code: &str) -> Result<usize, Error> {
        let told = self.tell(code).await;
        let ended = self.line.say(&self.old.burns()).await;
        let count = told?;
        // Everything was said; what could not be burned ends by itself.
        drop(ended);
        Ok(count)
    }

    async fn tell(&mut self, code: &str) -> Result<usize, Error> {
        if !self.old.is_code(code) {
            return Err(CoreError::DeviceCode.into());
        }
        let rooms = self.rooms.clone();
        let shared = self.client.db.core(move |core, _| Ok(core.share_rooms(&rooms)?)).await?;
        let step = self.old.tells(code, &shared, &mut rand::rng())?;
        self.line.say(&step).await?;
        let keys = loop {
            let cell = self.line.next().await?;
            if let Some(keys) = self.old.hears_keys(&cell) {
                break keys;
            }
        };
        let mut asked = 0;
        for keys in keys.into_iter().filter(|keys| self.rooms.contains(&keys.room)) {
            let room = keys.room;
            self.client.db.core(move |core, _| Ok(core.ask_beside(keys)?)).await?;
            self.client.keep(room);
            asked += 1;
        }
        Ok(asked)
    }
}

/// A link that this device has followed: it shows a code for the other one.
pub struct LinkFollowed<'a> {
    client: &'a Client,
    line: Line,
    new: NewDevice,
    code: String,
}

impl LinkFollowed<'_> {
    /// Eight digits, to be typed into the device that showed the link.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Waits until the code was typed there, and asks to be let into the rooms. Those in which this device is
    /// already are left out.
    ///
    /// # Errors
    /// [`CoreError::Expired`] where another code was typed, or the link has ended.
    pub async fn enter(mut self) -> Result<Vec<RoomId>, Error> {
        let shared = loop {
            let cell = self.line.next().await?;
            if let Some(shared) = self.new.hears_rooms(&cell) {
                break shared;
            }
        };
        let entering = self.client.db.core(move |core, _| {
            let keys: Result<Vec<_>, CoreError> =
                shared.iter().map(|room| core.enter_beside(room)).collect();
            Ok(keys?.into_iter().flatten().collect::<Vec<_>>())
        });
        let keys = entering.await?;
        let step = self.new.tells(&keys, &mut rand::rng())?;
        self.line.say(&step).await?;
        let rooms: Vec<RoomId> = keys.iter().map(|keys| keys.room).collect();
        rooms.iter().for_each(|room| self.client.keep(*room));
        Ok(rooms)
    }
}

impl Client {
    /// Makes a link for another device of this person, into these rooms or into all in which this device is a
    /// member. Its mailbox lies at the relay of the first of them.
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where there is none; [`CoreError::TooLong`] for more than
    /// [`sitr_client_core::SHARED_ROOMS_MAX`].
    pub async fn link_device(&self, rooms: Option<Vec<RoomId>>) -> Result<LinkShown<'_>, Error> {
        let chosen = move |room: &sitr_client_core::state::Room| match &rooms {
            Some(rooms) => rooms.contains(&room.id),
            None => room.standing == Standing::Active,
        };
        let rooms = self
            .db
            .read(move |store| Ok(store.rooms()?.into_iter().filter(chosen).collect::<Vec<_>>()));
        let rooms = rooms.await?;
        let relay = rooms.first().map(|room| room.relay.clone()).ok_or(CoreError::NotActive)?;
        if rooms.len() > sitr_client_core::SHARED_ROOMS_MAX {
            return Err(CoreError::TooLong.into());
        }
        let line = Line::to(self, &relay).await?;
        let (old, steps) = OldDevice::new(relay, now_ms() / 1000, &mut rand::rng())?;
        for step in &steps {
            line.say(step).await?;
        }
        line.watch(old.link()).await?;
        let rooms = rooms.iter().map(|room| room.id).collect();
        Ok(LinkShown { client: self, rooms, line, old })
    }

    /// Follows a link that another device of this person shows, as far as the code that is to be typed there.
    ///
    /// # Errors
    /// [`Error::Link`] for a damaged link; [`CoreError::Expired`] for one that has ended.
    pub async fn follow_device_link(&self, link: &str) -> Result<LinkFollowed<'_>, Error> {
        let link = DeviceLink::from_text(link)?;
        let mut line = Line::to(self, &link.relay).await?;
        line.watch(&link).await?;
        let card = line.next().await?;
        let (mut new, hello) = NewDevice::new(link, &card, now_ms() / 1000, &mut rand::rng())?;
        line.say(&hello).await?;
        let code = loop {
            let cell = line.next().await?;
            if let Some(code) = new.hears_nonce(&cell) {
                break code;
            }
        };
        Ok(LinkFollowed { client: self, line, new, code })
    }

    /// The devices of this member in a room.
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is no member.
    pub async fn devices(&self, id: &RoomId) -> Result<Vec<DeviceView>, Error> {
        let id = *id;
        self.db.read_core(move |core| Ok(core.devices(&id)?)).await
    }

    /// Wants one of this member's devices out of a room: done by this device, or by one of those who keep the
    /// room.
    ///
    /// # Errors
    /// [`CoreError::NoDevice`], [`CoreError::LastDevice`].
    pub async fn remove_device(&self, id: &RoomId, number: u8) -> Result<(), Error> {
        let room = *id;
        self.db.core(move |core, _| Ok(core.remove_device(&room, number)?)).await?;
        self.keep(room);
        Ok(())
    }
}
