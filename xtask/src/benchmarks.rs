//! `cargo xtask bench`: the benchmarks, beside their rivals.

use anyhow::Result;

use crate::checkout::Checkout;
use crate::environment;
use crate::postgres::{self, Postgres};
use crate::step::Report;
use crate::tally::Judge;

/// Runs the benchmarks, which print Markdown for `BENCHMARKS.md`.
pub(crate) fn measure(checkout: &Checkout) -> Result<bool> {
    let python = environment::python(checkout)?;
    let mut report = Report::default();
    report.run(
        "healing and rules",
        Judge::ExitStatus,
        checkout
            .cargo()
            .args(["bench", "--package", "needlework-bench"])
            .env("NEEDLEWORK_PYTHON", &python),
        "see the message above; the benchmarks are in bench",
    );
    report.run(
        "preview of a plan",
        Judge::ExitStatus,
        checkout
            .cargo()
            .args(["bench", "--package", "needlework-planning"]),
        "see the message above; the benchmark is in crates/planning/benches",
    );
    report.run(
        "registry",
        Judge::ExitStatus,
        checkout
            .cargo()
            .args(["bench", "--package", "needlework-registry"]),
        "see the message above; the benchmark is in crates/registry/benches",
    );
    let postgres = Postgres::start()?;
    report.run(
        "record",
        Judge::ExitStatus,
        checkout
            .cargo()
            .args(["bench", "--package", "needlework-chart"])
            .env(postgres::VARIABLE, postgres.address()),
        "see the message above; the benchmark is in crates/chart/benches",
    );
    Ok(report.close())
}
