//! Starting and stopping a relay.

use std::fs::{self, File, TryLockError};
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::thread::JoinHandle;
use std::time::Duration;

use sitr_relay_core::load::Load;
use sitr_relay_core::ticket::Tickets;
use sitr_relay_store::{Error as StoreError, Writer};
use sitr_wire::RelayId;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, mpsc, oneshot, watch};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use crate::config::{Config, TlsFiles};
use crate::door::Door;
use crate::hub::Job;
use crate::identity::{self, Identity};
use crate::metrics::Metrics;
use crate::readers::Readers;
use crate::shared::{Fields, Marks, Shared, SharedLoad};
use crate::{DATABASE, KEY, PATH, operations, threads, tls};

/// How often the hub is asked to look at the day.
const TICK: Duration = Duration::from_secs(60);

/// Why a relay did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data directory cannot be used.
    #[error("the data directory {0} cannot be used")]
    Data(String, #[source] io::Error),
    /// Another relay runs on the same data.
    #[error("another relay is running on {0}: stop it, or give this one a directory of its own")]
    Locked(String),
    /// The identity key cannot be read or made.
    #[error("the identity key {0} cannot be read or made")]
    Identity(String, #[source] io::Error),
    /// The database cannot be opened.
    #[error("the database cannot be opened")]
    Store(#[from] StoreError),
    /// Certificate or key cannot be used.
    #[error("the certificate {0} or its key cannot be used")]
    Tls(String, #[source] io::Error),
    /// An address cannot be listened at.
    #[error("cannot listen at {0}")]
    Listen(SocketAddr, #[source] io::Error),
    /// The system gave no thread.
    #[error("no thread could be started")]
    Thread(#[source] io::Error),
}

/// A relay that does not run yet.
#[derive(Debug)]
pub struct Relay;

/// A running relay. Dropping it stops the relay too, without waiting for anybody.
#[derive(Debug)]
pub struct Running {
    id: RelayId,
    addresses: Vec<SocketAddr>,
    operations: Option<SocketAddr>,
    urls: Vec<String>,
    hub: mpsc::Sender<Job>,
    stop: watch::Sender<bool>,
    drain: Duration,
    connections: Arc<tokio::sync::Mutex<JoinSet<()>>>,
    listeners: JoinSet<()>,
    threads: Vec<JoinHandle<()>>,
    _lock: File,
}

impl Relay {
    /// Starts a relay on the current tokio runtime: it accepts connections when this returns.
    ///
    /// # Errors
    /// If directory, key, database, certificate or address cannot be used.
    pub async fn start(config: Config) -> Result<Running, StartError> {
        let lock = prepare_directory(&config.data)?;
        let key = config.data.join(KEY);
        let identity = Identity::load_or_make(&key)
            .map_err(|error| StartError::Identity(key.display().to_string(), error))?;
        let database = config.data.join(DATABASE);
        reserve(&database)
            .map_err(|error| StartError::Data(database.display().to_string(), error))?;
        let writer = Writer::open(&database)?;
        let lineage = writer.lineage();
        let readers = Readers::open(&database, config.bounds.readers)?;
        let metrics = Arc::new(Metrics::default());
        let (hub, jobs) = mpsc::channel(config.bounds.hub_queue.max(1));
        let load = Arc::new(SharedLoad::new(Load::new(config.tickets.difficulty(), config.rise)));
        let given = Arc::clone(&load);
        let threads = threads::start(&config, &identity, writer, &database, &metrics, given, jobs)?;
        let (stop, stopping) = watch::channel(false);
        let shared = Arc::new(Shared {
            limits: config.limits.clone(),
            lineage,
            retires_on: config.retires_on,
            tickets: Tickets::new(identity.id, config.tickets.clone(), config.tokens.clone()),
            clock: Arc::clone(&config.clock),
            hub: hub.clone(),
            readers,
            metrics: Arc::clone(&metrics),
            stopping,
            checks: Arc::new(Semaphore::new(config.bounds.ticket_checks.max(1))),
            fields: Fields::new(),
            marks: Marks::new(),
            load,
            identity,
            bounds: config.bounds.clone(),
        });
        let mut running = Running {
            id: shared.identity.id,
            addresses: Vec::new(),
            operations: None,
            urls: Vec::new(),
            hub: hub.clone(),
            stop,
            drain: config.bounds.drain,
            connections: Arc::default(),
            listeners: JoinSet::new(),
            threads,
            _lock: lock,
        };
        running.listen(&config, &shared).await?;
        running.listeners.spawn(tick(hub));
        tracing::info!(listeners = running.addresses.len(), "the relay is up");
        Ok(running)
    }
}

impl Running {
    /// Where it listens, in the order of the configuration, with the ports it got.
    #[must_use]
    pub fn addresses(&self) -> &[SocketAddr] {
        &self.addresses
    }

    /// The same as URLs: `ws://127.0.0.1:4480/sitr/v1`.
    #[must_use]
    pub fn urls(&self) -> &[String] {
        &self.urls
    }

    /// Where health, readiness and metrics answer.
    #[must_use]
    pub fn operations(&self) -> Option<SocketAddr> {
        self.operations
    }

    /// The relay's id: the same at every start on the same data.
    #[must_use]
    pub fn relay_id(&self) -> RelayId {
        self.id
    }

    /// Looks at the clock and finishes the daily sweep, if a day has passed. It runs by itself once
    /// a minute; this is for who cannot wait.
    pub async fn sweep(&self) {
        let (done, wait) = oneshot::channel();
        if self.hub.send(Job::Tick(Some(done))).await.is_ok() {
            // An error means that the hub stopped.
            let _ = wait.await;
        }
    }

    /// Stops: no new connections or requests; what was taken is finished and answered, then
    /// connections are closed, the database's log is emptied, and everything is gone when this
    /// returns.
    pub async fn shutdown(mut self) {
        tracing::info!("the relay is stopping");
        self.listeners.shutdown().await;
        // There may be no connection to hear it.
        let _ = self.stop.send(true);
        let mut connections = self.connections.lock().await;
        let all_gone = async { while connections.join_next().await.is_some() {} };
        if timeout(self.drain, all_gone).await.is_err() {
            connections.shutdown().await;
        }
        drop(connections);
        let _ = self.hub.send(Job::Stop).await;
        let threads = std::mem::take(&mut self.threads);
        let joined = tokio::task::spawn_blocking(move || {
            threads.into_iter().all(|thread| thread.join().is_ok())
        });
        match joined.await {
            Ok(true) => tracing::info!("the relay has stopped"),
            _ => tracing::error!("the relay has stopped, but not in order"),
        }
    }

    async fn listen(&mut self, config: &Config, shared: &Arc<Shared>) -> Result<(), StartError> {
        let permits = Arc::new(Semaphore::new(config.bounds.connections));
        let numbers = Arc::new(AtomicU64::new(0));
        for wanted in &config.listeners {
            let tls = wanted.tls.as_ref().map(read_tls).transpose()?;
            let (listener, address) = bind(wanted.address).await?;
            let scheme = if tls.is_some() { "wss" } else { "ws" };
            self.urls.push(format!("{scheme}://{address}{PATH}"));
            self.addresses.push(address);
            let door = Door {
                shared: Arc::clone(shared),
                tls,
                permits: Arc::clone(&permits),
                numbers: Arc::clone(&numbers),
                connections: Arc::clone(&self.connections),
            };
            self.listeners.spawn(door.accept(listener));
        }
        if let Some(wanted) = config.operations {
            let (listener, address) = bind(wanted).await?;
            self.operations = Some(address);
            self.listeners.spawn(operations::serve(listener, Arc::clone(shared)));
        }
        Ok(())
    }
}

async fn tick(hub: mpsc::Sender<Job>) {
    let mut interval = tokio::time::interval(TICK);
    loop {
        interval.tick().await;
        if hub.send(Job::Tick(None)).await.is_err() {
            return;
        }
    }
}

async fn bind(wanted: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let failed = |error| StartError::Listen(wanted, error);
    let listener = TcpListener::bind(wanted).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

pub(crate) fn read_tls(files: &TlsFiles) -> Result<TlsAcceptor, StartError> {
    tls::acceptor(files).map_err(|error| StartError::Tls(files.cert.display().to_string(), error))
}

/// Makes a directory, for its owner only.
pub(crate) fn make_directory(path: &Path) -> Result<(), StartError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|error| StartError::Data(path.display().to_string(), error))
}

/// Makes the directory and takes its lock.
pub(crate) fn prepare_directory(data: &Path) -> Result<File, StartError> {
    let failed = |error| StartError::Data(data.display().to_string(), error);
    make_directory(data)?;
    let lock = File::create(data.join("relay.lock")).map_err(failed)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(StartError::Locked(data.display().to_string())),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}

/// Makes the database's file, for its owner only, where there is none; SQLite gives its log the
/// same rights.
fn reserve(database: &Path) -> io::Result<()> {
    match identity::private().open(database) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}
