//! What people paste and operators write.

use sitr_client_core::body::Link;
use sitr_client_store::profile::RecoveryCode;

/// A link, as it was pasted.
pub(crate) fn link(data: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(data) else { return false };
    let Ok(link) = Link::from_text(text) else { return false };
    assert!(link.relay.is_sane(), "routes that no client may use");
    assert_eq!(Link::from_text(&link.to_text()), Ok(link), "a link changes on its way");
    true
}

/// A recovery code, as it was typed.
pub(crate) fn recovery(data: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(data) else { return false };
    let Ok(code) = RecoveryCode::parse(text) else { return false };
    let shown = code.reveal();
    let again = RecoveryCode::parse(&shown).expect("what is shown can be typed");
    assert_eq!(*again.reveal(), *shown, "a code changes on its way");
    true
}

/// The relay's configuration.
pub(crate) fn config(data: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(data) else { return false };
    let base = sitr_relay::Config::at("data");
    let Ok(config) = sitr_relay::from_toml(text, base) else { return false };
    config.check().is_ok()
}
