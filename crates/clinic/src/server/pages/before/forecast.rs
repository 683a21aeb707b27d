//! What a course may bring, in plain words: visits, how it feels, what changes and when, the first days, what can go wrong.
//! Nothing that cannot be told from an error of measuring is called a change.

use std::sync::Arc;

use askama::Template;
use needlework_evidence::DAYS_PER_YEAR;
use needlework_outcome::ScaleOutlook;
use needlework_planning::{ConsentMeasure, Library, Plan, SessionKind};
use needlework_protocol::capitalised;

use crate::chart::{Drawing as _, FanChart};
use crate::plan_page::amount::{Spread, at_day, finest_of, of_hundred, people, plain};
use crate::plan_page::change::Change;
use crate::plan_page::day::{MONTH_DAYS, stretch};
use crate::plan_page::first_days::FirstDays;
use crate::server::page::Page;
use crate::server::pages::consents::told_risks;
use crate::server::problem::Problem;

/// Steps of the time axis, months.
const TIME_STEPS: [f64; 4] = [3.0, 6.0, 12.0, 24.0];

/// The main scale at one moment.
pub(super) struct MomentRow {
    moment: String,
    chance: String,
    change: String,
}

/// One stretch of the first days.
struct DayRow {
    day: String,
    text: String,
}

/// What a course may bring.
#[derive(Template)]
#[template(path = "clinic/before/forecast.html")]
pub(super) struct ForecastView {
    page: Page,
    zone: String,
    visits: Vec<String>,
    feels: Vec<String>,
    scale: String,
    moments: Vec<MomentRow>,
    fan: String,
    least: String,
    caveat: Option<String>,
    others: Vec<(String, String)>,
    days: Vec<DayRow>,
    /// Sign, and what is thin in the evidence or must not be taken for it.
    cautions: Vec<(String, String)>,
    strip: String,
    risks: Vec<(String, String)>,
    named_risks: Vec<String>,
    forecast: String,
}

impl ForecastView {
    /// What a plan forecasts that speaks the language of the page already.
    pub(super) fn of(page: &Page, plan: &Plan, library: &Arc<Library>) -> Self {
        let zone = plan.zones.first();
        let scales = zone.map_or(&[][..], |zone| &zone.outlook.scales);
        let main = scales.first();
        let days = FirstDays::of(plan, page.language());
        let first = days.zones.into_iter().next();
        let (cards, strip, cautions) = first.map_or_else(Default::default, |zone| {
            (zone.days, zone.strip, zone.caveats)
        });
        Self {
            zone: zone.map_or_else(String::new, |zone| capitalised(&zone.plain_name)),
            visits: visits(page, plan, library),
            feels: feels(page, plan),
            scale: main.map_or_else(String::new, |scale| capitalised(&scale.plain_name)),
            moments: main.map_or_else(Vec::new, |scale| moments(page, plan, scale)),
            fan: main.map_or_else(String::new, |scale| fan(page, plan, scale)),
            least: main.map_or_else(String::new, |scale| {
                let least = plain(page.language(), scale.minimal_detectable_change.value);
                let least = page.amount(&least, &scale.improvement.unit);
                page.say_with("own-least-change", "least", &least)
            }),
            caveat: main.and_then(|scale| scale.caveat.clone()),
            others: scales
                .iter()
                .skip(1)
                .filter_map(|scale| {
                    let row = moment(page, scale, plan.judged_day)?;
                    Some((
                        capitalised(&scale.plain_name),
                        format!("{} {}", row.chance, row.change),
                    ))
                })
                .collect(),
            days: cards
                .into_iter()
                .map(|card| DayRow {
                    day: card.day,
                    text: card.text,
                })
                .collect(),
            cautions: cautions
                .into_iter()
                .map(|(sign, caution)| (capitalised(&sign), caution))
                .collect(),
            strip,
            risks: risks(page, plan),
            named_risks: told_risks(page, library),
            forecast: plan.wording("forecast").to_owned(),
            page: page.clone(),
        }
    }

    /// As HTML.
    pub(super) fn html(&self) -> Result<String, Problem> {
        Ok(self.render()?)
    }
}

fn visits(page: &Page, plan: &Plan, library: &Library) -> Vec<String> {
    let words = page.language();
    let treatments = plan.sessions.iter();
    let treatments = treatments.filter(|one| one.kind == SessionKind::Treatment);
    let mut said = vec![page.count("before-visits", treatments.count())];
    if let Some(course) = library.courses.get(&plan.case.indication) {
        if let Some(days) = course.interval_days {
            said.push(page.say_with("before-visits-apart", "days", &days.to_string()));
        }
        let [low, high] = course.sessions_seen.map(|number| number.to_string());
        said.push(if low == high {
            page.say_with("before-visits-seen-one", "number", &low)
        } else {
            page.say_all("before-visits-seen", &[("low", &low), ("high", &high)])
        });
    }
    let judged = stretch(words, plan.judged_day);
    said.push(page.say_with("before-judged", "stretch", &judged));
    said
}

fn feels(page: &Page, plan: &Plan) -> Vec<String> {
    let words = page.language();
    let minutes = Spread::of(words, &plan.chair_time.total_minutes, 1.0).about(words, "minutes");
    let mut said = vec![page.say_with("before-minutes", "time", &minutes)];
    if let Some(zone) = plan.zones.first() {
        let pain = Spread::of(words, &zone.outlook.discomfort.value, 0.1).about_number(words);
        said.push(page.say_with("before-pain", "value", &pain));
    }
    said.push(page.say("before-numbing"));
    said
}

/// The day of judgement, one year and two years after the first session.
fn moments(page: &Page, plan: &Plan, scale: &ScaleOutlook) -> Vec<MomentRow> {
    let days = [plan.judged_day, DAYS_PER_YEAR, 2.0 * DAYS_PER_YEAR];
    days.into_iter()
        .filter_map(|day| moment(page, scale, day))
        .collect()
}

fn moment(page: &Page, scale: &ScaleOutlook, day: f64) -> Option<MomentRow> {
    let words = page.language();
    let change = at_day(&scale.improvement, day)?;
    let chance = scale.chance_at(day)?;
    let spread = Spread::of(words, &change, finest_of(scale.range));
    let with_unit = |value: &str| page.amount(value, &scale.improvement.unit);
    Some(MomentRow {
        moment: page.say_with("before-after", "stretch", &stretch(words, day)),
        chance: page.say_with("before-chance", "number", &of_hundred(words, chance)),
        change: match Change::of(&(&change).into(), scale.minimal_detectable_change.value) {
            Change::Unseen => page.say("before-change-none"),
            Change::UpTo(_) => {
                page.say_with("before-change-up-to", "high", &with_unit(&spread.high))
            }
            Change::Between(..) => page.say_all(
                "before-change-between",
                &[("low", &spread.low), ("high", &with_unit(&spread.high))],
            ),
        },
    })
}

fn fan(page: &Page, plan: &Plan, scale: &ScaleOutlook) -> String {
    let months = |days: f64| days / MONTH_DAYS;
    let points = scale.improvement.days.iter().map(|day| months(*day));
    let chart = FanChart {
        decimal_mark: page.language().decimal_mark().to_owned(),
        value_label: page.say_with(
            "own-fan-value",
            "unit",
            &page.units(&scale.improvement.unit),
        ),
        time_label: page.say("plan-fan-months"),
        time_steps: TIME_STEPS.to_vec(),
        points: points
            .zip(scale.improvement.values.iter().copied())
            .collect(),
        threshold: Some((
            scale.minimal_detectable_change.value,
            page.say("own-fan-threshold"),
        )),
        sessions: plan.sessions.iter().map(|one| months(one.day)).collect(),
        pointer: Some((months(plan.judged_day), page.say("own-fan-judged"))),
    };
    let rows = moments(page, plan, scale).into_iter();
    let said: Vec<String> = rows
        .map(|row| format!("{}: {} {}", row.moment, row.chance, row.change))
        .collect();
    chart.picture("fan", &page.say("own-fan-title"), &said.join(" "))
}

/// What may go wrong over the course, as people of a hundred.
fn risks(page: &Page, plan: &Plan) -> Vec<(String, String)> {
    let facts = plan.consent.iter();
    facts
        .filter(|fact| fact.measure == ConsentMeasure::ProbabilityOverCourse)
        .map(|fact| {
            (
                capitalised(&fact.plain_name),
                people(page.language(), &fact.value),
            )
        })
        .collect()
}
