//! The release, built twice in two folders and compared byte for byte. What it leaves is the release itself:
//! whoever builds the same commit with the same compilers and gets the same hash has the same program.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use crate::step::{Failed, Runner, Step};
use crate::verbs::{BINARIES, executable, require, with_summary};

/// Two folders whose paths have nothing in common, not even their length.
const PLACES: [&str; 2] = ["one", "another/and-deeper"];
/// What stands in the program where a path of this machine would.
const PLACE: &str = "/sitr";
const CARGO: &str = "/cargo";
/// What `.cargo/release.toml` says, as a variable: one that is set, be it empty, hides the file.
const FLAGS: &str =
    if cfg!(target_arch = "x86_64") { "--cfg curve25519_dalek_backend=\"avx512\"" } else { "" };
const RUST: &str = "/rust";
/// OpenSSL writes the folders of its plug-ins into the program; these are where nothing is, and it loads none.
const OPENSSL_FOLDERS: &str = "ENGINESDIR=/nonexistent MODULESDIR=/nonexistent";

/// What of this machine must not show in the program.
struct Machine {
    root: PathBuf,
    cargo: String,
    rust: String,
    cc: String,
    /// Seconds since 1970-01-01 UTC of the commit.
    epoch: String,
}

impl Machine {
    fn look() -> Result<Self, String> {
        let home = env::var("HOME").map_err(|_| "HOME is not set")?;
        let path = env::var("PATH").map_err(|_| "PATH is not set")?;
        let cc = env::split_paths(&path).map(|folder| folder.join("cc")).find(|cc| cc.is_file());
        let said = |program: &str, args: &[&str]| {
            let output =
                Command::new(program).args(args).output().map_err(|why| why.to_string())?;
            Ok::<_, String>(String::from_utf8_lossy(&output.stdout).trim().to_owned())
        };
        Ok(Self {
            root: env::current_dir().map_err(|why| why.to_string())?.join("target/reproduce"),
            cargo: env::var("CARGO_HOME").unwrap_or_else(|_| format!("{home}/.cargo")),
            rust: said("rustc", &["--print", "sysroot"])?,
            cc: cc.ok_or("there is no C compiler `cc`")?.display().to_string(),
            epoch: epoch()?,
        })
    }

    /// Wrappers of both compilers that take the paths away. As options in the environment they would be
    /// recorded in the program themselves, by OpenSSL, and in the names that Cargo gives.
    fn write_tools(&self, place: &Path) -> io::Result<()> {
        let maps = [(place.display().to_string(), PLACE), (self.cargo.clone(), CARGO)];
        let options = |option: &str| -> String {
            maps.iter().map(|(from, to)| format!(" '{option}={from}={to}'")).collect()
        };
        let tools = place.join("tools");
        let cc = format!("exec '{}'{} \"$@\"", self.cc, options("-ffile-prefix-map"));
        script(&tools.join("cc"), &cc)?;
        let rust = format!(" '--remap-path-prefix={}={RUST}'", self.rust);
        let rustc = format!("exec \"$@\"{}{rust}", options("--remap-path-prefix"));
        script(&tools.join("rustc-wrapper"), &rustc)
    }

    fn build(&self, place: &Path, package: &str, binary: &str) -> Step {
        let args = format!(
            "build --release --locked -p {package} --bin {binary} \
             --message-format json-render-diagnostics"
        );
        let path = env::var("PATH").unwrap_or_default();
        let tools = place.join("tools");
        Step::cargo(format!("{binary} in {}", self.short(place)), &args)
            .folder(place.join("tree"))
            .env("CARGO_TARGET_DIR", place.join("target").display().to_string())
            .env("CARGO_INCREMENTAL", "0")
            .env("RUSTC_WRAPPER", tools.join("rustc-wrapper").display().to_string())
            .env("PATH", format!("{}:{path}", tools.display()))
            .env("SOURCE_DATE_EPOCH", self.epoch.clone())
            .env("GNUMAKEFLAGS", OPENSSL_FOLDERS)
            .env("RUSTFLAGS", FLAGS)
            .env("CFLAGS", "")
            .env("LC_ALL", "C")
            .env("TZ", "UTC")
            .hint("a release is built from the lock file alone; the failing compiler has spoken above")
    }

    fn short(&self, place: &Path) -> String {
        place.strip_prefix(&self.root).unwrap_or(place).display().to_string()
    }

    /// Paths of this machine that stand in a program.
    fn traces<'a>(&'a self, program: &[u8]) -> Vec<&'a str> {
        let root = self.root.to_str().unwrap_or_default();
        [root, self.cargo.as_str(), self.rust.as_str()]
            .into_iter()
            .filter(|path| !path.is_empty() && contains(program, path.as_bytes()))
            .collect()
    }
}

#[cfg(unix)]
fn script(path: &Path, line: &str) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    fs::write(path, format!("#!/bin/sh\n{line}\n"))?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn script(_: &Path, _: &str) -> io::Result<()> {
    Err(io::Error::new(io::ErrorKind::Unsupported, "releases are built on Unix"))
}

fn contains(program: &[u8], path: &[u8]) -> bool {
    program.windows(path.len()).any(|window| window == path)
}

/// Where two programs first differ.
fn difference(one: &[u8], other: &[u8]) -> Option<String> {
    if one == other {
        return None;
    }
    let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let differ = one.iter().zip(other).filter(|(a, b)| a != b).count();
    let lengths = (one.len(), other.len());
    Some(format!("{} and {} bytes, {differ} differ, the first at {same:#x}", lengths.0, lengths.1))
}

/// A folder with the sources as they are in git's index, under `tree`, and nothing else.
pub(crate) fn sources(runner: &mut Runner, place: &Path) -> Result<(), Failed> {
    if let Err(error) = fs::remove_dir_all(place)
        && error.kind() != io::ErrorKind::NotFound
    {
        eprintln!("{}: {error}", place.display());
        return Err(Failed);
    }
    let args = format!("checkout-index --all --prefix={}/tree/", place.display());
    runner.run(&Step::program("sources, as git's index has them", "git", &args))
}

/// The time that counts as that of a build: the commit's, in seconds since 1970-01-01 UTC.
pub(crate) fn epoch() -> Result<String, String> {
    said("git", &["log", "-1", "--format=%ct"])
}

/// What a program says, without the line's end.
pub(crate) fn said(program: &str, args: &[&str]) -> Result<String, String> {
    let output = Command::new(program).args(args).output().map_err(|why| why.to_string())?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Builds the named binary, or both, twice, and compares.
pub(crate) fn reproduce(only: Option<&str>, json: bool) -> Result<(), Failed> {
    require("git", "see https://git-scm.com")?;
    let machine = Machine::look().map_err(|why| {
        eprintln!("{why}");
        Failed
    })?;
    let wanted: Vec<_> =
        BINARIES.into_iter().filter(|(_, binary, _)| only.is_none_or(|it| it == *binary)).collect();
    let places: Vec<_> = PLACES.iter().map(|name| machine.root.join(name)).collect();
    let total = places.len() + wanted.len() * (places.len() + 1);
    with_summary(total, json, |runner| {
        for place in &places {
            sources(runner, place)?;
            machine.write_tools(place).map_err(|why| {
                eprintln!("{}: {why}", place.display());
                Failed
            })?;
        }
        for (package, binary, _) in &wanted {
            let mut built = Vec::new();
            for place in &places {
                let step = machine.build(place, package, binary);
                let output = runner.capture(&step)?;
                let program =
                    executable(&output, "bin", binary).and_then(|path| fs::read(path).ok());
                built.push(program.ok_or(Failed)?);
            }
            compare(runner, &machine, binary, &built)?;
        }
        Ok(())
    })
}

fn compare(
    runner: &mut Runner,
    machine: &Machine,
    binary: &str,
    built: &[Vec<u8>],
) -> Result<(), Failed> {
    let [one, other] = built else { return Err(Failed) };
    let file = machine.root.join(binary);
    let step = Step::program(format!("{binary}: hash"), "sha256sum", &file.display().to_string())
        .hint("diffoscope on the two programs in target/reproduce shows what differs");
    if fs::write(&file, one).is_err() {
        return Err(Failed);
    }
    runner.run(&step)?;
    if let Some(why) = difference(one, other) {
        runner.refute(&step, &format!("the two builds differ: {why}"));
        return Err(Failed);
    }
    let traces = machine.traces(one);
    if !traces.is_empty() {
        runner.refute(&step, &format!("it holds paths of this machine: {}", traces.join(", ")));
        return Err(Failed);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_described() {
        assert_eq!(difference(b"same", b"same"), None);
        let told = difference(b"abcd", b"abXY").unwrap();
        assert!(told.contains("2 differ") && told.contains("0x2"), "{told}");
        assert!(difference(b"ab", b"abc").is_some());
    }

    #[test]
    fn both_ways_to_build_are_told_the_same() {
        let told = include_str!("../../.cargo/release.toml");
        let flags: Vec<String> = FLAGS.split(' ').map(|flag| flag.replace('"', "")).collect();
        let line = told.lines().find_map(|line| line.strip_prefix("rustflags = ")).unwrap();
        let listed: Vec<String> =
            line.split(',').map(|flag| flag.replace(['[', ']', '"', '\'', ' '], "")).collect();
        assert!(FLAGS.is_empty() || listed == flags, "{listed:?} {flags:?}");
    }

    #[test]
    fn a_path_in_a_program_is_found() {
        assert!(contains(b"..../place/x..", b"/place"));
        assert!(!contains(b"....", b"/place"));
    }
}
