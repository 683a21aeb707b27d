//! Healing of one sign: what a person reported over the days, on the band that was forecast for this person.

use super::{Anchor, Axis, Breadth, Canvas, Drawing, Point, SMALL, USUAL};

/// Grades are 0 to 3; a little room is left above and below, so that marks at the ends are whole.
const GRADES: [f64; 2] = [-0.25, 3.25];
/// Days between the ticks.
const DAYS_PER_TICK: f64 = 2.0;
/// Radius of the mark of a report, px.
const RADIUS: f64 = 4.5;

/// The forecast of a sign at one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BandPoint {
    /// Days after the session.
    pub day: f64,
    /// The grade that 5 of 100 forecasts stay below.
    pub low: f64,
    /// The middle forecast.
    pub middle: f64,
    /// The grade that 5 of 100 forecasts exceed.
    pub high: f64,
}

/// Where a report lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportPlace {
    /// Not stronger than nearly all forecasts.
    Within,
    /// Stronger than nearly all forecasts.
    Beyond,
    /// Nothing was forecast of this sign, so that nobody knows.
    Unknown,
}

/// What was reported at one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReportPoint {
    /// Days after the session.
    pub day: f64,
    /// The grade, 0 to 3.
    pub grade: f64,
    /// Where it lies beside the band.
    pub place: ReportPlace,
}

/// One sign over the days after a session.
#[derive(Debug, Clone, PartialEq)]
pub struct HealingBand {
    /// What the vertical axis shows.
    pub value_label: String,
    /// What the horizontal axis shows, with its unit.
    pub time_label: String,
    /// The last day that is shown.
    pub last_day: f64,
    /// The forecast, in order of time; empty where there was none.
    pub band: Vec<BandPoint>,
    /// The reports, in order of time.
    pub reports: Vec<ReportPoint>,
}

struct Plot {
    time: Axis,
    grade: Axis,
    left: f64,
    right: f64,
    bottom: f64,
}

impl Plot {
    fn at(&self, day: f64, grade: f64) -> Point {
        (self.time.place(day), self.grade.place(grade))
    }
}

impl HealingBand {
    fn plot(&self, breadth: Breadth) -> Plot {
        let (left, right) = (26.0, breadth.px() - 12.0);
        let (top, bottom) = (26.0, 26.0 + breadth.choose(150.0, 120.0));
        Plot {
            time: Axis::new([0.0, self.last_day], [left, right]),
            grade: Axis::new(GRADES, [bottom, top]),
            left,
            right,
            bottom,
        }
    }

    fn draw_axes(&self, canvas: &mut Canvas, plot: &Plot) {
        for grade in 0..=3_u8 {
            let y = plot.grade.place(f64::from(grade));
            let class = if grade == 0 { "zero" } else { "grid" };
            canvas.line(class, (plot.left, y), (plot.right, y));
            let label = grade.to_string();
            canvas.text(
                "tick",
                (plot.left - 7.0, y + 4.0),
                Anchor::End,
                SMALL,
                &label,
            );
        }
        for day in plot.time.ticks(DAYS_PER_TICK) {
            let x = plot.time.place(day);
            canvas.line("tick-mark", (x, plot.bottom), (x, plot.bottom + 5.0));
            let label = format!("{day:.0}");
            canvas.text(
                "tick",
                (x, plot.bottom + 18.0),
                Anchor::Middle,
                SMALL,
                &label,
            );
        }
        canvas.text("axis", (2.0, 14.0), Anchor::Start, USUAL, &self.value_label);
        let end = (plot.right, plot.bottom + 34.0);
        canvas.text("axis", end, Anchor::End, SMALL, &self.time_label);
    }

    fn draw_band(&self, canvas: &mut Canvas, plot: &Plot) {
        let upper = self.band.iter().map(|one| plot.at(one.day, one.high));
        let lower = self.band.iter().rev();
        let lower = lower.map(|one| plot.at(one.day, one.low));
        canvas.shape("band-90", &upper.chain(lower).collect::<Vec<_>>());
        let middle = self.band.iter().map(|one| plot.at(one.day, one.middle));
        canvas.curve("median", &middle.collect::<Vec<_>>());
    }

    /// A disc within the band, a square beyond it, a ring where there is none: the difference is seen without its colour.
    fn draw_reports(&self, canvas: &mut Canvas, plot: &Plot) {
        let points = self.reports.iter().map(|one| plot.at(one.day, one.grade));
        canvas.curve("reported", &points.collect::<Vec<_>>());
        for one in &self.reports {
            let (x, y) = plot.at(one.day, one.grade);
            match one.place {
                ReportPlace::Within => canvas.disc("report", (x, y), RADIUS),
                ReportPlace::Unknown => canvas.disc("report unknown", (x, y), RADIUS),
                ReportPlace::Beyond => {
                    let (from, to) = ((x - RADIUS, y - RADIUS), (x + RADIUS, y + RADIUS));
                    canvas.rectangle("report beyond", from, to);
                }
            }
        }
    }
}

impl Drawing for HealingBand {
    fn draw(&self, breadth: Breadth) -> Canvas {
        let plot = self.plot(breadth);
        let mut canvas = Canvas::new(breadth.px(), plot.bottom + 40.0);
        if !self.band.is_empty() {
            self.draw_band(&mut canvas, &plot);
        }
        self.draw_axes(&mut canvas, &plot);
        self.draw_reports(&mut canvas, &plot);
        canvas
    }
}
