//! The relay as a process, over a folder that stays when it falls.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use sitr_e2e::binary;

/// Nothing is measured of tickets here.
const CONFIG: &str = "[tickets]\nkind = \"free\"\n";

/// A relay.
pub(crate) struct Relay {
    child: Option<Child>,
    folder: PathBuf,
    environment: Vec<(String, String)>,
    /// Where it listens.
    pub(crate) url: String,
}

impl Relay {
    /// Starts a relay over the data in a folder, with variables of its own.
    ///
    /// # Errors
    /// If it does not come up, in words.
    pub(crate) fn start(folder: &Path, environment: &[(String, String)]) -> Result<Self, String> {
        let environment = environment.to_vec();
        let (folder, url) = (folder.to_owned(), String::new());
        let mut relay = Self { child: None, folder, environment, url };
        relay.begin()?;
        Ok(relay)
    }

    /// Starts it again, where it has fallen.
    ///
    /// # Errors
    /// If it does not come up, in words.
    pub(crate) fn begin(&mut self) -> Result<(), String> {
        std::fs::create_dir_all(&self.folder).map_err(|why| why.to_string())?;
        let config = self.folder.with_extension("toml");
        std::fs::write(&config, CONFIG).map_err(|why| why.to_string())?;
        let mut child = Command::new(binary("SITR_RELAY_BIN"))
            .args(["--json", "--listen", "127.0.0.1:0", "--config"])
            .arg(&config)
            .arg("--data")
            .arg(&self.folder)
            .envs(self.environment.iter().cloned())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|why| why.to_string())?;
        let output = child.stdout.take().ok_or("no output")?;
        let mut line = String::new();
        let read = BufReader::new(output).read_line(&mut line);
        let said: serde_json::Value = serde_json::from_str(&line).unwrap_or_default();
        self.child = Some(child);
        match (read, said["listening"].as_str()) {
            (Ok(_), Some(url)) => {
                url.clone_into(&mut self.url);
                Ok(())
            }
            _ => {
                self.kill();
                Err("the relay does not come up".to_owned())
            }
        }
    }

    /// Kills it, as nothing can prevent.
    pub(crate) fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            // It may have ended by itself.
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Stops it where it stands, as the power does before the disk has everything.
    ///
    /// # Errors
    /// If it cannot be stopped.
    pub(crate) fn freeze(&self) -> Result<(), String> {
        let id = self.child.as_ref().map(Child::id).ok_or("it does not run")?;
        run("kill", &["-STOP", &id.to_string()]).map(drop)
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Runs a program to its end: what it wrote.
///
/// # Errors
/// What it wrote to standard error, if it failed.
pub(crate) fn run(program: &str, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).output();
    let output = output.map_err(|why| format!("{program}: {why}"))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    if output.status.success() {
        Ok(text(&output.stdout))
    } else {
        Err(format!("{program} {}: {}", arguments.join(" "), text(&output.stderr)))
    }
}
