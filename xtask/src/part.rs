//! The parts that one may ask for, and which of them are built together. Cargo unifies features within one
//! build: the relay links plain SQLite, the client links SQLCipher, and one build of both would test
//! neither. Parts on the same SQLite are built at once, or each would compile most packages anew.

/// What a build links; parts of the same kind share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Links {
    /// Plain SQLite, as operators get it.
    Sqlite,
    /// No database.
    Nothing,
    /// SQLCipher, as members get it.
    SqlCipher,
}

/// A set of packages with one purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// From `wire` up to the `sitr-relay` binary, and what measures it.
    Relay,
    /// From `content` up to the `sitr` binary.
    Client,
    /// What looks at the tree itself: this program and the architecture test.
    House,
    /// Small worlds, explored whole.
    Model,
    /// The fuzzed functions, and the corpus replayed without a fuzzer.
    Fuzz,
    /// Real processes and real sockets.
    E2e,
    /// The client in Python, which has no packages here.
    Reader,
}

impl Part {
    /// All of them, in the order in which they are tested.
    pub(crate) const ALL: [Self; 7] =
        [Self::Relay, Self::Client, Self::House, Self::Model, Self::Fuzz, Self::E2e, Self::Reader];

    /// The word for it on the command line.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Relay => "relay",
            Self::Client => "client",
            Self::House => "house",
            Self::Model => "model",
            Self::Fuzz => "fuzz",
            Self::E2e => "e2e",
            Self::Reader => "reader",
        }
    }

    /// The part that a word stands for.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }

    /// Its packages, lower rungs first.
    pub(crate) const fn packages(self) -> &'static [&'static str] {
        match self {
            Self::Relay => &[
                "sitr-wire",
                "sitr-db",
                "sitr-relay-core",
                "sitr-relay-store",
                "sitr-relay",
                "sitr-bench",
            ],
            Self::Client => &[
                "sitr-content",
                "sitr-community",
                "sitr-client-core",
                "sitr-vectors",
                "sitr-client-store",
                "sitr-words",
                "sitr-client",
                "sitr-cli",
            ],
            Self::House => &["xtask", "sitr-architecture", "sitr-mutants"],
            Self::Model => &["sitr-model"],
            Self::Fuzz => &["sitr-fuzz-targets"],
            Self::E2e => {
                &["sitr-e2e", "sitr-audit", "sitr-hostile", "sitr-crash", "sitr-sim", "sitr-cost"]
            }
            Self::Reader => &[],
        }
    }

    /// What its packages link.
    pub(crate) const fn links(self) -> Links {
        match self {
            Self::Relay => Links::Sqlite,
            Self::House | Self::Reader => Links::Nothing,
            Self::Client | Self::Model | Self::Fuzz | Self::E2e => Links::SqlCipher,
        }
    }

    /// These parts in the builds that they share, lower rungs first.
    pub(crate) fn builds(parts: &[Self]) -> Vec<Vec<Self>> {
        [Links::Sqlite, Links::Nothing, Links::SqlCipher]
            .map(|links| {
                let built = |part: &Self| part.has_packages() && part.links() == links;
                parts.iter().copied().filter(built).collect::<Vec<_>>()
            })
            .into_iter()
            .filter(|build| !build.is_empty())
            .collect()
    }

    /// Whether Cargo builds something of it by itself.
    pub(crate) const fn has_packages(self) -> bool {
        !self.packages().is_empty()
    }

    /// Whether its pages belong to the documentation of the project.
    pub(crate) const fn has_docs(self) -> bool {
        matches!(self, Self::Relay | Self::Client)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_found_by_its_name() {
        for part in Part::ALL {
            assert_eq!(Part::of_name(part.name()), Some(part));
        }
        assert_eq!(Part::of_name("everything"), None);
    }

    #[test]
    fn parts_on_one_sqlite_are_built_together_and_only_these() {
        let builds = Part::builds(&Part::ALL);
        assert_eq!(
            builds,
            [
                vec![Part::Relay],
                vec![Part::House],
                vec![Part::Client, Part::Model, Part::Fuzz, Part::E2e],
            ]
        );
        assert_eq!(Part::builds(&[Part::Fuzz, Part::Reader]), [vec![Part::Fuzz]]);
    }

    #[test]
    fn no_package_is_in_two_parts() {
        let mut all: Vec<_> = Part::ALL.into_iter().flat_map(Part::packages).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
