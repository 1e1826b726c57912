//! One command after the other, with a clock: what runs, how long it took, what to do if it fails.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A command, described for the person who waits for it.
pub(crate) struct Step {
    name: String,
    program: String,
    args: Vec<String>,
    env: Vec<(String, String)>,
    folder: Option<PathBuf>,
    hint: String,
}

impl Step {
    /// A step that calls Cargo; `args` is split at spaces.
    pub(crate) fn cargo(name: impl Into<String>, args: &str) -> Self {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        Self::program(name, cargo, args)
    }

    /// A step that calls another program.
    pub(crate) fn program(name: impl Into<String>, program: impl Into<String>, args: &str) -> Self {
        Self {
            name: name.into(),
            program: program.into(),
            args: args.split_whitespace().map(str::to_owned).collect(),
            env: Vec::new(),
            folder: None,
            hint: String::new(),
        }
    }

    /// Sets a variable for the command.
    pub(crate) fn env(mut self, key: &str, value: impl Into<String>) -> Self {
        self.env.push((key.to_owned(), value.into()));
        self
    }

    /// Runs the command in another folder than this one.
    pub(crate) fn folder(mut self, folder: PathBuf) -> Self {
        self.folder = Some(folder);
        self
    }

    /// What to do if it fails.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The command as a person would type it.
    fn line(&self) -> String {
        let env = self.env.iter().map(|(key, value)| format!("{key}={}", quoted(value)));
        let program = if self.program.ends_with("cargo") { "cargo" } else { &self.program };
        let args = self.args.iter().map(|arg| quoted(arg));
        env.chain([program.to_owned()]).chain(args).collect::<Vec<_>>().join(" ")
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.args).envs(self.env.iter().cloned()).stdin(Stdio::null());
        if let Some(folder) = &self.folder {
            command.current_dir(folder);
        }
        command
    }
}

fn quoted(word: &str) -> String {
    if word.contains(char::is_whitespace) { format!("'{word}'") } else { word.to_owned() }
}

/// A step that is over.
struct Done {
    name: String,
    took: Duration,
    ok: bool,
}

/// Runs steps and remembers them for the summary.
pub(crate) struct Runner {
    started: Instant,
    total: usize,
    done: Vec<Done>,
}

/// A step failed; everything there is to say has been printed.
pub(crate) struct Failed;

impl Runner {
    /// A runner that expects this many steps.
    pub(crate) fn new(total: usize) -> Self {
        Self { started: Instant::now(), total, done: Vec::new() }
    }

    /// Runs a step, its output passed through.
    pub(crate) fn run(&mut self, step: &Step) -> Result<(), Failed> {
        self.timed(step, |mut command| Ok((command.status()?.success(), ())))
    }

    /// Runs a step and gives back what it wrote to standard output.
    pub(crate) fn capture(&mut self, step: &Step) -> Result<String, Failed> {
        self.timed(step, |mut command| {
            let output = command.stderr(Stdio::inherit()).output()?;
            Ok((output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned()))
        })
    }

    fn timed<T>(
        &mut self,
        step: &Step,
        run: impl FnOnce(Command) -> std::io::Result<(bool, T)>,
    ) -> Result<T, Failed> {
        eprintln!("\n==> [{}/{}] {}", self.done.len() + 1, self.total, step.name);
        let started = Instant::now();
        let result = run(step.command());
        let took = started.elapsed();
        let ok = matches!(result, Ok((true, _)));
        self.done.push(Done { name: step.name.clone(), took, ok });
        match result {
            Ok((true, value)) => {
                eprintln!("    {:.1} s, {:.1} s in all", seconds(took), self.elapsed());
                Ok(value)
            }
            Ok((false, _)) => Err(self.report(step, "the command failed")),
            Err(error) => Err(self.report(step, &format!("the command did not start: {error}"))),
        }
    }

    /// A step ran, and what it said is wrong.
    pub(crate) fn refute(&mut self, step: &Step, why: &str) {
        if let Some(done) = self.done.last_mut() {
            done.ok = false;
        }
        self.report(step, why);
    }

    fn report(&self, step: &Step, why: &str) -> Failed {
        self.summary();
        eprintln!("\nFAILED: {} ({why})\n  command: {}", step.name, step.line());
        if !step.hint.is_empty() {
            eprintln!("  hint: {}", step.hint);
        }
        Failed
    }

    fn elapsed(&self) -> f64 {
        seconds(self.started.elapsed())
    }

    /// Prints every step with its time.
    pub(crate) fn summary(&self) {
        eprintln!("\nsummary");
        for done in &self.done {
            let state = if done.ok { "ok    " } else { "FAILED" };
            eprintln!("  {state} {:>7.1} s  {}", seconds(done.took), done.name);
        }
        let left = self.total.saturating_sub(self.done.len());
        if left > 0 {
            eprintln!("  {left} not run");
        }
        eprintln!("  {:>14.1} s in all", self.elapsed());
    }

    /// The same as one line of JSON, on standard output.
    pub(crate) fn json(&self) {
        println!("{}", json(&self.done, self.total, self.elapsed()));
    }
}

fn seconds(duration: Duration) -> f64 {
    duration.as_secs_f64()
}

fn json(done: &[Done], total: usize, elapsed: f64) -> String {
    let steps: Vec<String> = done
        .iter()
        .map(|step| {
            let name = step.name.replace('\\', "\\\\").replace('"', "\\\"");
            format!(
                "{{\"name\":\"{name}\",\"ok\":{},\"seconds\":{:.3}}}",
                step.ok,
                seconds(step.took)
            )
        })
        .collect();
    let ok = done.len() == total && done.iter().all(|step| step.ok);
    format!("{{\"ok\":{ok},\"seconds\":{elapsed:.3},\"steps\":[{}]}}", steps.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_command_is_repeated_as_it_would_be_typed() {
        let step =
            Step::program("docs", "cargo", "doc --no-deps").env("RUSTDOCFLAGS", "-D warnings");
        assert_eq!(step.line(), "RUSTDOCFLAGS='-D warnings' cargo doc --no-deps");
    }

    #[test]
    fn a_step_that_fails_or_does_not_start_ends_the_run() {
        let mut runner = Runner::new(3);
        assert!(runner.run(&Step::program("fine", "cargo", "--version")).is_ok());
        assert!(runner.run(&Step::program("bad", "false", "")).is_err());
        assert!(runner.run(&Step::program("none", "no-such-program", "")).is_err());
        let text = json(&runner.done, runner.total, 1.0);
        assert!(text.starts_with("{\"ok\":false,\"seconds\":1.000,\"steps\":[{\"name\":\"fine\""));
    }
}
