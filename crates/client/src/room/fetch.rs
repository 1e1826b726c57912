//! Bodies that do not fit into a cell, read from their payload mailboxes over a connection of their own: the
//! room's goes on filling its inbox meanwhile.

use sitr_client_core::body::{Pointer, RelayRef};
use sitr_client_core::{Store as _, Watching, payload};
use sitr_wire::Cell;
use sitr_wire::refusal::Code;

use super::worker::Shared;
use crate::error::Error;
use crate::net::{Access, NetError, Session};

/// The body that a cell points to; none if it points to nothing, or that is not there.
pub(super) async fn of_cell(
    shared: &Shared,
    watching: &Watching,
    cell: &Cell,
) -> Result<Option<Vec<u8>>, Error> {
    match payload::pointer(&watching.seal, &watching.handle, cell) {
        Some(pointer) => pointed(shared, &pointer).await,
        None => Ok(None),
    }
}

/// The body in a payload mailbox of the room's relay; none if it is not there.
pub(super) async fn pointed(shared: &Shared, pointer: &Pointer) -> Result<Option<Vec<u8>>, Error> {
    let id = shared.id;
    let relay = shared.db.read(move |store| Ok(store.room(&id)?.map(|room| room.relay)));
    let Some(relay) = relay.await? else { return Ok(None) };
    read_payload(&relay, &shared.access, pointer).await
}

/// Reads a body from its payload mailbox; none if it is not there, or not what was pointed to.
pub(crate) async fn read_payload(
    relay: &RelayRef,
    access: &Access,
    pointer: &Pointer,
) -> Result<Option<Vec<u8>>, Error> {
    let (session, _inbox) = Session::to(relay, access).await?;
    let handle = pointer.mailbox.handle(&relay.id);
    let (capacity, per_page) =
        (u64::from(pointer.mailbox.capacity), pointer.mailbox.cell_size.per_page());
    let mut cells = Vec::new();
    for number in 0..capacity.div_ceil(per_page) {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        match session.read(handle, pointer.address.clone(), number).await {
            Ok(page) => {
                let is_full = page.cells.len() as u64 == per_page;
                cells.extend(page.cells);
                if !is_full {
                    break;
                }
            }
            Err(NetError::Refused(refusal)) if refusal.code == Code::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(payload::assemble(pointer, &relay.id, &cells))
}
