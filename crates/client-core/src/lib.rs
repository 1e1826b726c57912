//! Drives MLS: rooms, epochs, commits, outbox, inbox, knocks.
