//! `cargo xtask bench rooms`: a large room through the real relay. The mass are clients of the SDK in this
//! process, each with a profile of its own, most of them switched off most of the time, as phones are; some are
//! `sitr` processes; one sits behind a tap that counts what comes to it. All of them hear each other and follow
//! into the last epoch, or the run fails.

mod hall;
mod wave;

use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::{Value, json};

use crate::row;
use hall::{Hall, Meter};
use wave::Wave;

/// What is asked for.
pub(crate) struct Options {
    /// Devices of the room in the end.
    pub(crate) devices: usize,
    /// Where the record goes.
    pub(crate) out: PathBuf,
}

/// Knocks that one commit lets in.
const WAVE: usize = 500;
/// Devices that are processes of `sitr`.
const PROCESSES: usize = 2;

/// Fills a room, lets it talk, takes somebody out.
pub(crate) fn run(options: &Options) -> ExitCode {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let record = runtime.block_on(fill(options.devices));
    println!("{}", table(&record));
    match row::save(&options.out, &record) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{} cannot be written: {error}", options.out.display());
            ExitCode::FAILURE
        }
    }
}

async fn fill(devices: usize) -> Value {
    let mut hall = Hall::open().await;
    let mut waves: Vec<Wave> = Vec::new();
    // The founder and the one behind the tap are the other two.
    let mut left = devices.saturating_sub(PROCESSES + 2);
    while left > 0 {
        let batch = left.min(WAVE);
        left -= batch;
        let processes = if left == 0 { PROCESSES } else { 0 };
        waves.push(hall.let_in(batch, processes).await);
    }
    let join_bytes = hall.let_witness_in().await;
    let resident = hall::resident_bytes();
    hall.talk().await;
    let commit_bytes = hall.remove_one().await;
    let meter = Meter::start(&hall.relay);
    let followers = hall.asleep.len().max(1);
    hall.all_follow().await;
    let (clients_us, _) = meter.stop(&hall.relay);
    let (date, commit) = row::stamp();
    json!({
        "date": date,
        "commit": commit,
        "devices": devices,
        "waves": waves.iter().map(Wave::json).collect::<Vec<_>>(),
        "awake": hall.awake.len(),
        "epochs": hall.epoch().await,
        "join_bytes": join_bytes,
        "commit_bytes": commit_bytes,
        "follow_ms_a_sleeper": (clients_us / followers as f64 / 100.0).round() / 10.0,
        "resident_bytes": resident,
    })
}

/// For people, in Markdown.
fn table(record: &Value) -> String {
    let mut text = format!(
        "{} at {}: a room of {} devices, {} epochs\n\n\
         | wave | devices before | CPU of all clients a joiner, ms | of the relay, ms |\n|---|---|---|---|\n",
        record["date"].as_str().unwrap_or_default(),
        record["commit"].as_str().unwrap_or_default(),
        record["devices"],
        record["epochs"],
    );
    for (at, wave) in record["waves"].as_array().into_iter().flatten().enumerate() {
        text += &format!(
            "| {} of {} | {} | {} | {} |\n",
            at + 1,
            wave["joined"],
            wave["before"],
            wave["clients_ms_a_joiner"],
            wave["relay_ms_a_joiner"],
        );
    }
    text += &format!(
        "\nto a joiner: {} bytes; to a member for a removal: {} bytes; CPU for each who was woken to follow: {} ms; \
         resident, {} clients connected: {} bytes\n",
        record["join_bytes"],
        record["commit_bytes"],
        record["follow_ms_a_sleeper"],
        record["awake"],
        record["resident_bytes"],
    );
    text
}
