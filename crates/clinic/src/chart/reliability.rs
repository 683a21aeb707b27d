//! The calibration plot: how often came what was predicted, against how often it should.

use super::{Anchor, Axis, Breadth, Canvas, Drawing, SMALL, USUAL};

/// One point of the plot, all shares 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CalibrationPoint {
    /// Predicted share.
    pub predicted: f64,
    /// Share that came.
    pub came: f64,
    /// Interval in which the true share lies.
    pub interval: [f64; 2],
}

/// A calibration plot. Honest predictions lie on the diagonal.
#[derive(Debug, Clone, PartialEq)]
pub struct CalibrationPlot {
    /// What goes to the right.
    pub predicted_label: String,
    /// What goes up.
    pub came_label: String,
    /// The points.
    pub points: Vec<CalibrationPoint>,
}

impl Drawing for CalibrationPlot {
    fn draw(&self, breadth: Breadth) -> Canvas {
        let side = breadth.choose(360.0, 270.0);
        let (left, top) = (56.0, 30.0);
        let mut canvas = Canvas::new(breadth.px(), side + 82.0);
        let across = Axis::new([0.0, 1.0], [left, left + side]);
        let up = Axis::new([0.0, 1.0], [top + side, top]);
        for tick in [0.0, 0.25, 0.5, 0.75, 1.0] {
            let label = format!("{:.0} %", 100.0 * tick);
            let (x, y) = (across.place(tick), up.place(tick));
            canvas.line("grid", (x, top), (x, top + side));
            canvas.line("grid", (left, y), (left + side, y));
            canvas.text(
                "tick",
                (x, top + side + 18.0),
                Anchor::Middle,
                SMALL,
                &label,
            );
            canvas.text("tick", (left - 8.0, y + 4.0), Anchor::End, SMALL, &label);
        }
        let corner = |share| (across.place(share), up.place(share));
        canvas.line("reference", corner(0.0), corner(1.0));
        for point in &self.points {
            let x = across.place(point.predicted);
            let [low, high] = point.interval;
            canvas.line("whisker", (x, up.place(low)), (x, up.place(high)));
            canvas.disc("middle", (x, up.place(point.came)), 4.0);
        }
        let below = (left + side / 2.0, top + side + 42.0);
        canvas.text("axis", below, Anchor::Middle, USUAL, &self.predicted_label);
        canvas.text("axis", (8.0, 18.0), Anchor::Start, USUAL, &self.came_label);
        canvas
    }
}
