//! From prior to posterior: the numbers of which most was learned.

use needlework_trial::Learned;

use super::sheet::{TEXT, file, heading, sheet, text};
use super::words::number;
use crate::chart::{Anchor, Axis};

/// Numbers that are shown.
pub(super) const SHOWN: usize = 40;
/// Standard score of the upper end of a 90 % range.
const Z_95: f64 = 1.645;
/// Prior standard deviations to either side.
const REACH: f64 = 4.0;
const PER_CENT: f64 = 100.0;

const LEFT: f64 = 412.0;
const RIGHT: f64 = 752.0;
const ROW: f64 = 19.0;
const TOP: f64 = 62.0;

/// How much was learned: the divergence of the posterior from the prior, both taken as Gaussian.
pub(super) fn amount(learned: &Learned) -> f64 {
    let variance = (learned.deviation * learned.deviation).max(f64::MIN_POSITIVE);
    0.5 * (variance + learned.mean * learned.mean - 1.0 - variance.ln())
}

/// Everything of which anything was learned, most first.
pub(super) fn most_learned(learned: &[Learned]) -> Vec<&Learned> {
    let mut sorted: Vec<&Learned> = learned.iter().filter(|it| it.kept).collect();
    sorted.sort_by(|a, b| amount(b).total_cmp(&amount(a)));
    sorted
}

/// The picture.
pub(super) fn draw(learned: &[Learned]) -> String {
    let shown: Vec<&Learned> = most_learned(learned).into_iter().take(SHOWN).collect();
    let bottom = TOP + shown.len() as f64 * ROW;
    let mut canvas = sheet(bottom + 52.0);
    let axis = Axis::new([-REACH, REACH], [LEFT, RIGHT]);
    heading(&mut canvas, (12.0, 22.0), "Most learned");
    text(&mut canvas, "m", (12.0, 44.0), "parameter");
    canvas.line("n", (LEFT, 18.0), (LEFT + 30.0, 18.0));
    text(&mut canvas, "m", (LEFT + 36.0, 22.0), "90 % of prior");
    canvas.line("r", (LEFT + 130.0, 18.0), (LEFT + 160.0, 18.0));
    canvas.disc("d", (LEFT + 145.0, 18.0), 4.5);
    text(
        &mut canvas,
        "m",
        (LEFT + 166.0, 22.0),
        "mean and 90 % of posterior",
    );
    text(&mut canvas, "m", (768.0, 44.0), "shift, width left");
    for tick in axis.ticks(1.0) {
        let x = axis.place(tick);
        let class = if tick.abs() < 0.5 { "zero" } else { "grid" };
        canvas.line(class, (x, TOP - 4.0), (x, bottom));
        canvas.text("m", (x, bottom + 16.0), Anchor::Middle, TEXT, &number(tick));
    }
    let middle = f64::midpoint(LEFT, RIGHT);
    let unit = "prior standard deviations above the middle of the prior";
    canvas.text("m", (middle, bottom + 36.0), Anchor::Middle, TEXT, unit);
    for (place, one) in shown.iter().enumerate() {
        let y = TOP + (place as f64 + 0.5) * ROW;
        canvas.clear_text("t", (12.0, y + 4.0), LEFT - 18.0, &one.key);
        canvas.line("n", (axis.place(-Z_95), y), (axis.place(Z_95), y));
        let reach = Z_95 * one.deviation;
        let (from, to) = (axis.place(one.mean - reach), axis.place(one.mean + reach));
        canvas.line("r", (from, y), (to, y));
        canvas.disc("d", (axis.place(one.mean), y), 4.5);
        text(&mut canvas, "t", (768.0, y + 4.0), &in_words(one));
    }
    file(
        canvas,
        "From prior to posterior",
        &format!(
            "The {} parameters of which most was learned, most first: where the posterior lies against its prior, in standard deviations of the prior.",
            shown.len()
        ),
    )
}

/// Shift and remaining width.
pub(super) fn in_words(learned: &Learned) -> String {
    let sign = if learned.mean >= 0.005 { "+" } else { "" };
    format!(
        "{sign}{}, {:.0} %",
        number(learned.mean),
        learned.deviation * PER_CENT
    )
}
