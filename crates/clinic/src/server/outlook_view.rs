//! What a plan predicts, as a part of a page: redrawn while somebody moves a slider.

use askama::Template;
use jiff::Zoned;
use needlework_planning::{
    Library, LockedForecast, LockedScale, NoticeLevel, Plan, Quantiles, SessionKind, plan_in,
};
use needlework_protocol::screening::Permission;

use super::page::Page;
use super::pages::model_sources::address;
use super::problem::Problem;
use crate::language::Language;
use crate::plan_page::first_days::{FirstDays, GradeKey};
use crate::plan_page::how_it_works::coverage;
use crate::plan_page::improvement::{Improvement, ScaleCard};

/// The mark of what may be done: its colour and sign on a page.
pub(super) const fn class_of(permission: Permission) -> &'static str {
    match permission {
        Permission::Permitted => "yes",
        Permission::NotYet => "wait",
        Permission::Refused => "no",
    }
}

/// A notice with its weight.
pub(super) struct NoticeRow {
    class: &'static str,
    text: String,
}

/// The technique of one zone.
pub(super) struct TechniqueRow {
    zone: String,
    length: String,
    coverage: String,
    depth: String,
    density: String,
    /// Where the page about its sources is.
    sources: String,
}

/// The scales of one zone.
struct ScalesOfZone {
    name: String,
    scales: Vec<ScaleOfZone>,
}

/// One scale.
struct ScaleOfZone {
    /// Id of its heading.
    anchor: String,
    card: ScaleCard,
    sources: String,
}

/// The first days in one zone.
struct DaysOfZone {
    name: String,
    strip: String,
    sources: String,
}

/// A risk over the whole course.
struct RiskRow {
    zone: String,
    name: String,
    probability: String,
    sources: String,
}

/// What a plan predicts.
#[derive(Template)]
#[template(path = "clinic/outlook.html")]
pub(super) struct OutlookView {
    page: Page,
    class: &'static str,
    verdict: String,
    /// The main scale when judged, in a few words.
    main: String,
    notices: Vec<NoticeRow>,
    /// That sessions lie at times at which the clinic is closed.
    closed: Option<String>,
    sessions: Vec<String>,
    /// Why the first session lies on another day than the one that was wished; `None`: it does not.
    first_moved: Option<String>,
    judged: String,
    chair: String,
    chair_sources: String,
    techniques: Vec<TechniqueRow>,
    scales: Vec<ScalesOfZone>,
    days: Vec<DaysOfZone>,
    grades: Vec<GradeKey>,
    risks: Vec<RiskRow>,
    forecast: String,
}

impl OutlookView {
    /// What a plan, or the preview of one, predicts.
    ///
    /// # Errors
    /// When a part of the plan cannot be put into words, which a plan that was made rules out.
    pub(super) fn of(page: &Page, plan: &Plan, library: &Library) -> Result<Self, Problem> {
        let day = |at: &Zoned| page.day(at.date());
        let words = page.language();
        let plan = &plan_in(plan, library, page.protocol_language())?;
        let first_days = FirstDays::of(plan, words);
        let days = first_days.zones.into_iter().zip(&plan.zones);
        let days = days.map(|(days, zone)| DaysOfZone {
            name: days.name,
            strip: days.strip,
            sources: address(zone.outlook.side_effects.iter().flat_map(|one| &one.basis)),
        });
        Ok(Self {
            class: class_of(plan.permission()),
            verdict: plan.first_session.sentence.clone(),
            main: main_outlook(page, &LockedForecast::from(plan)),
            notices: plan
                .notices
                .iter()
                .map(|notice| NoticeRow {
                    class: match notice.level {
                        NoticeLevel::Decision => "no",
                        NoticeLevel::Warning => "wait",
                        NoticeLevel::Note => "",
                    },
                    text: notice.text.clone(),
                })
                .collect(),
            closed: None,
            sessions: plan
                .sessions
                .iter()
                .map(|session| match session.kind {
                    SessionKind::Treatment => day(&session.starts),
                    SessionKind::Maintenance => {
                        page.say_with("upkeep-on", "day", &day(&session.starts))
                    }
                })
                .collect(),
            first_moved: plan
                .sessions
                .first()
                .and_then(|first| first.moved_because.as_deref())
                .map(|because| page.say_with("outlook-first-moved", "because", because)),
            judged: day(&plan.judged_on),
            chair: format!("{:.0}", plan.chair_time.total_minutes.p50),
            techniques: techniques(page, plan),
            chair_sources: address(&plan.chair_time.basis),
            scales: scales(plan, words),
            risks: risks(page, plan),
            days: days.collect(),
            grades: first_days.grades,
            forecast: plan.wording("forecast").to_owned(),
            page: page.clone(),
        })
    }

    /// With what the opening hours say of the sessions.
    #[must_use]
    pub(super) fn with_closed(self, closed: Option<String>) -> Self {
        Self { closed, ..self }
    }

    /// As HTML.
    pub(super) fn html(&self) -> Result<String, Problem> {
        Ok(self.render()?)
    }
}

/// The main scale on the day of judgement, with its interval; empty where no zone is treated.
pub(super) fn main_outlook(page: &Page, forecast: &LockedForecast) -> String {
    let main = forecast.zones.first().and_then(|zone| zone.scales.first());
    main.map_or_else(String::new, |scale| scale_outlook(page, forecast, scale))
}

/// A scale on the day of judgement, with its interval.
pub(super) fn scale_outlook(page: &Page, forecast: &LockedForecast, scale: &LockedScale) -> String {
    let Some(at) = scale.improvement_at(&forecast.days, forecast.judged_day) else {
        return String::new();
    };
    let key = if at.p50 < scale.minimal_detectable_change {
        "outlook-too-small"
    } else {
        "outlook-main"
    };
    page.say_all(
        key,
        &[
            ("scale", &page.scale_name(&scale.id, &scale.plain_name)),
            ("middle", &page.number(at.p50, 1)),
            ("low", &page.number(at.p05, 1)),
            ("high", &page.number(at.p95, 1)),
            ("unit", &page.units(&scale.unit)),
        ],
    )
}

fn band(page: &Page, estimate: &needlework_outcome::Estimate, decimals: usize) -> String {
    page.band([estimate.p05, estimate.p50, estimate.p95], decimals)
}

/// Id of the heading of a scale in the outlook.
pub(super) fn scale_anchor(zone: &str, scale: &str) -> String {
    format!("scale-{zone}-{scale}")
}

fn scales(plan: &Plan, words: &Language) -> Vec<ScalesOfZone> {
    let told = Improvement::of(plan, words).zones.into_iter();
    told.zip(&plan.zones)
        .map(|(told, zone)| {
            let cards = told.scales.into_iter().zip(&zone.outlook.scales);
            let scales = cards.map(|(card, scale)| ScaleOfZone {
                anchor: scale_anchor(&zone.zone, &scale.id),
                card,
                sources: address(&scale.basis),
            });
            ScalesOfZone {
                name: told.name,
                scales: scales.collect(),
            }
        })
        .collect()
}

fn risks(page: &Page, plan: &Plan) -> Vec<RiskRow> {
    let zones = plan.zones.iter();
    let risks = zones.flat_map(|zone| {
        zone.outlook.risks.iter().map(|risk| RiskRow {
            zone: page.zone_name(&zone.zone),
            name: page.sign_name(&risk.id, &risk.plain_name),
            probability: percent_band(page, &Quantiles::from(&risk.probability)),
            sources: address(&risk.basis),
        })
    });
    risks.collect()
}

/// A share with its band, in percent.
pub(super) fn percent_band(page: &Page, share: &Quantiles) -> String {
    let [low, middle, high] =
        [share.p05, share.p50, share.p95].map(|share| page.number(100.0 * share, 1));
    format!("{middle} % ({low} – {high} %)")
}

fn techniques(page: &Page, plan: &Plan) -> Vec<TechniqueRow> {
    plan.zones
        .iter()
        .map(|zone| TechniqueRow {
            zone: page.zone_name(&zone.zone),
            length: page.number(zone.technique.needle_length_mm, 2),
            coverage: coverage(zone.technique.coverage, page.language()),
            depth: band(page, &zone.injury.channel_depth_mm, 2),
            density: band(page, &zone.injury.channels_per_cm2, 0),
            sources: address(zone.basis.iter().chain(&zone.injury.basis)),
        })
        .collect()
}
