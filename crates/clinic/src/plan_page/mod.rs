//! The page that shows a plan: one file that needs nothing else, for a screen, a phone and paper.
//!
//! Each section is a small struct of strings ready to show; the templates in `templates/plan` only place them.

pub(crate) mod amount;
mod care;
pub(crate) mod change;
pub(crate) mod comparison;
mod consent;
pub(crate) mod day;
mod eligibility;
pub(crate) mod evidence;
pub(crate) mod first_days;
pub(crate) mod head;
pub(crate) mod how_it_works;
pub(crate) mod improvement;
mod learned;
mod open_skin;
mod risks;
mod sessions;
pub(crate) mod sources;
mod under_skin;

use askama::Template;
use needlework_planning::Plan;

use self::care::Care;
use self::comparison::OtherWays;
use self::consent::Consent;
use self::eligibility::Eligibility;
use self::first_days::FirstDays;
use self::head::Head;
use self::how_it_works::HowItWorks;
use self::improvement::Improvement;
use self::learned::Learned;
use self::risks::Risks;
use self::sessions::Sessions;
use self::sources::Sources;
use self::under_skin::UnderSkin;
use crate::language::Language;

/// Why a page could not be written.
#[derive(Debug, thiserror::Error)]
#[error(
    "the plan page could not be written ({0}); this is a fault of the program, please report it with the case file"
)]
pub struct PageError(#[from] askama::Error);

/// Wording that the page repeats word for word; empty where the plan holds none.
struct Wordings {
    forecast: String,
    emergency: String,
    prescribed_medicine: String,
}

impl Wordings {
    fn of(plan: &Plan) -> Self {
        Self {
            forecast: plan.wording("forecast").to_owned(),
            emergency: plan.wording("emergency").to_owned(),
            prescribed_medicine: plan.wording("prescribed-medicine").to_owned(),
        }
    }
}

#[derive(Template)]
#[template(path = "plan/page.html")]
struct PlanPage<'a> {
    words: &'a Language,
    drawing: &'static str,
    style: &'static str,
    made_on: String,
    wordings: Wordings,
    head: Head,
    eligibility: Eligibility,
    how: HowItWorks,
    sessions: Sessions,
    care: Care,
    days: FirstDays,
    improvement: Improvement,
    learned: Option<Learned>,
    under_skin: Option<UnderSkin>,
    risks: Risks,
    consent: Consent,
    ways: Option<OtherWays>,
    sources: Sources,
    /// What paper says of itself.
    patients_part: String,
}

/// The page of a plan as one HTML file: style and drawings are inside, nothing is loaded and no script runs. What the plan says
/// by itself must be said in the language of the page already (`needlework_planning::plan_in`).
///
/// # Errors
/// When a template fails to write, which no plan is known to cause.
pub fn plan_page(plan: &Plan, words: &Language) -> Result<String, PageError> {
    let sources = Sources::of(plan, words);
    let page = PlanPage {
        words,
        drawing: include_str!("../../assets/drawing.css"),
        style: include_str!("../../templates/plan/plan.css"),
        made_on: day::civil(words, plan.case.planned_on),
        wordings: Wordings::of(plan),
        head: Head::of(plan, words),
        eligibility: Eligibility::of(plan, words),
        how: HowItWorks::of(plan, words),
        sessions: Sessions::of(plan, words),
        care: Care::of(plan, words),
        days: FirstDays::of(plan, words),
        improvement: Improvement::of(plan, words),
        learned: Learned::of(plan, words),
        under_skin: UnderSkin::of(plan, words),
        risks: Risks::of(plan, words),
        consent: Consent::of(plan, words),
        ways: OtherWays::of(plan, words),
        patients_part: words.say_all(
            "plan-patients-part",
            &[
                ("version", &sources.engine_version),
                ("case", &sources.short_input()),
            ],
        ),
        sources,
    };
    Ok(page.render()?)
}
