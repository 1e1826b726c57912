//! From a link to a Welcome, with keys that mls-rs made.

use std::time::Duration;

use mls_rs::client_builder::MlsConfig;
use mls_rs::crypto::SignatureSecretKey;
use mls_rs::extension::ExtensionType;
use mls_rs::group::ExportedTree;
use mls_rs::identity::SigningIdentity;
use mls_rs::identity::basic::{BasicCredential, BasicIdentityProvider};
use mls_rs::mls_rs_codec::MlsEncode as _;
use mls_rs::time::MlsTime;
use mls_rs::{
    CipherSuite, CipherSuiteProvider as _, Client, CryptoProvider as _, Extension, ExtensionList,
    MlsMessage,
};
use mls_rs_crypto_rustcrypto::RustCryptoProvider;
use sitr_client_core::body::{
    Answer, Card, KnockBody, Link, PersonaCredential, ReplyTo, SignedAnswer, Tree, WelcomeBundle,
    decode, encode,
};
use sitr_client_core::crypto::cell::{self, Kind};
use sitr_client_core::crypto::hpke::{self, Kem, KeyPair};
use sitr_client_core::crypto::{Secret, schedule};
use sitr_community::{Name, Persona};
use sitr_e2e::raw::{Raw, Told};
use sitr_wire::{Address, CellSize, Keep, Life, Mailbox, PublicKey, Seed, Signature};

use super::insider::{Insider, policy_in};

/// RFC 9420 section 17.1: suite 3.
const SUITE: CipherSuite = CipherSuite::CURVE25519_CHACHA;
/// From 0 on, without an end (rule G-04).
const ALWAYS: Duration = Duration::from_secs(u64::MAX);

/// Somebody with a link, and nothing of the SDK.
pub struct Newcomer {
    pub raw: Raw,
    pub card: Card,
    persona: Seed,
    name: Name,
}

/// Somebody who has knocked.
pub struct Waiting<C: MlsConfig> {
    raw: Raw,
    card: Card,
    persona: Seed,
    client: Client<C>,
    reply: ReplyTo,
}

fn seed() -> Seed {
    Seed::new(*Secret::random(&mut rand::rng()).expose())
}

/// The types of the private-use range that every leaf declares (rule G-03).
fn declared() -> impl Iterator<Item = ExtensionType> {
    (0xF0A1..=0xF0A8).map(ExtensionType::new)
}

fn mls_client(
    identity: SigningIdentity,
    signer: SignatureSecretKey,
    lifetime: Duration,
) -> Client<impl MlsConfig> {
    Client::builder()
        .crypto_provider(RustCryptoProvider::with_enabled_cipher_suites(vec![SUITE]))
        .identity_provider(BasicIdentityProvider::new())
        .extension_types(declared())
        .key_package_lifetime(lifetime)
        .signing_identity(identity, signer, SUITE)
        .build()
}

impl Newcomer {
    /// Follows a link to its card.
    pub async fn follow(url: &str, link: &str, name: &str) -> Self {
        let mut raw = Raw::connect(url).await;
        let link = Link::from_text(link).unwrap();
        assert_eq!(link.relay.id, raw.relay, "the relay is the one that the link names");
        let cells = raw.cells(link.card, &link.card_address()).await.unwrap();
        assert_eq!(cells[0].hash(), link.card_hash, "J-01");
        let (kind, card) = cell::open(&link.card_seal(), &link.card, &cells[0]).unwrap();
        assert_eq!(kind, Kind::Card);
        let card: Card = decode(&card).unwrap();
        assert_eq!(card.relay, link.relay);
        Self { raw, card, persona: seed(), name: Name::new(name).unwrap() }
    }

    /// Knocks with a KeyPackage that ends as mls-rs would have it, which no room of ours takes.
    pub async fn knock_for_a_year(&mut self) {
        let year = Duration::from_secs(365 * 86_400);
        let (client, reply) = (self.client(year), self.reply_box().await);
        self.knock(&client, &reply, MlsTime::now()).await;
    }

    /// Knocks as the protocol wants it.
    pub async fn knock_for_good(mut self) -> Waiting<impl MlsConfig> {
        let (client, reply) = (self.client(ALWAYS), self.reply_box().await);
        self.knock(&client, &reply, MlsTime::from(0)).await;
        let Self { raw, card, persona, .. } = self;
        Waiting { raw, card, persona, client, reply }
    }

    /// Device keys, certified by the persona (rule R-03).
    fn client(&self, lifetime: Duration) -> Client<impl MlsConfig + use<>> {
        let suite = RustCryptoProvider::new().cipher_suite_provider(SUITE).unwrap();
        let (signer, device) = suite.signature_key_generate().unwrap();
        let key = PublicKey::try_from(device.as_bytes()).unwrap();
        let identity = PersonaCredential::new(&self.persona, &self.name, &self.card.room, &key);
        let credential = BasicCredential::new(encode(&identity)).into_credential();
        mls_client(SigningIdentity::new(credential, device), signer, lifetime)
    }

    async fn reply_box(&mut self) -> ReplyTo {
        let address = Address::new(*seed().expose());
        let write_seed = seed();
        let mailbox = Mailbox {
            address_hash: address.hash(),
            write_key: write_seed.public(),
            close_key: schedule::nobody(&mut rand::rng()),
            burn_key: None,
            cell_size: CellSize::K16,
            capacity: 4,
            life: Life::Days30,
            keep: Keep::Days7,
            append_cost: 0,
        };
        self.raw.open(&mailbox).await.unwrap();
        ReplyTo { mailbox, address, write_seed, seal: Secret::random(&mut rand::rng()) }
    }

    async fn knock<C: MlsConfig>(&mut self, client: &Client<C>, reply: &ReplyTo, from: MlsTime) {
        let pair = KeyPair::generate(Kem::X25519, &mut rand::rng()).unwrap();
        let box_key = Extension::new(ExtensionType::new(0xF0A2), pair.public); // G-03
        let key_package = client
            .generate_key_package_message(
                ExtensionList::new(),
                ExtensionList::from(vec![box_key]),
                Some(from),
            )
            .unwrap();
        let key_package = key_package.into_key_package().unwrap().mls_encode_to_vec().unwrap();
        let note = "of another make".to_owned();
        let (relay, knocks) = (&self.card.relay.id, &self.card.knocks);
        let handle = knocks.handle(relay);
        let (reply, signature) = (reply.clone(), Signature([0; 64]));
        let (answers, device, member) = (None, None, None);
        let body = KnockBody { key_package, note, reply, signature, answers, device, member };
        let body = encode(&body.signed(&self.persona, &self.card.room, &handle)); // J-08
        let key = &self.card.knock_key;
        let sealed = hpke::seal(Kem::XWing, key, "knock", relay, &handle, &body).unwrap();
        let (seal, rng) = (&self.card.knocks_seal, &mut rand::rng());
        let cell = cell::seal(seal, &handle, knocks.cell_size, Kind::Knock, &sealed, rng).unwrap();
        assert!(knocks.append_cost > 0, "a knock costs work");
        self.raw.append(knocks, &self.card.knocks_write_seed, &cell).await.unwrap();
    }
}

impl<C: MlsConfig> Waiting<C> {
    /// Waits for the answer and enters the room (rule J-06).
    pub async fn enter(mut self) -> Insider<C> {
        let (by, bundle) = self.answer().await;
        let welcome = MlsMessage::from_bytes(&bundle.welcome).unwrap();
        let Tree::Here(tree) = &bundle.tree else { panic!("a small room's tree is in the answer") };
        let tree = ExportedTree::from_bytes(tree).unwrap();
        let (group, _) = self.client.join_group(Some(tree), &welcome, None).unwrap();
        assert_eq!(group.group_id(), self.card.room.0);
        assert_eq!(group.cipher_suite(), SUITE);
        let policy = policy_in(&group.context().extensions);
        assert_eq!(policy.relay, self.raw.relay.0);
        assert_eq!(policy.name.as_str(), self.card.name);
        assert!(policy.role(&by).is_steward(), "a steward answered");
        Insider::enter(self.raw, self.persona, group, bundle).await
    }

    async fn answer(&mut self) -> (Persona, WelcomeBundle) {
        let handle = self.reply.mailbox.handle(&self.raw.relay);
        let mut watched = self.raw.watch(handle, &self.reply.address).await;
        let Told::Cell { cell, last: false, .. } = self.raw.told(&mut watched).await else {
            panic!("not an answer")
        };
        let (kind, body) = cell::open(&self.reply.seal, &handle, &cell).unwrap();
        assert_eq!(kind, Kind::Reply);
        let signed: SignedAnswer = decode(&body).unwrap();
        let (by, answer) = signed.verify(&self.card, &handle).unwrap(); // J-03
        let Answer::Welcome(bundle) = answer else { panic!("refused") };
        (by, *bundle)
    }
}
