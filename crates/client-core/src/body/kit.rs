//! The recovery kit of a room: what brings a member back who lost everything else.

use minicbor::{Decode, Encode};
use sitr_wire::Seed;

use super::{Link, LinkError, RelayRef, link};
use crate::ids::RoomId;

const PREFIX: &str = "sitr://kit#";
/// The longest kit text that is looked at.
const KIT_MAX_BYTES: usize = 8192;

/// A persona's key and a way back to its room (rule J-07). Whoever holds it can knock as this persona; a
/// steward lets it in, the old leaf goes in the same commit, and all members see it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct RecoveryKit {
    /// The format's version, 1.
    #[n(0)]
    pub version: u8,
    /// The room.
    #[n(1)]
    pub room: RoomId,
    /// Its relay.
    #[n(2)]
    pub relay: RelayRef,
    /// The pseudonym.
    #[n(3)]
    pub name: String,
    /// Grows the persona's key.
    #[n(4)]
    pub persona_seed: Seed,
    /// An invite made for this, where the member may make one.
    #[n(5)]
    pub link: Option<Link>,
}

impl RecoveryKit {
    /// The text to keep in a safe place: it is a secret.
    #[must_use]
    pub fn to_text(&self) -> String {
        link::to_text(PREFIX, self)
    }

    /// Reads a kept text; white space around it does not matter.
    ///
    /// # Errors
    /// [`LinkError`] says what is wrong.
    pub fn from_text(text: &str) -> Result<Self, LinkError> {
        let kit: Self = link::from_text(PREFIX, KIT_MAX_BYTES, text)?;
        let sane = kit.relay.is_sane()
            && kit.link.as_ref().is_none_or(Link::is_sane)
            && sitr_community::Name::new(&kit.name).is_ok();
        if sane { Ok(kit) } else { Err(LinkError::Damaged) } // J-07
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kit_survives_paper_and_damage_is_told() {
        // J-07
        let kit = RecoveryKit {
            version: 1,
            room: RoomId([1; 32]),
            relay: RelayRef {
                id: sitr_wire::RelayId([2; 32]),
                routes: vec!["ws://127.0.0.1:4480/sitr/v1".to_owned()],
            },
            name: "Layla".to_owned(),
            persona_seed: Seed::new([3; 32]),
            link: None,
        };
        let text = kit.to_text();
        assert_eq!(RecoveryKit::from_text(&format!(" {text}\n")), Ok(kit.clone()));
        assert_eq!(RecoveryKit::from_text(&text[..text.len() - 4]), Err(LinkError::Damaged));
        assert_eq!(RecoveryKit::from_text("sitr://join#x"), Err(LinkError::Foreign));
        let newer = RecoveryKit { version: 2, ..kit.clone() }.to_text();
        assert_eq!(RecoveryKit::from_text(&newer), Err(LinkError::Version));
        let mut tomorrow = data_encoding::BASE64URL_NOPAD.encode(&[0x81, 2]);
        tomorrow.insert_str(0, PREFIX);
        assert_eq!(RecoveryKit::from_text(&tomorrow), Err(LinkError::Version), "of any shape");
        let routes = vec!["file:///etc/passwd".to_owned()];
        let astray = Link {
            version: 1,
            relay: RelayRef { routes, ..kit.relay.clone() },
            secret: crate::crypto::Secret::new([4; 32]),
            card: sitr_wire::Handle([5; 32]),
            card_hash: sitr_wire::CellHash([6; 32]),
        };
        let astray = RecoveryKit { link: Some(astray), ..kit.clone() }.to_text();
        assert_eq!(RecoveryKit::from_text(&astray), Err(LinkError::Damaged), "J-04");
        let nameless = RecoveryKit { name: String::new(), ..kit }.to_text();
        assert_eq!(RecoveryKit::from_text(&nameless), Err(LinkError::Damaged));
        assert!(!format!("{:?}", RecoveryKit::from_text(&text)).contains("[3, 3"));
    }
}
