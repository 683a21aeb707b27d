//! A run chart: one column per month or longer period, with the limit above which more came than chance explains.

use super::{Anchor, Axis, Breadth, Canvas, Drawing, SMALL, USUAL, round_step, tick_label};

/// One month, or a longer period.
#[derive(Debug, Clone, PartialEq)]
pub struct RunColumn {
    /// Name of the month with which it begins, shown below every few.
    pub label: String,
    /// What came, as a count.
    pub events: f64,
    /// Fewest that are more than chance explains.
    pub limit: f64,
}

/// The run chart of one sign.
#[derive(Debug, Clone, PartialEq)]
pub struct RunColumns {
    /// What is counted.
    pub label: String,
    /// The periods in order.
    pub columns: Vec<RunColumn>,
}

impl Drawing for RunColumns {
    fn draw(&self, breadth: Breadth) -> Canvas {
        let (left, right, top, bottom) = (40.0, breadth.px() - 10.0, 24.0, 150.0);
        let mut canvas = Canvas::new(breadth.px(), bottom + 30.0);
        let most = self
            .columns
            .iter()
            .map(|column| column.events.max(column.limit))
            .fold(1.0, f64::max);
        let up = Axis::new([0.0, most], [bottom, top]);
        // Counts have no decimals.
        let step = round_step(most, 4.0).max(1.0);
        for tick in up.ticks(step) {
            let y = up.place(tick);
            canvas.line("grid", (left, y), (right, y));
            canvas.text(
                "tick",
                (left - 6.0, y + 4.0),
                Anchor::End,
                SMALL,
                &tick_label(tick, step, "."),
            );
        }
        let width = (right - left) / self.columns.len().max(1) as f64;
        let every = (46.0 / width).ceil().max(1.0);
        for (at, of) in self.columns.iter().enumerate() {
            let at = at as f64;
            let from = left + at * width;
            let to = from + width;
            let is_beyond = of.events >= of.limit;
            let class = if is_beyond { "strength-3" } else { "box" };
            if of.events > 0.0 {
                let column = (from + 0.15 * width, to - 0.15 * width);
                canvas.rectangle(class, (column.0, up.place(of.events)), (column.1, bottom));
            }
            let limit = up.place(of.limit);
            canvas.line("threshold", (from, limit), (to, limit));
            if (at % every).abs() < 0.5 {
                let middle = (f64::midpoint(from, to), bottom + 18.0);
                canvas.text("tick", middle, Anchor::Middle, SMALL, &of.label);
            }
        }
        canvas.text("axis", (left, 14.0), Anchor::Start, USUAL, &self.label);
        canvas
    }
}
