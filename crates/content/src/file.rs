//! Files, pictures and voice notes: they lie in a payload mailbox, the message points to them.

use data_encoding::BASE64URL_NOPAD;

use crate::part::{Disposition, External, Part, Shape};
use crate::{DecodeError, Digest, limit};

/// What the URL of a payload begins with; base64url of the pointer follows (rule X-04).
const SCHEME: &str = "sitr:payload#";
/// SHA-256 in the registry of named information.
const SHA256: u8 = 1;

/// A file. Whoever makes one strips what it tells about people first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its media type.
    pub media: String,
    /// The language in it; may be empty.
    pub language: String,
    /// Whether it belongs into the conversation, or is fetched when wanted.
    pub inline: bool,
    /// Where it lies, with all that opens it: the encoded pointer of rule X-04.
    pub pointer: Vec<u8>,
    /// Its length in bytes.
    pub size: u64,
    /// SHA-256 of the file as it is, not as it is sealed: the cipher does not commit to its key.
    pub hash: Digest,
    /// What it shows, or says: alternative text of a picture, transcript of a voice.
    pub description: String,
    /// A name to keep it under; may be empty.
    pub name: String,
}

impl File {
    /// Whether it is a voice note: sound in the conversation.
    #[must_use]
    pub fn is_voice(&self) -> bool {
        self.inline && self.media.starts_with("audio/")
    }

    pub(crate) fn check(&self) -> Result<(), DecodeError> {
        limit::MEDIA_TYPE.allows(self.media.len())?;
        limit::LANGUAGE.allows(self.language.len())?;
        limit::POINTER.allows(self.pointer.len())?;
        limit::WORDS.allows(self.description.len())?;
        limit::TITLE.allows(self.name.len())?;
        limit::FILE.allows(usize::try_from(self.size).unwrap_or(usize::MAX))?;
        let ascii = self.media.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
        let sane = ascii
            && self.media.contains('/')
            && !self.pointer.is_empty()
            && crate::part::is_language(&self.language)
            && !self.name.chars().any(|c| c.is_control() || matches!(c, '/' | '\\'));
        if sane { Ok(()) } else { Err(DecodeError::Form) }
    }

    pub(crate) fn part(&self) -> Part {
        let disposition = if self.inline { Disposition::INLINE } else { Disposition::ATTACHMENT };
        let external = External {
            media: self.media.clone(),
            url: format!("{SCHEME}{}", BASE64URL_NOPAD.encode(&self.pointer)),
            expires: 0,
            size: self.size,
            cipher: 0,
            key: Vec::new(),
            nonce: Vec::new(),
            aad: Vec::new(),
            hash_algorithm: SHA256,
            hash: self.hash.0.to_vec(),
            description: self.description.clone(),
            filename: self.name.clone(),
        };
        let shape = Shape::External(Box::new(external));
        Part { disposition, language: self.language.clone(), shape }
    }

    pub(crate) fn of_part(part: &Part) -> Option<Self> {
        let Shape::External(external) = &part.shape else { return None };
        let pointer = external.url.strip_prefix(SCHEME)?;
        Some(Self {
            media: external.media.clone(),
            language: part.language.clone(),
            inline: part.disposition == Disposition::INLINE,
            pointer: BASE64URL_NOPAD.decode(pointer.as_bytes()).ok()?,
            size: external.size,
            hash: Digest(external.hash.as_slice().try_into().ok()?),
            description: external.description.clone(),
            name: external.filename.clone(),
        })
    }
}
