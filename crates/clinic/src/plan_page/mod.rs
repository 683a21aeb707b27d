//! The page that shows a plan: one file that needs nothing else, for a screen, a phone and paper.
//!
//! Each section is a small struct of strings ready to show; the templates in `templates/plan` only place them.

mod amount;
mod care;
mod comparison;
mod consent;
mod day;
mod eligibility;
mod evidence;
pub(crate) mod first_days;
mod head;
pub(crate) mod how_it_works;
pub(crate) mod improvement;
mod open_skin;
mod risks;
mod sessions;
mod sources;
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
use self::risks::Risks;
use self::sessions::Sessions;
use self::sources::Sources;
use self::under_skin::UnderSkin;

/// Why a page could not be written.
#[derive(Debug, thiserror::Error)]
#[error(
    "the plan page could not be written ({0}); this is a fault of the program, please report it with the case file"
)]
pub struct PageError(#[from] askama::Error);

/// Wording that the page repeats word for word; empty where the plan holds none.
struct Words {
    forecast: String,
    emergency: String,
    prescribed_medicine: String,
}

impl Words {
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
struct PlanPage {
    drawing: &'static str,
    style: &'static str,
    made_on: String,
    words: Words,
    head: Head,
    eligibility: Eligibility,
    how: HowItWorks,
    sessions: Sessions,
    care: Care,
    days: FirstDays,
    improvement: Improvement,
    under_skin: Option<UnderSkin>,
    risks: Risks,
    consent: Consent,
    ways: Option<OtherWays>,
    sources: Sources,
}

/// The page of a plan as one HTML file: style and drawings are inside, nothing is loaded and no script runs.
///
/// # Errors
/// When a template fails to write, which no plan is known to cause.
pub fn plan_page(plan: &Plan) -> Result<String, PageError> {
    let page = PlanPage {
        drawing: include_str!("../../assets/drawing.css"),
        style: include_str!("../../templates/plan/plan.css"),
        made_on: plan.case.planned_on.strftime("%-d %B %Y").to_string(),
        words: Words::of(plan),
        head: Head::of(plan),
        eligibility: Eligibility::of(plan),
        how: HowItWorks::of(plan),
        sessions: Sessions::of(plan),
        care: Care::of(plan),
        days: FirstDays::of(plan),
        improvement: Improvement::of(plan),
        under_skin: UnderSkin::of(plan),
        risks: Risks::of(plan),
        consent: Consent::of(plan),
        ways: OtherWays::of(plan),
        sources: Sources::of(plan),
    };
    Ok(page.render()?)
}
