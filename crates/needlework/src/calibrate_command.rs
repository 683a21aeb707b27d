//! `needlework calibrate`: what the published studies teach about the uncertain numbers.

use std::io::Write as _;

use anyhow::{Context, Result};
use needlework_clinic::{ReportInput, calibration_report};
use needlework_planning::Settings;
use needlework_trial::{
    Calibration, CalibrationSettings, Contest, Coverage, EVIDENCE_TRIALS, Evaluation, Knowledge,
    REFERENCE_TRIALS, Remark, Sensitivity, Trial, USUAL_TRIAL_DRAWS, calibrate, sensitivity,
    validate,
};

use crate::arguments::CalibrateArguments;
use crate::output;
use crate::progress::Progress;

/// Draws behind the sensitivity of the main outputs.
const SENSITIVITY_DRAWS: usize = 2048;
/// Calibration, predictions, sensitivity.
const STEPS: usize = 3;

/// Calibrates on the published studies and writes the posterior and the report.
pub(crate) fn run(arguments: &CalibrateArguments) -> Result<()> {
    let knowledge = Knowledge::shipped()?;
    let trials = read(EVIDENCE_TRIALS, &knowledge)?;
    let remarks = Remark::shipped(&trials)?;
    let settings = CalibrationSettings {
        seed: u64::from(arguments.seed),
        ..CalibrationSettings::default()
    };
    let (calibration, evaluation, sensitivity) = calculated(&trials, &knowledge, settings)?;
    let report = calibration_report(&ReportInput {
        trials: &trials,
        posterior: &calibration.posterior,
        learned: &calibration.learned,
        divergences: calibration.divergences,
        settings,
        prediction_draws: USUAL_TRIAL_DRAWS,
        evaluation: &evaluation,
        sensitivity: &sensitivity,
        remarks: &remarks,
    });
    let posterior = calibration.posterior.text();
    let numbers = serde_json::to_string_pretty(&evaluation)? + "\n";
    let mut files = vec![
        ("posterior.toml", posterior.as_str()),
        ("evaluation.json", numbers.as_str()),
    ];
    files.extend(report.iter().map(|file| (file.name, file.text.as_str())));
    output::write_all(&arguments.out, &files)?;
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    let written = format!("{}: {}.\n", arguments.out.display(), names.join(", "));
    std::io::stdout()
        .write_all((written + &summary(&calibration, &evaluation)).as_bytes())
        .context("standard output cannot be written")
}

fn read(files: &[(&str, &str)], knowledge: &Knowledge) -> Result<Vec<Trial>> {
    let trials = files
        .iter()
        .map(|(file, text)| Trial::read(file, text.as_bytes(), knowledge))
        .collect::<Result<_, _>>()?;
    Ok(trials)
}

/// All that takes time, with a bar over it.
fn calculated(
    trials: &[Trial],
    knowledge: &Knowledge,
    settings: CalibrationSettings,
) -> Result<(Calibration, Evaluation, Vec<Sensitivity>)> {
    let progress = Progress::over(STEPS, "calibrating")?;
    let calibration = calibrate(trials, knowledge, settings, &|done| progress.show(0, done))?;
    let predictions = Settings {
        draws: USUAL_TRIAL_DRAWS,
        seed: settings.seed,
    };
    let validation = validate(&calibration, trials, knowledge, &predictions, &|done| {
        progress.show(1, done);
    })?;
    let courses = read(REFERENCE_TRIALS, knowledge)?;
    let draws = Settings {
        draws: SENSITIVITY_DRAWS,
        seed: settings.seed,
    };
    let posterior = &calibration.posterior;
    let sensitivity = sensitivity(&courses, knowledge, posterior, &draws, &|done| {
        progress.show(2, done);
    })?;
    progress.finish();
    Ok((
        calibration,
        Evaluation::of(trials, &validation),
        sensitivity,
    ))
}

/// The calibration in a few lines.
fn summary(calibration: &Calibration, evaluation: &Evaluation) -> String {
    let [_, half, _] = evaluation.coverage_50;
    let [_, wide, _] = evaluation.coverage_90;
    let kept = calibration.learned.iter().filter(|one| one.kept).count();
    let convergence = || calibration.learned.iter().map(|one| one.convergence);
    let r_hat = convergence().map(|it| it.r_hat).fold(1.0, f64::max);
    let draws = convergence()
        .map(|it| it.effective_draws)
        .fold(f64::INFINITY, f64::min);
    format!(
        "{kept} of {} uncertain numbers were learned. Largest R-hat {r_hat:.4}, fewest effective draws {draws:.0}, divergences {}.\n\
         Left out, {} observed numbers lie inside their 90 % range and {} in its middle half.\n\
         {}\n{}\n",
        calibration.learned.len(),
        calibration.divergences,
        of_all(&wide),
        of_all(&half),
        against(
            &evaluation.against_mean_of_others,
            "the mean of the other studies"
        ),
        against(
            &evaluation.against_per_session,
            "a fixed change per session"
        ),
    )
}

fn of_all(coverage: &Coverage) -> String {
    let [low, high] = coverage.range.map(|share| share * 100.0);
    format!(
        "{} of {} (true share {low:.0} to {high:.0} %)",
        coverage.inside, coverage.of
    )
}

fn against(contest: &Contest, rival: &str) -> String {
    format!(
        "Against {rival}, over {} numbers: the model errs by {:.1} percentage points, the rival by {:.1}.",
        contest.numbers, contest.model_error, contest.rival_error
    )
}
