//! The questions, and recording what was answered.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use axum_extra::extract::Form;
use jiff::civil::Date;
use needlework_chart::event::{FiredRule, ScreeningAnswered, Verdict};
use needlework_chart::id::{PatientId, ScreeningId};
use needlework_chart::record::OpenChart;
use needlework_planning::{Library, screening_on};
use needlework_protocol::Language;
use needlework_protocol::screening::{Answers, Permission, Screening};

use super::super::patient::{Tabs, open_chart};
use super::super::plan_form::{Draft, PlanForm, coverage_field};
use super::super::questionnaire::{Asked, QuestionGroup, answers, groups};
use super::super::stale::{is_stale, shown_again};
use super::super::{Shown, show};
use super::decisions::back;
use super::{case_of, grade_name};
use crate::server::access::{Allowed, Screen};
use crate::server::intake::{Beside, Fields, Intake, person_of, zones_of};
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
    form: PlanForm,
    groups: Vec<QuestionGroup>,
    is_return: bool,
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
    questions_page(&screener, page, &opened, None).await
}

/// The questions, with what was typed on a page that was out of date.
async fn questions_page(
    screener: &Allowed<Screen>,
    page: Page,
    opened: &OpenChart,
    typed: Option<&Fields>,
) -> Shown {
    let (patient, chart) = (opened.patient(), opened.chart());
    let today = screener.clinic().today().await;
    let library = screener.clinic().library().await;
    let mut draft = Draft::proposed(&page, patient, chart, today)?;
    if let Some(fields) = typed {
        draft.retype(&library, fields)?;
    }
    let beside = Beside::of(chart);
    let is_correction = beside.is_of(today);
    let given: Option<Answers> = match Intake::newest(chart) {
        Some(_) if !is_correction => case_of(&page, patient, chart, &library, today)
            .ok()
            .and_then(|case| case.screening)
            .map(|answers| for_an_earlier_appointment(answers, &beside)),
        _ => None,
    };
    let asked = Asked {
        earlier: given.as_ref(),
        beside: &beside,
        is_correction,
    };
    show(&NewScreeningPage {
        groups: groups(&page, &library, asked, today, typed),
        sent: beside.sent_at.map(|at| page.moment(at)),
        is_return: given.is_some(),
        is_correction,
        form: PlanForm::of(&page, &library, &draft),
        tabs: Tabs::of(&page, patient, "/screening"),
        seen: opened.sequence(),
        is_stale: typed.is_some(),
        patient,
        page,
    })
}

/// Answers of an earlier day count as given for an appointment of that day, so that what may have changed is asked again. What
/// the person has answered anew since is asked in any case, and in full.
fn for_an_earlier_appointment(mut answers: Answers, beside: &Beside) -> Answers {
    answers.appointment = Some(answers.answered_on);
    answers
        .answers
        .retain(|rule, _| !beside.of_person.contains(rule));
    answers
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
        let shown = questions_page(&screener, page, &opened, Some(&fields)).await?;
        return Ok(shown_again(shown));
    }
    let chart = opened.chart();
    let today = screener.clinic().today().await;
    let library = screener.clinic().library().await;
    let birth_date = chart.identity.as_ref().ok_or(Problem::NotFound)?.birth_date;
    let person = person_of(&fields, f64::from(age_years(birth_date, today)))?;
    let beside = Beside::of(chart);
    let device = fields.get("device").to_owned();
    let intake = Intake::new(
        person,
        fields.get("indication").to_owned(),
        device.clone(),
        zones_of(&fields, coverage_field(&library, &device))?,
        answers(
            &library,
            &fields,
            &beside,
            (today, page.protocol_language()),
        )?,
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
    let mut draft = Draft::proposed(page, patient, opened.chart(), today)?.case;
    draft.person = intake.person.clone();
    draft.indication.clone_from(&intake.indication);
    draft.device.id.clone_from(&intake.device);
    draft.zones.clone_from(&intake.zones);
    draft.screening = Some(intake.screening.clone());
    let case = draft.read(library)?;
    let screening = screening_on(&case, library, today, Language::English)?;
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
