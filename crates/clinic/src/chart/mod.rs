//! Charts as inline SVG.
//!
//! Each chart is drawn twice: wide for a desktop and for paper, narrow for a phone, so that letters keep their size; the
//! style sheet shows one of them. A chart never speaks by colour alone, and each stands beside a table of its numbers.

mod axis;
mod canvas;
mod care_lanes;
mod cross_section;
mod fan;
mod fibres;
mod healing_band;
mod heat_strip;
mod range_rows;
mod reliability;
mod run_chart;
mod skin_moment;
mod timeline;

pub use axis::{Axis, round_step, step_of, tick_label};
pub use canvas::{Anchor, Canvas, Point, escaped, text_width};
pub use care_lanes::{CareLanes, Lane, LaneBar, LaneGroup};
pub use cross_section::{CrossSection, CutLabels};
pub use fan::FanChart;
pub use fibres::{FibreLayer, FibrePanel, Fibres};
pub use healing_band::{BandPoint, HealingBand, ReportPlace, ReportPoint};
pub use heat_strip::{HeatCell, HeatRow, HeatStrip};
pub use range_rows::{RangeRow, RangeRows};
pub use reliability::{CalibrationPlot, CalibrationPoint};
pub use run_chart::{RunColumn, RunColumns};
pub use skin_moment::{MomentLayer, SkinMoment};
pub use timeline::{Timeline, TimelineMark};

/// Size of small text in a chart, px.
const SMALL: f64 = 12.0;
/// Size of usual text in a chart, px.
const USUAL: f64 = 13.0;

/// The two sizes of a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breadth {
    /// For a desktop and for paper.
    Wide,
    /// For a phone.
    Narrow,
}

impl Breadth {
    /// Width of the sheet, px.
    pub fn px(self) -> f64 {
        match self {
            Self::Wide => 720.0,
            Self::Narrow => 340.0,
        }
    }

    /// The first value when wide, the second when narrow.
    pub fn choose<T>(self, wide: T, narrow: T) -> T {
        match self {
            Self::Wide => wide,
            Self::Narrow => narrow,
        }
    }
}

/// What can be drawn in both breadths.
pub trait Drawing {
    /// Draws it on a sheet of this breadth.
    fn draw(&self, breadth: Breadth) -> Canvas;

    /// Both breadths as SVG. `id` must be unique in its page.
    fn picture(&self, id: &str, title: &str, description: &str) -> String {
        let wide =
            self.draw(Breadth::Wide)
                .finish(&format!("{id}-wide"), "wide", title, description);
        let narrow = self.draw(Breadth::Narrow).finish(
            &format!("{id}-narrow"),
            "narrow",
            title,
            description,
        );
        format!("{wide}{narrow}")
    }
}
