//! The answer: what speaks against it first, then what a course may bring for this person. Nothing is kept.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::Form;
use needlework_planning::{Library, beside_other_ways, plan_in, screening_in};
use needlework_protocol::capitalised;
use needlework_protocol::screening::{Finding, Grade, Permission};

use super::Sent;
use super::device::said;
use super::forecast::ForecastView;
use super::given::{Given, Mistake, carried};
use super::public::FOR_STRANGERS;
use super::questions::QuestionsPage;
use super::send::SendForm;
use super::ways::Ways;
use crate::plan_page::sources::web_address;
use crate::server::clinic::Shared;
use crate::server::page::Page;
use crate::server::pages::plans::calculation::{Calculation, calculate};
use crate::server::pages::{Draft, show};
use crate::server::problem::Problem;

/// The rule that speaks of a zone for which no usual needle length is known, with the length that was chosen.
const DEPTH_UNKNOWN: &str = "depth-unknown";

/// A source, with its address where it has one.
struct SourceLine {
    title: String,
    link: Option<String>,
}

/// Something that speaks against it, or needs care.
struct Against {
    class: &'static str,
    label: String,
    because: String,
    patient: String,
    sources: Vec<SourceLine>,
}

/// What a course may bring.
struct Forecast {
    html: String,
    /// With which device the numbers were made.
    device: String,
    /// The same wish by other ways; `None`: no source speaks about it.
    ways: Option<Ways>,
}

#[derive(Template)]
#[template(path = "clinic/before/answered.html")]
struct AnsweredPage {
    page: Page,
    class: &'static str,
    verdict: String,
    against: Vec<Against>,
    unanswered: Option<String>,
    undecided: Vec<String>,
    /// What a course may bring; `None` while something stops it, or while nobody knows the usual course.
    forecast: Option<Forecast>,
    carried: Vec<(String, String)>,
    send: SendForm,
}

/// Answers a form: the questions again where something cannot be read, or where somebody wants to change an answer.
pub(in crate::server) async fn answer(
    State(clinic): State<Shared>,
    headers: HeaderMap,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let sent = Sent::of(&clinic, &headers, pairs).await?;
    let again = |mistakes: Vec<Mistake>| {
        show(&QuestionsPage::of(
            sent.page.clone(),
            &sent.library,
            &sent.fields,
            sent.today,
            mistakes,
        ))
    };
    if sent.fields.get("again") == "yes" {
        return Ok(again(Vec::new())?.into_response());
    }
    let given = match Given::read(&sent) {
        Ok(given) => given,
        Err(mistakes) => {
            let shown = again(mistakes)?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response());
        }
    };
    let shown = answered(&clinic, &sent, given).await?;
    Ok(show(&shown)?.into_response())
}

async fn answered(clinic: &Shared, sent: &Sent, given: Given) -> Result<AnsweredPage, Problem> {
    let (page, library, carried) = (&sent.page, &sent.library, carried(sent));
    let (screening, standing) = screening_in(&given.case, library, page.protocol_language())?;
    let told: Vec<&Finding> = screening
        .findings
        .iter()
        .filter(|finding| finding.unanswered.is_none() && !finding.patient.is_empty())
        // Nobody has chosen a length: which zones have no usual one is said in words of this page.
        .filter(|finding| finding.rule != DEPTH_UNKNOWN)
        .collect();
    let gravest = told.iter().map(|finding| finding.effective()).max();
    // A stop is no invitation: neither what screening refuses, nor what has no day on which it ends.
    let is_stopped =
        standing.permission() == Permission::Refused || told.iter().any(|finding| stops(finding));
    let forecast = if is_stopped || !given.is_planned {
        None
    } else {
        Some(forecast(clinic, sent, &given).await?)
    };
    Ok(AnsweredPage {
        class: class_of(gravest, is_stopped),
        verdict: verdict(page, gravest, is_stopped),
        against: against(page, library, &told),
        unanswered: (given.unanswered > 0)
            .then(|| page.count("before-unanswered", given.unanswered)),
        undecided: if is_stopped {
            Vec::new()
        } else {
            given.undecided
        },
        forecast,
        send: SendForm::empty(page, carried.clone()),
        carried,
        page: page.clone(),
    })
}

fn stops(finding: &Finding) -> bool {
    match finding.effective() {
        Grade::Refuse => true,
        Grade::DeferUntil => finding.earliest.is_none(),
        Grade::NeedsClinicianDecision | Grade::Precaution => false,
    }
}

async fn forecast(clinic: &Shared, sent: &Sent, given: &Given) -> Result<Forecast, Problem> {
    let (page, library) = (&sent.page, &sent.library);
    let draft = Draft {
        name: String::new(),
        protected: std::collections::BTreeSet::new(),
        excluded: std::collections::BTreeSet::new(),
        case: given.draft.clone(),
    };
    let plan = {
        let _turn = FOR_STRANGERS.acquire().await;
        calculate(clinic, library, &draft, Calculation::PREVIEW).await?
    };
    let plan = beside_other_ways(plan, library)?;
    let plan = plan_in(&plan, library, page.protocol_language())?;
    Ok(Forecast {
        ways: Ways::of(page, &plan),
        html: ForecastView::of(page, &plan, library).html()?,
        device: said(page, &plan.device, &sent.own_devices),
    })
}

const fn class_of(gravest: Option<Grade>, is_stopped: bool) -> &'static str {
    match gravest {
        _ if is_stopped => "no",
        None => "",
        Some(_) => "wait",
    }
}

fn verdict(page: &Page, gravest: Option<Grade>, is_stopped: bool) -> String {
    page.say(match gravest {
        _ if is_stopped => "before-verdict-stop",
        None => "before-verdict-nothing",
        Some(Grade::Refuse | Grade::DeferUntil) => "before-verdict-wait",
        Some(Grade::NeedsClinicianDecision) => "before-verdict-decide",
        Some(Grade::Precaution) => "before-verdict-care",
    })
}

/// Each finding once, the gravest first.
fn against(page: &Page, library: &Library, told: &[&Finding]) -> Vec<Against> {
    let mut seen = std::collections::BTreeSet::new();
    let mut told: Vec<&&Finding> = told
        .iter()
        .filter(|finding| seen.insert((&finding.rule, &finding.because)))
        .collect();
    told.sort_by_key(|finding| std::cmp::Reverse(finding.effective()));
    told.into_iter()
        .map(|finding| Against {
            class: match finding.effective() {
                Grade::Refuse => "no",
                Grade::DeferUntil | Grade::NeedsClinicianDecision => "wait",
                Grade::Precaution => "accent",
            },
            label: label(page, finding),
            because: capitalised(&finding.because),
            patient: finding.patient.clone(),
            sources: finding
                .sources
                .iter()
                .filter_map(|key| library.bibliography.get(key))
                .map(|source| SourceLine {
                    title: source.title.clone(),
                    link: source.identifier.as_deref().and_then(web_address),
                })
                .collect(),
        })
        .collect()
}

fn label(page: &Page, finding: &Finding) -> String {
    match (finding.effective(), finding.earliest) {
        (Grade::Refuse, _) => page.say("before-finding-stop"),
        (Grade::DeferUntil, Some(day)) => {
            page.say_with("before-finding-until", "day", &page.day(day))
        }
        (Grade::DeferUntil, None) => page.say("before-finding-wait"),
        (Grade::NeedsClinicianDecision, _) => page.say("before-finding-decide"),
        (Grade::Precaution, _) => page.say("before-finding-care"),
    }
}
