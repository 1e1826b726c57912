//! Answers to knocks. None of them waits for another, so they are asked for together, and what the relay took is written
//! down together: a steward who lets a thousand in has a thousand of them.

use futures_util::future::join_all;
use sitr_client_core::state::Errand;
use sitr_client_core::store::ErrandId;

use super::errands::{carry_out, holding};
use super::worker::Shared;
use crate::error::Error;
use crate::net::{NetError, Session};

/// Answers that are on their way together at most.
const TOGETHER: usize = 32;

/// How far one answer came: so many of its steps are done, and why no more.
type Came = (usize, Option<NetError>);

/// Sends the answers that are due, of which `first` is one.
pub(super) async fn send(
    shared: &Shared,
    session: &Session,
    first: (ErrandId, Errand, usize),
) -> Result<(), Error> {
    let id = shared.id;
    // The relay takes so many requests at a time; others are under way.
    let most = TOGETHER.min(session.limits().requests_in_flight as usize / 2);
    let mut answers = shared.db.read_core(move |core| Ok(core.next_answers(&id, most)?)).await?;
    if !answers.iter().any(|(number, ..)| *number == first.0) {
        answers = vec![first];
    }
    let asking = answers.iter().map(|(_, errand, done)| ask(session, errand, *done));
    let Some(came) = holding(shared, join_all(asking)).await? else { return Ok(()) };
    let steps = answers.iter().zip(&came).flat_map(|((number, _, done), (reached, _))| {
        (*done..*reached).map(|at| (*number, at)).collect::<Vec<_>>()
    });
    let steps: Vec<(ErrandId, usize)> = steps.collect();
    shared
        .db
        .core(move |core, _| {
            steps.iter().try_for_each(|(number, at)| core.step_done(*number, *at))?;
            Ok(())
        })
        .await?;
    for ((number, errand, _), (reached, failed)) in answers.into_iter().zip(came) {
        match failed {
            None => {}
            // What a refusal means is decided one by one, by asking once more.
            Some(NetError::Refused(_)) => {
                carry_out(shared, session, number, errand, reached).await?;
            }
            Some(error) => return Err(error.into()),
        }
    }
    Ok(())
}

async fn ask(session: &Session, errand: &Errand, done: usize) -> Came {
    for (at, step) in errand.steps.iter().enumerate().skip(done) {
        if let Err(error) = session.take(step).await {
            return (at, Some(error));
        }
    }
    (errand.steps.len(), None)
}
