//! The frozen vectors hold.
#![allow(missing_docs)]

#[test]
fn the_present_code_makes_the_frozen_bytes() {
    let found = sitr_vectors::check();
    assert!(found.is_empty(), "{}\n`cargo xtask vectors` says more", found.join("\n"));
}
