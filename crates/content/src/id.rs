//! Names of messages and of what they refer to.

use minicbor::decode::{self, Decoder};
use minicbor::encode::{self, Encoder, Write};
use minicbor::{Decode, Encode};
use sha2::{Digest as _, Sha256};

use crate::DecodeError;

macro_rules! bytes32 {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; 32]);

        impl<C> Encode<C> for $name {
            fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), encode::Error<W::Error>> {
                e.bytes(&self.0)?.ok()
            }
        }
        impl<'b, C> Decode<'b, C> for $name {
            fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
                d.bytes()?.try_into().map(Self).map_err(decode::Error::message)
            }
        }
    )*};
}

bytes32! {
    /// Names one message by everything in it, its author and its room (draft-ietf-mimi-content-08,
    /// section 3.3): nobody can make a second message of this name.
    MessageId;
    /// SHA-256 of something.
    Digest;
    /// A person in a room: the public key of a persona.
    Person;
}

/// The hash algorithm of a [`MessageId`]: SHA-256 in the registry of named information.
const SHA256_ALGORITHM: u8 = 1;

impl MessageId {
    /// The name of a message, from its canonical bytes (rule C-04). Sender and room stand for the URIs
    /// of MIMI; they are never sent.
    ///
    /// # Errors
    /// [`DecodeError::Form`] for bytes that do not begin like content.
    pub fn of(sender: &[u8; 32], room: &[u8; 32], content: &[u8]) -> Result<Self, DecodeError> {
        Self::of_uris(&uri("u", sender), &uri("r", room), content)
    }

    pub(crate) fn of_uris(sender: &str, room: &str, content: &[u8]) -> Result<Self, DecodeError> {
        // An array of seven whose first is the salt, a byte string of 16.
        let salt = content.get(2..18).ok_or(DecodeError::Form)?;
        let mut hash = Sha256::new();
        for uri in [sender, room] {
            let length = u16::try_from(uri.len()).map_err(|_| DecodeError::Form)?;
            hash.update(length.to_be_bytes());
            hash.update(uri);
        }
        hash.update(content);
        hash.update(salt);
        let digest: [u8; 32] = hash.finalize().into();
        let mut id = [SHA256_ALGORITHM; 32];
        id.iter_mut().skip(1).zip(digest).for_each(|(to, from)| *to = from);
        Ok(Self(id))
    }
}

/// `sitr:u/` or `sitr:r/` and lower-case hexadecimal.
fn uri(path: &str, bytes: &[u8; 32]) -> String {
    use std::fmt::Write as _;
    let start = format!("sitr:{path}/");
    bytes.iter().fold(start, |mut uri, byte| {
        let _ = write!(uri, "{byte:02x}"); // writing to a String cannot fail
        uri
    })
}
