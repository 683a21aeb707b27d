//! The plan in plain words: what is done when, how deep the needles go, what may change and how sure that is.

use askama::Template;
use axum::extract::Query;
use axum::response::Html;
use jiff::civil::Date;
use needlework_chart::fold::{Chart, Plan as ChartPlan, PlanState};
use needlework_chart::id::PlanId;
use needlework_evidence::{DAYS_PER_YEAR, MONTHS_PER_YEAR};
use needlework_planning::{LockedForecast, LockedScale, Plan, SessionKind};
use needlework_protocol::capitalised;

use crate::chart::{Drawing, FanChart};
use crate::plan_page::change::Change;
use crate::plan_page::how_it_works::cross_section;
use crate::server::access::{Allowed, OwnChart};
use crate::server::chart_care::{course_of, held_sessions, plan_of};
use crate::server::drawn_plan::{DrawnPlan, Part};
use crate::server::earlier::own_words;
use crate::server::later::{self, Asked, Wanted};
use crate::server::page::Page;
use crate::server::pages::plans::calculation::{Extent, as_locked, library_as_locked};
use crate::server::pages::{Shown, show};
use crate::server::plan_document::PlanDocument;
use crate::server::problem::Problem;
use crate::server::results::{CourseResult, Yardstick, course_results, judged_after};

/// Seconds of a day, by which sessions are placed on the axis.
const SECONDS_PER_DAY: f64 = 86_400.0;
/// Ticks of the time axis, months.
const TIME_STEPS: [f64; 4] = [1.0, 3.0, 6.0, 12.0];

/// What is done in one zone, and what may come of it.
struct ZoneView {
    name: String,
    cut: String,
    scale: String,
    fan: String,
    sentences: Vec<String>,
}

/// The plan that counts.
struct PlanView {
    wish: String,
    /// That the course is over, and since when; `None`: it goes on.
    over: Option<String>,
    sessions: Vec<String>,
    upkeep: Vec<String>,
    /// `None`: a session was missed, so that nobody knows the day.
    judged: Option<String>,
    zones: Vec<ZoneView>,
    side_effects: Vec<String>,
    /// What earlier courses showed of this skin, in plain words.
    learned: Vec<String>,
}

#[derive(Template)]
#[template(path = "clinic/mine/plan.html")]
struct PlanPage {
    page: Page,
    plan: Option<PlanView>,
}

/// Shows the plan that was approved; drafts are the clinic's. Cuts through the skin that were not drawn before follow the page.
pub(in crate::server) async fn show_plan(
    own: Allowed<OwnChart>,
    Query(asked): Query<Asked>,
) -> Shown {
    let opened = own.open().await?;
    let page = Page::of(own.who(), "/mine/plan").await;
    let Some((id, plan)) = plan_of(opened.chart()) else {
        return show(&PlanPage { page, plan: None });
    };
    let document = PlanDocument::read(&plan.document)?;
    let library = own.clinic().library().await;
    let forecast = &document.forecast;
    let drawn = DrawnPlan {
        holder: &own,
        opened: &opened,
        plan: id,
        document: &document,
    };
    let cuts = match asked.wanted() {
        Wanted::Soon => cuts_soon(&page, &drawn).await?,
        Wanted::Whole => cuts(&page, &drawn).await,
        Wanted::Part(zone) => {
            let at = document
                .forecast
                .zones
                .iter()
                .position(|one| one.zone == zone);
            let cuts = cuts(&page, &drawn).await;
            let cut = cuts.get(at.ok_or(Problem::NotFound)?).cloned();
            return Ok(Html(cut.unwrap_or_default()));
        }
    };
    let zones = forecast.zones.iter().enumerate().map(|(index, zone)| {
        let scale = zone.scales.first();
        ZoneView {
            name: page.zone_name(&zone.zone),
            cut: cuts.get(index).cloned().unwrap_or_default(),
            scale: scale.map_or_else(String::new, |scale| {
                capitalised(&page.scale_name(&scale.id, &scale.plain_name))
            }),
            sentences: scale.map_or_else(Vec::new, |scale| sentences(&page, forecast, scale)),
            fan: scale.map_or_else(String::new, |scale| fan(&page, forecast, scale, index)),
        }
    });
    let today = own.clinic().today().await;
    let yardstick = Yardstick::of(own.clinic(), &library).await;
    let over = over(&page, plan);
    let mut days = CourseDays::of(opened.chart(), id, forecast, &yardstick, today);
    if over.is_some() {
        days.plan_no_more(plan.state);
    }
    let shown = PlanView {
        wish: page.indication_name(&forecast.indication),
        over,
        sessions: days.sessions(&page),
        upkeep: days.upkeep.iter().map(|day| page.weekday(*day)).collect(),
        judged: days.judged_on.map(|day| page.weekday(day)),
        zones: zones.collect(),
        learned: own_words(&page, &document),
        side_effects: forecast.consent_sentences(&library, page.protocol_language()),
    };
    show(&PlanPage {
        page,
        plan: Some(shown),
    })
}

/// That a course was stopped or completed, and on which day.
fn over(page: &Page, plan: &ChartPlan) -> Option<String> {
    let key = match plan.state {
        PlanState::Stopped => "own-plan-stopped",
        PlanState::Completed => "own-plan-completed",
        _ => return None,
    };
    let ended = plan.moves.iter().rfind(|moved| moved.to == plan.state)?;
    let day = page.weekday(page.local(ended.at).date());
    Some(page.say_with(key, "day", &day))
}

/// The days of a course: as they were held, and as they are planned from here on.
struct CourseDays {
    held: Vec<Date>,
    planned: Vec<Date>,
    upkeep: Vec<Date>,
    /// When the result is looked at; `None`: fewer sessions are left than were planned.
    judged_on: Option<Date>,
}

impl CourseDays {
    /// Those of a plan on a day. A planned day that has passed without a session is none any more.
    fn of(
        chart: &Chart,
        plan: PlanId,
        forecast: &LockedForecast,
        yardstick: &Yardstick<'_>,
        today: Date,
    ) -> Self {
        let course = course_of(chart, plan);
        let held = held_sessions(chart, &course).into_iter();
        let held: Vec<Date> = held.map(|session| session.started.facts.day).collect();
        let of_kind = |kind: SessionKind| {
            let sessions = forecast.sessions.iter();
            sessions
                .filter(move |session| session.kind == kind)
                .map(|session| session.starts.date())
        };
        let ahead = |day: &Date| *day >= today;
        let treatments = of_kind(SessionKind::Treatment);
        let planned: Vec<Date> = treatments.skip(held.len()).filter(ahead).collect();
        let results = course_results(chart, yardstick);
        let result = results.iter().find(|result| result.plan == plan);
        let as_held = result.filter(|result| result.is_as_planned());
        let is_whole = held.len() + planned.len() >= of_kind(SessionKind::Treatment).count();
        Self {
            judged_on: as_held.map(CourseResult::judged_on).or_else(|| {
                let last = planned.last().or(held.last()).filter(|_| is_whole)?;
                Some(judged_after(forecast, *last))
            }),
            upkeep: of_kind(SessionKind::Maintenance).filter(ahead).collect(),
            held,
            planned,
        }
    }

    /// A course that is over has no days ahead; of one that was stopped, nobody knows when its result could be looked at.
    fn plan_no_more(&mut self, state: PlanState) {
        self.planned.clear();
        self.upkeep.clear();
        if state == PlanState::Stopped {
            self.judged_on = None;
        }
    }

    /// The treatments in their order; those that were held say so.
    fn sessions(&self, page: &Page) -> Vec<String> {
        let held = self.held.iter();
        let held = held.map(|day| page.say_with("own-plan-held", "day", &page.weekday(*day)));
        let planned = self.planned.iter().map(|day| page.weekday(*day));
        held.chain(planned).collect()
    }
}

/// A cut through the skin of each zone, to scale, as it was drawn before; or a place for it.
async fn cuts_soon(page: &Page, drawn: &DrawnPlan<'_, OwnChart>) -> Result<Vec<String>, Problem> {
    if let Some(cuts) = kept_cuts(page, drawn).await {
        return Ok(cuts);
    }
    let (clinic, document) = (drawn.holder.clinic(), drawn.document);
    if library_as_locked(clinic, document).await.is_err() {
        return Ok(Vec::new());
    }
    let zones = document.forecast.zones.iter();
    zones
        .map(|zone| later::place(page, "/mine/plan", &zone.zone))
        .collect()
}

async fn kept_cuts(page: &Page, drawn: &DrawnPlan<'_, OwnChart>) -> Option<Vec<String>> {
    let (clinic, key) = (drawn.holder.clinic(), drawn.key(page).await);
    if let Some(cuts) = clinic.kept().cuts(&key) {
        return Some(cuts);
    }
    let cuts = drawn.kept(Part::Cuts, page.code()).await?;
    clinic.kept().keep_cuts(key, cuts.clone());
    Some(cuts)
}

/// A cut through the skin of each zone, to scale; drawn once and then kept. What another version of the program would draw is not
/// the skin that was locked with the plan: then there is no picture.
async fn cuts(page: &Page, drawn: &DrawnPlan<'_, OwnChart>) -> Vec<String> {
    if let Some(cuts) = kept_cuts(page, drawn).await {
        return cuts;
    }
    let (clinic, key) = (drawn.holder.clinic(), drawn.key(page).await);
    let Ok((plan, _)) = as_locked(clinic, drawn.document, Extent::Preview).await else {
        return Vec::new();
    };
    let cuts = drawn_cuts(page, &plan);
    drawn.keep(Part::Cuts, page.code(), &cuts).await;
    clinic.kept().keep_cuts(key, cuts.clone());
    cuts
}

pub(in crate::server::pages) fn drawn_cuts(page: &Page, plan: &Plan) -> Vec<String> {
    let zones = plan.zones.iter().enumerate().map(|(index, zone)| {
        let depth = &zone.injury.channel_depth_mm;
        let description = page.say_all(
            "own-cut-description",
            &[
                ("length", &decimal(page, zone.technique.needle_length_mm)),
                ("low", &decimal(page, depth.p05)),
                ("high", &decimal(page, depth.p95)),
            ],
        );
        let title = page.say_with("plan-cut", "zone", &page.zone_name(&zone.zone));
        let layers = ["own-epidermis", "own-papillary", "own-reticular"];
        let section = cross_section(zone, layers, page.language());
        section.picture(&format!("cut-{index}"), &title, &description)
    });
    zones.collect()
}

/// What the forecast says of a scale at the day of judgement. What lies below the smallest change that can be told from error
/// is never called a change.
fn sentences(page: &Page, forecast: &LockedForecast, scale: &LockedScale) -> Vec<String> {
    let day = forecast.judged_day;
    let Some(at) = scale.improvement_at(&forecast.days, day) else {
        return Vec::new();
    };
    let least = scale.minimal_detectable_change;
    let unit = |value: f64| page.amount(&decimal(page, value), &scale.unit);
    let mut sentences = Vec::new();
    if let Some(chance) = scale.chance_at(&forecast.days, day) {
        let of_hundred = format!("{:.0}", 100.0 * chance);
        sentences.push(page.say_with("own-chance", "number", &of_hundred));
    }
    sentences.push(match Change::of(&at, least) {
        Change::Unseen => page.say("own-change-none"),
        Change::UpTo(high) => page.say_with("own-change-up-to", "high", &unit(high)),
        Change::Between(low, high) => page.say_all(
            "own-change-between",
            &[("low", &unit(low)), ("high", &unit(high))],
        ),
    });
    sentences.push(page.say_with("own-least-change", "least", &unit(least)));
    sentences
}

fn fan(page: &Page, forecast: &LockedForecast, scale: &LockedScale, index: usize) -> String {
    let months = |days: f64| days / DAYS_PER_YEAR * MONTHS_PER_YEAR;
    let points = forecast.days.iter().zip(&scale.improvement);
    let first = forecast.sessions.first().map(|session| &session.starts);
    let sessions = forecast.sessions.iter().filter_map(|session| {
        let since = session.starts.duration_since(first?);
        Some(months(since.as_secs_f64() / SECONDS_PER_DAY))
    });
    let chart = FanChart {
        decimal_mark: page.language().decimal_mark().to_owned(),
        value_label: page.say_with("own-fan-value", "unit", &page.units(&scale.unit)),
        time_label: page.say("plan-fan-months"),
        time_steps: TIME_STEPS.to_vec(),
        points: points
            .map(|(day, value)| (months(*day), value.into()))
            .collect(),
        threshold: Some((
            scale.minimal_detectable_change,
            page.say("own-fan-threshold"),
        )),
        sessions: sessions.collect(),
        pointer: Some((months(forecast.judged_day), page.say("own-fan-judged"))),
    };
    chart.picture(
        &format!("fan-{index}"),
        &page.say("own-fan-title"),
        &sentences(page, forecast, scale).join(" "),
    )
}

/// A number as [`written`], with the decimal mark of the language.
fn decimal(page: &Page, value: f64) -> String {
    page.language().number(&written(value))
}

/// A number with at most one decimal from 1 on, else two: a forecast for one person is no finer.
fn written(value: f64) -> String {
    let decimals = if value.abs() < 1.0 { 2 } else { 1 };
    let text = format!("{value:.decimals$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn numbers_have_no_more_decimals_than_they_need() {
        assert_eq!(
            [0.5, 1.0, 0.256, 2.62, 10.0].map(written),
            ["0.5", "1", "0.26", "2.6", "10"]
        );
    }
}
