//! The SDK: every move of a member as one call, and events as a stream.
