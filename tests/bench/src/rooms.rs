//! Mailboxes of the load, and the frames that fill and read them.

use bytes::Bytes;
use sitr_wire::frame::{Append, Hello, Open, Watch};
use sitr_wire::statement::{Statement, Verifier};
use sitr_wire::{Address, Cell, CellSize, Handle, Keep, Life, Mailbox, RelayId, Request, Seed};

/// One mailbox with its keys.
pub(crate) struct Room {
    relay: RelayId,
    handle: Handle,
    mailbox: Mailbox,
    address: Address,
    write: Seed,
}

/// Bytes drawn from a room's number.
fn drawn(number: usize, purpose: u8) -> [u8; 32] {
    let mut bytes = [purpose; 32];
    bytes[..8].copy_from_slice(&(number as u64 + 1).to_be_bytes());
    bytes
}

impl Room {
    pub(crate) fn new(relay: RelayId, number: usize) -> Self {
        let address = Address::new(drawn(number, 1));
        let write = Seed::new(drawn(number, 2));
        let mailbox = Mailbox {
            address_hash: address.hash(),
            write_key: write.public(),
            close_key: Seed::new(drawn(number, 3)).public(),
            burn_key: None,
            cell_size: CellSize::K2,
            capacity: 65_536,
            life: Life::Days30,
            keep: Keep::Days7,
            append_cost: 0,
        };
        Self { relay, handle: mailbox.handle(&relay), mailbox, address, write }
    }

    pub(crate) fn open(&self, request: u64) -> Vec<u8> {
        Request::Open(Open { mailbox: self.mailbox.clone(), ticket: None }).encode(request)
    }

    pub(crate) fn watch(&self, request: u64) -> Vec<u8> {
        let (handle, address) = (self.handle, self.address.clone());
        Request::Watch(Watch { handle, address, from_page: 0 }).encode(request)
    }

    /// A signed append of a cell that no other append of this room brings.
    pub(crate) fn append(&self, request: u64) -> Vec<u8> {
        let mut bytes = vec![0x5a; CellSize::K2.bytes()];
        bytes[..8].copy_from_slice(&request.to_be_bytes());
        let cell = Cell::new(Bytes::from(bytes)).expect("2 KiB");
        let statement = Statement::append(&self.relay, &self.handle, &cell.hash());
        let (handle, signature) = (self.handle, statement.sign(&self.write));
        Request::Append(Append { handle, cell, signature, ticket: None }).encode(request)
    }
}

pub(crate) fn hello() -> Vec<u8> {
    Request::Hello(Hello { versions: vec![1], nonce: [7; 32] }).encode(0)
}

/// CPU time of one check of an append's signature, in microseconds, with the key unpacked.
pub(crate) fn signature_us() -> f64 {
    const CHECKS: u32 = 2_000;
    let seed = Seed::new(drawn(0, 2));
    let (relay, handle) = (RelayId([1; 32]), Handle([2; 32]));
    let cell = Cell::new(Bytes::from(vec![0x5a; CellSize::K2.bytes()])).expect("2 KiB");
    let statement = Statement::append(&relay, &handle, &cell.hash());
    let (verifier, signature) = (Verifier::of(&seed.public()), statement.sign(&seed));
    let cpu = || -> f64 {
        let stat = std::fs::read_to_string("/proc/thread-self/schedstat").expect("a thread");
        stat.split(' ').next().expect("a field").parse::<f64>().expect("a number") / 1_000.0
    };
    let before = cpu();
    for _ in 0..CHECKS {
        assert!(std::hint::black_box(&statement).verifies_by(&verifier, &signature));
    }
    (cpu() - before) / f64::from(CHECKS)
}
