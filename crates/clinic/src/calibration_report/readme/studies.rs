//! Study by study: observed, from priors, left out, fitted.

use super::super::Picture;
use super::super::row::Row;
use super::super::verdict::{Verdict, inside_50, inside_90, limits};
use super::super::words::{estimate, number};
use super::{picture, table};

pub(super) fn section(rows: &[Row]) -> String {
    let cells: Vec<Vec<String>> = rows.iter().map(cells).collect();
    let head = [
        "study",
        "number",
        "observed",
        "from priors",
        "left out",
        "fitted",
        "left out is",
    ];
    format!(
        "## Study by study\n\n\
         Left out, clinical scores:\n\n{}\nLeft out, everything else:\n\n{}\nFitted, that is with every study among those that \
         teach:\n\n{}\n\
         Predictions are medians with their 90 % range. \u{b0} marks a study of low weight, or one that is told only. *Right*: \
         inside; *right, middle half*: inside the 50 % interval as well; *ignorant*: inside a range of at least {}; **wrong**: \
         outside; *not reached*: outside even when fitted.\n\n{}",
        picture(
            Picture::LeftOutScores,
            "Clinical scores: observed, and predicted by the other studies"
        ),
        picture(
            Picture::LeftOutOthers,
            "Biopsies, hours, channels, uptake, pain and events: observed, and predicted by the other studies"
        ),
        picture(
            Picture::Fitted,
            "Fitted against observed, by kind of number"
        ),
        limits(),
        table(&head, "llrrrrl", &cells),
    )
}

fn cells(row: &Row) -> Vec<String> {
    let told = row.told;
    vec![
        row.study(),
        row.in_full(),
        number(row.shown(told.observed)),
        estimate(row.kind, &told.from_priors),
        estimate(row.kind, &told.left_out),
        estimate(row.kind, &told.fitted),
        verdict(row),
    ]
}

fn verdict(row: &Row) -> String {
    let told = row.told;
    let verdict = match row.verdict {
        Verdict::Right if inside_50(&told.left_out, told.observed) => "right, middle half",
        Verdict::Right => "right",
        Verdict::Ignorant => "ignorant",
        Verdict::Wrong => "**wrong**",
    };
    if inside_90(&told.fitted, told.observed) {
        verdict.to_owned()
    } else {
        format!("{verdict}, not reached")
    }
}
