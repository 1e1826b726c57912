//! The container of draft-ietf-mimi-content-08: salt, references, extensions, parts.

use minicbor::data::Type;
use minicbor::{Decoder, Encoder};

use crate::{DecodeError, Extensions, MessageId, Part, limit, part};

/// The longest topic id that the draft lets pass.
const TOPIC_MAX_BYTES: usize = 4096;

/// When content ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expires {
    /// At this time, in seconds since 1970-01-01 UTC.
    At(u32),
    /// So many seconds after it was read.
    AfterReading(u32),
}

/// A message in the form of the draft, before anything of ours is read from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Container {
    /// Random; part of the message's name.
    pub salt: [u8; 16],
    /// The message that this one takes the place of.
    pub replaces: Option<MessageId>,
    /// What it belongs to; empty for nothing.
    pub topic: Vec<u8>,
    /// When it ends.
    pub expires: Option<Expires>,
    /// The message that this one answers.
    pub reply_to: Option<MessageId>,
    /// Everything else about it.
    pub extensions: Extensions,
    /// What is said.
    pub part: Part,
}

impl Container {
    /// Deterministic CBOR.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Encoder::new(Vec::new());
        // Writing to a Vec cannot fail.
        let _ = out
            .array(7)
            .and_then(|e| e.bytes(&self.salt))
            .and_then(|e| e.encode(self.replaces))
            .and_then(|e| e.bytes(&self.topic));
        let _ = match self.expires {
            None => out.null(),
            Some(Expires::At(at)) => out.array(2).and_then(|e| e.bool(false)?.u32(at)),
            Some(Expires::AfterReading(seconds)) => {
                out.array(2).and_then(|e| e.bool(true)?.u32(seconds))
            }
        };
        let _ = out.encode(self.reply_to);
        self.extensions.encode(&mut out);
        part::encode(&self.part, &mut out);
        out.into_writer()
    }

    /// Reads what a member wrote, who may be hostile.
    ///
    /// # Errors
    /// [`DecodeError`] for anything but the one encoding of a message of the draft (rules C-01, C-02).
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        limit::CONTENT.allows(bytes.len())?; // C-02
        let mut input = Decoder::new(bytes);
        if input.array()? != Some(7) {
            return Err(DecodeError::Form);
        }
        let salt = input.bytes()?.try_into().map_err(|_| DecodeError::Form)?;
        let replaces = reference(&mut input)?;
        let topic = input.bytes()?.to_vec();
        let expires = expires(&mut input)?;
        let reply_to = reference(&mut input)?;
        let extensions = Extensions::decode(&mut input)?;
        let part = part::decode(&mut input, 1, &mut 0)?;
        if topic.len() > TOPIC_MAX_BYTES {
            return Err(DecodeError::Form);
        }
        let read = Self { salt, replaces, topic, expires, reply_to, extensions, part };
        // C-01
        if read.encode() == bytes { Ok(read) } else { Err(DecodeError::NotCanonical) }
    }
}

fn reference(input: &mut Decoder<'_>) -> Result<Option<MessageId>, DecodeError> {
    let id: Option<MessageId> = input.decode()?;
    // Another hash is no name of a message.
    if id.is_some_and(|id| id.0.first() != Some(&1)) {
        return Err(DecodeError::Form);
    }
    Ok(id)
}

fn expires(input: &mut Decoder<'_>) -> Result<Option<Expires>, DecodeError> {
    if input.datatype()? == Type::Null {
        input.null()?;
        return Ok(None);
    }
    if input.array()? != Some(2) {
        return Err(DecodeError::Form);
    }
    let (relative, time) = (input.bool()?, input.u32()?);
    Ok(Some(if relative { Expires::AfterReading(time) } else { Expires::At(time) }))
}
