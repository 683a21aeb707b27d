//! Erasing a person: who asks, who decides, and what is left.

use axum::http::StatusCode;
use needlework_chart::access::AccessQuery;
use needlework_chart::id::PatientId;
use needlework_chart::record::RecordError;
use needlework_chart::verify::verify;
use needlework_clinic::server::Setting;
use needlework_clinic::server::office::account::Role;

use crate::own_chart::keeping::make_calendar;
use crate::support::{Browser, House, PASSWORD, between};

const ERASE: [(&str, &str); 3] = [("do", "erase"), ("may_go", "yes"), ("password", "")];

async fn ask(browser: &Browser) {
    let answer = browser.post("/mine/erasure", &[("do", "ask")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
}

async fn decide(owner: &Browser, patient: PatientId, fields: &[(&str, &str)]) -> StatusCode {
    let address = format!("/erasures/{patient}");
    owner.post(&address, fields).await.status
}

/// Whether any document of the cabinet names an id.
async fn is_in_cabinet(house: &House, id: &str) -> bool {
    let documents = house.record.documents_after(0).await.unwrap();
    let names = |body: &Vec<u8>| String::from_utf8_lossy(body).contains(id);
    documents.iter().any(|document| {
        let body = document.body.as_ref();
        body.is_some_and(|body| document.id.to_string() == id || names(body))
    })
}

#[tokio::test]
async fn who_asks_is_erased_by_the_owner_and_nothing_that_tells_of_the_person_is_left() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Egger").await;
    let own = house.as_patient("Egger").await;
    let calendar = make_calendar(&own).await;
    let desk = house.as_role(Role::FrontDesk).await;
    desk.post::<&str>(&format!("/patients/{patient}/access/link"), &[])
        .await;
    ask(&own).await;
    let page = own.page("/mine/erasure").await;
    assert!(page.contains("You asked on 26 November 2026. The clinic has not decided yet."));
    assert!(is_in_cabinet(&house, &patient.to_string()).await);

    let owner = house.as_role(Role::Owner).await;
    let page = owner.page("/erasures").await;
    let request = between(&page, "Egger, Jana", "</section>");
    assert!(
        request.contains("The patient asked. The person wants it."),
        "{request}"
    );
    assert_eq!(decide(&owner, patient, &ERASE).await, StatusCode::SEE_OTHER);
    assert!(!owner.page("/erasures").await.contains("Egger"));

    assert_eq!(own.get("/mine").await.location(), "/mine/sign-in");
    let read = house.stranger().get(&calendar).await;
    assert_eq!(read.status, StatusCode::NOT_FOUND);
    let clinician = house.as_role(Role::Clinician).await;
    for address in [
        format!("/patients/{patient}"),
        format!("/patients/{patient}/plans"),
    ] {
        let answer = clinician.get(&address).await;
        assert_ne!(answer.status, StatusCode::OK);
        assert!(!answer.text.contains("Jana"), "{}", answer.text);
    }
    for address in ["/", "/patients", "/appointments", "/checks"] {
        assert!(
            !clinician.page(address).await.contains("Egger"),
            "{address}"
        );
    }
    assert!(!clinician.search("Egger").await.contains("Egger"));
    let opened = house.record.open(patient).await;
    assert!(matches!(opened, Err(RecordError::Erased(_))), "{opened:?}");
    assert!(!is_in_cabinet(&house, &patient.to_string()).await);
    let told = verify(&house.record).await.unwrap();
    assert!(told.findings.is_empty(), "{:?}", told.findings);

    let query = AccessQuery {
        patient: Some(patient),
        user: None,
        before_position: None,
        at_most: 10,
    };
    let trail = house.record.accesses(query).await.unwrap();
    let actions: Vec<&str> = trail.iter().map(|(_, one)| one.action.as_str()).collect();
    assert!(actions.contains(&"person-erased"), "{actions:?}");
}

#[tokio::test]
async fn a_record_that_must_be_kept_stays_and_the_patient_reads_why() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Huber").await;
    let own = house.as_patient("Huber").await;
    ask(&own).await;
    let owner = house.as_role(Role::Owner).await;
    let without = [("do", "keep"), ("reason", "  ")];
    let refused = decide(&owner, patient, &without).await;
    assert_eq!(refused, StatusCode::UNPROCESSABLE_ENTITY);
    let why = "We must keep treatments <b>until 2036</b>.";
    let kept = decide(&owner, patient, &[("do", "keep"), ("reason", why)]).await;
    assert_eq!(kept, StatusCode::SEE_OTHER);
    let page = own.page("/mine/erasure").await;
    assert!(page.contains("On 26 November 2026 the clinic answered:"));
    assert!(
        page.contains("until 2036") && !page.contains("<b>until"),
        "{page}"
    );
    // It was decided: nothing is erased any more until somebody asks again.
    let late = decide(&owner, patient, &ERASE).await;
    assert_eq!(late, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(house.record.open(patient).await.is_ok());
    ask(&own).await;
    // Whoever changes their mind may do so twice.
    let withdrawn = own.post("/mine/erasure", &[("do", "withdraw")]).await;
    assert_eq!(withdrawn.status, StatusCode::SEE_OTHER);
    ask(&own).await;
    assert_eq!(decide(&owner, patient, &ERASE).await, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn nobody_is_erased_without_a_request_or_by_who_is_no_owner() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    let owner = house.as_role(Role::Owner).await;
    let unasked = decide(&owner, patient, &ERASE).await;
    assert_eq!(unasked, StatusCode::UNPROCESSABLE_ENTITY);
    let desk = house.as_role(Role::FrontDesk).await;
    let address = format!("/patients/{patient}/erasure");
    let nothing = desk.post(&address, &[("ground", "ledger")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("do", "ask"), ("ground", "retention-over")];
    let asked = desk.post(&address, &fields).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text);
    let page = owner.page("/erasures").await;
    let request = between(&page, "Fontana, Giulia", "</section>");
    assert!(request.contains("Kim Roth asked."), "{request}");
    assert!(
        request.contains("still open"),
        "a report waits for its answer"
    );
    let hasty = [("do", "erase"), ("password", "")];
    assert_eq!(
        decide(&owner, patient, &hasty).await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(decide(&desk, patient, &ERASE).await, StatusCode::FORBIDDEN);
    desk.post(&address, &[("do", "withdraw")]).await;
    let withdrawn = decide(&owner, patient, &ERASE).await;
    assert_eq!(withdrawn, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(house.record.open(patient).await.is_ok());
}

/// Outside a demonstration the password is typed again.
#[tokio::test]
async fn erasing_takes_the_password_of_the_owner() {
    let house = House::empty(Setting::default()).await;
    let (owner, _) = house.first_owner().await;
    let nobody = PatientId::from_uuid(uuid::Uuid::from_u128(1));
    let address = format!("/erasures/{nobody}");
    let fields = |password| [("do", "erase"), ("may_go", "yes"), ("password", password)];
    let wrong = owner.post(&address, &fields("something else")).await;
    assert!(
        wrong.text.contains("The password is not right"),
        "{}",
        wrong.text
    );
    let right = owner.post(&address, &fields(PASSWORD)).await;
    assert!(
        right.text.contains("Nobody asks for this erasure"),
        "{}",
        right.text
    );
}
