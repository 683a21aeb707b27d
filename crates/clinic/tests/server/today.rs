//! The page of the day, and what is asked instead of assumed.

use std::sync::Arc;

use axum::http::StatusCode;
use needlework_chart::id::PatientId;
use needlework_clinic::server::GateReader;
use needlework_clinic::server::office::account::Role;

use crate::support::{Browser, House, between};

/// The board with a title, up to the next one.
async fn board(browser: &Browser, title: &str) -> String {
    let page = browser.page("/").await;
    let title = format!(">{title}</h2>");
    between(&page, &title, "</section>").to_owned()
}

/// Demir answered four days ago: that holds for tomorrow and not for Thursday in a week.
#[tokio::test]
async fn whoever_comes_with_answers_that_will_not_hold_is_asked_again_before() {
    let house = House::of_made_up_people().await;
    let desk = house.as_role(Role::FrontDesk).await;
    let patient = house.patient("Demir").await;
    // A treatment is booked by a plan that is in force.
    let physician = house.as_role(Role::Physician).await;
    let plan = *house.chart(patient).await.plans.keys().next().unwrap();
    let seen = house.sequence(patient).await.to_string();
    let review = format!("/patients/{patient}/plans/{plan}/review");
    let fields = [("do", "approve"), ("password", ""), ("seen", &seen)];
    let approved = physician.post(&review, &fields).await;
    assert_eq!(approved.status, StatusCode::SEE_OTHER, "{}", approved.text);
    let title = "Questions to ask again before the next treatment";
    assert!(!board(&desk, title).await.contains("Demir"));
    let make = async |purpose: &str, starts: &str| {
        let fields = [
            ("purpose", purpose),
            ("starts", starts),
            ("minutes", "60"),
            ("room", "1"),
        ];
        let address = format!("/patients/{patient}/appointments");
        let answer = desk.post(&address, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    };
    make("review", "2026-12-01T09:00").await;
    assert!(!board(&desk, title).await.contains("Demir"));
    make("treatment", "2026-12-04T09:00").await;
    assert!(
        !board(&desk, title).await.contains("Demir"),
        "too far ahead"
    );
    make("treatment", "2026-12-03T09:00").await;
    let shown = board(&desk, title).await;
    assert!(shown.contains("Demir, Emre") && shown.contains("comes on 3 December 2026"));
    assert_eq!(shown.matches("Demir").count(), 1);
    make("treatment", "2026-11-27T09:00").await;
    assert!(
        !board(&desk, title).await.contains("Demir"),
        "the next one counts"
    );
}

#[tokio::test]
async fn boards_say_who_waits_and_since_when() {
    let house = House::of_made_up_people().await;
    let operator = house.as_role(Role::Operator).await;
    for (title, name, since) in [
        ("Sessions without a signature", "Graf, Miriam", "25"),
        ("Plans that wait for review", "Demir, Emre", "25"),
        ("Open adverse events", "Imhof, Daria", "8"),
        ("Approved plans without a session", "Egger, Jana", "23"),
    ] {
        let shown = board(&operator, title).await;
        let since = format!("since {since} November 2026");
        assert!(shown.contains(name) && shown.contains(&since), "{shown}");
    }
}

/// Whoever may not read charts sees who comes and whose plan waits for an appointment, and nothing of how anybody is.
#[tokio::test]
async fn the_front_desk_sees_nothing_of_health() {
    let house = House::of_made_up_people().await;
    let desk = house.as_role(Role::FrontDesk).await;
    let operator = house.as_role(Role::Operator).await;
    let rows = operator.search("Imhof").await;
    assert!(rows.contains("open adverse event"), "{rows}");
    let report = operator.search("Fontana").await;
    assert!(report.contains("report waits"), "{report}");
    let today = desk.page("/").await;
    let chart = house.patient("Imhof").await;
    let pages = [
        today.clone(),
        desk.page("/patients").await,
        desk.search("Imhof").await,
        desk.search("Fontana").await,
        desk.post("/patients/search", &[("q", "Imhof")]).await.text,
        desk.page(&format!("/patients/{chart}")).await,
        desk.page("/api/v1/patients").await,
    ];
    for page in pages {
        for word in ["dverse event", "report waits", "Reports of patients"] {
            assert!(!page.contains(word), "{word}: {page}");
        }
    }
    assert!(!today.contains("Imhof"));
    // A row leads where the desk may go.
    let shown = board(&desk, "Approved plans without a session").await;
    let address = between(&shown, "href=\"", "\"");
    assert_eq!(desk.get(address).await.status, StatusCode::OK, "{address}");
}

/// Nobody's skin is guessed: a plan of somebody who was never asked says what is missing.
#[tokio::test]
async fn nothing_is_assumed_of_a_person_who_was_never_asked() {
    let house = House::of_made_up_people().await;
    let clinician = house.as_role(Role::Clinician).await;
    let who = [
        ("family", "Neu"),
        ("given", "Ada"),
        ("birth_date", "1980-05-05"),
    ];
    let chart = clinician
        .post("/patients", &who)
        .await
        .location()
        .to_owned();
    for page in ["/plans/new", "/screening/new"] {
        let page = clinician.page(&format!("{chart}{page}")).await;
        for field in ["sex", "phototype", "photodamage"] {
            let select = between(&page, &format!("<select id=\"{field}\""), "</select>");
            assert!(select.contains("required") && !select.contains("selected"));
        }
    }
    let page = clinician.page(&format!("{chart}/plans/new")).await;
    let missing = "Not known yet: Sex, Phototype, Sun damage.";
    assert!(page.contains(missing), "{page}");
    let fields = [
        ("sex", "female"),
        ("photodamage", "mild"),
        ("indication", "facial-wrinkles"),
        ("device", "exceed-unlimited"),
        ("zone", "cheek"),
    ];
    let refused = clinician.post(&format!("{chart}/plans"), &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("Not known yet: Phototype."));
    // Who was asked is known.
    let asked = house.patient("Imhof").await;
    let page = clinician
        .page(&format!("/patients/{asked}/plans/new"))
        .await;
    let select = between(&page, "<select id=\"phototype\"", "</select>");
    assert!(select.contains("value=\"V\" selected"), "{select}");
}

/// Whether the session of Egger may start, on the page of the day.
async fn gate_of_egger(browser: &Browser) -> String {
    let page = browser.page("/").await;
    between(&page, "Egger, Jana", "</li>").to_owned()
}

/// How often the trail says that somebody saw the gate of a patient.
async fn looks_at_gate(owner: &Browser, patient: PatientId) -> usize {
    let trail = owner.page(&format!("/trail?patient={patient}")).await;
    trail.matches("saw whether a session may start").count()
}

/// What was worked out is kept, and holds no longer than what it rests on.
#[tokio::test]
async fn a_gate_is_worked_out_anew_once_the_chart_goes_on() {
    let house = House::of_made_up_people().await;
    let clinician = house.as_role(Role::Clinician).await;
    let owner = house.as_role(Role::Owner).await;
    let patient = house.patient("Egger").await;
    let looks = async || looks_at_gate(&owner, patient).await;
    let first = gate_of_egger(&clinician).await;
    assert_eq!(gate_of_egger(&clinician).await, first);
    assert_eq!(looks().await, 1, "one look at one state of the chart");
    let physician = house.as_role(Role::Physician).await;
    assert_eq!(gate_of_egger(&physician).await, first);
    assert_eq!(looks().await, 2, "of everybody who looks");
    let consents = clinician
        .page(&format!("/patients/{patient}/consents"))
        .await;
    let treatment = between(&consents, "id=\"consent-treatment\"", "</section>");
    let revoke = between(treatment, "action=\"", "\"");
    let revoked = clinician.post(revoke, &[("reason", "afraid")]).await;
    assert_eq!(revoked.status, StatusCode::SEE_OTHER, "{}", revoked.text);
    let closed = gate_of_egger(&clinician).await;
    assert_ne!(closed, first);
    assert!(closed.contains("class=\"tag wait\""), "{closed}");
    assert_eq!(looks().await, 3);
}

/// Beside the pages the gates of the day are worked out before anybody looks: nobody has seen a chart by that.
#[tokio::test(flavor = "multi_thread")]
async fn a_gate_that_was_worked_out_beforehand_is_in_the_trail_once_somebody_sees_it() {
    let house = House::of_made_up_people().await;
    let clinician = house.as_role(Role::Clinician).await;
    let owner = house.as_role(Role::Owner).await;
    let patient = house.patient("Egger").await;
    let looks = async || looks_at_gate(&owner, patient).await;
    let reader = GateReader::new(Arc::clone(&house.clinic));
    while reader.work_out_some().await.unwrap() > 0 {}
    assert_eq!(looks().await, 0);
    // A chart that cannot be opened any more shows that the page takes what was worked out.
    house.damage_chart(patient).await;
    let kept = gate_of_egger(&clinician).await;
    assert!(kept.contains("These views are missing"), "{kept}");
    assert!(!kept.contains("cannot be read"), "{kept}");
    assert_eq!(looks().await, 1);
}

/// One chart that cannot be read holds up neither the others of the day nor the page.
#[tokio::test]
async fn a_chart_that_cannot_be_read_is_said_at_its_appointment() {
    let house = House::of_made_up_people().await;
    let clinician = house.as_role(Role::Clinician).await;
    let patient = house.patient("Egger").await;
    house.damage_chart(patient).await;
    let page = clinician.page("/").await;
    let gate = between(&page, "Egger, Jana", "</li>");
    assert!(gate.contains("The chart cannot be read"), "{gate}");
    assert!(!gate.contains("These views are missing"), "{gate}");
    assert_eq!(page.matches("The chart cannot be read").count(), 1);
}

/// Egger comes today; once the session was begun nobody asks whether it may start.
#[tokio::test]
async fn a_session_that_was_held_today_is_no_longer_waited_for() {
    let house = House::of_made_up_people().await;
    let clinician = house.as_role(Role::Clinician).await;
    let operator = house.as_role(Role::Operator).await;
    let patient = house.patient("Egger").await;
    let of_egger = async || {
        let page = clinician.page("/").await;
        let appointments = between(&page, "id=\"sessions\"", "</section>").to_owned();
        between(&appointments, "Egger, Jana", "</li>").to_owned()
    };
    assert!(
        !of_egger().await.contains("held or under way"),
        "nothing was begun"
    );
    let address = format!("/patients/{patient}/sessions/start");
    let started = crate::forms::start_session(&operator, &address, &[]).await;
    assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.text);
    let row = of_egger().await;
    assert!(row.contains("held or under way, not signed"), "{row}");
    assert!(!row.contains("not ready"), "{row}");
    let title = "Questions to ask again before the next treatment";
    assert!(!board(&clinician, title).await.contains("Egger"));
}
