//! Showing an operator everything that the relay knows.

use std::fmt::Write;

use serde_json::json;
use sitr_relay_store::inspect::{Entry, Inventory};

/// Hex digits of a handle that are shown: enough to tell mailboxes apart.
const PREFIX: usize = 12;

fn prefix(entry: &Entry) -> String {
    let mut hex = entry.handle.to_hex();
    hex.truncate(PREFIX);
    hex
}

fn state(entry: &Entry) -> &'static str {
    if entry.closed.is_some() { "closed" } else { "open" }
}

/// As a table for people.
#[must_use]
pub fn as_text(inventory: &Inventory) -> String {
    let mut text = String::from(
        "mailbox       state   cell KiB  capacity    cells  finals       bytes  life  keep  opened  closed  expires\n",
    );
    for entry in &inventory.mailboxes {
        let closed = entry.closed.map_or_else(|| "-".to_owned(), |day| day.0.to_string());
        let mailbox = &entry.mailbox;
        let line = format!(
            "{:<13} {:<6} {:>9} {:>9} {:>8} {:>7} {:>11} {:>5} {:>5} {:>7} {:>7} {:>8}\n",
            prefix(entry),
            state(entry),
            mailbox.cell_size.bytes() / 1024,
            mailbox.capacity,
            entry.cells,
            entry.finals,
            entry.bytes(),
            mailbox.life.days(),
            mailbox.keep.days(),
            entry.opened.0,
            closed,
            entry.expires.0,
        );
        text.push_str(&line);
    }
    let cells: u64 = inventory.mailboxes.iter().map(|entry| entry.cells).sum();
    let bytes: u64 = inventory.mailboxes.iter().map(Entry::bytes).sum();
    let total = writeln!(
        text,
        "\n{} mailboxes, {cells} cells, {bytes} bytes of cells, {} tombstones. Days count from \
         1970-01-01.\nThis, with each mailbox's public keys, the sealed cells and the signatures of closes, is all that \
         is stored.",
        inventory.mailboxes.len(),
        inventory.tombstones,
    );
    // Writing to a String does not fail.
    total.unwrap_or(());
    text
}

/// For machines.
#[must_use]
pub fn as_json(inventory: &Inventory) -> String {
    let mailboxes: Vec<_> = inventory
        .mailboxes
        .iter()
        .map(|entry| {
            json!({
                "handle_prefix": prefix(entry),
                "state": state(entry),
                "cell_bytes": entry.mailbox.cell_size.bytes(),
                "capacity": entry.mailbox.capacity,
                "append_cost": entry.mailbox.append_cost,
                "burnable": entry.mailbox.burn_key.is_some(),
                "cells": entry.cells,
                "finals": entry.finals,
                "bytes": entry.bytes(),
                "life_days": entry.mailbox.life.days(),
                "keep_days": entry.mailbox.keep.days(),
                "opened_day": entry.opened.0,
                "closed_day": entry.closed.map(|day| day.0),
                "expires_day": entry.expires.0,
            })
        })
        .collect();
    json!({ "mailboxes": mailboxes, "tombstones": inventory.tombstones }).to_string()
}
