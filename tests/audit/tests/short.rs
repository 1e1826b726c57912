//! The short form: one small community, everything looked at, every game played.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use sitr_audit::report;
use sitr_audit::run::{Options, audit};

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_sees_what_the_book_says_and_no_more() {
    // P-01, P-02, P-03
    let outcome = audit(Options { short: true, seed: 1 }, &|_| ()).await;
    assert_eq!(report::failures(&outcome), Vec::<String>::new());
    assert_eq!(outcome.played.len(), 27, "every game at every level");
}
