//! The servers under load: how each is started and spoken to. A driver connects, then turns bytes into
//! [`Heard`] and messages into bytes; sockets are the business of [`crate::target`].

pub(crate) mod floor;
pub(crate) mod mosquitto;
pub(crate) mod nats;
pub(crate) mod nostr;
pub(crate) mod prosody;
pub(crate) mod relay;

/// Something that a server said.
#[derive(Debug)]
pub(crate) enum Heard {
    /// The message with this index.
    Delivery(u64),
    /// So many messages at once, in order.
    Page(usize),
    /// A message of ours was taken.
    Ack,
    /// Something that must be answered with these bytes, beside a message.
    Answer(Vec<u8>, Option<u64>),
    /// Nothing that matters here.
    Other,
}

/// Bytes of a message's payload: those of a frame with a cell of 2 KiB.
pub(crate) const PAYLOAD: usize = 2048 + 12;

/// A payload that is text: the index in 16 hexadecimal digits, then filling.
pub(crate) fn text(index: u64) -> String {
    let mut text = format!("{index:016x}");
    text.extend(std::iter::repeat_n('Z', PAYLOAD - text.len()));
    text
}

/// The index at the beginning of a text payload.
pub(crate) fn index_of(text: &[u8]) -> Option<u64> {
    u64::from_str_radix(std::str::from_utf8(text.get(..16)?).ok()?, 16).ok()
}
