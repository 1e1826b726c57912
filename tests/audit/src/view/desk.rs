//! The operator's desk: the view, sorted so that an attack finds what it looks for.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::IpAddr;

use sitr_wire::ticket::Ticket;
use sitr_wire::{Handle, RelayId, Reply, Request};

use super::{CellRef, CellRow, Item, MailboxRow, View, What};

/// Something that carries bytes which a client chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    /// A stored cell.
    Cell(CellRef),
    /// A mailbox's keys.
    Mailbox(Handle),
    /// What a connection's hello and tickets hold.
    Connection(usize),
}

/// Bytes that must be alike to be held for one mark.
const WINDOW: usize = 8;

/// The view with its indexes.
#[derive(Debug)]
pub struct Desk<'a> {
    /// Everything.
    pub view: &'a View,
    /// The connection over which a cell first came.
    pub writer: BTreeMap<CellRef, usize>,
    /// The connection that opened a mailbox first, and when.
    pub opener: BTreeMap<Handle, (usize, u64)>,
    /// Mailboxes that each connection watched, with the time, in order.
    pub watched: BTreeMap<usize, Vec<(u64, Handle)>>,
    /// When each cell was acknowledged, finals included.
    pub came: BTreeMap<CellRef, u64>,
    /// The connection that closed a mailbox first, and when.
    pub closed: BTreeMap<Handle, (usize, u64)>,
    /// Times at which each connection opened mailboxes.
    pub opens: BTreeMap<usize, Vec<u64>>,
    /// Rank of a cell in the order of its row, for rows that stand in order of arrival.
    pub arrival: BTreeMap<CellRef, usize>,
    /// Rank of a cell in the order in which cells lie in the file.
    pub position: BTreeMap<CellRef, usize>,
    /// Number of different addresses in the trace.
    pub addresses: usize,
    cells: BTreeMap<CellRef, usize>,
    mailboxes: BTreeMap<Handle, usize>,
    marks: BTreeMap<Thing, BTreeSet<u64>>,
}

impl<'a> Desk<'a> {
    /// Sorts a view.
    #[must_use]
    pub fn new(view: &'a View) -> Self {
        let addresses: BTreeSet<IpAddr> = view.connections.iter().map(|c| c.address).collect();
        let cells = (0..).zip(&view.disk.cells).map(|(index, row)| (of(row), index)).collect();
        let boxes = (0..).zip(&view.disk.mailboxes).map(|(index, row)| (row.handle, index));
        let mut desk = Self {
            view,
            writer: BTreeMap::new(),
            opener: BTreeMap::new(),
            watched: BTreeMap::new(),
            came: BTreeMap::new(),
            closed: BTreeMap::new(),
            opens: BTreeMap::new(),
            arrival: ranks(view.disk.cells.iter().filter(|row| row.row >= 0), |row| {
                (row.row, 0, 0)
            }),
            position: ranks(view.disk.cells.iter(), |row| {
                let (page, offset, overflow) = row.position;
                (
                    i64::from(if overflow == 0 { page } else { overflow }),
                    overflow,
                    u32::MAX - offset,
                )
            }),
            addresses: addresses.len(),
            cells,
            mailboxes: boxes.collect(),
            marks: BTreeMap::new(),
        };
        desk.read_trace();
        desk.find_marks();
        desk
    }

    fn read_trace(&mut self) {
        let mut asked: BTreeMap<(usize, u64), Handle> = BTreeMap::new();
        for frame in &self.view.frames {
            let connection = frame.connection;
            match &frame.what {
                What::Asked(number, Request::Append(append)) => {
                    asked.insert((connection, *number), append.handle);
                }
                What::Asked(number, Request::Close(close)) => {
                    asked.insert((connection, *number), close.handle);
                }
                What::Asked(_, Request::Open(_)) => {
                    self.opens.entry(connection).or_default().push(frame.at);
                }
                What::Asked(_, Request::Watch(watch)) => {
                    self.watched.entry(connection).or_default().push((frame.at, watch.handle));
                }
                What::Told(number, Reply::Appended(place) | Reply::Closed(place)) => {
                    let Some(handle) = asked.get(&(connection, *number)) else { continue };
                    let cell = CellRef { mailbox: *handle, place: *place };
                    self.writer.entry(cell).or_insert(connection);
                    self.came.entry(cell).or_insert(frame.at);
                    if matches!(&frame.what, What::Told(_, Reply::Closed(_))) {
                        self.closed.entry(*handle).or_insert((connection, frame.at));
                    }
                }
                What::Asked(..) | What::Told(..) => {}
            }
        }
        let relay = self.view.frames.iter().find_map(|frame| match &frame.what {
            What::Told(_, Reply::Hi(hi)) => Some(RelayId::of(&hi.relay_key)),
            _ => None,
        });
        let Some(relay) = relay else { return };
        for frame in &self.view.frames {
            if let What::Asked(_, Request::Open(open)) = &frame.what {
                let opener = (frame.connection, frame.at);
                self.opener.entry(open.mailbox.handle(&relay)).or_insert(opener);
            }
        }
    }

    /// Marks: runs of bytes that stand in more than one thing.
    fn find_marks(&mut self) {
        let mut seen: HashMap<[u8; WINDOW], Vec<Thing>> = HashMap::new();
        let mut note = |thing: Thing, bytes: &[u8]| {
            for window in bytes.as_chunks::<WINDOW>().0 {
                let things = seen.entry(*window).or_default();
                if things.last() != Some(&thing) {
                    things.push(thing);
                }
            }
        };
        for row in &self.view.disk.cells {
            note(Thing::Cell(of(row)), &row.bytes);
        }
        for row in &self.view.disk.mailboxes {
            row.keys.iter().for_each(|key| note(Thing::Mailbox(row.handle), key));
        }
        for frame in &self.view.frames {
            let thing = Thing::Connection(frame.connection);
            match &frame.what {
                What::Asked(_, Request::Hello(hello)) => note(thing, &hello.nonce),
                What::Asked(_, Request::Open(open)) => {
                    nonce(open.ticket.as_ref(), thing, &mut note)
                }
                What::Asked(_, Request::Append(append)) => {
                    nonce(append.ticket.as_ref(), thing, &mut note);
                }
                What::Asked(..) | What::Told(..) => {}
            }
        }
        for (window, things) in seen {
            if things.len() > 1 {
                for thing in things {
                    self.marks.entry(thing).or_default().insert(u64::from_be_bytes(window));
                }
            }
        }
    }

    /// The connection that an item points at, wrote it, or opened it.
    #[must_use]
    pub fn connection(&self, item: &Item) -> Option<usize> {
        item.connection
            .or_else(|| item.cell.and_then(|cell| self.writer.get(&cell).copied()))
            .or_else(|| {
                item.mailbox.and_then(|mailbox| {
                    self.opener.get(&mailbox).map(|(connection, _)| *connection)
                })
            })
    }

    /// The address of a connection.
    #[must_use]
    pub fn address(&self, connection: usize) -> Option<IpAddr> {
        self.view.connections.get(connection).map(|connection| connection.address)
    }

    /// The marks that everything has to which an item points.
    #[must_use]
    pub fn marks(&self, item: &Item) -> BTreeSet<u64> {
        let things = [
            item.cell.map(Thing::Cell),
            item.mailbox.map(Thing::Mailbox),
            self.connection(item).map(Thing::Connection),
        ];
        things
            .into_iter()
            .flatten()
            .filter_map(|thing| self.marks.get(&thing))
            .flatten()
            .copied()
            .collect()
    }

    /// The stored row of a cell.
    #[must_use]
    pub fn cell(&self, cell: &CellRef) -> Option<&CellRow> {
        self.cells.get(cell).and_then(|index| self.view.disk.cells.get(*index))
    }

    /// The stored row of a mailbox.
    #[must_use]
    pub fn mailbox(&self, handle: &Handle) -> Option<&MailboxRow> {
        self.mailboxes.get(handle).and_then(|index| self.view.disk.mailboxes.get(*index))
    }

    /// The cells of a mailbox that are on the disk, in order.
    pub fn cells_of(&self, mailbox: Handle) -> impl DoubleEndedIterator<Item = &CellRow> {
        let all = CellRef { mailbox, place: 0 }..=CellRef { mailbox, place: u64::MAX };
        self.cells.range(all).filter_map(|(_, index)| self.view.disk.cells.get(*index))
    }

    /// The last time at which a connection opened a mailbox before some time.
    #[must_use]
    pub fn last_open(&self, connection: usize, before: u64) -> Option<u64> {
        let opens = self.opens.get(&connection)?;
        opens.iter().copied().filter(|at| *at < before).max()
    }

    /// Connections that watched a mailbox.
    #[must_use]
    pub fn watchers(&self, mailbox: &Handle) -> BTreeSet<usize> {
        let saw = |list: &[(u64, Handle)]| list.iter().any(|(_, handle)| handle == mailbox);
        self.watched.iter().filter(|(_, list)| saw(list)).map(|(conn, _)| *conn).collect()
    }
}

fn nonce(ticket: Option<&Ticket>, thing: Thing, note: &mut impl FnMut(Thing, &[u8])) {
    if let Some(Ticket::Work { nonce, .. }) = ticket {
        note(thing, nonce);
    }
}

fn of(row: &CellRow) -> CellRef {
    CellRef { mailbox: row.mailbox, place: row.place }
}

fn ranks<'a>(
    rows: impl Iterator<Item = &'a CellRow>,
    key: impl Fn(&CellRow) -> (i64, u32, u32),
) -> BTreeMap<CellRef, usize> {
    let mut rows: Vec<&CellRow> = rows.collect();
    rows.sort_by_key(|row| key(row));
    rows.into_iter().enumerate().map(|(rank, row)| (of(row), rank)).collect()
}
