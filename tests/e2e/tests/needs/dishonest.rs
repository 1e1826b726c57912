//! A dishonest client: it says what the member's own program would not let pass, well made, signed, franked.

use openmls::prelude::tls_codec::Serialize as _;
use openmls::prelude::{GroupId, MlsGroup, SignatureScheme};
use openmls_basic_credential::SignatureKeyPair;
use openmls_rust_crypto::RustCrypto;
use openmls_traits::OpenMlsProvider;
use sitr_client::RoomId;
use sitr_client::content::{self, Content};
use sitr_client_core::Store as _;
use sitr_client_core::body::{Envelope, Seen, encode};
use sitr_client_core::crypto::Secret;
use sitr_client_core::crypto::cell::{self, Kind};
use sitr_client_core::state::Room;
use sitr_client_core::store::StoreError;
use sitr_client_store::mls::MlsStore;
use sitr_client_store::profile::Profile;
use sitr_client_store::rooms::RoomStore;
use sitr_e2e::raw::Raw;
use sitr_e2e::{Member, PATIENCE, unlock};
use sitr_wire::{CellSize, Code};

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
    let epoch = room.epoch.unwrap();
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
            let seed = &room.me.device_seed;
            let signer = SignatureKeyPair::from_raw(
                SignatureScheme::ED25519,
                seed.expose().to_vec(),
                seed.public().as_bytes().to_vec(),
            );
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
