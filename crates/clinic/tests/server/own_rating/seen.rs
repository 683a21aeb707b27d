//! Where an answer is seen, and where it must not count.

use jiff::{SignedDuration, Timestamp};
use needlework_chart::chance::OperatingSystem;
use needlework_chart::event::{
    Author, ConsentClass, ConsentGiven, Event, Recorded, Role as ChartRole, ScaleRated, Signature,
};
use needlework_chart::id::{ConsentId, PatientId, PlanId, RatingId, SessionId, UserId};
use needlework_clinic::server::Clock as _;
use needlework_clinic::server::office::account::Role;

use super::{OWN, rate, saved};
use crate::own_chart::section;
use crate::support::{House, between};

/// The plan of a chart once more under another id, with a first session at a moment: what was drafted, submitted and approved, a
/// consent to it, and the beginning of the session.
pub(super) fn next_course(history: &[Recorded], now: Timestamp) -> Vec<Recorded> {
    let plan = PlanId::new(now, &OperatingSystem).unwrap();
    let session = SessionId::new(now, &OperatingSystem).unwrap();
    let mut course: Vec<Recorded> = Vec::new();
    let mut has_session = false;
    for recorded in history {
        let event = match &recorded.event {
            // A chart may hold drafts besides.
            Event::PlanDrafted(facts) if course.is_empty() => {
                let mut facts = facts.clone();
                facts.plan = plan;
                Event::from(facts)
            }
            Event::PlanSubmitted(facts) => {
                let mut facts = facts.clone();
                facts.plan = plan;
                Event::from(facts)
            }
            Event::PlanApproved(facts) => {
                let mut facts = facts.clone();
                facts.plan = plan;
                Event::from(facts)
            }
            Event::ConsentGiven(facts) if facts.class == ConsentClass::Treatment => {
                let mut facts = facts.clone();
                facts.consent = ConsentId::new(now, &OperatingSystem).unwrap();
                facts.plan = Some(plan);
                Event::from(facts)
            }
            Event::SessionStarted(facts) if !has_session => {
                has_session = true;
                let mut facts = facts.clone();
                facts.session = session;
                facts.plan = plan;
                facts.day = now.in_tz("Europe/Zurich").unwrap().date();
                facts.t0 = now;
                Event::from(facts)
            }
            _ => continue,
        };
        course.push(event.by(recorded.author.clone(), now));
    }
    assert_eq!(course.len(), 5);
    course
}

#[tokio::test]
async fn the_clinic_reads_it_as_the_patients_and_no_forecast_is_held_against_it() {
    let house = House::of_made_up_people().await;
    let huber = house.patient("Huber").await;
    let physician = house.as_role(Role::Physician).await;
    let results = format!("/patients/{huber}/results");
    let registry = async || {
        let page = physician.page("/registry").await;
        let main = between(&page, "<main", "</main>");
        main.replace(section(main, "verdicts"), "")
    };
    let registry_before = registry().await;
    let before = physician.page(&results).await;
    assert!(before.contains("is asked until 27 December 2026 and has not answered yet"));
    let own = house.as_patient("Huber").await;
    saved(&rate(&own, &[("whole", "2"), ("zone_periorbital", "5")]).await);
    let after = physician.page(&results).await;
    let (_, said) = after.split_once("What the patient said").unwrap();
    assert!(
        said.contains("“Much better. It could still be a little better.” on 26 November 2026"),
        "{said}"
    );
    assert!(said.contains("“Worse. It looked better before.”"), "{said}");
    // What colleagues graded is judged as before.
    let table = |page: &str| between(page, "<tbody>", "</tbody>").to_owned();
    assert_eq!(table(&before), table(&after));
    assert!(!table(&after).contains("GAIS"));
    let ratings = physician.page(&format!("/patients/{huber}/ratings")).await;
    let rows = ratings
        .split("<tr>")
        .filter(|row| row.contains("Anna Huber, patient"));
    let rows: Vec<&str> = rows.collect();
    assert_eq!(rows.len(), 2, "{ratings}");
    assert!(
        rows.iter()
            .any(|row| row.contains("whole treatment") && row.contains("Much better"))
    );
    // In the registry it stands apart from results.
    assert_eq!(registry().await, registry_before);
    // Those who read in Spanish read what a patient who reads Spanish chooses.
    physician
        .post("/account/language", &[("language", "es")])
        .await;
    let spanish = physician.page(&results).await;
    assert!(
        spanish.contains("«Mucho mejor. Aún podría estar un poco mejor.»"),
        "{spanish}"
    );
}

#[tokio::test]
async fn the_window_that_passed_without_an_answer_says_so() {
    let house = House::of_made_up_people().await;
    let huber = house.patient("Huber").await;
    house.clock.set("2026-12-28T09:00:00Z".parse().unwrap());
    let physician = house.as_role(Role::Physician).await;
    let page = physician.page(&format!("/patients/{huber}/results")).await;
    assert!(
        page.contains("was asked until 27 December 2026 and did not answer"),
        "{page}"
    );
}

/// Somebody like Anna Huber whom nobody has rated since the first session.
async fn unrated(house: &House) -> PatientId {
    unrated_with(house, &[]).await
}

/// The same with events besides hers.
pub(super) async fn unrated_with(house: &House, besides: &[Event]) -> PatientId {
    let like = house.record.history(house.patient("Huber").await).await;
    let mut events = like.unwrap();
    let (by, now) = (events.first().unwrap().author.clone(), house.clock.now());
    let besides = besides.iter().cloned();
    events.extend(besides.map(|event| event.by(by.clone(), now)));
    events.retain(|one| !matches!(one.event, Event::ScaleRated(_)));
    let patient = PatientId::new(house.clock.now(), &OperatingSystem).unwrap();
    house.record.register(patient, &events).await.unwrap();
    patient
}

pub(super) async fn state_rating(
    house: &House,
    patient: PatientId,
    zone: Option<&str>,
    grade: f64,
) {
    let now = house.clock.now();
    let rated = ScaleRated {
        rating: RatingId::new(now, &OperatingSystem).unwrap(),
        scale: "gais".to_owned(),
        scale_version: Some(1),
        zone: zone.map(str::to_owned),
        grade,
        label: None,
        direction: None,
        seen: None,
        day: now.in_tz("Europe/Zurich").unwrap().date(),
        is_blinded: false,
    };
    let author = Author {
        user: UserId::from_uuid(patient.uuid()),
        name: "Anna Huber".to_owned(),
        role: ChartRole::Patient,
    };
    let opened = house.record.open(patient).await.unwrap();
    let rated = Event::from(rated).by(author, now);
    house.record.append(&opened, &[rated]).await.unwrap();
}

#[tokio::test]
async fn the_nightly_check_names_whether_the_patients_own_rating_is_missing_and_stays_without_that_of_a_colleague()
 {
    let house = House::of_made_up_people().await;
    let patient = unrated(&house).await;
    let physician = house.as_role(Role::Physician).await;
    let line = async || {
        let page = physician.page("/checks").await;
        let found = page
            .split("<li>")
            .find(|one| one.contains(&format!("{patient}/ratings")));
        found.map(str::to_owned)
    };
    let waiting = line().await.unwrap();
    assert!(
        waiting.contains("the patient&#39;s own rating is missing"),
        "{waiting}"
    );
    state_rating(&house, patient, None, 2.0).await;
    let waiting = line().await.unwrap();
    assert!(!waiting.contains("own rating is missing"), "{waiting}");
}

/// The consent of Anna Huber to research.
pub(super) fn agreed(now: Timestamp) -> Event {
    Event::from(ConsentGiven {
        consent: ConsentId::new(now, &OperatingSystem).unwrap(),
        class: ConsentClass::Research,
        text_version: "1".to_owned(),
        plan: None,
        purpose: None,
        expires_on: None,
        signature: Signature::SignedIn {
            name: "Anna Huber".to_owned(),
        },
        signed: None,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn research_gets_a_column_of_its_own_by_consent() {
    let house = House::of_made_up_people().await;
    let like = house.record.history(house.patient("Huber").await).await;
    let like = like.unwrap();
    let by = like.first().unwrap().author.clone();
    let now = house.clock.now();
    let agreed = agreed(now);
    // Of five who agreed, one said something of the whole, one of the cheek as well, three nothing.
    for said in [
        vec![(None, 4.0)],
        vec![(None, 3.0), (Some("cheek"), 1.0)],
        vec![],
        vec![],
        vec![],
    ] {
        let patient = PatientId::new(now, &OperatingSystem).unwrap();
        let mut events = like.clone();
        events.push(agreed.clone().by(by.clone(), now));
        house.record.register(patient, &events).await.unwrap();
        for (zone, grade) in said {
            state_rating(&house, patient, zone, grade).await;
        }
    }
    // Whoever did not agree is not in it, whatever she said.
    saved(&rate(&house.as_patient("Huber").await, &[("whole", "5")]).await);
    let researcher = house.as_role(Role::Researcher).await;
    let table = researcher.page("/registry/research.csv").await;
    let mut lines = table.lines();
    let columns: Vec<&str> = lines.next().unwrap().split(',').collect();
    let at = columns
        .iter()
        .position(|one| *one == "patient_grade")
        .unwrap();
    let mut said: Vec<&str> = lines.map(|line| line.split(',').nth(at).unwrap()).collect();
    said.sort_unstable();
    assert_eq!(said, ["", "", "", "1", "4"], "{table}");
    let dictionary = researcher.page("/registry/columns.csv").await;
    assert!(dictionary.contains("patient_grade"), "{dictionary}");
}

#[tokio::test]
async fn the_patient_is_in_the_trail_and_the_download_holds_the_answer() {
    let house = House::of_made_up_people().await;
    let own = house.as_patient("Huber").await;
    saved(&rate(&own, &[("whole", "1")]).await);
    house.clock.move_on(SignedDuration::from_mins(1));
    let readers = own.page("/mine/readers").await;
    assert!(readers.contains("<strong>You</strong>"), "{readers}");
    let physician = house.as_role(Role::Physician).await;
    let huber = house.patient("Huber").await;
    let timeline = physician.page(&format!("/patients/{huber}")).await;
    assert!(timeline.contains("gais: 1"), "{timeline}");
    assert!(own.page(OWN).await.contains("Very much better."));
}
