//! What lies in `deploy/`, each file held against the program that it is for, where that is installed.

use std::path::Path;
use std::{fs, io};

use crate::step::{Failed, Step};
use crate::verbs::with_summary;

/// Where the checks put what they make.
const FOLDER: &str = "target/deploy";

/// One check: a program, the package that has it, and what it is told.
struct Check {
    program: &'static str,
    package: &'static str,
    args: &'static str,
    of: &'static str,
}

const CHECKS: [Check; 7] = [
    Check {
        program: "nginx",
        package: "nginx-light",
        args: "-t -q -p . -c nginx-main.conf",
        of: "nginx.conf",
    },
    Check {
        program: "caddy",
        package: "caddy",
        args: "validate --adapter caddyfile --config Caddyfile",
        of: "Caddyfile",
    },
    Check { program: "tor", package: "tor", args: "--verify-config --quiet -f torrc", of: "torrc" },
    Check {
        program: "systemd-analyze",
        package: "systemd",
        args: "verify ./sitr-relay.service",
        of: "sitr-relay.service",
    },
    // Fails where the unit may do more than a service of its kind needs: 2.0 of 10.
    Check {
        program: "systemd-analyze",
        package: "systemd",
        args: "security --no-pager --offline=true --threshold=20 ./sitr-relay.service",
        of: "sitr-relay.service",
    },
    Check {
        program: "docker-compose",
        package: "docker-compose",
        args: "-f compose.yaml config -q",
        of: "compose.yaml",
    },
    Check {
        program: "promtool",
        package: "prometheus",
        args: "check config prometheus.yml",
        of: "prometheus.yml",
    },
];

/// Checks all that can be checked here; what cannot is named.
pub(crate) fn deploy(json: bool) -> Result<(), Failed> {
    let told = |why: io::Error| {
        eprintln!("{FOLDER}: {why}");
        Failed
    };
    let folder = std::env::current_dir().map_err(told)?.join(FOLDER);
    place(&folder).map_err(told)?;
    let config = "run -q -p sitr-relay -- --check-config --config deploy/";
    with_summary(CHECKS.len() + 3, json, |runner| {
        for file in ["relay.example.toml", "relay.container.toml"] {
            runner.run(&Step::cargo(file, &format!("{config}{file}")))?;
        }
        let key = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem \
                   -out cert.pem -days 1 -subj /CN=relay.example.org";
        runner.run(&Step::program("a certificate", "openssl", key).folder(folder.clone()))?;
        for check in &CHECKS {
            let Some(program) = found(check.program) else {
                let Check { program, package, of, .. } = check;
                eprintln!(
                    "\n--> {of}: not checked, {program} is missing: apt-get install {package}"
                );
                continue;
            };
            let step = Step::program(check.of, program, check.args)
                .folder(folder.clone())
                .env("SITR_DOMAIN", "relay.example.org")
                .hint(format!("deploy/{} is what {} refuses", check.of, check.program));
            runner.run(&step)?;
        }
        Ok(())
    })
}

/// Copies the files to where they can be tried: names of this machine's paths in the place of a server's.
fn place(folder: &Path) -> io::Result<()> {
    for inner in ["onion", "tor"] {
        fs::create_dir_all(folder.join(inner))?;
    }
    let here = folder.display().to_string();
    let deploy = |name: &str| fs::read_to_string(Path::new("deploy").join(name));
    let nginx = deploy("nginx.conf")?.replace("/etc/ssl/sitr", &here);
    fs::write(folder.join("nginx.conf"), nginx)?;
    let main = format!(
        "pid {here}/nginx.pid;\nerror_log {here}/error.log;\nevents {{}}\n\
         http {{ include {here}/nginx.conf; }}\n"
    );
    fs::write(folder.join("nginx-main.conf"), main)?;
    for name in ["Caddyfile", "compose.yaml", "prometheus.yml"] {
        fs::write(folder.join(name), deploy(name)?)?;
    }
    let torrc = deploy("torrc")?.replace("/var/lib/tor/sitr-relay/", &format!("{here}/onion"));
    fs::write(folder.join("torrc"), format!("DataDirectory {here}/tor\n{torrc}"))?;
    // The program is not where the unit looks for it.
    let unit = deploy("sitr-relay.service")?.replace("/usr/local/bin/sitr-relay", "/bin/true");
    fs::write(folder.join("sitr-relay.service"), unit)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder.join("onion"), fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// A program on the path, or where only administrators look.
pub(crate) fn found(program: &str) -> Option<String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<_> = std::env::split_paths(&path).collect();
    folders.push("/usr/sbin".into());
    let file = folders.into_iter().map(|folder| folder.join(program)).find(|file| file.is_file());
    file.map(|file| file.display().to_string())
}
