//! The rules of the tree, held by tests.
