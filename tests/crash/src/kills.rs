//! kill -9 of the relay under load, and of clients in the middle of what they do.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use sitr_e2e::{Member, PATIENCE, RelayProcess, binary, room_of_two, sitr};

use crate::load::{Found, Load, Wrote, check};
use crate::process::Relay;
use crate::report::Part;

/// Connections that write at the same time.
const WRITERS: usize = 4;
/// Kills between two looks at everything that was ever acknowledged.
const LOOK: u64 = 50;

/// Kills the relay so many times under load.
///
/// # Errors
/// If it does not come up again, in words.
pub(crate) async fn relay(kills: u64, seed: u64) -> Result<Part, String> {
    let folder = tempfile::tempdir().map_err(|why| why.to_string())?;
    let mut rng = StdRng::seed_from_u64(seed);
    let mut relay = Relay::start(&folder.path().join("data"), &[])?;
    let mut part = Part::new("kill -9 of the relay under load");
    let mut all: Vec<Wrote> = Vec::new();
    for kill in 1..=kills {
        let load = Load::start(&relay.url, WRITERS);
        tokio::time::sleep(Duration::from_millis(rng.random_range(5..200))).await;
        relay.kill();
        let wrote = load.end().await;
        relay.begin()?;
        part.found += check(&relay.url, &wrote).await?;
        part.kills += 1;
        all.extend(wrote.into_iter().filter(|wrote| !wrote.acknowledged.is_empty()));
        if kill % LOOK == 0 || kill == kills {
            // What was acknowledged long ago is still there, too.
            let again = check(&relay.url, &all).await?;
            part.found += Found { acknowledged: 0, ..again };
            part.progress(kills);
            all.drain(..all.len().saturating_sub(200));
        }
    }
    Ok(part)
}

/// Lets a process run for a while that chance decides, and kills it: whether it had finished before.
async fn cut_short(mut child: Child, rng: &mut StdRng) -> bool {
    tokio::time::sleep(Duration::from_millis(if rng.random_bool(0.5) {
        rng.random_range(0..300)
    } else {
        rng.random_range(300..2_500)
    }))
    .await;
    let _ = child.kill();
    child.wait().is_ok_and(|status| status.success())
}

/// Kills members' programs so many times: while they send, while they end epochs; every now and then the relay
/// falls too.
///
/// # Errors
/// If somebody does not come back, in words.
pub(crate) async fn clients(kills: u64, seed: u64) -> Result<Part, String> {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut relay = RelayProcess::start();
    let (alice, bob, room) = room_of_two(&relay).await;
    let (profile, words) = (bob.profile(), bob.passphrase_file());
    bob.client.close().await;
    let mut part = Part::new("kill -9 of clients that send, renew keys and read");
    let mut finished = Vec::new();
    for kill in 1..=kills {
        let text = format!("line {kill}");
        let arguments: &[&str] = match kill % 5 {
            0 => &["read", "Evening"],
            _ => &["send", "Evening", &text],
        };
        let done =
            cut_short(sitr(&profile, &words, arguments).map_err(|why| why.to_string())?, &mut rng)
                .await;
        if done && kill % 5 != 0 {
            finished.push(text);
        }
        if kill % 7 == 0 {
            alice.client.renew_keys(&room).await.map_err(|why| why.to_string())?;
        }
        if kill % 23 == 0 {
            relay.kill();
            relay.restart();
            part.kills += 1;
        }
        part.kills += 1;
        if kill % LOOK == 0 {
            part.progress(kills);
        }
    }
    // Whatever lay in the outbox is sent by the next command that connects.
    if let Err(why) = last_word(&profile, &words) {
        part.bricked += 1;
        part.note = why;
        return Ok(part);
    }
    alice.hears(&room, "the end").await;
    let heard = alice.texts(&room).await;
    part.found += compare(&finished, heard);
    let bob: Member = bob.restarted();
    bob.client.connect().await.map_err(|why| why.to_string())?;
    bob.client.settled(&room, PATIENCE).await.map_err(|why| why.to_string())?;
    alice.agrees_with(&bob, &room).await;
    Ok(part)
}

/// Says a last thing, which sends whatever lay in the outbox; a loaded machine may need more than one try.
fn last_word(profile: &Path, passphrase: &Path) -> Result<(), String> {
    let mut why = String::new();
    for _ in 0..4 {
        let mut command = Command::new(binary("SITR_BIN"));
        command.arg("--profile").arg(profile).arg("--passphrase-file").arg(passphrase);
        command.args(["--json", "send", "Evening", "the end"]).stdin(Stdio::null());
        let output = command.output().map_err(|why| why.to_string())?;
        if output.status.success() {
            return Ok(());
        }
        why = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    }
    Err(why)
}

fn compare(finished: &[String], mut heard: Vec<String>) -> Found {
    let lost = finished.iter().filter(|text| !heard.contains(text)).count() as u64;
    let count = heard.len();
    heard.sort();
    heard.dedup();
    Found { acknowledged: finished.len() as u64, lost, doubled: (count - heard.len()) as u64 }
}
