//! Help of a room's move to another relay.

pub(crate) const MOVE: &str = "Move a room to another relay; for admins";
pub(crate) const MOVE_RELAY: &str = "The other relay, as ws://HOST:PORT/sitr/v1 or wss://HOST/sitr/v1; several times for several routes to it, the \
     best for most members first";
pub(crate) const MOVE_MORE: &str = "\
Examples:
  sitr room move Friends --relay wss://other.example.org/sitr/v1

The room's invites end, and who waits at its door is told to come by another: make new ones after
it. Every other member is asked by their own device, which does not connect to the new relay before
they say so by 'sitr room follow'; it never goes from an onion service to a clear address. Who is
away follows later, for as long as the old relay keeps the room's last mailbox. Files that were sent
before stay at the old relay until they expire there. Recovery kits lead to the old relay: make new
ones.

What the relay can learn: the old one that a mailbox was closed and nothing came after it; the new
one that a mailbox was opened, and later who reads it.";
pub(crate) const FOLLOW_ROOM: &str = "Follow a room to the relay that it has moved to";
pub(crate) const FOLLOW_ROUTE: &str = "Go by this route instead of those that the move names, even if it guards you less; several times for several";
pub(crate) const FOLLOW_ROOM_MORE: &str = "\
Examples:
  sitr room list
  sitr room follow Friends
  sitr room follow Friends --route ws://EXAMPLE.onion/sitr/v1

'room list' shows where a room has moved to. Whoever runs that relay sees your IP address, unless
you hide it, as the old relay did. If you do not want that: sitr leave ROOM.

What the relay can learn: that your IP address reads one mailbox, and when.";
