//! What a mailbox accepts: the relay's decisions, without clock, socket or disk.
