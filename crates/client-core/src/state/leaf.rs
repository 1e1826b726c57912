//! Members' leaves, as this device saw them change.

use crate::ids::DeviceId;

/// The leaf of a member's device, and the day of its last change as this device saw it: it was added, or its keys
/// were renewed. What comes into a room counts from that day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeafSeen {
    /// Which.
    pub device: DeviceId,
    /// Its public encryption key.
    pub key: [u8; 32],
    /// Days since 1970-01-01 UTC.
    pub day: u32,
}
