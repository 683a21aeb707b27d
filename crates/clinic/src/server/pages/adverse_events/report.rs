//! A draft of the report for the authority and the maker: to be printed or copied, with what is missing named. No name and no
//! day of birth is in it.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::Path;
use needlework_chart::fold::{AdverseEvent, Chart};
use needlework_chart::id::{AdverseEventId, PatientId};

use super::super::patient::open_chart;
use super::super::{Shown, show};
use super::treatment::Treatment;
use super::{Seriousness, grade_words};
use crate::server::access::{Allowed, FollowUp, KeepStock, ReadCharts};
use crate::server::page::{Page, age_years};
use crate::server::plan_document::PlanDocument;
use crate::server::problem::Problem;

/// A field of the report.
struct Line {
    name: String,
    /// Empty: nothing is known.
    value: String,
    is_missing: bool,
}

#[derive(Template)]
#[template(path = "clinic/adverse_event_report.html")]
struct ReportPage {
    page: Page,
    address: String,
    lines: Vec<Line>,
    missing: Vec<String>,
    /// Lots of which whoever reads this may see who else had them.
    recalled: Vec<String>,
    /// What the rule says about reporting.
    duty: String,
    note: String,
}

/// Shows the draft.
pub(in crate::server) async fn show_report(
    reader: Allowed<ReadCharts>,
    Path((patient, id)): Path<(PatientId, AdverseEventId)>,
) -> Shown {
    let (page, opened) = open_chart(&reader, patient).await?;
    let chart = opened.chart();
    let event = chart.adverse_events.get(&id).ok_or(Problem::NotFound)?;
    let library = reader.clinic().library().await;
    let treatment = event.opened.facts.session;
    let treatment = treatment.and_then(|session| Treatment::of(&page, chart, session));
    let lots = lots(chart, event);
    let others = match reader.and::<FollowUp>() {
        Some(follower) if !lots.is_empty() => {
            follower.others_with_lots(&lots, patient).await?.to_string()
        }
        _ => String::new(),
    };
    let sign = page.known_sign_name(&event.opened.facts.sign);
    let seriousness = Seriousness::of(&library, event);
    let mut lines = about_event(&page, event, sign, seriousness);
    lines.extend(about_person(&page, chart, event));
    lines.extend(about_treatment(&page, treatment.as_ref()));
    lines.push(line(&page, "report-same-lot", others));
    lines.extend(about_sending(&page, event));
    let forms = library.forms.iter();
    let mut records = forms.map(|form| &form.record);
    let form = records.find(|record| record.id == "adverse-event");
    let form = form.map(|record| library.record_in(record, page.protocol_language()));
    show(&ReportPage {
        address: format!("/patients/{patient}/adverse-events/{id}"),
        missing: lines
            .iter()
            .filter(|line| line.is_missing)
            .map(|line| line.name.clone())
            .collect(),
        lines,
        recalled: match reader.and::<KeepStock>() {
            Some(_) => lots.into_iter().map(str::to_owned).collect(),
            None => Vec::new(),
        },
        duty: form
            .as_ref()
            .map_or_else(String::new, |record| record.text.clone()),
        note: form
            .and_then(|record| record.provenance.note)
            .unwrap_or_default(),
        page,
    })
}

/// The lots of all cartridges of the session.
fn lots<'a>(chart: &'a Chart, event: &AdverseEvent) -> BTreeSet<&'a str> {
    let session = event.opened.facts.session;
    let session = session.and_then(|session| chart.sessions.get(&session));
    let cartridges = session.into_iter().flat_map(|session| &session.cartridges);
    cartridges.map(|one| one.facts.lot.as_str()).collect()
}

fn line(page: &Page, key: &str, value: impl Into<String>) -> Line {
    let value = value.into();
    Line {
        name: page.say(key),
        is_missing: value.is_empty(),
        value,
    }
}

fn about_event(
    page: &Page,
    event: &AdverseEvent,
    sign: String,
    seriousness: Seriousness,
) -> Vec<Line> {
    let facts = &event.opened.facts;
    let notes: Vec<&str> = event
        .followed_up
        .iter()
        .map(|one| one.facts.note.as_str())
        .collect();
    let onset = facts.onset_on.map(|day| page.day(day));
    let outcome = event.closed.as_ref().map(|one| one.facts.outcome.clone());
    let serious = Line {
        is_missing: !seriousness.is_said(),
        ..line(page, "report-serious", seriousness.words(page))
    };
    vec![
        line(page, "report-sign", sign),
        line(page, "report-description", facts.description.clone()),
        line(page, "report-grade", grade_words(page, event.grade())),
        serious,
        line(page, "report-onset", onset.unwrap_or_default()),
        line(
            page,
            "report-noticed",
            page.moment(event.opened.recorded_at),
        ),
        line(page, "report-course", notes.join(" ")),
        line(page, "report-outcome", outcome.unwrap_or_default()),
    ]
}

/// Age when it began and sex, and nothing that says who it is: whoever must know more asks the clinic.
fn about_person(page: &Page, chart: &Chart, event: &AdverseEvent) -> Vec<Line> {
    let born = chart.identity.as_ref().map(|identity| identity.birth_date);
    let onset = event.opened.facts.onset_on;
    // Older versions took a day before the birth: such an age is missing, and not negative.
    let age = born.zip(onset).filter(|(born, onset)| born <= onset);
    let age = age.map(|(born, onset)| age_years(born, onset).to_string());
    vec![
        line(page, "report-age", age.unwrap_or_default()),
        line(
            page,
            "report-sex",
            sex(page, chart, event).unwrap_or_default(),
        ),
    ]
}

/// The sex of the person, as the plan of the treatment has it.
fn sex(page: &Page, chart: &Chart, event: &AdverseEvent) -> Option<String> {
    let session = chart.sessions.get(&event.opened.facts.session?)?;
    let plan = chart.plans.get(&session.started.facts.plan)?;
    let document = PlanDocument::read(&plan.document).ok()?;
    let sex = &document.case.person.sex;
    (!sex.is_empty()).then(|| page.say(&format!("sex-{sex}")))
}

fn about_treatment(page: &Page, known: Option<&Treatment>) -> Vec<Line> {
    let text = |of: fn(&Treatment) -> String| known.map(of).unwrap_or_default();
    let photographs = known.map(|one| one.photographs).filter(|count| *count > 0);
    vec![
        line(page, "report-session", text(|one| one.day.clone())),
        line(page, "report-device", text(|one| one.device.clone())),
        line(page, "report-serial", text(|one| one.serial.clone())),
        line(page, "report-lots", text(|one| one.lots.join("; "))),
        line(page, "report-depth", text(|one| one.zones.join("; "))),
        line(page, "report-products", text(|one| one.products.join("; "))),
        line(page, "report-operator", text(|one| one.operator.clone())),
        line(
            page,
            "report-photographs",
            photographs
                .map(|count| count.to_string())
                .unwrap_or_default(),
        ),
    ]
}

fn about_sending(page: &Page, event: &AdverseEvent) -> Vec<Line> {
    let last = event.reported.last().map(|one| &one.facts);
    let sent_on = last.map(|facts| page.day(facts.sent_on));
    let recipient = last.map(|facts| facts.recipient.clone());
    let reference = last.and_then(|facts| facts.reference.clone());
    vec![
        line(page, "report-sent-on", sent_on.unwrap_or_default()),
        line(page, "report-recipient", recipient.unwrap_or_default()),
        line(page, "report-reference", reference.unwrap_or_default()),
    ]
}
