//! A member whose MLS is mls-rs: hears, speaks, follows the room from epoch to epoch, is taken out.

use std::collections::{BTreeMap, BTreeSet};

use mls_rs::client_builder::MlsConfig;
use mls_rs::extension::ExtensionType;
use mls_rs::group::{CommitEffect, ReceivedMessage};
use mls_rs::{ExtensionList, Group, MlsMessage, WireFormat};
use sitr_client_core::RoomId;
use sitr_client_core::body::{Envelope, Final, Pointer, Seen, WelcomeBundle, decode, encode};
use sitr_client_core::crypto::cell::{self, Kind};
use sitr_client_core::crypto::schedule::{self, EXPORTER_LABEL, EpochSecrets};
use sitr_client_core::crypto::{Secret, sha256};
use sitr_client_core::payload;
use sitr_community::{Persona, Policy};
use sitr_content::{Body, Content};
use sitr_e2e::raw::{Raw, Told, Watched};
use sitr_wire::chain::Chain;
use sitr_wire::frame::Mark;
use sitr_wire::statement::Statement;
use sitr_wire::{Cell, CellHash, Handle, Mailbox, PublicKey, RelayId, Seed};

use super::judge::{Before, persona_of};

/// What a cell led to.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard {
    /// A member's words: pseudonym and text.
    Text(String, String),
    /// The room is in this epoch now; the author of the commit.
    Epoch(u64, String),
    /// A commit took this member out; the close key of the mailbox that it will never read.
    Removed(PublicKey),
    /// Something that is not for everybody's eyes: an own cell, an offer, a note to stewards.
    Other,
}

/// A member.
pub struct Insider<C: MlsConfig> {
    pub raw: Raw,
    pub group: Group<C>,
    pub policy: Policy,
    pub mailbox: Mailbox,
    pub secrets: EpochSecrets,
    pub previous_end: [u8; 32],
    pub mark: Option<Mark>,
    persona: Seed,
    room: RoomId,
    chain: Chain,
    watched: Watched,
    own: BTreeSet<CellHash>,
}

/// The policy of a group, which stands beside the required capabilities and nothing else (rule G-02).
pub fn policy_in(extensions: &ExtensionList) -> Policy {
    let kinds: BTreeSet<u16> = extensions.iter().map(|it| it.extension_type.raw_value()).collect();
    assert_eq!(kinds, [3, 0xF0A1].into());
    let policy = extensions.get(ExtensionType::new(0xF0A1)).unwrap();
    Policy::decode(&policy.extension_data).unwrap()
}

/// The epoch's secrets: the exporter is of mls-rs (rule K-01).
fn derive<C: MlsConfig>(group: &Group<C>, relay: &RelayId, veil: &Secret) -> EpochSecrets {
    let exporter = group.export_secret(EXPORTER_LABEL.as_bytes(), relay.as_bytes(), 32).unwrap();
    EpochSecrets::derive(exporter.as_bytes().try_into().unwrap(), veil)
}

/// The mailbox is the one that every member derives (rule R-04).
fn fits(mailbox: &Mailbox, secrets: &EpochSecrets) -> bool {
    mailbox.address_hash == secrets.address.hash()
        && mailbox.write_key == secrets.write_seed.public()
        && mailbox.burn_key.is_none()
}

/// The mailbox after this one (rule R-04).
pub fn next(now: &Mailbox, secrets: &EpochSecrets, close_key: PublicKey) -> Mailbox {
    let (address_hash, write_key) = (secrets.address.hash(), secrets.write_seed.public());
    Mailbox { address_hash, write_key, close_key, ..now.clone() }
}

impl<C: MlsConfig> Insider<C> {
    pub async fn enter(
        mut raw: Raw,
        persona: Seed,
        group: Group<C>,
        bundle: WelcomeBundle,
    ) -> Self {
        let secrets = derive(&group, &raw.relay, &bundle.previous_veil);
        assert!(fits(&bundle.mailbox, &secrets), "J-06");
        let handle = bundle.mailbox.handle(&raw.relay);
        let watched = raw.watch(handle, &secrets.address).await;
        let room = RoomId(group.group_id().try_into().unwrap());
        Self {
            raw,
            policy: policy_in(&group.context().extensions),
            group,
            mailbox: bundle.mailbox,
            secrets,
            previous_end: bundle.previous_end,
            mark: None,
            persona,
            room,
            chain: Chain::start(&handle),
            watched,
            own: BTreeSet::new(),
        }
    }

    fn handle(&self) -> Handle {
        self.mailbox.handle(&self.raw.relay)
    }

    /// The personas of all leaves, by their places in the tree.
    fn members(&self) -> BTreeMap<u32, Persona> {
        let roster = self.group.roster();
        let persona =
            |it: mls_rs::group::Member| (it.index, persona_of(&it.signing_identity, &self.room).0);
        roster.members_iter().map(persona).collect()
    }

    /// The persona and pseudonym of a leaf.
    fn member(&self, index: u32) -> (Persona, String) {
        let member = self.group.roster().member_with_index(index).unwrap();
        persona_of(&member.signing_identity, &self.room)
    }

    pub fn epoch(&self) -> (u64, Vec<u8>) {
        let authenticator = self.group.epoch_authenticator().unwrap();
        (self.group.current_epoch(), authenticator.as_bytes().to_vec())
    }

    /// Reads on until something is heard.
    pub async fn hears(&mut self, wanted: impl Fn(&Heard) -> bool) -> Heard {
        loop {
            let heard = self.next().await;
            if wanted(&heard) {
                return heard;
            }
        }
    }

    async fn next(&mut self) -> Heard {
        loop {
            match self.raw.told(&mut self.watched).await {
                Told::Cell { index, cell, last } => {
                    assert_eq!(index, self.chain.count(), "W-08: in order, none left out");
                    self.chain = self.chain.push(&cell.hash());
                    if last {
                        self.checks_end(&cell).await;
                    }
                    return self.take(&cell, last).await;
                }
                Told::Mark(mark) => {
                    assert_eq!(mark.mark, self.chain.count());
                    assert_eq!(mark.chain, *self.chain.value(), "M-08");
                    let (relay, handle) = (&self.raw.relay, &self.handle());
                    let statement = Statement::mark(relay, handle, mark.mark, &mark.chain);
                    assert!(statement.verifies(&self.raw.hi.relay_key, &mark.signature), "M-08");
                    self.mark = Some(mark);
                }
                Told::End(_) => {}
            }
        }
    }

    /// Waits for the proof that the cell is the first final one.
    async fn checks_end(&mut self, cell: &Cell) {
        loop {
            if let Told::End(end) = self.raw.told(&mut self.watched).await {
                assert_eq!(end.first_final + 1, self.chain.count());
                assert_eq!(
                    end.verify(&self.raw.relay, &self.mailbox, &[cell.hash()]),
                    Ok(()),
                    "M-13"
                );
                return;
            }
        }
    }

    async fn take(&mut self, sealed: &Cell, last: bool) -> Heard {
        let (kind, body) = cell::open(&self.secrets.seal, &self.handle(), sealed).unwrap();
        let (kind, body) = match kind {
            Kind::Pointer => self.fetch(&decode(&body).unwrap()).await,
            _ => (kind, body),
        };
        match (kind, last) {
            _ if self.own.contains(&sealed.hash()) => Heard::Other,
            (Kind::Offer, false) => Heard::Other,
            (Kind::Message, false) => self.hear(&body),
            (Kind::Final, true) => self.follow(decode(&body).unwrap()).await,
            (kind, last) => panic!("a cell out of place (R-08): {kind:?}, final: {last}"),
        }
    }

    /// Fetches a body that lies in a payload mailbox (rule X-04).
    async fn fetch(&mut self, pointer: &Pointer) -> (Kind, Vec<u8>) {
        let handle = pointer.mailbox.handle(&self.raw.relay);
        let cells = self.raw.cells(handle, &pointer.address).await.unwrap();
        assert!(cells.len().is_power_of_two());
        let body = payload::assemble(pointer, &self.raw.relay, &cells).unwrap();
        (Kind::of_byte(pointer.kind).unwrap(), body)
    }

    fn hear(&mut self, body: &[u8]) -> Heard {
        let message = MlsMessage::from_bytes(body).unwrap();
        assert_eq!(message.wire_format(), WireFormat::PrivateMessage);
        let received = self.group.process_incoming_message(message).unwrap();
        let ReceivedMessage::ApplicationMessage(said) = received else { panic!("{received:?}") };
        let (persona, name) = self.member(said.sender_index);
        let envelope: Envelope = decode(said.data()).unwrap();
        let epoch = self.group.current_epoch();
        assert!(envelope.is_franked_by(&persona, &self.room, epoch), "F-01");
        assert_eq!(envelope.seen.previous_end, self.previous_end, "R-01");
        assert!(envelope.seen.mark.is_none() || envelope.seen.mark == self.mark, "R-01");
        match sitr_content::decode(&envelope.content).unwrap().body {
            body @ Body::Text(_) => Heard::Text(name, body.words()),
            _ => Heard::Other,
        }
    }

    /// Follows the room into its next epoch, or out of it.
    async fn follow(&mut self, body: Final) -> Heard {
        let handle = self.handle();
        assert!(body.is_signed(&self.room, &handle), "R-02");
        assert_eq!(body.seen.previous_end, self.previous_end, "R-01");
        let commit = MlsMessage::from_bytes(&body.commit).unwrap();
        assert_eq!(commit.wire_format(), WireFormat::PublicMessage);
        let before = Before { policy: self.policy.clone(), members: self.members() };
        let received = self.group.process_incoming_message(commit).unwrap();
        let ReceivedMessage::Commit(commit) = received else { panic!("{received:?}") };
        assert!(!commit.is_external && commit.authenticated_data.is_empty());
        let (epoch, removed) = match commit.effect {
            CommitEffect::NewEpoch(epoch) => (epoch, false),
            CommitEffect::Removed { new_epoch, .. } => (new_epoch, true),
            CommitEffect::ReInit(_) => panic!("A-01"),
        };
        before.must_allow(body.closer, commit.committer, &epoch, &self.room);
        if removed {
            return Heard::Removed(body.close_key);
        }
        let policy = policy_in(&self.group.context().extensions);
        let renewed = policy.steward_hash != self.policy.steward_hash;
        let boxes: Vec<_> = body.boxes.iter().map(|it| Persona(it.persona)).collect();
        let stewards: Vec<_> = policy.stewards().copied().filter(|_| renewed).collect();
        assert_eq!(boxes, stewards, "R-09");
        self.policy = policy;
        self.secrets = derive(&self.group, &self.raw.relay, &self.secrets.veil);
        self.previous_end =
            schedule::transcript_next(&self.previous_end, &handle, self.chain.value()); // K-05
        self.mailbox = next(&self.mailbox, &self.secrets, body.close_key);
        self.mark = None;
        self.chain = Chain::start(&self.handle());
        self.watched = self.raw.watch(self.handle(), &self.secrets.address).await;
        Heard::Epoch(epoch.epoch, self.member(commit.committer).1)
    }

    /// Seals a body for the present mailbox and appends it.
    async fn append(&mut self, kind: Kind, body: &[u8]) {
        let (seal, rng) = (&self.secrets.seal, &mut rand::rng());
        let size = self.mailbox.cell_size;
        let cell = cell::seal(seal, &self.handle(), size, kind, body, rng).unwrap();
        self.own.insert(cell.hash());
        self.raw.append(&self.mailbox, &self.secrets.write_seed, &cell).await.unwrap();
    }

    /// Says something to all.
    pub async fn says(&mut self, text: &str) {
        let id = sha256(&[text.as_bytes(), self.persona.public().as_bytes()]);
        let content = Content::new(id[..16].try_into().unwrap(), 0, Body::text(text));
        let envelope = Envelope::new(
            sitr_content::encode(&content),
            Secret::random(&mut rand::rng()),
            &self.persona,
            &self.room,
            self.group.current_epoch(),
            Seen { previous_end: self.previous_end, mark: self.mark },
        );
        let sealed = self.group.encrypt_application_message(&encode(&envelope), vec![]).unwrap();
        self.append(Kind::Message, &sealed.to_bytes().unwrap()).await;
    }

    /// Offers new keys of its own leaf (rule R-12).
    pub async fn offers(&mut self) {
        let offer = self.group.commit_builder().build().unwrap();
        self.append(Kind::Offer, &offer.commit_message().to_bytes().unwrap()).await;
    }

    /// The secrets that this member can still make, of what it holds.
    pub fn stale_secrets(&self) -> [EpochSecrets; 2] {
        [self.secrets.clone(), derive(&self.group, &self.raw.relay, &self.secrets.veil)]
    }
}
