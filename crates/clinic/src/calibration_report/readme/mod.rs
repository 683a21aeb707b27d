//! The text of the report.

mod learned;
mod limits;
mod made;
mod moves;
mod predictions;
mod reach;
mod short;
mod studies;

use super::row::Row;
use super::{Picture, ReportInput};

/// All of `README.md`.
pub(super) fn text(input: &ReportInput, rows: &[Row]) -> String {
    let parts = [
        "# Calibration report\n\nMade by `needlework calibrate`; not to be edited.\n".to_owned(),
        short::section(input, rows),
        made::section(input),
        learned::section(input.learned),
        predictions::section(input, rows),
        studies::section(rows),
        reach::section(rows),
        moves::section(input.sensitivity),
        limits::section(input, rows),
    ];
    parts.join("\n")
}

/// A picture with the text that stands for it.
fn picture(picture: Picture, alternative: &str) -> String {
    format!("![{alternative}]({})\n", picture.file())
}

/// A table: its head, and its rows. The first column is aligned to the left, all others as the letters of `aligned` say.
fn table(head: &[&str], aligned: &str, rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| {
        let safe: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        format!("| {} |\n", safe.join(" | "))
    };
    let head: Vec<String> = head.iter().map(|cell| (*cell).to_owned()).collect();
    let rule: Vec<&str> = aligned
        .chars()
        .map(|letter| if letter == 'r' { "---:" } else { "---" })
        .collect();
    let body: String = rows.iter().map(|cells| line(cells)).collect();
    format!("{}| {} |\n{body}", line(&head), rule.join(" | "))
}
