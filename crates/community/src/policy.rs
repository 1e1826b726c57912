//! The policy of a room: it stands in the MLS GroupContext, so all members hold the same one.

use std::collections::BTreeMap;

use minicbor::{Decoder, Encoder};

use crate::{Name, Persona};

/// What a member is in a room. Those not listed in the policy are [`Role::Member`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Role {
    /// Speaks and reads.
    Member = 1,
    /// A device that admits by policy, and nothing else.
    Doorkeeper = 2,
    /// Keeps the room: admits and removes.
    Moderator = 3,
    /// Gives roles and changes the policy.
    Admin = 4,
}

impl Role {
    /// All of them, least first.
    pub const ALL: [Self; 4] = [Self::Member, Self::Doorkeeper, Self::Moderator, Self::Admin];

    /// Whether the role holds the steward secret, and so can end an epoch.
    #[must_use]
    pub const fn is_steward(self) -> bool {
        !matches!(self, Self::Member)
    }

    /// Its name on the command line and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Doorkeeper => "doorkeeper",
            Self::Moderator => "moderator",
            Self::Admin => "admin",
        }
    }

    /// The role of that name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    fn of_byte(byte: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|role| *role as u8 == byte)
    }
}

/// What all members have agreed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The room's name.
    pub name: Name,
    /// The relay that the room lives on.
    pub relay: [u8; 32],
    /// Everybody who is more than a member.
    pub roles: BTreeMap<Persona, Role>,
    /// Hash of the steward secret.
    pub steward_hash: [u8; 32],
}

/// Bytes that are not a policy, or not in its canonical form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the room's policy does not decode")]
pub struct DecodeError;

impl Policy {
    /// The role of a persona.
    #[must_use]
    pub fn role(&self, persona: &Persona) -> Role {
        self.roles.get(persona).copied().unwrap_or(Role::Member)
    }

    /// Those who hold the steward secret.
    pub fn stewards(&self) -> impl Iterator<Item = &Persona> {
        self.roles.iter().filter(|(_, role)| role.is_steward()).map(|(persona, _)| persona)
    }

    /// Deterministic CBOR: `[1, name, relay, {persona: role}, steward hash]`.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Encoder::new(Vec::new());
        let roles = u64::try_from(self.roles.len()).unwrap_or(u64::MAX);
        // Writing to a Vec cannot fail.
        let _ = out
            .array(5)
            .and_then(|e| e.u8(1))
            .and_then(|e| e.str(self.name.as_str()))
            .and_then(|e| e.bytes(&self.relay))
            .and_then(|e| e.map(roles))
            .and_then(|e| {
                self.roles.iter().try_fold(e, |e, (persona, role)| {
                    e.bytes(&persona.0).and_then(|e| e.u8(*role as u8))
                })
            })
            .and_then(|e| e.bytes(&self.steward_hash));
        out.into_writer()
    }

    /// Decodes, strictly.
    ///
    /// # Errors
    /// [`DecodeError`] for anything but the canonical form.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let policy = Self::decode_fields(bytes).map_err(|_| DecodeError)?.ok_or(DecodeError)?;
        if policy.encode() == bytes { Ok(policy) } else { Err(DecodeError) }
    }

    fn decode_fields(bytes: &[u8]) -> Result<Option<Self>, minicbor::decode::Error> {
        let mut input = Decoder::new(bytes);
        if input.array()? != Some(5) || input.u8()? != 1 {
            return Ok(None);
        }
        let name = Name::new(input.str()?).ok();
        let relay: Option<[u8; 32]> = input.bytes()?.try_into().ok();
        let count = input.map()?.unwrap_or(0);
        let mut roles = BTreeMap::new();
        for _ in 0..count {
            let persona: Option<[u8; 32]> = input.bytes()?.try_into().ok();
            let role = Role::of_byte(input.u8()?).filter(|role| role.is_steward());
            let (Some(persona), Some(role)) = (persona, role) else { return Ok(None) };
            roles.insert(Persona(persona), role);
        }
        let steward_hash: Option<[u8; 32]> = input.bytes()?.try_into().ok();
        let (Some(name), Some(relay), Some(steward_hash)) = (name, relay, steward_hash) else {
            return Ok(None);
        };
        Ok(Some(Self { name, relay, roles, steward_hash }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_has_one_encoding() {
        let policy = Policy {
            name: Name::new("غرفة").unwrap(),
            relay: [1; 32],
            roles: [(Persona([2; 32]), Role::Admin), (Persona([1; 32]), Role::Doorkeeper)].into(),
            steward_hash: [3; 32],
        };
        let bytes = policy.encode();
        assert_eq!(Policy::decode(&bytes), Ok(policy));
        for at in 0..bytes.len() {
            assert_eq!(Policy::decode(&bytes[..at]), Err(DecodeError));
        }
        let mut trailing = bytes;
        trailing.push(0);
        assert_eq!(Policy::decode(&trailing), Err(DecodeError));
    }
}
