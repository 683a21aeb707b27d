//! Fitted against observed: one small panel for each kind of number.

use super::kind::Kind;
use super::row::Row;
use super::sheet::{HEADING, TEXT, WIDTH, file, observed, sheet, text};
use super::value_axis::{ValueAxis, of_fitted};
use super::verdict::inside_90;
use crate::chart::{Anchor, Canvas};

/// Panels side by side.
const COLUMNS: usize = 3;
/// Size of the square of a panel, and of everything around it, px.
const SQUARE: f64 = 216.0;
const LEFT: f64 = 62.0;
const TOP: f64 = 40.0;
const PANEL: f64 = 308.0;
const LEGEND: f64 = 34.0;
/// Steps of an axis.
const PARTS: f64 = 5.0;

/// The picture.
pub(super) fn draw(rows: &[Row]) -> String {
    let panels: Vec<(Kind, Vec<&Row>)> = Kind::ALL
        .into_iter()
        .map(|kind| (kind, rows.iter().filter(|row| row.kind == kind).collect()))
        .filter(|(_, rows): &(Kind, Vec<&Row>)| !rows.is_empty())
        .collect();
    let lines = panels.len().div_ceil(COLUMNS);
    let mut canvas = sheet(LEGEND + lines as f64 * PANEL + 6.0);
    legend(&mut canvas);
    for (place, (kind, rows)) in panels.iter().enumerate() {
        let across = (place % COLUMNS) as f64 * (WIDTH / COLUMNS as f64);
        let down = LEGEND + (place / COLUMNS) as f64 * PANEL;
        panel(&mut canvas, *kind, rows, (across, down));
    }
    let missed = rows.iter().filter(|row| !reached(row)).count();
    file(
        canvas,
        "Fitted against observed",
        &format!(
            "One panel for each kind of number: observed to the right, fitted upwards with its 90 % range; a number on the diagonal is fitted exactly. {missed} of {} lie outside their range and carry the name of their study.",
            rows.len()
        ),
    )
}

fn reached(row: &Row) -> bool {
    inside_90(&row.told.fitted, row.told.observed)
}

fn legend(canvas: &mut Canvas) {
    let y = 18.0;
    observed(canvas, (18.0, y), true);
    text(canvas, "m", (30.0, y + 4.0), "median after fitting");
    observed(canvas, (176.0, y), false);
    text(canvas, "m", (190.0, y + 4.0), "observed outside the range");
    canvas.line("r", (384.0, y), (414.0, y));
    text(canvas, "m", (420.0, y + 4.0), "90 % range");
    canvas.line("aim", (514.0, y), (544.0, y));
    text(canvas, "m", (550.0, y + 4.0), "fitted = observed");
    text(
        canvas,
        "m",
        (680.0, y + 4.0),
        "across: observed, up: fitted",
    );
}

fn panel(canvas: &mut Canvas, kind: Kind, rows: &[&Row], (across, down): (f64, f64)) {
    let (left, top) = (across + LEFT, down + TOP);
    let (right, bottom) = (left + SQUARE, top + SQUARE);
    let values = || rows.iter().flat_map(|row| of_fitted(row));
    let observed_axis = ValueAxis::over(kind, values(), [left, right]);
    let fitted_axis = ValueAxis::over(kind, values(), [bottom, top]);
    canvas.text(
        "h",
        (across + 14.0, down + 24.0),
        Anchor::Start,
        HEADING,
        kind.short_title(),
    );
    for (x, label) in observed_axis.ticks(PARTS) {
        canvas.line("grid", (x, top), (x, bottom));
        canvas.text("m", (x, bottom + 17.0), Anchor::Middle, TEXT, &label);
    }
    for (y, label) in fitted_axis.ticks(PARTS) {
        canvas.line("grid", (left, y), (right, y));
        canvas.text("m", (left - 7.0, y + 4.0), Anchor::End, TEXT, &label);
    }
    canvas.line("aim", (left, bottom), (right, top));
    for row in rows {
        let (told, x) = (&row.told.fitted, observed_axis.place(row.told.observed));
        let place = |value: f64| fitted_axis.place(value);
        canvas.line("r", (x, place(told.p05)), (x, place(told.p95)));
    }
    for row in rows {
        let at = (
            observed_axis.place(row.told.observed),
            fitted_axis.place(row.told.fitted.p50),
        );
        observed(canvas, at, reached(row));
        if !reached(row) {
            let (anchor, at) = if at.0 < f64::midpoint(left, right) {
                (Anchor::Start, (at.0 + 10.0, at.1 - 8.0))
            } else {
                (Anchor::End, (at.0 - 8.0, at.1 + 18.0))
            };
            canvas.text("tag", at, anchor, TEXT, &row.told.study);
        }
    }
}
