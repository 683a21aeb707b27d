//! What counts of earlier courses, and what does not.

use axum::http::StatusCode;
use needlework_chart::chance::OperatingSystem;
use needlework_chart::event::{Event, Recorded};
use needlework_chart::id::{CheckInId, PatientId, SessionId};
use needlework_clinic::server::Clock as _;
use needlework_clinic::server::office::account::Role;
use serde_json::Value;

use super::{Clinic, middle};
use crate::forms::plan_of_cheeks;

#[tokio::test(flavor = "multi_thread")]
async fn a_skin_that_answered_more_is_forecast_to_answer_more_than_one_that_answered_less() {
    let clinic = Clinic::open().await;
    let mut middles = Vec::new();
    // All wrinkles gone; nobody graded; worse than before.
    for grade in [Some("0"), None, Some("4")] {
        let patient = clinic.somebody(&clinic.treated).await;
        if let Some(grade) = grade {
            clinic.rate(patient, grade).await;
        }
        let plan = clinic.draft(patient).await;
        let document = clinic.document(patient, plan).await;
        let learned = &document["learned"];
        assert_eq!(learned.is_null(), grade.is_none(), "{learned}");
        assert_eq!(document["case"]["earlier"].is_null(), grade.is_none());
        if grade.is_some() {
            let without = learned["without"][0]["improvement"][2].as_f64().unwrap();
            assert!(without.is_finite());
            assert_eq!(learned["results"], 1);
        }
        middles.push(middle(&document));
    }
    assert!(
        middles[0] > middles[1] && middles[1] > middles[2],
        "{middles:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_course_of_which_nothing_was_graded_leaves_the_forecast_as_it_is_for_anybody() {
    let clinic = Clinic::open().await;
    let treated = clinic.somebody(&clinic.treated).await;
    let first = clinic
        .treated
        .iter()
        .take_while(|one| !matches!(one.event, Event::PlanDrafted(_)));
    let untreated = clinic.somebody(&first.cloned().collect::<Vec<_>>()).await;
    let mut zones: Vec<Value> = Vec::new();
    for patient in [treated, untreated] {
        let plan = clinic.draft(patient).await;
        let document = clinic.document(patient, plan).await;
        zones.push(document["forecast"]["zones"].clone());
    }
    assert_eq!(zones[0], zones[1]);
}

/// Sessions of somebody, and the depth that the first one is said to have been held at.
fn held(clinic: &Clinic) -> (Vec<SessionId>, Vec<Recorded>) {
    let mut events = clinic.treated.clone();
    let sessions: Vec<SessionId> = events
        .iter()
        .filter_map(|one| match &one.event {
            Event::SessionStarted(started) => Some(started.session),
            _ => None,
        })
        .collect();
    for one in &mut events {
        if let Event::ZoneRecorded(zone) = &mut one.event
            && zone.session == sessions[0]
        {
            zone.depth_set_mm = 0.5;
        }
    }
    (sessions, events)
}

/// Corrects sessions, on the page for it.
async fn amend(clinic: &Clinic, patient: PatientId, sessions: &[SessionId]) {
    let operator = clinic.house.as_role(Role::Operator).await;
    for session in sessions {
        let seen = clinic.house.sequence(patient).await.to_string();
        let fields = [
            ("text", "The depth was another one."),
            ("reason", "Misread."),
            ("seen", &seen),
        ];
        let address = format!("/patients/{patient}/sessions/{session}/amend");
        let answer = operator.post(&address, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_corrected_counts_no_more_as_it_was_written() {
    let clinic = Clinic::open().await;
    let (sessions, events) = held(&clinic);
    assert!(sessions.len() > 1);
    let depth = async |amended: &[SessionId]| {
        let patient = clinic.somebody(&events).await;
        clinic.rate(patient, "2").await;
        amend(&clinic, patient, amended).await;
        let plan = clinic.draft(patient).await;
        let document = clinic.document(patient, plan).await;
        let new = format!("/patients/{patient}/plans/new");
        let depth = document["case"]["earlier"][0]["needle_length_mm"].as_f64();
        (depth, clinic.clinician.page(&new).await)
    };
    let (mean, _) = depth(&[]).await;
    let (corrected, _) = depth(&sessions[..1]).await;
    let (nothing, page) = depth(&sessions).await;
    let planned = clinic.document_depth();
    assert!(
        (corrected.unwrap() - planned).abs() < 1e-9,
        "{corrected:?} {planned}"
    );
    let shallower = (planned - 0.5) / sessions.len() as f64;
    assert!(
        (planned - mean.unwrap() - shallower).abs() < 1e-3,
        "{mean:?}"
    );
    assert_eq!(nothing, None);
    assert!(page.contains("was corrected, and the true depth is not known"));
}

/// The entry of the cheeks in a session.
fn entry_of(events: &[Recorded], session: SessionId) -> String {
    let entry = events.iter().find_map(|one| match &one.event {
        Event::ZoneRecorded(zone) if zone.session == session && zone.zone == "cheek" => {
            Some(zone.entry)
        }
        _ => None,
    });
    entry.unwrap().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_corrected_in_fields_counts_as_it_really_was() {
    let clinic = Clinic::open().await;
    let (sessions, events) = held(&clinic);
    let operator = clinic.house.as_role(Role::Operator).await;
    let learned = async |amended: &[(SessionId, &str, &str)]| {
        let patient = clinic.somebody(&events).await;
        clinic.rate(patient, "2").await;
        for (session, field, value) in amended {
            let address = format!("/patients/{patient}/sessions/{session}/amend");
            let entry = entry_of(&events, *session);
            let seen = clinic.house.sequence(patient).await.to_string();
            let fields = [
                ("entry", entry.as_str()),
                (field, value),
                ("reason", "Misread."),
                ("seen", &seen),
            ];
            let answer = operator.post(&address, &fields).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        }
        let plan = clinic.draft(patient).await;
        clinic.document(patient, plan).await["case"]["earlier"][0].clone()
    };
    let depth = |earlier: &Value| earlier["needle_length_mm"].as_f64();
    let days = |earlier: &Value| earlier["sessions"].as_array().unwrap().len();
    let planned = clinic.document_depth();
    let (first, second) = (sessions[0], sessions[1]);

    // The first session was recorded at 0.5 mm, and was held as planned.
    let true_mm = planned.to_string();
    let corrected = learned(&[(first, "depth_set_mm", &true_mm)]).await;
    assert!((depth(&corrected).unwrap() - planned).abs() < 1e-9);
    assert_eq!(days(&corrected), sessions.len());
    // The second one was held deeper, whatever is written there.
    let deeper_mm = (planned + 0.25).to_string();
    let both = [
        (first, "depth_set_mm", true_mm.as_str()),
        (second, "depth_set_mm", deeper_mm.as_str()),
    ];
    let deeper = learned(&both).await;
    let mean = planned + 0.25 / sessions.len() as f64;
    assert!((depth(&deeper).unwrap() - mean).abs() < 1e-3, "{deeper}");
    // The cheeks were not needled in the first session at all.
    let mistaken = learned(&[(first, "not_needled", "yes")]).await;
    assert!((depth(&mistaken).unwrap() - planned).abs() < 1e-9);
    assert_eq!(days(&mistaken), sessions.len() - 1);
    // Nobody knows any depth.
    let lost: Vec<_> = sessions
        .iter()
        .map(|session| (*session, "not_known", "depth_set_mm"))
        .collect();
    assert!(learned(&lost).await.is_null());
}

impl Clinic {
    /// The depth that was planned for the cheeks.
    fn document_depth(&self) -> f64 {
        let document = self.treated.iter().find_map(|one| match &one.event {
            Event::PlanDrafted(drafted) => Some(&drafted.document),
            _ => None,
        });
        let document: serde_json::Value = document.unwrap().read().unwrap();
        let zone = &document["forecast"]["zones"][0];
        assert_eq!(zone["zone"], "cheek");
        zone["technique"]["needle_length_mm"].as_f64().unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approved_plan_keeps_what_was_known_and_a_draft_says_that_more_is_known_now() {
    let clinic = Clinic::open().await;
    let patient = clinic.somebody(&clinic.treated).await;
    let (locked, draft) = (clinic.draft(patient).await, clinic.draft(patient).await);
    let reviewed = clinic.draft(patient).await;
    let address = |plan| format!("/patients/{patient}/plans/{plan}");
    let change = async |plan, what: &str| {
        let seen = clinic.house.sequence(patient).await.to_string();
        let fields = plan_of_cheeks(&seen, &[("do", what)]);
        let answer = clinic.clinician.post(&address(plan), &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    };
    change(locked, "submit").await;
    change(reviewed, "submit").await;
    let physician = clinic.house.as_role(Role::Physician).await;
    let seen = clinic.house.sequence(patient).await.to_string();
    let fields = [("do", "approve"), ("password", ""), ("seen", &seen)];
    let approved = physician
        .post(&format!("{}/review", address(locked)), &fields)
        .await;
    assert_eq!(approved.status, StatusCode::SEE_OTHER, "{}", approved.text);
    let before = clinic.document(patient, locked).await;
    assert!(before["learned"].is_null());
    let newer = "The chart now holds other results than this draft was saved with.";
    assert!(!clinic.clinician.page(&address(draft)).await.contains(newer));

    clinic.rate(patient, "0").await;
    assert_eq!(clinic.document(patient, locked).await, before);
    let page = clinic.clinician.page(&address(locked)).await;
    assert!(!page.contains("What earlier courses taught"));
    assert!(clinic.clinician.page(&address(draft)).await.contains(newer));
    let page = clinic.clinician.page(&address(reviewed)).await;
    assert!(page.contains("other results than this plan knows"));
    assert!(clinic.document(patient, draft).await["learned"].is_null());
    change(draft, "save").await;
    let saved = clinic.document(patient, draft).await;
    assert_eq!(saved["learned"]["results"], 1);
    let page = clinic.clinician.page(&address(draft)).await;
    assert!(!page.contains(newer) && page.contains("What earlier courses taught"));
}

/// Reports of redness after the first session, as Giulia Fontana's: with it at 30 hours, without it at 54.
async fn reports(clinic: &Clinic, session: SessionId) -> Vec<Recorded> {
    let fontana = clinic.house.patient("Fontana").await;
    let history = clinic.house.record.history(fontana).await.unwrap();
    let reported = history
        .into_iter()
        .find(|one| matches!(one.event, Event::CheckInReported(_)));
    let reported = reported.unwrap();
    let Event::CheckInReported(facts) = &reported.event else {
        panic!("Giulia Fontana reported nothing");
    };
    assert_eq!(facts.answers["told"]["grades"]["redness"], "moderate");
    assert_eq!(facts.answers["told"]["grades"]["swelling"], "none");
    let report = |hour: f64, grade: &str| {
        let mut facts = facts.clone();
        facts.check_in = CheckInId::new(clinic.house.clock.now(), &OperatingSystem).unwrap();
        facts.session = session;
        facts.hours_after_t0 = hour;
        facts.answers["told"]["grades"]["redness"] = grade.into();
        Event::from(facts).by(reported.author.clone(), reported.recorded_at)
    };
    vec![report(30.0, "moderate"), report(54.0, "none")]
}

#[tokio::test(flavor = "multi_thread")]
async fn hours_of_a_sign_count_where_one_zone_was_needled_and_reports_bracket_its_end() {
    let clinic = Clinic::open().await;
    let (sessions, _) = held(&clinic);
    let reports = reports(&clinic, sessions[0]).await;
    let elsewhere =
        |event: &Event| matches!(event, Event::ZoneRecorded(zone) if zone.zone != "cheek");
    let alone = clinic.treated.iter().filter(|one| !elsewhere(&one.event));
    let alone: Vec<_> = alone.chain(&reports).cloned().collect();
    let both: Vec<_> = clinic.treated.iter().chain(&reports).cloned().collect();
    let unfinished = &alone[..alone.len() - 1];
    for (events, is_counted) in [(&alone[..], true), (&both[..], false), (unfinished, false)] {
        let patient = clinic.somebody(events).await;
        let plan = clinic.draft(patient).await;
        let document = clinic.document(patient, plan).await;
        let earlier = &document["case"]["earlier"];
        assert_eq!(!earlier.is_null(), is_counted, "{earlier}");
        if !is_counted {
            continue;
        }
        let results = earlier[0]["results"].as_array().unwrap();
        let named: Vec<&Value> = results.iter().map(|one| &one["id"]).collect();
        // Tightness was there at both reports, and nobody said when the rest ended.
        assert_eq!(named, ["redness"]);
        assert_eq!(results[0]["value"], 42.0);
        // 24 h wide, and 0.3 of what people call noticeable.
        let error = (24.0_f64 / 12.0_f64.sqrt()).hypot(0.3 * 42.0);
        assert!((results[0]["error"].as_f64().unwrap() - error).abs() < 0.01);
    }
}
