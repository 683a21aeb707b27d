//! Care around a session as lanes: what is stopped, avoided, waited for and used, by day.

use needlework_evidence::HOURS_PER_DAY;

use super::axis::Axis;
use super::{Anchor, Breadth, Canvas, Drawing, SMALL, USUAL};

/// Days between the lines of the grid.
const WEEK_DAYS: f64 = 7.0;
/// Length of the dashed end of what may last longer, h.
const TAIL_HOURS: f64 = 48.0;

/// Lanes in groups under one axis of days.
#[derive(Debug, Clone, PartialEq)]
pub struct CareLanes {
    /// First and last day of the axis; day 0 is the session.
    pub days: [f64; 2],
    /// What the day of the session is called.
    pub session_label: String,
    /// The unit of days behind a number, short.
    pub day_unit: String,
    /// The groups from top to bottom.
    pub groups: Vec<LaneGroup>,
}

/// Lanes of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct LaneGroup {
    /// Heading.
    pub name: String,
    /// Class of its bars: `stop`, `avoid`, `wait`, `use` or `check`.
    pub class: &'static str,
    /// The lanes.
    pub lanes: Vec<Lane>,
}

/// One lane.
#[derive(Debug, Clone, PartialEq)]
pub struct Lane {
    /// What it is about.
    pub name: String,
    /// When it holds.
    pub bars: Vec<LaneBar>,
}

/// One bar, in hours after the session.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LaneBar {
    /// First hour.
    pub from_hour: f64,
    /// Last hour.
    pub until_hour: f64,
    /// The hour from which it is not certain that it goes on: drawn dashed from there.
    pub open_from_hour: Option<f64>,
}

impl CareLanes {
    fn grid(&self, canvas: &mut Canvas, axis: Axis, top: f64, bottom: f64) {
        let mut day = (self.days[0] / WEEK_DAYS).ceil() * WEEK_DAYS;
        while day <= self.days[1] {
            let x = axis.place(day * HOURS_PER_DAY);
            let is_session = day.abs() < 0.5;
            let class = if is_session { "session-line" } else { "grid" };
            canvas.line(class, (x, top), (x, bottom));
            let label = if is_session {
                self.session_label.clone()
            } else {
                format!("{day:+.0} {}", self.day_unit).replace('-', "\u{2212}")
            };
            canvas.text("tick", (x, top - 6.0), Anchor::Middle, SMALL, &label);
            day += WEEK_DAYS;
        }
    }

    fn rows(&self) -> usize {
        self.groups.iter().map(|group| group.lanes.len()).sum()
    }
}

fn draw_bar(canvas: &mut Canvas, class: &str, bar: LaneBar, axis: Axis, (top, bottom): (f64, f64)) {
    let certain = bar.open_from_hour.unwrap_or(bar.until_hour);
    let [from, to] = [axis.place(bar.from_hour), axis.place(certain)];
    if to > from {
        // A bar of a few hours would be thinner than its own frame.
        let to = to.max(from + 2.5);
        canvas.rectangle(&format!("lane {class}"), (from, top), (to, bottom));
    }
    if bar.open_from_hour.is_some() {
        let end = bar.until_hour.max(certain + TAIL_HOURS);
        let [from, to] = [axis.place(certain.max(bar.from_hour)), axis.place(end)];
        canvas.rectangle(&format!("lane-open {class}"), (from, top), (to, bottom));
    }
}

impl Drawing for CareLanes {
    fn draw(&self, breadth: Breadth) -> Canvas {
        let width = breadth.px();
        let left = breadth.choose(268.0, 18.0);
        let (pitch, bar, label) = breadth.choose((21.0, 13.0, 10.5), (35.0, 12.0, 12.0));
        let heading = 30.0;
        let top = 24.0;
        let height = top + self.rows() as f64 * pitch + self.groups.len() as f64 * heading + 8.0;
        let mut canvas = Canvas::new(width, height);
        let hours = self.days.map(|day| day * HOURS_PER_DAY);
        let axis = Axis::new(hours, [left, width - breadth.choose(24.0, 22.0)]);
        self.grid(&mut canvas, axis, top, height - 4.0);
        let mut y = top;
        for group in &self.groups {
            canvas.text(
                "row halo",
                (0.0, y + 20.0),
                Anchor::Start,
                USUAL,
                &group.name,
            );
            y += heading;
            for lane in &group.lanes {
                let bars = match breadth {
                    Breadth::Wide => {
                        let middle = y + label;
                        canvas.clear_text("lane-name", (0.0, middle + 3.5), left - 8.0, &lane.name);
                        (y + 4.0, y + 4.0 + bar)
                    }
                    Breadth::Narrow => {
                        canvas.text(
                            "lane-name halo",
                            (0.0, y + label),
                            Anchor::Start,
                            SMALL,
                            &lane.name,
                        );
                        (y + 17.0, y + 17.0 + bar)
                    }
                };
                for one in &lane.bars {
                    draw_bar(&mut canvas, group.class, *one, axis, bars);
                }
                y += pitch;
            }
        }
        canvas
    }
}
