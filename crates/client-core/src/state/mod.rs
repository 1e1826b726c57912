//! What a client remembers, one record a concern. Records are stored as CBOR inside the encrypted
//! database; what SQL must search has columns of its own there.

mod aside;
mod epoch;
mod errand;
mod event;
mod invite;
mod knocking;
mod leaf;
mod me;
mod message;
mod note;
mod room;
mod setting;

pub use aside::{Aside, Franked, Manner, To};
pub use epoch::{Cursor, Epoch, Past, StewardKey};
pub(crate) use errand::Lane;
pub use errand::{
    Errand, Intent, PendingCommit, Purpose, SignedCell, Step, StoredMessageId, Waiting,
};
pub use event::{Alarm, Event};
pub use invite::{Invite, Knock, KnockState};
pub use knocking::{Attempt, Knocking};
pub use leaf::LeafSeen;
pub use me::Me;
pub use message::{Delivery, Message};
pub use note::RoomNote;
pub use room::{Back, Room, Standing};
pub use setting::{Bytes32, Setting, Term};
