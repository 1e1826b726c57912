//! Why the MLS store could not answer.

/// An error of [`MlsStore`](super::MlsStore). Whoever gets one rolls the transaction back and loads
/// the group again.
#[derive(Debug, thiserror::Error)]
pub enum MlsStoreError {
    /// SQLite said no: disk full, locked for too long, damaged pages.
    #[error("the MLS state cannot be read or written")]
    Sqlite(#[from] rusqlite::Error),
    /// A value or key cannot be put into bytes. A bug: every type of openmls can.
    #[error("an MLS value cannot be encoded")]
    Encode(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Stored bytes are not the value they should be: damage, or another version of openmls.
    #[error("a stored MLS value cannot be decoded")]
    Decode(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Stored bytes continue after the value, or are empty.
    #[error("a stored MLS value has a wrong length")]
    Length,
    /// Stored bytes name a codec that this program does not know.
    #[error("a stored MLS value has codec {tag:#04x}: update the program")]
    UnknownCodec {
        /// The first byte of the value.
        tag: u8,
    },
}
