//! What a relay answers.

use bytes::{Bytes, BytesMut};
use prost::Message;

use super::request::class;
use super::{DecodeError, End, Proof, field, present};
use crate::id::{CellHash, PublicKey, Signature};
use crate::limit::Limits;
use crate::mailbox::{Cell, CellSize, Keep, Life};
use crate::refusal::{Code, Refusal};
use crate::ticket::{Difficulty, Policy};
use crate::{limit, pb};

/// An answer, or something that a watched mailbox had to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// To a hello.
    Hi(Hi),
    /// The mailbox exists.
    Opened,
    /// The cell is durable at this index.
    Appended(u64),
    /// The final cell is durable at this index.
    Closed(u64),
    /// One whole page.
    Page(Page),
    /// A cell stored while the mailbox is watched.
    Cell {
        /// Its index, from 0.
        index: u64,
        /// The cell.
        cell: Cell,
        /// Whether it came by a Close.
        last: bool,
    },
    /// A full page was reached while the mailbox is watched.
    Mark(Mark),
    /// The watched mailbox is closed; comes again with each superseding final cell.
    End(End),
    /// The mailbox is gone.
    Burned,
    /// No, and why.
    Refused(Refusal),
}

/// The relay's side of the hello.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hi {
    /// The version spoken from here on.
    pub version: u32,
    /// The relay's key; see [`crate::RelayId::of`].
    pub relay_key: PublicKey,
    /// Over [`crate::statement::Statement::hello`].
    pub signature: Signature,
    /// The relay's day, in whole days since 1970-01-01 UTC.
    pub day: u32,
    /// What tickets must be.
    pub tickets: Policy,
    /// What the relay allows.
    pub limits: Limits,
    /// Which memory this is (rule W-10).
    pub lineage: Option<[u8; 16]>,
    /// The last day on which mailboxes open here, in whole days since 1970-01-01 UTC (rule W-11).
    pub retires_on: Option<u32>,
}

/// One whole page of a mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its number, from 0.
    pub number: u32,
    /// Size of its cells.
    pub cell_size: CellSize,
    /// The cells that it holds; fewer than [`CellSize::per_page`] at the tail.
    pub cells: Vec<Cell>,
    /// The relay's signature, if the page is full.
    pub mark: Option<Mark>,
    /// Set where the mailbox is closed.
    pub end: Option<End>,
}

/// The relay's signature over the chain at a full page (rule M-08).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    /// Cells covered.
    pub mark: u64,
    /// The chain's value.
    pub chain: [u8; 32],
    /// Over [`crate::statement::Statement::mark`].
    pub signature: Signature,
}

impl Reply {
    /// Encodes the reply to a request.
    #[must_use]
    pub fn encode(&self, request: u64) -> Vec<u8> {
        use pb::relay_frame::Body;
        let body = match self {
            Self::Hi(hi) => Body::Hi(hi_out(hi)),
            Self::Opened => Body::Opened(pb::Opened {}),
            Self::Appended(index) => Body::Appended(pb::Appended { index: *index }),
            Self::Closed(index) => Body::Closed(pb::Closed { index: *index }),
            Self::Page(page) => Body::Page(page_out(page)),
            Self::Cell { index, cell, last } => {
                Body::Cell(pb::Cell { index: *index, cell: cell.bytes().clone(), r#final: *last })
            }
            Self::Mark(mark) => Body::Mark(mark_out(mark)),
            Self::End(end) => Body::End(end_out(end)),
            Self::Burned => Body::Burned(pb::Burned {}),
            Self::Refused(refusal) => Body::Refused(refusal_out(refusal)),
        };
        pb::RelayFrame { request, body: Some(body) }.encode_to_vec()
    }

    /// Decodes a frame from the network: the request it answers, and the answer (rule W-01).
    ///
    /// # Errors
    /// Says which form was broken.
    pub fn decode(frame: &Bytes) -> Result<(u64, Self), DecodeError> {
        use pb::relay_frame::Body;
        if frame.len() > limit::FRAME_MAX_BYTES {
            return Err(DecodeError::TooLarge(frame.len()));
        }
        let frame = pb::RelayFrame::decode(frame.clone()).map_err(|_| DecodeError::NotAFrame)?;
        let reply = match frame.body.ok_or(DecodeError::NotAFrame)? {
            Body::Hi(hi) => Self::Hi(hi_in(&hi)?),
            Body::Opened(_) => Self::Opened,
            Body::Appended(appended) => Self::Appended(appended.index),
            Body::Closed(closed) => Self::Closed(closed.index),
            Body::Page(page) => Self::Page(page_in(&page)?),
            Body::Cell(cell) => Self::Cell {
                index: cell.index,
                cell: field("cell", Cell::new(cell.cell))?,
                last: cell.r#final,
            },
            Body::Mark(mark) => Self::Mark(mark_in(&mark)?),
            Body::End(end) => Self::End(end_in(&end)?),
            Body::Burned(_) => Self::Burned,
            Body::Refused(refused) => Self::Refused(refusal_in(&refused)?),
        };
        Ok((frame.request, reply))
    }
}

fn copy(bytes: &[u8]) -> Bytes {
    Bytes::copy_from_slice(bytes)
}

fn hi_out(hi: &Hi) -> pb::Hi {
    let kind = match &hi.tickets {
        Policy::Free(_) => pb::TicketKind::Free,
        Policy::Work(_) => pb::TicketKind::Work,
        Policy::Token(_) => pb::TicketKind::Token,
    };
    let difficulty = hi.tickets.difficulty();
    pb::Hi {
        version: hi.version,
        relay_key: copy(&hi.relay_key.0),
        signature: copy(&hi.signature.0),
        day: hi.day,
        tickets: Some(pb::TicketPolicy {
            kind: kind as i32,
            gate_bits: difficulty.gate_bits,
            argon_kib: difficulty.argon_kib,
            argon_bits: difficulty.argon_bits,
        }),
        limits: Some(pb::Limits {
            max_capacity: hi.limits.max_capacity,
            max_life: hi.limits.max_life as i32,
            max_keep: hi.limits.max_keep as i32,
            requests_in_flight: hi.limits.requests_in_flight,
            watches: hi.limits.watches,
            appends_per_minute: hi.limits.appends_per_minute,
            opens_per_minute: hi.limits.opens_per_minute,
            closes_per_hour: hi.limits.closes_per_hour,
        }),
        lineage: hi.lineage.map(|lineage| copy(&lineage)).unwrap_or_default(),
        retires_on: hi.retires_on.unwrap_or_default(),
    }
}

fn hi_in(hi: &pb::Hi) -> Result<Hi, DecodeError> {
    let limits = present("limits", hi.limits.as_ref())?;
    Ok(Hi {
        version: hi.version,
        relay_key: field("relay_key", PublicKey::try_from(&hi.relay_key[..]))?,
        signature: field("signature", Signature::try_from(&hi.signature[..]))?,
        day: hi.day,
        tickets: policy_in(&present("tickets", hi.tickets)?)?,
        limits: Limits {
            max_capacity: limits.max_capacity,
            max_life: class("max_life", limits.max_life, Life::of_byte)?,
            max_keep: class("max_keep", limits.max_keep, Keep::of_byte)?,
            requests_in_flight: limits.requests_in_flight,
            watches: limits.watches,
            appends_per_minute: limits.appends_per_minute,
            opens_per_minute: limits.opens_per_minute,
            closes_per_hour: limits.closes_per_hour,
        },
        // W-10
        lineage: match &hi.lineage[..] {
            [] => None,
            lineage => Some(field("lineage", lineage.try_into())?),
        },
        // W-11
        retires_on: (hi.retires_on != 0).then_some(hi.retires_on),
    })
}

fn policy_in(policy: &pb::TicketPolicy) -> Result<Policy, DecodeError> {
    let difficulty = Difficulty {
        gate_bits: policy.gate_bits,
        argon_kib: policy.argon_kib,
        argon_bits: policy.argon_bits,
    };
    if !difficulty.is_sane() {
        return Err(DecodeError::Field("tickets"));
    }
    match pb::TicketKind::try_from(policy.kind) {
        Ok(pb::TicketKind::Free) => Ok(Policy::Free(difficulty)),
        Ok(pb::TicketKind::Work) => Ok(Policy::Work(difficulty)),
        Ok(pb::TicketKind::Token) => Ok(Policy::Token(difficulty)),
        Ok(pb::TicketKind::Unspecified) | Err(_) => Err(DecodeError::Field("tickets")),
    }
}

fn page_out(page: &Page) -> pb::Page {
    let mut bytes = BytesMut::with_capacity(page.cell_size.page_bytes());
    for cell in &page.cells {
        bytes.extend_from_slice(cell.bytes());
    }
    bytes.resize(page.cell_size.page_bytes(), 0);
    pb::Page {
        number: page.number,
        cells: bytes.freeze(),
        count: u32::try_from(page.cells.len()).unwrap_or(u32::MAX),
        cell_size: page.cell_size as i32,
        mark: page.mark.as_ref().map(mark_out),
        end: page.end.as_ref().map(end_out),
    }
}

fn page_in(page: &pb::Page) -> Result<Page, DecodeError> {
    let cell_size = class("cell_size", page.cell_size, CellSize::of_byte)?;
    if page.cells.len() != cell_size.page_bytes() || u64::from(page.count) > cell_size.per_page() {
        return Err(DecodeError::Field("cells"));
    }
    let size = cell_size.bytes();
    let count = usize::try_from(page.count).unwrap_or(0);
    let cells = (0..count)
        .map(|i| Cell::new(page.cells.slice(i * size..(i + 1) * size)))
        .collect::<Result<_, _>>();
    Ok(Page {
        number: page.number,
        cell_size,
        cells: field("cells", cells)?,
        mark: page.mark.as_ref().map(mark_in).transpose()?,
        end: page.end.as_ref().map(end_in).transpose()?,
    })
}

fn mark_out(mark: &Mark) -> pb::Mark {
    pb::Mark { mark: mark.mark, chain: copy(&mark.chain), signature: copy(&mark.signature.0) }
}

fn mark_in(mark: &pb::Mark) -> Result<Mark, DecodeError> {
    Ok(Mark {
        mark: mark.mark,
        chain: field("chain", mark.chain[..].try_into())?,
        signature: field("signature", Signature::try_from(&mark.signature[..]))?,
    })
}

fn end_out(end: &End) -> pb::End {
    let proof = |proof: &Proof| pb::Proof {
        signature: copy(&proof.signature.0),
        supersedes: proof.supersedes.map(|hash| copy(&hash.0)).unwrap_or_default(),
    };
    pb::End { first_final: end.first_final, finals: end.finals.iter().map(proof).collect() }
}

fn end_in(end: &pb::End) -> Result<End, DecodeError> {
    if !(1..=limit::SUPERSEDES_MAX as usize + 1).contains(&end.finals.len()) {
        return Err(DecodeError::Field("finals"));
    }
    let finals = end.finals.iter().map(proof_in).collect::<Result<_, _>>()?;
    Ok(End { first_final: end.first_final, finals })
}

fn proof_in(proof: &pb::Proof) -> Result<Proof, DecodeError> {
    Ok(Proof {
        signature: field("finals.signature", Signature::try_from(&proof.signature[..]))?,
        supersedes: match &proof.supersedes[..] {
            [] => None,
            hash => Some(field("finals.supersedes", CellHash::try_from(hash))?),
        },
    })
}

/// The code as the schema numbers it.
const fn code_out(code: Code) -> pb::Code {
    match code {
        Code::Malformed => pb::Code::Malformed,
        Code::Version => pb::Code::Version,
        Code::NotFound => pb::Code::NotFound,
        Code::Signature => pb::Code::Signature,
        Code::Size => pb::Code::Size,
        Code::Closed => pb::Code::Closed,
        Code::Conflict => pb::Code::Conflict,
        Code::Full => pb::Code::Full,
        Code::Gone => pb::Code::Gone,
        Code::Ticket => pb::Code::Ticket,
        Code::Limit => pb::Code::Limit,
        Code::Busy => pb::Code::Busy,
    }
}

fn refusal_out(refusal: &Refusal) -> pb::Refused {
    let (limit, value) = refusal.limit.clone().unwrap_or_default();
    pb::Refused {
        code: code_out(refusal.code) as i32,
        limit,
        value,
        retry_after_seconds: refusal.retry_after_seconds,
        final_index: refusal.winner.map(|(index, _)| index).unwrap_or_default(),
        final_hash: refusal.winner.map(|(_, hash)| copy(&hash.0)).unwrap_or_default(),
    }
}

fn refusal_in(refused: &pb::Refused) -> Result<Refusal, DecodeError> {
    let wire = field("code", pb::Code::try_from(refused.code))?;
    let code = present("code", Code::ALL.into_iter().find(|code| code_out(*code) == wire))?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if refused.limit.len() > 64 || !refused.limit.chars().all(plain) {
        return Err(DecodeError::Field("limit"));
    }
    Ok(Refusal {
        code,
        limit: (!refused.limit.is_empty()).then(|| (refused.limit.clone(), refused.value)),
        retry_after_seconds: refused.retry_after_seconds,
        winner: match &refused.final_hash[..] {
            [] => None,
            hash => Some((refused.final_index, field("final_hash", CellHash::try_from(hash))?)),
        },
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ended(finals: usize) -> End {
        let proof = |at| Proof {
            signature: Signature([6; 64]),
            supersedes: (at > 0).then_some(CellHash([5; 32])),
        };
        End { first_final: 33, finals: (0..finals).map(proof).collect() }
    }

    fn every_reply() -> Vec<Reply> {
        let cell = Cell::new(Bytes::from(vec![7; 2048])).unwrap();
        let mark = Mark { mark: 32, chain: [3; 32], signature: Signature([4; 64]) };
        let end = ended(2);
        let mut replies = vec![
            Reply::Hi(Hi {
                version: 1,
                relay_key: PublicKey([1; 32]),
                signature: Signature([2; 64]),
                day: 20_000,
                tickets: Policy::Work(Difficulty::default()),
                limits: Limits::default(),
                lineage: None,
                retires_on: None,
            }),
            Reply::Opened,
            Reply::Appended(7),
            Reply::Closed(8),
            Reply::Page(Page {
                number: 1,
                cell_size: CellSize::K2,
                cells: vec![cell.clone(); 3],
                mark: Some(mark),
                end: Some(end.clone()),
            }),
            Reply::Cell { index: 5, cell, last: true },
            Reply::Mark(mark),
            Reply::End(end),
            Reply::Burned,
            Reply::Refused(Refusal::limit("appends_per_minute", 1200, 60)),
        ];
        for code in Code::ALL {
            replies.push(Reply::Refused(Refusal::new(code)));
        }
        replies.push(Reply::Refused(Refusal {
            winner: Some((9, CellHash([5; 32]))),
            ..Refusal::new(Code::Conflict)
        }));
        replies
    }

    #[test]
    fn every_reply_comes_back_as_it_went() {
        // W-01
        for (number, reply) in (0u64..).zip(every_reply()) {
            let frame = Bytes::from(reply.encode(number));
            assert_eq!(Reply::decode(&frame), Ok((number, reply)));
        }
    }

    #[test]
    fn all_codes_are_those_of_the_schema() {
        let known: Vec<i32> = Code::ALL.into_iter().map(|code| code_out(code) as i32).collect();
        let numbered = (1..).take_while(|number| pb::Code::try_from(*number).is_ok());
        assert_eq!(known, numbered.collect::<Vec<_>>());
    }

    #[test]
    fn the_name_of_a_limit_is_plain() {
        // W-01: it is shown to people.
        let name = |limit: &str| {
            let mut refused = refusal_out(&Refusal::limit("watches", 64, 0));
            limit.clone_into(&mut refused.limit);
            refusal_in(&refused).is_ok()
        };
        assert!(name("watches") && name(&"a".repeat(64)));
        for strange in ["Watches", "two words", "\u{1b}[2J", "w\u{202e}", &"a".repeat(65)] {
            assert!(!name(strange), "{strange:?}");
        }
    }

    #[test]
    fn what_a_relay_says_of_its_memory_and_its_end_comes_back() {
        // W-10, W-11
        let Some(Reply::Hi(plain)) = every_reply().into_iter().next() else { unreachable!() };
        for (lineage, retires_on) in [(Some([7; 16]), None), (None, Some(20_100))] {
            let hi = Hi { lineage, retires_on, ..plain.clone() };
            let frame = Bytes::from(Reply::Hi(hi.clone()).encode(0));
            assert_eq!(Reply::decode(&frame), Ok((0, Reply::Hi(hi.clone()))));
            let mut narrow = hi_out(&hi);
            narrow.lineage = copy(&[1; 15]);
            assert_eq!(hi_in(&narrow), Err(DecodeError::Field("lineage")));
        }
    }

    #[test]
    fn a_page_has_one_length_whatever_it_holds() {
        // W-06
        let page = |cells: usize| {
            let cell = Cell::new(Bytes::from(vec![7; 2048])).unwrap();
            let cells = vec![cell; cells];
            let page = Page { number: 1, cell_size: CellSize::K2, cells, mark: None, end: None };
            page_out(&page).cells.len()
        };
        assert_eq!(page(0), limit::PAGE_BYTES);
        assert_eq!(page(1), page(32));
    }

    #[test]
    fn a_lying_page_is_refused() {
        let page =
            Page { number: 0, cell_size: CellSize::K16, cells: vec![], mark: None, end: None };
        let mut lying = page_out(&page);
        lying.count = 5;
        assert_eq!(page_in(&lying), Err(DecodeError::Field("cells")));
        lying.count = 1;
        lying.cells = lying.cells.slice(1..);
        assert_eq!(page_in(&lying), Err(DecodeError::Field("cells")));
    }

    #[test]
    fn an_end_has_one_proof_at_least_and_nine_at_most() {
        // W-01, M-13
        let most = limit::SUPERSEDES_MAX as usize + 1;
        for (finals, fits) in [(0, false), (1, true), (most, true), (most + 1, false)] {
            let decoded = end_in(&end_out(&ended(finals)));
            let refused = Err(DecodeError::Field("finals"));
            assert_eq!(decoded, if fits { Ok(ended(finals)) } else { refused });
        }
        let narrow = |change: fn(&mut pb::Proof)| {
            let mut end = end_out(&ended(2));
            change(&mut end.finals[1]);
            end_in(&end)
        };
        let signature = narrow(|proof| proof.signature = copy(&[0; 63]));
        assert_eq!(signature, Err(DecodeError::Field("finals.signature")));
        let supersedes = narrow(|proof| proof.supersedes = copy(&[0; 31]));
        assert_eq!(supersedes, Err(DecodeError::Field("finals.supersedes")));
    }

    #[test]
    fn the_largest_frame_is_one_that_is_accepted() {
        // W-05: a whole page of 256 KiB with its mark and nine proofs, under the longest number.
        let page = Page {
            number: u32::MAX,
            cell_size: CellSize::K256,
            cells: vec![Cell::new(Bytes::from(vec![7; CellSize::K256.bytes()])).unwrap()],
            mark: Some(Mark { mark: u64::MAX, chain: [3; 32], signature: Signature([4; 64]) }),
            end: Some(End { first_final: u64::MAX, ..ended(limit::SUPERSEDES_MAX as usize + 1) }),
        };
        let frame = Bytes::from(Reply::Page(page.clone()).encode(u64::MAX));
        assert_eq!(Reply::decode(&frame), Ok((u64::MAX, Reply::Page(page))));
    }

    proptest! {
        #[test]
        fn garbage_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..4096)) {
            let _ = Reply::decode(&Bytes::from(bytes));
        }

        #[test]
        fn a_flipped_bit_never_panics(which in any::<proptest::sample::Index>(), at in any::<proptest::sample::Index>(), bit in 0u8..8) {
            let replies = every_reply();
            let mut frame = replies[which.index(replies.len())].encode(1);
            let at = at.index(frame.len());
            frame[at] ^= 1 << bit;
            let _ = Reply::decode(&Bytes::from(frame));
        }
    }
}
