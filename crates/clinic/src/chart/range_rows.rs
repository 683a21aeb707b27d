//! Rows of ranges on one axis: median, the middle half and the middle nine tenths of each.

use needlework_outcome::Estimate;

use super::{Anchor, Axis, Breadth, Canvas, Drawing, SMALL, USUAL};
use super::{round_step, tick_label};

/// Height of one range, px.
const LANE: f64 = 20.0;

/// Named ranges on a common axis. With several ranges per row, the first is marked by a disc, the second by a square,
/// the third by a diamond.
#[derive(Debug, Clone, PartialEq)]
pub struct RangeRows {
    /// What the axis shows, with its unit.
    pub label: String,
    /// Lowest and highest value that the axis shows at least.
    pub span: [f64; 2],
    /// A value to compare with, drawn as a line.
    pub reference: Option<f64>,
    /// What stands between a number and its decimals.
    pub decimal_mark: String,
    /// The rows from top to bottom.
    pub rows: Vec<RangeRow>,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct RangeRow {
    /// Name.
    pub label: String,
    /// One range or more.
    pub ranges: Vec<Estimate>,
}

impl RangeRows {
    fn axis(&self, left: f64, right: f64) -> Axis {
        let ranges = || self.rows.iter().flat_map(|row| row.ranges.iter());
        let low = ranges()
            .map(|range| range.p05)
            .filter(|value| value.is_finite())
            .fold(self.span[0], f64::min);
        let high = ranges()
            .map(|range| range.p95)
            .filter(|value| value.is_finite())
            .fold(self.span[1], f64::max);
        Axis::new([low, high], [left, right])
    }
}

fn draw_range(canvas: &mut Canvas, axis: &Axis, y: f64, index: usize, range: &Estimate) {
    canvas.line(
        "whisker",
        (axis.place(range.p05), y),
        (axis.place(range.p95), y),
    );
    let (from, to) = (axis.place(range.p25), axis.place(range.p75));
    canvas.rectangle("box", (from, y - 4.0), (to, y + 4.0));
    let x = axis.place(range.p50);
    match index {
        0 => canvas.disc("middle", (x, y), 5.0),
        1 => canvas.rectangle("middle", (x - 4.5, y - 4.5), (x + 4.5, y + 4.5)),
        _ => canvas.shape(
            "middle",
            &[(x, y - 6.0), (x + 6.0, y), (x, y + 6.0), (x - 6.0, y)],
        ),
    }
}

impl Drawing for RangeRows {
    fn draw(&self, breadth: Breadth) -> Canvas {
        let left = breadth.choose(230.0, 10.0);
        let right = breadth.px() - 14.0;
        let axis = self.axis(left, right);
        let header = breadth.choose(0.0, 18.0);
        let lanes: usize = self.rows.iter().map(|row| row.ranges.len().max(1)).sum();
        let gaps = self.rows.len() as f64 * (header + 8.0);
        let bottom = 6.0 + lanes as f64 * LANE + gaps;
        let mut canvas = Canvas::new(breadth.px(), bottom + 44.0);
        let [low, high] = axis.values();
        let step = round_step(high - low, breadth.choose(8.0, 5.0));
        for tick in axis.ticks(step) {
            let x = axis.place(tick);
            canvas.line("grid", (x, 2.0), (x, bottom));
            let label = tick_label(tick, step, &self.decimal_mark);
            canvas.text("tick", (x, bottom + 16.0), Anchor::Middle, SMALL, &label);
        }
        if let Some(reference) = self.reference {
            let x = axis.place(reference);
            canvas.line("reference", (x, 2.0), (x, bottom));
        }
        let middle = f64::midpoint(left, right);
        canvas.text(
            "axis",
            (middle, bottom + 36.0),
            Anchor::Middle,
            USUAL,
            &self.label,
        );
        let mut y = 6.0;
        for row in &self.rows {
            y += header;
            let height = row.ranges.len().max(1) as f64 * LANE;
            match breadth {
                Breadth::Wide => {
                    let at = (left - 12.0, y + height / 2.0 + 4.0);
                    canvas.text("row", at, Anchor::End, USUAL, &row.label);
                }
                Breadth::Narrow => {
                    canvas.text("row halo", (left, y), Anchor::Start, USUAL, &row.label);
                }
            }
            for (index, range) in row.ranges.iter().enumerate() {
                let lane = y + (index as f64 + 0.5) * LANE;
                draw_range(&mut canvas, &axis, lane, index, range);
            }
            y += height + 8.0;
        }
        canvas
    }
}
