//! What needling costs over some years, by the forecast of the page: its visits, and a visit more each time the change it tells of
//! is no longer seen. So cost and "how long it lasts" say the same.

use needlework_outcome::ScaleOutlook;
use needlework_planning::Plan;
use needlework_protocol::{Cost, Interval, upkeep_cost};

use crate::plan_page::comparison::costs;
use crate::plan_page::day::MONTH_DAYS;
use crate::server::page::Page;

/// Of the forecasts that show a change when it is judged, the share below which the change counts as worn off: half of them, so that
/// a visit comes when it has gone for most.
const WORN_OFF_SHARE: f64 = 0.5;

/// What needling costs.
pub(super) struct UpkeepCost {
    /// The visits of the forecast; empty: no price was found.
    pub(super) first_course: String,
    /// Those, and upkeep over the years of the comparison; empty: no price was found.
    pub(super) with_upkeep: String,
    /// What was counted, in a sentence.
    pub(super) counted: String,
}

impl UpkeepCost {
    /// The cost of a plan with so many visits, of which the forecast tells a change up to `horizon_days`; `None`: it tells of no
    /// change, so that no upkeep can be counted.
    pub(super) fn of(
        page: &Page,
        plan: &Plan,
        scale: &ScaleOutlook,
        (visits, horizon_days): (usize, f64),
    ) -> Option<Self> {
        let comparison = plan.comparison.as_ref()?;
        let prices = &comparison.rows.first()?.session_cost;
        let lasts = lasts_months(scale, plan.judged_day, horizon_days)?;
        let course = Interval {
            low: visits as f64,
            high: visits as f64,
        };
        let told = |cost: &dyn Fn(Interval) -> Option<Interval>| {
            let costs_of = prices.iter().filter_map(|price| {
                let range = cost(price.range)?;
                Some(Cost {
                    range,
                    ..price.clone()
                })
            });
            let all: Vec<Cost> = costs_of.collect();
            costs(&all, page.language()).join("; ")
        };
        let first = |price: Interval| {
            Some(Interval {
                low: price.low * course.low,
                high: price.high * course.high,
            })
        };
        let years = comparison.years;
        Some(Self {
            first_course: told(&first),
            with_upkeep: told(&|price| upkeep_cost(price, course, lasts, years)),
            counted: page.say_all(
                "before-way-upkeep",
                &[
                    ("visits", &visits.to_string()),
                    ("months", &months_words(page, lasts)),
                ],
            ),
        })
    }
}

/// How long the change is seen, months: until it has worn off, at most up to the end of the forecast. `None`: it is seen in none.
fn lasts_months(scale: &ScaleOutlook, judged_day: f64, horizon_days: f64) -> Option<Interval> {
    let judged = scale.chance_at(judged_day).filter(|chance| *chance > 0.0)?;
    let chances = scale
        .improvement
        .days
        .iter()
        .zip(&scale.probability_detectable);
    let mut later = chances.filter(|(day, _)| (judged_day..horizon_days).contains(*day));
    let gone = later.find(|(_, chance)| **chance < WORN_OFF_SHARE * judged);
    let shortest = gone.map_or(horizon_days, |(day, _)| *day);
    Some(Interval {
        low: (shortest / MONTH_DAYS).round(),
        high: (horizon_days / MONTH_DAYS).round(),
    })
}

fn months_words(page: &Page, lasts: Interval) -> String {
    let [low, high] = [lasts.low, lasts.high].map(|months| format!("{months:.0}"));
    if low == high {
        return low;
    }
    page.say_all("before-way-months-range", &[("low", &low), ("high", &high)])
}
