//! Names that look alike.

use sitr_client_core::{MemberId, MemberView};
use unicode_normalization::UnicodeNormalization as _;

/// Begins what may be shown of an id after a name.
pub const ID_MARK: char = '#';

/// What a name looks like (Unicode Technical Standard 39), whatever its case. A name that ends as if an id were
/// shown with it looks like the name without. Two names with one look are not to be told apart by reading.
#[must_use]
pub fn look(name: &str) -> String {
    let name: String = name.nfkc().flat_map(char::to_lowercase).collect();
    let bare = name.split(ID_MARK).next().unwrap_or_default().trim();
    unicode_security::skeleton(bare).flat_map(char::to_lowercase).collect()
}

/// Members whose names look like this member's: nothing but the id tells them apart.
#[must_use]
pub fn look_alikes<'m>(members: &'m [MemberView], who: &MemberId) -> Vec<&'m MemberView> {
    let Some(own) = members.iter().find(|member| member.id == *who) else { return Vec::new() };
    let own_look = look(&own.name);
    members.iter().filter(|other| other.id != *who && look(&other.name) == own_look).collect()
}
