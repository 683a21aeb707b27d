//! What can be asked on the command line. Wrong usage ends with exit code 2, which the parser sees to.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use needlework_planning::USUAL_DRAWS;
use needlework_trial::USUAL_TRIAL_DRAWS;

/// Plans collagen induction therapy (microneedling) for one person. Without a command it plans an example.
#[derive(Debug, Parser)]
#[command(name = "needlework", version, about)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Plan a course for one person: dates, technique, what to expect and how sure it is.
    Plan(PlanArguments),
    /// Screen one person: may this skin be needled, from which day, and who must decide.
    Screen(ScreenArguments),
    /// List the rules, or show one with its sources, the range seen elsewhere and the conflicts behind its default.
    Rules(RulesArguments),
    /// Predict what a published or planned study finds: one line per endpoint, with an interval.
    Trial(TrialArguments),
    /// Learn the uncertain numbers from the published studies anew, and report how well they are then predicted.
    Calibrate(CalibrateArguments),
}

#[derive(Debug, Args)]
pub(crate) struct PlanArguments {
    /// Case file (TOML), for example examples/cheek-lines.toml.
    #[arg(value_name = "CASE.toml")]
    pub(crate) case: PathBuf,
    /// Folder for plan.html, plan.json and care.ics [default: a folder of plans/ named after the case file].
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Print plan.json to standard output and nothing else; files are written only if --out is given too.
    #[arg(long)]
    pub(crate) json: bool,
    /// Number of parameter draws behind every interval.
    #[arg(long, value_name = "N", default_value_t = USUAL_DRAWS)]
    pub(crate) draws: usize,
    /// Seed of the draws: the same seed gives the same plan, bit by bit.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    #[command(flatten)]
    pub(crate) clinic: ClinicArgument,
}

#[derive(Debug, Args)]
pub(crate) struct ScreenArguments {
    /// Case file (TOML) with the answers under `[screening]`.
    #[arg(value_name = "CASE.toml")]
    pub(crate) case: PathBuf,
    /// Print the screening as JSON and nothing else.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) clinic: ClinicArgument,
}

#[derive(Debug, Args)]
pub(crate) struct RulesArguments {
    /// Id of one rule, for example filler-recent.
    #[arg(value_name = "ID")]
    pub(crate) id: Option<String>,
    #[command(flatten)]
    pub(crate) clinic: ClinicArgument,
}

#[derive(Debug, Args)]
pub(crate) struct TrialArguments {
    /// Trial file (TOML); docs/trial-toml.md describes it, crates/trial/data/trials holds examples. Without one, every
    /// published study that Needlework ships is predicted and compared.
    #[arg(value_name = "TRIAL.toml")]
    pub(crate) trial: Option<PathBuf>,
    /// Print the prediction as JSON, a list of them without a trial file, and nothing else.
    #[arg(long)]
    pub(crate) json: bool,
    /// Number of parameter draws behind every interval.
    #[arg(long, value_name = "N", default_value_t = USUAL_TRIAL_DRAWS)]
    pub(crate) draws: usize,
    /// Seed of the draws: the same seed gives the same prediction, bit by bit.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
}

#[derive(Debug, Args)]
pub(crate) struct CalibrateArguments {
    /// Folder for posterior.toml and the report.
    #[arg(long, value_name = "DIR", default_value = "calibration")]
    pub(crate) out: PathBuf,
    /// Seed of everything: the same seed gives the same numbers.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u32,
}

#[derive(Debug, Args)]
pub(crate) struct ClinicArgument {
    /// Clinic file (TOML) that changes defaults of rules within their range, for example examples/clinic/settings.toml.
    #[arg(long = "clinic", value_name = "CLINIC.toml")]
    pub(crate) file: Option<PathBuf>,
}
