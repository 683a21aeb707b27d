//! What a page or a sentence is about is called by its name, and no two things by the same.

use axum::http::StatusCode;
use needlework_chart::id::PatientId;
use needlework_clinic::server::office::account::Role;

use crate::forms::{PERSON, plan_of_cheeks};
use crate::support::{House, between};

#[tokio::test]
async fn a_date_that_is_missing_is_asked_for_by_its_question() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    let operator = house.as_role(Role::Operator).await;
    let seen = house.sequence(patient).await.to_string();
    let typed = [("seen", seen.as_str()), ("answer_toxin-recent", "dated")];
    let fields = [&PERSON[..], &typed].concat();
    let address = format!("/patients/{patient}/screening");
    let refused = operator.post(&address, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = between(&refused.text, "role=\"alert\"", "</div>");
    assert!(told.contains("Write the date as"), "{told}");
    let question = "When was your last botulinum toxin injection in the area?";
    assert!(told.contains(question), "{told}");
    assert!(!refused.text.contains("toxin-recent: "), "{}", refused.text);
}

/// Protocol, `age-minimum`: under the age of consent a clinician decides with the guardian.
#[tokio::test]
async fn somebody_who_is_not_of_age_is_refused_with_the_guardian_and_not_with_a_range() {
    let house = House::of_made_up_people().await;
    let desk = house.as_role(Role::FrontDesk).await;
    let person = [
        ("family", "Nacht"),
        ("given", "Lio"),
        ("birth_date", "2015-01-01"),
    ];
    let registered = desk.post("/patients", &person).await;
    assert_eq!(
        registered.status,
        StatusCode::SEE_OTHER,
        "{}",
        registered.text
    );
    let operator = house.as_role(Role::Operator).await;
    let patient: PatientId = registered
        .location()
        .rsplit('/')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    let address = format!("/patients/{patient}/screening");
    let seen = house.sequence(patient).await.to_string();
    let fields = [
        ("seen", seen.as_str()),
        ("sex", "female"),
        ("phototype", "II"),
        ("photodamage", "mild"),
        ("indication", "facial-wrinkles"),
        ("device", "exceed-unlimited"),
        ("zone", "cheek"),
    ];
    let refused = operator.post(&address, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("together with the guardian"),
        "{}",
        refused.text
    );
    assert!(!refused.text.contains("cannot be taken; give"));
}

#[tokio::test]
async fn another_link_for_a_colleague_names_the_colleague() {
    let house = House::of_made_up_people().await;
    let owner = house.as_role(Role::Owner).await;
    let settings = owner.page("/settings").await;
    let mut rows = settings.split("/settings/colleagues/");
    let row = rows.find(|row| row.contains("kim.roth")).unwrap();
    let user = row.split('"').next().unwrap();
    let address = format!("/settings/colleagues/{user}");
    let invited = owner.post(&address, &[("do", "invite")]).await;
    assert_eq!(invited.status, StatusCode::OK, "{}", invited.text);
    assert!(
        invited.text.contains("This link lets Kim Roth choose"),
        "{}",
        invited.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn options_of_the_same_name_are_numbered_in_the_list_and_side_by_side() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Caruso").await;
    let vera = house.as_role(Role::Clinician).await;
    let plans = format!("/patients/{patient}/plans");
    let mut compared = Vec::new();
    for sessions in ["3", "4"] {
        let fields = plan_of_cheeks("0", &[("name", "Twin"), ("sessions", sessions)]);
        let kept = vera.post(&plans, &fields).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
        let plan = kept.location().rsplit('/').next().unwrap();
        compared.push(format!("plan={plan}"));
    }
    let compared = format!("{plans}/compare?{}", compared.join("&"));
    for address in [&plans, &compared] {
        let page = vera.page(address).await;
        assert!(
            page.contains("Twin (1)") && page.contains("Twin (2)"),
            "{page}"
        );
    }
    let page = vera.page(&plans).await;
    assert!(page.contains("Six sessions") && !page.contains("Six sessions ("));
}

#[tokio::test]
async fn an_appointment_stands_at_the_top_until_it_is_over_and_in_the_timeline_once_it_began() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Egger").await;
    let address = format!("/patients/{patient}");
    let top = |page: &str| page.split("id=\"timeline\"").next().unwrap().to_owned();
    let timeline = |page: &str| between(page, "id=\"timeline\"", "</ol>").to_owned();
    let vera = house.as_role(Role::Clinician).await;
    let desk = house.as_role(Role::FrontDesk).await;
    let fields = [
        ("purpose", "review"),
        ("starts", "2026-12-03T09:00"),
        ("minutes", "30"),
        ("room", "1"),
    ];
    let booked = desk.post(&format!("{address}/appointments"), &fields).await;
    assert_eq!(booked.status, StatusCode::SEE_OTHER, "{}", booked.text);
    let page = vera.page(&address).await;
    assert!(top(&page).contains("Next appointment"), "{page}");
    house.clock.set("2026-12-04T09:00:00Z".parse().unwrap());
    let vera = house.as_role(Role::Clinician).await;
    let page = vera.page(&address).await;
    assert!(!top(&page).contains("Next appointment"), "{page}");
    assert_eq!(
        timeline(&page).matches("· Appointment<").count(),
        2,
        "{page}"
    );
}

/// A treatment needs a plan that is in force (clinic reference 2.1); a talk and a look do not.
#[tokio::test]
async fn no_treatment_is_booked_without_an_approved_plan() {
    let house = House::of_made_up_people().await;
    let desk = house.as_role(Role::FrontDesk).await;
    let patient = house.patient("Demir").await;
    let address = format!("/patients/{patient}/appointments");
    let book = async |purpose: &str| {
        let fields = [
            ("purpose", purpose),
            ("starts", "2026-12-04T09:00"),
            ("minutes", "60"),
            ("room", "1"),
        ];
        desk.post(&address, &fields).await
    };
    let refused = book("treatment").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("No approved plan is in force"),
        "{}",
        refused.text
    );
    assert_eq!(book("consultation").await.status, StatusCode::SEE_OTHER);
}
