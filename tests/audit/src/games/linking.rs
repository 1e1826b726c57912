//! Games that ask what belongs together.

use std::collections::{BTreeMap, BTreeSet};

use rand::seq::{IndexedRandom as _, SliceRandom as _};
use rand_chacha::ChaCha8Rng;
use sitr_wire::Handle;

use super::{Board, Choice, Game, Measure, plant};
use crate::truth::{Truth, Written};
use crate::view::{Item, View};

/// Which device sent this message?
pub(super) struct Sender;
/// Were two messages sent by one device?
pub(super) struct SameSender;
/// Do two sessions belong to one device?
pub(super) struct SameDevice;
/// Which rooms belong to one device?
pub(super) struct RoomsOfDevice;
/// Who invited this joiner?
pub(super) struct Inviter;
/// Which mailbox follows which?
pub(super) struct Succession;
/// Which two mailboxes belong to one invite?
pub(super) struct InvitePair;

/// Messages of each room.
fn by_room(truth: &Truth) -> BTreeMap<usize, Vec<Written>> {
    let mut rooms: BTreeMap<usize, Vec<Written>> = BTreeMap::new();
    for message in truth.messages() {
        rooms.entry(message.room).or_default().push(*message);
    }
    rooms
}

/// Lets another device have written each message, as often as before, room by room.
fn shuffle_senders(truth: &mut Truth, rng: &mut ChaCha8Rng) {
    for room in truth.written.iter().map(|written| written.room).collect::<BTreeSet<_>>() {
        let here: Vec<usize> =
            (0..truth.written.len()).filter(|index| truth.written[*index].room == room).collect();
        let mut devices: Vec<usize> = here.iter().map(|i| truth.written[*i].device).collect();
        devices.shuffle(rng);
        for (index, device) in here.iter().zip(devices) {
            truth.written[*index].device = device;
        }
    }
}

/// One other message by each of these devices in a room.
fn anchors(
    here: &[Written],
    devices: &BTreeSet<usize>,
    not: &Written,
    rng: &mut ChaCha8Rng,
) -> Vec<(usize, Item)> {
    let mut one = |device: &usize| {
        let theirs: Vec<&Written> =
            here.iter().filter(|w| w.device == *device && w.cell != not.cell).collect();
        theirs.choose(rng).map(|written| (*device, Item::cell(written.cell)))
    };
    devices.iter().filter_map(&mut one).collect()
}

fn choice(
    target: Item,
    mut options: Vec<(usize, Item)>,
    right: usize,
    rng: &mut ChaCha8Rng,
) -> Option<Choice> {
    options.shuffle(rng);
    let answer = options.iter().position(|(device, _)| *device == right)?;
    let candidates: Vec<Item> = options.into_iter().map(|(_, item)| item).collect();
    (candidates.len() > 1).then_some(Choice { target, candidates, answer })
}

impl Game for Sender {
    fn name(&self) -> &'static str {
        "sender"
    }
    fn question(&self) -> &'static str {
        "which device sent this message, if one other message of each member is known"
    }
    fn measure(&self) -> Measure {
        Measure::Advantage
    }
    fn board(&self, truth: &Truth, rng: &mut ChaCha8Rng) -> Board {
        let mut choices = Vec::new();
        for here in by_room(truth).values() {
            let devices: BTreeSet<usize> = here.iter().map(|written| written.device).collect();
            for message in here {
                let options = anchors(here, &devices, message, rng);
                choices.extend(choice(Item::cell(message.cell), options, message.device, rng));
            }
        }
        Board::Choices(choices)
    }
    fn plant(&self, view: &mut View, truth: &Truth) {
        plant::device_ids(view, truth);
    }
    fn shuffle(&self, truth: &mut Truth, rng: &mut ChaCha8Rng) {
        shuffle_senders(truth, rng);
    }
}

impl Game for SameSender {
    fn name(&self) -> &'static str {
        "same-sender"
    }
    fn question(&self) -> &'static str {
        "which of two messages of a room is by the sender of a third"
    }
    fn measure(&self) -> Measure {
        Measure::Advantage
    }
    fn board(&self, truth: &Truth, rng: &mut ChaCha8Rng) -> Board {
        let mut choices = Vec::new();
        for here in by_room(truth).values() {
            for message in here {
                let others = here.iter().map(|w| w.device).filter(|d| *d != message.device);
                let others: Vec<usize> = others.collect::<BTreeSet<_>>().into_iter().collect();
                let Some(other) = others.choose(rng) else { continue };
                let two = BTreeSet::from([message.device, *other]);
                let options = anchors(here, &two, message, rng);
                choices.extend(choice(Item::cell(message.cell), options, message.device, rng));
            }
        }
        Board::Choices(choices)
    }
    fn plant(&self, view: &mut View, truth: &Truth) {
        plant::device_ids(view, truth);
    }
    fn shuffle(&self, truth: &mut Truth, rng: &mut ChaCha8Rng) {
        shuffle_senders(truth, rng);
    }
}

/// Sessions that wrote something, each with one cell of it: device, room, item.
fn sessions(truth: &Truth) -> Vec<(usize, usize, Item)> {
    let mut first = BTreeMap::new();
    for written in &truth.written {
        first.entry(written.session).or_insert(written.cell);
    }
    let item = |(session, cell): (&usize, &_)| {
        let (device, room) = truth.owners[*session];
        (device, room, Item { cell: Some(*cell), connection: Some(*session), mailbox: None })
    };
    first.iter().map(item).collect()
}

impl Game for SameDevice {
    fn name(&self) -> &'static str {
        "same-device"
    }
    fn question(&self) -> &'static str {
        "which of two sessions of a room is by the device of a third session elsewhere"
    }
    fn measure(&self) -> Measure {
        Measure::Auc
    }
    fn board(&self, truth: &Truth, rng: &mut ChaCha8Rng) -> Board {
        let all = sessions(truth);
        let mut choices = Vec::new();
        for (device, room, item) in &all {
            for (_, other, same) in all.iter().filter(|(d, r, _)| d == device && r != room) {
                let matched: Vec<_> =
                    all.iter().filter(|(d, r, _)| r == other && d != device).collect();
                let Some((stranger, _, theirs)) = matched.choose(rng) else { continue };
                let options = vec![(*device, *same), (*stranger, *theirs)];
                choices.extend(choice(*item, options, *device, rng));
            }
        }
        Board::Choices(choices)
    }
    fn plant(&self, view: &mut View, truth: &Truth) {
        plant::device_ids(view, truth);
    }
    fn shuffle(&self, truth: &mut Truth, rng: &mut ChaCha8Rng) {
        shuffle_owners(truth, rng);
    }
}

/// Lets another device have come to each room, as often as before.
fn shuffle_owners(truth: &mut Truth, rng: &mut ChaCha8Rng) {
    for room in truth.owners.iter().map(|(_, room)| *room).collect::<BTreeSet<_>>() {
        let here: BTreeSet<usize> =
            truth.owners.iter().filter(|(_, r)| *r == room).map(|(device, _)| *device).collect();
        let all: BTreeSet<usize> = truth.owners.iter().map(|(device, _)| *device).collect();
        let mut others: Vec<usize> = all.into_iter().collect();
        others.shuffle(rng);
        let new: BTreeMap<usize, usize> = here.into_iter().zip(others).collect();
        for owner in truth.owners.iter_mut().filter(|(_, r)| *r == room) {
            owner.0 = new[&owner.0];
        }
    }
}

impl Game for RoomsOfDevice {
    fn name(&self) -> &'static str {
        "rooms-of-device"
    }
    fn question(&self) -> &'static str {
        "which memberships of different rooms belong to one device"
    }
    fn measure(&self) -> Measure {
        Measure::Rand
    }
    fn board(&self, truth: &Truth, _: &mut ChaCha8Rng) -> Board {
        let mut first = BTreeMap::new();
        for written in &truth.written {
            let owner = truth.owners[written.session];
            first.entry(owner).or_insert((Item::cell(written.cell), owner.0));
        }
        Board::Groups(first.into_values().collect())
    }
    fn plant(&self, view: &mut View, truth: &Truth) {
        plant::device_ids(view, truth);
    }
    fn shuffle(&self, truth: &mut Truth, rng: &mut ChaCha8Rng) {
        shuffle_owners(truth, rng);
    }
}

impl Game for Inviter {
    fn name(&self) -> &'static str {
        "inviter"
    }
    fn question(&self) -> &'static str {
        "which steward invited this joiner, if one message of each steward is known"
    }
    fn measure(&self) -> Measure {
        Measure::Advantage
    }
    fn board(&self, truth: &Truth, rng: &mut ChaCha8Rng) -> Board {
        let rooms = by_room(truth);
        let mut choices = Vec::new();
        for join in &truth.joins {
            let Some(here) = rooms.get(&join.room) else { continue };
            let mut options = Vec::new();
            for steward in &join.stewards {
                let theirs: Vec<&Written> = here.iter().filter(|w| w.device == *steward).collect();
                options.extend(theirs.choose(rng).map(|w| (*steward, Item::cell(w.cell))));
            }
            let target = Item::mailbox(join.knock.mailbox);
            choices.extend(choice(target, options, join.inviter, rng));
        }
        Board::Choices(choices)
    }
    fn plant(&self, view: &mut View, truth: &Truth) {
        plant::device_ids(view, truth);
    }
    fn shuffle(&self, truth: &mut Truth, rng: &mut ChaCha8Rng) {
        for join in &mut truth.joins {
            join.inviter = *join.stewards.choose(rng).unwrap_or(&join.inviter);
        }
    }
}

/// One pair of mailboxes each, and as many others as candidates.
fn pairs(all: &[(Handle, Handle)], rng: &mut ChaCha8Rng) -> Board {
    const CANDIDATES: usize = 5;
    let mut choices = Vec::new();
    for (a, b) in all {
        let mut others: Vec<Handle> =
            all.iter().map(|(_, other)| *other).filter(|other| other != b && other != a).collect();
        others.shuffle(rng);
        let mut options: Vec<(usize, Item)> = vec![(0, Item::mailbox(*b))];
        let others = others.into_iter().take(CANDIDATES - 1);
        options.extend((1..).zip(others.map(Item::mailbox)));
        choices.extend(choice(Item::mailbox(*a), options, 0, rng));
    }
    Board::Choices(choices)
}

impl Game for Succession {
    fn name(&self) -> &'static str {
        "succession"
    }
    fn question(&self) -> &'static str {
        "which of up to five mailboxes of epochs follows this one"
    }
    fn measure(&self) -> Measure {
        Measure::Advantage
    }
    fn board(&self, truth: &Truth, rng: &mut ChaCha8Rng) -> Board {
        let steps = truth.chains.iter().flat_map(|chain| chain.windows(2));
        pairs(&steps.map(|pair| (pair[0], pair[1])).collect::<Vec<_>>(), rng)
    }
    fn plant(&self, view: &mut View, truth: &Truth) {
        plant::numbered_rows(view, truth.chains.iter().map(Vec::as_slice));
    }
    fn shuffle(&self, truth: &mut Truth, rng: &mut ChaCha8Rng) {
        let mut all: Vec<Handle> = truth.chains.concat();
        all.shuffle(rng);
        for chain in &mut truth.chains {
            *chain = all.split_off(all.len() - chain.len());
        }
    }
}

impl Game for InvitePair {
    fn name(&self) -> &'static str {
        "invite-pair"
    }
    fn question(&self) -> &'static str {
        "which of up to five knock mailboxes belongs to this card"
    }
    fn measure(&self) -> Measure {
        Measure::Advantage
    }
    fn board(&self, truth: &Truth, rng: &mut ChaCha8Rng) -> Board {
        pairs(&truth.invites, rng)
    }
    fn plant(&self, view: &mut View, truth: &Truth) {
        let pairs: Vec<[Handle; 2]> = truth.invites.iter().map(|(a, b)| [*a, *b]).collect();
        plant::numbered_rows(view, pairs.iter().map(<[Handle; 2]>::as_slice));
    }
    fn shuffle(&self, truth: &mut Truth, rng: &mut ChaCha8Rng) {
        let mut knocks: Vec<Handle> = truth.invites.iter().map(|(_, knock)| *knock).collect();
        knocks.shuffle(rng);
        for (invite, knock) in truth.invites.iter_mut().zip(knocks) {
            invite.1 = knock;
        }
    }
}
