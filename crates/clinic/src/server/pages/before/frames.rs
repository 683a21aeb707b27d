//! How skin heals after needling, drawn for a few moments: by the numbers of a plan and nothing else.

use needlework_evidence::DAYS_PER_YEAR;
use needlework_outcome::{Estimate, Series};
use needlework_planning::{Plan, ZonePlan};
use needlework_protocol::capitalised;

use crate::chart::{MomentLayer, SkinMoment};
use crate::plan_page::amount::{at_day, of_hundred};
use crate::plan_page::day::stretch;
use crate::plan_page::first_days::{band, grade_name};
use crate::server::page::Page;

/// Days after a session that are drawn: the evening, the next days, and when most people are settled.
const DAYS_AFTER_SESSION: [f64; 4] = [0.0, 1.0, 3.0, 7.0];
/// The sign that is drawn on the surface.
const REDNESS: &str = "redness";

/// One moment.
pub(super) struct Frame {
    pub(super) label: String,
    pub(super) picture: String,
    pub(super) lines: Vec<String>,
}

/// All moments: the first days after a session, then the course and the years after it.
pub(super) fn frames(page: &Page, plan: &Plan) -> Vec<Frame> {
    let Some(zone) = plan.zones.first() else {
        return Vec::new();
    };
    let early = DAYS_AFTER_SESSION.into_iter().map(|day| {
        let label = match day {
            0.0 => page.say("before-frame-session"),
            day => page.say_with("before-frame-day", "day", &format!("{day:.0}")),
        };
        (label, day, early_lines(page, plan, zone, day))
    });
    let late = [plan.judged_day, DAYS_PER_YEAR, 2.0 * DAYS_PER_YEAR];
    let late = late.into_iter().map(|day| {
        let after = stretch(page.language(), day);
        let label = page.say_with("before-frame-later", "stretch", &after);
        (label, day, late_lines(page, zone, day))
    });
    early
        .chain(late)
        .enumerate()
        .map(|(index, (label, day, lines))| Frame {
            picture: moment(page, plan, zone, day).picture(
                &format!("moment-{index}"),
                &label,
                &lines.join(" "),
            ),
            label,
            lines,
        })
        .collect()
}

fn redness(zone: &ZonePlan, day: f64) -> Option<Estimate> {
    let mut signs = zone.outlook.side_effects.iter();
    let sign = signs.find(|sign| sign.id == REDNESS)?;
    within(&sign.grade, day)
}

/// A series at a day that it reaches.
fn within(series: &Series, day: f64) -> Option<Estimate> {
    let last = series.days.last()?;
    (day <= *last).then(|| at_day(series, day)).flatten()
}

fn early_lines(page: &Page, plan: &Plan, zone: &ZonePlan, day: f64) -> Vec<String> {
    let words = page.language();
    let mut lines = Vec::new();
    if let Some(open) = within(&zone.outlook.barrier.open, day) {
        let [low, middle, high] =
            [open.p05, open.p50, open.p95].map(|share| of_hundred(words, share));
        lines.push(still_open(page, &low, &middle, &high));
    }
    if let Some(red) = redness(zone, day) {
        let grades = &plan.check_ins.grades;
        let name = |value| grade_name(band(value, grades), grades).to_lowercase();
        let [low, middle, high] = [red.p05, red.p50, red.p95].map(name);
        let values = [("low", &*low), ("middle", &*middle), ("high", &*high)];
        lines.push(page.say_all("before-frame-red", &values));
    }
    lines
}

/// How many channels of a hundred are open. Right after the session nothing has closed: three times the same number would say less.
fn still_open(page: &Page, low: &str, middle: &str, high: &str) -> String {
    if low == "100" {
        return page.say("before-frame-all-open");
    }
    // Words such as "less than 1" are no number of which one says "about".
    let is_number = middle.starts_with(|first: char| first.is_ascii_digit());
    let (key, middle) = if is_number {
        ("before-frame-open", middle.to_owned())
    } else {
        ("before-frame-open-rare", capitalised(middle))
    };
    let values = [("low", low), ("middle", &*middle), ("high", high)];
    page.say_all(key, &values)
}

fn late_lines(page: &Page, zone: &ZonePlan, day: f64) -> Vec<String> {
    let layers = zone.outlook.layers.iter();
    let shares = layers.filter_map(|layer| at_day(&layer.new_collagen_share, day));
    let most = shares.max_by(|one, other| one.p50.total_cmp(&other.p50));
    most.map_or_else(Vec::new, |share| {
        let [low, middle, high] =
            [share.p05, share.p50, share.p95].map(|value| of_hundred(page.language(), value));
        let values = [("low", &*low), ("middle", &*middle), ("high", &*high)];
        vec![page.say_all("before-frame-new", &values)]
    })
}

fn moment(page: &Page, plan: &Plan, zone: &ZonePlan, day: f64) -> SkinMoment {
    let red = redness(zone, day).map_or(0.0, |red| red.p50);
    let open = within(&zone.outlook.barrier.open, day);
    let is_early = DAYS_AFTER_SESSION.contains(&day);
    SkinMoment {
        epidermis_mm: zone.injury.epidermis_mm.p50,
        layers: zone
            .outlook
            .layers
            .iter()
            .map(|layer| MomentLayer {
                lower_mm: layer.depth_mm[1].p50,
                new_collagen: at_day(&layer.new_collagen_share, day).map_or(0.0, |share| share.p50),
            })
            .collect(),
        channel_depth_mm: zone.injury.channel_depth_mm,
        open: open.filter(|_| is_early).map_or(0.0, |open| open.p50),
        redness: band(red, &plan.check_ins.grades),
        decimal_mark: page.language().decimal_mark().to_owned(),
    }
}
