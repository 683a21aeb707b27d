//! Which clinic answers a patient: telephone, hours, and whose board it is on.

use axum::http::StatusCode;
use needlework_clinic::server::office::account::Role;

use super::{Group, LAKE_TELEPHONE, LINDEN_TELEPHONE};
use crate::before::{SENDER, calm, pairs, sent_path, with};
use crate::support::between;
use crate::watch::{fields, key, send_parts, taken};

const CHECK_IN: &str = "/mine/check-in";

/// What a telephone dials.
fn dialled(telephone: &str) -> String {
    format!("tel:{}", telephone.replace(' ', ""))
}

/// Linden is open at this hour, and Lake is not.
#[tokio::test]
async fn a_patient_is_answered_by_the_clinic_of_the_next_appointment_and_in_its_hours() {
    let group = Group::new().await;
    let own = group.house.as_patient("Fontana").await;
    let card = own.page("/mine").await;
    assert!(card.contains(&dialled(LINDEN_TELEPHONE)), "{card}");
    group
        .book_at_lake("Fontana", ("review", "17:00"), "Attic")
        .await;
    let card = own.page("/mine").await;
    assert!(
        card.contains(&dialled(LINDEN_TELEPHONE)),
        "the next one is this afternoon"
    );
    group.cancel("Fontana, Giulia").await;
    let card = own.page("/mine").await;
    assert!(card.contains(&dialled(LAKE_TELEPHONE)), "{card}");
    assert!(!card.contains(&dialled(LINDEN_TELEPHONE)), "{card}");
    assert!(
        card.contains("17:00, Lake") && card.contains("Seeweg 1<br>6000 Luzern"),
        "{card}"
    );
    assert!(
        card.contains("The clinic is closed now: go to urgent care."),
        "{card}"
    );
    let filled = fields(&key(&own, CHECK_IN).await, "0", &[("symptom", "fever")]);
    let there = taken(&send_parts(&own, CHECK_IN, &filled, &[]).await);
    let answer = own.page(&there).await;
    assert!(
        answer.contains("<h1>Go to urgent care today</h1>"),
        "{answer}"
    );
    // Where no appointment is left, the clinic of the last session answers.
    group.cancel("Fontana, Giulia").await;
    let card = own.page("/mine").await;
    assert!(card.contains(&dialled(LINDEN_TELEPHONE)), "{card}");
    assert!(!card.contains("The clinic is closed now"), "{card}");
}

#[tokio::test]
async fn the_healing_watch_names_the_clinic_and_shows_one_alone() {
    let group = Group::new().await;
    let clinician = group.house.as_role(Role::Clinician).await;
    let row = |board: &str| {
        let mut rows = board
            .split("<li")
            .filter(|row| row.contains("Fontana, Giulia"));
        rows.next().map(str::to_owned)
    };
    let board = clinician.page("/watch").await;
    assert!(row(&board).unwrap().contains("Linden ·"), "{board}");
    group.cancel("Fontana, Giulia").await;
    group
        .book_at_lake("Fontana", ("review", "17:00"), "Attic")
        .await;
    let board = clinician.page("/watch").await;
    assert!(row(&board).unwrap().contains("Lake ·"), "{board}");
    let at_lake = group.looks_at(Role::Clinician, &group.lake, "/watch").await;
    assert!(row(&at_lake.page("/watch").await).is_some());
    assert!(row(&at_lake.page("/").await).is_some());
    let at_linden = group
        .looks_at(Role::Clinician, &group.linden, "/watch")
        .await;
    for address in ["/", "/watch"] {
        let board = at_linden.page(address).await;
        assert!(row(&board).is_none(), "{address}");
        assert!(board.contains("of the group."), "{address}: {board}");
    }
}

/// What was left lying is seen to by the clinic that answers the patient.
#[tokio::test]
async fn the_nightly_checks_show_one_clinic_alone_and_say_what_waits_elsewhere() {
    let group = Group::new().await;
    let events = |page: &str| {
        let found = between(page, ">Adverse events without a look</h2>", "</section>");
        found.to_owned()
    };
    let all = group.house.as_role(Role::Clinician).await;
    assert!(events(&all.page("/checks").await).contains("Imhof, Daria"));
    let looks = async |clinic: &str| {
        let browser = group.looks_at(Role::Clinician, clinic, "/checks").await;
        events(&browser.page("/checks").await)
    };
    let elsewhere = "1 more waits in another clinic of the group.";
    let at_linden = looks(&group.linden).await;
    assert!(at_linden.contains("Imhof, Daria"), "{at_linden}");
    assert!(!at_linden.contains(elsewhere), "{at_linden}");
    let at_lake = looks(&group.lake).await;
    assert!(!at_lake.contains("Imhof"), "{at_lake}");
    assert!(at_lake.contains(elsewhere), "{at_lake}");
    let what = ("review", "17:00");
    group.book_at_lake("Imhof", what, "Attic").await;
    assert!(looks(&group.lake).await.contains("Imhof, Daria"));
    let at_linden = looks(&group.linden).await;
    assert!(!at_linden.contains("Imhof"), "{at_linden}");
    assert!(events(&all.page("/checks").await).contains("Imhof, Daria"));
}

#[tokio::test]
async fn who_is_not_signed_in_reads_of_all_clinics_and_a_slip_names_the_one_that_answers() {
    let group = Group::new().await;
    let page = group.house.stranger().page("/mine/sign-in").await;
    for telephone in [LINDEN_TELEPHONE, LAKE_TELEPHONE] {
        assert!(page.contains(&dialled(telephone)), "{page}");
    }
    let slip = |family: &'static str| {
        let group = &group;
        async move {
            let patient = group.house.patient(family).await;
            let address = format!("/patients/{patient}/access/link");
            let answer = group.desk.post::<&str>(&address, &[]).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
            between(&answer.text, "<main", "</main>").to_owned()
        }
    };
    assert!(slip("Caruso").await.contains(LINDEN_TELEPHONE));
    group
        .book_at_lake("Caruso", ("review", "17:00"), "Attic")
        .await;
    let of_lake = slip("Caruso").await;
    assert!(
        of_lake.contains(LAKE_TELEPHONE) && of_lake.contains("Seeweg 1"),
        "{of_lake}"
    );
}

#[tokio::test]
async fn who_comes_for_the_first_time_may_wish_for_a_clinic() {
    let group = Group::new().await;
    let stranger = group.house.stranger();
    let page = stranger.page("/before").await;
    let clinics = between(&page, "Our clinics", "</section>");
    assert!(
        clinics.contains("Linden") && clinics.contains("Seeweg 1<br>6000 Luzern"),
        "{clinics}"
    );
    for telephone in [LINDEN_TELEPHONE, LAKE_TELEPHONE] {
        assert!(clinics.contains(telephone), "{clinics}");
    }
    let sent = with(with(calm(), &SENDER), &[("clinic", &group.lake)]);
    let answer = stranger.post("/before/send", &pairs(&sent)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let path = sent_path(&group.house).await;
    let inquiry = group.desk.page(&path).await;
    assert!(
        inquiry.contains("<dt>Would like to come to</dt><dd>Lake</dd>"),
        "{inquiry}"
    );
}
