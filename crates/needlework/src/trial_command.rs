//! `needlework trial`: what a study is predicted to find, endpoint by endpoint.

use std::fmt::Write as _;
use std::io::Write as _;

use anyhow::{Context, Result, anyhow};
use indicatif::{ProgressBar, ProgressStyle};
use needlework_trial::{
    EndpointPrediction, Knowledge, Settings, TRIAL_FILE, Trial, TrialPrediction, predict,
};

use crate::arguments::TrialArguments;
use crate::input_file;

/// Predicts one trial file.
pub(crate) fn run(arguments: &TrialArguments) -> Result<()> {
    let name = arguments.trial.display().to_string();
    let bytes = input_file::read(&arguments.trial, &name, &TRIAL_FILE)?;
    let knowledge = Knowledge::shipped()?;
    let trial = Trial::read(&name, &bytes, &knowledge)?;
    let settings = Settings {
        draws: arguments.draws,
        seed: arguments.seed,
    };
    let bar = ProgressBar::new(100).with_style(ProgressStyle::with_template(
        "predicting [{bar:40}] {percent} %",
    )?);
    let told = predict(&trial, &knowledge, &settings, &|done| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of one as per cent"
        )]
        bar.set_position((done * 100.0) as u64);
    });
    bar.finish_and_clear();
    let told = told.map_err(|error| anyhow!("{name}: {error}"))?;
    let text = if arguments.json {
        serde_json::to_string_pretty(&told)? + "\n"
    } else {
        words(&trial, &told)?
    };
    std::io::stdout()
        .write_all(text.as_bytes())
        .context("standard output cannot be written")
}

fn words(trial: &Trial, told: &TrialPrediction) -> Result<String> {
    let mut text = format!(
        "{}\nPredicted from {} draws of the model, not calibrated on any study: mean, and the range that holds 90 of 100 draws.\n",
        told.title, told.draws
    );
    if let Some(note) = &trial.note {
        writeln!(text, "{note}")?;
    }
    for endpoint in &told.endpoints {
        writeln!(text, "{}", endpoint_words(endpoint))?;
    }
    let known = || told.endpoints.iter().filter_map(|one| one.inside_90);
    if known().count() > 0 {
        let inside = known().filter(|inside| *inside).count();
        writeln!(
            text,
            "{inside} of {} observed numbers lie inside their range.",
            known().count()
        )?;
    }
    Ok(text)
}

fn endpoint_words(endpoint: &EndpointPrediction) -> String {
    let arm = endpoint
        .arm
        .as_ref()
        .map_or_else(String::new, |arm| format!("{arm}, "));
    let when = if endpoint.day > 0.0 {
        format!("day {}, ", shown(endpoint.day))
    } else {
        String::new()
    };
    let least = endpoint.at_least.map_or_else(String::new, |least| {
        format!(" of at least {}", shown(least))
    });
    let observed = match (endpoint.observed, endpoint.inside_90) {
        (Some(value), Some(true)) => format!("; observed {}, inside", shown(value)),
        (Some(value), _) => format!("; observed {}, OUTSIDE", shown(value)),
        (None, _) => String::new(),
    };
    let predicted = &endpoint.predicted;
    format!(
        "{arm}{when}{} {}{least}: {} ({} to {}){observed}",
        endpoint.scale,
        endpoint.statistic,
        shown(predicted.mean),
        shown(predicted.p05),
        shown(predicted.p95)
    )
}

/// A number with as many decimals as a reader needs.
fn shown(value: f64) -> String {
    let decimals = match value.abs() {
        large if large >= 100.0 => 0,
        middle if middle >= 10.0 => 1,
        _ => 2,
    };
    let text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}
