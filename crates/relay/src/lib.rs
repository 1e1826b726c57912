//! The relay: sockets, clock, metrics and shutdown around its core.
