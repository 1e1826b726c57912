//! Long histories: 10,000 messages to catch up on, and what a first screen of a large profile costs.

use sitr_client_core::state::{Delivery, Manner, Message};
use sitr_client_core::{MemberId, RoomId, Store as _};
use sitr_content::{Body, Content, MessageId};

use crate::cpu;
use crate::device::Device;
use crate::relay::Relay;
use crate::row::{OURS, Row};

/// Rooms of the profile whose start is measured.
const ROOMS: usize = 50;
/// Messages that a first screen shows.
const SCREEN: u32 = 50;

/// Measures both.
pub(crate) fn rows(short: bool) -> Vec<Row> {
    let (missed, stored) = if short { (500, 5_000) } else { (10_000, 100_000) };
    vec![cold_start(stored), catch_up(missed)]
}

/// Founds rooms, fills them, ends the process; then opens the profile and reads what is shown first: all rooms,
/// and the newest messages of one. The passphrase costs nothing here: Argon2id is chosen to cost time.
fn cold_start(messages: usize) -> Row {
    let (mut device, relay) = (Device::on_disk("many", 9), Relay::new());
    let mut rooms = Vec::new();
    for _ in 0..ROOMS {
        device.found(&relay);
        rooms.push(device.room);
    }
    for (at, room) in rooms.iter().enumerate() {
        device.write(|store| {
            for number in 0..messages / ROOMS {
                store.add_message(&message(room, at, number))?;
            }
            Ok(())
        });
    }
    let ((), spent) = cpu::of(|| {
        device.reopen();
        let all = device.store(|store| store.rooms());
        assert_eq!(all.len(), ROOMS);
        let shown = device.store(|store| store.last_messages(&rooms[0], SCREEN));
        assert_eq!(shown.len(), SCREEN as usize);
        device.store(|store| store.last_event());
    });
    Row::new(&format!("cold-start-{messages}"), ROOMS, OURS, spent)
}

fn message(room: &RoomId, at: usize, number: usize) -> Message {
    let text = format!("message {number} of room {at}, as long as people write them");
    let mut salt = [0; 16];
    salt[..8].copy_from_slice(&(number as u64).to_be_bytes());
    let content = sitr_content::encode(&Content::new(salt, number as u64, Body::text(&text)));
    let id = MessageId::of(&[7; 32], &room.0, &content).expect("content");
    Message {
        seq: 0,
        room: *room,
        id,
        from: MemberId([7; 8]),
        name: "somebody".to_owned(),
        at_ms: number as u64,
        content,
        delivery: Delivery::Received,
        cell: None,
        manner: Manner::Room,
        franked: None,
    }
}

/// A member of a room of ten who was away while others wrote, through as many epochs as that fills.
fn catch_up(messages: usize) -> Row {
    let mut relay = Relay::new();
    let (mut founder, mut away) = (Device::on_disk("founder", 11), Device::on_disk("away", 12));
    founder.found(&relay);
    founder.work(&mut relay);
    let room = founder.room;
    founder.expect_many();
    let link = founder.invite(&mut relay, 16);
    for number in 0..8 {
        Device::in_memory(&format!("n{number}"), 50 + number).knock(&mut relay, &link);
    }
    for device in [&mut founder, &mut away] {
        device.trust(&relay);
    }
    away.knock(&mut relay, &link);
    for _ in 0..4 {
        founder.read(&relay);
        founder.act(&mut relay);
    }
    away.read(&relay);
    for number in 0..messages {
        let text = format!("missed {number}, as long as people write");
        let content = Content::new([0; 16], 0, Body::text(&text));
        founder.core(|core| core.say(&room, content));
        founder.core(|core| core.tend(&room, None));
        founder.act(&mut relay);
        founder.read(&relay);
    }
    // What was written while an epoch ended has waited for the next.
    while founder.act(&mut relay) {
        founder.read(&relay);
    }
    let before = away.cpu_us;
    away.read(&relay);
    let heard = away.store(|store| store.last_messages(&room, u32::MAX)).len();
    assert_eq!(heard, messages, "every one was heard");
    Row::new(&format!("catch-up-{messages}"), 10, OURS, (away.cpu_us - before) / messages as f64)
}
