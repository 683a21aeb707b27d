//! `needlework calibrate`: what the published studies teach about the uncertain numbers.

use std::fmt::Write as _;
use std::io::Write as _;

use anyhow::{Context, Result};
use needlework_planning::Settings;
use needlework_trial::{
    Calibration, CalibrationSettings, EVIDENCE_TRIALS, Evaluation, Knowledge, Trial,
    USUAL_TRIAL_DRAWS, calibrate, validate,
};

use crate::arguments::CalibrateArguments;
use crate::progress::Progress;

/// Calibrates on the published studies.
pub(crate) fn run(arguments: &CalibrateArguments) -> Result<()> {
    let knowledge = Knowledge::shipped()?;
    let trials: Vec<Trial> = EVIDENCE_TRIALS
        .iter()
        .map(|(file, text)| Trial::read(file, text.as_bytes(), &knowledge))
        .collect::<Result<_, _>>()?;
    let settings = CalibrationSettings {
        seed: u64::from(arguments.seed),
        ..CalibrationSettings::default()
    };
    let progress = Progress::over(2, "calibrating")?;
    let calibration = calibrate(&trials, &knowledge, settings, &|done| {
        progress.show(0, done);
    })?;
    let predictions = Settings {
        draws: USUAL_TRIAL_DRAWS,
        seed: settings.seed,
    };
    let validation = validate(&calibration, &trials, &knowledge, &predictions, &|done| {
        progress.show(1, done);
    })?;
    progress.finish();
    let evaluation = Evaluation::of(&trials, &validation);
    std::fs::create_dir_all(&arguments.out)?;
    std::fs::write(
        arguments.out.join("posterior.toml"),
        calibration.posterior.text(),
    )?;
    std::fs::write(
        arguments.out.join("evaluation.json"),
        serde_json::to_string_pretty(&evaluation)?,
    )?;
    std::io::stdout()
        .write_all((summary(&calibration)? + &told(&evaluation)?).as_bytes())
        .context("standard output cannot be written")
}

fn told(evaluation: &Evaluation) -> Result<String> {
    let mut text = String::new();
    for one in &evaluation.endpoints {
        let range = |it: &needlework_outcome::Estimate| {
            format!("{:.2} [{:.2} {:.2}]", it.p50, it.p05, it.p95)
        };
        writeln!(
            text,
            "{} {} d{} {} {}: obs {:.2}; prior {}; left out {}{}; fitted {}; others {:?} per session {:?}",
            one.study,
            one.arm,
            one.day,
            one.scale,
            one.statistic,
            one.observed,
            range(&one.from_priors),
            range(&one.left_out),
            if (one.left_out.p05..=one.left_out.p95).contains(&one.observed) {
                ""
            } else {
                " OUT"
            },
            range(&one.fitted),
            one.mean_of_others.map(|it| (it.value, it.interval)),
            one.per_session.map(|it| it.value)
        )?;
    }
    writeln!(
        text,
        "50 {:?}\n90 {:?}\nwidth {:?}\nmean {:?}\ndose {:?}\nper session {:?}",
        evaluation.coverage_50,
        evaluation.coverage_90,
        evaluation.width_against_mean_of_others,
        evaluation.against_mean_of_others,
        evaluation.against_mean_at_other_dose,
        evaluation.against_per_session
    )?;
    Ok(text)
}

fn summary(calibration: &Calibration) -> Result<String> {
    let mut text = String::new();
    let mut learned: Vec<_> = calibration.learned.iter().collect();
    learned.sort_by(|a, b| a.deviation.total_cmp(&b.deviation));
    for one in learned {
        writeln!(
            text,
            "{} {:.2} {:.2} R-hat {:.4} ESS {:.0} {}",
            one.key,
            one.mean,
            one.deviation,
            one.convergence.r_hat,
            one.convergence.effective_draws,
            one.kept
        )?;
    }
    writeln!(text, "divergences {}", calibration.divergences)?;
    Ok(text)
}
