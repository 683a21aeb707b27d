//! One patient: what comes next, everything that happened, the face as a map.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use jiff::civil::Date;
use needlework_chart::event::{ConsentClass, PatientRegistered, Verdict};
use needlework_chart::fold::{Chart, Plan, PlanState, SessionState};
use needlework_chart::id::{PatientId, PlanId};
use needlework_chart::record::OpenChart;

use needlework_planning::Library;
use needlework_protocol::screening::Permission;

use super::patients::full_name;
use super::releases::may_be_released;
use super::timeline::{EventLine, purpose_of_visit, with_visits};
use super::{Link, screened, show};
use crate::server::access::{Allowed, Duty, ReadCharts, Register, SeeLists};
use crate::server::face_map::{LAYER_LOOKS, ZoneRole, face_map, session_layer};
use crate::server::office::appointment::Appointment;
use crate::server::office::settings::Settings;
use crate::server::page::{Page, PatientBar, age_years};
use crate::server::plan_document::{is_declined, zone_roles};
use crate::server::problem::Problem;
use crate::server::standing_answers::StandingAnswers;

/// The parts of a chart, with the one that is open.
pub(super) struct Tabs {
    pub(super) entries: Vec<Link>,
}

/// Parts of a chart: end of the address, key of the text.
const PARTS: [(&str, &str); 10] = [
    ("", "overview"),
    ("/screening", "screening"),
    ("/plans", "plans"),
    ("/consents", "consents"),
    ("/sessions", "sessions"),
    ("/check-ins", "check-ins"),
    ("/adverse-events", "adverse-events"),
    ("/ratings", "ratings"),
    ("/photographs", "photographs"),
    ("/results", "results"),
];

impl Tabs {
    /// The parts, of which one is open.
    pub(super) fn of(page: &Page, patient: PatientId, here: &str) -> Self {
        let entries = PARTS.into_iter().map(|(end, key)| Link {
            address: format!("/patients/{patient}{end}"),
            text: page.say(key),
            is_here: end == here,
        });
        Self {
            entries: entries.collect(),
        }
    }
}

/// Id of the key of the map.
const MAP_KEYS: &str = "map-keys";

/// What can be done next.
struct Next {
    class: &'static str,
    sentence: String,
    address: Option<String>,
    action: String,
}

/// A session of before, as a layer of the map.
struct Layer {
    day: String,
    /// Number of its outline.
    look: usize,
    /// Empty where no zone of the face was needled.
    map: String,
    zones: Vec<NeedledZone>,
}

/// What was done in one zone.
struct NeedledZone {
    zone: String,
    depth: String,
    passes: String,
}

/// A role of zones, with the zones that have it.
struct MapKey {
    class: &'static str,
    name: String,
    zones: String,
}

#[derive(Template)]
#[template(path = "clinic/patient.html")]
struct PatientPage {
    page: Page,
    tabs: Tabs,
    patient: PatientId,
    next: Option<Next>,
    /// When this person comes next, and what for; empty: nothing is booked.
    next_visit: String,
    /// What waits for a release that may be given now.
    releases: String,
    events: Vec<EventLine>,
    map: String,
    keys: Vec<MapKey>,
    layers: Vec<Layer>,
    contact: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "clinic/front_desk_patient.html")]
struct FrontDeskPage {
    page: Page,
    patient: PatientId,
    contact: Vec<(String, String)>,
}

/// Shows a patient: the whole chart to who may read it, name and contact to the front desk.
pub(in crate::server) async fn show_patient(
    lists: Allowed<SeeLists>,
    Path(patient): Path<PatientId>,
) -> Result<Response, Problem> {
    let mut page = Page::of(lists.who(), "/patients").await;
    let today = lists.clinic().today().await;
    let Some(reader) = lists.and::<ReadCharts>() else {
        let desk = lists.and::<Register>().ok_or(Problem::NotFound)?;
        let registered = desk.registration(patient).await?.known;
        page.bar = Some(bar(&page, patient, &registered, today));
        let shown = FrontDeskPage {
            contact: contact(&page, &registered),
            page,
            patient,
        };
        return Ok(show(&shown)?.into_response());
    };
    let (opened, history) = reader.open_with_history(patient).await?;
    let chart = opened.chart();
    let page = with_bar(page, patient, chart, today)?;
    let identity = chart.identity.as_ref().ok_or(Problem::NotFound)?;
    let roles = roles(chart, reader.clinic().shipped_library());
    // A plan of another version holds back the releases, and not the chart.
    let releases = match may_be_released(&reader, &page, patient, chart).await {
        Ok(labels) => labels,
        Err(Problem::Refused(_)) => Vec::new(),
        Err(problem) => return Err(problem),
    };
    let settings = reader.clinic().settings().await;
    let (visits, now) = (reader.appointments(patient).await, reader.clinic().now());
    let begun = visits.iter().filter(|one| one.starts_at <= now).cloned();
    let begun: Vec<Appointment> = begun.collect();
    let shown = PatientPage {
        releases: releases.join(", "),
        tabs: Tabs::of(&page, patient, ""),
        next: Some(next(&page, patient, chart, today)),
        next_visit: next_visit(&page, &settings, &visits, now),
        events: with_visits((&page, &settings), patient, &history, &begun),
        map: face_map(
            &roles,
            |id| page.zone_name(id),
            &page.say("face-map"),
            MAP_KEYS,
        ),
        keys: keys(&page, &roles),
        layers: layers(&page, chart),
        contact: contact(&page, identity),
        page,
        patient,
    };
    Ok(show(&shown)?.into_response())
}

/// The appointment that goes on or comes next, in words.
fn next_visit(page: &Page, settings: &Settings, visits: &[Appointment], now: Timestamp) -> String {
    let next = visits.iter().find(|one| one.ends_at() > now);
    next.map_or_else(String::new, |one| {
        let what = purpose_of_visit(page, settings, one);
        format!("{}: {what}", page.moment(one.starts_at))
    })
}

/// A page of the desk with the bar that says whom it is about, without anything of health.
pub(super) async fn page_about(
    desk: &Allowed<Register>,
    patient: PatientId,
) -> Result<Page, Problem> {
    let registered = desk.registration(patient).await?.known;
    let mut page = Page::of(desk.who(), "/patients").await;
    let today = desk.clinic().today().await;
    page.bar = Some(bar(&page, patient, &registered, today));
    Ok(page)
}

/// A chart that somebody with any duty beside reading opens, and a page with the bar that says whom it is about.
pub(super) async fn open_chart<D: Duty>(
    holder: &Allowed<D>,
    patient: PatientId,
) -> Result<(Page, OpenChart), Problem> {
    let reader = holder.and::<ReadCharts>().ok_or(Problem::NotFound)?;
    let opened = reader.open(patient).await?;
    let page = Page::of(reader.who(), "/patients").await;
    let today = reader.clinic().today().await;
    let page = with_bar(page, patient, opened.chart(), today)?;
    Ok((page, opened))
}

fn with_bar(
    mut page: Page,
    patient: PatientId,
    chart: &Chart,
    today: Date,
) -> Result<Page, Problem> {
    let identity = chart.identity.as_ref().ok_or(Problem::NotFound)?;
    let mut bar = bar(&page, patient, identity, today);
    bar.portrait = portrait(chart, today).map(|id| format!("/patients/{patient}/photographs/{id}"));
    bar.warnings = warnings(&page, patient, chart, today);
    page.bar = Some(bar);
    Ok(page)
}

fn bar(page: &Page, patient: PatientId, identity: &PatientRegistered, today: Date) -> PatientBar {
    let age = age_years(identity.birth_date, today);
    PatientBar {
        patient,
        name: full_name(&identity.name),
        born: page.say_all(
            "born",
            &[
                ("day", &page.day(identity.birth_date)),
                ("age", &age.to_string()),
            ],
        ),
        clinic_number: identity.clinic_number.clone(),
        portrait: None,
        warnings: Vec::new(),
    }
}

/// The newest photograph from the front that may be shown.
fn portrait(chart: &Chart, today: Date) -> Option<String> {
    const FRONT: &str = "front";
    chart
        .photographs
        .iter()
        .filter(|(_, photograph)| photograph.added.facts.view == FRONT)
        .filter(|(id, _)| chart.require_shown([**id], today).is_ok())
        .max_by_key(|(_, photograph)| photograph.added.facts.taken_at)
        .map(|(id, _)| id.to_string())
}

/// What nobody beside the person may miss: an open adverse event, that the skin must not be needled, allergies, decisions.
fn warnings(page: &Page, patient: PatientId, chart: &Chart, today: Date) -> Vec<String> {
    let mut warnings = Vec::new();
    if chart
        .adverse_events
        .values()
        .any(needlework_chart::fold::AdverseEvent::is_open)
    {
        warnings.push(page.say("tag-adverse-event"));
    }
    if is_refused(page, patient, chart, today) {
        warnings.push(page.say("verdict-refused"));
    }
    let answers = StandingAnswers::of(page, chart);
    warnings.extend(answers.map_or_else(Vec::new, |answers| answers.at_a_glance()));
    warnings
}

/// Whether the skin must not be needled as things stand. The verdict that was recorded with the answers is asked first: only a
/// refusal can have been decided otherwise since.
fn is_refused(page: &Page, patient: PatientId, chart: &Chart, today: Date) -> bool {
    let newest = chart.screenings.values();
    let newest = newest.max_by_key(|one| one.recorded_at);
    if newest.is_none_or(|one| one.facts.verdict != Verdict::Refused) {
        return false;
    }
    let screening = screened(page, patient, chart, page.library(), today);
    !screening.is_ok_and(|one| one.permission() != Permission::Refused)
}

fn contact(page: &Page, identity: &PatientRegistered) -> Vec<(String, String)> {
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".to_owned());
    vec![
        (page.say("telephone"), text(&identity.contact.telephone)),
        (page.say("mail"), text(&identity.contact.mail)),
        (page.say("address"), text(&identity.contact.address)),
    ]
}

/// What the chart asks for next, from intake to the end of a course.
fn next(page: &Page, patient: PatientId, chart: &Chart, today: Date) -> Next {
    let to = |class, key: &str, end: &str| Next {
        class,
        sentence: page.say(key),
        address: Some(format!("/patients/{patient}{end}")),
        action: page.say(&format!("{key}-action")),
    };
    if let Some((id, _)) = chart
        .sessions
        .iter()
        .find(|(_, session)| session.state == SessionState::Open)
    {
        return to("wait", "next-sign", &format!("/sessions/{id}"));
    }
    if chart
        .adverse_events
        .values()
        .any(needlework_chart::fold::AdverseEvent::is_open)
    {
        return to("no", "next-adverse-event", "/adverse-events");
    }
    if chart.screenings.is_empty() {
        return to("", "next-screen", "/screening");
    }
    let has = |state: PlanState| chart.plans.iter().find(|(_, plan)| plan.state == state);
    if let Some((id, _)) = has(PlanState::InReview) {
        return to("wait", "next-approve", &format!("/plans/{id}"));
    }
    if let Some((id, _)) = chart.plan_in_force() {
        if !chart.has_consent(ConsentClass::Treatment, Some(id), today) {
            let key = if is_consent_taken_back(chart, id) {
                "next-consent-taken-back"
            } else {
                "next-consent"
            };
            return to("wait", key, "/consents");
        }
        return to("yes", "next-session", "/sessions");
    }
    after_plans(chart, &to)
}

/// Whether the person agreed to a plan and took that back.
fn is_consent_taken_back(chart: &Chart, plan: PlanId) -> bool {
    let mut consents = chart.consents.values();
    consents.any(|consent| consent.given.facts.plan == Some(plan) && consent.revoked.is_some())
}

/// What the newest plan that says anything leads to, where none is in review or in force. An option that was declined and a plan
/// that another one took the place of say nothing; nor do drafts from before a course that is over.
fn after_plans(chart: &Chart, to: &dyn Fn(&'static str, &str, &str) -> Next) -> Next {
    let is_declined = |plan: &Plan| is_declined(&plan.document);
    for (id, plan) in chart.plans.iter().rev() {
        match plan.state {
            PlanState::Draft if !is_declined(plan) => {
                return to("", "next-submit", &format!("/plans/{id}"));
            }
            PlanState::Completed => return to("", "next-completed", "/results"),
            PlanState::Stopped => return to("", "next-stopped", "/plans"),
            _ => {}
        }
    }
    if chart.plans.values().any(is_declined) {
        return to("", "next-declined", "/plans");
    }
    to("", "next-plan", "/plans")
}

/// What each zone is for by the plan in force, or else by the newest one.
fn roles(chart: &Chart, library: &Library) -> BTreeMap<String, ZoneRole> {
    let in_force = chart.plan_in_force().map(|(_, plan)| plan);
    let plan = in_force.or_else(|| chart.plans.values().next_back());
    let mut roles = BTreeMap::new();
    for zone in library.zones.iter().filter(|zone| zone.blocked.is_some()) {
        roles.insert(zone.id.clone(), ZoneRole::Exclude);
    }
    if let Some(plan) = plan {
        roles.extend(zone_roles(&plan.document));
    }
    roles
}

/// A number, or that nobody knows it.
fn known(page: &Page, number: Option<String>) -> String {
    number.unwrap_or_else(|| page.say("not-known"))
}

/// The key of the map: each role with the zones that have it, in words.
fn keys(page: &Page, roles: &BTreeMap<String, ZoneRole>) -> Vec<MapKey> {
    let key = |role: ZoneRole| {
        let zones = roles.iter().filter(|(_, of)| **of == role);
        let names: Vec<String> = zones.map(|(zone, _)| page.zone_name(zone)).collect();
        MapKey {
            class: role.name(),
            name: page.say(role.label()),
            zones: if names.is_empty() {
                "–".to_owned()
            } else {
                names.join(", ")
            },
        }
    };
    ZoneRole::ALL.into_iter().map(key).collect()
}

/// Earlier sessions, the newest first, each as a layer of the map.
fn layers(page: &Page, chart: &Chart) -> Vec<Layer> {
    let mut sessions: Vec<_> = chart.sessions.values().collect();
    sessions.sort_by_key(|session| session.started.facts.t0);
    sessions
        .iter()
        .rev()
        .filter_map(|session| {
            let needled: Vec<_> = session.delivered().collect();
            (!needled.is_empty()).then_some((session, needled))
        })
        .enumerate()
        .map(|(index, (session, needled))| Layer {
            day: page.day(session.started.facts.day),
            look: index % LAYER_LOOKS,
            map: session_layer(&needled.iter().map(|entry| entry.zone.as_str()).collect())
                .unwrap_or_default(),
            zones: needled
                .iter()
                .map(|entry| NeedledZone {
                    zone: page.zone_name(&entry.zone),
                    depth: known(page, entry.depth_set_mm.map(|depth| page.number(depth, 2))),
                    passes: known(page, entry.passes.map(|passes| page.plain_number(passes))),
                })
                .collect(),
        })
        .collect()
}
