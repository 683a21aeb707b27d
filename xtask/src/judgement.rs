//! `cargo xtask test`: every check that a change must pass, in order.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::checkout::Checkout;
use crate::environment::{self, BrowserTests};
use crate::object_store::{self, ObjectStore};
use crate::postgres::{self, Postgres};
use crate::step::Report;
use crate::tally::Judge;
use crate::tracked_files;

/// Every package but the benchmarks, whose rivals take longer to build than all the rest.
const PACKAGES: [&str; 3] = ["--workspace", "--exclude", "needlework-bench"];

/// Programs and folders that tests find through the environment.
struct Surroundings {
    python: PathBuf,
    chromium: PathBuf,
    browser_tests: BrowserTests,
    postgres: Postgres,
    object_store: ObjectStore,
    program: PathBuf,
    plans: PathBuf,
}

impl Surroundings {
    fn prepare(checkout: &Checkout) -> Result<Self> {
        let python = environment::python(checkout)?;
        Ok(Self {
            chromium: environment::chromium()?,
            browser_tests: environment::browser_tests(checkout, &python)?,
            postgres: Postgres::start()?,
            object_store: ObjectStore::start(checkout)?,
            python,
            program: checkout.target("release/needlework"),
            plans: checkout.target("plans"),
        })
    }

    fn known_to<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command
            .env("NEEDLEWORK_PYTHON", &self.python)
            .env("NEEDLEWORK_CHROMIUM", &self.chromium)
            .env("NEEDLEWORK_PROGRAM", &self.program)
            .env("NEEDLEWORK_PLANS", &self.plans)
            .env(postgres::VARIABLE, self.postgres.address())
            .env(object_store::VARIABLE, self.object_store.address())
    }
}

/// Runs all checks and returns whether all of them passed.
pub(crate) fn judge(checkout: &Checkout) -> bool {
    let mut report = Report::default();
    let mut surroundings = None;
    report.check(
        "set-up",
        "install what the message names, then run again; what is installed already is kept",
        || {
            surroundings = Some(Surroundings::prepare(checkout)?);
            Ok(Vec::new())
        },
    );
    judge_text(checkout, &mut report);
    let Some(surroundings) = surroundings else {
        report.skip("tests", "the set-up failed, see above");
        return report.close();
    };
    report.run(
        "tests",
        Judge::Cargo,
        surroundings
            .known_to(&mut checkout.cargo())
            .arg("test")
            .args(PACKAGES)
            .arg("--no-fail-fast"),
        "run the failing test alone: cargo test --package <package> <name>",
    );
    let is_rendered = report.run(
        "release build",
        Judge::ExitStatus,
        checkout
            .cargo()
            .args(["build", "--release", "--package", "needlework"]),
        "see the compiler's message above",
    ) && report.check("examples", "run the named command by hand", || {
        render_examples(checkout, &surroundings)
    });
    if is_rendered {
        judge_plans(checkout, &surroundings, &mut report);
    } else {
        report.skip(
            "rendered plans",
            "the examples were not rendered, see above",
        );
    }
    report.close()
}

fn judge_text(checkout: &Checkout, report: &mut Report) {
    report.run(
        "format",
        Judge::ExitStatus,
        checkout.cargo().args(["fmt", "--all", "--check"]),
        "run cargo fmt",
    );
    report.check("tracked files", "mend the named lines and files", || {
        tracked_files::complaints(checkout)
    });
    report.run(
        "lints",
        Judge::ExitStatus,
        checkout.cargo().arg("clippy").args(PACKAGES).args([
            "--all-targets",
            "--keep-going",
            "--",
            "--deny",
            "warnings",
        ]),
        "mend the code, or say by #[expect(lint, reason = \"...\")] why the lint is wrong there",
    );
    report.run(
        "documentation",
        Judge::ExitStatus,
        checkout
            .cargo()
            .arg("doc")
            .args(PACKAGES)
            .arg("--no-deps")
            .env("RUSTDOCFLAGS", "--deny warnings"),
        "mend the doc comments",
    );
}

/// Plans every case of `examples` with the release binary, each into its own folder.
fn render_examples(checkout: &Checkout, surroundings: &Surroundings) -> Result<Vec<String>> {
    let Surroundings { program, plans, .. } = surroundings;
    if plans.exists() {
        fs::remove_dir_all(plans)?;
    }
    let mut cases: Vec<PathBuf> = fs::read_dir(checkout.path("examples"))
        .context("the folder examples is missing")?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|kind| kind == "toml"))
        .collect();
    cases.sort();
    let mut complaints = Vec::new();
    if cases.is_empty() {
        complaints.push("examples holds no case file".to_owned());
    }
    for case in &cases {
        let folder = plans.join(case.file_stem().unwrap_or_default());
        let status = checkout
            .command(program)
            .arg("plan")
            .arg(case)
            .arg("--out")
            .arg(&folder)
            .status()
            .with_context(|| format!("{} cannot be started", program.display()))?;
        if !status.success() {
            complaints.push(format!("needlework plan {} failed", case.display()));
        }
        for name in ["plan.json", "plan.html", "care.ics"] {
            if !folder.join(name).is_file() {
                complaints.push(format!(
                    "needlework plan {} wrote no {name}",
                    case.display()
                ));
            }
        }
    }
    println!("{} plans in {}", cases.len(), plans.display());
    Ok(complaints)
}

fn judge_plans(checkout: &Checkout, surroundings: &Surroundings, report: &mut Report) {
    let browser = &surroundings.browser_tests;
    report.run(
        "browser tests",
        Judge::Node,
        surroundings
            .known_to(&mut Command::new(&browser.node))
            .args(["--test", "--test-reporter=tap"])
            .current_dir(&browser.folder),
        "open the named plan.html, or the named page of needlework serve --demonstration; the tests are in tests/browser",
    );
    report.run(
        "Python judges",
        Judge::Unittest,
        surroundings
            .known_to(&mut checkout.command(&surroundings.python))
            .args([
                "-B",
                "-m",
                "unittest",
                "discover",
                "--start-directory",
                "tests/python",
            ]),
        "read the message above; the judges are in tests/python",
    );
}
