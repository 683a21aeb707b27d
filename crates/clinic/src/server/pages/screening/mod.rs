//! Intake and screening: what follows from the newest answers.

mod decisions;
mod known;
mod questions;

pub(in crate::server) use decisions::{decide, resolve};
pub(in crate::server) use questions::{fired, record, show_new};

use askama::Template;
use axum::extract::Path;
use jiff::civil::Date;
use needlework_chart::fold::{Chart, PlanState};
use needlework_chart::id::{PatientId, PlanId};
use needlework_chart::record::OpenChart;
use needlework_planning::{Case, Library, screening_on};
use needlework_protocol::Role;
use needlework_protocol::screening::{Finding, Grade, Override, Screening};

use super::patient::{Tabs, open_chart};
use super::plan_form::Draft;
use super::questionnaire::answered;
use super::{Shown, show};
use crate::server::access::{Allowed, ReadCharts, Screen};
use crate::server::intake::{Intake, own_role};
use crate::server::outlook_view::class_of;
use crate::server::page::Page;
use crate::server::problem::Problem;

/// A finding, with what can be done about it.
struct FindingRow {
    rule: String,
    class: &'static str,
    grade: String,
    because: String,
    /// Dates, lengths and places behind it; empty: none.
    detail: String,
    text: String,
    patient: String,
    decided: Option<String>,
    /// Zones that it is about; empty: all.
    zones: String,
    /// Whether it is about a plan that is being written or reviewed, and not about the one in force.
    is_of_newer_plan: bool,
    /// Decisions that somebody here may record, each with its words; `None`: nobody, or not this role.
    decisions: Option<Vec<(String, String)>>,
    role: String,
    version: u32,
    is_resolvable: bool,
    /// The reason that was typed on a page that was out of date.
    typed: String,
}

#[derive(Template)]
#[template(path = "clinic/screening.html")]
struct ScreeningPage {
    page: Page,
    tabs: Tabs,
    patient: PatientId,
    seen: u64,
    is_stale: bool,
    class: &'static str,
    verdict: String,
    answered: String,
    findings: Vec<FindingRow>,
    open_questions: Vec<String>,
    given: Vec<(String, String)>,
    /// What the person sent and nobody has confirmed.
    sent: Option<SentAnswers>,
    may_screen: bool,
    /// What the way to the questions is called; without answers there is nothing to ask again.
    ask: String,
    today: String,
}

/// Answers that a person sent before a visit: when, and each question with its answer.
struct SentAnswers {
    when: String,
    answers: Vec<(String, String)>,
}

/// The newest answers and what follows from them.
pub(in crate::server) async fn show_screening(
    reader: Allowed<ReadCharts>,
    Path(patient): Path<PatientId>,
) -> Shown {
    let (page, opened) = open_chart(&reader, patient).await?;
    screening_page(&reader, page, &opened, None).await
}

/// What was typed about a rule on a page that was out of date.
struct Typed {
    rule: String,
    reason: String,
}

async fn screening_page(
    reader: &Allowed<ReadCharts>,
    page: Page,
    opened: &OpenChart,
    typed: Option<&Typed>,
) -> Shown {
    let (patient, chart) = (opened.patient(), opened.chart());
    let (seen, is_stale) = (opened.sequence(), typed.is_some());
    let today = reader.clinic().today().await;
    let tabs = Tabs::of(&page, patient, "/screening");
    let may_screen = reader.and::<Screen>().is_some();
    let library = reader.clinic().library().await;
    let sent = Intake::unconfirmed(chart).map(|(at, intake)| SentAnswers {
        when: page.moment(at),
        answers: answered(&page, &library, &intake),
    });
    let Some((id, intake)) = Intake::newest(chart) else {
        return show(&ScreeningPage {
            class: "",
            verdict: page.say("not-screened"),
            answered: String::new(),
            findings: Vec::new(),
            open_questions: Vec::new(),
            given: Vec::new(),
            sent,
            ask: page.say("ask-questions"),
            today: today.to_string(),
            tabs,
            patient,
            seen,
            is_stale,
            may_screen,
            page,
        });
    };
    let screening = screened(&page, patient, chart, &library, today)?;
    let own_role = own_role(reader.who());
    let findings = screening.findings.iter();
    let newer = of_newer_plan(&page, patient, chart, (&library, today));
    let beyond = newer
        .iter()
        .filter(|one| one.effective() != Grade::Precaution && !screening.findings.contains(one));
    let of_this = joined(findings.clone()).into_iter();
    let of_newer = joined(beyond).into_iter();
    let rows = of_this
        .map(|row| (row, false))
        .chain(of_newer.map(|row| (row, true)));
    let rows = rows.map(|((finding, zones), is_of_newer_plan)| FindingRow {
        zones: zone_names(&page, &zones),
        is_of_newer_plan,
        ..row(&page, &library, finding, own_role, typed)
    });
    let given = answered(&page, &library, &intake);
    let stated = chart.screenings.get(&id).ok_or(Problem::NotFound)?;
    show(&ScreeningPage {
        class: class_of(screening.permission()),
        verdict: screening.booking.sentence.clone(),
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
        given,
        sent,
        ask: page.say(if intake.screening.answered_on == today {
            "correct-the-answers"
        } else {
            "ask-again"
        }),
        today: today.to_string(),
        tabs,
        patient,
        seen,
        is_stale,
        may_screen,
        page,
    })
}

/// What the screening says of a plan that is being written or reviewed while another one is in force: it is decided here before it
/// is approved. Nothing where there is none.
fn of_newer_plan(
    page: &Page,
    patient: PatientId,
    chart: &Chart,
    (library, today): (&Library, Date),
) -> Vec<Finding> {
    let newest = chart.plans.values().next_back();
    let is_open =
        newest.is_some_and(|plan| matches!(plan.state, PlanState::Draft | PlanState::InReview));
    if !is_open || chart.plan_in_force().is_none() {
        return Vec::new();
    }
    let case = case_of(page, patient, chart, library, today);
    let screening = case.and_then(|case| {
        let language = page.protocol_language();
        Ok(screening_on(&case, library, today, language)?)
    });
    screening.map_or_else(|_| Vec::new(), |screening| screening.findings)
}

const fn class_of_grade(grade: Grade) -> &'static str {
    match grade {
        Grade::Precaution => "yes",
        Grade::NeedsClinicianDecision | Grade::DeferUntil => "wait",
        Grade::Refuse => "no",
    }
}

/// What a rule found in several zones for one cause is one row with its zones: a decision is about the rule.
fn joined<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<(&'a Finding, Vec<&'a str>)> {
    let mut rows: Vec<(&Finding, Vec<&str>)> = Vec::new();
    for finding in findings.filter(|finding| finding.unanswered.is_none()) {
        let is_alike = |one: &Finding| {
            one.rule == finding.rule
                && one.because == finding.because
                && one.detail == finding.detail
                && one.patient == finding.patient
                && one.effective() == finding.effective()
                && one.earliest == finding.earliest
                && one.zone.is_some() == finding.zone.is_some()
        };
        let zone = finding.zone.as_deref();
        match rows.iter_mut().find(|(one, _)| is_alike(one)) {
            Some((_, zones)) => zones.extend(zone),
            None => rows.push((finding, zone.into_iter().collect())),
        }
    }
    rows
}

fn zone_names(page: &Page, zones: &[&str]) -> String {
    let names: Vec<String> = zones.iter().map(|zone| page.zone_name(zone)).collect();
    names.join(", ")
}

/// A decision in words: who decided what, and why.
fn decided(page: &Page, library: &Library, decided: &Override) -> String {
    let role = page.say(&format!("role-{}", decided.role.name()));
    let speech = library.speech(page.protocol_language());
    let decision = decided.decision.as_deref();
    let parts = [
        decision.map(|word| speech.word(&decided.rule, word)),
        Some(decided.reason.as_str()),
    ];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    format!("{role}: {}", parts.join(". "))
}

fn row(
    page: &Page,
    library: &Library,
    finding: &Finding,
    own_role: Option<Role>,
    typed: Option<&Typed>,
) -> FindingRow {
    let rule = library.screening.get(&finding.rule);
    let is_open = finding.overridden.is_none();
    let decisions = finding
        .override_role
        .filter(|needed| is_open && own_role >= Some(*needed))
        .and(rule)
        .map(|rule| {
            let speech = library.speech(page.protocol_language());
            let decisions = rule.decisions.iter();
            let worded =
                decisions.map(|one| (one.clone(), speech.word(&finding.rule, one).to_owned()));
            worded.collect()
        });
    FindingRow {
        class: class_of_grade(finding.effective()),
        grade: page.say(&format!("grade-{}", grade_name(finding.effective()))),
        because: finding.because.clone(),
        detail: finding.detail.clone().unwrap_or_default(),
        text: rule.map_or_else(String::new, |rule| {
            let speech = library.speech(page.protocol_language());
            speech.text(&rule.record).to_owned()
        }),
        patient: finding.patient.clone(),
        decided: finding
            .overridden
            .as_ref()
            .map(|one| decided(page, library, one)),
        zones: String::new(),
        is_of_newer_plan: false,
        decisions,
        role: finding.override_role.map_or_else(
            || page.say("nobody"),
            |role| page.say(&format!("role-{}", role.name())),
        ),
        version: finding.version,
        is_resolvable: finding.effective() == Grade::DeferUntil && finding.earliest.is_none(),
        typed: typed
            .filter(|typed| typed.rule == finding.rule)
            .map_or_else(String::new, |typed| typed.reason.clone()),
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

/// What follows from the newest answers of a chart, with the decisions since, for a session today: one of the plan in force, where
/// there is one.
pub(in crate::server) fn screened(
    page: &Page,
    patient: PatientId,
    chart: &Chart,
    library: &Library,
    today: Date,
) -> Result<Screening, Problem> {
    if let Some((plan, _)) = chart.plan_in_force() {
        return screened_for(page, chart, plan, library, today);
    }
    let case = case_of(page, patient, chart, library, today)?;
    let language = page.protocol_language();
    Ok(screening_on(&case, library, today, language)?)
}

/// The same for a session of one plan.
pub(in crate::server) fn screened_for(
    page: &Page,
    chart: &Chart,
    plan: PlanId,
    library: &Library,
    today: Date,
) -> Result<Screening, Problem> {
    let case = Draft::of_plan(page, chart, plan, today)?
        .case
        .read(library)?;
    Ok(screening_on(
        &case,
        library,
        today,
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
