//! One step of a run: a command whose output is shown, timed and counted.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::tally::{Judge, Tally};

/// What became of a step.
pub(crate) struct Outcome {
    name: &'static str,
    advice: &'static str,
    verdict: Verdict,
    took: Duration,
}

/// How a step ended.
#[derive(Default)]
struct Verdict {
    succeeded: bool,
    tally: Tally,
    failed_names: Vec<String>,
}

impl Verdict {
    fn one_failure() -> Self {
        Self {
            tally: Tally {
                passed: 0,
                failed: 1,
            },
            ..Self::default()
        }
    }
}

/// The outcomes of a run, in order.
#[derive(Default)]
pub(crate) struct Report {
    outcomes: Vec<Outcome>,
}

impl Report {
    /// Runs a command, shows what it prints, and notes what became of it. `advice` says what to do when it fails.
    /// Returns whether it succeeded.
    pub(crate) fn run(
        &mut self,
        name: &'static str,
        judge: Judge,
        command: &mut Command,
        advice: &'static str,
    ) -> bool {
        self.note(name, advice, || {
            let (succeeded, text) = shown(command)?;
            let mut tally = judge.count(text.lines());
            if !succeeded && tally.failed == 0 {
                tally.failed = 1;
            }
            Ok(Verdict {
                succeeded: succeeded && tally.failed == 0,
                tally,
                failed_names: judge.failed_names(text.lines()),
            })
        })
    }

    /// Runs a check of our own that returns its complaints. Returns whether it had none.
    pub(crate) fn check(
        &mut self,
        name: &'static str,
        advice: &'static str,
        complaints: impl FnOnce() -> Result<Vec<String>>,
    ) -> bool {
        self.note(name, advice, || {
            let complaints = complaints()?;
            for complaint in &complaints {
                println!("{complaint}");
            }
            if !complaints.is_empty() {
                return Ok(Verdict::one_failure());
            }
            Ok(Verdict {
                succeeded: true,
                ..Verdict::default()
            })
        })
    }

    /// Notes a step that could not run because an earlier one failed.
    pub(crate) fn skip(&mut self, name: &'static str, advice: &'static str) {
        println!("\n== {name}: not run");
        self.outcomes.push(Outcome {
            name,
            advice,
            verdict: Verdict::one_failure(),
            took: Duration::ZERO,
        });
    }

    /// Prints every step with its time and count, the tests that failed and what to do about them, and the closing
    /// line. Returns whether all succeeded.
    pub(crate) fn close(&self) -> bool {
        println!("\n== summary");
        let mut total = Tally::default();
        for outcome in &self.outcomes {
            println!("{}", summary_line(outcome));
            total += outcome.verdict.tally;
        }
        for outcome in self
            .outcomes
            .iter()
            .filter(|outcome| !outcome.verdict.succeeded)
        {
            println!("\n{} failed: {}", outcome.name, outcome.advice);
            for name in &outcome.verdict.failed_names {
                println!("  {name}");
            }
        }
        println!("\n{} passed, {} failed", total.passed, total.failed);
        self.outcomes
            .iter()
            .all(|outcome| outcome.verdict.succeeded)
    }

    fn note(
        &mut self,
        name: &'static str,
        advice: &'static str,
        work: impl FnOnce() -> Result<Verdict>,
    ) -> bool {
        println!("\n== {name}");
        let started = Instant::now();
        let verdict = work().unwrap_or_else(|error| {
            println!("{error:#}");
            Verdict::one_failure()
        });
        let succeeded = verdict.succeeded;
        let outcome = Outcome {
            name,
            advice,
            verdict,
            took: started.elapsed(),
        };
        println!("-- {}", summary_line(&outcome));
        self.outcomes.push(outcome);
        succeeded
    }
}

fn summary_line(outcome: &Outcome) -> String {
    let verdict = if outcome.verdict.succeeded {
        "ok"
    } else {
        "FAILED"
    };
    let Tally { passed, failed } = outcome.verdict.tally;
    let counts = if passed + failed == 0 {
        String::new()
    } else {
        format!(", {passed} passed, {failed} failed")
    };
    let seconds = outcome.took.as_secs_f64();
    format!("{}: {verdict} in {seconds:.1} s{counts}", outcome.name)
}

/// Runs a command, passing its output on line by line, and keeps a copy of the lines.
fn shown(command: &mut Command) -> Result<(bool, String)> {
    let program = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("{program} cannot be started; install it or check PATH"))?;
    let errors = child
        .stderr
        .take()
        .map(|pipe| thread::spawn(move || passed_on(pipe, |line| eprint!("{line}"))));
    let mut text = match child.stdout.take() {
        Some(pipe) => passed_on(pipe, |line| print!("{line}"))?,
        None => String::new(),
    };
    if let Some(Ok(copy)) = errors.map(thread::JoinHandle::join) {
        text.push_str(&copy?);
    }
    Ok((child.wait()?.success(), text))
}

/// Shows each line as it comes, and keeps a copy.
fn passed_on(pipe: impl Read, show: impl Fn(&str)) -> Result<String> {
    let mut copy = String::new();
    let mut reader = BufReader::new(pipe);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        let readable = String::from_utf8_lossy(&line);
        show(&readable);
        copy.push_str(&readable);
        line.clear();
    }
    Ok(copy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn a_program_that_dies_without_counts_is_one_failure() {
        let mut report = Report::default();
        assert!(!report.run("dies", Judge::Cargo, &mut shell("exit 101"), "mend it"));
        assert_eq!(report.outcomes[0].verdict.tally.failed, 1);
        assert!(!report.close());
    }

    #[test]
    fn failures_are_believed_even_when_the_program_claims_success() {
        let mut report = Report::default();
        let script = "echo '# pass 2'; echo '# fail 1'";
        assert!(!report.run("lies", Judge::Node, &mut shell(script), "mend it"));
        assert_eq!(
            report.outcomes[0].verdict.tally,
            Tally {
                passed: 2,
                failed: 1
            }
        );
    }

    #[test]
    fn both_streams_are_counted() {
        let mut report = Report::default();
        let script = "echo 'Ran 3 tests in 0.1s' >&2; echo OK >&2";
        assert!(report.run("quiet", Judge::Unittest, &mut shell(script), "mend it"));
        assert_eq!(report.outcomes[0].verdict.tally.passed, 3);
        assert!(report.close());
    }

    #[test]
    fn a_missing_program_is_a_failure_and_the_run_goes_on() {
        let mut report = Report::default();
        let mut missing = Command::new("no-such-program-here");
        assert!(!report.run("missing", Judge::ExitStatus, &mut missing, "install it"));
        assert!(report.run("next", Judge::ExitStatus, &mut shell("true"), ""));
    }
}
