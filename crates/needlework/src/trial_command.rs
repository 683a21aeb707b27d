//! `needlework trial`: what a study is predicted to find, endpoint by endpoint.

use std::fmt::Write as _;
use std::io::Write as _;

use anyhow::{Context, Result, anyhow};
use needlework_planning::Settings;
use needlework_trial::{
    EVIDENCE_TRIALS, EndpointPrediction, Knowledge, TRIAL_FILE, Trial, TrialPrediction, predict,
};

use crate::arguments::TrialArguments;
use crate::input_file;
use crate::progress::Progress;

/// Predicts one trial file, or every published study.
pub(crate) fn run(arguments: &TrialArguments) -> Result<()> {
    let knowledge = Knowledge::shipped()?;
    let settings = Settings {
        draws: arguments.draws,
        seed: arguments.seed,
    };
    let text = match &arguments.trial {
        Some(path) => {
            let name = path.display().to_string();
            let bytes = input_file::read(path, &name, &TRIAL_FILE)?;
            let trial = Trial::read(&name, &bytes, &knowledge)?;
            let told = predicted([(name, &trial)], &knowledge, &settings)?;
            match told.first() {
                Some(told) if arguments.json => serde_json::to_string_pretty(told)? + "\n",
                Some(told) => words(&trial, told)?,
                None => String::new(),
            }
        }
        None => published(&knowledge, &settings, arguments.json)?,
    };
    std::io::stdout()
        .write_all(text.as_bytes())
        .context("standard output cannot be written")
}

fn published(knowledge: &Knowledge, settings: &Settings, json: bool) -> Result<String> {
    let trials: Vec<Trial> = EVIDENCE_TRIALS
        .iter()
        .map(|(file, text)| Trial::read(file, text.as_bytes(), knowledge))
        .collect::<Result<_, _>>()?;
    let named = trials.iter().map(|trial| (trial.id.clone(), trial));
    let told = predicted(named, knowledge, settings)?;
    if json {
        return Ok(serde_json::to_string_pretty(&told)? + "\n");
    }
    let mut text = format!(
        "{} published studies, each predicted by what all of them, itself among them, teach; docs/calibration says how well each is \
         predicted by the others. {}\n",
        told.len(),
        basis(settings.draws)
    );
    for study in &told {
        for endpoint in &study.endpoints {
            writeln!(text, "{}: {}", study.id, endpoint_words(endpoint))?;
        }
    }
    Ok(text + &inside(told.iter().flat_map(|study| &study.endpoints)))
}

/// Predicts studies one after the other; the names are what errors call them.
fn predicted<'a>(
    trials: impl IntoIterator<Item = (String, &'a Trial), IntoIter: ExactSizeIterator>,
    knowledge: &Knowledge,
    settings: &Settings,
) -> Result<Vec<TrialPrediction>> {
    let trials = trials.into_iter();
    let progress = Progress::over(trials.len(), "predicting")?;
    let told = trials
        .enumerate()
        .map(|(at, (name, trial))| {
            predict(trial, knowledge, settings, &|done| progress.show(at, done))
                .map_err(|error| anyhow!("{name}: {error}"))
        })
        .collect();
    progress.finish();
    told
}

fn basis(draws: usize) -> String {
    format!(
        "Predicted from {draws} draws of the model, calibrated on the published studies: mean, and the range that holds the middle 90 of 100 draws."
    )
}

/// How many observed numbers lie inside their range and its middle half; empty when nothing was observed.
fn inside<'a>(endpoints: impl Iterator<Item = &'a EndpointPrediction>) -> String {
    let known: Vec<(bool, bool)> = endpoints
        .filter_map(|one| one.inside_90.zip(one.inside_50))
        .collect();
    if known.is_empty() {
        return String::new();
    }
    let (range, half) = known.iter().fold((0, 0), |(range, half), (wide, narrow)| {
        (range + u32::from(*wide), half + u32::from(*narrow))
    });
    format!(
        "{range} of {} observed numbers lie inside their range, {half} in the middle half of it.\n",
        known.len()
    )
}

fn words(trial: &Trial, told: &TrialPrediction) -> Result<String> {
    let mut text = format!("{}\n{}\n", told.title, basis(told.draws));
    if let Some(note) = &trial.note {
        writeln!(text, "{note}")?;
    }
    for endpoint in &told.endpoints {
        writeln!(text, "{}", endpoint_words(endpoint))?;
    }
    Ok(text + &inside(told.endpoints.iter()))
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
