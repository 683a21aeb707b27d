//! Reminders of the real program, which is killed at the worst moment: after the server of mails has a mail, and before the
//! program has written that down.

#![expect(clippy::unwrap_used, reason = "a broken example must stop its test")]

#[path = "../../clinic/tests/server/mails/post_office.rs"]
mod post_office;

use std::collections::BTreeSet;
use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use needlework_chart::chance::OperatingSystem;
use needlework_chart::event::{Author, Event, ReminderMail, RemindersChosen, Role};
use needlework_chart::id::{PatientId, UserId};
use needlework_chart::keys::KeyRoom;
use needlework_chart::photographs::Photographs;
use needlework_chart::record::{ClinicKeySource, Keyring, OpenChart, Record};
use needlework_chart::store::AnyStore;
use needlework_clinic::server::mail::{Courier, Post};
use needlework_clinic::server::office::mail::{Mail, MailState};
use needlework_clinic::server::{Clinic, Clock, Setting, SystemClock, fill};
use post_office::PostOffice;
use tempfile::TempDir;
use tokio::runtime::Runtime;

const SETTING: Setting = Setting {
    is_https: false,
    is_demonstration: true,
};
/// Longest that a mail may take to arrive.
const PATIENCE: Duration = Duration::from_mins(2);

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap()
}

async fn open(data: &Path, clock: Arc<dyn Clock>) -> (Arc<Clinic>, Record<AnyStore>) {
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

/// A clinic in which mails to two patients are due now, and nobody else gets any: somebody who had a session yesterday, and
/// somebody else to whom the same happened.
async fn prepare(data: &Path) -> BTreeSet<String> {
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
        for number in 0..2 {
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

fn start(data: &Path, office: &PostOffice, log: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_needlework"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .args(["--smtp", &office.address])
        .args(["--mail-from", "reminders@clinic.test"])
        .args(["--address", "https://clinic.test"])
        .env_remove("NEEDLEWORK_DATABASE")
        .env_remove("NEEDLEWORK_PHOTOGRAPHS")
        .env_remove("NEEDLEWORK_SMTP_USER")
        .env_remove("NEEDLEWORK_SMTP_PASSWORD")
        .stdout(Stdio::null())
        .stderr(File::options().create(true).append(true).open(log).unwrap())
        .spawn()
        .unwrap()
}

/// Ids of all mails that came, each of which must have come once; and to whom they went.
fn came_once(office: &PostOffice) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut ids, mut addresses) = (BTreeSet::new(), BTreeSet::new());
    for taken in office.taken() {
        let id = taken.header("Message-ID").to_owned();
        assert!(ids.insert(id), "a mail came twice");
        addresses.insert(taken.to);
    }
    (ids, addresses)
}

/// A clock that is ahead of that of the machine.
#[derive(Debug)]
struct Ahead(SignedDuration);

impl Clock for Ahead {
    fn now(&self) -> Timestamp {
        Timestamp::now() + self.0
    }
}

#[test]
fn a_program_that_is_killed_between_hand_over_and_record_sends_no_mail_twice() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("clinic");
    std::fs::create_dir(&data).unwrap();
    let log = folder.path().join("log");
    let addresses = runtime().block_on(prepare(&data));
    assert_eq!(
        addresses.len(),
        2,
        "one made-up person had a session yesterday"
    );
    let office = PostOffice::open();
    let program: Arc<Mutex<Option<Child>>> = Arc::default();
    let (arrived, first) = mpsc::channel();
    let killed = Arc::clone(&program);
    office.when_one_arrives(move || {
        // The mail is here, and the program does not know it yet.
        let mut child = killed.lock().unwrap().take().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        arrived.send(()).unwrap();
    });
    {
        let mut program = program.lock().unwrap();
        *program = Some(start(&data, &office, &log));
    }
    first.recv_timeout(PATIENCE).expect("no mail came");
    assert_eq!(office.taken().len(), 1);

    // The next program sends what the first one has not begun, and leaves alone what it cannot know.
    let (arrived, second) = mpsc::channel();
    office.when_one_arrives(move || arrived.send(()).unwrap());
    let mut again = start(&data, &office, &log);
    second
        .recv_timeout(PATIENCE)
        .expect("the other mail did not come");
    let pid = again.id().to_string();
    let told = Command::new("kill").args(["-TERM", &pid]).status().unwrap();
    assert!(told.success() && again.wait().unwrap().success());
    let (_, reached) = came_once(&office);
    assert_eq!(reached, addresses);

    // After the time that a hand-over may take, the clinic is told, and still nothing goes twice.
    let states = runtime().block_on(async {
        let later = SignedDuration::from_mins(10);
        let (clinic, record) = open(&data, Arc::new(Ahead(later))).await;
        let post = Post::by_server(
            &office.address,
            None,
            "reminders@clinic.test",
            "https://clinic.test",
        );
        let mut courier = Courier::new(Arc::clone(&clinic), post.unwrap());
        courier.go_round().await.unwrap();
        let documents = record.documents_after(0).await.unwrap();
        let mails = documents.iter().filter(|one| one.drawer == "mail");
        let mails = mails.filter_map(|one| one.body.as_ref());
        let read = |body: &_| serde_json::from_slice::<Mail>(body).unwrap().state;
        mails.map(|body| read(body.as_slice())).collect::<Vec<_>>()
    });
    assert!(states.contains(&MailState::NotKnown), "{states:?}");
    assert!(states.contains(&MailState::Sent), "{states:?}");
    assert!(!states.contains(&MailState::HandingOver), "{states:?}");
    came_once(&office);

    // What is secret in a mail, and where it went, stands in no line of the log.
    let log = std::fs::read_to_string(&log).unwrap();
    for secret in ["/reminders/stop/", "example.org"] {
        assert!(!log.contains(secret), "{log}");
    }
    for taken in office.taken() {
        let path = taken.stop_path();
        let (_, token) = path.rsplit_once('/').unwrap();
        assert!(!log.contains(token), "{log}");
    }
}

#[test]
fn settings_of_mails_that_cannot_be_used_are_refused_in_a_sentence() {
    let folder = TempDir::new().unwrap();
    let refused = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_needlework"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(folder.path())
            .args(arguments)
            .env("NEEDLEWORK_SMTP_USER", "clinic")
            .env_remove("NEEDLEWORK_SMTP_PASSWORD")
            .output()
            .unwrap();
        assert!(!output.status.success(), "{arguments:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    let from = ["--mail-from", "reminders@clinic.test"];
    let with_server = |server| refused(&["--smtp", server, from[0], from[1]]);
    assert!(with_server("smtps://mail.clinic.test").contains("NEEDLEWORK_SMTP_PASSWORD"));
    assert!(refused(&["--smtp", "smtps://mail.clinic.test"]).contains("--mail-from"));
    assert!(refused(&["--address", "clinic.test"]).contains("https://clinic.example.org"));
}
