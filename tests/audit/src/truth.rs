//! What the referee knows and the operator does not: whose each connection is, and what was done.

use std::collections::{BTreeMap, BTreeSet};

use sitr_wire::{CellSize, Handle, RelayId, Reply, Request};

use crate::community::{Deed, Diary, Doing, Trace};
use crate::view::{CellRef, Frame, What};

/// A cell of a room's mailbox, finals aside.
#[derive(Clone, Copy, Debug)]
pub struct Written {
    /// The cell.
    pub cell: CellRef,
    /// Who wrote it.
    pub device: usize,
    /// In which room.
    pub room: usize,
    /// By which connection.
    pub session: usize,
    /// What it was.
    pub doing: Doing,
}

/// A join by invite.
#[derive(Clone, Debug)]
pub struct Join {
    /// The knock.
    pub knock: CellRef,
    /// The room.
    pub room: usize,
    /// Who made the invite.
    pub inviter: usize,
    /// Who could have.
    pub stewards: Vec<usize>,
}

/// Everything that attacks have to guess.
#[derive(Clone, Debug, Default)]
pub struct Truth {
    /// Device and room of each connection.
    pub owners: Vec<(usize, usize)>,
    /// Cells of rooms' mailboxes.
    pub written: Vec<Written>,
    /// Joins.
    pub joins: Vec<Join>,
    /// Mailboxes of epochs, with the number of members that their room had.
    pub sizes: Vec<(Handle, usize)>,
    /// Mailboxes of each room's epochs, in order.
    pub chains: Vec<Vec<Handle>>,
    /// The card mailbox and the knock mailbox of each invite.
    pub invites: Vec<(Handle, Handle)>,
}

/// What can be read off the trace by who knows whose each connection is.
struct Reading<'a> {
    trace: &'a Trace,
    frames: &'a [Frame],
    /// Mailboxes of epochs.
    epochs: BTreeSet<Handle>,
    /// Mailboxes that were burned: nobody can be asked about them later.
    burned: BTreeSet<Handle>,
    /// Acknowledged appends, in order: connection, time of asking, cell.
    appends: Vec<(usize, u64, CellRef)>,
}

impl Truth {
    /// What happened, from the trace with its owners and the diary.
    #[must_use]
    pub fn of(trace: &Trace, frames: &[Frame], diary: &Diary) -> Self {
        let reading = Reading::of(trace, frames);
        let (invites, makers) = reading.invites();
        let rooms = trace.owners.iter().map(|(_, room)| room + 1).max().unwrap_or(0);
        let mut sizes = BTreeMap::new();
        let mut chains = vec![Vec::new(); rooms];
        for census in diary.census() {
            let chain = reading.watched(census.founder, census.room, census.at);
            sizes.extend(chain.last().map(|handle| (*handle, census.size)));
            chains[census.room] = chain;
        }
        let joins = reading.joins(diary, &makers);
        Self {
            owners: trace.owners.clone(),
            written: reading.written(&diary.deeds()),
            joins,
            sizes: sizes.into_iter().collect(),
            chains,
            invites,
        }
    }

    /// The cells that are messages.
    pub fn messages(&self) -> impl Iterator<Item = &Written> {
        self.written.iter().filter(|written| written.doing != Doing::Managed)
    }
}

impl<'a> Reading<'a> {
    fn of(trace: &'a Trace, frames: &'a [Frame]) -> Self {
        let (mut epochs, mut burned) = (BTreeSet::new(), BTreeSet::new());
        let mut asked = BTreeMap::new();
        let mut appends = Vec::new();
        let mut seen = BTreeSet::new();
        let relay = relay(frames);
        for frame in frames {
            match &frame.what {
                What::Asked(_, Request::Open(open)) if open.mailbox.cell_size == CellSize::K2 => {
                    epochs.extend(relay.map(|relay| open.mailbox.handle(&relay)));
                }
                What::Asked(_, Request::Burn(burn)) => {
                    burned.insert(burn.handle);
                }
                What::Asked(number, Request::Append(append)) => {
                    asked.insert((frame.connection, *number), (frame.at, append.handle));
                }
                What::Told(number, Reply::Appended(place)) => {
                    let Some((at, mailbox)) = asked.get(&(frame.connection, *number)) else {
                        continue;
                    };
                    let cell = CellRef { mailbox: *mailbox, place: *place };
                    if seen.insert(cell) {
                        appends.push((frame.connection, *at, cell));
                    }
                }
                What::Asked(..) | What::Told(..) => {}
            }
        }
        Self { trace, frames, epochs, burned, appends }
    }

    /// Mailboxes of epochs that a device watched for a room until some time, in order.
    fn watched(&self, device: usize, room: usize, until: u64) -> Vec<Handle> {
        let mut chain: Vec<Handle> = Vec::new();
        for frame in self.frames.iter().filter(|frame| frame.at <= until) {
            if let What::Asked(_, Request::Watch(watch)) = &frame.what
                && self.trace.owners[frame.connection] == (device, room)
                && self.epochs.contains(&watch.handle)
                && !chain.contains(&watch.handle)
            {
                chain.push(watch.handle);
            }
        }
        chain
    }

    /// Card and knock mailbox of each invite, and the device that made each knock mailbox.
    fn invites(&self) -> (Vec<(Handle, Handle)>, BTreeMap<Handle, usize>) {
        let (mut pairs, mut makers) = (Vec::new(), BTreeMap::new());
        let mut knocks: BTreeMap<usize, Handle> = BTreeMap::new();
        let Some(relay) = relay(self.frames) else { return (pairs, makers) };
        for frame in self.frames {
            let What::Asked(_, Request::Open(open)) = &frame.what else { continue };
            let handle = open.mailbox.handle(&relay);
            let is_gone = self.burned.contains(&handle);
            if open.mailbox.burn_key.is_none() || is_gone || makers.contains_key(&handle) {
                continue;
            }
            // A client opens the knock mailbox, then the card's.
            if open.mailbox.append_cost > 0 {
                knocks.insert(frame.connection, handle);
                makers.insert(handle, self.trace.owners[frame.connection].0);
            } else if let Some(knock) = knocks.remove(&frame.connection) {
                pairs.push((handle, knock));
            }
        }
        (pairs, makers)
    }

    fn joins(&self, diary: &Diary, makers: &BTreeMap<Handle, usize>) -> Vec<Join> {
        let knock = |joiner: usize, room: usize| {
            let here = |(connection, _, cell): &&(usize, u64, CellRef)| {
                self.trace.owners[*connection] == (joiner, room)
                    && makers.contains_key(&cell.mailbox)
            };
            self.appends.iter().find(here).map(|(_, _, cell)| *cell)
        };
        let joins = diary.joins().into_iter().filter_map(|invited| {
            let knock = knock(invited.joiner, invited.room)?;
            let inviter = *makers.get(&knock.mailbox)?;
            assert_eq!(inviter, invited.inviter, "the diary and the trace agree");
            Some(Join { knock, room: invited.room, inviter, stewards: invited.stewards })
        });
        joins.collect()
    }

    fn written(&self, deeds: &[Deed]) -> Vec<Written> {
        let mut all = Vec::new();
        for (session, at, cell) in &self.appends {
            let (device, room) = self.trace.owners[*session];
            let during = |deed: &&Deed| {
                (deed.device, deed.room) == (device, room) && (deed.from..=deed.until).contains(at)
            };
            if !self.epochs.contains(&cell.mailbox) {
                continue;
            }
            let doing = deeds.iter().find(during).map_or(Doing::Managed, |deed| deed.doing);
            all.push((*at, Written { cell: *cell, device, room, session: *session, doing }));
        }
        all.sort_by_key(|(at, _)| *at);
        all.into_iter().map(|(_, written)| written).collect()
    }
}

/// The relay's id, as it said hello.
#[must_use]
pub fn relay(frames: &[Frame]) -> Option<RelayId> {
    frames.iter().find_map(|frame| match &frame.what {
        What::Told(_, Reply::Hi(hi)) => Some(RelayId::of(&hi.relay_key)),
        _ => None,
    })
}
