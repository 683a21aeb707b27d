//! Coverage, width, and errors against both rivals.

use needlework_trial::{Contest, Coverage, Rival, Weight};

use super::super::coverage::{PREDICTIONS, share};
use super::super::row::Row;
use super::super::verdict::inside_90;
use super::super::words::number;
use super::super::{Picture, ReportInput};
use super::short::covered;
use super::{picture, table};

pub(super) fn section(input: &ReportInput, rows: &[Row]) -> String {
    format!(
        "## How well studies are predicted\n\n\
         Three predictions stand side by side: *from priors*, before any study was seen; *left out*, by what all other \
         publications teach, which is what counts; *fitted*, with the study itself among those that teach, which tells only \
         whether the model can reach it.\n\n{}\n{}\n{}\n{}\n{}",
        picture(
            Picture::Coverage,
            "Coverage of the 50 % and 90 % intervals with its own uncertainty"
        ),
        coverage(input),
        by_weight(rows),
        width(input),
        rivals(input, rows),
    )
}

fn coverage(input: &ReportInput) -> String {
    let evaluation = input.evaluation;
    let pairs = evaluation.coverage_50.iter().zip(&evaluation.coverage_90);
    let rows: Vec<Vec<String>> = PREDICTIONS
        .iter()
        .zip(pairs)
        .map(|(name, (half, wide))| {
            let told = |one: &Coverage| {
                let [low, high] = one.range.map(|share| share * 100.0);
                format!(
                    "{} of {}: {:.0} % ({low:.0} to {high:.0} %)",
                    one.inside,
                    one.of,
                    share(one)
                )
            };
            vec![(*name).to_owned(), told(half), told(wide)]
        })
        .collect();
    let head = [
        "prediction",
        "inside the 50 % interval",
        "inside the 90 % interval",
    ];
    format!(
        "{}\nIn brackets: the 90 % interval of the true share (Jeffreys), as if every number were independent. Numbers of one \
         study hang together, so it is too narrow.\n",
        table(&head, "lrr", &rows)
    )
}

fn by_weight(rows: &[Row]) -> String {
    let told = |usual: bool| {
        let these = || {
            rows.iter()
                .filter(|row| (row.weight == Weight::Usual) == usual)
        };
        let held = these().filter(|row| inside_90(&row.told.left_out, row.told.observed));
        format!("{} of {}", held.count(), these().count())
    };
    format!(
        "Of the numbers that count in full, {} lie inside their left-out 90 % range; of those of low weight or none, {}.\n",
        told(true),
        told(false)
    )
}

fn width(input: &ReportInput) -> String {
    match input.evaluation.width_against_mean_of_others {
        Some(ratio) => format!(
            "Where at least two other studies report the same, the left-out 90 % range is {} times as wide as the one in which \
             the next study would lie if studies scattered like a Gaussian (median).\n",
            number(ratio)
        ),
        None => "No range can be compared with that of the mean of the other studies.\n".to_owned(),
    }
}

fn rivals(input: &ReportInput, rows: &[Row]) -> String {
    let evaluation = input.evaluation;
    let contest = |name: &str, contest: &Contest| {
        vec![
            name.to_owned(),
            contest.numbers.to_string(),
            number(contest.model_error),
            number(contest.rival_error),
        ]
    };
    let contests = [
        contest(
            "mean of the other studies",
            &evaluation.against_mean_of_others,
        ),
        contest(
            "the same, where the number of sessions differs",
            &evaluation.against_mean_at_other_dose,
        ),
        contest(
            "a fixed change per session",
            &evaluation.against_per_session,
        ),
    ];
    let numbers: Vec<Vec<String>> = rows.iter().filter_map(beside_rivals).collect();
    format!(
        "### Against two plain rivals\n\n\
         One rival says that a study finds the mean of what the others found on the same yardstick; the other, that every \
         session brings what it brought on average elsewhere. Both can speak only where at least two other publications \
         report the same. Errors are mean absolute ones of clinical scores, in per cent of the value before or percentage \
         points; the model speaks by the median of its left-out prediction.\n\n{}\n{}. {}.\n\n{}",
        table(
            &[
                "rival",
                "numbers",
                "error of the model",
                "error of the rival"
            ],
            "lrrr",
            &contests
        ),
        nearer(rows, "the mean of the other studies", |row| row
            .told
            .mean_of_others),
        nearer(rows, "a fixed change per session", |row| row
            .told
            .per_session),
        if numbers.is_empty() {
            String::new()
        } else {
            let head = [
                "study",
                "number",
                "observed",
                "model",
                "mean of others",
                "per session",
            ];
            table(&head, "llrrrr", &numbers)
        }
    )
}

/// On how many clinical numbers the model lies nearer to what was observed than a rival.
fn nearer(rows: &[Row], name: &str, rival: impl Fn(&Row) -> Option<Rival>) -> String {
    let clinical = rows.iter().filter(|row| row.told.clinical);
    let nearer: Vec<bool> = clinical
        .filter_map(|row| {
            let error = |value: f64| (value - row.told.observed).abs();
            Some(error(row.told.left_out.p50) < error(rival(row)?.value))
        })
        .collect();
    let won = nearer.iter().filter(|won| **won).count();
    let what = format!("The model lies nearer than {name} on");
    covered(&what, &Coverage::of(won, nearer.len()))
}

fn beside_rivals(row: &Row) -> Option<Vec<String>> {
    if !row.told.clinical || row.told.mean_of_others.or(row.told.per_session).is_none() {
        return None;
    }
    let shown = |value: f64| number(row.shown(value));
    let rival =
        |rival: Option<Rival>| rival.map_or_else(|| "\u{2013}".to_owned(), |it| shown(it.value));
    Some(vec![
        row.study(),
        row.in_full(),
        shown(row.told.observed),
        shown(row.told.left_out.p50),
        rival(row.told.mean_of_others),
        rival(row.told.per_session),
    ])
}
