//! What members say: message kinds and their strict codec.
