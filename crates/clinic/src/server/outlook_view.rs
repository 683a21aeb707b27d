//! What a plan predicts, as a part of a page: redrawn while somebody moves a slider.

use askama::Template;
use jiff::Zoned;
use needlework_planning::{Library, NoticeLevel, Plan, SessionKind, plan_in};
use needlework_protocol::screening::Permission;

use super::page::Page;
use super::problem::Problem;
use crate::plan_page::first_days::FirstDays;
use crate::plan_page::how_it_works::coverage;
use crate::plan_page::improvement::Improvement;

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
}

/// What a plan predicts.
#[derive(Template)]
#[template(path = "clinic/outlook.html")]
pub(super) struct OutlookView {
    page: Page,
    class: &'static str,
    verdict: String,
    notices: Vec<NoticeRow>,
    sessions: Vec<String>,
    judged: String,
    chair: String,
    techniques: Vec<TechniqueRow>,
    improvement: Improvement,
    days: FirstDays,
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
        Ok(Self {
            class: class_of(plan.permission()),
            verdict: plan.first_session.sentence.clone(),
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
            judged: day(&plan.judged_on),
            chair: format!("{:.0}", plan.chair_time.total_minutes.p50),
            techniques: techniques(page, plan),
            improvement: Improvement::of(plan, words),
            days: FirstDays::of(plan, words),
            forecast: plan.wording("forecast").to_owned(),
            page: page.clone(),
        })
    }

    /// As HTML.
    pub(super) fn html(&self) -> Result<String, Problem> {
        Ok(self.render()?)
    }
}

fn band(page: &Page, estimate: &needlework_outcome::Estimate, decimals: usize) -> String {
    page.band([estimate.p05, estimate.p50, estimate.p95], decimals)
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
        })
        .collect()
}
