//! What stands around a plan: where its numbers come from, closed days, spared zones on the console and on the face, and what
//! comes next.

use axum::http::StatusCode;
use needlework_chart::event::KeptJson;
use needlework_chart::fold::PlanState;
use needlework_clinic::server::office::account::Role;

use super::keep;
use crate::forms::{change_clinic, plan_of_cheeks};
use crate::support::{House, between};

/// Addresses of the pages about sources that a part of a page leads to.
fn sources(page: &str) -> Vec<String> {
    let links = page.split("href=\"/sources?of=").skip(1);
    links
        .map(|rest| format!("/sources?of={}", rest.split('"').next().unwrap()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_number_of_an_outlook_leads_to_its_parameters_and_papers() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Egger").await;
    let (plan, _) = house.chart(patient).await.plan_in_force().unwrap();
    let clinician = house.as_role(Role::Clinician).await;
    let page = clinician
        .page(&format!("/patients/{patient}/plans/{plan}"))
        .await;
    let outlook = between(&page, "id=\"outlook-title\"", "id=\"goals\"");
    let found = sources(outlook);
    assert!(found.len() > 5, "{found:?}");
    for address in found {
        let page = clinician.page(&address).await;
        let told = [
            ">read in full<",
            ">secondary source<",
            ">assumption: no source",
        ];
        assert!(told.iter().any(|one| page.contains(one)), "{address}");
        assert!(!page.contains("not verified"), "{address}");
    }
    let goals = between(&page, "id=\"goals\"", "</section>");
    let risk = sources(goals).remove(0);
    assert!(clinician.page(&risk).await.contains("risks."), "{risk}");
    let anchor = between(goals, "href=\"#", "\"");
    assert!(outlook.contains(&format!("id=\"{anchor}\"")), "{anchor}");
    let unknown = clinician.get("/sources?of=%3Cscript%3E").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert!(!unknown.text.contains("<script>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_on_a_closed_day_is_pointed_out_with_the_next_open_day() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Caruso").await;
    let clinician = house.as_role(Role::Clinician).await;
    let hours = [
        ("open", "1"),
        ("from_1", "08:00"),
        ("to_1", "18:00"),
        ("open", "2"),
        ("from_2", "08:00"),
        ("to_2", "18:00"),
    ];
    change_clinic(&house.as_role(Role::Owner).await, &hours).await;
    let redraw = format!("/patients/{patient}/plans/redraw");
    let outlook = |first: &'static str| {
        let mut sent = plan_of_cheeks("0", &[]);
        sent.extend([("sessions", "1"), ("first_session", first)]);
        let (clinician, redraw) = (clinician.clone(), redraw.clone());
        async move { clinician.post(&redraw, &sent).await.text }
    };
    let sunday = outlook("2027-01-10T10:00").await;
    assert!(sunday.contains("The clinic is closed then"), "{sunday}");
    assert!(sunday.contains("next open day: Monday"), "{sunday}");
    let early = outlook("2027-01-11T07:00").await;
    assert!(early.contains("The clinic is closed then"), "{early}");
    let monday = outlook("2027-01-11T10:00").await;
    assert!(!monday.contains("The clinic is closed then"), "{monday}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_next_speaks_of_declined_options_and_of_a_finished_course() {
    let house = House::of_made_up_people().await;
    let clinician = house.as_role(Role::Clinician).await;
    for (family, words) in [
        ("Caruso", "Every option so far was declined."),
        (
            "Huber",
            "The course is finished, and no new plan was begun.",
        ),
    ] {
        let patient = house.patient(family).await;
        let address = format!("/patients/{patient}");
        let drafts = house.chart(patient).await.plans;
        let drafts = drafts
            .iter()
            .filter(|(_, plan)| plan.state == PlanState::Draft);
        for (plan, _) in drafts {
            let seen = house.sequence(patient).await.to_string();
            let decline = [("seen", seen.as_str()), ("do", "decline")];
            let answer = clinician
                .post(&format!("{address}/plans/{plan}"), &decline)
                .await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        }
        let page = clinician.page(&address).await;
        assert!(page.contains(words), "{family}: {page}");
        keep(&house, patient, plan_of_cheeks("0", &[])).await;
        let page = clinician.page(&address).await;
        assert!(page.contains("A draft waits to be finished."), "{family}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_face_says_in_words_what_is_treated_and_spared_and_shows_sessions_one_by_one() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Huber").await;
    let mut sent = plan_of_cheeks("0", &[]);
    sent.extend([("spare_nose", "exclude"), ("spare_neck", "protect")]);
    let clinician = house.as_role(Role::Clinician).await;
    keep(&house, patient, sent).await;
    let page = clinician.page(&format!("/patients/{patient}")).await;
    let key = between(&page, "id=\"map-keys\"", "</dl>");
    let zones = |role: &str| {
        between(
            between(key, &format!("class=\"{role}\""), "</div>"),
            "<dd>",
            "</dd>",
        )
        .to_owned()
    };
    assert_eq!(zones("target"), "Cheeks");
    assert_eq!(zones("protect"), "Neck");
    assert!(zones("exclude").contains("Nose"), "{key}");
    let held = house.chart(patient).await.sessions.len();
    assert_eq!(
        page.matches("<details class=\"layer-of").count(),
        held,
        "{page}"
    );
    assert_eq!(page.matches("<svg class=\"layer\"").count(), held);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_console_asks_for_a_second_name_where_a_zone_is_protected_and_refuses_one_that_is_left_out()
 {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Graf").await;
    let history = house.record.history(patient).await.unwrap();
    let spared = history.into_iter().map(|mut recorded| {
        if let needlework_chart::event::Event::PlanDrafted(drafted) = &mut recorded.event {
            let mut document: serde_json::Value = drafted.document.read().unwrap();
            document["protected"] = serde_json::json!(["neck"]);
            document["excluded"] = serde_json::json!(["nose"]);
            drafted.document = KeptJson::of(&document).unwrap();
        }
        recorded
    });
    let spared: Vec<_> = spared.collect();
    let other = needlework_chart::id::PatientId::new(
        house.clock.now_at(),
        &needlework_chart::chance::OperatingSystem,
    );
    let other = other.unwrap();
    house.record.register(other, &spared).await.unwrap();
    house.clinic.catch_up().await.unwrap();
    let sessions = house.chart(other).await.sessions;
    let (session, _) = sessions.iter().next_back().unwrap();
    let operator = house.as_role(Role::Operator).await;
    let address = format!("/patients/{other}/sessions/{session}");
    let console = operator.page(&address).await;
    let told = between(&console, "id=\"spared\"", "</section>");
    assert!(told.contains("the plan protects this zone"), "{told}");
    assert!(told.contains("the plan leaves this zone out"), "{told}");
    let seen = house.sequence(other).await.to_string();
    let entry = |zone| {
        [
            ("zone", zone),
            ("depth_set_mm", "0.5"),
            ("passes", "2"),
            ("endpoint", "erythema"),
            ("seen", seen.as_str()),
        ]
    };
    let zones = format!("{address}/zones");
    let held = operator.post(&zones, &entry("neck")).await;
    let asked = between(&held.text, "role=\"alert\"", "</div>");
    assert!(asked.contains("the plan protects"), "{asked}");
    assert!(held.text.contains("name=\"second\""), "{}", held.text);
    // Nobody overrides what the clinician left out: no reason, and no second name.
    let owner = house.as_role(Role::Owner).await;
    let settings = owner.page("/settings").await;
    let mut rows = settings.split("/settings/colleagues/");
    let row = rows.find(|row| row.contains("ida.frei")).unwrap();
    let second = row.split('"').next().unwrap();
    let mut answered = entry("nose").to_vec();
    answered.extend([("reason", "she asked for it"), ("second", second)]);
    for fields in [entry("nose").to_vec(), answered] {
        let refused = operator.post(&zones, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let words = "this zone is excluded and must not be needled";
        assert!(refused.text.contains(words), "{}", refused.text);
    }
    let recorded = house.chart(other).await.sessions[session].zones.len();
    assert_eq!(recorded, sessions[session].zones.len());
}
