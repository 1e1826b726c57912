//! The policy of a room: it stands in the MLS GroupContext, so all members hold the same one.

use std::collections::BTreeMap;

use minicbor::{Decoder, Encoder};

use crate::{Name, Persona, Role, Settings};

/// Roles that a policy can list.
pub const ROLES_MAX: usize = 4096;

/// What all members have agreed on. Nothing in it changes with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The room's name.
    pub name: Name,
    /// The relay that the room lives on.
    pub relay: [u8; 32],
    /// Everybody who is something else than a plain member.
    pub roles: BTreeMap<Persona, Role>,
    /// Hash of the steward secret.
    pub steward_hash: [u8; 32],
    /// Everything that has a default.
    pub settings: Settings,
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

    /// Gives a role; plain members are not listed.
    pub fn set_role(&mut self, persona: Persona, role: Role) {
        if role == Role::Member {
            self.roles.remove(&persona);
        } else {
            self.roles.insert(persona, role);
        }
    }

    /// Those who hold the steward secret.
    pub fn stewards(&self) -> impl Iterator<Item = &Persona> {
        self.roles.iter().filter(|(_, role)| role.is_steward()).map(|(persona, _)| persona)
    }

    /// Deterministic CBOR: `[1, name, relay, {persona: role}, steward hash, settings]`.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Encoder::new(Vec::new());
        let roles = u64::try_from(self.roles.len()).unwrap_or(u64::MAX);
        // Writing to a Vec cannot fail.
        let _ = out
            .array(6)
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
        self.settings.encode(&mut out);
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
        if input.array()? != Some(6) || input.u8()? != 1 {
            return Ok(None);
        }
        let name = Name::new(input.str()?).ok();
        let relay: Option<[u8; 32]> = input.bytes()?.try_into().ok();
        let count = input.map()?.and_then(|count| usize::try_from(count).ok());
        let Some(count) = count.filter(|count| *count <= ROLES_MAX) else { return Ok(None) };
        let mut roles = BTreeMap::new();
        for _ in 0..count {
            let persona: Option<[u8; 32]> = input.bytes()?.try_into().ok();
            let role = Role::of_byte(input.u8()?).filter(|role| *role != Role::Member);
            let (Some(persona), Some(role)) = (persona, role) else { return Ok(None) };
            roles.insert(Persona(persona), role);
        }
        let steward_hash: Option<[u8; 32]> = input.bytes()?.try_into().ok();
        let settings = Settings::decode(&mut input)?;
        let (Some(name), Some(relay), Some(steward_hash), Some(settings)) =
            (name, relay, steward_hash, settings)
        else {
            return Ok(None);
        };
        Ok(Some(Self { name, relay, roles, steward_hash, settings }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) fn policy() -> Policy {
        Policy {
            name: Name::new("غرفة").unwrap(),
            relay: [1; 32],
            roles: [(Persona([2; 32]), Role::Admin), (Persona([1; 32]), Role::Doorkeeper)].into(),
            steward_hash: [3; 32],
            settings: Settings::default(),
        }
    }

    #[test]
    fn a_policy_has_one_encoding() {
        let bytes = policy().encode();
        assert_eq!(Policy::decode(&bytes), Ok(policy()));
        for at in 0..bytes.len() {
            assert_eq!(Policy::decode(&bytes[..at]), Err(DecodeError));
        }
        let mut trailing = bytes;
        trailing.push(0);
        assert_eq!(Policy::decode(&trailing), Err(DecodeError));
    }

    #[test]
    fn every_role_but_the_plain_one_is_listed() {
        let mut policy = policy();
        for role in Role::ALL {
            let who = Persona([role as u8 + 100; 32]);
            policy.set_role(who, role);
            assert_eq!(policy.role(&who), role);
            assert_eq!(policy.roles.contains_key(&who), role != Role::Member);
        }
        assert_eq!(Policy::decode(&policy.encode()), Ok(policy.clone()));
        policy.roles.insert(Persona([9; 32]), Role::Member);
        assert_eq!(Policy::decode(&policy.encode()), Err(DecodeError));
    }

    #[test]
    fn roles_end_at_their_limit() {
        let with = |count: usize| {
            let mut policy = policy();
            policy.roles.clear();
            for at in 0..count {
                let mut persona = [0; 32];
                persona[..8].copy_from_slice(&(at as u64).to_be_bytes());
                policy.roles.insert(Persona(persona), Role::Newcomer);
            }
            Policy::decode(&policy.encode())
        };
        assert!(with(ROLES_MAX).is_ok());
        assert_eq!(with(ROLES_MAX + 1), Err(DecodeError));
    }
}
