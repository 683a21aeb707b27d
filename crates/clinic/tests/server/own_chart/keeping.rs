//! What a patient does with the own record: taking back a consent, looking at photographs, subscribing to the calendar, taking
//! the data along, and seeing who read it.

#[path = "../../../../exchange/tests/reader/python.rs"]
mod python;

use std::collections::BTreeMap;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use jiff::SignedDuration;
use needlework_chart::access::AccessQuery;
use needlework_chart::archive::files_of;
use needlework_chart::event::{ConsentClass, Role as ChartRole};
use needlework_chart::id::PatientId;
use needlework_clinic::server::given_out;
use needlework_clinic::server::office::account::Role;
use sha2::{Digest as _, Sha256};
use tower::ServiceExt as _;

use super::section;
use crate::support::{Answer, Browser, House, between};
use crate::watch;

#[tokio::test]
async fn a_patient_takes_a_consent_back_and_the_chart_says_who_did() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Huber").await;
    let browser = house.as_patient("Huber").await;
    let chart = house.chart(patient).await;
    let photograph = |class| class == ConsentClass::Photograph;
    let (id, _) = chart
        .consents
        .iter()
        .find(|(_, one)| photograph(one.given.facts.class))
        .unwrap();
    let address = format!("/mine/consents/{id}/revoke");
    let answer = browser.post(&address, &[("reason", "My own.")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let after = house.chart(patient).await;
    let revoked = after.consents[id].revoked.as_ref().unwrap();
    assert_eq!(revoked.author.role, ChartRole::Patient);
    assert_eq!(revoked.author.name, "Anna Huber");
    assert_eq!(revoked.facts.reason.as_deref(), Some("My own."));
    let page = browser.page("/mine/consents").await;
    assert!(page.contains("You took this back"), "{page}");
    let again = browser.post(&address, &[("reason", "")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let clinician = house.as_role(Role::Clinician).await;
    let seen = clinician.page(&format!("/patients/{patient}")).await;
    assert!(seen.contains("Anna Huber"), "{seen}");
}

#[tokio::test]
async fn nobody_takes_back_a_consent_of_somebody_else() {
    let house = House::of_made_up_people().await;
    let huber = house.chart(house.patient("Huber").await).await;
    let id = huber.consents.keys().next().unwrap();
    let browser = house.as_patient("Fontana").await;
    let address = format!("/mine/consents/{id}/revoke");
    let answer = browser.post(&address, &[("reason", "")]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let after = house.chart(house.patient("Huber").await).await;
    assert!(after.consents[id].revoked.is_none());
}

#[tokio::test]
async fn own_photographs_are_seen_and_those_of_others_are_not() {
    let house = House::of_made_up_people().await;
    let huber = house.chart(house.patient("Huber").await).await;
    let browser = house.as_patient("Huber").await;
    let page = browser.page("/mine/photographs").await;
    assert_eq!(page.matches("<img ").count(), huber.photographs.len());
    for id in huber.photographs.keys() {
        let address = format!("/mine/photographs/{id}");
        let answer = browser.get(&address).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.headers[header::CONTENT_TYPE], "image/jpeg");
        let stranger = house.as_patient("Fontana").await;
        assert_eq!(stranger.get(&address).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_withdrawn_photograph_is_gone() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Huber").await;
    let chart = house.chart(patient).await;
    let id = chart.photographs.keys().next().unwrap();
    let physician = house.as_role(Role::Physician).await;
    let address = format!("/patients/{patient}/photographs/{id}/withdraw");
    let answer = physician.post(&address, &[("reason", "blurred")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let browser = house.as_patient("Huber").await;
    let page = browser.page("/mine/photographs").await;
    assert!(!page.contains(&id.to_string()));
    let answer = browser.get(&format!("/mine/photographs/{id}")).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

/// Makes an address of the calendar: its path.
pub(crate) async fn make_calendar(browser: &Browser) -> String {
    let page = browser.post::<&str>("/mine/calendar", &[]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let address = between(&page.text, "<code>http://clinic.test", "</code>");
    address.to_owned()
}

async fn read(house: &House, path: &str, known: Option<&str>) -> Answer {
    let mut request = Request::get(path).header(header::HOST, "clinic.test");
    if let Some(known) = known {
        request = request.header(header::IF_NONE_MATCH, known);
    }
    let request = request.body(Body::empty()).unwrap();
    house.stranger().ask(request).await
}

#[tokio::test]
async fn a_calendar_says_when_and_never_what() {
    let house = House::of_made_up_people().await;
    for family in ["Egger", "Fontana"] {
        let path = make_calendar(&house.as_patient(family).await).await;
        let answer = read(&house, &path, None).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let kind = &answer.headers[header::CONTENT_TYPE];
        assert_eq!(kind, "text/calendar; charset=utf-8");
        let lines: Vec<&str> = answer.text.lines().collect();
        let titles = lines.iter().filter(|line| line.starts_with("SUMMARY"));
        let titles: Vec<&&str> = titles.collect();
        assert!(titles.len() > 3, "{}", answer.text);
        for title in titles {
            let is_neutral = ["SUMMARY:Appointment", "SUMMARY:Reminder"].contains(title);
            assert!(is_neutral, "{title}");
        }
        let text = answer.text.to_lowercase();
        for word in [
            family, "skin", "make-up", "needl", "collagen", "sun", "retin",
        ] {
            assert!(!text.contains(&word.to_lowercase()), "{family}: {word}");
        }
    }
}

#[tokio::test]
async fn a_calendar_holds_the_visit_and_is_read_again_only_when_it_changed() {
    let house = House::of_made_up_people().await;
    let path = make_calendar(&house.as_patient("Egger").await).await;
    let first = read(&house, &path, None).await;
    assert!(first.text.contains("20261126T103000"), "{}", first.text);
    let tag = first.headers[header::ETAG].to_str().unwrap();
    let again = read(&house, &path, Some(tag)).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert!(again.text.is_empty());
    let desk = house.as_role(Role::FrontDesk).await;
    let egger = house.patient("Egger").await;
    let fields = [
        ("purpose", "review"),
        ("starts", "2026-12-03T09:00"),
        ("minutes", "30"),
        ("room", "1"),
    ];
    let answer = desk
        .post(&format!("/patients/{egger}/appointments"), &fields)
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let changed = read(&house, &path, Some(tag)).await;
    assert_eq!(changed.status, StatusCode::OK);
    assert!(changed.text.contains("20261203T090000"), "{}", changed.text);
}

#[tokio::test]
async fn an_address_of_a_calendar_ends_when_it_is_made_void_and_when_a_new_one_is_made() {
    let house = House::of_made_up_people().await;
    let browser = house.as_patient("Egger").await;
    let first = make_calendar(&browser).await;
    let second = make_calendar(&browser).await;
    assert_eq!(
        read(&house, &first, None).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(read(&house, &second, None).await.status, StatusCode::OK);
    let answer = browser.post::<&str>("/mine/calendar/end", &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(
        read(&house, &second, None).await.status,
        StatusCode::NOT_FOUND
    );
    let third = make_calendar(&browser).await;
    assert_eq!(read(&house, &third, None).await.status, StatusCode::OK);
    for path in ["/calendar/nobody.ics", "/calendar/.ics", "/calendar/x"] {
        let answer = read(&house, path, None).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
}

/// How often the trail says of a chart that its calendar was read.
async fn noted_readings(house: &House, patient: PatientId) -> usize {
    let query = AccessQuery {
        patient: Some(patient),
        user: None,
        before_position: None,
        at_most: 100,
    };
    let trail = house.record.accesses(query).await.unwrap();
    let readings = trail
        .iter()
        .filter(|(_, one)| one.action == "calendar-read" && one.user.uuid() == patient.uuid());
    readings.count()
}

/// A telephone asks every hour; who else reads the chart must still be found among the lines.
#[tokio::test]
async fn the_first_reading_of_a_calendar_by_an_address_is_in_the_trail_of_each_day() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Egger").await;
    let browser = house.as_patient("Egger").await;
    let path = make_calendar(&browser).await;
    // From ten o'clock to eleven at night.
    for _ in 0..14 {
        assert_eq!(read(&house, &path, None).await.status, StatusCode::OK);
        assert_eq!(noted_readings(&house, patient).await, 1);
        house.clock.move_on(SignedDuration::from_hours(1));
    }
    // It is midnight.
    read(&house, &path, None).await;
    read(&house, &path, None).await;
    assert_eq!(noted_readings(&house, patient).await, 2);
    let new = make_calendar(&browser).await;
    read(&house, &new, None).await;
    assert_eq!(noted_readings(&house, patient).await, 3);
}

/// Opens a ZIP file with the `zipfile` module, which checks CRC-32, and prints for every file its name and the SHA-256 of what
/// stands in it.
const READER: &str = r#"
import hashlib, io, sys, zipfile
archive = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))
print("broken:", archive.testzip())
for entry in archive.infolist():
    print(entry.filename, hashlib.sha256(archive.read(entry)).hexdigest())
"#;

fn unpacked_elsewhere(archive: &[u8]) -> BTreeMap<String, String> {
    let seen = python::printed(READER, archive);
    let files = seen.strip_prefix("broken: None\n").unwrap();
    let files = files.lines().map(|line| line.rsplit_once(' ').unwrap());
    files
        .map(|(name, hash)| (name.to_owned(), hash.to_owned()))
        .collect()
}

#[tokio::test]
async fn the_own_data_are_one_zip_file_with_events_photographs_and_sessions() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Huber").await;
    let browser = house.as_patient("Huber").await;
    let request = Request::get("/mine/data/file").header(header::COOKIE, &browser.cookie);
    let request = request.body(Body::empty()).unwrap();
    let answer = browser.router.clone().oneshot(request).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()[header::CONTENT_TYPE], "application/zip");
    let attached = answer.headers()[header::CONTENT_DISPOSITION]
        .to_str()
        .unwrap();
    assert!(!attached.contains("Huber"), "{attached}");
    let archive = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    let unpacked = unpacked_elsewhere(&archive);
    let documents = house.record.documents_after(0).await.unwrap();
    let beside = given_out(&documents).unwrap();
    let appointments = beside.appointments.get(&patient).cloned();
    let appointments = appointments.unwrap_or_default();
    let files = files_of(&house.record, patient, &appointments)
        .await
        .unwrap();
    let expected = files.iter().map(|file| {
        let hash = data_encoding::HEXLOWER.encode(&Sha256::digest(&file.bytes));
        (file.name.clone(), hash)
    });
    assert_eq!(unpacked, expected.collect());
    for name in ["events.json", "appointments.json", "sessions.ics"] {
        assert!(unpacked.contains_key(name), "{name}");
    }
    let chart = house.chart(patient).await;
    assert!(!chart.photographs.is_empty());
    for id in chart.photographs.keys() {
        assert!(unpacked.contains_key(&format!("photographs/{id}.jpg")));
    }
    let stranger = house.stranger().get("/mine/data/file").await;
    assert_eq!(stranger.location(), "/mine/sign-in");
}

#[tokio::test]
async fn a_patient_sees_who_read_the_record_by_name_and_role() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Egger").await;
    let other = house.patient("Fontana").await;
    let physician = house.as_role(Role::Physician).await;
    physician.page(&format!("/patients/{patient}")).await;
    let operator = house.as_role(Role::Operator).await;
    operator.page(&format!("/patients/{other}")).await;
    let browser = house.as_patient("Egger").await;
    browser.page("/mine").await;
    let page = browser.page("/mine/readers").await;
    assert!(page.contains("Dr. Ida Frei (physician)"), "{page}");
    assert!(page.contains("opened the chart"), "{page}");
    assert!(!page.contains("Noa Lind"), "{page}");
    assert!(page.contains("<strong>You</strong>"), "{page}");
}

#[tokio::test]
async fn what_is_locked_stands_on_a_page_of_its_own() {
    let house = House::of_made_up_people().await;
    let page = house
        .as_patient("Fontana")
        .await
        .page("/mine/clearances")
        .await;
    assert!(section(&page, "locked").contains("<li>"), "{page}");
    let page = house
        .as_patient("Aebi")
        .await
        .page("/mine/clearances")
        .await;
    assert!(!section(&page, "locked").contains("<li>"), "{page}");
}

/// The form still offers a photograph; the consent was taken back in another window before it was sent.
#[tokio::test]
async fn a_photograph_whose_consent_was_taken_back_meanwhile_is_said_to_be_lost() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    let own = house.as_patient("Fontana").await;
    let filled = watch::fields(&watch::key(&own, "/mine/check-in").await, "0", &[]);
    for (id, consent) in house.chart(patient).await.consents {
        if consent.given.facts.class == ConsentClass::Photograph {
            let address = format!("/mine/consents/{id}/revoke");
            let answer = own.post(&address, &[("reason", "")]).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        }
    }
    // Nothing can be sent along any more, and a browser without script still sends it as the page reads it.
    let form = own.page("/mine/check-in").await;
    assert!(form.contains("enctype=\"multipart/form-data\"") && !form.contains("type=\"file\""));
    // Sent once more it is recorded once, and the photograph is as lost as before.
    for _ in 0..2 {
        let sent = watch::send_parts(&own, "/mine/check-in", &filled, b"a photograph").await;
        let there = watch::taken(&sent);
        let page = own.page(&there).await;
        assert!(page.contains("without your photo"), "{page}");
        watch::kept(&house, patient, &there).await;
    }
    let sent = watch::send_parts(&own, "/mine/check-in", &filled, &[]).await;
    let page = own.page(&watch::taken(&sent)).await;
    assert!(!page.contains("without your photo"), "{page}");
    assert!(house.chart(patient).await.photographs.is_empty());
}
