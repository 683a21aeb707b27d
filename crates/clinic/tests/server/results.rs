//! What came of a course, for one person and for all.

use axum::http::StatusCode;
use needlework_chart::chance::OperatingSystem;
use needlework_chart::event::{ConsentClass, ConsentGiven, ConsentRevoked, Event, Signature};
use needlework_chart::id::{ConsentId, PatientId};
use needlework_clinic::server::Clock as _;
use needlework_clinic::server::office::account::Role;

use crate::support::House;

#[tokio::test(flavor = "multi_thread")]
async fn a_grade_fewer_after_the_course_stands_beside_what_was_predicted() {
    let house = House::of_made_up_people().await;
    let physician = house.as_role(Role::Physician).await;
    let huber = house.patient("Huber").await;
    let page = physician.page(&format!("/patients/{huber}/results")).await;
    // Lemperle 3 before, 2 at the day of judgement; two gradings differ by less than 0.6 in nineteen of twenty.
    assert!(page.contains("3.0 (") && page.contains("2.0 ("), "{page}");
    assert!(page.contains("<td>1.0 ("));
    assert!(page.contains(">as predicted"));
    assert!(page.contains("Better by more than raters err (0.6)."));
    assert!(page.contains("Judged knowing what was done."));
}

#[tokio::test(flavor = "multi_thread")]
async fn before_there_is_a_session_there_is_no_result_and_during_a_course_nothing_is_claimed() {
    let house = House::of_made_up_people().await;
    let physician = house.as_role(Role::Physician).await;
    let brunner = house.patient("Brunner").await;
    let none = physician
        .page(&format!("/patients/{brunner}/results"))
        .await;
    assert!(none.contains("No course with a signed session yet."));
    let fontana = house.patient("Fontana").await;
    let during = physician
        .page(&format!("/patients/{fontana}/results"))
        .await;
    assert!(during.contains("Fewer sessions were held than planned"));
    assert!(!during.contains("<table"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_registry_counts_the_course_and_names_nobody() {
    let house = House::of_made_up_people().await;
    for role in [Role::Physician, Role::Owner, Role::Researcher] {
        let reader = house.as_role(role).await;
        let page = reader.page("/registry").await;
        // One is few, for whoever works for research alone.
        let results = match role {
            Role::Researcher => "fewer than 5",
            _ => "1",
        };
        let summary = format!("Results of courses held as planned: {results}.");
        assert!(page.contains(&summary), "{page}");
        assert!(page.contains("No device and no operator stands apart"));
        for family in ["Huber", "Fontana", "Graf"] {
            assert!(!page.contains(family));
        }
    }
    let desk = house.as_role(Role::FrontDesk).await;
    assert_eq!(desk.get("/registry").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_who_did_not_agree_is_in_the_table_for_research() {
    let house = House::of_made_up_people().await;
    let researcher = house.as_role(Role::Researcher).await;
    let table = researcher.get("/registry/research.csv").await;
    assert_eq!(table.status, StatusCode::OK);
    assert_eq!(table.headers["content-type"], "text/csv; charset=utf-8");
    assert_eq!(table.text.lines().count(), 1, "{}", table.text);
    let columns = researcher.page("/registry/columns.csv").await;
    assert!(columns.contains("minimal_detectable_change"));
    let physician = house.as_role(Role::Physician).await;
    assert_eq!(
        physician.get("/registry/research.csv").await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_agreed_is_in_the_table_until_the_consent_is_taken_back() {
    let house = House::of_made_up_people().await;
    let researcher = house.as_role(Role::Researcher).await;
    let rows = async || {
        let table = researcher.get("/registry/research.csv").await;
        table.text.lines().count() - 1
    };
    // Five people like Anna Huber, who agree to research.
    let like = house
        .record
        .history(house.patient("Huber").await)
        .await
        .unwrap();
    let consent = ConsentId::new(house.clock.now(), &OperatingSystem).unwrap();
    let agreed = ConsentGiven {
        consent,
        class: ConsentClass::Research,
        text_version: "1".to_owned(),
        plan: None,
        purpose: None,
        expires_on: None,
        signature: Signature::SignedIn {
            name: "Anna Huber".to_owned(),
        },
        signed: None,
    };
    let by = like.first().unwrap().author.clone();
    let now = house.clock.now();
    let mut last = None;
    for _ in 0..5 {
        assert_eq!(rows().await, 0);
        let patient = PatientId::new(now, &OperatingSystem).unwrap();
        let mut events = like.clone();
        events.push(Event::from(agreed.clone()).by(by.clone(), now));
        last = Some(house.record.register(patient, &events).await.unwrap());
    }
    assert_eq!(rows().await, 5);
    let revoked = ConsentRevoked {
        consent,
        reason: None,
    };
    let revoked = Event::from(revoked).by(by, now);
    house
        .record
        .append(&last.unwrap(), &[revoked])
        .await
        .unwrap();
    // Four are too few to be among.
    assert_eq!(rows().await, 0);
}
