//! A dishonest client: it says and decides what the member's own program would not let pass, well made, signed,
//! franked.

use openmls::prelude::tls_codec::Serialize as _;
use openmls::prelude::{
    Extension, ExtensionType, Extensions, GroupId, MlsGroup, RequiredCapabilitiesExtension,
    SignatureScheme, UnknownExtension,
};
use openmls_basic_credential::SignatureKeyPair;
use openmls_rust_crypto::RustCrypto;
use openmls_traits::OpenMlsProvider;
use sitr_client::RoomId;
use sitr_client::content::{self, Content};
use sitr_client_core::Store as _;
use sitr_client_core::body::{Envelope, Final, Seen, encode};
use sitr_client_core::crypto::Secret;
use sitr_client_core::crypto::cell::{self, Kind};
use sitr_client_core::crypto::schedule::{EXPORTER_LABEL, EpochSecrets};
use sitr_client_core::state::Room;
use sitr_client_core::store::StoreError;
use sitr_client_store::mls::MlsStore;
use sitr_client_store::profile::Profile;
use sitr_client_store::rooms::RoomStore;
use sitr_community::Policy;
use sitr_e2e::raw::Raw;
use sitr_e2e::{Member, PATIENCE, unlock};
use sitr_wire::{CellSize, Code, Mailbox};

struct Provider<'s, 'c>(RustCrypto, &'s MlsStore<'c>);

impl<'s, 'c> OpenMlsProvider for Provider<'s, 'c> {
    type CryptoProvider = RustCrypto;
    type RandProvider = RustCrypto;
    type StorageProvider = MlsStore<'c>;

    fn storage(&self) -> &MlsStore<'c> {
        self.1
    }
    fn crypto(&self) -> &RustCrypto {
        &self.0
    }
    fn rand(&self) -> &RustCrypto {
        &self.0
    }
}

/// What a device knows of a room.
pub(crate) fn record(member: &Member, room: &RoomId) -> Room {
    unlock(|unlock| {
        let profile = Profile::open(&member.profile(), unlock).unwrap();
        RoomStore::new(profile.connection()).room(room).unwrap().unwrap()
    })
}

/// Says this in the room's present epoch, whatever the rules say. If that ends meanwhile, in the next.
pub(crate) async fn says_anyway(member: &Member, url: &str, id: &RoomId, content: &Content) {
    let says = async {
        while !says_once(member, url, id, content).await {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, says).await.expect("it is said");
}

/// Tells whether the epoch was still open.
async fn says_once(member: &Member, url: &str, id: &RoomId, content: &Content) -> bool {
    let room = record(member, id);
    let epoch = room.epoch.clone().unwrap();
    let sealed = unlock(|unlock| {
        let mut profile = Profile::open(&member.profile(), unlock).unwrap();
        let sealed: Result<Vec<u8>, StoreError> = profile.transaction(|store| {
            let envelope = Envelope::new(
                content::encode(content),
                Secret::random(&mut rand::rng()),
                &room.me.persona_seed,
                id,
                epoch.number,
                Seen { previous_end: epoch.previous_end, mark: None },
            );
            let signer = signer(&room);
            let provider = Provider(RustCrypto::default(), store.mls());
            let mut group =
                MlsGroup::load(provider.storage(), &GroupId::from_slice(&id.0)).unwrap().unwrap();
            let message = group.create_message(&provider, &signer, &encode(&envelope)).unwrap();
            Ok(message.tls_serialize_detached().unwrap())
        });
        sealed.unwrap()
    });
    let cell = cell::seal(
        &epoch.seal,
        &epoch.handle,
        CellSize::K2,
        Kind::Message,
        &sealed,
        &mut rand::rng(),
    );
    let mut raw = Raw::connect(url).await;
    match raw.append(&epoch.mailbox, &epoch.write_seed, &cell.unwrap()).await {
        Ok(_) => true,
        Err(refusal) if refusal.code == Code::Closed => false,
        Err(refusal) => panic!("{refusal:?}"),
    }
}

/// Ends the room's present epoch by a commit that sets this policy, whatever the rules say: well made, signed,
/// with the next mailbox open, so that whoever takes it finds everything as it must be.
pub(crate) async fn decides_anyway(
    member: &Member,
    url: &str,
    id: &RoomId,
    decide: impl Fn(&mut Policy),
) {
    let decides = async {
        while !decides_once(member, url, id, &decide).await {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, decides).await.expect("it is decided");
}

async fn decides_once(
    member: &Member,
    url: &str,
    id: &RoomId,
    decide: &impl Fn(&mut Policy),
) -> bool {
    let room = record(member, id);
    let (epoch, steward) = (room.epoch.clone().unwrap(), room.steward.clone().unwrap());
    let (commit, exporter) = commit_to(member, &room, decide);
    let secrets = EpochSecrets::derive(&exporter, &epoch.veil);
    let close_key = secrets.close_seed(&steward).public();
    let next = Mailbox {
        address_hash: secrets.address.hash(),
        write_key: secrets.write_seed.public(),
        close_key,
        ..epoch.mailbox.clone()
    };
    let body = Final {
        commit,
        close_key,
        boxes: Vec::new(),
        seen: Seen { previous_end: epoch.previous_end, mark: None },
        closer: [0; 32],
        signature: sitr_wire::Signature([0; 64]),
    }
    .signed(&room.me.persona_seed, id, &epoch.handle);
    let cell = cell::seal(
        &epoch.seal,
        &epoch.handle,
        CellSize::K2,
        Kind::Final,
        &encode(&body),
        &mut rand::rng(),
    );
    let mut raw = Raw::connect(url).await;
    raw.open(&next).await.unwrap();
    match raw.close(epoch.handle, &epoch.close_seed.unwrap(), &cell.unwrap(), None).await {
        Ok(_) => true,
        Err(refusal) if [Code::Closed, Code::Conflict].contains(&refusal.code) => false,
        Err(refusal) => panic!("{refusal:?}"),
    }
}

/// The commit, and the exporter of the epoch that it leads to; the device's own state stays as it was.
fn commit_to(member: &Member, room: &Room, decide: &impl Fn(&mut Policy)) -> (Vec<u8>, [u8; 32]) {
    let mut made = None;
    unlock(|unlock| {
        let mut profile = Profile::open(&member.profile(), unlock).unwrap();
        let undone: Result<(), StoreError> = profile.transaction(|store| {
            let provider = Provider(RustCrypto::default(), store.mls());
            let group_id = GroupId::from_slice(&room.id.0);
            let mut group = MlsGroup::load(provider.storage(), &group_id).unwrap().unwrap();
            let mut policy =
                Policy::decode(&group.extensions().unknown(0xF0A1).unwrap().0).unwrap();
            decide(&mut policy);
            let ours = [0xF0A1, 0xF0A2].map(ExtensionType::Unknown);
            let extensions = Extensions::from_vec(vec![
                Extension::RequiredCapabilities(RequiredCapabilitiesExtension::new(
                    &ours,
                    &[],
                    &[],
                )),
                Extension::Unknown(0xF0A1, UnknownExtension(policy.encode())),
            ]);
            let bundle = group
                .commit_builder()
                .force_self_update(true)
                .propose_group_context_extensions(extensions.unwrap())
                .unwrap()
                .load_psks(provider.storage())
                .unwrap()
                .build(provider.rand(), provider.crypto(), &signer(room), |_| true)
                .unwrap()
                .stage_commit(&provider)
                .unwrap();
            let staged = group.pending_commit().unwrap();
            let relay = room.relay.id.as_bytes();
            let exporter = staged.export_secret(provider.crypto(), EXPORTER_LABEL, relay, 32);
            let commit = bundle.commit().tls_serialize_detached().unwrap();
            made = Some((commit, exporter.unwrap().try_into().unwrap()));
            Err(StoreError::new("nothing of it is kept"))
        });
        assert!(undone.is_err());
    });
    made.unwrap()
}

fn signer(room: &Room) -> SignatureKeyPair {
    let seed = &room.me.device_seed;
    SignatureKeyPair::from_raw(
        SignatureScheme::ED25519,
        seed.expose().to_vec(),
        seed.public().as_bytes().to_vec(),
    )
}
