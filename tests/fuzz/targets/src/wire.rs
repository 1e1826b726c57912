//! Frames of either side.

use bytes::Bytes;
use sitr_wire::{Reply, Request};

/// What a relay reads from anybody. What it takes comes back the same from its own encoding.
pub(crate) fn request(data: &[u8]) -> bool {
    let Ok((number, request)) = Request::decode(&Bytes::copy_from_slice(data)) else {
        return false;
    };
    let again = Bytes::from(request.encode(number));
    assert_eq!(Request::decode(&again), Ok((number, request)), "a request changes on its way");
    true
}

/// What a client reads from a relay.
pub(crate) fn reply(data: &[u8]) -> bool {
    let Ok((number, reply)) = Reply::decode(&Bytes::copy_from_slice(data)) else { return false };
    let again = Bytes::from(reply.encode(number));
    assert_eq!(Reply::decode(&again), Ok((number, reply)), "a reply changes on its way");
    true
}

pub(crate) mod seeds {
    //! One frame of each kind.

    use bytes::Bytes;
    use sitr_wire::frame::{
        Append, Burn, Close, End, Hello, Hi, Mark, Open, Page, Proof, Read, Watch,
    };
    use sitr_wire::limit::Limits;
    use sitr_wire::ticket::{Difficulty, Policy, Ticket};
    use sitr_wire::{
        Address, Cell, CellHash, CellSize, Code, Handle, PublicKey, Refusal, Reply, Request,
        Signature,
    };

    use crate::seeds::{Made, mailbox};

    fn cell() -> Cell {
        Cell::new(Bytes::from(vec![1; CellSize::K2.bytes()])).expect("2 KiB")
    }

    pub(crate) fn requests() -> Vec<Made> {
        let (handle, signature) = (Handle([2; 32]), Signature([3; 64]));
        let (cell, address) = (cell(), Address::new([4; 32]));
        let work = Some(Ticket::Work { day: 20_000, nonce: [5; 16] });
        let token = Some(Ticket::Token(b"token".to_vec()));
        let supersedes = Some(CellHash([6; 32]));
        let append = Append { handle, cell: cell.clone(), signature, ticket: work };
        let all = [
            ("hello", Request::Hello(Hello { versions: vec![1], nonce: [7; 32] })),
            ("open", Request::Open(Open { mailbox: mailbox(), ticket: token })),
            ("append", Request::Append(append)),
            ("close", Request::Close(Close { handle, cell, signature, supersedes })),
            ("read", Request::Read(Read { handle, address: address.clone(), page: 3 })),
            ("watch", Request::Watch(Watch { handle, address, from_page: 1 })),
            ("burn", Request::Burn(Burn { handle, signature })),
        ];
        all.map(|(name, it)| ("request", name.to_owned(), it.encode(9))).into()
    }

    pub(crate) fn replies() -> Vec<Made> {
        let signature = Signature([3; 64]);
        let hi = Hi {
            version: 1,
            relay_key: PublicKey([8; 32]),
            signature,
            day: 20_000,
            tickets: Policy::Work(Difficulty::default()),
            limits: Limits::default(),
            lineage: Some([12; 16]),
            retires_on: Some(20_100),
        };
        let mark = Mark { mark: 32, chain: [9; 32], signature };
        let finals = vec![Proof { signature, supersedes: Some(CellHash([11; 32])) }];
        let end = End { first_final: 1, finals };
        let page = Page {
            number: 0,
            cell_size: CellSize::K2,
            cells: vec![cell()],
            mark: None,
            end: Some(end.clone()),
        };
        let refused = Refusal {
            winner: Some((7, CellHash([10; 32]))),
            limit: Some(("supersedes".to_owned(), 8)),
            ..Refusal::new(Code::Conflict)
        };
        let all = [
            ("hi", Reply::Hi(hi)),
            ("opened", Reply::Opened),
            ("appended", Reply::Appended(7)),
            ("closed", Reply::Closed(8)),
            ("cell", Reply::Cell { index: 1, cell: cell(), last: true }),
            ("mark", Reply::Mark(mark)),
            ("end", Reply::End(end)),
            ("burned", Reply::Burned),
            ("refused", Reply::Refused(refused)),
            ("limit", Reply::Refused(Refusal::limit("watches", 64, 0))),
        ];
        // A page fills 64 KiB of zeros at its tail, which would be most of the corpus.
        assert!(super::reply(&Reply::Page(page).encode(9)), "a page is read");
        all.map(|(name, it)| ("reply", name.to_owned(), it.encode(9))).into()
    }
}
