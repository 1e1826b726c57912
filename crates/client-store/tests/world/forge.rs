//! What dishonest members can do: cells of their own making, under the keys that they hold.

use openmls::prelude::tls_codec::Serialize as _;
use openmls::prelude::{GroupId, MlsGroup, SignatureScheme};
use openmls_basic_credential::SignatureKeyPair;
use openmls_traits::OpenMlsProvider as _;
use rand::Rng as _;
use sitr_client_core::Store;
use sitr_client_core::body::{Envelope, Final, Seen, StewardNote, decode, encode};
use sitr_client_core::crypto::Secret;
use sitr_client_core::crypto::cell::{self, Kind};
use sitr_client_core::ids::MemberId;
use sitr_client_core::state::{Delivery, Epoch, Intent, Manner, Message, Purpose, Step};
use sitr_content::{Body, Content, MessageId};
use sitr_wire::statement::Statement;
use sitr_wire::{Cell, CellHash, CellSize, Refusal};

use crate::common::Provider;
use crate::hand::Hand;

impl Hand<'_> {
    pub(crate) fn now_in(&mut self) -> Epoch {
        self.client().record().epoch.unwrap()
    }

    /// Appends a body of this kind under the room's own keys.
    pub(crate) fn appends(&mut self, kind: Kind, body: &[u8]) -> u64 {
        let epoch = self.now_in();
        let rng = self.client().random();
        let cell = cell::seal(&epoch.seal, &epoch.handle, CellSize::K2, kind, body, rng).unwrap();
        self.appends_cell(&cell)
    }

    /// Puts a text with a salt of this person's choice into the outbox.
    pub(crate) fn says_under(&mut self, salt: [u8; 16], text: &str) {
        self.queues(salt, Body::text(text));
    }

    /// Tells the other stewards whatever.
    pub(crate) fn tells_stewards(&mut self, note: &StewardNote) {
        let mut salt = [0; 16];
        self.client().random().fill_bytes(&mut salt);
        self.queues(salt, Body::Stewards(encode(note)));
    }

    fn queues(&mut self, salt: [u8; 16], body: Body) {
        let room = self.client().record();
        let me = room.me.persona();
        let content = sitr_content::encode(&Content::new(salt, 0, body));
        let message = Message {
            seq: 0,
            room: room.id,
            id: MessageId::of(&me.0, &room.id.0, &content).unwrap(),
            from: MemberId::of(&me),
            name: self.client().name.to_owned(),
            at_ms: 0,
            content,
            delivery: Delivery::Queued,
            cell: None,
            manner: Manner::Room,
            franked: None,
        };
        assert!(self.client().tamper(|store| store.add_message(&message)));
    }

    /// Appends a cell as it stands.
    pub(crate) fn appends_cell(&mut self, cell: &Cell) -> u64 {
        let epoch = self.now_in();
        let at = self.client().relay;
        let relay = &mut self.world.relays[at];
        let statement = Statement::append(&relay.id(), &epoch.handle, &cell.hash());
        relay.append(&epoch.handle, cell, &statement.sign(&epoch.write_seed)).unwrap()
    }

    /// A body that this steward's own client would close with, not sent: a roll of the room.
    pub(crate) fn drafts_final(&mut self) -> Final {
        self.drafts_final_with(&Intent::Roll)
    }

    /// The same for something that this steward wants.
    pub(crate) fn drafts_final_with(&mut self, intent: &Intent) -> Final {
        let room = self.client().room;
        self.client().tamper(|store| store.add_intent(&room, intent));
        assert!(self.commits());
        let errands = self.client().store(|store| store.errands(&room));
        let (_, errand, _) =
            errands.into_iter().find(|(_, errand, _)| errand.purpose == Purpose::Commit).unwrap();
        self.client().tamper(|store| {
            for (id, _) in store.intents(&room)? {
                store.delete_intent(id)?;
            }
            store.delete_errands(&room, &Purpose::Commit)
        });
        let epoch = self.now_in();
        for step in &errand.steps {
            if let Step::Close(signed, _) = step {
                let (kind, body) =
                    cell::open(&epoch.seal, &epoch.handle, &signed.cell().unwrap()).unwrap();
                assert_eq!(kind, Kind::Final);
                return decode(&body).unwrap();
            }
        }
        panic!("a commit without a close");
    }

    /// Signs a final body anew, with this person's persona.
    pub(crate) fn signs(&mut self, body: Final) -> Final {
        let room = self.client().record();
        body.signed(&room.me.persona_seed, &room.id, &room.epoch.unwrap().handle)
    }

    pub(crate) fn seals_final(&mut self, kind: Kind, body: &Final) -> Cell {
        let epoch = self.now_in();
        let rng = self.client().random();
        cell::seal(&epoch.seal, &epoch.handle, CellSize::K2, kind, &encode(body), rng).unwrap()
    }

    /// Closes the epoch `at` with this cell, by a close key that came from wherever.
    pub(crate) fn closes_with(
        &mut self,
        at: &Epoch,
        cell: &Cell,
        supersedes: Option<CellHash>,
    ) -> Result<u64, Refusal> {
        let which = self.client().relay;
        let relay = &mut self.world.relays[which];
        let hash = cell.hash();
        let statement = Statement::close(&relay.id(), &at.handle, &hash, supersedes.as_ref());
        let signature = statement.sign(at.close_seed.as_ref().unwrap());
        relay.close(&at.handle, cell, &signature, supersedes)
    }
}

impl Hand<'_> {
    /// Says what this member's own client would not let pass: well made, signed, franked.
    pub(crate) fn says_anyway(&mut self, content: &Content) {
        let room = self.client().record();
        let epoch = self.now_in();
        let envelope = Envelope::new(
            sitr_content::encode(content),
            Secret::random(self.client().random()),
            &room.me.persona_seed,
            &room.id,
            epoch.number,
            Seen { previous_end: epoch.previous_end, mark: None },
        );
        let seed = &room.me.device_seed;
        let signer = SignatureKeyPair::from_raw(
            SignatureScheme::ED25519,
            seed.expose().to_vec(),
            seed.public().as_bytes().to_vec(),
        );
        let sealed = self.client().below_the_store(|connection| {
            let provider = Provider::new(connection);
            let id = GroupId::from_slice(&room.id.0);
            let mut group = MlsGroup::load(provider.storage(), &id).unwrap().unwrap();
            let message = group.create_message(&provider, &signer, &encode(&envelope)).unwrap();
            message.tls_serialize_detached().unwrap()
        });
        self.appends(Kind::Message, &sealed);
    }
}
