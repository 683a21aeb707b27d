//! The album as a browser meets it.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, header};
use image::{ImageFormat, RgbImage};
use jiff::SignedDuration;
use needlework_chart::chance::OperatingSystem;
use needlework_chart::event::{
    Author, ConsentGiven, Contact, Event, PatientRegistered, PersonName, Role as ChartRole,
    Signature,
};
use needlework_chart::id::UserId;
use needlework_chart::keys::KeyRoom;
use needlework_chart::photographs::Photographs;
use needlework_chart::record::{ClinicKeySource, Keyring, Record};
use needlework_chart::store::AnyStore;
use tempfile::TempDir;
use tower::ServiceExt as _;
use uuid::Uuid;

use super::*;
use crate::server::access::{COOKIE, NewColleague, new_account};
use crate::server::office::account::Role;
use crate::server::office::file;
use crate::server::{Clinic, Setting, Shared, SystemClock, first_invitation, router};

const PATIENT: PatientId = PatientId::from_uuid(Uuid::from_u128(0x4d41_5241));
const ALBUM: &str = "/patients/00000000-0000-0000-0000-00004d415241/photographs";
const PLACE: &[u8] = b"GPS 52.5200 N 13.4050 E";
/// Side of a photograph that is large enough, pixels.
const SIDE: u32 = 420;
const BOUNDARY: &str = "8f3a2c";

struct Desk {
    clinic: Shared,
    router: Router,
    cookie: String,
    _folder: TempDir,
}

impl Desk {
    /// A clinic with one patient, and the browser of its physician.
    async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let chance = Arc::new(OperatingSystem);
        let now = Timestamp::now();
        let room = KeyRoom::open(&folder.path().join("keys")).unwrap();
        let keyring = Keyring::open(room, ClinicKeySource::Room, now, &OperatingSystem).unwrap();
        let file = folder.path().join("record.sqlite");
        let store = AnyStore::open(None, &file).await.unwrap();
        let record = Record::new(
            Arc::new(store),
            keyring,
            Photographs::in_folder(&folder.path().join("photographs")).unwrap(),
            Arc::clone(&chance) as _,
        );
        let registered = Event::from(PatientRegistered {
            name: PersonName {
                family: "Holm".to_owned(),
                given: "Mara".to_owned(),
            },
            birth_date: "1974-03-09".parse().unwrap(),
            clinic_number: "1001".to_owned(),
            contact: Contact::default(),
        });
        let registered = registered.by(author(), now - SignedDuration::from_hours(1));
        record.register(PATIENT, &[registered]).await.unwrap();
        let setting = Setting {
            is_demonstration: true,
            ..Setting::default()
        };
        let clinic = Clinic::open(record, Arc::new(SystemClock), chance, setting);
        let clinic = Arc::new(clinic.await.unwrap());
        first_invitation(&clinic).await.unwrap();
        let mut desk = Self {
            router: router(Arc::clone(&clinic)),
            clinic,
            cookie: String::new(),
            _folder: folder,
        };
        desk.sign_in("owner").await;
        desk
    }

    /// The same with a consent to photographs.
    async fn with_consent() -> Self {
        let desk = Self::new().await;
        let given = ConsentGiven {
            consent: ConsentId::from_uuid(Uuid::from_u128(1)),
            class: ConsentClass::Photograph,
            text_version: "1".to_owned(),
            plan: None,
            purpose: None,
            expires_on: None,
            signature: Signature::OnPaper {
                name: "Mara Holm".to_owned(),
                place: "folder 3".to_owned(),
            },
            signed: None,
        };
        let given = Event::from(given).by(author(), Timestamp::now());
        let record = &desk.clinic.record;
        let opened = record.open(PATIENT).await.unwrap();
        record.append(&opened, &[given]).await.unwrap();
        desk
    }

    async fn sign_in(&mut self, name: &str) {
        self.clinic.catch_up().await.unwrap();
        let entered = self.clinic.enter_demonstration(name, "a test").await;
        self.cookie = format!("{COOKIE}={}", entered.unwrap().token);
    }

    async fn ask(&self, request: Request<Body>) -> Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    async fn get(&self, address: &str) -> Response {
        let request = Request::get(address).header(header::COOKIE, &self.cookie);
        self.ask(request.body(Body::empty()).unwrap()).await
    }

    async fn page(&self, address: &str) -> String {
        let response = self.get(address).await;
        assert_eq!(response.status(), StatusCode::OK, "{address}");
        text(response).await
    }

    async fn post(&self, address: &str, kind: &str, body: Vec<u8>) -> Response {
        let request = Request::builder()
            .method(Method::POST)
            .uri(address)
            .header(header::COOKIE, &self.cookie)
            .header(header::HOST, "clinic.test")
            .header(header::ORIGIN, "http://clinic.test")
            .header(header::CONTENT_TYPE, kind);
        self.ask(request.body(Body::from(body)).unwrap()).await
    }

    /// Sends a photograph of a view.
    async fn send(&self, view: &str, taken_on: &str, file: &[u8]) -> Response {
        let mut body = Vec::new();
        for (name, value) in [("view", view), ("session", ""), ("taken_on", taken_on)] {
            let part = format!(
                "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend(part.into_bytes());
        }
        let part = format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n"
        );
        body.extend(part.into_bytes());
        body.extend(file);
        body.extend(format!("\r\n--{BOUNDARY}--\r\n").into_bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.post(ALBUM, &kind, body).await
    }

    /// Photographs of the chart, with those that were withdrawn.
    async fn kept(&self) -> Vec<PhotographId> {
        let opened = self.clinic.record.open(PATIENT).await.unwrap();
        opened.chart().photographs.keys().copied().collect()
    }
}

fn author() -> Author {
    Author {
        user: UserId::from_uuid(Uuid::from_u128(7)),
        name: "Dr. Ida Frei".to_owned(),
        role: ChartRole::Physician,
    }
}

async fn text(response: Response) -> String {
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    String::from_utf8(body.to_vec()).unwrap()
}

/// A JPEG with a place in a comment, of noise, so that it does not shrink.
fn photograph(side: u32) -> Vec<u8> {
    let noise = |x: u32, y: u32| x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503);
    let pixels = RgbImage::from_fn(side, side, |x, y| {
        image::Rgb(noise(x, y).to_le_bytes()[..3].try_into().unwrap())
    });
    let mut file = std::io::Cursor::new(Vec::new());
    pixels.write_to(&mut file, ImageFormat::Jpeg).unwrap();
    let file = file.into_inner();
    let length = u8::try_from(PLACE.len() + 2).unwrap();
    [&file[..2], &[0xFF, 0xFE, 0, length], PLACE, &file[2..]].concat()
}

#[tokio::test]
async fn a_photograph_is_in_the_album_and_comes_back_as_pixels_alone() {
    let desk = Desk::with_consent().await;
    let sent = photograph(SIDE);
    let answer = desk.send("front", "2026-01-05", &sent).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let [id] = desk.kept().await[..] else {
        panic!("one photograph was sent");
    };
    let album = desk.page(ALBUM).await;
    assert!(album.contains(&format!("<img src=\"{ALBUM}/{id}\" alt=\"Front, ")));
    assert!(!album.contains("style="));
    let seen = desk.get(&format!("{ALBUM}/{id}")).await;
    assert_eq!(seen.headers()[header::CONTENT_TYPE], "image/jpeg");
    assert_eq!(seen.headers()[header::CACHE_CONTROL], "private, no-store");
    let pixels = to_bytes(seen.into_body(), usize::MAX).await.unwrap();
    assert_eq!(
        image::guess_format(&pixels).unwrap(),
        image::ImageFormat::Jpeg
    );
    let has_place = |file: &[u8]| file.windows(PLACE.len()).any(|part| part == PLACE);
    assert!(has_place(&sent) && !has_place(&pixels));
}

#[tokio::test]
async fn nobody_is_photographed_without_a_consent() {
    let desk = Desk::new().await;
    let album = desk.page(ALBUM).await;
    assert!(album.contains(&ALBUM.replace("photographs", "consents")));
    assert!(!album.contains("type=\"file\""));
    let answer = desk.send("front", "", &photograph(SIDE)).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(answer).await.contains("No valid consent"));
    assert!(desk.kept().await.is_empty());
}

#[tokio::test]
async fn a_photograph_may_be_larger_than_a_form_but_not_than_13_megabytes() {
    let desk = Desk::with_consent().await;
    let large = photograph(900);
    assert!(large.len() > 256 * 1024);
    let answer = desk.send("chin-up", "", &large).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    for length in [12 * 1024 * 1024 + 1, LARGEST_UPLOAD + 1] {
        let answer = desk.send("chin-up", "", &vec![0xFF; length]).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert!(text(answer).await.contains("larger than 12 MB"));
    }
    assert_eq!(desk.kept().await.len(), 1);
}

#[tokio::test]
async fn what_is_no_view_no_day_or_no_photograph_is_refused() {
    let desk = Desk::with_consent().await;
    let fine = photograph(SIDE);
    for (view, taken_on, file) in [
        ("back", "", &fine[..]),
        ("front", "2999-01-01", &fine),
        ("front", "1890-01-01", &fine),
        ("front", "yesterday", &fine),
        ("front", "", b"no photograph"),
        ("front", "", b""),
        ("front", "", &fine[..fine.len() / 2]),
    ] {
        let answer = desk.send(view, taken_on, file).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{view}");
    }
    assert!(desk.kept().await.is_empty());
}

#[tokio::test]
async fn what_is_too_small_to_show_a_view_is_refused() {
    let desk = Desk::with_consent().await;
    for side in [1, 399] {
        let answer = desk.send("front", "", &photograph(side)).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{side}");
        assert!(text(answer).await.contains("400 pixels"));
    }
    assert!(desk.kept().await.is_empty());
    let answer = desk.send("front", "", &photograph(400)).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_same_photograph_is_added_once_to_a_view_of_a_day() {
    let desk = Desk::with_consent().await;
    let sent = photograph(SIDE);
    let first = desk.send("front", "2026-01-05", &sent).await;
    assert_eq!(first.status(), StatusCode::SEE_OTHER);
    let again = desk.send("front", "2026-01-05", &sent).await;
    assert_eq!(again.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(again).await.contains("already there"));
    assert_eq!(desk.kept().await.len(), 1);
    // Another view, another picture: neither is the same.
    for (view, side) in [("left-oblique", SIDE), ("front", SIDE + 1)] {
        let other = desk.send(view, "2026-01-05", &photograph(side)).await;
        assert_eq!(other.status(), StatusCode::SEE_OTHER, "{view}");
    }
    assert_eq!(desk.kept().await.len(), 3);
}

#[tokio::test]
async fn a_withdrawn_photograph_is_seen_nowhere() {
    let desk = Desk::with_consent().await;
    desk.send("front", "", &photograph(SIDE)).await;
    let id = desk.kept().await[0];
    let address = format!("{ALBUM}/{id}");
    let form = "application/x-www-form-urlencoded";
    let withdraw = async |reason: &str| {
        let body = format!("reason={reason}").into_bytes();
        let answer = desk.post(&format!("{address}/withdraw"), form, body).await;
        answer.status()
    };
    assert_eq!(withdraw("+").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(withdraw("blurred").await, StatusCode::SEE_OTHER);
    assert_eq!(desk.get(&address).await.status(), StatusCode::NOT_FOUND);
    assert!(!desk.page(ALBUM).await.contains(&address));
    let compared = format!("{ALBUM}/compare?before={id}");
    assert_eq!(desk.get(&compared).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_oldest_and_the_newest_of_a_view_are_compared_unless_others_are_chosen() {
    let desk = Desk::with_consent().await;
    let compare = format!("{ALBUM}/compare");
    assert!(!desk.page(&compare).await.contains("data-slider"));
    for day in ["2026-03-01", "2026-01-01", "2026-02-01"] {
        desk.send("left-oblique", day, &photograph(SIDE)).await;
    }
    // The choices above the pictures name all of them.
    let sides = |page: String| page.split("class=\"sides\"").nth(1).unwrap().to_owned();
    let kept = desk.kept().await;
    let usual = sides(desk.page(&compare).await);
    assert!(usual.find(&kept[1].to_string()) < usual.find(&kept[0].to_string()));
    assert!(!usual.contains(&kept[2].to_string()));
    let chosen = format!("{compare}?before={}&after={}", kept[2], kept[1]);
    let chosen = sides(desk.page(&chosen).await);
    assert!(chosen.find(&kept[2].to_string()) < chosen.find(&kept[1].to_string()));
    assert!(!chosen.contains(&kept[0].to_string()));
}

#[tokio::test]
async fn the_front_desk_sees_no_photograph() {
    let mut desk = Desk::with_consent().await;
    desk.send("front", "", &photograph(SIDE)).await;
    let id = desk.kept().await[0];
    let new = NewColleague {
        sign_in_name: "kim".to_owned(),
        name: "Kim Roth".to_owned(),
        roles: BTreeSet::from([Role::FrontDesk]),
    };
    let account = new_account(new, UserId::from_uuid(Uuid::from_u128(9))).unwrap();
    let document = file(&account, 0).unwrap();
    desk.clinic.record.put_documents(&[document]).await.unwrap();
    desk.sign_in("kim").await;
    for address in [
        ALBUM.to_owned(),
        format!("{ALBUM}/{id}"),
        format!("{ALBUM}/compare"),
    ] {
        assert_eq!(desk.get(&address).await.status(), StatusCode::FORBIDDEN);
    }
    let answer = desk.send("front", "", &photograph(SIDE)).await;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    desk.cookie.clear();
    let answer = desk.get(&format!("{ALBUM}/{id}")).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
}
