//! Intake and screening: the questions, what follows from the answers, and decisions against a rule.

use askama::Template;
use axum::extract::Path;
use axum::response::Redirect;
use axum_extra::extract::Form;
use jiff::civil::Date;
use needlework_chart::event::{
    FiredRule, OverrideDecided, OverrideSubject, ScreeningAnswered, Verdict,
};
use needlework_chart::fold::Chart;
use needlework_chart::id::{OverrideId, PatientId, ScreeningId};
use needlework_chart::record::OpenChart;
use needlework_planning::{Case, Library};
use needlework_protocol::Role;
use needlework_protocol::screening::{Answers, Finding, Grade, Permission, Screening, Standing};
use serde::Deserialize;

use super::patient::{Tabs, open_chart};
use super::plan_form::{Draft, PlanForm, coverage_field};
use super::questionnaire::{QuestionGroup, answers, groups, shown};
use super::{Done, Shown, show};
use crate::server::access::{Allowed, Decide, ReadCharts, Screen};
use crate::server::case_draft::{OverrideDraft, ResolvedDraft};
use crate::server::intake::{Fields, Intake, own_role, person_of, zones_of};
use crate::server::outlook_view::class_of;
use crate::server::page::{Page, age_years};
use crate::server::problem::Problem;

/// Version of the questions, as the record names it: that of the program, since the questions are a part of it.
const FORM_VERSION: &str = env!("CARGO_PKG_VERSION");

/// A finding, with what can be done about it.
struct FindingRow {
    rule: String,
    class: &'static str,
    grade: String,
    because: String,
    text: String,
    patient: String,
    decided: Option<String>,
    /// Decisions that somebody here may record; `None`: nobody, or not this role.
    decisions: Option<Vec<String>>,
    role: String,
    version: u32,
    is_resolvable: bool,
}

#[derive(Template)]
#[template(path = "clinic/screening.html")]
struct ScreeningPage {
    page: Page,
    tabs: Tabs,
    patient: PatientId,
    /// Nobody was asked yet.
    is_empty: bool,
    class: &'static str,
    verdict: String,
    answered: String,
    findings: Vec<FindingRow>,
    open_questions: Vec<String>,
    given: Vec<(String, String)>,
    may_screen: bool,
    today: String,
}

/// The newest answers and what follows from them.
pub(in crate::server) async fn show_screening(
    reader: Allowed<ReadCharts>,
    Path(patient): Path<PatientId>,
) -> Shown {
    let (page, opened) = open_chart(&reader, patient).await?;
    let chart = opened.chart();
    let today = reader.clinic().today().await;
    let tabs = Tabs::of(&page, patient, "/screening");
    let may_screen = reader.and::<Screen>().is_some();
    let library = reader.clinic().library().await;
    let Some((id, intake)) = Intake::newest(chart) else {
        return show(&ScreeningPage {
            is_empty: true,
            class: "",
            verdict: page.say("not-screened"),
            answered: String::new(),
            findings: Vec::new(),
            open_questions: Vec::new(),
            given: Vec::new(),
            today: today.to_string(),
            tabs,
            patient,
            may_screen,
            page,
        });
    };
    let (screening, standing) = screened(&page, patient, chart, &library, today)?;
    let own_role = own_role(reader.who());
    let findings = screening.findings.iter();
    let rows = findings
        .clone()
        .filter(|finding| finding.unanswered.is_none())
        .map(|finding| row(&page, &library, finding, own_role));
    let given = intake.screening.answers.iter().map(|(rule, answer)| {
        let speech = library.speech(page.protocol_language());
        let question = library.screening.get(rule).map_or_else(
            || rule.clone(),
            |known| speech.question(rule, &known.question).to_owned(),
        );
        (question, shown(&page, answer))
    });
    let stated = chart.screenings.get(&id).ok_or(Problem::NotFound)?;
    show(&ScreeningPage {
        is_empty: false,
        class: class_of(standing.permission()),
        verdict: standing.sentence.clone(),
        answered: format!(
            "{}, {}",
            page.moment(stated.recorded_at),
            stated.author.name
        ),
        findings: rows.collect(),
        open_questions: findings
            .clone()
            .filter_map(|finding| finding.unanswered.clone())
            .collect(),
        given: given.collect(),
        today: today.to_string(),
        tabs,
        patient,
        may_screen,
        page,
    })
}

const fn class_of_grade(grade: Grade) -> &'static str {
    match grade {
        Grade::Precaution => "yes",
        Grade::NeedsClinicianDecision | Grade::DeferUntil => "wait",
        Grade::Refuse => "no",
    }
}

fn row(page: &Page, library: &Library, finding: &Finding, own_role: Option<Role>) -> FindingRow {
    let rule = library.screening.get(&finding.rule);
    let is_open = finding.overridden.is_none();
    let decisions = finding
        .override_role
        .filter(|needed| is_open && own_role >= Some(*needed))
        .and_then(|_| rule.map(|rule| rule.decisions.clone()));
    FindingRow {
        class: class_of_grade(finding.effective()),
        grade: page.say(&format!("grade-{}", grade_name(finding.effective()))),
        because: finding.because.clone(),
        text: rule.map_or_else(String::new, |rule| {
            let translated = library.translation(page.protocol_language());
            translated
                .and_then(|into| into.text(&rule.record.id))
                .unwrap_or(&rule.record.text)
                .to_owned()
        }),
        patient: finding.patient.clone(),
        decided: finding
            .overridden
            .as_ref()
            .map(|decided| format!("{}: {}", decided.role.name(), decided.reason)),
        decisions,
        role: finding.override_role.map_or_else(
            || page.say("nobody"),
            |role| page.say(&format!("role-{}", role.name())),
        ),
        version: finding.version,
        is_resolvable: finding.effective() == Grade::DeferUntil && finding.earliest.is_none(),
        rule: finding.rule.clone(),
    }
}

const fn grade_name(grade: Grade) -> &'static str {
    match grade {
        Grade::Precaution => "precaution",
        Grade::NeedsClinicianDecision => "needs-clinician-decision",
        Grade::DeferUntil => "defer-until",
        Grade::Refuse => "refuse",
    }
}

/// What follows from the newest answers of a chart, with the decisions since, for an appointment as early as can be.
pub(in crate::server) fn screened(
    page: &Page,
    patient: PatientId,
    chart: &Chart,
    library: &Library,
    today: Date,
) -> Result<(Screening, Standing), Problem> {
    let case = case_of(page, patient, chart, library, today)?;
    Ok(needlework_planning::screening_in(
        &case,
        library,
        page.protocol_language(),
    )?)
}

fn case_of(
    page: &Page,
    patient: PatientId,
    chart: &Chart,
    library: &Library,
    today: Date,
) -> Result<Case, Problem> {
    Draft::proposed(page, patient, chart, today)?
        .case
        .read(library)
}

#[derive(Template)]
#[template(path = "clinic/new_screening.html")]
struct NewScreeningPage {
    page: Page,
    tabs: Tabs,
    patient: PatientId,
    seen: u64,
    form: PlanForm,
    groups: Vec<QuestionGroup>,
    is_return: bool,
}

/// The questions.
pub(in crate::server) async fn show_new(
    screener: Allowed<Screen>,
    Path(patient): Path<PatientId>,
) -> Shown {
    let (page, opened) = open_chart(&screener, patient).await?;
    let chart = opened.chart();
    let today = screener.clinic().today().await;
    let library = screener.clinic().library().await;
    let draft = Draft::proposed(&page, patient, chart, today)?;
    let earlier = Intake::newest(chart);
    let given: Option<Answers> = match &earlier {
        Some(_) => case_of(&page, patient, chart, &library, today)
            .ok()
            .and_then(|case| case.screening)
            .map(for_an_earlier_appointment),
        None => None,
    };
    let before = earlier
        .as_ref()
        .map(|(_, intake)| intake.screening.answers.clone())
        .unwrap_or_default();
    show(&NewScreeningPage {
        groups: groups(&page, &library, given.as_ref(), &before, today),
        is_return: given.is_some(),
        form: PlanForm::of(&page, &library, &draft),
        tabs: Tabs::of(&page, patient, "/screening"),
        seen: opened.sequence(),
        patient,
        page,
    })
}

/// Answers of an earlier day count as given for an appointment of that day, so that what may have changed is asked again.
fn for_an_earlier_appointment(mut answers: Answers) -> Answers {
    answers.appointment = Some(answers.answered_on);
    answers
}

/// Records answers, with what follows from them.
pub(in crate::server) async fn record(
    screener: Allowed<Screen>,
    Path(patient): Path<PatientId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Done {
    let fields = Fields::new(fields);
    let (page, opened) = open_chart(&screener, patient).await?;
    let chart = opened.chart();
    let today = screener.clinic().today().await;
    let library = screener.clinic().library().await;
    let birth_date = chart.identity.as_ref().ok_or(Problem::NotFound)?.birth_date;
    let person = person_of(&fields, f64::from(age_years(birth_date, today)))?;
    let earlier = Intake::newest(chart).map(|(_, intake)| intake.screening);
    let device = fields.get("device").to_owned();
    let intake = Intake::new(
        person,
        fields.get("indication").to_owned(),
        device.clone(),
        zones_of(&fields, coverage_field(&library, &device))?,
        answers(&library, &fields, earlier.as_ref(), today)?,
    );
    keep(&screener, &page, &opened, intake, &library, today).await?;
    Ok(Redirect::to(&format!("/patients/{patient}/screening")))
}

/// Screens and records; an intake that no case can be made of is refused with the sentence of the reader.
async fn keep(
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
    let (screening, standing) = needlework_planning::screening(&case, library)?;
    let answered = ScreeningAnswered {
        screening: id,
        form_version: FORM_VERSION.to_owned(),
        answers: intake.to_value()?,
        verdict: match standing.permission() {
            Permission::Permitted => Verdict::Permitted,
            Permission::NotYet => Verdict::NotYet,
            Permission::Refused => Verdict::Refused,
        },
        fired: screening
            .findings
            .iter()
            .filter(|finding| finding.unanswered.is_none())
            .map(|finding| FiredRule {
                rule: finding.rule.clone(),
                version: finding.version,
                grade: grade_name(finding.grade).to_owned(),
            })
            .collect(),
    };
    screener.record_answers(opened, answered).await?;
    Ok(id)
}

/// A decision against a rule.
#[derive(Deserialize)]
pub(in crate::server) struct Decided {
    rule: String,
    version: u32,
    #[serde(default)]
    decision: String,
    reason: String,
}

/// Records a decision, if the role is the one that the rule names: the reader of cases checks it as in every case.
pub(in crate::server) async fn decide(
    decider: Allowed<Decide>,
    Path(patient): Path<PatientId>,
    Form(decided): Form<Decided>,
) -> Done {
    let (page, opened) = open_chart(&decider, patient).await?;
    let chart = opened.chart();
    let today = decider.clinic().today().await;
    let library = decider.clinic().library().await;
    let (screening, _) = Intake::newest(chart)
        .ok_or_else(|| Problem::refused("nobody was screened yet; record the answers first."))?;
    let role = own_role(decider.who()).ok_or(Problem::NotFound)?;
    let mut draft = Draft::proposed(&page, patient, chart, today)?.case;
    let decision = Some(decided.decision.trim().to_owned()).filter(|text| !text.is_empty());
    if let Some(answers) = &mut draft.screening {
        let now = page.local(decider.clinic().now());
        answers.overrides.push(OverrideDraft {
            rule: decided.rule.clone(),
            version: decided.version,
            role: role.name().to_owned(),
            decision: decision.clone(),
            reason: decided.reason.trim().to_owned(),
            at: now.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
        });
    }
    draft.read(&library)?;
    let facts = OverrideDecided {
        override_id: OverrideId::new(decider.clinic().now(), decider.clinic().chance())?,
        subject: OverrideSubject::ScreeningRule {
            screening,
            rule: decided.rule,
            version: decided.version,
        },
        reason_code: decision.unwrap_or_default(),
        reason: decided.reason.trim().to_owned(),
        second_name: None,
    };
    decider.decide(&opened, facts).await?;
    Ok(Redirect::to(&format!("/patients/{patient}/screening")))
}

/// A state that is over.
#[derive(Deserialize)]
pub(in crate::server) struct Resolved {
    rule: String,
    on: Date,
}

/// Records that a state is over, as new answers: what was answered stays readable.
pub(in crate::server) async fn resolve(
    screener: Allowed<Screen>,
    Path(patient): Path<PatientId>,
    Form(resolved): Form<Resolved>,
) -> Done {
    let (page, opened) = open_chart(&screener, patient).await?;
    let today = screener.clinic().today().await;
    let library = screener.clinic().library().await;
    let (_, mut intake) = Intake::newest(opened.chart())
        .ok_or_else(|| Problem::refused("nobody was screened yet; record the answers first."))?;
    let role = own_role(screener.who()).ok_or(Problem::NotFound)?;
    intake.screening.resolved.push(ResolvedDraft {
        rule: resolved.rule,
        on: resolved.on,
        role: role.name().to_owned(),
    });
    keep(&screener, &page, &opened, intake, &library, today).await?;
    Ok(Redirect::to(&format!("/patients/{patient}/screening")))
}
