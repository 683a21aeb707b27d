//! What was learned, and what stayed at its prior.

use needlework_trial::Learned;

use super::super::Picture;
use super::super::contraction::{SHOWN, most_learned};
use super::super::words::number;
use super::{picture, table};

/// Rows of the table; the picture shows more.
const ROWS: usize = 20;

pub(super) fn section(learned: &[Learned]) -> String {
    let most = most_learned(learned);
    let stayed = learned.len() - most.len();
    let rows: Vec<Vec<String>> = most
        .iter()
        .take(ROWS)
        .map(|one| {
            vec![
                format!("`{}`", one.key),
                number(one.mean),
                format!("{:.0} %", one.deviation * 100.0),
            ]
        })
        .collect();
    format!(
        "## What was learned\n\n\
         A number counts as learned when its range became clearly narrower than that of its prior, when it moved, or when it \
         now hangs together with another one. That holds for {} of {}. The rest, {stayed}, stay at their priors: these studies \
         say nothing about them. A number that moved far beyond its prior is a sign that prior and studies disagree.\n\n\
         The shift is in standard deviations of the prior, the width is that of the posterior over that of the prior. The \
         picture shows the {} of which most was learned.\n\n{}\n{}\n{}",
        most.len(),
        learned.len(),
        most.len().min(SHOWN),
        picture(
            Picture::Contraction,
            "Prior and posterior of the parameters of which most was learned"
        ),
        table(&["parameter", "shift", "width left"], "lrr", &rows),
        at_their_priors(learned),
    )
}

/// The numbers that nothing was learned about, folded away.
fn at_their_priors(learned: &[Learned]) -> String {
    let keys: Vec<String> = learned
        .iter()
        .filter(|one| !one.kept)
        .map(|one| format!("`{}`", one.key))
        .collect();
    format!(
        "<details>\n<summary>What stays at its prior</summary>\n\n{}\n\n</details>\n",
        keys.join(", ")
    )
}
