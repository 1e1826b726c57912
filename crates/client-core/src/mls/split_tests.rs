//! Split Welcomes, opened by another implementation and by our own.

use mls_rs::client_builder::MlsConfig;
use mls_rs::extension::ExtensionType;
use mls_rs::group::ExportedTree;
use mls_rs::identity::SigningIdentity;
use mls_rs::identity::basic::{BasicCredential, BasicIdentityProvider};
use mls_rs::mls_rs_codec::MlsEncode as _;
use mls_rs::{
    CipherSuite, CipherSuiteProvider as _, Client, CryptoProvider as _, Extension, ExtensionList,
    MlsMessage,
};
use mls_rs_crypto_rustcrypto::RustCryptoProvider;
use openmls::prelude::{MlsMessageBodyIn, MlsMessageIn, RatchetTreeIn, StagedWelcome};

use super::*;
use crate::mls::split;

const THEIRS: CipherSuite = CipherSuite::CURVE25519_CHACHA;

/// Somebody whose MLS is mls-rs, and the KeyPackage.
fn stranger(name: &str) -> (Client<impl MlsConfig>, Vec<u8>) {
    let me = me(name);
    let suite = RustCryptoProvider::new().cipher_suite_provider(THEIRS).unwrap();
    let (signer, device) = suite.signature_key_generate().unwrap();
    let key = PublicKey::try_from(device.as_bytes()).unwrap();
    let identity = PersonaCredential::new(&me.persona_seed, &me.name().unwrap(), &ROOM, &key);
    let credential = BasicCredential::new(crate::body::encode(&identity)).into_credential();
    let client = Client::builder()
        .crypto_provider(RustCryptoProvider::with_enabled_cipher_suites(vec![THEIRS]))
        .identity_provider(BasicIdentityProvider::new())
        .extension_types(DECLARED.map(ExtensionType::new))
        .key_package_lifetime(std::time::Duration::from_secs(u64::MAX))
        .signing_identity(SigningIdentity::new(credential, device), signer, THEIRS)
        .build();
    let box_key = Extension::new(ExtensionType::new(BOX_KEY_EXTENSION), me.box_public.to_vec());
    let package = client.generate_key_package_message(
        ExtensionList::new(),
        ExtensionList::from(vec![box_key]),
        Some(0.into()),
    );
    let package = package.unwrap().into_key_package().unwrap().mls_encode_to_vec().unwrap();
    (client, package)
}

#[test]
fn each_newcomer_enters_by_a_welcome_of_its_own() {
    // J-11
    let World { provider, me, mut group } = world();
    let strangers = ["Eve", "Dora"].map(stranger);
    let (omars, omar) = (OpenMlsRustCrypto::default(), self::me("Omar"));
    let own = key_package(&omars, &omar, &ROOM, Stance::default()).unwrap();
    let read = |bytes: &[u8]| read_key_package(&Crypto::default(), &ROOM, bytes).unwrap().0;
    let adds = [&strangers[0].1, &own, &strangers[1].1].map(|bytes| read(bytes));
    let (_, welcome, _) = group
        .commit_builder()
        .propose_adds(adds)
        .load_psks(provider.storage())
        .unwrap()
        .build(provider.rand(), provider.crypto(), &Device(&me.device_seed), |_| true)
        .unwrap()
        .stage_commit(&provider)
        .unwrap()
        .into_messages();
    group.merge_pending_commit(&provider).unwrap();
    let whole = welcome.unwrap().tls_serialize_detached().unwrap();
    let parts = split(&whole).unwrap();
    let tree = group.export_ratchet_tree().tls_serialize_detached().unwrap();
    let agreed = group.epoch_authenticator().as_slice().to_vec();

    for (client, package) in &strangers {
        let welcome = parts.of_package(&Crypto::default(), package).unwrap();
        assert!(welcome.len() < whole.len());
        let welcome = MlsMessage::from_bytes(&welcome).unwrap();
        let tree = ExportedTree::from_bytes(&tree).unwrap();
        let (theirs, _) = client.join_group(Some(tree), &welcome, None).unwrap();
        assert_eq!(theirs.epoch_authenticator().unwrap().as_bytes(), agreed);
    }
    let enter = |welcome: &[u8]| {
        let message = MlsMessageIn::tls_deserialize(&mut &*welcome).unwrap();
        let MlsMessageBodyIn::Welcome(welcome) = message.extract() else { panic!("no Welcome") };
        let tree = RatchetTreeIn::tls_deserialize(&mut tree.as_slice()).unwrap();
        StagedWelcome::build_from_welcome(&omars, &join_config(), welcome)
            .ok()?
            .with_ratchet_tree(tree)
            .build()
            .ok()?
            .into_group(&omars)
            .ok()
    };
    let eves = parts.of_package(&Crypto::default(), &strangers[0].1).unwrap();
    assert!(enter(&eves).is_none(), "another's Welcome lets nobody in");
    let his = parts.of_package(&Crypto::default(), &own).unwrap();
    assert_eq!(enter(&his).unwrap().epoch_authenticator().as_slice(), agreed);

    let (_, absent) = stranger("Absent");
    assert!(parts.of_package(&Crypto::default(), &absent).is_none());
    for cut in 0..whole.len().min(200) {
        assert!(split(&whole[..cut]).is_none_or(|parts| {
            parts.of_package(&Crypto::default(), &own).is_none_or(|cut| cut != his)
        }));
    }
}
