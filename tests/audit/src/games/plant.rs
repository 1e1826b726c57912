//! Leaks that are planted, to see whether the attacks would find them.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};

use sitr_wire::{Handle, Request};

use crate::truth::Truth;
use crate::view::{CellRef, View, What};

/// What somebody who numbers devices might write everywhere, as an id that looks random.
fn stamp(device: usize) -> [u8; 16] {
    let number = (device as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut stamp = [0; 16];
    stamp[..8].copy_from_slice(&number.to_be_bytes());
    stamp[8..].copy_from_slice(&number.rotate_left(17).to_be_bytes());
    stamp
}

/// A stable id of the device in every hello, in every cell it writes, in the keys of its invites; addresses are hidden, so that
/// nothing else is left to find.
pub(super) fn device_ids(view: &mut View, truth: &Truth) {
    for connection in &mut view.connections {
        connection.address = IpAddr::V4(Ipv4Addr::LOCALHOST);
    }
    for frame in &mut view.frames {
        if let What::Asked(_, Request::Hello(hello)) = &mut frame.what {
            let (device, _) = truth.owners[frame.connection];
            hello.nonce[8..24].copy_from_slice(&stamp(device));
        }
    }
    let cells = truth.written.iter().map(|written| (written.cell, written.device));
    stamp_cells(view, &cells.collect());
    let makers: BTreeMap<Handle, usize> =
        truth.joins.iter().map(|join| (join.knock.mailbox, join.inviter)).collect();
    for row in &mut view.disk.mailboxes {
        if let (Some(maker), Some(key)) = (makers.get(&row.handle), row.keys.get_mut(1)) {
            key[8..24].copy_from_slice(&stamp(*maker));
        }
    }
}

fn stamp_cells(view: &mut View, devices: &BTreeMap<CellRef, usize>) {
    for row in &mut view.disk.cells {
        let cell = CellRef { mailbox: row.mailbox, place: row.place };
        if let Some(device) = devices.get(&cell) {
            row.bytes[24..40].copy_from_slice(&stamp(*device));
        }
    }
}

/// Rows of mailboxes that are numbered as they come, room by room; nobody is seen watching.
pub(super) fn numbered_rows<'a>(view: &mut View, chains: impl Iterator<Item = &'a [Handle]>) {
    let mut number = 0;
    let mut numbers = BTreeMap::new();
    for chain in chains {
        for handle in chain {
            number += 1;
            numbers.insert(*handle, number);
        }
        number += 10;
    }
    for row in &mut view.disk.mailboxes {
        row.row = numbers.get(&row.handle).copied().unwrap_or(row.row);
    }
    view.frames.retain(|frame| !matches!(frame.what, What::Asked(_, Request::Watch(_))));
}

/// Cells that are as long as what they hold.
pub(super) fn unpadded(view: &mut View, length: impl Fn(&CellRef) -> Option<usize>) {
    for row in &mut view.disk.cells {
        let cell = CellRef { mailbox: row.mailbox, place: row.place };
        if let Some(length) = length(&cell) {
            row.bytes.truncate(length);
        }
    }
}
