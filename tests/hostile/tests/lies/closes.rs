//! A relay that lies about the end of a mailbox.

use sitr_client::Alarm;
use sitr_hostile::liar::Lie;
use sitr_hostile::lies::{cells, pages, watch};
use sitr_hostile::stage::Stage;
use sitr_wire::frame::{End, Proof};
use sitr_wire::{CellHash, Handle, Reply, Signature};

/// An end that no close key signed.
fn made_up(first_final: u64) -> End {
    let proof = |supersedes| Proof { signature: Signature([7; 64]), supersedes };
    End { first_final, finals: vec![proof(None), proof(Some(CellHash([7; 32])))] }
}

/// Ends where there is none.
fn of_ends(handle: Handle) -> Vec<(&'static str, bool, Lie)> {
    let end = |reply: Reply, index| vec![reply, Reply::End(made_up(index))];
    vec![
        (
            "what was said is called final",
            false,
            cells(handle, |index, cell, _| vec![Reply::Cell { index, cell, last: true }]),
        ),
        (
            "and an end is made up for it",
            false,
            cells(handle, move |index, cell, _| {
                end(Reply::Cell { index, cell, last: true }, index)
            }),
        ),
        (
            "an end where nothing ended",
            false,
            cells(handle, move |index, cell, last| end(Reply::Cell { index, cell, last }, index)),
        ),
        (
            "an end before everything",
            true,
            pages(handle, |mut page| {
                page.end = Some(made_up(0));
                vec![page]
            }),
        ),
        (
            "an end behind everything",
            true,
            pages(handle, |mut page| {
                page.end = Some(made_up(u64::MAX));
                vec![page]
            }),
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn no_end_is_made_up() {
    // M-13, R-14
    let mut stage = Stage::set().await;
    for (name, anew, lie) in of_ends(stage.mailbox()) {
        stage.survives(name, lie, anew, &[Alarm::RelayEnd]).await;
    }
}

/// Lies about an end that there is, told as it comes.
fn of_true_ends(handle: Handle) -> Vec<(&'static str, Lie)> {
    let ordinary = |index, cell| vec![Reply::Cell { index, cell, last: false }];
    vec![
        (
            "the final cell is called an ordinary one",
            cells(handle, move |index, cell, _| ordinary(index, cell)),
        ),
        (
            "and nothing is said of the end",
            watch(handle, move |reply| match reply {
                Reply::Cell { index, cell, .. } => ordinary(index, cell),
                Reply::End(_) => vec![],
                other => vec![other],
            }),
        ),
        (
            "the end is kept back",
            watch(handle, |reply| match reply {
                Reply::End(_) => vec![],
                other => vec![other],
            }),
        ),
        (
            "the final cell is kept back",
            watch(handle, |reply| match reply {
                Reply::Cell { last: true, .. } => vec![],
                other => vec![other],
            }),
        ),
        (
            "the end stands elsewhere",
            watch(handle, |reply| match reply {
                Reply::End(end) => {
                    vec![Reply::End(End { first_final: end.first_final + 1, ..end })]
                }
                other => vec![other],
            }),
        ),
        (
            "it is signed by nobody",
            watch(handle, |reply| match reply {
                Reply::End(end) => vec![Reply::End(made_up(end.first_final))],
                other => vec![other],
            }),
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn no_end_is_hidden_for_longer_than_the_lie() {
    // M-13, R-14, R-15
    let mut stage = Stage::set().await;
    for at in 0..of_true_ends(stage.mailbox()).len() {
        let (name, lie) = of_true_ends(stage.mailbox()).remove(at);
        stage.alice_says().await;
        stage.agree(name).await;
        stage.liar.lies(lie);
        stage.alice_rolls().await;
        stage.liar.has_lied(1).await;
        stage.liar.is_honest();
        stage.liar.cut();
        stage.agree(name).await;
        let told = stage.alarms().await;
        let known = [Alarm::RelayEnd, Alarm::RelayForgets];
        assert!(told.iter().all(|alarm| known.contains(alarm)), "{name}: {told:?}");
    }
}
