//! The loads: what is published, who watches, and what is measured.

use std::path::Path;

use tokio::task::LocalSet;

use crate::report::Row;
use crate::target::Kind;
use crate::{disk, fanout};

/// One load.
pub(crate) struct Load {
    pub(crate) name: &'static str,
    what: What,
}

enum What {
    /// Rooms by the number of their watchers.
    Fanout {
        rooms: &'static [usize],
        in_flight: usize,
        messages: usize,
        pace: Option<u64>,
    },
    Idle {
        connections: usize,
    },
    Store {
        messages: usize,
    },
    Catchup {
        messages: usize,
    },
    Stalled {
        messages: usize,
    },
}

const fn fanout(
    name: &'static str,
    rooms: &'static [usize],
    in_flight: usize,
    messages: usize,
    pace: Option<u64>,
) -> Load {
    Load { name, what: What::Fanout { rooms, in_flight, messages, pace } }
}

/// Ten rooms of a hundred.
const TEN: &[usize] = &[100; 10];
/// As communities are: most rooms small, a few large.
const MIXED: &[usize] = &[
    2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 30,
    30, 30, 30, 30, 30, 150, 150, 150, 400,
];

/// All of them. Messages are for each room.
pub(crate) const ALL: [&Load; 9] = [
    &fanout("w1", TEN, 1, 200, None),
    &fanout("w16", TEN, 16, 960, None),
    &fanout("open", TEN, 64, 60, Some(10)),
    &fanout("mixed", MIXED, 64, 40, Some(4)),
    &fanout("hot", &[10_000], 1, 20, None),
    &Load { name: "idle", what: What::Idle { connections: 5_000 } },
    &Load { name: "store", what: What::Store { messages: 10_000 } },
    &Load { name: "catchup", what: What::Catchup { messages: 10_000 } },
    &Load { name: "stalled", what: What::Stalled { messages: 400 } },
];

/// Runs one load against one server.
pub(crate) fn run(load: &Load, kind: Kind, short: bool, program: &Path) -> Row {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let server = kind.start(program);
    let row = LocalSet::new().block_on(&runtime.expect("a runtime"), async {
        match &load.what {
            What::Fanout { rooms, in_flight, messages, pace } => {
                let (rooms, messages) = match (short, *rooms) {
                    (true, [10_000]) => (&[2_000][..], *messages),
                    (true, rooms) => (rooms, messages / 3),
                    (false, rooms) => (rooms, *messages),
                };
                fanout::fan_out(kind, &server, rooms, *in_flight, messages, *pace).await
            }
            What::Idle { connections } => {
                let connections = if short { connections / 5 } else { *connections };
                fanout::idle(kind, &server, connections).await
            }
            What::Store { messages } => disk::store(kind, &server, *messages).await,
            What::Catchup { messages } => disk::catch_up(kind, &server, *messages).await,
            What::Stalled { messages } => fanout::stalled(kind, &server, *messages).await,
        }
    });
    Row { server: kind.name(), load: load.name, ..row }
}
