//! The client's memory: keys and messages, encrypted, in one transaction with the MLS state.
