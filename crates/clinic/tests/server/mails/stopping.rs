//! Stopping mails: by the link in one of them, by a touch, on the own pages, and by being erased.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use jiff::SignedDuration;
use needlework_chart::record::{Ground, Tombstone};
use needlework_clinic::server::mail::{Courier, Post};
use needlework_clinic::server::office::account::Role;
use needlework_clinic::server::office::mail::{MailState, StopReason};
use tempfile::TempDir;

use super::post_office::PostOffice;
use super::{PAGES, courier, number_in, queue};
use crate::support::{FORM, House};

/// The path of the link in the first mail.
async fn link(house: &House, office: &PostOffice, courier: &mut Courier) -> String {
    courier.go_round().await.unwrap();
    assert!(
        house
            .chart(house.patient("Graf").await)
            .await
            .reminders
            .is_some()
    );
    office.taken().first().unwrap().stop_path()
}

async fn is_reminded(house: &House, family: &str) -> bool {
    let chart = house.chart(house.patient(family).await).await;
    chart
        .reminders
        .is_some_and(|chosen| chosen.facts.mail.is_some())
}

#[tokio::test]
async fn a_link_shows_a_button_in_the_language_of_the_patient_and_only_the_button_stops() {
    let house = House::of_made_up_people().await;
    let office = PostOffice::open();
    let mut courier = courier(&house, &office);
    let link = link(&house, &office, &mut courier).await;
    let stranger = house.stranger();
    let answer = stranger.get(&link).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.headers[header::REFERRER_POLICY], "no-referrer");
    assert!(answer.text.contains("<html lang=\"es\""), "{}", answer.text);
    assert!(answer.text.contains("¿Detener los recordatorios?"));
    assert!(is_reminded(&house, "Graf").await, "a look stops nothing");
    let stopped = stranger.post::<&str>(&link, &[]).await;
    assert_eq!(stopped.status, StatusCode::OK, "{}", stopped.text);
    assert!(stopped.text.contains("desactivados"), "{}", stopped.text);
    assert!(!is_reminded(&house, "Graf").await);
    assert!(is_reminded(&house, "Egger").await);
    // Twice says the same.
    assert_eq!(
        stranger.post::<&str>(&link, &[]).await.status,
        StatusCode::OK
    );
    let before = office.taken().len();
    for _ in 0..4 {
        house.clock.move_on(SignedDuration::from_hours(12));
        courier.go_round().await.unwrap();
    }
    let to_graf = office.taken().into_iter().skip(before);
    assert_eq!(to_graf.filter(|mail| mail.to == super::GRAF).count(), 0);
    let patient = house.patient("Graf").await;
    let waits = queue(&house.record).await;
    let waits = waits.iter().filter(|mail| mail.patient == patient);
    assert_eq!(
        waits
            .filter(|mail| mail.state == MailState::Waiting)
            .count(),
        0
    );
    let not_wanted = MailState::Stopped(StopReason::NotWanted);
    assert!(number_in(&house.record, |state| state == not_wanted).await > 0);
}

#[tokio::test]
async fn a_program_of_mails_stops_them_at_a_touch_without_a_page() {
    let house = House::of_made_up_people().await;
    let office = PostOffice::open();
    let mut courier = courier(&house, &office);
    let link = link(&house, &office, &mut courier).await;
    let request = Request::post(&link)
        .header(header::HOST, "clinic.test")
        .header(header::CONTENT_TYPE, FORM);
    let body = Body::from("List-Unsubscribe=One-Click");
    let answer = house.stranger().ask(request.body(body).unwrap()).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert!(!is_reminded(&house, "Graf").await);
}

#[tokio::test]
async fn a_link_that_is_not_whole_stops_nothing_and_tells_nothing() {
    let house = House::of_made_up_people().await;
    let office = PostOffice::open();
    let mut courier = courier(&house, &office);
    let link = link(&house, &office, &mut courier).await;
    let mut other = link.clone();
    let last = other.pop().unwrap();
    other.push(if last == 'A' { 'Q' } else { 'A' });
    for path in [other.as_str(), &link[..link.len() - 4], "/reminders/stop/x"] {
        let answer = house.stranger().get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        let answer = house.stranger().post::<&str>(path, &[]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(is_reminded(&house, "Graf").await);
}

#[tokio::test]
async fn who_is_erased_takes_mails_files_and_link_along() {
    let house = House::of_made_up_people().await;
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("mails");
    let post = Post::into_folder(path.clone(), PAGES).unwrap();
    let mut courier = Courier::new(house.clinic.clone(), post);
    courier.go_round().await.unwrap();
    let files = || path.read_dir().unwrap().map(|file| file.unwrap().path());
    let file = files().next().expect("a mail became a file");
    assert_eq!(file.extension().unwrap(), "eml");
    let text = std::fs::read_to_string(&file).unwrap().replace("=\r\n", "");
    assert!(
        text.contains("List-Unsubscribe: <https://clinic.test/reminders/stop/"),
        "{text}"
    );
    let (_, link) = text.split_once("<https://clinic.test").unwrap();
    let link = link.split('>').next().unwrap().to_owned();
    let patient = house.patient("Graf").await;
    let tombstone = Tombstone {
        erased_at: house.clock.now_at(),
        by: None,
        ground: Ground::Request,
    };
    house.record.erase(patient, &tombstone).await.unwrap();
    courier.go_round().await.unwrap();
    let mails = queue(&house.record).await;
    assert!(mails.iter().all(|mail| mail.patient != patient));
    assert_eq!(files().count(), 0);
    house.clinic.catch_up().await.unwrap();
    assert_eq!(
        house.stranger().get(&link).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn what_was_sent_long_ago_is_forgotten() {
    let house = House::of_made_up_people().await;
    let office = PostOffice::open();
    let mut courier = courier(&house, &office);
    courier.go_round().await.unwrap();
    let stop = [("do", "stop")];
    for family in ["Graf", "Egger"] {
        let browser = house.as_patient(family).await;
        let answer = browser.post("/mine/reminders", &stop).await;
        assert_eq!(answer.location(), "/mine/reminders", "{}", answer.text);
    }
    courier.go_round().await.unwrap();
    assert!(!queue(&house.record).await.is_empty());
    house.clock.move_on(SignedDuration::from_hours(30 * 24 + 1));
    courier.go_round().await.unwrap();
    assert_eq!(queue(&house.record).await.len(), 0);
    let desk = house.as_role(Role::FrontDesk).await;
    assert!(desk.page("/mails").await.contains("Nothing yet."));
}
