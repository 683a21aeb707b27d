//! How the report was made, and whether its chains agree.

use needlework_trial::{CalibrationSettings, Learned};

use super::super::ReportInput;
use super::super::words::count;
use super::table;

/// From here on chains can be told apart (Vehtari and others 2021).
const LARGEST_R_HAT: f64 = 1.01;
/// Fewest effective draws for each chain (the same source).
const FEWEST_PER_CHAIN: f64 = 100.0;

pub(super) fn section(input: &ReportInput) -> String {
    let posterior = input.posterior;
    let command = if input.settings.seed == CalibrationSettings::default().seed {
        "`needlework calibrate`".to_owned()
    } else {
        format!("`needlework calibrate --seed {}`", input.settings.seed)
    };
    let row = |name: &str, value: String| vec![name.to_owned(), value];
    let rows = [
        row("command", command),
        row("version", posterior.version.clone()),
        row("seed", posterior.seed.to_string()),
        row("sampler", posterior.sampler.clone()),
        row("kept joint draws", posterior.draws.len().to_string()),
        row(
            "draws behind a prediction",
            input.prediction_draws.to_string(),
        ),
        row("priors, SHA-256", format!("`{}`", posterior.parameter_set)),
        row("studies, SHA-256", format!("`{}`", posterior.studies)),
    ];
    format!(
        "## How it was made\n\n\
         The model was run for every study at many draws of everything uncertain. Response surfaces stand for these runs; with \
         them the posterior was sampled, the model was run again where it lies, and all of it was sampled anew. The same \
         version and seed give the same files.\n\n{}\n{}",
        table(&["what", "value"], "ll", &rows),
        agreement(input)
    )
}

/// What the chains say of one another.
fn agreement(input: &ReportInput) -> String {
    let Some((largest, fewest)) = worst(input.learned) else {
        return "Nothing was sampled.\n".to_owned();
    };
    let r_hat = largest.convergence.r_hat;
    let draws = fewest.convergence.effective_draws;
    let needed = FEWEST_PER_CHAIN * input.settings.chains as f64;
    let agree = if r_hat <= LARGEST_R_HAT && draws >= needed && input.divergences == 0 {
        "The chains agree."
    } else {
        "**The chains do not agree well enough: do not use this posterior.**"
    };
    format!(
        "{agree} The largest R-hat is {r_hat:.4} (`{}`; at most {LARGEST_R_HAT} is wanted), the fewest effective draws are \
         {draws:.0} (`{}`; at least {needed} are wanted), and {} diverged. This says that the posterior of \
         the response surfaces was explored, not that the model is right.\n",
        largest.key,
        fewest.key,
        match input.divergences {
            0 => "no trajectory".to_owned(),
            some => count(some, "trajectory", "trajectories"),
        }
    )
}

/// The number with the largest R-hat and the one with the fewest effective draws.
pub(super) fn worst(learned: &[Learned]) -> Option<(&Learned, &Learned)> {
    let by_r_hat = |a: &&Learned, b: &&Learned| a.convergence.r_hat.total_cmp(&b.convergence.r_hat);
    let by_draws = |a: &&Learned, b: &&Learned| {
        let draws = |it: &Learned| it.convergence.effective_draws;
        draws(a).total_cmp(&draws(b))
    };
    learned
        .iter()
        .max_by(by_r_hat)
        .zip(learned.iter().min_by(by_draws))
}
