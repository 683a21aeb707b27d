//! A clinic in which somebody is due, and the program over it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use needlework_chart::chance::OperatingSystem;
use needlework_chart::event::{Author, Event, ReminderMail, RemindersChosen, Role};
use needlework_chart::id::{PatientId, UserId};
use needlework_chart::keys::KeyRoom;
use needlework_chart::photographs::Photographs;
use needlework_chart::record::{ClinicKeySource, Keyring, OpenChart, Record};
use needlework_chart::store::AnyStore;
use needlework_clinic::server::office::mail::Mail;
use needlework_clinic::server::{Clinic, Clock, Setting, SystemClock, fill};
use tempfile::TempDir;
use tokio::runtime::Runtime;

const SETTING: Setting = Setting {
    is_https: false,
    is_demonstration: true,
};

pub(crate) fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap()
}

pub(crate) async fn open(data: &Path, clock: Arc<dyn Clock>) -> (Arc<Clinic>, Record<AnyStore>) {
    let store = AnyStore::open(None, &data.join("chart.sqlite")).await;
    let store = Arc::new(store.unwrap());
    let view = || {
        let room = KeyRoom::open(&data.join("keys")).unwrap();
        let now = Timestamp::now();
        let keyring = Keyring::open(room, ClinicKeySource::Room, now, &OperatingSystem);
        Record::new(
            Arc::clone(&store),
            keyring.unwrap(),
            Photographs::in_folder(&data.join("photographs")).unwrap(),
            Arc::new(OperatingSystem),
        )
    };
    let clinic = Clinic::open(view(), clock, Arc::new(OperatingSystem), SETTING).await;
    (Arc::new(clinic.unwrap()), view())
}

/// A time zone in which it is about noon, so that no hour of the test is a quiet one.
fn where_it_is_noon() -> String {
    let hour = Timestamp::now().in_tz("UTC").unwrap().hour();
    match hour - 12 {
        0 => "Etc/GMT".to_owned(),
        behind @ 1.. => format!("Etc/GMT+{behind}"),
        ahead => format!("Etc/GMT{ahead}"),
    }
}

/// A patient agrees to mails, or stops them.
async fn choose(record: &Record<AnyStore>, chart: &OpenChart, address: Option<&str>) {
    let mail = address.map(|address| ReminderMail {
        address: address.to_owned(),
        language: "en".to_owned(),
        time_zone: Some(where_it_is_noon()),
    });
    let patient = Author {
        user: UserId::from_uuid(chart.patient().uuid()),
        name: "The patient".to_owned(),
        role: Role::Patient,
    };
    let chosen = Event::from(RemindersChosen { mail }).by(patient, Timestamp::now());
    record.append(chart, &[chosen]).await.unwrap();
}

/// Puts a clinic into a folder in which mails are due to so many patients; gives their addresses. It is made once for each number, and
/// every test gets a copy.
pub(crate) fn prepare(data: &Path, patients: usize) -> BTreeSet<String> {
    static MADE: Mutex<BTreeMap<usize, (TempDir, BTreeSet<String>)>> = Mutex::new(BTreeMap::new());
    let mut made = MADE.lock().unwrap();
    let (folder, addresses) = made.entry(patients).or_insert_with(|| {
        let folder = TempDir::new().unwrap();
        let addresses = runtime().block_on(make(folder.path(), patients));
        (folder, addresses)
    });
    copy(folder.path(), data);
    addresses.clone()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    let permissions = std::fs::metadata(from).unwrap().permissions();
    std::fs::set_permissions(to, permissions).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A clinic in which mails to so many patients are due now, and nobody else gets any: to each of them happened what happened to the
/// made-up person who had a session yesterday.
async fn make(data: &Path, patients: usize) -> BTreeSet<String> {
    let (clinic, record) = open(data, Arc::new(SystemClock)).await;
    fill(&clinic).await.unwrap();
    let documents = record.documents_after(0).await.unwrap();
    let accounts = documents.iter().filter(|one| one.drawer == "account");
    let since = Timestamp::now() - SignedDuration::from_hours(36);
    let mut addresses = BTreeSet::new();
    for account in accounts {
        let patient = PatientId::from_uuid(account.id);
        let Ok(opened) = record.open(patient).await else {
            continue;
        };
        choose(&record, &opened, None).await;
        let mut sessions = opened.chart().sessions.values();
        if !sessions.any(|one| one.started.facts.t0 > since) {
            continue;
        }
        let events = record.history(patient).await.unwrap();
        for number in 0..patients {
            let twin = PatientId::new(Timestamp::now(), &OperatingSystem).unwrap();
            record.register(twin, &events).await.unwrap();
            let address = format!("patient{number}@example.org");
            let opened = record.open(twin).await.unwrap();
            choose(&record, &opened, Some(&address)).await;
            addresses.insert(address);
        }
    }
    clinic.close().await;
    addresses
}

/// The program, which sends through the server of mails at an address.
pub(crate) fn program(data: &Path, smtp: &str, log: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_needlework"));
    command
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .args(["--smtp", smtp])
        .args(["--mail-from", "reminders@clinic.test"])
        .args(["--address", "https://clinic.test"])
        .env_remove("NEEDLEWORK_DATABASE")
        .env_remove("NEEDLEWORK_PHOTOGRAPHS")
        .env_remove("NEEDLEWORK_SMTP_USER")
        .env_remove("NEEDLEWORK_SMTP_PASSWORD")
        .env_remove("SSL_CERT_DIR")
        .stdout(Stdio::null())
        .stderr(File::options().create(true).append(true).open(log).unwrap());
    command
}

/// Ends the program as services do: what it has begun it brings to an end.
pub(crate) fn end(mut program: Child) {
    let pid = program.id().to_string();
    let told = Command::new("kill").args(["-TERM", &pid]).status().unwrap();
    assert!(told.success() && program.wait().unwrap().success());
}

/// All mails as they lie in the cabinet.
pub(crate) async fn mails(record: &Record<AnyStore>) -> Vec<Mail> {
    let documents = record.documents_after(0).await.unwrap();
    let mails = documents.iter().filter(|one| one.drawer == "mail");
    let bodies = mails.filter_map(|one| one.body.as_ref());
    bodies
        .map(|body| serde_json::from_slice(body).unwrap())
        .collect()
}
