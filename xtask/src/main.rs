//! Every verb of the project: `cargo xtask VERB`. Continuous integration and the `justfile` call the
//! same verbs, and nothing but Cargo is needed for `test`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what this program does")]

mod args;
mod conformance;
mod container;
mod deploy;
mod evidence;
mod fuzz;
mod part;
mod reader;
mod reproduce;
mod sbom;
mod step;
mod verbs;
mod verifpal;

use std::io::Write;
use std::process::ExitCode;

use args::Verb;

const HELP: &str = "\
Every verb of the project.

usage: cargo xtask VERB [--json]

  test [PART...]       all that a change must pass: formatting, lints, tests, documentation;
                       parts: relay client house model fuzz e2e reader
                       (all of them if none is named)
  check                formatting, lints and the rules of the tree
  fmt                  format all sources
  e2e                  build both binaries and test them from outside
  deny [--advisories]  licences, sources and bans of the dependencies (needs cargo-deny)
  book                 build the book into target/book (needs mdbook)
  model [--long]       explore the models of relay and room whole; or within larger bounds
  fuzz [TARGET] [--seconds N]
                       fuzz one target or each, 60 seconds unless told otherwise (needs cargo-fuzz,
                       and no nightly compiler: RUSTC_BOOTSTRAP=1 is set for it)
  mutants [RULE|PACKAGE...]
                       take each check of a rule away, in a copy of the tree, and ask that a test
                       notices (hours of building; one rule, or those that a package's tests
                       notice, take minutes)
  audit [--short] [--seed N] [--write]
                       let communities live on the real binaries, look at everything with the operator's
                       eyes, and measure what they could guess; or write it into the book as well
  sim [SEED] [--worlds N | --hours H] [--record]
                       let seeded worlds live: the real cores in virtual time, faults, a relay that lies;
                       a seed comes again as it was
  crash [long] [--only PART]
                       fail every write, kill relay and clients at random, cut the power, fill the disk,
                       flip bits; writes target/bench/crash.json (parts: relay clients power full fsync
                       flips; power and full need root)
  vectors [--write]    compare the frozen vectors of the protocol with what the present code makes;
                       or make them anew
  reader               run the client in Python that was written from the specification alone, against
                       the vectors and a real relay (needs python3 with venv, and PyPI the first time)
  bench relay [--short] [--only LOAD] [--server NAME]
                       the relay under load beside the floor and the peers that are installed; writes
                       target/bench/relay.json
  bench growth [--short] [--write]
                       what a message costs as mailboxes and connections grow; writes
                       target/bench/growth.json, or the book's plots as well
  bench held [--short] [--record]
                       all connections that a process can have, half of them in one room, for ten minutes;
                       writes target/bench/held.json, or the record in docs/evidence as well
  bench client [--short] [--leaves N]
                       what a client pays for messages, commits and joins, beside MLS libraries by
                       themselves; writes target/bench/client.json
  bench rooms [--devices N]
                       a large room through the real relay, with `sitr` processes among its devices;
                       writes target/bench/rooms.json
  deploy [--container] the files of deploy/ against the programs that they are for, where installed; or the
                       container built, and asked whether it would start (needs podman, buildah or docker)
  abuse [--short]      the relay under those who would wear it down, in thousands (minutes)
  conformance [--long] [--record]
                       the public WebSocket suite against the relay's framer, with large messages as well in
                       a long run; keeps its findings in docs/evidence if told to (needs Python 2.7 with pip,
                       and PyPI the first time)
  verifpal             ask the symbolic models of the messages (needs verifpal)
  reproduce [sitr-relay|sitr]
                       build the release twice in two folders and compare it byte for byte
  sbom                 write what is in each program to target/sbom (needs cargo-cyclonedx)

  --json               end with a summary in JSON on standard output

examples:
  cargo xtask test                 what continuous integration runs
  cargo xtask test relay house     the relay's ladder and the rules of the tree
  cargo xtask check                before a commit

The relay links plain SQLite, the client links SQLCipher, and a build of the whole workspace at once
would give both the same one; parts on the same SQLite are built together.";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let args = match args::parse(&words) {
        Ok(args) => args,
        Err(message) => {
            eprintln!("{message}\nhint: `cargo xtask --help` lists the verbs");
            return ExitCode::from(2);
        }
    };
    let result = match args.verb {
        Verb::Help => {
            // Whoever pipes the help into a pager that closes early has read enough.
            let _ = writeln!(std::io::stdout(), "{HELP}");
            Ok(())
        }
        Verb::Test(parts) => verbs::test(&parts, args.json),
        Verb::Check => verbs::check(args.json),
        Verb::Fmt => verbs::fmt(),
        Verb::E2e => verbs::e2e(args.json),
        Verb::Deny { advisories } => verbs::deny(advisories, args.json),
        Verb::Book => verbs::book(args.json),
        Verb::Model { long } => verbs::model(long, args.json),
        Verb::Fuzz { target, seconds } => fuzz::fuzz(target.as_deref(), seconds, args.json),
        Verb::Mutants { rules } => verbs::mutants(&rules, args.json),
        Verb::Audit { options } => verbs::audit(&options, args.json),
        Verb::Vectors { write } => verbs::vectors(write, args.json),
        Verb::Reader => reader::reader(args.json),
        Verb::Sbom => sbom::sbom(args.json),
        Verb::Reproduce { only } => reproduce::reproduce(only.as_deref(), args.json),
        Verb::Sim { options } => verbs::sim(&options, args.json),
        Verb::Crash { options } => verbs::crash(&options, args.json),
        Verb::Bench { what, options } => verbs::bench(what, &options, args.json),
        Verb::BenchClient { what: "rooms", options } => verbs::bench_rooms(&options, args.json),
        Verb::BenchClient { options, .. } => verbs::bench_client(&options, args.json),
        Verb::Deploy { container: true } => container::container(args.json),
        Verb::Deploy { .. } => deploy::deploy(args.json),
        Verb::Conformance { long, record } => conformance::conformance(long, record, args.json),
        Verb::Abuse { short } => verbs::abuse(short, args.json),
        Verb::Verifpal => verifpal::verifpal(args.json),
    };
    if result.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
