//! Members' leaves, as this device saw them change.

use crate::ids::MemberId;

/// A member's leaf, and the day of its last change as this device saw it: it was added, or its keys were
/// renewed. Who comes into a room counts from that day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeafSeen {
    /// Whose.
    pub member: MemberId,
    /// Its public encryption key.
    pub key: [u8; 32],
    /// Days since 1970-01-01 UTC.
    pub day: u32,
}
