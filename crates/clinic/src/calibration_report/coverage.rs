//! How many observed numbers the intervals hold, with what this says of the true share.

use needlework_trial::{Coverage, Evaluation};

use super::sheet::{TEXT, file, heading, sheet, text};
use crate::chart::{Anchor, Axis, Canvas};

const PER_CENT: f64 = 100.0;
/// Names of the three predictions, in the order of [`Evaluation::coverage_90`].
pub(super) const PREDICTIONS: [&str; 3] = ["from priors", "left out", "fitted"];

const LEFT: f64 = 250.0;
const RIGHT: f64 = 900.0;
const ROW: f64 = 28.0;
const PANEL: f64 = 150.0;

/// The picture.
pub(super) fn draw(evaluation: &Evaluation) -> String {
    let mut canvas = sheet(2.0 * PANEL + 24.0);
    let axis = Axis::new([0.0, PER_CENT], [LEFT, RIGHT]);
    panel(&mut canvas, &axis, 8.0, 50.0, &evaluation.coverage_50);
    panel(
        &mut canvas,
        &axis,
        8.0 + PANEL,
        90.0,
        &evaluation.coverage_90,
    );
    let [_, half, _] = evaluation.coverage_50;
    let [_, wide, _] = evaluation.coverage_90;
    file(
        canvas,
        "Coverage of the 50 % and 90 % intervals",
        &format!(
            "Left out, the middle half holds {} of {} observed numbers and the 90 % range {} of {}; dots are these shares, bars the true shares that fit, dashed lines what the intervals promise.",
            half.inside, half.of, wide.inside, wide.of
        ),
    )
}

fn panel(canvas: &mut Canvas, axis: &Axis, top: f64, promised: f64, coverage: &[Coverage; 3]) {
    let title = format!("{promised} % interval");
    heading(canvas, (12.0, top + 18.0), &title);
    text(
        canvas,
        "m",
        (LEFT, top + 18.0),
        "observed numbers inside, %",
    );
    let first = top + 34.0;
    let bottom = first + 3.0 * ROW;
    for tick in axis.ticks(10.0) {
        let x = axis.place(tick);
        canvas.line("grid", (x, first), (x, bottom));
        canvas.text(
            "m",
            (x, bottom + 16.0),
            Anchor::Middle,
            TEXT,
            &format!("{tick}"),
        );
    }
    canvas.line(
        "aim",
        (axis.place(promised), first - 4.0),
        (axis.place(promised), bottom),
    );
    for (place, (name, one)) in PREDICTIONS.iter().zip(coverage).enumerate() {
        let y = first + (place as f64 + 0.5) * ROW;
        let name = format!("{name}: {} of {}", one.inside, one.of);
        text(canvas, "t", (28.0, y + 4.0), &name);
        let [low, high] = one.range.map(|share| axis.place(share * PER_CENT));
        canvas.line("k", (low, y), (high, y));
        canvas.disc("d", (axis.place(share(one)), y), 5.5);
    }
}

/// Numbers inside, per cent.
pub(super) fn share(coverage: &Coverage) -> f64 {
    coverage.inside as f64 * PER_CENT / coverage.of.max(1) as f64
}
