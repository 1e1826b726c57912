//! What is in the two programs: a software bill of materials for each, in CycloneDX.

use std::path::Path;
use std::{env, fs, io};

use crate::reproduce::{epoch, sources};
use crate::step::{Failed, Step};
use crate::verbs::{require, with_summary};

/// Each program with the folder of its package, where the tool puts what it finds.
const PROGRAMS: [(&str, &str); 2] = [("sitr-relay", "crates/relay"), ("sitr", "crates/cli")];

/// Writes `target/sbom/sitr-relay.cdx.json` and `target/sbom/sitr.cdx.json`, from a copy of the sources: the
/// tool writes beside every manifest.
pub(crate) fn sbom(json: bool) -> Result<(), Failed> {
    require("cargo-cyclonedx", "cargo install --locked cargo-cyclonedx")?;
    let told = |why: String| {
        eprintln!("{why}");
        Failed
    };
    let folder = env::current_dir().map_err(|why| told(why.to_string()))?.join("target/sbom");
    let epoch = epoch().map_err(told)?;
    with_summary(2 * PROGRAMS.len(), json, |runner| {
        for (program, package) in PROGRAMS {
            // Anew for each, with the lock file as it is: the tool shortens it to what it needs.
            let place = folder.join("sources");
            let tree = place.join("tree");
            sources(runner, &place)?;
            alone(&tree, package).map_err(|why| told(format!("{}: {why}", tree.display())))?;
            let args = "cyclonedx --describe binaries --format json --spec-version 1.5";
            let step = Step::cargo(program, args)
                .folder(tree.clone())
                .env("SOURCE_DATE_EPOCH", epoch.clone())
                .hint("it reads Cargo.lock and what `cargo metadata` says");
            runner.run(&step)?;
            let made = tree.join(package).join(format!("{program}_bin.cdx.json"));
            let file = folder.join(format!("{program}.cdx.json"));
            let copied: io::Result<()> = fs::read_to_string(&made).and_then(|bill| {
                // Packages of the workspace are named by where they lie.
                fs::write(&file, bill.replace(&tree.display().to_string(), "/sitr"))
            });
            copied.map_err(|why| told(format!("{}: {why}", made.display())))?;
            eprintln!("    {}", file.display());
        }
        Ok(())
    })
}

/// Leaves one package and what it needs in the workspace, as it is built: with the other ladder beside it
/// Cargo would give both the same SQLite, and the bill would name what is not in the program.
fn alone(tree: &Path, package: &str) -> io::Result<()> {
    let manifest = tree.join("Cargo.toml");
    fs::write(&manifest, with_member(&fs::read_to_string(&manifest)?, package))
}

fn with_member(manifest: &str, package: &str) -> String {
    let line = |line: &str| match line.starts_with("members = ") {
        true => format!("members = [\"{package}\"]\n"),
        false => format!("{line}\n"),
    };
    manifest.lines().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_package_is_left_in_the_workspace() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml");
        let manifest = with_member(&fs::read_to_string(root).unwrap(), "crates/relay");
        assert!(manifest.contains("\nmembers = [\"crates/relay\"]\n"));
        assert_eq!(with_member(&manifest, "crates/relay"), manifest);
    }
}
