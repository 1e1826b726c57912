//! The trait of openmls, method by method.
//!
//! Every method is one statement of [`super::rows`]. The macro stands for the values that a group
//! has one of each, where write, read and delete differ in nothing but the field.

use openmls_traits::storage::{CURRENT_VERSION, StorageProvider, traits};

use super::field::{Field, Purpose};
use super::{MlsStore, MlsStoreError};

const V: u16 = CURRENT_VERSION;

type Result<T> = std::result::Result<T, MlsStoreError>;

macro_rules! group_values {
    ($($write:ident, $read:ident, $delete:ident: $entity:ident = $field:expr;)*) => {$(
        fn $write<G: traits::GroupId<V>, T: traits::$entity<V>>(
            &self,
            group_id: &G,
            value: &T,
        ) -> Result<()> {
            self.put_field(group_id, $field, value)
        }

        fn $read<G: traits::GroupId<V>, T: traits::$entity<V>>(
            &self,
            group_id: &G,
        ) -> Result<Option<T>> {
            self.field(group_id, $field)
        }

        fn $delete<G: traits::GroupId<V>>(&self, group_id: &G) -> Result<()> {
            self.drop_field(group_id, $field)
        }
    )*};
}

impl StorageProvider<V> for MlsStore<'_> {
    type Error = MlsStoreError;

    group_values! {
        write_mls_join_config, mls_group_join_config, delete_group_config:
            MlsGroupJoinConfig = Field::JoinConfig;
        write_tree, tree, delete_tree: TreeSync = Field::Tree;
        write_interim_transcript_hash, interim_transcript_hash, delete_interim_transcript_hash:
            InterimTranscriptHash = Field::InterimTranscriptHash;
        write_context, group_context, delete_context: GroupContext = Field::Context;
        write_confirmation_tag, confirmation_tag, delete_confirmation_tag:
            ConfirmationTag = Field::ConfirmationTag;
        write_message_secrets, message_secrets, delete_message_secrets:
            MessageSecrets = Field::MessageSecrets;
        write_resumption_psk_store, resumption_psk_store, delete_all_resumption_psk_secrets:
            ResumptionPskStore = Field::ResumptionPskStore;
        write_own_leaf_index, own_leaf_index, delete_own_leaf_index:
            LeafNodeIndex = Field::OwnLeafIndex;
        write_group_epoch_secrets, group_epoch_secrets, delete_group_epoch_secrets:
            GroupEpochSecrets = Field::EpochSecrets;
    }

    // The trait names the parameters of these in the other order, so they stand outside the table.

    fn write_group_state<T: traits::GroupState<V>, G: traits::GroupId<V>>(
        &self,
        group_id: &G,
        state: &T,
    ) -> Result<()> {
        self.put_field(group_id, Field::GroupState, state)
    }

    fn group_state<T: traits::GroupState<V>, G: traits::GroupId<V>>(
        &self,
        group_id: &G,
    ) -> Result<Option<T>> {
        self.field(group_id, Field::GroupState)
    }

    fn delete_group_state<G: traits::GroupId<V>>(&self, group_id: &G) -> Result<()> {
        self.drop_field(group_id, Field::GroupState)
    }

    fn append_own_leaf_node<G: traits::GroupId<V>, T: traits::LeafNode<V>>(
        &self,
        group_id: &G,
        leaf_node: &T,
    ) -> Result<()> {
        self.push_own_leaf(group_id, leaf_node)
    }

    fn own_leaf_nodes<G: traits::GroupId<V>, T: traits::LeafNode<V>>(
        &self,
        group_id: &G,
    ) -> Result<Vec<T>> {
        self.own_leaves(group_id)
    }

    fn delete_own_leaf_nodes<G: traits::GroupId<V>>(&self, group_id: &G) -> Result<()> {
        self.drop_own_leaves(group_id)
    }

    fn queue_proposal<
        G: traits::GroupId<V>,
        R: traits::ProposalRef<V>,
        T: traits::QueuedProposal<V>,
    >(
        &self,
        group_id: &G,
        proposal_ref: &R,
        proposal: &T,
    ) -> Result<()> {
        self.push_proposal(group_id, proposal_ref, proposal)
    }

    fn queued_proposal_refs<G: traits::GroupId<V>, R: traits::ProposalRef<V>>(
        &self,
        group_id: &G,
    ) -> Result<Vec<R>> {
        self.proposal_refs(group_id)
    }

    fn queued_proposals<
        G: traits::GroupId<V>,
        R: traits::ProposalRef<V>,
        T: traits::QueuedProposal<V>,
    >(
        &self,
        group_id: &G,
    ) -> Result<Vec<(R, T)>> {
        self.proposals(group_id)
    }

    fn remove_proposal<G: traits::GroupId<V>, R: traits::ProposalRef<V>>(
        &self,
        group_id: &G,
        proposal_ref: &R,
    ) -> Result<()> {
        self.drop_proposal(group_id, proposal_ref)
    }

    fn clear_proposal_queue<G: traits::GroupId<V>, R: traits::ProposalRef<V>>(
        &self,
        group_id: &G,
    ) -> Result<()> {
        self.drop_proposals(group_id)
    }

    fn write_encryption_epoch_key_pairs<
        G: traits::GroupId<V>,
        E: traits::EpochKey<V>,
        T: traits::HpkeKeyPair<V>,
    >(
        &self,
        group_id: &G,
        epoch: &E,
        leaf_index: u32,
        key_pairs: &[T],
    ) -> Result<()> {
        self.put_epoch_keys(group_id, epoch, leaf_index, key_pairs)
    }

    fn encryption_epoch_key_pairs<
        G: traits::GroupId<V>,
        E: traits::EpochKey<V>,
        T: traits::HpkeKeyPair<V>,
    >(
        &self,
        group_id: &G,
        epoch: &E,
        leaf_index: u32,
    ) -> Result<Vec<T>> {
        self.epoch_keys(group_id, epoch, leaf_index)
    }

    fn delete_encryption_epoch_key_pairs<G: traits::GroupId<V>, E: traits::EpochKey<V>>(
        &self,
        group_id: &G,
        epoch: &E,
        leaf_index: u32,
    ) -> Result<()> {
        self.drop_epoch_keys(group_id, epoch, leaf_index)
    }

    fn write_signature_key_pair<
        K: traits::SignaturePublicKey<V>,
        T: traits::SignatureKeyPair<V>,
    >(
        &self,
        public_key: &K,
        key_pair: &T,
    ) -> Result<()> {
        self.put_key_pair(Purpose::Signature, public_key, key_pair)
    }

    fn signature_key_pair<K: traits::SignaturePublicKey<V>, T: traits::SignatureKeyPair<V>>(
        &self,
        public_key: &K,
    ) -> Result<Option<T>> {
        self.key_pair(Purpose::Signature, public_key)
    }

    fn delete_signature_key_pair<K: traits::SignaturePublicKey<V>>(
        &self,
        public_key: &K,
    ) -> Result<()> {
        self.drop_key_pair(Purpose::Signature, public_key)
    }

    fn write_encryption_key_pair<K: traits::EncryptionKey<V>, T: traits::HpkeKeyPair<V>>(
        &self,
        public_key: &K,
        key_pair: &T,
    ) -> Result<()> {
        self.put_key_pair(Purpose::Encryption, public_key, key_pair)
    }

    fn encryption_key_pair<T: traits::HpkeKeyPair<V>, K: traits::EncryptionKey<V>>(
        &self,
        public_key: &K,
    ) -> Result<Option<T>> {
        self.key_pair(Purpose::Encryption, public_key)
    }

    fn delete_encryption_key_pair<K: traits::EncryptionKey<V>>(
        &self,
        public_key: &K,
    ) -> Result<()> {
        self.drop_key_pair(Purpose::Encryption, public_key)
    }

    fn write_key_package<K: traits::HashReference<V>, T: traits::KeyPackage<V>>(
        &self,
        hash_ref: &K,
        key_package: &T,
    ) -> Result<()> {
        self.put_key_package(hash_ref, key_package)
    }

    fn key_package<K: traits::HashReference<V>, T: traits::KeyPackage<V>>(
        &self,
        hash_ref: &K,
    ) -> Result<Option<T>> {
        self.key_package_of(hash_ref)
    }

    fn delete_key_package<K: traits::HashReference<V>>(&self, hash_ref: &K) -> Result<()> {
        self.drop_key_package(hash_ref)
    }

    fn write_psk<K: traits::PskId<V>, T: traits::PskBundle<V>>(
        &self,
        psk_id: &K,
        psk: &T,
    ) -> Result<()> {
        self.put_psk(psk_id, psk)
    }

    fn psk<T: traits::PskBundle<V>, K: traits::PskId<V>>(&self, psk_id: &K) -> Result<Option<T>> {
        self.psk_of(psk_id)
    }

    fn delete_psk<K: traits::PskId<V>>(&self, psk_id: &K) -> Result<()> {
        self.drop_psk(psk_id)
    }
}
