//! The questions, and recording what was answered.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::Form;
use jiff::civil::Date;
use needlework_chart::event::{FiredRule, ScreeningAnswered, Verdict};
use needlework_chart::id::{PatientId, ScreeningId};
use needlework_chart::record::OpenChart;
use needlework_planning::{Library, screening_on};
use needlework_protocol::Language;
use needlework_protocol::screening::{Permission, Screening};

use super::super::patient::{Tabs, open_chart};
use super::super::plan_form::{Draft, PlanForm, coverage_field};
use super::super::questionnaire::{
    Lasting, QuestionField, QuestionGroup, Unclear, answers, groups, set_apart,
};
use super::super::stale::{is_stale, shown_again};
use super::super::{Shown, show};
use super::decisions::back;
use super::grade_name;
use super::known::Known;
use crate::server::access::{Allowed, Screen};
use crate::server::case_draft::ScreeningDraft;
use crate::server::intake::{Fields, Intake, person_of, zones_of};
use crate::server::page::{Page, age_years};
use crate::server::problem::Problem;

/// Version of the questions, as the record names it: that of the program, since the questions are a part of it.
const FORM_VERSION: &str = env!("CARGO_PKG_VERSION");

#[derive(Template)]
#[template(path = "clinic/new_screening.html")]
struct NewScreeningPage {
    page: Page,
    tabs: Tabs,
    patient: PatientId,
    seen: u64,
    is_stale: bool,
    /// Questions at which something was filled in that is no answer.
    unclear: Vec<Unclear>,
    form: PlanForm,
    /// Questions whose earlier answers may be confirmed together; empty: there are none.
    lasting: Vec<QuestionField>,
    /// The day of those answers.
    answered_on: String,
    /// Whether it was said that all of them are as before.
    is_all_same: bool,
    /// Questions that are asked in full.
    groups: Vec<QuestionGroup>,
    /// Whether answers of today are shown for correction.
    is_correction: bool,
    /// When the person sent answers that stand beside the questions and that nobody has confirmed; `None`: there are none.
    sent: Option<String>,
}

/// The questions.
pub(in crate::server) async fn show_new(
    screener: Allowed<Screen>,
    Path(patient): Path<PatientId>,
) -> Shown {
    let (page, opened) = open_chart(&screener, patient).await?;
    questions_page(&screener, page, &opened, Again::default()).await
}

/// Why a form is shown again.
#[derive(Default)]
struct Again<'a> {
    /// What was typed.
    typed: Option<&'a Fields>,
    /// Whether the page was out of date.
    is_stale: bool,
    /// Questions at which something was filled in that is no answer.
    unclear: Vec<Unclear>,
}

/// The questions, with what was typed on a page that cannot be taken as it is.
async fn questions_page(
    screener: &Allowed<Screen>,
    page: Page,
    opened: &OpenChart,
    again: Again<'_>,
) -> Shown {
    let typed = again.typed;
    let (patient, chart) = (opened.patient(), opened.chart());
    let today = screener.clinic().today().await;
    let library = screener.clinic().library().await;
    let mut draft = Draft::proposed(&page, patient, chart, today)?;
    if let Some(fields) = typed {
        draft.retype(&library, fields)?;
    }
    let known = Known::of(&page, opened, &library, today);
    let mut groups = groups(&page, &library, known.asked(), today, typed);
    let beside = &known.beside;
    show(&NewScreeningPage {
        lasting: set_apart(&mut groups),
        answered_on: beside
            .answered_on
            .map_or_else(String::new, |day| page.day(day)),
        is_all_same: typed.is_some_and(Lasting::is_ticked),
        groups,
        sent: beside.sent_at.map(|at| page.moment(at)),
        is_correction: known.is_correction,
        form: PlanForm::of(&page, &library, &draft),
        tabs: Tabs::of(&page, patient, "/screening"),
        seen: opened.sequence(),
        is_stale: again.is_stale,
        unclear: again.unclear,
        patient,
        page,
    })
}

/// What a form answers: its own answers, and the earlier ones that it confirms.
///
/// # Errors
/// The questions that must be asked back.
fn answered(
    page: &Page,
    library: &Library,
    fields: &Fields,
    known: &Known,
    today: Date,
) -> Result<ScreeningDraft, Vec<Unclear>> {
    let lasting = Lasting::of(library, known.asked(), today, fields);
    let missing = lasting.missing(page, library);
    match answers(page, library, &lasting.confirmed(), &known.beside, today) {
        Ok(screening) if missing.is_empty() => Ok(screening),
        Ok(_) => Err(missing),
        Err(mut unclear) => {
            unclear.extend(missing);
            Err(unclear)
        }
    }
}

/// Records answers, with what follows from them.
pub(in crate::server) async fn record(
    screener: Allowed<Screen>,
    Path(patient): Path<PatientId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let fields = Fields::new(fields);
    let (page, opened) = open_chart(&screener, patient).await?;
    if is_stale(&opened, fields.get("seen")) {
        // "As before" means the answers that the page showed.
        let again = Again {
            typed: Some(&fields),
            is_stale: true,
            ..Again::default()
        };
        let shown = questions_page(&screener, page, &opened, again).await?;
        return Ok(shown_again(shown));
    }
    let chart = opened.chart();
    let today = screener.clinic().today().await;
    let library = screener.clinic().library().await;
    let birth_date = chart.identity.as_ref().ok_or(Problem::NotFound)?.birth_date;
    let person = person_of(&fields, f64::from(age_years(birth_date, today)))?;
    let known = Known::of(&page, &opened, &library, today);
    let screening = match answered(&page, &library, &fields, &known, today) {
        Ok(screening) => screening,
        Err(unclear) => {
            let again = Again {
                typed: Some(&fields),
                unclear,
                ..Again::default()
            };
            let shown = questions_page(&screener, page, &opened, again).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response());
        }
    };
    let device = fields.get("device").to_owned();
    let intake = Intake::new(
        person,
        fields.get("indication").to_owned(),
        device.clone(),
        zones_of(&fields, coverage_field(&library, &device))?,
        screening,
    );
    keep(&screener, &page, &opened, intake, &library, today).await?;
    Ok(back(patient))
}

/// Screens and records; an intake that no case can be made of is refused with the sentence of the reader.
pub(super) async fn keep(
    screener: &Allowed<Screen>,
    page: &Page,
    opened: &OpenChart,
    intake: Intake,
    library: &Library,
    today: Date,
) -> Result<ScreeningId, Problem> {
    let patient = opened.patient();
    let id = ScreeningId::new(screener.clinic().now(), screener.clinic().chance())?;
    let mut draft = Draft::proposed(page, patient, opened.chart(), today)?;
    draft.case.person = intake.person.clone();
    draft.case.indication.clone_from(&intake.indication);
    draft.case.device.id.clone_from(&intake.device);
    draft.case.zones.clone_from(&intake.zones);
    draft.case.screening = Some(intake.screening.clone());
    draft.know_last_session(opened.chart());
    let case = draft.case.read(library)?;
    let screening = screening_on(&case, library, today, Language::ENGLISH)?;
    let answered = ScreeningAnswered {
        screening: id,
        form_version: FORM_VERSION.to_owned(),
        answers: intake.to_value()?,
        verdict: match screening.permission() {
            Permission::Permitted => Verdict::Permitted,
            Permission::NotYet => Verdict::NotYet,
            Permission::Refused => Verdict::Refused,
        },
        fired: fired(&screening),
    };
    screener.record_answers(opened, answered).await?;
    Ok(id)
}

/// The rules that spoke, as a chart keeps them.
pub(in crate::server) fn fired(screening: &Screening) -> Vec<FiredRule> {
    screening
        .findings
        .iter()
        .filter(|finding| finding.unanswered.is_none())
        .map(|finding| FiredRule {
            rule: finding.rule.clone(),
            version: finding.version,
            grade: grade_name(finding.grade).to_owned(),
        })
        .collect()
}
