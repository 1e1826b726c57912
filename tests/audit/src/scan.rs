//! What must never be on the relay is looked for wherever the relay keeps, says or sees anything.

use sitr_e2e::canary::{Canary, files, forms, found, memory, secrets};

use crate::community::{Community, Trace};

/// What members write and no relay may hold: pseudonyms, names of rooms, texts each begin with one of these.
pub const WORDS: [&str; 3] = ["Zaatar-pseudonym", "Sumac-room", "Baharat-text"];

/// Looks everywhere; what was found and must not be, in words.
///
/// # Panics
/// If something cannot be read.
#[must_use]
pub fn findings(community: &Community, trace: &Trace) -> Vec<String> {
    let (secret, addresses) = canaries(community);
    let both = [secret.clone(), addresses.clone()].concat();
    let mut all = Vec::new();
    let mut look = |place: &str, haystack: &[u8], needles: &[Canary]| {
        all.extend(found(haystack, needles).into_iter().map(|name| format!("{name} in {place}")));
    };
    look("the relay's disk or log", &files(community.relay.data()), &both);
    let memory = memory(community.relay.pid());
    look("the relay's memory", &memory, &secret);
    let frames = |up: bool| {
        let frames = trace.frames.iter().filter(|frame| frame.up == up);
        frames.flat_map(|frame| frame.bytes.iter().copied()).collect::<Vec<u8>>()
    };
    look("frames of clients", &frames(true), &secret);
    look("frames of the relay", &frames(false), &both);
    // The search has teeth: what must be there is found.
    let epochs: Vec<Canary> =
        addresses.into_iter().filter(|(name, _)| name == "epoch address").collect();
    if found(&frames(true), &epochs).is_empty() || memory.len() < 1 << 20 {
        all.push("nothing: the search itself is blind".to_owned());
    }
    all
}

/// Secrets that the relay may never hold, and addresses that only its memory and readers' frames may.
fn canaries(community: &Community) -> (Vec<Canary>, Vec<Canary>) {
    let mut secret: Vec<Canary> =
        WORDS.iter().flat_map(|word| forms(word, word.as_bytes())).collect();
    let mut addresses = Vec::new();
    for (room, inside) in &community.rooms {
        for device in inside {
            let (more, at) = secrets(&community.members[*device], room);
            secret.extend(more);
            addresses.extend(at);
        }
    }
    (secret, addresses)
}
