//! Coarse totals for the operator: nothing of any one client or mailbox (rule P-03).

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};

/// A total.
#[derive(Debug, Default)]
pub(crate) struct Total(AtomicU64);

impl Total {
    pub(crate) fn add(&self, more: u64) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    pub(crate) fn one(&self) {
        self.add(1);
    }

    pub(crate) fn less(&self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }

    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

macro_rules! totals {
    ($($(#[doc = $help:literal])+ $name:ident: $kind:literal,)+) => {
        /// All of them.
        #[derive(Debug, Default)]
        pub(crate) struct Metrics { $(pub(crate) $name: Total,)+ }

        impl Metrics {
            /// In Prometheus's text form.
            pub(crate) fn render(&self) -> String {
                let mut text = String::new();
                $(render(&mut text, stringify!($name), concat!($($help),+), $kind, &self.$name);)+
                text
            }
        }
    };
}

totals! {
    /// Connections open now.
    connections: "gauge",
    /// Connections taken since the start.
    connections_total: "counter",
    /// Connections turned away at the connection limit.
    connections_refused_total: "counter",
    /// Requests taken, hellos aside.
    requests_total: "counter",
    /// Requests refused, for whatever reason.
    refused_total: "counter",
    /// Mailboxes opened.
    opened_total: "counter",
    /// Cells stored.
    cells_total: "counter",
    /// Pages read from disk.
    pages_total: "counter",
    /// Frames of news queued for watchers.
    news_total: "counter",
    /// Times that a slow watch fell back to the disk.
    fallen_total: "counter",
    /// Transactions committed.
    commits_total: "counter",
    /// Transactions that failed; nothing in them was acknowledged.
    commits_failed_total: "counter",
    /// Mailboxes that had their time.
    expired_total: "counter",
}

fn render(text: &mut String, name: &str, help: &str, kind: &str, total: &Total) {
    let help = help.trim();
    let value = total.get();
    let written = write!(
        text,
        "# HELP sitr_relay_{name} {help}\n# TYPE sitr_relay_{name} {kind}\nsitr_relay_{name} {value}\n"
    );
    // Writing to a String does not fail.
    written.unwrap_or(());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dashboard_shows_what_there_is() {
        let dashboard = include_str!("../../../deploy/grafana-dashboard.json");
        let shown = dashboard.split("sitr_relay_").skip(1).map(|rest| {
            let end = rest.find(|letter: char| !letter.is_ascii_lowercase() && letter != '_');
            rest[..end.unwrap_or(rest.len())].to_owned()
        });
        let shown: std::collections::BTreeSet<String> = shown.collect();
        let metrics = Metrics::default().render();
        let types = metrics.lines().filter_map(|line| line.strip_prefix("# TYPE sitr_relay_"));
        let there = types.filter_map(|line| line.split(' ').next()).map(str::to_owned);
        // Connections are shown as they are, not as they were.
        let there = there.filter(|name| name != "connections_total").collect();
        assert_eq!(shown, there);
    }
}
