//! The values of which a group has one each.

use super::codec::Codec;

/// A value of a group; the number is what stands in `mls_group.field` and is never used again for
/// another value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Field {
    JoinConfig = 1,
    Tree = 2,
    InterimTranscriptHash = 3,
    Context = 4,
    ConfirmationTag = 5,
    GroupState = 6,
    MessageSecrets = 7,
    ResumptionPskStore = 8,
    OwnLeafIndex = 9,
    EpochSecrets = 10,
}

impl Field {
    /// The number in the table.
    pub(super) fn number(self) -> u8 {
        self as u8
    }

    /// How this value is written; see [`super::codec`] for the exception.
    pub(super) fn codec(self) -> Codec {
        match self {
            Self::JoinConfig => Codec::Json,
            Self::MessageSecrets => Codec::Sparse,
            _ => Codec::Postcard,
        }
    }
}

/// What a key pair is for; the number stands in `mls_key_pair.purpose`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Purpose {
    Signature = 1,
    Encryption = 2,
}

impl Purpose {
    /// The number in the table.
    pub(super) fn number(self) -> u8 {
        self as u8
    }
}
