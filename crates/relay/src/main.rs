//! `sitr-relay`: a relay for Sitr. It stores sealed cells in order, and can read none of them.

use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use sitr_relay::{
    BackupError, Config, ConfigError, DATABASE, Relay, Running, StartError, StoreError,
};

const EXAMPLES: &str = "\
Examples:
  sitr-relay                                     a relay at ws://127.0.0.1:4480/sitr/v1
  sitr-relay --listen 127.0.0.1:0 --json         at any free port, told in one line of JSON
  sitr-relay --config relay.toml --check-config  is this file right?
  sitr-relay inspect                             everything that the relay knows
  sitr-relay backup /backups/2030-01-31          a copy of everything, while the relay runs
  sitr-relay restore /backups/2030-01-31         put it to work again, where no data is

Exit codes:
  0  stopped as asked        2  wrong arguments or configuration
  1  failed while running    3  address, certificate, key or database cannot be used

Without --data and without `data` in the file, data is kept in the platform's own directory.
RUST_LOG sets what is logged, to standard error; no level logs a mailbox or a client.";

/// A relay for Sitr: it stores sealed cells in order, and can read none of them.
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES)]
struct Args {
    /// Configuration file, see deploy/relay.example.toml
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    /// Check the configuration, certificates included, and stop
    #[arg(long)]
    check_config: bool,
    /// Address to listen at, without TLS; port 0 takes any free one
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// Directory of database and identity key
    #[arg(long, value_name = "DIR", global = true)]
    data: Option<PathBuf>,
    /// Print one line of JSON once connections are accepted
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print all that is stored, as the operator sees it; also while the relay runs
    Inspect,
    /// Copy database and key into a directory; also while the relay runs
    Backup {
        /// Directory to write to; made if missing, and must not hold a backup yet
        into: PathBuf,
    },
    /// Put a backup where this relay's data is to be; clients are told that it is older than they may know
    Restore {
        /// Directory that `backup` wrote
        from: PathBuf,
    },
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("the configuration {0} cannot be read")]
    Unreadable(String, #[source] io::Error),
    #[error("the configuration is wrong")]
    Config(#[from] ConfigError),
    #[error("this platform has no data directory: say --data DIR")]
    NoDirectory,
    #[error(transparent)]
    Start(#[from] StartError),
    #[error("the database cannot be inspected")]
    Inspect(#[source] StoreError),
    #[error(transparent)]
    Backup(#[from] BackupError),
    #[error("the relay failed")]
    Run(#[source] io::Error),
}

impl Failure {
    fn exit_code(&self) -> u8 {
        match self {
            Self::Unreadable(..) | Self::Config(_) | Self::NoDirectory => 2,
            Self::Start(_) | Self::Inspect(_) | Self::Backup(_) => 3,
            Self::Run(_) => 1,
        }
    }
}

fn main() -> ExitCode {
    let args = Args::parse();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            report(&failure);
            ExitCode::from(failure.exit_code())
        }
    }
}

fn run(args: &Args) -> Result<(), Failure> {
    let config = configuration(args)?;
    match &args.command {
        Some(Command::Inspect) => return inspect(&config, args.json),
        Some(Command::Backup { into }) => return Ok(sitr_relay::backup(&config.data, into)?),
        Some(Command::Restore { from }) => return Ok(sitr_relay::restore(&config.data, from)?),
        None => {}
    }
    if args.check_config {
        config.check()?;
        return say("the configuration is right");
    }
    let filter = tracing_subscriber::EnvFilter::builder()
        .with_default_directive(tracing::level_filters::LevelFilter::INFO.into())
        .from_env_lossy();
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).init();
    keep_what_is_freed();
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::Run)?;
    runtime.block_on(serve(config, args.json))
}

/// The C library gives memory back to the system as soon as 128 KiB are free at the end of a heap: after each few
/// pages that somebody reads, to be asked for again, page by page, with the next. Where something larger than that was
/// freed once, it waits for twice as much instead (`mallopt(3)`, `M_MMAP_THRESHOLD`). Other allocators take no notice.
fn keep_what_is_freed() {
    const LARGE: usize = 1 << 20;
    drop(std::hint::black_box(Vec::<u8>::with_capacity(LARGE)));
}

async fn serve(config: Config, json: bool) -> Result<(), Failure> {
    let mut stop = Signals::new().map_err(Failure::Run)?;
    let data = config.data.clone();
    let running = Relay::start(config).await?;
    announce(&running, &data, json)?;
    stop.wait().await;
    running.shutdown().await;
    Ok(())
}

fn announce(running: &Running, data: &Path, json: bool) -> Result<(), Failure> {
    let (urls, relay) = (running.urls(), running.relay_id().to_hex());
    if json {
        let listening = urls.first().map_or("", String::as_str);
        return say(&serde_json::json!({ "listening": listening, "relay": relay }).to_string());
    }
    for url in urls {
        say(&format!("listening  {url}"))?;
    }
    say(&format!("relay id   {relay}"))?;
    say(&format!("data       {}", data.display()))
}

fn configuration(args: &Args) -> Result<Config, Failure> {
    let default = directories::ProjectDirs::from("", "", "sitr-relay");
    let default = default.map(|dirs| dirs.data_dir().to_owned());
    let mut config = Config::at(default.unwrap_or_default());
    if let Some(path) = &args.config {
        let text = fs::read_to_string(path)
            .map_err(|error| Failure::Unreadable(path.display().to_string(), error))?;
        config = sitr_relay::from_toml(&text, config)?;
    }
    if let Some(data) = &args.data {
        config.data.clone_from(data);
    }
    if let Some(address) = args.listen {
        config = config.listening(address);
    }
    if config.data.as_os_str().is_empty() { Err(Failure::NoDirectory) } else { Ok(config) }
}

fn inspect(config: &Config, json: bool) -> Result<(), Failure> {
    let inventory = sitr_relay::inventory(&config.data.join(DATABASE)).map_err(Failure::Inspect)?;
    let text = if json { sitr_relay::as_json(&inventory) } else { sitr_relay::as_text(&inventory) };
    say(text.trim_end())
}

fn say(line: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).map_err(Failure::Run)
}

/// The failure and what lies under it, each said once.
fn report(failure: &Failure) {
    let mut text = format!("sitr-relay: {failure}");
    let mut source = failure.source();
    while let Some(error) = source {
        text.push_str(&format!(": {error}"));
        source = error.source();
    }
    // Where nobody listens, nothing can be said.
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// What asks a process to stop.
struct Signals {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self {
            #[cfg(unix)]
            terminate: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?,
        })
    }

    async fn wait(&mut self) {
        #[cfg(unix)]
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = self.terminate.recv() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
    }
}
