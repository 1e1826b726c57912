//! Sequences of requests, accidents and days against the relay's real core: worlds too large to be
//! explored whole, judged by the rules of the models.

use std::sync::OnceLock;

use sitr_model::relay::judge::Rule;
use sitr_model::relay::{Action, Config, Fate, Relay, State};
use stateright::Model;

/// Two bytes are a step: what happens, and to which request.
const STEP: usize = 2;

fn world() -> &'static Relay {
    static WORLD: OnceLock<Relay> = OnceLock::new();
    WORLD.get_or_init(|| Relay::new(Config::wide()))
}

fn action(relay: &Relay, what: u8, which: u8) -> Action {
    let asks = &relay.config.asks;
    let ask = asks[usize::from(which) % asks.len()];
    match what % 16 {
        0..=8 => Action::Ask(vec![ask], Fate::Heard),
        9 => Action::Ask(vec![ask], Fate::Unheard),
        10 => Action::Ask(vec![ask], Fate::Failed),
        11 => {
            let next = asks[(usize::from(which) + usize::from(what)) % asks.len()];
            Action::Ask(vec![ask, next], Fate::Heard)
        }
        12 => Action::Read(which % relay.config.mailboxes),
        13 => Action::Pass,
        14 => Action::Sweep,
        _ => Action::Crash,
    }
}

/// Whether anything was stored.
pub(crate) fn sequence(data: &[u8]) -> bool {
    let relay = world();
    let mut state = relay.init_states().pop().expect("a beginning");
    let mut stored = false;
    for step in data.chunks_exact(STEP) {
        let action = action(relay, step[0], step[1]);
        if let Action::Ask(asks, _) = &action
            && !asks.iter().all(|ask| relay.may(&state, ask))
        {
            continue;
        }
        let Some(next) = relay.next_state(&state, action) else { continue };
        state = next;
        hold(relay, &state);
        stored |= state.disk.iter().any(|slot| slot.row().is_some_and(|row| row.count() > 0));
    }
    stored
}

fn hold(relay: &Relay, state: &State) {
    for rule in Rule::ALL {
        assert!(rule.holds(relay, state), "broken: {}", rule.name());
    }
}
