//! What passes between a newcomer and a room.

use minicbor::{Decode, Encode};
use sitr_community::Persona;
use sitr_wire::{Address, CellSize, Handle, Keep, Life, Mailbox, PublicKey, Seed, Signature};

use crate::crypto::{Secret, sha256, sign};
use crate::ids::RoomId;

const KNOCK_LABEL: &str = "sitr/v1/knock-author";
const RETURN_LABEL: &str = "sitr/v1/knock-device";
const MEMBER_LABEL: &str = "sitr/v1/knock-member";
const ANSWER_LABEL: &str = "sitr/v1/answer";
const DELEGATE_LABEL: &str = "sitr/v1/delegate";

/// What an invite shows to whoever holds its link (rule J-01). Of the room it tells its face only.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Card {
    /// The room.
    #[n(0)]
    pub room: RoomId,
    /// Its name, as shown to newcomers.
    #[n(1)]
    pub name: String,
    /// The relay and its routes.
    #[n(2)]
    pub relay: super::RelayRef,
    /// The X-Wing key that knocks are sealed to.
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub knock_key: Vec<u8>,
    /// The mailbox that knocks are appended to.
    #[n(4)]
    pub knocks: Mailbox,
    /// The right to append to it.
    #[n(5)]
    pub knocks_write_seed: Seed,
    /// Seals its cells.
    #[n(6)]
    pub knocks_seal: Secret,
    /// Verifies who may answer.
    #[n(7)]
    pub answer_key: PublicKey,
    /// When the invite ends, in seconds since 1970-01-01 UTC.
    #[n(8)]
    pub expires_at: u64,
    /// What else the room shows to newcomers, if anything.
    #[n(9)]
    pub face: Option<super::Face>,
}

/// Where a newcomer waits for the answer: made of random seeds, known to who reads the knock.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct ReplyTo {
    /// The reply mailbox.
    #[n(0)]
    pub mailbox: Mailbox,
    /// The right to read it.
    #[n(1)]
    pub address: Address,
    /// The right to append to it.
    #[n(2)]
    pub write_seed: Seed,
    /// Seals its cells.
    #[n(3)]
    pub seal: Secret,
}

impl ReplyTo {
    /// Whether it costs whoever answers no more than an honest one does.
    #[must_use]
    pub fn is_modest(&self) -> bool {
        let reply = &self.mailbox;
        reply.append_cost == 0
            && reply.burn_key.is_none()
            && reply.cell_size == CellSize::K16
            && reply.life <= Life::Days30
            && reply.keep <= Keep::Days7
            && reply.address_hash == self.address.hash()
            && reply.write_key == self.write_seed.public()
    }
}

/// A request to join, sealed by HPKE to the invite's key (rule J-02).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct KnockBody {
    /// An MLS KeyPackage, fresh for this knock.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub key_package: Vec<u8>,
    /// What the newcomer says to the stewards; may be empty.
    #[n(1)]
    pub note: String,
    /// Where the answer goes.
    #[n(2)]
    pub reply: ReplyTo,
    /// By the KeyPackage's persona, over everything else in it, the room and the knock mailbox.
    #[n(3)]
    pub signature: Signature,
    /// Answers to the card's questions, if it asks any.
    #[n(4)]
    pub answers: Option<Vec<String>>,
    /// By the signature key of the leaf that the persona has in the room, over all but the two signatures: the
    /// very device that is in it comes back (rule R-23). None for a newcomer, and for a device that was lost.
    #[n(5)]
    pub device: Option<Signature>,
    /// Which member of the room's community knocks, where the card asks for it (rule J-16).
    #[n(6)]
    pub member: Option<MemberProof>,
}

/// A member of a community's first room shows that a knock elsewhere is theirs: to those who read the knock, and nobody
/// else.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct MemberProof {
    /// The persona there.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub persona: [u8; 32],
    /// By it, over that room, this one, the knock mailbox and the rest of the knock.
    #[n(1)]
    pub signature: Signature,
}

/// The longest note in a knock, in bytes.
pub(crate) const NOTE_MAX_BYTES: usize = 2000;

impl KnockBody {
    fn digest(&self) -> [u8; 32] {
        let unsigned = Self { signature: Signature([0; 64]), ..self.clone() };
        sha256(&[&super::encode(&unsigned)])
    }

    fn digest_of_device(&self) -> [u8; 32] {
        Self { device: None, ..self.clone() }.digest()
    }

    fn digest_of_member(&self) -> [u8; 32] {
        Self { device: None, member: None, ..self.clone() }.digest()
    }

    /// Shows which member of a community knocks; to be called before [`Self::by_device`] and [`Self::signed`].
    #[must_use]
    pub fn by_member(
        mut self,
        persona: &Seed,
        community: &RoomId,
        room: &RoomId,
        knocks: &Handle,
    ) -> Self {
        let digest = self.digest_of_member();
        let parts: [&[u8]; 4] = [&community.0, &room.0, knocks.as_bytes(), &digest];
        let signature = sign::sign(persona, MEMBER_LABEL, &parts);
        self.member = Some(MemberProof { persona: persona.public().0, signature });
        self
    }

    /// The member of this community whose knock it is, if that is proven (rule J-16).
    #[must_use]
    pub fn member_of(&self, community: &RoomId, room: &RoomId, knocks: &Handle) -> Option<Persona> {
        let proof = self.member.as_ref()?;
        let digest = self.digest_of_member();
        let parts: [&[u8]; 4] = [&community.0, &room.0, knocks.as_bytes(), &digest];
        let key = PublicKey(proof.persona);
        let holds = sign::verifies(&key, MEMBER_LABEL, &parts, &proof.signature); // J-16
        holds.then_some(Persona(proof.persona))
    }

    /// Shows that the device knocks again whose leaf has this key; to be called before [`Self::signed`].
    #[must_use]
    pub fn by_device(mut self, leaf: &Seed, room: &RoomId, knocks: &Handle) -> Self {
        let parts: [&[u8]; 3] = [&room.0, knocks.as_bytes(), &self.digest_of_device()];
        self.device = Some(sign::sign(leaf, RETURN_LABEL, &parts));
        self
    }

    /// Whether the device whose leaf has this key shows that it knocks again (rule R-23).
    #[must_use]
    pub fn is_by_device(&self, leaf: &PublicKey, room: &RoomId, knocks: &Handle) -> bool {
        let parts: [&[u8]; 3] = [&room.0, knocks.as_bytes(), &self.digest_of_device()];
        self.device
            .as_ref()
            .is_some_and(|signature| sign::verifies(leaf, RETURN_LABEL, &parts, signature))
    }

    /// Signs for the persona that knocks at this mailbox of this room.
    #[must_use]
    pub fn signed(mut self, persona: &Seed, room: &RoomId, knocks: &Handle) -> Self {
        let parts: [&[u8]; 3] = [&room.0, knocks.as_bytes(), &self.digest()];
        self.signature = sign::sign(persona, KNOCK_LABEL, &parts);
        self
    }

    /// Whether this persona signed it for this room and knock mailbox (rule J-08): without that, whoever
    /// has seen a KeyPackage could knock with it and have the Welcome sent elsewhere.
    #[must_use]
    pub fn is_signed(&self, persona: &Persona, room: &RoomId, knocks: &Handle) -> bool {
        let parts: [&[u8]; 3] = [&room.0, knocks.as_bytes(), &self.digest()];
        sign::verifies(&PublicKey(persona.0), KNOCK_LABEL, &parts, &self.signature) // J-08
    }

    /// Whether its parts have a sane form.
    #[must_use]
    pub fn is_sane(&self) -> bool {
        let answers = self.answers.as_ref().is_none_or(|all| super::face::are_sane(all));
        self.reply.is_modest()
            && answers
            && self.note.len() <= NOTE_MAX_BYTES
            && self.key_package.len() <= 8192
    }
}

/// The ratchet tree, which a Welcome does not carry.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Tree {
    /// Here: that of a small room.
    #[n(0)]
    Here(
        #[n(0)]
        #[cbor(with = "minicbor::bytes")]
        Vec<u8>,
    ),
    /// In a payload mailbox that all share whom one commit lets in (rule J-11). Its kind is that of an answer.
    #[n(1)]
    Shared(#[n(0)] Box<super::Pointer>),
}

/// What a newcomer needs to be a member.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct WelcomeBundle {
    /// The MLS Welcome, with this newcomer's entry alone (rule J-11).
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub welcome: Vec<u8>,
    /// The ratchet tree.
    #[n(1)]
    pub tree: Tree,
    /// The veil of the epoch before the one that is joined.
    #[n(2)]
    pub previous_veil: Secret,
    /// The room's transcript at the end of the epoch before.
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub previous_end: [u8; 32],
    /// The mailbox of the epoch that is joined.
    #[n(4)]
    pub mailbox: Mailbox,
    /// The steward secret, for a steward who comes back with another device; none for anybody else.
    #[n(5)]
    pub steward: Option<Secret>,
}

/// The answer to a knock.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Answer {
    /// Come in.
    #[n(0)]
    Welcome(#[n(0)] Box<WelcomeBundle>),
    /// No. With a reason, where the steward gave one.
    #[n(1)]
    Refused(#[n(0)] String),
}

/// An answer and who gives it (rule J-03).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct SignedAnswer {
    /// An encoded [`Answer`].
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub answer: Vec<u8>,
    /// The steward who answers.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub by: [u8; 32],
    /// By that steward, over room, reply mailbox and answer.
    #[n(2)]
    pub signature: Signature,
    /// By the invite's answer key, over room and steward: this one may answer.
    #[n(3)]
    pub delegation: Signature,
}

impl SignedAnswer {
    /// Signs an answer as a steward, delegated by the invite's answer key.
    #[must_use]
    pub fn new(
        answer: &Answer,
        room: &RoomId,
        reply: &Handle,
        persona: &Seed,
        answer_seed: &Seed,
    ) -> Self {
        let answer = super::encode(answer);
        let by = persona.public().0;
        let parts: [&[u8]; 3] = [&room.0, reply.as_bytes(), &sha256(&[&answer])];
        Self {
            signature: sign::sign(persona, ANSWER_LABEL, &parts),
            delegation: sign::sign(answer_seed, DELEGATE_LABEL, &[&room.0, &by]),
            answer,
            by,
        }
    }

    /// The answer and its author, if the chain from the card's answer key holds (rule J-03).
    #[must_use]
    pub fn verify(&self, card: &Card, reply: &Handle) -> Option<(Persona, Answer)> {
        self.verify_by(&card.room, &card.answer_key, reply)
    }

    /// The same where something else than a card says which key delegates.
    #[must_use]
    pub fn verify_by(
        &self,
        room: &RoomId,
        answer_key: &PublicKey,
        reply: &Handle,
    ) -> Option<(Persona, Answer)> {
        let parts: [&[u8]; 3] = [&room.0, reply.as_bytes(), &sha256(&[&self.answer])];
        let by = PublicKey(self.by);
        let holds = sign::verifies(&by, ANSWER_LABEL, &parts, &self.signature)
            && sign::verifies(answer_key, DELEGATE_LABEL, &[&room.0, &self.by], &self.delegation); // J-03
        holds
            .then(|| super::decode(&self.answer))
            .flatten()
            .map(|answer| (Persona(self.by), answer))
    }
}

#[cfg(test)]
mod tests {
    use sitr_wire::{AddressHash, CellSize, Keep, Life, RelayId};

    use super::*;
    use crate::body::RelayRef;

    fn mailbox() -> Mailbox {
        Mailbox {
            address_hash: AddressHash([1; 32]),
            write_key: PublicKey([2; 32]),
            close_key: PublicKey([3; 32]),
            burn_key: None,
            cell_size: CellSize::K16,
            capacity: 8,
            life: Life::Days30,
            keep: Keep::Days7,
            append_cost: 0,
        }
    }

    #[test]
    fn a_knock_asks_for_no_more_than_an_honest_one() {
        // J-02
        let (address, write_seed) = (Address::new([8; 32]), Seed::new([9; 32]));
        let honest =
            Mailbox { address_hash: address.hash(), write_key: write_seed.public(), ..mailbox() };
        let knock = |mailbox: Mailbox| {
            let (address, write_seed) = (address.clone(), write_seed.clone());
            let reply = ReplyTo { mailbox, address, write_seed, seal: Secret::new([1; 32]) };
            let (key_package, note) = (vec![0; 8192], "x".repeat(NOTE_MAX_BYTES));
            let signature = Signature([0; 64]);
            let (answers, device, member) = (None, None, None);
            KnockBody { key_package, note, reply, signature, answers, device, member }
        };
        assert!(knock(honest.clone()).is_sane());
        let mut greedy = vec![honest; 7];
        greedy[0].append_cost = 1;
        greedy[1].burn_key = Some(PublicKey([1; 32]));
        greedy[2].cell_size = CellSize::K2;
        greedy[3].life = Life::Days180;
        greedy[4].keep = Keep::Days90;
        greedy[5].address_hash = AddressHash([1; 32]);
        greedy[6].write_key = PublicKey([1; 32]);
        for mailbox in &greedy {
            assert!(!knock(mailbox.clone()).is_sane());
        }
        let mut long = knock(greedy.remove(0));
        long.reply.mailbox.append_cost = 0;
        assert!(long.is_sane());
        long.note.push('x');
        assert!(!long.is_sane());
    }

    #[test]
    fn a_knock_is_its_personas_for_one_room_and_mailbox() {
        // J-08
        let (seed, room, knocks) = (Seed::new([1; 32]), RoomId([2; 32]), Handle([3; 32]));
        let persona = Persona(seed.public().0);
        let (address, write_seed) = (Address::new([8; 32]), Seed::new([9; 32]));
        let reply = ReplyTo { mailbox: mailbox(), address, write_seed, seal: Secret::new([1; 32]) };
        let (key_package, signature) = (vec![4; 300], Signature([0; 64]));
        let note = "hello".to_owned();
        let (answers, device, member) = (None, None, None);
        let knock = KnockBody { key_package, note, reply, signature, answers, device, member };
        assert!(!knock.is_signed(&persona, &room, &knocks));
        let knock = knock.signed(&seed, &room, &knocks);
        assert!(knock.is_signed(&persona, &room, &knocks));
        assert!(!knock.is_signed(&Persona(Seed::new([9; 32]).public().0), &room, &knocks));
        assert!(!knock.is_signed(&persona, &RoomId([9; 32]), &knocks));
        assert!(!knock.is_signed(&persona, &room, &Handle([9; 32])));
        let mut altered = vec![knock; 4];
        altered[0].key_package.push(0);
        altered[1].note.clear();
        altered[2].reply.seal = Secret::new([9; 32]);
        altered[3].reply.mailbox.capacity += 1;
        for knock in &altered {
            assert!(!knock.is_signed(&persona, &room, &knocks));
        }
        let again = altered.remove(2).signed(&seed, &room, &knocks);
        assert!(again.is_signed(&persona, &room, &knocks));
    }

    #[test]
    fn a_member_is_proven_for_one_knock() {
        // J-16
        let (there, here) = (Seed::new([5; 32]), Seed::new([1; 32]));
        let (community, room, knocks) = (RoomId([6; 32]), RoomId([2; 32]), Handle([3; 32]));
        let (address, write_seed) = (Address::new([8; 32]), Seed::new([9; 32]));
        let reply = ReplyTo { mailbox: mailbox(), address, write_seed, seal: Secret::new([1; 32]) };
        let (key_package, signature) = (vec![4; 300], Signature([0; 64]));
        let (note, answers, device, member) = (String::new(), None, None, None);
        let knock = KnockBody { key_package, note, reply, signature, answers, device, member };
        assert_eq!(knock.member_of(&community, &room, &knocks), None);
        let proven = knock
            .by_member(&there, &community, &room, &knocks)
            .by_device(&here, &room, &knocks)
            .signed(&here, &room, &knocks);
        assert!(proven.is_by_device(&here.public(), &room, &knocks));
        let persona = Persona(there.public().0);
        assert_eq!(proven.member_of(&community, &room, &knocks), Some(persona));
        assert_eq!(proven.member_of(&RoomId([9; 32]), &room, &knocks), None);
        assert_eq!(proven.member_of(&community, &RoomId([9; 32]), &knocks), None);
        assert_eq!(proven.member_of(&community, &room, &Handle([9; 32])), None);
        let mut other = vec![proven; 2];
        other[0].key_package.push(0);
        other[1].member.as_mut().unwrap().persona = here.public().0;
        for knock in &other {
            assert_eq!(knock.member_of(&community, &room, &knocks), None);
        }
        // It is part of what the persona signs.
        let stripped = KnockBody { member: None, ..other.remove(1) };
        assert!(!stripped.is_signed(&Persona(here.public().0), &room, &knocks));
    }

    #[test]
    fn an_answer_needs_the_invites_delegation() {
        // J-03
        let (steward, answers) = (Seed::new([1; 32]), Seed::new([2; 32]));
        let reply = Handle([3; 32]);
        let card = Card {
            room: RoomId([4; 32]),
            name: "room".to_owned(),
            relay: RelayRef { id: RelayId([5; 32]), routes: vec![] },
            knock_key: vec![],
            knocks: mailbox(),
            knocks_write_seed: Seed::new([6; 32]),
            knocks_seal: Secret::new([7; 32]),
            answer_key: answers.public(),
            expires_at: 0,
            face: None,
        };
        let answer = Answer::Refused("later".to_owned());
        let make = |room: &RoomId, answer_seed: &Seed| {
            SignedAnswer::new(&answer, room, &reply, &steward, answer_seed)
        };
        let good = make(&card.room, &answers);
        let by = Persona(steward.public().0);
        assert_eq!(good.verify(&card, &reply), Some((by, answer.clone())));
        assert_eq!(good.verify(&card, &Handle([9; 32])), None);
        assert_eq!(make(&card.room, &Seed::new([9; 32])).verify(&card, &reply), None);
        assert_eq!(make(&RoomId([9; 32]), &answers).verify(&card, &reply), None);
        let mut altered = good.clone();
        altered.answer = crate::body::encode(&Answer::Refused("never".to_owned()));
        assert_eq!(altered.verify(&card, &reply), None);
        let mut other = good;
        other.by = Seed::new([9; 32]).public().0;
        assert_eq!(other.verify(&card, &reply), None);
    }
}
