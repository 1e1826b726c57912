//! The parts of a message, as draft-ietf-mimi-content-08 nests them (its section 4.4).

use minicbor::{Decoder, Encoder};

use crate::{DecodeError, limit};

/// What a part is for. Those that this version does not know stand as they are, and are shown like
/// [`Disposition::RENDER`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disposition(pub u8);

impl Disposition {
    /// To be shown.
    pub const RENDER: Self = Self(1);
    /// A reaction to another message.
    pub const REACTION: Self = Self(2);
    /// To be shown within the conversation.
    pub const INLINE: Self = Self(4);
    /// To be fetched and kept.
    pub const ATTACHMENT: Self = Self(6);
}

/// How the parts of a [`Shape::Multi`] belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Semantics {
    /// The reader takes one of them.
    ChooseOne = 0,
    /// All of them are one thing.
    SingleUnit = 1,
    /// Each by itself.
    ProcessAll = 2,
}

impl Semantics {
    fn of_byte(byte: u8) -> Option<Self> {
        [Self::ChooseOne, Self::SingleUnit, Self::ProcessAll]
            .into_iter()
            .find(|semantics| *semantics as u8 == byte)
    }
}

/// One part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is for.
    pub disposition: Disposition,
    /// Language tags (BCP 47), with commas between them; may be empty.
    pub language: String,
    /// What it holds.
    pub shape: Shape,
}

/// What a part holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Nothing.
    Null,
    /// Something here.
    Single {
        /// Its media type.
        media: String,
        /// Its bytes.
        content: Vec<u8>,
    },
    /// Something elsewhere.
    External(Box<External>),
    /// Two or more parts.
    Multi(Semantics, Vec<Part>),
}

/// Something that lies elsewhere (section 4.5 of the draft); fields in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the draft describes its fields")]
pub struct External {
    pub media: String,
    pub url: String,
    pub expires: u32,
    pub size: u64,
    pub cipher: u16,
    pub key: Vec<u8>,
    pub nonce: Vec<u8>,
    pub aad: Vec<u8>,
    pub hash_algorithm: u8,
    pub hash: Vec<u8>,
    pub description: String,
    pub filename: String,
}

const NULL: u8 = 0;
const SINGLE: u8 = 1;
const EXTERNAL: u8 = 2;
const MULTI: u8 = 3;

/// Writing to a Vec cannot fail, so nothing is returned.
pub(crate) fn encode(part: &Part, out: &mut Encoder<Vec<u8>>) {
    let (length, cardinality) = match &part.shape {
        Shape::Null => (3, NULL),
        Shape::Single { .. } => (5, SINGLE),
        Shape::External(_) => (15, EXTERNAL),
        Shape::Multi(..) => (5, MULTI),
    };
    let _ = out
        .array(length)
        .and_then(|e| e.u8(part.disposition.0))
        .and_then(|e| e.str(&part.language))
        .and_then(|e| e.u8(cardinality));
    match &part.shape {
        Shape::Null => {}
        Shape::Single { media, content } => {
            let _ = out.str(media).and_then(|e| e.bytes(content));
        }
        Shape::External(external) => encode_external(external, out),
        Shape::Multi(semantics, parts) => {
            let count = u64::try_from(parts.len()).unwrap_or(u64::MAX);
            let _ = out.u8(*semantics as u8).and_then(|e| e.array(count));
            parts.iter().for_each(|part| encode(part, out));
        }
    }
}

fn encode_external(external: &External, out: &mut Encoder<Vec<u8>>) {
    let _ = out
        .str(&external.media)
        .and_then(|e| e.str(&external.url))
        .and_then(|e| e.u32(external.expires))
        .and_then(|e| e.u64(external.size))
        .and_then(|e| e.u16(external.cipher))
        .and_then(|e| e.bytes(&external.key))
        .and_then(|e| e.bytes(&external.nonce))
        .and_then(|e| e.bytes(&external.aad))
        .and_then(|e| e.u8(external.hash_algorithm))
        .and_then(|e| e.bytes(&external.hash))
        .and_then(|e| e.str(&external.description))
        .and_then(|e| e.str(&external.filename));
}

/// Reads a part and those in it; counts them all.
pub(crate) fn decode(
    input: &mut Decoder<'_>,
    level: usize,
    count: &mut usize,
) -> Result<Part, DecodeError> {
    limit::PART_DEPTH.allows(level)?;
    *count += 1;
    limit::PARTS.allows(*count)?;
    let length = input.array()?;
    let disposition = Disposition(input.u8()?);
    let language = input.str()?.to_owned();
    if !is_language(&language) {
        return Err(DecodeError::Form);
    }
    limit::LANGUAGE.allows(language.len())?;
    let cardinality = input.u8()?;
    let shape = match (cardinality, length) {
        (NULL, Some(3)) => Shape::Null,
        (SINGLE, Some(5)) => {
            Shape::Single { media: media(input)?, content: input.bytes()?.to_vec() }
        }
        (EXTERNAL, Some(15)) => Shape::External(Box::new(decode_external(input)?)),
        (MULTI, Some(5)) => {
            let semantics = Semantics::of_byte(input.u8()?).ok_or(DecodeError::Form)?;
            Shape::Multi(semantics, decode_parts(input, level, count)?)
        }
        _ => return Err(DecodeError::Form),
    };
    Ok(Part { disposition, language, shape })
}

fn decode_parts(
    input: &mut Decoder<'_>,
    level: usize,
    count: &mut usize,
) -> Result<Vec<Part>, DecodeError> {
    let length = input.array()?.ok_or(DecodeError::NotCanonical)?;
    if length < 2 {
        return Err(DecodeError::Form);
    }
    let mut parts = Vec::new();
    for _ in 0..length {
        parts.push(decode(input, level + 1, count)?);
    }
    Ok(parts)
}

fn decode_external(input: &mut Decoder<'_>) -> Result<External, DecodeError> {
    Ok(External {
        media: media(input)?,
        url: input.str()?.to_owned(),
        expires: input.u32()?,
        size: input.u64()?,
        cipher: input.u16()?,
        key: input.bytes()?.to_vec(),
        nonce: input.bytes()?.to_vec(),
        aad: input.bytes()?.to_vec(),
        hash_algorithm: input.u8()?,
        hash: input.bytes()?.to_vec(),
        description: input.str()?.to_owned(),
        filename: input.str()?.to_owned(),
    })
}

fn media(input: &mut Decoder<'_>) -> Result<String, DecodeError> {
    let media = input.str()?;
    limit::MEDIA_TYPE.allows(media.len())?;
    if media.chars().all(|c| c == ' ' || c.is_ascii_graphic()) {
        Ok(media.to_owned())
    } else {
        Err(DecodeError::Form)
    }
}

/// Tags like `ar` or `zh-Hans`, with commas between them, or nothing.
pub(crate) fn is_language(tags: &str) -> bool {
    let subtag = |tag: &str| {
        (1..=8).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    tags.is_empty() || tags.split(',').all(|tag| tag.split('-').all(subtag))
}
