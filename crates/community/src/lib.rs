//! Who may do what: roles, policy, and the functions that decide on commits and on messages.
//!
//! Every client decides alike: from the state of the parent epoch only, refusing by default, without a
//! clock. A commit or a message that breaks a rule here is inert for every honest member.

mod act;
mod authorize;
mod authorize_settings;
mod device;
mod leaf;
mod name;
mod policy;
mod role;
mod route;
mod sanction;
mod say;
mod settings;

pub use act::Act;
pub use authorize::{Change, Parent, Reject, authorize};
pub use device::{DEVICES_MAX, Device, personas, votes};
pub use leaf::{ACCEPTANCE_EXTENSION, Accepted, BALLOT_EXTENSION, Ballot, Stance};
pub use name::{NAME_MAX_BYTES, Name, NameError};
pub use policy::{DecodeError, Policy, ROLES_MAX};
pub use role::{Grant, Invites, Role};
pub use route::{ROUTE_MAX_BYTES, ROUTES_MAX, are_routes};
pub use sanction::Sanction;
pub use say::{Hearing, Unsaid, may_confide, may_say};
pub use settings::{
    AgeBand, BANS_MAX, Community, Hours, PALETTE, PALETTE_MAX, RETENTION_MAX_DAYS,
    SLOW_MAX_SECONDS, Settings, TIMEOUTS_MAX, TOPICS_MAX, VOUCHES_MAX,
};

/// The long-term public key of one person in one room: Ed25519. Nothing links it to a persona of the
/// same person in another room.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Persona(pub [u8; 32]);

impl std::fmt::Debug for Persona {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Persona(..)")
    }
}
