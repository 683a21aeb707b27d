//! One adverse event: what was done before it, how it goes on, to whom it was reported, how it ended.

use askama::Template;
use axum::extract::Path;
use axum::response::Redirect;
use axum_extra::extract::Form;
use jiff::civil::Date;
use needlework_chart::event::{AdverseEventClosed, AdverseEventFollowedUp, AdverseEventReported};
use needlework_chart::id::{AdverseEventId, PatientId};
use serde::Deserialize;

use super::super::patient::{Tabs, open_chart};
use super::super::{Done, Shown, show, written};
use super::treatment::Treatment;
use super::{GRADES, LONGEST, grade, grade_name};
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
    grades: Vec<(u8, String)>,
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
        grade: grade(event),
        grades: GRADES
            .map(|grade| (grade, grade_name(&page, grade)))
            .collect(),
        is_open: event.is_open(),
        is_serious: event.is_serious(),
        is_thought_serious: facts.is_thought_serious
            && !event.is_serious()
            && !event
                .followed_up
                .iter()
                .any(|one| one.author.role.is_licensed()),
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

fn steps(page: &Page, event: &needlework_chart::fold::AdverseEvent) -> Vec<Step> {
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
    let (_, opened) = open_chart(&follower, patient).await?;
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

/// How it ended.
#[derive(Deserialize)]
pub(in crate::server) struct Ended {
    outcome: String,
}

/// Closes it.
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
    clinician.close_adverse_event(&opened, facts).await?;
    Ok(back(patient, id))
}
