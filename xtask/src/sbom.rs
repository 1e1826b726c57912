//! What is in the two programs: a software bill of materials for each, in CycloneDX.

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
    with_summary(2, json, |runner| {
        sources(runner, &folder)?;
        let tree = folder.join("tree");
        let args = "cyclonedx --describe binaries --format json --spec-version 1.5";
        let step = Step::cargo("bills of materials", args)
            .folder(tree.clone())
            .env("SOURCE_DATE_EPOCH", epoch)
            .hint("it reads Cargo.lock and what `cargo metadata` says");
        runner.run(&step)?;
        for (program, package) in PROGRAMS {
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
