//! One thing said, with everything about it.

use crate::container::{Container, Expires};
use crate::{Body, DecodeError, Extensions, MessageId, Warning, Wish, limit};

/// Extensions of our own; MIMI leaves negative numbers to those who use them.
mod key {
    /// When the sender claims to have written it.
    pub(super) const AT: i64 = -1;
    /// The author's content warning.
    pub(super) const WARNING: i64 = -2;
    /// What kind of answer is wished.
    pub(super) const WISH: i64 = -3;
    /// Sender and room as MIMI would have them. Every member knows both; nobody writes them down (rule
    /// C-05).
    pub(super) const IDENTIFYING: [i64; 2] = [1, 2];
}

/// One thing said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// Random, so that nobody can guess the words from the name of the message.
    pub salt: [u8; 16],
    /// When the sender claims to have written it, in milliseconds since 1970-01-01 UTC.
    pub at_ms: u64,
    /// The message that this one takes the place of: the first of its line.
    pub replaces: Option<MessageId>,
    /// The message that began the topic.
    pub topic: Option<MessageId>,
    /// When it ends.
    pub expires: Option<Expires>,
    /// The message that this one answers.
    pub reply_to: Option<MessageId>,
    /// What its author warns of.
    pub warning: Option<Warning>,
    /// What it is, and what answer is wished.
    pub wish: Option<Wish>,
    /// Extensions that this version does not know.
    pub unknown: Extensions,
    /// What is said.
    pub body: Body,
}

impl Content {
    /// A body and nothing else about it.
    #[must_use]
    pub fn new(salt: [u8; 16], at_ms: u64, body: Body) -> Self {
        Self {
            salt,
            at_ms,
            replaces: None,
            topic: None,
            expires: None,
            reply_to: None,
            warning: None,
            wish: None,
            unknown: Extensions::default(),
            body,
        }
    }

    /// Whether a reader will take it: what a sender asks before it speaks.
    ///
    /// # Errors
    /// [`DecodeError`] as the reader would find it.
    pub fn check(&self) -> Result<(), DecodeError> {
        self.body.check()?;
        self.unknown.check()?;
        limit::CONTENT.allows(encode(self).len())?;
        let mut sane = !key::IDENTIFYING.iter().any(|key| self.unknown.holds(*key)); // C-05
        if let Some(warning) = &self.warning {
            sane &= warning.check()?;
        }
        if let Some(seconds) = self.expires.and_then(|expires| life(expires, self.at_ms)) {
            limit::EXPIRY.allows(usize::try_from(seconds).unwrap_or(usize::MAX))?;
        }
        // What refers to nothing would mean nothing.
        sane &= match self.body {
            Body::Deleted | Body::Unreacted => self.replaces.is_some(),
            Body::Reaction(_) => self.reply_to.is_some(),
            Body::Own(_, crate::Own::Note(_) | crate::Own::Answered(_)) => self.reply_to.is_some(),
            _ => true,
        };
        if sane { Ok(()) } else { Err(DecodeError::Form) }
    }
}

/// Seconds from the claimed time until the end, forward or back.
fn life(expires: Expires, at_ms: u64) -> Option<u64> {
    Some(match expires {
        Expires::AfterReading(seconds) => u64::from(seconds),
        Expires::At(at) => u64::from(at).abs_diff(at_ms / 1000),
    })
}

fn value(encode: impl minicbor::Encode<()>) -> Vec<u8> {
    minicbor::to_vec(encode).unwrap_or_default() // writing to a Vec cannot fail
}

/// Encodes content canonically.
#[must_use]
pub fn encode(content: &Content) -> Vec<u8> {
    let mut extensions = content.unknown.clone();
    extensions.put(key::AT, value(content.at_ms));
    if let Some(warning) = &content.warning {
        extensions.put(key::WARNING, value(warning));
    }
    if let Some(wish) = content.wish {
        extensions.put(key::WISH, value(wish));
    }
    Container {
        salt: content.salt,
        replaces: content.replaces,
        topic: content.topic.map(|topic| topic.0.to_vec()).unwrap_or_default(),
        expires: content.expires,
        reply_to: content.reply_to,
        extensions,
        part: content.body.part(),
    }
    .encode()
}

/// Decodes content from a member, who may be hostile.
///
/// # Errors
/// [`DecodeError`]; nothing is guessed.
pub fn decode(bytes: &[u8]) -> Result<Content, DecodeError> {
    let mut read = Container::decode(bytes)?;
    let at = read.extensions.take(key::AT).ok_or(DecodeError::Form)?;
    let warning = read.extensions.take(key::WARNING);
    let wish = read.extensions.take(key::WISH);
    let topic = match read.topic.as_slice() {
        [] => None,
        id => Some(MessageId(id.try_into().map_err(|_| DecodeError::Form)?)),
    };
    let content = Content {
        salt: read.salt,
        at_ms: minicbor::decode(&at)?,
        replaces: read.replaces,
        topic,
        expires: read.expires,
        reply_to: read.reply_to,
        warning: warning.map(|bytes| minicbor::decode(&bytes)).transpose()?,
        wish: wish.map(|bytes| minicbor::decode(&bytes)).transpose()?,
        unknown: read.extensions,
        body: Body::of_part(read.part)?,
    };
    content.check()?;
    // C-01: also for what stands inside the parts and the extensions.
    if encode(&content) == bytes { Ok(content) } else { Err(DecodeError::NotCanonical) }
}
