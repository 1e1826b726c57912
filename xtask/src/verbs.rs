//! What each verb does, as a list of steps.

use crate::evidence;
use crate::part::Part;
use crate::reader;
use crate::step::{Failed, Runner, Step};

/// A place where the two binaries stand once they are built.
pub(crate) const BINARIES: [(&str, &str, &str); 2] =
    [("sitr-relay", "sitr-relay", "SITR_RELAY_BIN"), ("sitr-cli", "sitr", "SITR_BIN")];

/// How Cargo is told to build as for others to run.
pub(crate) const RELEASE: &str = "--release --config .cargo/release.toml";

/// The packages of parts that are built together, as Cargo is told of them.
fn selection(build: &[Part]) -> String {
    let packages = build.iter().flat_map(|part| part.packages());
    packages.map(|package| format!("-p {package}")).collect::<Vec<_>>().join(" ")
}

fn names(build: &[Part]) -> String {
    build.iter().map(|part| part.name()).collect::<Vec<_>>().join(", ")
}

fn format_check() -> Step {
    Step::cargo("formatting", "fmt --all --check").hint("`cargo xtask fmt` writes it")
}

fn clippy(build: &[Part]) -> Step {
    let args = format!("clippy {} --all-targets -- -D warnings", selection(build));
    Step::cargo(format!("{}: lints", names(build)), &args)
        .hint("lints stand in the root Cargo.toml; mend the code, do not silence the lint")
}

fn tests(build: &[Part]) -> Step {
    let hint = match build {
        [Part::House] => "a broken rule of the tree is explained in ARCHITECTURE.md",
        _ if build.contains(&Part::E2e) => {
            "one test alone: `cargo test -p PACKAGE NAME`; those from outside want SITR_RELAY_BIN and \
             SITR_BIN, and `cargo xtask e2e` sets them"
        }
        _ => "one test alone: `cargo test -p PACKAGE NAME`",
    };
    Step::cargo(format!("{}: tests", names(build)), &format!("test {}", selection(build)))
        .hint(hint)
}

/// Runs the tests of one of the builds of these parts, with both binaries at hand if some look from outside.
fn run_tests(runner: &mut Runner, parts: &[Part], build: &[Part]) -> Result<(), Failed> {
    if build.contains(&Part::E2e) {
        with_binaries(runner, With::Tests(parts), tests(build))
    } else {
        runner.run(&tests(build))
    }
}

fn docs(part: Part) -> Step {
    let args = format!("doc --no-deps {}", selection(&[part]));
    Step::cargo(format!("{}: documentation", part.name()), &args)
        .env("RUSTDOCFLAGS", "-D warnings")
        .hint("a public item without a page, or a link to nowhere")
}

/// Steps of [`with_binaries`]: one build a binary, one run.
const BINARY_STEPS: usize = BINARIES.len() + 1;

/// What a program is built with.
#[derive(Clone, Copy)]
pub(crate) enum With<'a> {
    /// The tests of these parts, if its package is in one of them, for most is compiled then; else nothing.
    Tests(&'a [Part]),
    /// Nothing, optimised: as it ships.
    Release,
}

impl With<'_> {
    /// Nothing.
    pub(crate) const NOTHING: Self = Self::Tests(&[]);

    /// What Cargo is told.
    fn args(self, package: &str) -> String {
        let has_it =
            |build: &Vec<Part>| build.iter().any(|part| part.packages().contains(&package));
        match self {
            Self::Release => format!("-p {package} {RELEASE}"),
            Self::Tests(parts) => match Part::builds(parts).into_iter().find(has_it) {
                Some(build) => format!("{} --tests", selection(&build)),
                None => format!("-p {package}"),
            },
        }
    }
}

/// Builds both binaries and hands their paths to a step.
fn with_binaries(runner: &mut Runner, with: With<'_>, mut step: Step) -> Result<(), Failed> {
    for (package, binary, variable) in BINARIES {
        step = step.env(variable, built(runner, with, package, "bin", binary)?);
    }
    runner.run(&step)
}

/// Builds one program, a `bin` or an `example`, and says where it lies.
pub(crate) fn built(
    runner: &mut Runner,
    with: With<'_>,
    package: &str,
    kind: &str,
    name: &str,
) -> Result<String, Failed> {
    let among = with.args(package);
    let args = format!("build {among} --{kind} {name} --message-format json-render-diagnostics");
    let output = runner.capture(&Step::cargo(format!("build {name}"), &args))?;
    executable(&output, kind, name).ok_or_else(|| {
        eprintln!("\nFAILED: cargo built {name} but did not say where");
        Failed
    })
}

/// The path of the program of this kind and name that Cargo's messages tell of; its own tests are another one.
pub(crate) fn executable(messages: &str, kind: &str, name: &str) -> Option<String> {
    let (kind, name) = (format!("\"kind\":[\"{kind}\"]"), format!("\"name\":\"{name}\""));
    let is_it = |line: &&str| {
        line.contains(&kind)
            && line.contains(&name)
            && line.contains("\"test\":false},\"features\"")
    };
    let (_, rest) = messages.lines().find(is_it)?.split_once("\"executable\":\"")?;
    let (path, _) = rest.split_once('"')?;
    Some(path.replace("\\\\", "\\"))
}

/// Everything that a change must pass.
pub(crate) fn test(parts: &[Part], json: bool) -> Result<(), Failed> {
    let documented: Vec<Part> = parts.iter().copied().filter(|part| part.has_docs()).collect();
    let builds = Part::builds(parts);
    let binaries = if parts.contains(&Part::E2e) { BINARIES.len() } else { 0 };
    let reader_steps = if parts.contains(&Part::Reader) { reader::steps()? } else { 0 };
    let total = 1 + 2 * builds.len() + binaries + reader_steps + documented.len();
    with_summary(total, json, |runner| {
        runner.run(&format_check())?;
        builds.iter().try_for_each(|build| runner.run(&clippy(build)))?;
        builds.iter().try_for_each(|build| run_tests(runner, parts, build))?;
        if reader_steps > 0 {
            reader::run(runner, With::Tests(parts), false)?;
        }
        documented.iter().try_for_each(|part| runner.run(&docs(*part)))
    })?;
    evidence::tell_ages();
    Ok(())
}

/// Formatting, lints, and the rules of the tree: the quick half of [`test`].
pub(crate) fn check(json: bool) -> Result<(), Failed> {
    let builds = Part::builds(&Part::ALL);
    with_summary(2 + builds.len(), json, |runner| {
        runner.run(&format_check())?;
        builds.iter().try_for_each(|build| runner.run(&clippy(build)))?;
        runner.run(&tests(&[Part::House]))
    })
}

/// Only the tests from outside.
pub(crate) fn e2e(json: bool) -> Result<(), Failed> {
    with_summary(BINARY_STEPS, json, |runner| run_tests(runner, &[Part::E2e], &[Part::E2e]))
}

/// Formats every source.
pub(crate) fn fmt() -> Result<(), Failed> {
    Runner::new(1).run(&Step::cargo("formatting", "fmt --all"))
}

/// Asks cargo-deny about licences, sources and bans, and about advisories if that is wanted.
pub(crate) fn deny(advisories: bool, json: bool) -> Result<(), Failed> {
    require("cargo-deny", "cargo install --locked cargo-deny")?;
    let checks = if advisories { "advisories " } else { "" };
    let step = Step::cargo(
        "dependencies",
        &format!("deny check --hide-inclusion-graph {checks}licenses sources bans"),
    )
    .hint("what is allowed stands in deny.toml, each exception with its reason");
    if !advisories {
        eprintln!("known vulnerabilities are not checked: `cargo xtask deny --advisories` does, ");
        eprintln!(
            "and needs the advisory database, which cargo-deny fetches or finds in its cache"
        );
    }
    with_summary(1, json, |runner| runner.run(&step))
}

/// Explores the models whole. The long run is optimised, or it would take hours.
pub(crate) fn model(long: bool, json: bool) -> Result<(), Failed> {
    let args = if long {
        "test -p sitr-model --release -- --include-ignored --nocapture"
    } else {
        "test -p sitr-model -- --nocapture"
    };
    let step =
        Step::cargo("models", args).hint("the steps that lead to the broken rule are printed");
    with_summary(1, json, |runner| runner.run(&step))
}

/// Measures the relay as it is shipped, beside the floor, in one run.
pub(crate) fn bench(what: &str, options: &[String], json: bool) -> Result<(), Failed> {
    let build = Step::cargo(
        "release build",
        &format!(
            "build {RELEASE} -p sitr-relay -p sitr-bench --message-format json-render-diagnostics"
        ),
    );
    with_summary(2, json, |runner| {
        let messages = runner.capture(&build)?;
        // Not by `cargo run`, which builds the one package with other features than both.
        let Some(program) = executable(&messages, "bin", "sitr-bench") else {
            runner.refute(&build, "Cargo did not say where sitr-bench is");
            return Err(Failed);
        };
        let run = Step::program("bench", program, &format!("{what} {}", options.join(" ")))
            .hint("`--short` takes minutes; `--only w1` runs one load");
        runner.run(&run)
    })
}

/// Tries to wear the relay down.
pub(crate) fn abuse(short: bool, json: bool) -> Result<(), Failed> {
    let size = if short { "short" } else { "long" };
    let step =
        Step::cargo("abuse", "test --release -p sitr-relay --test abuse -- --test-threads 1")
            .env("SITR_ABUSE", size)
            .hint("crates/relay/tests/abuse.rs says what each attack is");
    with_summary(1, json, |runner| runner.run(&step))
}

/// Where the storage that comes with openmls is built: it links another SQLite.
const UPSTREAM: &str = "target/upstream";

/// Measures the client as it is shipped, beside MLS libraries, in one run.
pub(crate) fn bench_client(options: &[String], json: bool) -> Result<(), Failed> {
    let build = Step::cargo("release build", &format!("build {RELEASE} -p sitr-cost"));
    let upstream = format!(
        "build --release --locked --manifest-path tests/cost/upstream/Cargo.toml --target-dir {UPSTREAM}"
    );
    let upstream = Step::cargo("openmls_sqlite_storage", &upstream);
    let run = format!(
        "run {RELEASE} -q -p sitr-cost -- client --upstream {UPSTREAM}/release/sitr-cost-upstream {}",
        options.join(" ")
    );
    let run = Step::cargo("bench", &run).hint("`--short` takes a minute; `--leaves 100` one size");
    with_summary(3, json, |runner| {
        runner.run(&build)?;
        runner.run(&upstream)?;
        runner.run(&run)
    })
}

/// Fills a large room through the relay, both as they are shipped.
pub(crate) fn bench_rooms(options: &[String], json: bool) -> Result<(), Failed> {
    let run = format!("run {RELEASE} -q -p sitr-cost -- rooms {}", options.join(" "));
    let run = Step::cargo("rooms", &run).hint("`--devices 50` is a small one");
    with_summary(1 + BINARY_STEPS, json, |runner| with_binaries(runner, With::Release, run))
}

/// Builds the book.
pub(crate) fn book(json: bool) -> Result<(), Failed> {
    require("mdbook", "cargo install --locked mdbook")?;
    let step = Step::program("book", "mdbook", "build docs")
        .hint("pages are listed in docs/src/SUMMARY.md");
    with_summary(1, json, |runner| runner.run(&step))
}

/// Looks at living communities with the operator's eyes. The relay logs all that it can.
pub(crate) fn audit(options: &[String], json: bool) -> Result<(), Failed> {
    let json_too = if json { "--json" } else { "" };
    let args = format!("run --quiet -p sitr-audit -- {} {json_too}", options.join(" "));
    let step = Step::cargo("audit", &args).env("RUST_LOG", "trace").hint(
        "docs/src/measured.md says what the games are; a new field wants a note in tests/audit/src/fields/note.rs",
    );
    with_summary(BINARY_STEPS, json, |runner| with_binaries(runner, With::NOTHING, step))
}

/// Lets seeded worlds live.
pub(crate) fn sim(options: &[String], json: bool) -> Result<(), Failed> {
    let json_too = if json { "--json" } else { "" };
    let args = format!("run --quiet -p sitr-sim -- {} {json_too}", options.join(" "));
    let step = Step::cargo("worlds", &args)
        .hint("the last things that happened stand above; the seed makes the same world again");
    with_summary(1, false, |runner| runner.run(&step))
}

/// Fails every write of clients, then lets processes and disks fall.
pub(crate) fn crash(options: &[String], json: bool) -> Result<(), Failed> {
    let points = Step::cargo("every crash point", "test -p sitr-client-store --test world crash::")
        .hint("the test names the write after which something was lost");
    let json_too = if json { "--json" } else { "" };
    let args = format!("run --quiet -p sitr-crash -- {} {json_too}", options.join(" "));
    let step = Step::cargo("falls", &args)
        .hint("the seed stands above; what was found is in target/bench/crash.json");
    with_summary(1 + BINARY_STEPS, false, |runner| {
        runner.run(&points)?;
        with_binaries(runner, With::NOTHING, step)
    })
}

/// Compares the frozen vectors of the protocol with what the present code makes, or writes them.
pub(crate) fn vectors(write: bool, json: bool) -> Result<(), Failed> {
    let option = if write { "--write" } else { "" };
    let step = Step::cargo("vectors", &format!("run --quiet -p sitr-vectors -- {option}"))
        .hint("bytes of the protocol have moved; proto/vectors/README.md says what that means");
    with_summary(1, json, |runner| runner.run(&step))
}

/// Takes each check of these rules away once, in a copy of the tree, and asks that a test notices.
pub(crate) fn mutants(rules: &[String], json: bool) -> Result<(), Failed> {
    let option = if json { "--json" } else { "" };
    let args = format!("run --quiet -p sitr-mutants -- {} {option}", rules.join(" "));
    let step = Step::cargo("mutants", &args)
        .hint("who survived stands above: write the test that fails without the check");
    with_summary(1, false, |runner| runner.run(&step))
}

pub(crate) fn with_summary(
    total: usize,
    json: bool,
    work: impl FnOnce(&mut Runner) -> Result<(), Failed>,
) -> Result<(), Failed> {
    let mut runner = Runner::new(total);
    let result = work(&mut runner);
    if result.is_ok() {
        runner.summary();
    }
    if json {
        runner.json();
    }
    result
}

/// Fails with instructions where an optional program is missing.
pub(crate) fn require(program: &str, install: &str) -> Result<(), Failed> {
    let found = std::process::Command::new(program).arg("--version").output().is_ok();
    if found {
        return Ok(());
    }
    eprintln!("`{program}` is not installed. It is optional; to install it:\n  {install}");
    Err(Failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_binary_is_found_in_cargos_messages() {
        let line = |kind: &str, test: bool, path: &str| {
            format!(
                "{{\"target\":{{\"kind\":[\"{kind}\"],\"name\":\"sitr\",\"test\":true}},\"profile\":{{\"test\":{test}}},\
                 \"features\":[],\"executable\":{path}}}\n"
            )
        };
        let messages = [
            line("lib", false, "null"),
            line("bin", true, "\"/out/sitr-0123\""),
            line("bin", false, "\"C:\\\\out\\\\sitr.exe\""),
        ];
        let found = |kind, name| executable(&messages.concat(), kind, name);
        assert_eq!(found("bin", "sitr").as_deref(), Some("C:\\out\\sitr.exe"));
        assert_eq!(found("bin", "sitr-relay"), None);
        assert_eq!(found("example", "sitr"), None);
        assert_eq!(found("lib", "sitr"), None);
    }

    #[test]
    fn a_program_is_built_with_the_tests_that_need_its_package_anyway() {
        let args = With::Tests(&[Part::Client, Part::E2e]).args("sitr-cli");
        assert!(args.contains("-p sitr-cli ") && args.contains("-p sitr-e2e "), "{args}");
        assert!(args.ends_with(" --tests") && !args.contains("-p sitr-relay "), "{args}");
        assert_eq!(With::Tests(&[Part::E2e]).args("sitr-cli"), "-p sitr-cli");
        assert_eq!(With::NOTHING.args("sitr-relay"), "-p sitr-relay");
        assert_eq!(With::Release.args("sitr"), format!("-p sitr {RELEASE}"));
    }

    #[test]
    fn ladders_are_never_built_together() {
        let relay = |build: &[Part]| {
            build.iter().flat_map(|part| part.packages()).any(|p| *p == "sitr-relay")
        };
        let client = |build: &[Part]| build.contains(&Part::Client);
        assert!(Part::builds(&Part::ALL).iter().all(|build| !(relay(build) && client(build))));
    }

    #[test]
    fn a_missing_program_is_an_error_with_instructions() {
        assert!(require("no-such-program-here", "nothing").is_err());
    }
}
