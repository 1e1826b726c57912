//! `cargo xtask vectors`: checks the frozen vectors, or with `--write` makes them anew.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what this program does")]

use std::process::ExitCode;

const HINT: &str = "hint: bytes on the wire have moved. If that is meant, it is a new label and a new \
    version (proto/README.md); before a version is released, `cargo xtask vectors --write`";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => check(),
        ["--write"] => match sitr_vectors::write() {
            Ok(()) => {
                println!("{} files written", sitr_vectors::files().len());
                ExitCode::SUCCESS
            }
            Err(error) => {
                eprintln!("the vectors could not be written: {error}");
                ExitCode::FAILURE
            }
        },
        _ => {
            eprintln!("usage: sitr-vectors [--write]");
            ExitCode::from(2)
        }
    }
}

fn check() -> ExitCode {
    let found = sitr_vectors::check();
    if found.is_empty() {
        println!("{} files hold", sitr_vectors::files().len());
        return ExitCode::SUCCESS;
    }
    for difference in found {
        eprintln!("{difference}");
    }
    eprintln!("{HINT}");
    ExitCode::FAILURE
}
