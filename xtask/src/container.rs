//! The container file, built and started with the program that is installed for it.

use crate::deploy::found;
use crate::step::{Failed, Step};
use crate::verbs::with_summary;

/// What the image is called while it is looked at.
const IMAGE: &str = "sitr-relay-check";

/// Which program builds, and what each step is called there.
struct Builder {
    program: &'static str,
    build: &'static str,
    check: &'static [&'static str],
}

/// In the order in which they are looked for. The first two want a service or name spaces, the last does without.
const BUILDERS: [Builder; 3] = [
    Builder {
        program: "podman",
        build: "build",
        check: &["run --rm --read-only --cap-drop=all sitr-relay-check --check-config"],
    },
    Builder {
        program: "buildah",
        build: "bud",
        check: &[
            "from --pull-never --name sitr-relay-check sitr-relay-check",
            "run sitr-relay-check -- /usr/local/bin/sitr-relay --config /etc/sitr/relay.toml --check-config",
            "rm sitr-relay-check",
        ],
    },
    Builder {
        program: "docker",
        build: "build",
        check: &["run --rm --read-only --cap-drop=all sitr-relay-check --check-config"],
    },
];

/// Builds the image as the file says, and asks the relay in it whether it would start.
pub(crate) fn container(json: bool) -> Result<(), Failed> {
    let installed = |it: &Builder| Some((it.program, found(it.program)?));
    let named = std::env::var("SITR_CONTAINERS").ok();
    let wanted = BUILDERS.iter().filter(|it| named.as_ref().is_none_or(|name| name == it.program));
    let Some((builder, (name, program))) =
        wanted.filter_map(|it| Some((it, installed(it)?))).next()
    else {
        eprintln!(
            "FAILED: none of podman, buildah and docker is installed: apt-get install buildah"
        );
        return Err(Failed);
    };
    let build = format!("{} -f deploy/Containerfile -t {IMAGE} .", builder.build);
    with_summary(1 + builder.check.len(), json, |runner| {
        let step = Step::program(format!("the image, by {name}"), &program, &build).hint(
            "SITR_CONTAINERS=buildah takes another program; buildah with BUILDAH_ISOLATION=chroot runs where name spaces cannot",
        );
        runner.run(&step)?;
        builder.check.iter().try_for_each(|args| {
            runner.run(&Step::program(format!("{name} {args}"), &program, args))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_is_about_the_same_image() {
        for builder in &BUILDERS {
            assert!(builder.check.iter().all(|args| args.contains(IMAGE)), "{}", builder.program);
            assert!(builder.check.iter().any(|args| args.ends_with("--check-config")));
        }
    }
}
