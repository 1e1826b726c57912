//! The invite link: everything that a newcomer needs, behind the `#` that no server is sent.

use minicbor::{Decode, Encode};
use sitr_wire::{Address, CellHash, Handle};

use super::RelayRef;
use crate::crypto::{Secret, expand};

const PREFIX: &str = "sitr://join#";
/// The longest link text that is looked at.
const LINK_MAX_BYTES: usize = 4096;

/// An invite link (rule J-04): `sitr://join#` and base64url of deterministic CBOR.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Link {
    /// The format's version, 1.
    #[n(0)]
    pub version: u8,
    /// The relay and its routes.
    #[n(1)]
    pub relay: RelayRef,
    /// Yields the address of the card mailbox and the key of its cell.
    #[n(2)]
    pub secret: Secret,
    /// The card mailbox.
    #[n(3)]
    pub card: Handle,
    /// SHA-256 of the card's cell: who else holds the link cannot put another card in its place.
    #[n(4)]
    pub card_hash: CellHash,
}

/// Why a text is not a link that this version can follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// Not ours.
    #[error("this is not an invite link: it must begin with {PREFIX}")]
    Foreign,
    /// Cut off or changed on its way.
    #[error("the invite link is damaged: copy the whole of it again")]
    Damaged,
    /// From a newer version.
    #[error("the invite link is of a newer kind: update this program")]
    Version,
}

impl Link {
    /// The address of the card mailbox.
    #[must_use]
    pub fn card_address(&self) -> Address {
        Address::new(expand(&self.secret, "sitr/v1/invite/address"))
    }

    /// The key of the card's cell.
    #[must_use]
    pub fn card_seal(&self) -> Secret {
        Secret::new(expand(&self.secret, "sitr/v1/invite/seal"))
    }

    /// The text that a person passes on.
    #[must_use]
    pub fn to_text(&self) -> String {
        to_text(PREFIX, self)
    }

    /// Reads a text that a person pasted; white space around it does not matter.
    ///
    /// # Errors
    /// [`LinkError`] says what to do.
    pub fn from_text(text: &str) -> Result<Self, LinkError> {
        let link: Self = from_text(PREFIX, LINK_MAX_BYTES, text)?;
        if link.is_sane() { Ok(link) } else { Err(LinkError::Damaged) } // J-04
    }

    /// Whether it is of this version and names a relay that can be dialled (rule J-04).
    pub(super) fn is_sane(&self) -> bool {
        self.version == 1 && self.relay.is_sane()
    }
}

/// A body as text that people pass on: base64url of its deterministic CBOR, after what tells its kind.
pub(super) fn to_text<T: Encode<()>>(prefix: &str, body: &T) -> String {
    format!("{prefix}{}", data_encoding::BASE64URL_NOPAD.encode(&super::encode(body)))
}

/// Reads such a text, of so many bytes at most after what tells its kind; white space around it does not matter.
pub(super) fn from_text<T>(prefix: &str, most: usize, text: &str) -> Result<T, LinkError>
where
    T: Encode<()> + for<'b> Decode<'b, ()>,
{
    let body = text.trim().strip_prefix(prefix).ok_or(LinkError::Foreign)?;
    if body.len() > most {
        return Err(LinkError::Damaged);
    }
    let bytes = data_encoding::BASE64URL_NOPAD.decode(body.as_bytes());
    let bytes = bytes.map_err(|_| LinkError::Damaged)?;
    check_version(&bytes)?;
    super::decode(&bytes).ok_or(LinkError::Damaged)
}

/// The version stands right after the head of the array, so a newer format of any shape is told apart.
fn check_version(bytes: &[u8]) -> Result<(), LinkError> {
    match bytes.get(..2) {
        Some([0x80..=0x9f, 1]) => Ok(()),
        Some([0x80..=0x9f, 2..=23]) => Err(LinkError::Version),
        _ => Err(LinkError::Damaged),
    }
}

#[cfg(test)]
mod tests {
    use sitr_wire::RelayId;

    use super::*;

    fn link() -> Link {
        Link {
            version: 1,
            relay: RelayRef {
                id: RelayId([1; 32]),
                routes: vec!["ws://127.0.0.1:4480/sitr/v1".to_owned()],
            },
            secret: Secret::new([2; 32]),
            card: Handle([3; 32]),
            card_hash: CellHash([4; 32]),
        }
    }

    #[test]
    fn a_link_survives_copying() {
        // J-04
        let text = link().to_text();
        assert_eq!(Link::from_text(&text), Ok(link()));
        assert_eq!(Link::from_text(&format!("  {text}\n")), Ok(link()));
        assert_ne!(link().card_address().expose(), link().card_seal().expose());
    }

    #[test]
    fn damage_is_told_from_strangeness() {
        // J-04
        let text = link().to_text();
        assert_eq!(Link::from_text("https://example.org/#x"), Err(LinkError::Foreign));
        assert_eq!(Link::from_text(&text[..text.len() - 3]), Err(LinkError::Damaged));
        assert_eq!(Link::from_text(PREFIX), Err(LinkError::Damaged));
        let newer = Link { version: 2, ..link() }.to_text();
        assert_eq!(Link::from_text(&newer), Err(LinkError::Version));
        let mut elsewhere = link();
        elsewhere.relay.routes = vec!["file:///etc/passwd".to_owned()];
        assert_eq!(Link::from_text(&elsewhere.to_text()), Err(LinkError::Damaged));
        let long = format!("{PREFIX}{}", "A".repeat(LINK_MAX_BYTES + 1));
        assert_eq!(Link::from_text(&long), Err(LinkError::Damaged));
    }
}
