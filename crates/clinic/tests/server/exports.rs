//! An export of the whole clinic: what is in it, what is no business of it, and what another clinic reads of it.

use std::fs;
use std::path::Path;

use axum::http::StatusCode;
use needlework_chart::archive::{export, import};
use needlework_chart::cabinet::NewDocument;
use needlework_chart::event::{ConsentClass, ConsentGiven, Event, Signature};
use needlework_chart::id::ConsentId;
use needlework_clinic::server::office::Filed as _;
use needlework_clinic::server::office::account::{Account, Role};
use needlework_clinic::server::{OpenForm, Setting, given_out};
use tempfile::TempDir;

use crate::support::{DEMONSTRATION, House, between};

const OWN: &str = "Our clinic studies how skin heals, without your name.";

/// Exports the clinic into a folder.
async fn exported(house: &House, to: &Path) {
    let documents = house.record.documents_after(0).await.unwrap();
    let beside = given_out(&documents).unwrap();
    let now = house.clock.now_at();
    export(&house.record, None, &beside, to, now).await.unwrap();
}

/// The owner words the consent to research.
async fn word(house: &House, text: &str) {
    let owner = house.as_role(Role::Owner).await;
    let page = owner.page("/settings/consents").await;
    let fields = [
        ("seen", between(&page, "name=\"seen\" value=\"", "\"")),
        ("do", "save"),
        ("title", "Research at our clinic"),
        ("paragraphs", text),
        ("revoking", "Ask at the desk."),
    ];
    let answer = owner.post("/settings/consents/research/en", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
}

/// As versions before this one recorded it: the words themselves were not kept with the signature.
async fn sign_as_before(house: &House, family: &str) {
    let patient = house.patient(family).await;
    let chart = house.record.open(patient).await.unwrap();
    let by = house.record.history(patient).await.unwrap()[0]
        .author
        .clone();
    let now = house.clock.now_at();
    let given = ConsentGiven {
        consent: ConsentId::new(now, &needlework_chart::chance::OperatingSystem).unwrap(),
        class: ConsentClass::Research,
        text_version: "research/1+1".to_owned(),
        plan: None,
        purpose: None,
        expires_on: None,
        signature: Signature::SignedIn {
            name: "Emre Demir".to_owned(),
        },
        signed: None,
    };
    let event = Event::from(given).by(by, now);
    house.record.append(&chart, &[event]).await.unwrap();
    house.clinic.catch_up().await.unwrap();
}

/// Colleagues begin to work at another clinic.
async fn move_colleagues(from: &House, to: &House) {
    let documents = from.record.documents_after(0).await.unwrap();
    let accounts = documents
        .into_iter()
        .filter(|one| one.drawer == Account::DRAWER.name());
    let accounts: Vec<NewDocument> = accounts
        .map(|one| NewDocument {
            drawer: Account::DRAWER,
            id: one.id,
            expected_version: 0,
            body: one.body.map(|body| body.to_vec()),
        })
        .collect();
    to.record.put_documents(&accounts).await.unwrap();
    to.clinic.catch_up().await.unwrap();
}

#[tokio::test]
async fn what_was_signed_in_words_of_a_clinic_reads_the_same_in_another() {
    let house = House::of_made_up_people().await;
    word(&house, OWN).await;
    sign_as_before(&house, "Demir").await;
    word(&house, "Other words, since.").await;
    let folder = TempDir::new().unwrap();
    let to = folder.path().join("export");
    exported(&house, &to).await;

    let other = House::empty(DEMONSTRATION).await;
    let form = OpenForm::shipped().unwrap();
    let told = import(&other.record, &to, &form, None).await.unwrap();
    assert_eq!((told.patients, told.documents_kept), (10, 0));
    other.clinic.catch_up().await.unwrap();
    let patient = house.patient("Demir").await;
    assert!(other.record.open(patient).await.is_ok());
    // Colleagues of the other clinic are its own.
    let documents = other.record.documents_after(0).await.unwrap();
    let drawers: Vec<&str> = documents.iter().map(|one| one.drawer.as_str()).collect();
    for drawer in ["settings", "device", "cartridge-lot", "appointment"] {
        assert!(drawers.contains(&drawer), "{drawer}: {drawers:?}");
    }
    for drawer in ["account", "login", "invitation"] {
        assert!(!drawers.contains(&drawer), "{drawer}: {drawers:?}");
    }
    let address = format!("/patients/{patient}/consents");
    let here = house.as_role(Role::Operator).await.page(&address).await;
    move_colleagues(&house, &other).await;
    let there = other.as_role(Role::Operator).await.page(&address).await;
    for page in [&here, &there] {
        assert!(page.contains(OWN), "{page}");
        assert!(!page.contains("Other words, since.") && !page.contains("are not kept here"));
    }
}

/// Everything that lies in the files of a folder and its folders.
fn text_of(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            text.push_str(&text_of(&path));
        } else {
            text.push_str(&String::from_utf8_lossy(&fs::read(path).unwrap()));
        }
    }
    text
}

#[tokio::test]
async fn an_export_names_colleagues_and_holds_no_secret() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Egger").await;
    let desk = house.as_role(Role::FrontDesk).await;
    let link = desk
        .post::<&str>(&format!("/patients/{patient}/access/link"), &[])
        .await;
    assert_eq!(link.status, StatusCode::OK);
    let folder = TempDir::new().unwrap();
    let to = folder.path().join("export");
    exported(&house, &to).await;
    let mut files: Vec<String> = fs::read_dir(to.join("clinic"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    files.sort();
    for file in &files {
        let known = [
            "access.jsonl",
            "account.json",
            "cartridge-lot.json",
            "device.json",
            "inquiry.json",
            "settings.json",
        ];
        assert!(known.contains(&file.as_str()), "{file}");
    }
    let colleagues = fs::read_to_string(to.join("clinic/account.json")).unwrap();
    assert!(colleagues.contains("Dr. Ida Frei") && colleagues.contains("physician"));
    let with_password = House::empty(Setting::default()).await;
    let (_, secret) = with_password.first_owner().await;
    let of_owner = folder.path().join("of owner");
    exported(&with_password, &of_owner).await;
    let all = text_of(&to) + &text_of(&of_owner);
    for word in [
        secret.as_str(),
        "argon2",
        "\"password\"",
        "\"authenticator\"",
        "passkeys",
        "sign_in_name",
        "ida.frei",
        "token",
    ] {
        assert!(!all.contains(word), "{word}");
    }
    // Who comes today is in the folder of who comes, and in the own calendar.
    let own = to.join(format!("patients/{patient}"));
    let appointments = fs::read_to_string(own.join("appointments.json")).unwrap();
    assert!(appointments.contains("treatment") && appointments.contains(&patient.to_string()));
    let calendar = fs::read_to_string(own.join("sessions.ics")).unwrap();
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), 1, "{calendar}");
}

#[tokio::test]
async fn settings_that_no_clinic_may_have_are_refused_whole() {
    let house = House::of_made_up_people().await;
    word(&house, OWN).await;
    let form = OpenForm::shipped().unwrap();
    let folder = TempDir::new().unwrap();
    for (number, (from, to)) in [
        ("\"Europe/Zurich\"", "\"Europe/Nowhere\""),
        ("\"idle_minutes\": 30", "\"idle_minutes\": 3000"),
        (OWN, "Stop your isotretinoin a week before."),
        (
            "\"rules\": {}",
            "\"rules\": {\"start-screening\": 100000.0}",
        ),
        ("\"rules\": {}", "\"rules\": 1"),
    ]
    .into_iter()
    .enumerate()
    {
        let export = folder.path().join(number.to_string());
        exported(&house, &export).await;
        // As from the time before a manifest would find the change.
        let title = fs::read_to_string(export.join("export.json")).unwrap();
        let title = title.replace("\"format\": 3", "\"format\": 2");
        fs::write(export.join("export.json"), title).unwrap();
        fs::remove_file(export.join("manifest.json")).unwrap();
        let path = export.join("clinic/settings.json");
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}: {text}");
        fs::write(&path, text.replace(from, to)).unwrap();
        let other = House::empty(Setting::default()).await;
        let refused = import(&other.record, &export, &form, None)
            .await
            .unwrap_err();
        assert!(
            refused.to_string().contains("settings.json: document 1"),
            "{refused}"
        );
        assert_eq!(other.record.newest_revision().await.unwrap(), 0);
        let patient = house.patient("Egger").await;
        assert!(other.record.open(patient).await.is_err());
    }
}
