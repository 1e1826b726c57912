//! The threads beside the runtime: the hub, the senders, and the checkpointer of the database.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc as blocking};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use sitr_relay_core::Core;
use sitr_relay_store::{Checkpointer, Writer};
use tokio::sync::mpsc;

use crate::config::Config;
use crate::fanout::Fanout;
use crate::hub::{Hub, Job};
use crate::identity::Identity;
use crate::metrics::Metrics;
use crate::senders;
use crate::server::StartError;
use crate::shared::SharedLoad;

/// Idle time after which the database's log is emptied.
const IDLE: Duration = Duration::from_secs(2);

/// The hub, the senders and the checkpointer.
pub(crate) fn start(
    config: &Config,
    identity: &Identity,
    writer: Writer,
    database: &Path,
    metrics: &Arc<Metrics>,
    load: Arc<SharedLoad>,
    jobs: mpsc::Receiver<Job>,
) -> Result<Vec<JoinHandle<()>>, StartError> {
    let checkpointer = Checkpointer::open(database)?;
    let (wake, woken) = blocking::sync_channel(1);
    let core = Core::new(&config.limits, config.bounds.heads).retiring(config.retires_on);
    let (senders, mut threads) = senders::start(metrics).map_err(StartError::Thread)?;
    let fanout = Fanout::new(identity.clone(), Arc::clone(metrics), senders);
    let moved = Arc::new(AtomicBool::new(false));
    let checkpoints = (wake, Arc::clone(&moved));
    let hub = Hub::new(core, writer, fanout, Arc::clone(&config.clock), load, checkpoints);
    let named = |name: &str| thread::Builder::new().name(name.to_owned());
    let hub = named("sitr-hub").spawn(move || hub.run(jobs)).map_err(StartError::Thread)?;
    let checkpoints = named("sitr-checkpoint")
        .spawn(move || checkpoint(&checkpointer, &woken, &moved))
        .map_err(StartError::Thread)?;
    threads.extend([hub, checkpoints]);
    Ok(threads)
}

/// Passive checkpoints while there is work, whose end is left to the hub; a whole one when it rests and at
/// the end.
fn checkpoint(checkpointer: &Checkpointer, woken: &blocking::Receiver<()>, moved: &AtomicBool) {
    let mut dirty = true;
    loop {
        let result = match woken.recv_timeout(IDLE) {
            Ok(()) => {
                dirty = true;
                let result = checkpointer.passive();
                moved.store(result.is_ok(), Ordering::Relaxed);
                result
            }
            Err(blocking::RecvTimeoutError::Timeout) if dirty => {
                dirty = false;
                checkpointer.truncate()
            }
            Err(blocking::RecvTimeoutError::Timeout) => Ok(0),
            Err(blocking::RecvTimeoutError::Disconnected) => {
                if let Err(error) = checkpointer.truncate() {
                    tracing::warn!(%error, "the last checkpoint failed: the next start makes it");
                }
                return;
            }
        };
        if let Err(error) = result {
            tracing::warn!(%error, "a checkpoint failed: it is tried again");
            dirty = true;
        }
    }
}
