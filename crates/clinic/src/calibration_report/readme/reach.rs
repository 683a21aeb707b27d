//! Numbers that the model cannot reach, and why.

use std::fmt::Write as _;

use super::super::row::Row;
use super::super::verdict::{Verdict, inside_90};
use super::super::words::{number, range};

pub(super) fn section(rows: &[Row]) -> String {
    let reached = |row: &&Row| inside_90(&row.told.fitted, row.told.observed);
    let unreached: Vec<&Row> = rows.iter().filter(|row| !reached(row)).collect();
    let surprised: Vec<&Row> = rows
        .iter()
        .filter(|row| reached(row) && row.verdict == Verdict::Wrong)
        .collect();
    let doubtful: Vec<&Row> = rows
        .iter()
        .filter(|row| reached(row) && row.verdict != Verdict::Wrong && row.remark.is_some())
        .collect();
    format!(
        "## What the model cannot reach, and why\n\n\
         ### Outside even when fitted\n\n{}\n\
         ### Outside when left out, reached when fitted\n\n{}\n\
         ### Inside, with a doubt\n\n{}",
        list(&unreached, |row| format!(
            "observed {}, fitted {}",
            number(row.shown(row.told.observed)),
            range(row.kind, &row.told.fitted)
        )),
        list(&surprised, |row| format!(
            "observed {}, left out {}",
            number(row.shown(row.told.observed)),
            range(row.kind, &row.told.left_out)
        )),
        list(&once(doubtful), |_| String::new()),
    )
}

/// Rows without those whose remark stands above them already.
fn once<'a, 'b>(mut rows: Vec<&'a Row<'b>>) -> Vec<&'a Row<'b>> {
    rows.dedup_by(|next, before| next.remark == before.remark);
    rows
}

fn list(rows: &[&Row], numbers: impl Fn(&Row) -> String) -> String {
    if rows.is_empty() {
        return "None.\n".to_owned();
    }
    let mut text = String::new();
    for row in rows {
        let numbers = numbers(row);
        let told = if numbers.is_empty() {
            format!("`{}`", row.told.scale)
        } else {
            format!("{}: {numbers}", row.in_full())
        };
        let why = row
            .remark
            .map_or("No reason is known.", |remark| remark.sentence.as_str());
        // Writing to a text cannot fail.
        let _ = writeln!(text, "* **{}**, {told}. {why}", row.study());
    }
    text
}
