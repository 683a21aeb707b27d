//! A fan chart: median, the middle half and the middle nine tenths of the draws over time.

use needlework_outcome::Estimate;

use super::{Anchor, Axis, Breadth, Canvas, Drawing, Point, SMALL, USUAL};
use super::{round_step, step_of, text_width, tick_label};

/// A predicted quantity over time with its bands.
#[derive(Debug, Clone, PartialEq)]
pub struct FanChart {
    /// What the vertical axis shows, with its unit.
    pub value_label: String,
    /// What the horizontal axis shows, with its unit.
    pub time_label: String,
    /// Steps that the ticks of the horizontal axis may have, smallest first.
    pub time_steps: Vec<f64>,
    /// What stands between a number and its decimals.
    pub decimal_mark: String,
    /// Time and value, in order of time.
    pub points: Vec<(f64, Estimate)>,
    /// A level to compare with, and what it is called.
    pub threshold: Option<(f64, String)>,
    /// Times of sessions.
    pub sessions: Vec<f64>,
    /// A time to point at, and what it is called.
    pub pointer: Option<(f64, String)>,
}

struct Plot {
    time: Axis,
    value: Axis,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl FanChart {
    fn plot(&self, breadth: Breadth) -> Plot {
        let (left, right) = (46.0, breadth.px() - 14.0);
        let head = if self.threshold.is_some() {
            breadth.choose(46.0, 64.0)
        } else {
            30.0
        };
        let (top, bottom) = (head, head + breadth.choose(216.0, 180.0));
        let last = self.points.last().map_or(1.0, |point| point.0);
        let level = self.threshold.as_ref().map_or(0.0, |(level, _)| *level);
        let low = self.fold(0.0_f64.min(level), |value| value.p05, f64::min);
        let high = self.fold(level.max(0.0), |value| value.p95, f64::max);
        let margin = 0.06 * (high - low);
        let low = if low < 0.0 { low - margin } else { low };
        Plot {
            time: Axis::new([0.0, last], [left, right]),
            value: Axis::new([low, high + margin], [bottom, top]),
            left,
            right,
            top,
            bottom,
        }
    }

    fn fold(&self, start: f64, of: fn(&Estimate) -> f64, choose: fn(f64, f64) -> f64) -> f64 {
        self.points
            .iter()
            .map(|(_, value)| of(value))
            .filter(|value| value.is_finite())
            .fold(start, choose)
    }

    fn band(
        &self,
        plot: &Plot,
        low: fn(&Estimate) -> f64,
        high: fn(&Estimate) -> f64,
    ) -> Vec<Point> {
        let upper = self.points.iter();
        let lower = self.points.iter().rev();
        let place = |time: f64, value: f64| (plot.time.place(time), plot.value.place(value));
        upper
            .map(|(time, value)| place(*time, high(value)))
            .chain(lower.map(|(time, value)| place(*time, low(value))))
            .collect()
    }

    fn draw_axes(&self, canvas: &mut Canvas, plot: &Plot, breadth: Breadth) {
        let [low, high] = plot.value.values();
        let step = round_step(high - low, 5.0);
        for tick in plot.value.ticks(step) {
            let y = plot.value.place(tick);
            let class = if tick.abs() < step * 1e-6 {
                "zero"
            } else {
                "grid"
            };
            canvas.line(class, (plot.left, y), (plot.right, y));
            let label = tick_label(tick, step, &self.decimal_mark);
            canvas.text(
                "tick",
                (plot.left - 6.0, y + 4.0),
                Anchor::End,
                SMALL,
                &label,
            );
        }
        let [start, end] = plot.time.values();
        let step = step_of(&self.time_steps, end - start, breadth.choose(9.0, 5.0));
        for tick in plot.time.ticks(step) {
            let x = plot.time.place(tick);
            canvas.line("tick-mark", (x, plot.bottom), (x, plot.bottom + 5.0));
            let label = tick_label(tick, step, &self.decimal_mark);
            canvas.text(
                "tick",
                (x, plot.bottom + 19.0),
                Anchor::Middle,
                SMALL,
                &label,
            );
        }
        canvas.text("axis", (2.0, 14.0), Anchor::Start, USUAL, &self.value_label);
        let middle = f64::midpoint(plot.left, plot.right);
        let below = plot.bottom + 37.0;
        canvas.text(
            "axis",
            (middle, below),
            Anchor::Middle,
            USUAL,
            &self.time_label,
        );
    }

    /// The level itself over the bands, and its name in the head of the chart, where no band hides it.
    fn draw_threshold(&self, canvas: &mut Canvas, plot: &Plot, breadth: Breadth) {
        let Some((level, label)) = &self.threshold else {
            return;
        };
        let y = plot.value.place(*level);
        canvas.line("threshold", (plot.left, y), (plot.right, y));
        let (right, head) = (plot.right, breadth.choose(14.0, 32.0));
        let start = breadth.choose(right - text_width(label, SMALL) - 40.0, 2.0);
        canvas.line("threshold", (start, head - 4.0), (start + 28.0, head - 4.0));
        let at = (start + 34.0, head);
        canvas.text("threshold-label", at, Anchor::Start, SMALL, label);
    }

    /// The values that are too small to matter, below the level.
    fn draw_floor(&self, canvas: &mut Canvas, plot: &Plot) {
        if let Some((level, _)) = &self.threshold {
            let (from, to) = (plot.value.place(0.0), plot.value.place(*level));
            canvas.rectangle("below-threshold", (plot.left, from), (plot.right, to));
        }
    }

    fn draw_marks(&self, canvas: &mut Canvas, plot: &Plot) {
        for session in &self.sessions {
            let (x, y) = (plot.time.place(*session), plot.bottom);
            canvas.shape("session", &[(x, y - 9.0), (x - 4.5, y), (x + 4.5, y)]);
        }
        if let Some((time, label)) = &self.pointer {
            let x = plot.time.place(*time);
            canvas.line("pointer", (x, plot.top - 10.0), (x, plot.bottom));
            canvas.text(
                "pointer-label",
                (x, plot.top - 14.0),
                Anchor::Middle,
                SMALL,
                label,
            );
        }
    }
}

impl Drawing for FanChart {
    fn draw(&self, breadth: Breadth) -> Canvas {
        let plot = self.plot(breadth);
        let mut canvas = Canvas::new(breadth.px(), plot.bottom + 44.0);
        self.draw_floor(&mut canvas, &plot);
        canvas.shape(
            "band-90",
            &self.band(&plot, |value| value.p05, |value| value.p95),
        );
        canvas.shape(
            "band-50",
            &self.band(&plot, |value| value.p25, |value| value.p75),
        );
        self.draw_axes(&mut canvas, &plot, breadth);
        let median: Vec<Point> = self
            .points
            .iter()
            .map(|(time, value)| (plot.time.place(*time), plot.value.place(value.p50)))
            .collect();
        canvas.curve("median", &median);
        self.draw_threshold(&mut canvas, &plot, breadth);
        self.draw_marks(&mut canvas, &plot);
        canvas
    }
}
