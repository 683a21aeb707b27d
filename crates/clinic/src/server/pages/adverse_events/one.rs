//! One adverse event: what was done before it, how it goes on, to whom it was reported, how it ended.

use askama::Template;
use axum::extract::Path;
use axum::response::Redirect;
use axum_extra::extract::Form;
use jiff::civil::Date;
use needlework_chart::event::{
    AdverseEventClosed, AdverseEventFollowedUp, AdverseEventReportNotDue, AdverseEventReported,
};
use needlework_chart::fold::AdverseEvent;
use needlework_chart::id::{AdverseEventId, PatientId};
use serde::Deserialize;

use super::super::patient::{Tabs, open_chart};
use super::super::{Done, Shown, show, written};
use super::treatment::Treatment;
use super::{LONGEST, grade_name, grade_words, grades, has_clinician_said, is_report_open};
use crate::server::access::{Allowed, FollowUp, ReadCharts, Release};
use crate::server::page::Page;
use crate::server::problem::Problem;

/// Something that happened to it: when and who, and what.
struct Step {
    when: String,
    what: String,
}

#[derive(Template)]
#[template(path = "clinic/adverse_event.html")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each shows or hides a part of the page"
)]
struct AdverseEventPage {
    page: Page,
    tabs: Tabs,
    patient: PatientId,
    address: String,
    sign: String,
    description: String,
    grade: u8,
    grade_words: String,
    grades: Vec<(u8, String)>,
    /// Whether a report to the authority and the maker is still to be decided.
    is_report_open: bool,
    /// The first day on which a report can have been sent.
    opened_on: Date,
    is_open: bool,
    is_serious: bool,
    /// Whether somebody thinks that it may be serious, and no clinician has looked after it since.
    is_thought_serious: bool,
    onset: Option<String>,
    treatment: Option<Treatment>,
    steps: Vec<Step>,
    today: Date,
    may_follow: bool,
    may_close: bool,
}

type Place = Path<(PatientId, AdverseEventId)>;

/// Shows an adverse event.
pub(in crate::server) async fn show_adverse_event(
    reader: Allowed<ReadCharts>,
    Path((patient, id)): Place,
) -> Shown {
    let (page, opened) = open_chart(&reader, patient).await?;
    let chart = opened.chart();
    let event = chart.adverse_events.get(&id).ok_or(Problem::NotFound)?;
    let facts = &event.opened.facts;
    let session = facts.session;
    show(&AdverseEventPage {
        tabs: Tabs::of(&page, patient, "/adverse-events"),
        address: format!("/patients/{patient}/adverse-events/{id}"),
        sign: page.known_sign_name(&facts.sign),
        description: facts.description.clone(),
        grade: event.grade(),
        grade_words: grade_words(&page, event.grade()),
        grades: grades(&page),
        is_report_open: is_report_open(&*reader.clinic().library().await, event),
        opened_on: opened_on(&page, event),
        is_open: event.is_open(),
        is_serious: event.is_serious(),
        is_thought_serious: facts.is_thought_serious
            && !event.is_serious()
            && !has_clinician_said(event),
        onset: facts.onset_on.map(|day| page.day(day)),
        treatment: session.and_then(|session| Treatment::of(&page, chart, session)),
        steps: steps(&page, event),
        today: reader.clinic().today().await,
        may_follow: reader.and::<FollowUp>().is_some(),
        may_close: reader.and::<Release>().is_some(),
        patient,
        page,
    })
}

/// The day at the clinic on which it was opened.
fn opened_on(page: &Page, event: &AdverseEvent) -> Date {
    let opened_at = event.opened.recorded_at;
    page.local(opened_at).date()
}

fn steps(page: &Page, event: &AdverseEvent) -> Vec<Step> {
    let by = |name: &str, at| format!("{}, {name}", page.moment(at));
    let opened = &event.opened;
    let mut steps = vec![Step {
        when: by(&opened.author.name, opened.recorded_at),
        what: page.say("event-adverse-event-opened"),
    }];
    steps.extend(event.followed_up.iter().map(|one| Step {
        when: by(&one.author.name, one.recorded_at),
        what: format!("{} ({})", one.facts.note, grade_name(page, one.facts.grade)),
    }));
    steps.extend(event.reported.iter().map(|one| {
        let reference = one.facts.reference.as_deref().unwrap_or("–");
        let day = page.day(one.facts.sent_on);
        let values = [
            ("recipient", one.facts.recipient.as_str()),
            ("day", day.as_str()),
            ("reference", reference),
        ];
        Step {
            when: by(&one.author.name, one.recorded_at),
            what: page.say_all("adverse-event-reported-to", &values),
        }
    }));
    steps.extend(event.report_not_due.iter().map(|one| Step {
        when: by(&one.author.name, one.recorded_at),
        what: page.say_with("adverse-event-not-reported", "reason", &one.facts.reason),
    }));
    steps.extend(event.closed.iter().map(|one| Step {
        when: by(&one.author.name, one.recorded_at),
        what: one.facts.outcome.clone(),
    }));
    steps
}

fn back(patient: PatientId, id: AdverseEventId) -> Redirect {
    Redirect::to(&format!("/patients/{patient}/adverse-events/{id}"))
}

/// How it goes on.
#[derive(Deserialize)]
pub(in crate::server) struct FollowedUp {
    note: String,
    grade: u8,
    #[serde(default)]
    is_serious: String,
}

/// Notes that somebody looked after it.
pub(in crate::server) async fn follow_up(
    follower: Allowed<FollowUp>,
    Path((patient, id)): Place,
    Form(form): Form<FollowedUp>,
) -> Done {
    let (_, opened) = open_chart(&follower, patient).await?;
    let event = opened.chart().adverse_events.get(&id);
    let event = event.ok_or(Problem::NotFound)?;
    // A clinician says whether it is serious (protocol 5.6); of anybody else it stays as it was.
    let is_serious = match follower.and::<Release>() {
        Some(_) => form.is_serious == "yes",
        None => event.is_serious(),
    };
    let facts = AdverseEventFollowedUp {
        adverse_event: id,
        note: written(&form.note, "refused-words-found", LONGEST)?,
        grade: form.grade,
        is_serious,
    };
    follower.follow_up(&opened, facts).await?;
    Ok(back(patient, id))
}

/// To whom it was sent.
#[derive(Deserialize)]
pub(in crate::server) struct Sending {
    recipient: String,
    sent_on: Date,
    #[serde(default)]
    reference: String,
}

/// Notes that it was reported.
pub(in crate::server) async fn report(
    follower: Allowed<FollowUp>,
    Path((patient, id)): Place,
    Form(form): Form<Sending>,
) -> Done {
    let (page, opened) = open_chart(&follower, patient).await?;
    let event = opened.chart().adverse_events.get(&id);
    let event = event.ok_or(Problem::NotFound)?;
    if form.sent_on < opened_on(&page, event) {
        return Err(Problem::refused("refused-reported-before-opened"));
    }
    if form.sent_on > follower.clinic().today().await {
        return Err(Problem::refused("refused-future-day"));
    }
    let facts = AdverseEventReported {
        adverse_event: id,
        recipient: written(&form.recipient, "refused-words-recipient", LONGEST)?,
        sent_on: form.sent_on,
        reference: Some(form.reference.trim().to_owned()).filter(|text| !text.is_empty()),
    };
    follower.report_adverse_event(&opened, facts).await?;
    Ok(back(patient, id))
}

/// Why no report is due.
#[derive(Deserialize)]
pub(in crate::server) struct NotDue {
    reason: String,
}

/// Notes why no report is due.
pub(in crate::server) async fn leave_unreported(
    clinician: Allowed<Release>,
    Path((patient, id)): Place,
    Form(form): Form<NotDue>,
) -> Done {
    let (_, opened) = open_chart(&clinician, patient).await?;
    let facts = not_due(id, &form.reason)?;
    clinician.leave_unreported(&opened, facts).await?;
    Ok(back(patient, id))
}

fn not_due(
    adverse_event: AdverseEventId,
    reason: &str,
) -> Result<AdverseEventReportNotDue, Problem> {
    Ok(AdverseEventReportNotDue {
        adverse_event,
        reason: written(reason, "refused-words-not-due", LONGEST)?,
    })
}

/// How it ended.
#[derive(Deserialize)]
pub(in crate::server) struct Ended {
    outcome: String,
    /// Why no report is due, where one is still to be decided.
    #[serde(default)]
    not_due: String,
}

/// Closes it; where a report is still to be decided, with why none is due.
pub(in crate::server) async fn close(
    clinician: Allowed<Release>,
    Path((patient, id)): Place,
    Form(form): Form<Ended>,
) -> Done {
    let (_, opened) = open_chart(&clinician, patient).await?;
    let facts = AdverseEventClosed {
        adverse_event: id,
        outcome: written(&form.outcome, "refused-words-outcome", LONGEST)?,
    };
    let event = opened.chart().adverse_events.get(&id);
    let event = event.ok_or(Problem::NotFound)?;
    if event.is_open() && is_report_open(&*clinician.clinic().library().await, event) {
        let not_due = not_due(id, &form.not_due)?;
        clinician
            .close_without_report(&opened, not_due, facts)
            .await?;
    } else {
        clinician.close_adverse_event(&opened, facts).await?;
    }
    Ok(back(patient, id))
}
