//! What stands in each field, and what it tells: the words of the page.

use std::fmt;

/// Where a field is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// What the network shows.
    Connection,
    /// Headers of the WebSocket upgrade.
    Headers,
    /// Frames that clients send.
    ClientFrames,
    /// Frames that the relay sends.
    RelayFrames,
    /// Columns of the database.
    Disk,
    /// Totals for the operator.
    Metrics,
    /// Lines of the log.
    Logs,
    /// The process.
    Memory,
}

/// What a value looks like. A run is held against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// So many bytes, as good as random, never twice the same.
    Fresh(usize),
    /// So many bytes of this kind.
    Bytes(usize, &'static str),
    /// One sealed cell.
    Cell,
    /// One whole page.
    Page,
    /// A day.
    Day,
    /// A number of this kind.
    Number(&'static str),
    /// One of a few classes.
    Class(&'static str),
    /// Other fields.
    Nested,
    /// Something else.
    Words(&'static str),
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fresh(length) => write!(f, "{length} random bytes, new each time"),
            Self::Bytes(length, kind) => write!(f, "{length} bytes: {kind}"),
            Self::Cell => f.write_str("a sealed cell of 2, 16, 64 or 256 KiB"),
            Self::Page => f.write_str("64 or 256 KiB: sealed cells, then zeros"),
            Self::Day => f.write_str("a day"),
            Self::Number(kind) | Self::Words(kind) => f.write_str(kind),
            Self::Class(classes) => write!(f, "one of {classes}"),
            Self::Nested => f.write_str("the fields below"),
        }
    }
}

/// A field's note.
#[derive(Clone, Copy, Debug)]
pub struct Note {
    /// Where.
    pub place: Place,
    /// The field.
    pub name: &'static str,
    /// What it looks like.
    pub shape: Shape,
    /// What it tells.
    pub tells: &'static str,
    /// Whether every run shows it.
    pub always: bool,
}

const fn note(place: Place, name: &'static str, shape: Shape, tells: &'static str) -> Note {
    Note { place, name, shape, tells, always: false }
}

const fn met(place: Place, name: &'static str, shape: Shape, tells: &'static str) -> Note {
    Note { place, name, shape, tells, always: true }
}

use Place::{
    ClientFrames as Up, Connection, Disk, Headers, Logs, Memory, Metrics, RelayFrames as Down,
};
use Shape::{Bytes, Cell, Class, Day, Fresh, Nested, Number, Page, Words};

const HANDLE: Shape = Bytes(32, "a hash, the mailbox's name at the relay");
const ADDRESS: Shape = Bytes(32, "the secret that opens the mailbox for reading");
const SIGNATURE: Shape = Bytes(64, "an Ed25519 signature by the mailbox's shared key");
const NOTHING: &str = "nothing";
const WHICH: &str = "that this connection uses this mailbox";
const SIZES: &str = "2, 16, 64, 256 KiB";
const SET_BY_OPERATOR: &str = "nothing: the operator set it";
const CLASS_OF_ROOM: &str =
    "what kind of mailbox it is; alike for all rooms, all invites, all replies";

/// All of them, in the order of the page where no schema gives one.
pub const NOTES: &[Note] = &[
    note(
        Connection,
        "source address",
        Words("an IP address"),
        "**who connects**, roughly where, and by which provider",
    ),
    note(Connection, "source port", Words("a number that the system draws"), NOTHING),
    note(Connection, "beginning and end", Words("times"), "when a device is awake"),
    note(
        Connection,
        "time of each frame",
        Words("a time"),
        "when its owner writes or a room moves on",
    ),
    note(
        Connection,
        "size and direction of each frame",
        Words("fixed by verb and class"),
        "which verb, and the class of its cell",
    ),
    note(
        Connection,
        "what one connection has in common",
        Words("all mailboxes of one room, and no other room's"),
        "which mailboxes belong to one room; by the address, which rooms to one device",
    ),
    met(
        Headers,
        "host",
        Words("the relay's own name"),
        "by which route the device found the relay",
    ),
    met(Headers, "connection", Words("`Upgrade`"), NOTHING),
    met(Headers, "upgrade", Words("`websocket`"), NOTHING),
    met(Headers, "sec-websocket-version", Words("`13`"), NOTHING),
    met(Headers, "sec-websocket-key", Words("16 random bytes, new each time"), NOTHING),
    met(
        Up,
        "ClientFrame.request",
        Number("counts up from 0 on each connection"),
        "how many requests this connection made",
    ),
    met(Up, "ClientFrame.hello", Nested, "that a connection begins"),
    met(Up, "ClientFrame.open", Nested, "that somebody makes a mailbox"),
    met(Up, "ClientFrame.append", Nested, "that somebody writes"),
    met(
        Up,
        "ClientFrame.close",
        Nested,
        "that a steward ends an epoch: somebody came, went, changed role, or keys are renewed",
    ),
    met(
        Up,
        "ClientFrame.read",
        Nested,
        "that somebody fetches a card, or a body that did not fit into a cell",
    ),
    met(
        Up,
        "ClientFrame.watch",
        Nested,
        "that somebody follows a room, an invite, or waits for an answer",
    ),
    met(Up, "ClientFrame.burn", Nested, "that an invite is taken back"),
    met(
        Up,
        "Hello.versions",
        Number("the same for all"),
        "how old the client is, once there is more than one version",
    ),
    met(Up, "Hello.nonce", Fresh(32), NOTHING),
    met(Up, "Open.mailbox", Nested, "see below"),
    met(Up, "Open.ticket", Nested, "see below"),
    met(
        Up,
        "Mailbox.address_hash",
        Bytes(32, "a hash of the address"),
        "nothing, until the address is shown by a reader",
    ),
    met(Up, "Mailbox.write_key", Bytes(32, "a public key, shared by all who may write"), NOTHING),
    met(
        Up,
        "Mailbox.close_key",
        Bytes(32, "a public key, shared by stewards; nobody's where it cannot be closed"),
        NOTHING,
    ),
    met(Up, "Mailbox.burn_key", Bytes(32, "a public key; none for rooms"), "that it is no room"),
    met(
        Up,
        "Mailbox.cell_size",
        Class(SIZES),
        "whether it is a room's, an invite's or reply's, or a large body's",
    ),
    met(
        Up,
        "Mailbox.capacity",
        Number(
            "a class for rooms; for an invite its uses; for a body the cells it needs, rounded up to a power of two",
        ),
        "how many an invite lets in; about how large a body is",
    ),
    met(Up, "Mailbox.life", Class("1, 30, 180 days"), CLASS_OF_ROOM),
    met(Up, "Mailbox.keep", Class("7, 30, 90 days"), CLASS_OF_ROOM),
    met(Up, "Mailbox.append_cost", Number("bits of work"), "that it is an invite's"),
    met(Up, "Ticket.work", Nested, "nothing but that work was done"),
    note(
        Up,
        "Ticket.token",
        Words("bytes that the operator gave out"),
        "**whoever the operator gave it to**: never one a person",
    ),
    met(Up, "Work.day", Day, NOTHING),
    met(Up, "Work.nonce", Fresh(16), NOTHING),
    met(Up, "Append.handle", HANDLE, WHICH),
    met(Up, "Append.cell", Cell, "its class, and nothing of its kind"),
    met(Up, "Append.signature", SIGNATURE, "that whoever writes may; not who it is"),
    met(Up, "Append.ticket", Nested, "that this is a knock"),
    met(Up, "Close.handle", HANDLE, WHICH),
    met(Up, "Close.cell", Cell, NOTHING),
    met(Up, "Close.signature", SIGNATURE, "that whoever closes may; not who it is"),
    note(
        Up,
        "Close.supersedes",
        Bytes(32, "hash of another final cell"),
        "that two stewards closed at once",
    ),
    met(Up, "Read.handle", HANDLE, WHICH),
    met(
        Up,
        "Read.address",
        ADDRESS,
        "that this connection may read; a live operator can read the sealed cells anyway",
    ),
    note(Up, "Read.page", Number("whole pages"), "which part of a large body is fetched"),
    met(Up, "Watch.handle", HANDLE, WHICH),
    met(Up, "Watch.address", ADDRESS, "that this connection may read"),
    note(
        Up,
        "Watch.from_page",
        Number("whole pages of 32 cells"),
        "about how far a device had read, where an epoch is longer than a page",
    ),
    met(Up, "Burn.handle", HANDLE, WHICH),
    met(Up, "Burn.signature", SIGNATURE, NOTHING),
    met(Down, "RelayFrame.request", Number("the number of what it answers"), NOTHING),
    met(Down, "RelayFrame.hi", Nested, "nothing: the same for all but for the signature"),
    met(Down, "RelayFrame.opened", Nested, NOTHING),
    met(Down, "RelayFrame.appended", Nested, NOTHING),
    met(Down, "RelayFrame.closed", Nested, NOTHING),
    met(Down, "RelayFrame.page", Nested, "how many cells a reader missed, in pages"),
    met(
        Down,
        "RelayFrame.cell",
        Nested,
        "to how many devices a cell goes, and to which connections",
    ),
    note(Down, "RelayFrame.mark", Nested, NOTHING),
    met(Down, "RelayFrame.end", Nested, "to how many devices the end of an epoch goes"),
    met(Down, "RelayFrame.burned", Nested, NOTHING),
    met(
        Down,
        "RelayFrame.refused",
        Nested,
        "that somebody asked for what is not there, or lost a race",
    ),
    met(Down, "Hi.version", Number("the same for all"), NOTHING),
    met(Down, "Hi.relay_key", Bytes(32, "the relay's key"), NOTHING),
    met(Down, "Hi.signature", Bytes(64, "by the relay's key, over the nonce"), NOTHING),
    met(Down, "Hi.day", Day, NOTHING),
    met(Down, "Hi.tickets", Nested, SET_BY_OPERATOR),
    met(Down, "Hi.limits", Nested, SET_BY_OPERATOR),
    met(Down, "Hi.lineage", Bytes(16, "drawn when the database was made"), NOTHING),
    note(Down, "Hi.retires_on", Day, SET_BY_OPERATOR),
    met(Down, "TicketPolicy.kind", Class("free, work, token"), SET_BY_OPERATOR),
    met(Down, "TicketPolicy.gate_bits", Number("bits"), SET_BY_OPERATOR),
    met(Down, "TicketPolicy.argon_kib", Number("KiB"), SET_BY_OPERATOR),
    note(Down, "TicketPolicy.argon_bits", Number("bits"), SET_BY_OPERATOR),
    met(Down, "Limits.max_capacity", Number("cells"), SET_BY_OPERATOR),
    met(Down, "Limits.max_life", Class("1, 30, 180 days"), SET_BY_OPERATOR),
    met(Down, "Limits.max_keep", Class("7, 30, 90 days"), SET_BY_OPERATOR),
    met(Down, "Limits.requests_in_flight", Number("requests"), SET_BY_OPERATOR),
    met(Down, "Limits.watches", Number("mailboxes"), SET_BY_OPERATOR),
    met(Down, "Limits.appends_per_minute", Number("appends"), SET_BY_OPERATOR),
    met(Down, "Limits.opens_per_minute", Number("opens"), SET_BY_OPERATOR),
    met(Down, "Limits.closes_per_hour", Number("closes"), SET_BY_OPERATOR),
    met(Down, "Appended.index", Number("place in the mailbox"), NOTHING),
    met(Down, "Closed.index", Number("place in the mailbox"), NOTHING),
    note(Down, "Page.number", Number("whole pages"), NOTHING),
    met(Down, "Page.cells", Page, "nothing beyond what the writers' frames told"),
    met(Down, "Page.count", Number("0 to 32"), "how many cells there are"),
    note(Down, "Page.mark", Nested, NOTHING),
    note(Down, "Page.end", Nested, "that it is closed"),
    met(Down, "Page.cell_size", Class(SIZES), NOTHING),
    met(Down, "Cell.index", Number("place in the mailbox"), NOTHING),
    met(Down, "Cell.cell", Cell, NOTHING),
    met(Down, "Cell.final", Class("a cell, a final cell"), "nothing beyond what the close told"),
    note(Down, "Mark.mark", Number("cells covered"), NOTHING),
    note(Down, "Mark.chain", Bytes(32, "a hash over the mailbox's cells"), NOTHING),
    note(Down, "Mark.signature", Bytes(64, "by the relay's key"), NOTHING),
    met(Down, "End.first_final", Number("place in the mailbox"), NOTHING),
    met(Down, "End.finals", Nested, "whether stewards closed at once"),
    met(
        Down,
        "Proof.signature",
        Bytes(64, "the close key's signature, as it came with the close"),
        NOTHING,
    ),
    note(
        Down,
        "Proof.supersedes",
        Bytes(32, "hash of another final cell"),
        "that two stewards closed at once",
    ),
    met(Down, "Refused.code", Class("the codes"), "why"),
    note(Down, "Refused.limit", Words("name of a limit"), "which limit was met"),
    note(Down, "Refused.value", Number("the limit's value"), NOTHING),
    note(Down, "Refused.retry_after_seconds", Number("seconds"), NOTHING),
    note(
        Down,
        "Refused.final_index",
        Number("place in the mailbox"),
        "that two stewards closed at once",
    ),
    note(Down, "Refused.final_hash", Bytes(32, "hash of a final cell"), NOTHING),
    met(Disk, "mailboxes.id", Number("drawn at random"), NOTHING),
    met(Disk, "mailboxes.handle", HANDLE, "nothing by itself"),
    met(
        Disk,
        "mailboxes.address_hash",
        Bytes(32, "a hash of the address"),
        "nothing: the address is not here, so a copy cannot be used to read",
    ),
    met(Disk, "mailboxes.write_key", Bytes(32, "a public key"), NOTHING),
    met(Disk, "mailboxes.close_key", Bytes(32, "a public key"), NOTHING),
    met(Disk, "mailboxes.burn_key", Bytes(32, "a public key; none for rooms"), NOTHING),
    met(
        Disk,
        "mailboxes.cell_size",
        Class(SIZES),
        "whether it is a room's, an invite's or reply's, or a large body's",
    ),
    met(Disk, "mailboxes.life", Class("1, 30, 180 days"), CLASS_OF_ROOM),
    met(Disk, "mailboxes.keep", Class("7, 30, 90 days"), CLASS_OF_ROOM),
    met(
        Disk,
        "mailboxes.capacity",
        Number("as in the frame"),
        "how many an invite lets in; about how large a body is",
    ),
    met(Disk, "mailboxes.append_cost", Number("bits of work"), "that it is an invite's"),
    met(
        Disk,
        "mailboxes.opened",
        Day,
        "the day; on a relay with few mailboxes, which belong together",
    ),
    met(Disk, "mailboxes.closed", Day, "the day on which an epoch ended"),
    met(Disk, "mailboxes.expires", Day, "nothing beyond the classes and days"),
    met(
        Disk,
        "mailboxes.first_final",
        Number("place of the final cell"),
        "how much an epoch said; **that the cell before it may have caused the end**",
    ),
    met(
        Disk,
        "cells.id",
        Number("order of arrival on the current day, random after the daily sweep"),
        "on the current day, **which mailboxes spoke after one another**; nothing afterwards",
    ),
    met(Disk, "cells.mailbox", Number("the mailbox's random number"), "in which mailbox it stands"),
    met(Disk, "cells.place", Number("place in the mailbox"), "the order within one mailbox"),
    met(Disk, "cells.tag", Number("8 bytes of the cell's hash"), NOTHING),
    met(Disk, "cells.bytes", Cell, "its class, and nothing of its kind"),
    note(Disk, "marks.mailbox", Number("the mailbox's random number"), "that a page of it is full"),
    note(Disk, "marks.page", Number("whole pages"), NOTHING),
    note(Disk, "marks.chain", Bytes(32, "a hash over the mailbox's cells"), NOTHING),
    note(Disk, "marks.tags", Words("the tags of the page's cells"), NOTHING),
    note(Disk, "tags.mailbox", Number("the mailbox's random number"), "that it has 256 cells"),
    note(Disk, "tags.tag", Number("8 bytes of a cell's hash"), NOTHING),
    note(Disk, "tags.place", Number("place in the mailbox"), NOTHING),
    met(Disk, "finals.mailbox", Number("the mailbox's random number"), "that it is closed"),
    met(Disk, "finals.place", Number("place of the final cell"), NOTHING),
    met(Disk, "finals.signature", SIGNATURE, "that whoever closed may; not who it is"),
    note(
        Disk,
        "finals.supersedes",
        Bytes(32, "hash of another final cell"),
        "that two stewards closed at once",
    ),
    met(Disk, "lineage.only_row", Number("always 0"), NOTHING),
    met(Disk, "lineage.id", Bytes(16, "drawn when the database was made"), NOTHING),
    met(Disk, "lineage.is_copy", Class("the relay's own, a copy of it"), NOTHING),
    met(Disk, "tombstones.handle", HANDLE, "that a mailbox was once there"),
    met(Disk, "tombstones.day", Day, "when it went"),
    met(Disk, "tombstones.burned", Class("burned, expired"), "whether it was an invite"),
    note(
        Disk,
        "doomed.mailbox",
        Number("a mailbox's random number"),
        "that its cells are being overwritten",
    ),
    met(Metrics, "connections", Number("a total"), "how many are connected at once"),
    met(Metrics, "connections_total", Number("a total"), "how often anybody connected"),
    met(Metrics, "connections_refused_total", Number("a total"), "how often the relay was full"),
    met(Metrics, "requests_total", Number("a total"), "how busy the relay is"),
    met(Metrics, "refused_total", Number("a total"), NOTHING),
    met(Metrics, "opened_total", Number("a total"), NOTHING),
    met(Metrics, "cells_total", Number("a total"), NOTHING),
    met(Metrics, "pages_total", Number("a total"), NOTHING),
    met(Metrics, "news_total", Number("a total"), NOTHING),
    met(Metrics, "fallen_total", Number("a total"), NOTHING),
    met(Metrics, "commits_total", Number("a total"), NOTHING),
    met(Metrics, "commits_failed_total", Number("a total"), NOTHING),
    met(Metrics, "expired_total", Number("a total"), NOTHING),
    met(Logs, "the relay is up", Words("the number of listeners"), "when it was started"),
    note(Logs, "the relay is stopping", Words("nothing else"), "when it was stopped"),
    note(Logs, "the relay has stopped", Words("whether in order"), "when it was stopped"),
    note(
        Memory,
        "mailboxes that are watched",
        Words("handles, addresses, connections"),
        "what the frames of open connections told",
    ),
    note(Memory, "cells on their way", Cell, NOTHING),
    note(
        Memory,
        "what is never there",
        Words("words, names, keys, roles, rooms: searched for in each run"),
        NOTHING,
    ),
];
