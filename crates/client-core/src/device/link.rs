//! Two devices of one person meet in a mailbox (rule R-27). No state of it outlives the program that holds it: who
//! is interrupted begins anew with another link.
//!
//! The old device shows a link and puts its key into the mailbox, with a commitment to a nonce; the new one says
//! its own key; the old one tells the nonce. Both now show the same code, unless somebody stands between them: each
//! key was fixed before the nonce was known, so nobody can make two codes meet. A person takes the code from the new
//! device to the old one, and only then does that seal anything for it.

use sitr_wire::statement::Statement;
use sitr_wire::{Cell, CellHash, CellSize, Handle, Keep, Life, Mailbox, RelayId, Seed};

use crate::body::{
    DeviceCard, DeviceCell, DeviceLink, RelayRef, RoomKeys, SharedRoom, decode, encode,
};
use crate::crypto::cell::{self, Kind};
use crate::crypto::hpke::{self, Kem, KeyPair};
use crate::crypto::{Secret, schedule, sha256};
use crate::error::CoreError;
use crate::payload::append;
use crate::state::{Bytes32, Step};

/// How long a link between devices is good, in seconds.
pub const DEVICE_LINK_SECONDS: u64 = 3600;
/// Rooms that one link brings to another device at most: what is said of them fits into one cell.
pub const SHARED_ROOMS_MAX: usize = 48;
/// Cells of the mailbox between two devices: the five that they say, and room for who says them twice.
const CAPACITY: u32 = 8;
/// All that is said is as long as the longest: the relay does not learn how many rooms there are.
const SIZE: CellSize = CellSize::K64;
const PURPOSE: &str = "device-link";

/// What both hold.
struct Between {
    link: DeviceLink,
    pair: KeyPair,
}

impl Between {
    fn relay(&self) -> &RelayId {
        &self.link.relay.id
    }

    fn handle(&self) -> Handle {
        self.link.mailbox
    }

    fn cell(
        &self,
        body: &DeviceCell,
        rng: &mut dyn rand::CryptoRng,
    ) -> Result<(Cell, Step), CoreError> {
        let (handle, seal) = (self.handle(), self.link.seal());
        let cell = cell::seal(&seal, &handle, SIZE, Kind::Device, &encode(body), rng)
            .map_err(|_| CoreError::TooLong)?;
        let step = append(self.relay(), handle, &cell, &self.link.write_seed(), 0);
        Ok((cell, step))
    }

    fn read(&self, cell: &Cell) -> Option<DeviceCell> {
        read(&self.link, cell)
    }

    fn seal(&self, to: &[u8], body: &[u8]) -> Result<Vec<u8>, CoreError> {
        hpke::seal(Kem::XWing, to, PURPOSE, self.relay(), &self.handle(), body)
            .map_err(|_| CoreError::Card)
    }

    fn open(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        let (relay, handle) = (self.relay(), self.handle());
        hpke::open(Kem::XWing, &self.pair.private, PURPOSE, relay, &handle, sealed).ok()
    }
}

fn read(link: &DeviceLink, cell: &Cell) -> Option<DeviceCell> {
    let (kind, body) = cell::open(&link.seal(), &link.mailbox, cell)?;
    if kind == Kind::Device { decode(&body) } else { None }
}

fn pair(rng: &mut dyn rand::CryptoRng) -> Result<KeyPair, CoreError> {
    KeyPair::generate(Kem::XWing, rng).map_err(|_| CoreError::Bug("no X-Wing key could be made"))
}

/// What a person compares: eight digits over both keys and the nonce.
fn code(link: &DeviceLink, hello: &CellHash, nonce: &[u8; 32]) -> String {
    let parts: [&[u8]; 5] = [
        b"sitr/v1/device-code",
        link.mailbox.as_bytes(),
        link.card_hash.as_bytes(),
        hello.as_bytes(),
        nonce,
    ];
    let [a, b, c, d, e, f, g, h, ..] = sha256(&parts);
    let number = u64::from_be_bytes([a, b, c, d, e, f, g, h]) % 100_000_000;
    format!("{:04} {:04}", number / 10_000, number % 10_000)
}

/// The digits of a code that a person typed.
fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// The device that is in the rooms.
pub struct OldDevice {
    between: Between,
    nonce: Secret,
    burn_seed: Seed,
    /// The key of the other, and the cell that said it.
    other: Option<(Vec<u8>, CellHash)>,
}

impl OldDevice {
    /// Makes a link, and the steps that open its mailbox. `now` is in seconds since 1970-01-01 UTC.
    ///
    /// # Errors
    /// Never for sound chance; the library's signature allows it.
    pub fn new(
        relay: RelayRef,
        now: u64,
        rng: &mut dyn rand::CryptoRng,
    ) -> Result<(Self, Vec<Step>), CoreError> {
        let (pair, nonce) = (pair(rng)?, Secret::random(rng));
        let burn_seed = Seed::new(*Secret::random(rng).expose());
        let mut link = DeviceLink {
            version: 1,
            relay,
            secret: Secret::random(rng),
            mailbox: Handle([0; 32]),
            card_hash: CellHash([0; 32]),
        };
        let mailbox = Mailbox {
            address_hash: link.address().hash(),
            write_key: link.write_seed().public(),
            close_key: schedule::nobody(rng),
            burn_key: Some(burn_seed.public()),
            cell_size: SIZE,
            capacity: CAPACITY,
            life: Life::Days1,
            keep: Keep::Days7,
            append_cost: 0,
        };
        link.mailbox = mailbox.handle(&link.relay.id);
        let card = DeviceCard {
            key: pair.public.clone(),
            commitment: sha256(&[nonce.expose()]),
            expires_at: now.saturating_add(DEVICE_LINK_SECONDS),
        };
        let mut between = Between { link, pair };
        let (cell, step) = between.cell(&DeviceCell::Card(card), rng)?;
        between.link.card_hash = cell.hash();
        let steps = vec![Step::Open(mailbox), step];
        Ok((Self { between, nonce, burn_seed, other: None }, steps))
    }

    /// The link to show.
    #[must_use]
    pub fn link(&self) -> &DeviceLink {
        &self.between.link
    }

    /// Takes in a cell: where it is the first hello of a device, the nonce is to be told now.
    ///
    /// # Errors
    /// If the nonce cannot be sealed.
    pub fn hears_hello(
        &mut self,
        cell: &Cell,
        rng: &mut dyn rand::CryptoRng,
    ) -> Result<Option<Step>, CoreError> {
        let Some(DeviceCell::Hello(sealed)) = self.between.read(cell) else { return Ok(None) };
        let key = self.between.open(&sealed).filter(|key| key.len() == Kem::XWing.public_bytes());
        let (Some(key), None) = (key, &self.other) else { return Ok(None) };
        self.other = Some((key, cell.hash()));
        let nonce = DeviceCell::Nonce(Bytes32(*self.nonce.expose()));
        Ok(Some(self.between.cell(&nonce, rng)?.1))
    }

    /// Whether a person typed what the new device shows.
    #[must_use]
    pub fn is_code(&self, typed: &str) -> bool {
        self.other.as_ref().is_some_and(|(_, hello)| {
            digits(typed) == digits(&code(&self.between.link, hello, self.nonce.expose()))
        })
    }

    /// Tells the other device the rooms, once its code was typed.
    ///
    /// # Errors
    /// [`CoreError::DeviceCode`] for another code; [`CoreError::TooLong`] for more than
    /// [`SHARED_ROOMS_MAX`] rooms.
    pub fn tells(
        &self,
        typed: &str,
        rooms: &Vec<SharedRoom>,
        rng: &mut dyn rand::CryptoRng,
    ) -> Result<Step, CoreError> {
        let Some((key, _)) = self.other.as_ref().filter(|_| self.is_code(typed)) else {
            return Err(CoreError::DeviceCode);
        };
        if rooms.len() > SHARED_ROOMS_MAX {
            return Err(CoreError::TooLong);
        }
        let sealed = self.between.seal(key, &encode(rooms))?;
        Ok(self.between.cell(&DeviceCell::Rooms(sealed), rng)?.1)
    }

    /// What the new device needs, if this cell says it.
    #[must_use]
    pub fn hears_keys(&self, cell: &Cell) -> Option<Vec<RoomKeys>> {
        let DeviceCell::Keys(sealed) = self.between.read(cell)? else { return None };
        decode(&self.between.open(&sealed)?)
    }

    /// Ends the mailbox.
    #[must_use]
    pub fn burns(&self) -> Step {
        let handle = self.between.handle();
        let statement = Statement::burn(self.between.relay(), &handle);
        Step::Burn(handle, statement.sign(&self.burn_seed))
    }
}

/// The device that comes in.
pub struct NewDevice {
    between: Between,
    card: DeviceCard,
    hello: CellHash,
    nonce: Option<[u8; 32]>,
    /// Whether the rooms were told: they are told once.
    is_told: bool,
}

impl NewDevice {
    /// Follows a link whose first cell is this: what is to be said next. `now` is in seconds since 1970-01-01
    /// UTC.
    ///
    /// # Errors
    /// [`CoreError::Card`] if the cell is not the one that the link names; [`CoreError::Expired`] after its
    /// end.
    pub fn new(
        link: DeviceLink,
        card: &Cell,
        now: u64,
        rng: &mut dyn rand::CryptoRng,
    ) -> Result<(Self, Step), CoreError> {
        if card.hash() != link.card_hash {
            return Err(CoreError::Card);
        }
        let Some(DeviceCell::Card(card)) = read(&link, card) else { return Err(CoreError::Card) };
        if now >= card.expires_at {
            return Err(CoreError::Expired);
        }
        let between = Between { link, pair: pair(rng)? };
        let sealed = between.seal(&card.key, &between.pair.public)?;
        let (cell, step) = between.cell(&DeviceCell::Hello(sealed), rng)?;
        let hello = cell.hash();
        Ok((Self { between, card, hello, nonce: None, is_told: false }, step))
    }

    /// Takes in a cell: the code to show, where it is the nonce that the card is bound to.
    pub fn hears_nonce(&mut self, cell: &Cell) -> Option<String> {
        let DeviceCell::Nonce(Bytes32(nonce)) = self.between.read(cell)? else { return None };
        if self.nonce.is_some() || sha256(&[&nonce]) != self.card.commitment {
            return None;
        }
        self.nonce = Some(nonce);
        Some(code(&self.between.link, &self.hello, &nonce))
    }

    /// The rooms of the person, if this cell tells them.
    pub fn hears_rooms(&mut self, cell: &Cell) -> Option<Vec<SharedRoom>> {
        let DeviceCell::Rooms(sealed) = self.between.read(cell)? else { return None };
        if self.nonce.is_none() || self.is_told {
            return None;
        }
        let rooms: Vec<SharedRoom> = decode(&self.between.open(&sealed)?)?;
        self.is_told = true;
        Some(rooms)
    }

    /// Tells the old device what this one needs.
    ///
    /// # Errors
    /// [`CoreError::TooLong`] if that does not fit.
    pub fn tells(
        &self,
        keys: &Vec<RoomKeys>,
        rng: &mut dyn rand::CryptoRng,
    ) -> Result<Step, CoreError> {
        let sealed = self.between.seal(&self.card.key, &encode(keys))?;
        Ok(self.between.cell(&DeviceCell::Keys(sealed), rng)?.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_790_000_000;

    fn relay() -> RelayRef {
        let routes = vec!["ws://relay.example/sitr/v1".to_owned()];
        RelayRef { id: RelayId([1; 32]), routes }
    }

    fn cell(step: &Step) -> Cell {
        let Step::Append(signed, 0) = step else { panic!("{step:?}") };
        signed.cell().unwrap()
    }

    fn old(rng: &mut rand::rngs::ThreadRng) -> (OldDevice, Cell) {
        let (old, steps) = OldDevice::new(relay(), NOW, rng).unwrap();
        assert!(matches!(&steps[0], Step::Open(mailbox) if mailbox.burn_key.is_some()));
        let card = cell(&steps[1]);
        (old, card)
    }

    #[test]
    fn two_devices_meet_and_what_they_say_is_for_each_other() {
        //
        let rng = &mut rand::rng();
        let (mut old, card) = old(rng);
        let (mut new, hello) = NewDevice::new(old.link().clone(), &card, NOW, rng).unwrap();
        assert!(old.hears_hello(&card, rng).unwrap().is_none(), "its own cell");
        assert!(matches!(old.tells("", &vec![], rng), Err(CoreError::DeviceCode)));
        let nonce = old.hears_hello(&cell(&hello), rng).unwrap().unwrap();
        assert!(new.hears_rooms(&cell(&nonce)).is_none());
        let code = new.hears_nonce(&cell(&nonce)).unwrap();
        assert_eq!(code.len(), 9, "eight digits in two groups");
        assert!(old.is_code(&code) && old.is_code(&code.replace(' ', "")));
        let rooms = old.tells(&code, &vec![], rng).unwrap();
        assert_eq!(new.hears_rooms(&cell(&rooms)), Some(vec![]));
        assert_eq!(new.hears_rooms(&cell(&rooms)), None, "once");
        let keys = new.tells(&vec![], rng).unwrap();
        assert_eq!(old.hears_keys(&cell(&keys)), Some(vec![]));
        assert!(matches!(old.burns(), Step::Burn(handle, _) if handle == old.link().mailbox));
    }

    #[test]
    fn whoever_else_has_the_link_learns_nothing_without_the_code() {
        //
        let rng = &mut rand::rng();
        let (mut old, card) = old(rng);
        let link = old.link().clone();
        let (mut thief, first) = NewDevice::new(link.clone(), &card, NOW, rng).unwrap();
        let (_, second) = NewDevice::new(link, &card, NOW, rng).unwrap();
        let nonce = old.hears_hello(&cell(&first), rng).unwrap().unwrap();
        assert!(old.hears_hello(&cell(&second), rng).unwrap().is_none(), "the first one only");
        let shown = thief.hears_nonce(&cell(&nonce)).unwrap();
        for typed in ["", "0000 0000", &shown[..8]] {
            assert!(matches!(old.tells(typed, &vec![], rng), Err(CoreError::DeviceCode)));
        }
    }

    #[test]
    fn nobody_takes_the_old_devices_place() {
        //
        let rng = &mut rand::rng();
        let ((old, card), (other, foreign)) = (old(rng), old(rng));
        let follow = |card: &Cell, now, rng: &mut rand::rngs::ThreadRng| {
            NewDevice::new(old.link().clone(), card, now, rng).map(|(new, _)| new)
        };
        assert!(matches!(follow(&foreign, NOW, rng), Err(CoreError::Card)));
        let late = NOW + DEVICE_LINK_SECONDS;
        assert!(matches!(follow(&card, late, rng), Err(CoreError::Expired)));
        let mut new = follow(&card, NOW, rng).unwrap();
        let forged = Between { link: old.link().clone(), pair: other.between.pair };
        let (nonce, _) = forged.cell(&DeviceCell::Nonce(Bytes32([7; 32])), rng).unwrap();
        assert_eq!(new.hears_nonce(&nonce), None, "not the nonce that was promised");
    }

    #[test]
    fn a_link_brings_so_many_rooms_and_all_cells_are_alike() {
        //
        let rng = &mut rand::rng();
        let (mut old, card) = old(rng);
        let (mut new, hello) = NewDevice::new(old.link().clone(), &card, NOW, rng).unwrap();
        let nonce = old.hears_hello(&cell(&hello), rng).unwrap().unwrap();
        let code = new.hears_nonce(&cell(&nonce)).unwrap();
        let room = SharedRoom {
            room: crate::RoomId([1; 32]),
            name: "n".repeat(64),
            relay: relay(),
            pseudonym: "p".repeat(64),
            persona_seed: Seed::new([2; 32]),
            box_private: Secret::new([3; 32]),
            box_public: [4; 32],
            number: 1,
            serial: NOW * 1000,
            stance: crate::body::Wanted::default(),
            ways: vec![],
        };
        let mut rooms = vec![room.clone(); SHARED_ROOMS_MAX];
        let told = old.tells(&code, &rooms, rng).unwrap();
        assert_eq!(cell(&told).bytes().len(), cell(&hello).bytes().len());
        rooms.push(room);
        assert!(matches!(old.tells(&code, &rooms, rng), Err(CoreError::TooLong)));
    }
}
