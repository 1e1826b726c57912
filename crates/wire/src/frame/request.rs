//! What a client asks.

use bytes::Bytes;
use prost::Message;

use super::{DecodeError, field, present};
use crate::id::{Address, AddressHash, CellHash, Handle, PublicKey, Signature};
use crate::mailbox::{Cell, CellSize, Keep, Life, Mailbox};
use crate::ticket::Ticket;
use crate::{limit, pb};

/// The hello and the six verbs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// The first frame of a connection.
    Hello(Hello),
    /// Creates a mailbox.
    Open(Open),
    /// Adds a cell.
    Append(Append),
    /// Adds the final cell and freezes the mailbox.
    Close(Close),
    /// Reads one whole page.
    Read(Read),
    /// Reads pages from one on, then live cells.
    Watch(Watch),
    /// Deletes a mailbox.
    Burn(Burn),
}

/// Versions offered and a nonce for the relay to sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hello {
    /// Versions that the client speaks, at most [`limit::VERSIONS_MAX`].
    pub versions: Vec<u32>,
    /// What the relay signs to prove its key.
    pub nonce: [u8; 32],
}

/// See [`Request::Open`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// The fixed fields.
    pub mailbox: Mailbox,
    /// Pays for it, where the relay asks.
    pub ticket: Option<Ticket>,
}

/// See [`Request::Append`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Append {
    /// The mailbox.
    pub handle: Handle,
    /// The cell.
    pub cell: Cell,
    /// Over [`crate::statement::Statement::append`], by the write key.
    pub signature: Signature,
    /// Pays the mailbox's `append_cost`, where there is one.
    pub ticket: Option<Ticket>,
}

/// See [`Request::Close`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Close {
    /// The mailbox.
    pub handle: Handle,
    /// The final cell.
    pub cell: Cell,
    /// Over [`crate::statement::Statement::close`], by the close key.
    pub signature: Signature,
    /// The latest final cell, if this one supersedes it.
    pub supersedes: Option<CellHash>,
}

/// See [`Request::Read`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// The mailbox.
    pub handle: Handle,
    /// The right to read it.
    pub address: Address,
    /// Which page, from 0.
    pub page: u32,
}

/// See [`Request::Watch`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watch {
    /// The mailbox.
    pub handle: Handle,
    /// The right to read it.
    pub address: Address,
    /// The first page wanted, from 0.
    pub from_page: u32,
}

/// See [`Request::Burn`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Burn {
    /// The mailbox.
    pub handle: Handle,
    /// Over [`crate::statement::Statement::burn`], by the burn key.
    pub signature: Signature,
}

impl Request {
    /// Encodes the request under a number that its answers will carry.
    #[must_use]
    pub fn encode(&self, request: u64) -> Vec<u8> {
        use pb::client_frame::Body;
        let body = match self {
            Self::Hello(hello) => Body::Hello(pb::Hello {
                versions: hello.versions.clone(),
                nonce: copy(&hello.nonce),
            }),
            Self::Open(open) => Body::Open(pb::Open {
                mailbox: Some(mailbox_out(&open.mailbox)),
                ticket: open.ticket.as_ref().map(ticket_out),
            }),
            Self::Append(append) => Body::Append(pb::Append {
                handle: copy(&append.handle.0),
                cell: append.cell.bytes().clone(),
                signature: copy(&append.signature.0),
                ticket: append.ticket.as_ref().map(ticket_out),
            }),
            Self::Close(close) => Body::Close(pb::Close {
                handle: copy(&close.handle.0),
                cell: close.cell.bytes().clone(),
                signature: copy(&close.signature.0),
                supersedes: close.supersedes.map(|hash| copy(&hash.0)).unwrap_or_default(),
            }),
            Self::Read(read) => Body::Read(pb::Read {
                handle: copy(&read.handle.0),
                address: copy(read.address.expose()),
                page: read.page,
            }),
            Self::Watch(watch) => Body::Watch(pb::Watch {
                handle: copy(&watch.handle.0),
                address: copy(watch.address.expose()),
                from_page: watch.from_page,
            }),
            Self::Burn(burn) => Body::Burn(pb::Burn {
                handle: copy(&burn.handle.0),
                signature: copy(&burn.signature.0),
            }),
        };
        pb::ClientFrame { request, body: Some(body) }.encode_to_vec()
    }

    /// Decodes a frame from the network: its number and what it asks (rule W-01).
    ///
    /// # Errors
    /// Says which form was broken; nothing of the frame's content is repeated.
    pub fn decode(frame: &Bytes) -> Result<(u64, Self), DecodeError> {
        use pb::client_frame::Body;
        if frame.len() > limit::FRAME_MAX_BYTES {
            return Err(DecodeError::TooLarge(frame.len()));
        }
        let frame = pb::ClientFrame::decode(frame.clone()).map_err(|_| DecodeError::NotAFrame)?;
        let request = match frame.body.ok_or(DecodeError::NotAFrame)? {
            Body::Hello(hello) => Self::Hello(hello_in(&hello)?),
            Body::Open(open) => Self::Open(Open {
                mailbox: mailbox_in(&present("mailbox", open.mailbox)?)?,
                ticket: open.ticket.map(ticket_in).transpose()?,
            }),
            Body::Append(append) => Self::Append(Append {
                handle: field("handle", Handle::try_from(&append.handle[..]))?,
                cell: field("cell", Cell::new(append.cell))?,
                signature: field("signature", Signature::try_from(&append.signature[..]))?,
                ticket: append.ticket.map(ticket_in).transpose()?,
            }),
            Body::Close(close) => Self::Close(Close {
                handle: field("handle", Handle::try_from(&close.handle[..]))?,
                cell: field("cell", Cell::new(close.cell))?,
                signature: field("signature", Signature::try_from(&close.signature[..]))?,
                supersedes: match &close.supersedes[..] {
                    [] => None,
                    hash => Some(field("supersedes", CellHash::try_from(hash))?),
                },
            }),
            Body::Read(read) => Self::Read(Read {
                handle: field("handle", Handle::try_from(&read.handle[..]))?,
                address: field("address", Address::try_from(&read.address[..]))?,
                page: read.page,
            }),
            Body::Watch(watch) => Self::Watch(Watch {
                handle: field("handle", Handle::try_from(&watch.handle[..]))?,
                address: field("address", Address::try_from(&watch.address[..]))?,
                from_page: watch.from_page,
            }),
            Body::Burn(burn) => Self::Burn(Burn {
                handle: field("handle", Handle::try_from(&burn.handle[..]))?,
                signature: field("signature", Signature::try_from(&burn.signature[..]))?,
            }),
        };
        Ok((frame.request, request))
    }
}

fn copy(bytes: &[u8]) -> Bytes {
    Bytes::copy_from_slice(bytes)
}

fn hello_in(hello: &pb::Hello) -> Result<Hello, DecodeError> {
    if hello.versions.len() > limit::VERSIONS_MAX {
        return Err(DecodeError::Field("versions"));
    }
    Ok(Hello {
        versions: hello.versions.clone(),
        nonce: field("nonce", hello.nonce[..].try_into())?,
    })
}

fn ticket_out(ticket: &Ticket) -> pb::Ticket {
    use pb::ticket::Kind;
    let kind = match ticket {
        Ticket::Work { day, nonce } => Kind::Work(pb::Work { day: *day, nonce: copy(nonce) }),
        Ticket::Token(token) => Kind::Token(copy(token)),
    };
    pb::Ticket { kind: Some(kind) }
}

fn ticket_in(ticket: pb::Ticket) -> Result<Ticket, DecodeError> {
    use pb::ticket::Kind;
    match present("ticket", ticket.kind)? {
        Kind::Work(work) => Ok(Ticket::Work {
            day: work.day,
            nonce: field("ticket.nonce", work.nonce[..].try_into())?,
        }),
        Kind::Token(token) if token.len() <= limit::TOKEN_MAX_BYTES => {
            Ok(Ticket::Token(token.to_vec()))
        }
        Kind::Token(_) => Err(DecodeError::Field("ticket.token")),
    }
}

/// The class of an enum that travels as a number equal to its byte.
pub(super) fn class<T>(
    name: &'static str,
    number: i32,
    of_byte: impl Fn(u8) -> Option<T>,
) -> Result<T, DecodeError> {
    let byte: u8 = field(name, number.try_into())?;
    present(name, of_byte(byte))
}

fn mailbox_out(mailbox: &Mailbox) -> pb::Mailbox {
    pb::Mailbox {
        address_hash: copy(&mailbox.address_hash.0),
        write_key: copy(&mailbox.write_key.0),
        close_key: copy(&mailbox.close_key.0),
        burn_key: mailbox.burn_key.map(|key| copy(&key.0)).unwrap_or_default(),
        cell_size: mailbox.cell_size as i32,
        capacity: mailbox.capacity,
        life: mailbox.life as i32,
        keep: mailbox.keep as i32,
        append_cost: u32::from(mailbox.append_cost),
    }
}

fn mailbox_in(mailbox: &pb::Mailbox) -> Result<Mailbox, DecodeError> {
    let in_range = (1..=limit::CAPACITY_MAX).contains(&mailbox.capacity);
    Ok(Mailbox {
        address_hash: field("address_hash", AddressHash::try_from(&mailbox.address_hash[..]))?,
        write_key: field("write_key", PublicKey::try_from(&mailbox.write_key[..]))?,
        close_key: field("close_key", PublicKey::try_from(&mailbox.close_key[..]))?,
        burn_key: match &mailbox.burn_key[..] {
            [] => None,
            key => Some(field("burn_key", PublicKey::try_from(key))?),
        },
        cell_size: class("cell_size", mailbox.cell_size, CellSize::of_byte)?,
        capacity: present("capacity", in_range.then_some(mailbox.capacity))?,
        life: class("life", mailbox.life, Life::of_byte)?,
        keep: class("keep", mailbox.keep, Keep::of_byte)?,
        append_cost: u8::try_from(mailbox.append_cost)
            .ok()
            .filter(|cost| *cost <= limit::APPEND_COST_MAX)
            .ok_or(DecodeError::Field("append_cost"))?,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mailbox() -> Mailbox {
        Mailbox {
            address_hash: AddressHash([1; 32]),
            write_key: PublicKey([2; 32]),
            close_key: PublicKey([3; 32]),
            burn_key: Some(PublicKey([4; 32])),
            cell_size: CellSize::K16,
            capacity: 8,
            life: Life::Days30,
            keep: Keep::Days7,
            append_cost: 3,
        }
    }

    fn every_verb() -> Vec<Request> {
        let cell = Cell::new(Bytes::from(vec![7; 2048])).unwrap();
        let handle = Handle([5; 32]);
        let signature = Signature([6; 64]);
        let address = Address::new([8; 32]);
        let work = Some(Ticket::Work { day: 20_000, nonce: [9; 16] });
        vec![
            Request::Hello(Hello { versions: vec![1, 2], nonce: [1; 32] }),
            Request::Open(Open { mailbox: mailbox(), ticket: work.clone() }),
            Request::Open(Open {
                mailbox: Mailbox { burn_key: None, ..mailbox() },
                ticket: Some(Ticket::Token(vec![1, 2, 3])),
            }),
            Request::Append(Append { handle, cell: cell.clone(), signature, ticket: work }),
            Request::Close(Close { handle, cell, signature, supersedes: Some(CellHash([1; 32])) }),
            Request::Read(Read { handle, address: address.clone(), page: 3 }),
            Request::Watch(Watch { handle, address, from_page: 0 }),
            Request::Burn(Burn { handle, signature }),
        ]
    }

    #[test]
    fn every_verb_comes_back_as_it_went() {
        // W-01
        for (number, request) in (0u64..).zip(every_verb()) {
            let frame = Bytes::from(request.encode(number));
            assert_eq!(Request::decode(&frame), Ok((number, request)));
        }
    }

    #[test]
    fn fields_out_of_form_are_named() {
        // W-01
        let open = |change: fn(&mut pb::Mailbox)| {
            let mut mailbox = mailbox_out(&mailbox());
            change(&mut mailbox);
            mailbox_in(&mailbox).unwrap_err()
        };
        assert_eq!(open(|m| m.capacity = 0), DecodeError::Field("capacity"));
        assert_eq!(open(|m| m.capacity = limit::CAPACITY_MAX + 1), DecodeError::Field("capacity"));
        assert_eq!(open(|m| m.cell_size = 5), DecodeError::Field("cell_size"));
        assert_eq!(open(|m| m.life = 0), DecodeError::Field("life"));
        assert_eq!(open(|m| m.keep = -1), DecodeError::Field("keep"));
        let cost = u32::from(limit::APPEND_COST_MAX) + 1;
        assert_eq!(cost, 17);
        assert_eq!(open(|m| m.append_cost = 17), DecodeError::Field("append_cost"));
        assert_eq!(open(|m| m.write_key = Bytes::new()), DecodeError::Field("write_key"));
        let huge = Bytes::from(vec![0; limit::FRAME_MAX_BYTES + 1]);
        assert_eq!(Request::decode(&huge), Err(DecodeError::TooLarge(huge.len())));
        assert_eq!(Request::decode(&Bytes::new()), Err(DecodeError::NotAFrame));
        let token = Ticket::Token(vec![0; limit::TOKEN_MAX_BYTES + 1]);
        assert_eq!(ticket_in(ticket_out(&token)), Err(DecodeError::Field("ticket.token")));
        let hello = pb::Hello {
            versions: vec![1; limit::VERSIONS_MAX + 1],
            nonce: Bytes::from(vec![0; 32]),
        };
        assert_eq!(hello_in(&hello), Err(DecodeError::Field("versions")));
    }

    proptest! {
        #[test]
        fn garbage_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..4096)) {
            let _ = Request::decode(&Bytes::from(bytes));
        }

        #[test]
        fn a_flipped_bit_never_panics(which in 0usize..8, at in any::<proptest::sample::Index>(), bit in 0u8..8) {
            let mut frame = every_verb()[which].encode(1);
            let at = at.index(frame.len());
            frame[at] ^= 1 << bit;
            let _ = Request::decode(&Bytes::from(frame));
        }
    }
}
