//! The system from outside: real processes, real sockets.
