//! Who may do what: roles, policy, and the one function that authorizes a commit.
//!
//! Every client decides alike: from the state of the parent epoch only, refusing by default, without a
//! clock. A commit that breaks a rule here is inert for every honest member.

mod authorize;
mod name;
mod policy;

pub use authorize::{Change, Parent, Reject, authorize};
pub use name::{NAME_MAX_BYTES, Name, NameError};
pub use policy::{DecodeError, Policy, Role};

/// The long-term public key of one person in one room: Ed25519. Nothing links it to a persona of the
/// same person in another room.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Persona(pub [u8; 32]);

impl std::fmt::Debug for Persona {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Persona(..)")
    }
}
