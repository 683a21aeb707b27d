//! Every observed number beside what was predicted of it by the other studies, kind by kind on an axis of their unit.

use super::kind::Kind;
use super::row::Row;
use super::sheet::{WIDTH, file, heading, observed, sheet, text};
use super::value_axis::{ValueAxis, of_left_out};
use super::verdict::Verdict;
use super::words::{number, range};
use crate::chart::{Anchor, Canvas};

/// Height of a row, px.
const ROW: f64 = 19.0;
/// Height of a group beyond its rows: heading and labels of ticks, px.
const AROUND: f64 = 56.0;
/// Height of the legend, px.
const LEGEND: f64 = 40.0;
/// Where names end and the plot begins, where it ends and numbers begin, px.
const LEFT: f64 = 406.0;
const RIGHT: f64 = 752.0;
const NUMBERS: f64 = 764.0;

/// The picture of the kinds that `belongs` chooses.
pub(super) fn draw(rows: &[Row], belongs: fn(Kind) -> bool, title: &str) -> String {
    let groups: Vec<(Kind, Vec<&Row>)> = Kind::ALL
        .into_iter()
        .filter(|kind| belongs(*kind))
        .map(|kind| (kind, rows.iter().filter(|row| row.kind == kind).collect()))
        .filter(|(_, rows): &(Kind, Vec<&Row>)| !rows.is_empty())
        .collect();
    let shown: usize = groups.iter().map(|(_, rows)| rows.len()).sum();
    let height = LEGEND + groups.len() as f64 * AROUND + shown as f64 * ROW + 8.0;
    let mut canvas = sheet(height);
    legend(&mut canvas);
    let mut top = LEGEND;
    for (kind, rows) in &groups {
        group(&mut canvas, *kind, rows, top);
        top += AROUND + rows.len() as f64 * ROW;
    }
    let outside = groups.iter().flat_map(|(_, rows)| rows);
    let outside = outside.filter(|row| row.verdict == Verdict::Wrong).count();
    file(
        canvas,
        &format!("{title}: observed, and predicted without the study"),
        &format!(
            "{shown} observed numbers, each beside the median, the middle half and the 90 % range predicted by the other studies. {outside} lie outside their range and are marked by a diamond and a shaded row. The table in README.md holds the numbers."
        ),
    )
}

fn legend(canvas: &mut Canvas) {
    let y = 20.0;
    canvas.line("r", (12.0, y), (52.0, y));
    text(canvas, "m", (58.0, y + 4.0), "90 % range");
    canvas.rectangle("b", (140.0, y - 5.0), (170.0, y + 5.0));
    text(canvas, "m", (176.0, y + 4.0), "middle half");
    canvas.line("k", (262.0, y - 6.0), (262.0, y + 6.0));
    text(canvas, "m", (270.0, y + 4.0), "median");
    observed(canvas, (336.0, y), true);
    text(canvas, "m", (346.0, y + 4.0), "observed, inside");
    observed(canvas, (470.0, y), false);
    text(canvas, "m", (482.0, y + 4.0), "observed, outside");
    text(
        canvas,
        "m",
        (600.0, y + 4.0),
        "\u{b0} study of low weight, or none",
    );
}

fn group(canvas: &mut Canvas, kind: Kind, rows: &[&Row], top: f64) {
    let axis = ValueAxis::over(
        kind,
        rows.iter().flat_map(|row| of_left_out(row)),
        [LEFT, RIGHT],
    );
    let (first, bottom) = (top + 26.0, top + 26.0 + rows.len() as f64 * ROW);
    heading(canvas, (12.0, top + 16.0), kind.title());
    text(canvas, "m", (NUMBERS, top + 16.0), "observed (90 % range)");
    for (place, row) in rows.iter().enumerate() {
        if row.verdict == Verdict::Wrong {
            let y = first + place as f64 * ROW;
            canvas.rectangle("w", (4.0, y), (WIDTH - 4.0, y + ROW));
        }
    }
    for (x, label) in axis.usual_ticks() {
        let class = if label == "0" { "zero" } else { "grid" };
        canvas.line(class, (x, first), (x, bottom + 3.0));
        canvas.text(
            "m",
            (x, bottom + 16.0),
            Anchor::Middle,
            super::sheet::TEXT,
            &label,
        );
    }
    for (place, row) in rows.iter().enumerate() {
        one(canvas, &axis, row, first + (place as f64 + 0.5) * ROW);
    }
}

fn one(canvas: &mut Canvas, axis: &ValueAxis, row: &Row, y: f64) {
    let inside = row.verdict != Verdict::Wrong;
    let class = if inside { "t" } else { "wrong" };
    let name = format!("{} \u{b7} {}", row.study(), row.what());
    canvas.clear_text(class, (12.0, y + 4.0), LEFT - 18.0, &name);
    let told = &row.told.left_out;
    canvas.line("r", (axis.place(told.p05), y), (axis.place(told.p95), y));
    let half = (axis.place(told.p25), axis.place(told.p75));
    canvas.rectangle("b", (half.0, y - 5.0), (half.1, y + 5.0));
    let middle = axis.place(told.p50);
    canvas.line("k", (middle, y - 6.0), (middle, y + 6.0));
    observed(canvas, (axis.place(row.told.observed), y), inside);
    let numbers = format!(
        "{} ({})",
        number(row.shown(row.told.observed)),
        range(row.kind, told)
    );
    text(canvas, class, (NUMBERS, y + 4.0), &numbers);
}
