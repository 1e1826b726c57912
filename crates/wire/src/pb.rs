//! The generated protobuf types. Nobody outside [`crate::frame`] sees them.
#![allow(missing_docs, unreachable_pub, clippy::all)]

include!(concat!(env!("OUT_DIR"), "/sitr.relay.v1.rs"));
