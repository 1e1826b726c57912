//! The command line: a verb, its parts or options, nothing else.

use crate::part::Part;

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Args {
    /// The verb.
    pub(crate) verb: Verb,
    /// Print a machine-readable summary as the last line of standard output.
    pub(crate) json: bool,
}

/// The verbs that work.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    /// Print the help.
    Help,
    /// Everything a change must pass, for these parts.
    Test(Vec<Part>),
    /// Formatting, lints and the architecture rules.
    Check,
    /// Format all sources.
    Fmt,
    /// Build both binaries and test them from outside.
    E2e,
    /// Licences, sources and bans of the dependencies; known vulnerabilities too if asked.
    Deny {
        /// Check advisories as well.
        advisories: bool,
    },
    /// Build the book.
    Book,
    /// Explore the models whole.
    Model {
        /// Within larger bounds.
        long: bool,
    },
    /// Fuzz.
    Fuzz {
        /// One target; none: all of them.
        target: Option<String>,
        /// Seconds for each.
        seconds: u32,
    },
    /// Run the independent reader.
    Reader,
    /// Take each check away once, and see whether a test notices.
    Mutants {
        /// The rules; none: all.
        rules: Vec<String>,
    },
    /// Look at a living community with the operator's eyes, and play the games.
    Audit {
        /// Words for the audit itself: `--short`, `--write`, `--seed N`.
        options: Vec<String>,
    },
    /// Compare the frozen vectors with what the present code makes, or make them anew.
    Vectors {
        /// Make them anew.
        write: bool,
    },
    /// Ask the symbolic models of the messages.
    Verifpal,
    /// Write what is in each program.
    Sbom,
    /// Build the release twice and compare.
    Reproduce {
        /// One binary; none: both.
        only: Option<String>,
    },
    /// Let seeded worlds live.
    Sim {
        /// What the world's program is told.
        options: Vec<String>,
    },
    /// Let processes and disks fall.
    Crash {
        /// What the falling's program is told.
        options: Vec<String>,
    },
    /// Measure the relay beside the floor, as it grows, or with all connections that it can hold.
    Bench {
        /// `relay`, `growth` or `held`.
        what: &'static str,
        /// What the bench itself is told.
        options: Vec<String>,
    },
    /// Measure the client beside MLS libraries, or in a large room.
    BenchClient {
        /// `client` or `rooms`.
        what: &'static str,
        /// What the bench itself is told.
        options: Vec<String>,
    },
    /// Hold the files of `deploy/` against their programs.
    Deploy {
        /// Build and ask the container instead.
        container: bool,
    },
    /// Ask the public WebSocket suite about the relay's framer.
    Conformance {
        /// With large messages as well.
        long: bool,
        /// Keep the findings in `docs/evidence`.
        record: bool,
    },
    /// Try to wear the relay down.
    Abuse {
        /// With as many as the tests have.
        short: bool,
    },
}

/// Reads the words after `cargo xtask`.
///
/// # Errors
/// A sentence for the person who typed them.
pub(crate) fn parse(words: &[String]) -> Result<Args, String> {
    let json = words.iter().any(|word| word == "--json");
    let mut rest = words.iter().map(String::as_str).filter(|word| *word != "--json");
    let verb = match rest.next() {
        None | Some("help" | "-h" | "--help") => Verb::Help,
        Some(name) => {
            let operands: Vec<&str> = rest.collect();
            if operands.iter().any(|word| matches!(*word, "-h" | "--help")) {
                Verb::Help
            } else {
                verb(name, &operands)?
            }
        }
    };
    Ok(Args { verb, json })
}

fn verb(name: &str, operands: &[&str]) -> Result<Verb, String> {
    match (name, operands) {
        ("test", parts) => parse_parts(parts).map(Verb::Test),
        ("check", []) => Ok(Verb::Check),
        ("fmt", []) => Ok(Verb::Fmt),
        ("e2e", []) => Ok(Verb::E2e),
        ("deny", []) => Ok(Verb::Deny { advisories: false }),
        ("deny", ["--advisories"]) => Ok(Verb::Deny { advisories: true }),
        ("book", []) => Ok(Verb::Book),
        ("model", []) => Ok(Verb::Model { long: false }),
        ("model", ["--long"]) => Ok(Verb::Model { long: true }),
        ("fuzz", words) => fuzz(words),
        ("reader", []) => Ok(Verb::Reader),
        ("mutants", rules) => mutants(rules),
        ("audit", words) => audit(words),
        ("sim", words) => sim(words),
        ("crash", words) => crash(words),
        ("vectors", []) => Ok(Verb::Vectors { write: false }),
        ("vectors", ["--write"]) => Ok(Verb::Vectors { write: true }),
        ("verifpal", []) => Ok(Verb::Verifpal),
        ("sbom", []) => Ok(Verb::Sbom),
        ("reproduce", []) => Ok(Verb::Reproduce { only: None }),
        ("reproduce", [binary @ ("sitr-relay" | "sitr")]) => {
            Ok(Verb::Reproduce { only: Some((*binary).to_owned()) })
        }
        ("bench", [what @ ("relay" | "growth" | "held"), options @ ..]) => {
            let what = match *what {
                "relay" => "relay",
                "growth" => "growth",
                _ => "held",
            };
            let options = options.iter().map(|it| (*it).to_owned()).collect();
            Ok(Verb::Bench { what, options })
        }
        ("bench", [what @ ("client" | "rooms"), options @ ..]) => {
            let what = if *what == "client" { "client" } else { "rooms" };
            let options = options.iter().map(|it| (*it).to_owned()).collect();
            Ok(Verb::BenchClient { what, options })
        }
        ("bench", _) => {
            let what = "`relay`, `growth`, `held`, `client` or `rooms`";
            Err(format!("`bench` wants to know what: {what}"))
        }
        ("deploy", []) => Ok(Verb::Deploy { container: false }),
        ("deploy", ["--container"]) => Ok(Verb::Deploy { container: true }),
        ("conformance", words) => conformance(words),
        ("abuse", []) => Ok(Verb::Abuse { short: false }),
        ("abuse", ["--short"]) => Ok(Verb::Abuse { short: true }),
        (
            "check" | "fmt" | "e2e" | "deny" | "book" | "model" | "reader" | "vectors" | "verifpal"
            | "reproduce" | "sbom" | "abuse" | "deploy",
            [extra, ..],
        ) => Err(format!("`{name}` does not know `{extra}`")),
        _ => Err(format!("no verb `{name}`")),
    }
}

/// Seconds for each target unless said otherwise: the short run of every change to a decoder.
const FUZZ_SECONDS: u32 = 60;

fn fuzz(words: &[&str]) -> Result<Verb, String> {
    let (mut target, mut seconds) = (None, FUZZ_SECONDS);
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match *word {
            "--seconds" => {
                let number = words.next().and_then(|number| number.parse().ok());
                seconds = number.ok_or("`--seconds` wants a number")?;
            }
            name if target.is_none() && !name.starts_with('-') => target = Some(name.to_owned()),
            extra => return Err(format!("`fuzz` does not know `{extra}`")),
        }
    }
    Ok(Verb::Fuzz { target, seconds })
}

fn conformance(words: &[&str]) -> Result<Verb, String> {
    let unknown = words.iter().find(|word| !matches!(**word, "--long" | "--record"));
    match unknown {
        Some(extra) => Err(format!("`conformance` does not know `{extra}`")),
        None => Ok(Verb::Conformance {
            long: words.contains(&"--long"),
            record: words.contains(&"--record"),
        }),
    }
}

fn mutants(words: &[&str]) -> Result<Verb, String> {
    if let Some(option) = words.iter().find(|word| word.starts_with('-')) {
        return Err(format!("`mutants` does not know `{option}`"));
    }
    Ok(Verb::Mutants { rules: words.iter().map(|word| (*word).to_owned()).collect() })
}

fn audit(words: &[&str]) -> Result<Verb, String> {
    let mut options = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        options.push((*word).to_owned());
        match *word {
            "--short" | "--write" => {}
            "--seed" => {
                let number = words.next().filter(|number| number.parse::<u64>().is_ok());
                options.push((*number.ok_or("`--seed` wants a number")?).to_owned());
            }
            extra => return Err(format!("`audit` does not know `{extra}`")),
        }
    }
    Ok(Verb::Audit { options })
}

fn sim(words: &[&str]) -> Result<Verb, String> {
    let mut options = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        options.push((*word).to_owned());
        match *word {
            "--record" => {}
            "--worlds" | "--jobs" => {
                let number = words.next().filter(|number| number.parse::<u64>().is_ok());
                options.push((*number.ok_or(format!("`{word}` wants a number"))?).to_owned());
            }
            "--hours" => {
                let number = words.next().filter(|number| number.parse::<f64>().is_ok());
                options.push((*number.ok_or("`--hours` wants a number")?).to_owned());
            }
            seed if seed.parse::<u64>().is_ok() => {}
            extra => return Err(format!("`sim` does not know `{extra}`")),
        }
    }
    Ok(Verb::Sim { options })
}

fn crash(words: &[&str]) -> Result<Verb, String> {
    let mut options = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        options.push((*word).to_owned());
        match *word {
            "long" => {}
            "--only" | "--seed" | "--kills" => {
                options.push((*words.next().ok_or(format!("`{word}` wants a value"))?).to_owned());
            }
            extra => return Err(format!("`crash` does not know `{extra}`")),
        }
    }
    Ok(Verb::Crash { options })
}

fn parse_parts(words: &[&str]) -> Result<Vec<Part>, String> {
    if words.is_empty() {
        return Ok(Part::ALL.to_vec());
    }
    let named: Vec<Part> = words
        .iter()
        .map(|word| Part::of_name(word).ok_or_else(|| format!("no part `{word}`")))
        .collect::<Result<_, _>>()?;
    Ok(Part::ALL.into_iter().filter(|part| named.contains(part)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Args, String> {
        parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn verbs_are_read() {
        assert_eq!(parsed("").unwrap().verb, Verb::Help);
        assert_eq!(parsed("test --help").unwrap().verb, Verb::Help);
        assert_eq!(parsed("test").unwrap().verb, Verb::Test(Part::ALL.to_vec()));
        assert_eq!(
            parsed("test client relay").unwrap().verb,
            Verb::Test(vec![Part::Relay, Part::Client])
        );
        assert_eq!(parsed("deny --advisories").unwrap().verb, Verb::Deny { advisories: true });
        assert_eq!(parsed("model --long").unwrap().verb, Verb::Model { long: true });
        let fuzz = |target: Option<&str>, seconds| Verb::Fuzz {
            target: target.map(str::to_owned),
            seconds,
        };
        assert_eq!(parsed("fuzz").unwrap().verb, fuzz(None, FUZZ_SECONDS));
        assert_eq!(parsed("fuzz cell --seconds 5").unwrap().verb, fuzz(Some("cell"), 5));
        assert_eq!(parsed("reader").unwrap().verb, Verb::Reader);
        let rules = vec!["M-02".to_owned(), "G-05".to_owned()];
        assert_eq!(parsed("mutants M-02 G-05").unwrap().verb, Verb::Mutants { rules });
        assert_eq!(parsed("mutants").unwrap().verb, Verb::Mutants { rules: Vec::new() });
        assert_eq!(parsed("vectors").unwrap().verb, Verb::Vectors { write: false });
        assert_eq!(parsed("vectors --write").unwrap().verb, Verb::Vectors { write: true });
        assert_eq!(parsed("verifpal").unwrap().verb, Verb::Verifpal);
        assert_eq!(parsed("sbom").unwrap().verb, Verb::Sbom);
        let only = Some("sitr".to_owned());
        assert_eq!(parsed("reproduce sitr").unwrap().verb, Verb::Reproduce { only });
        assert_eq!(parsed("abuse").unwrap().verb, Verb::Abuse { short: false });
        assert_eq!(parsed("deploy").unwrap().verb, Verb::Deploy { container: false });
        let container = Verb::Deploy { container: true };
        assert_eq!(parsed("deploy --container").unwrap().verb, container);
        let conformance = |long, record| Verb::Conformance { long, record };
        assert_eq!(parsed("conformance").unwrap().verb, conformance(false, false));
        assert_eq!(parsed("conformance --long --record").unwrap().verb, conformance(true, true));
        assert_eq!(parsed("conformance --record").unwrap().verb, conformance(false, true));
        let options = vec!["--short".to_owned()];
        let growth = Verb::Bench { what: "growth", options: options.clone() };
        assert_eq!(parsed("bench growth --short").unwrap().verb, growth);
        let held = Verb::Bench { what: "held", options };
        assert_eq!(parsed("bench held --short").unwrap().verb, held);
        let options = ["--short", "--seed", "7"].map(str::to_owned).to_vec();
        assert_eq!(parsed("audit --short --seed 7").unwrap().verb, Verb::Audit { options });
        assert!(parsed("check --json").unwrap().json);
    }

    #[test]
    fn what_is_unknown_is_named() {
        assert_eq!(parsed("tset").unwrap_err(), "no verb `tset`");
        assert_eq!(parsed("test relays").unwrap_err(), "no part `relays`");
        assert_eq!(parsed("fuzz --seconds x").unwrap_err(), "`--seconds` wants a number");
        assert_eq!(parsed("fuzz a b").unwrap_err(), "`fuzz` does not know `b`");
        assert_eq!(parsed("mutants --all").unwrap_err(), "`mutants` does not know `--all`");
        assert_eq!(parsed("audit --seed x").unwrap_err(), "`--seed` wants a number");
        assert_eq!(parsed("audit --sort").unwrap_err(), "`audit` does not know `--sort`");
        assert_eq!(parsed("conformance -l").unwrap_err(), "`conformance` does not know `-l`");
        assert_eq!(parsed("fmt now").unwrap_err(), "`fmt` does not know `now`");
    }
}
