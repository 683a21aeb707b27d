//! Every version of every event that was ever written stays readable: the files of `tests/golden` are never changed.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a broken example must stop its test"
)]

mod support;

use std::fs;
use std::path::PathBuf;

use needlework_chart::event::{DocumentError, Event, EventKind, Recorded};
use serde_json::Value;
use support::story;

fn golden(kind: EventKind, version: u32) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(format!("{}.v{version}.json", kind.name()))
}

fn of_the_story(kind: EventKind) -> Recorded {
    let found = story::events()
        .into_iter()
        .find(|one| one.event.kind() == kind);
    found.unwrap_or_else(|| panic!("no {} in the story", kind.name()))
}

fn read(kind: EventKind, version: u32) -> Value {
    let path = golden(kind, version);
    let text = fs::read(&path).unwrap_or_else(|_| panic!("{} is missing", path.display()));
    serde_json::from_slice(&text).unwrap()
}

/// Run once for a new kind or version: `cargo test -p needlework-chart write_missing -- --ignored`.
#[test]
#[ignore = "writes files that are missing and leaves the others as they are"]
fn write_missing_golden_files() {
    let newest = EventKind::ALL.iter().map(|kind| {
        let path = golden(*kind, kind.version());
        (path, of_the_story(*kind))
    });
    for (path, told) in newest.chain(corrections()) {
        if !path.exists() {
            let value = told.to_value().unwrap();
            let text = serde_json::to_string_pretty(&value).unwrap();
            fs::write(path, text + "\n").unwrap();
        }
    }
}

/// Amendments of the story that carry fields, since its first one is in words alone: of an entry, and of one that is added.
fn in_fields() -> Vec<Recorded> {
    let events = story::events().into_iter();
    let mut amended = events.filter(|one| one.event.kind() == EventKind::SessionAmended);
    amended.next();
    amended.collect()
}

/// The golden files of these.
fn corrections() -> impl Iterator<Item = (PathBuf, Recorded)> {
    let file = |end: &str| golden(EventKind::SessionAmended, 3).with_extension(end);
    let files = [file("in-fields.json"), file("added.json")];
    files.into_iter().zip(in_fields())
}

/// What an older version did not know is not read from it.
fn as_known_by(version: u32, mut recorded: Recorded) -> Recorded {
    if let (Event::ConsentGiven(facts), 1) = (&mut recorded.event, version) {
        facts.signed = None;
    }
    if let (Event::SessionStarted(facts), 1 | 2) = (&mut recorded.event, version) {
        facts.clinic = None;
    }
    if let (Event::ScaleRated(facts), 1) = (&mut recorded.event, version) {
        facts.scale_version = None;
        facts.label = None;
        facts.direction = None;
        facts.seen = None;
    }
    recorded
}

#[test]
fn every_version_of_every_event_is_read_to_the_same_facts() {
    for kind in EventKind::ALL {
        for version in 1..=kind.version() {
            let read = Recorded::from_value(&read(*kind, version)).unwrap();
            // Not assert_eq: debug output shows no facts.
            assert!(
                read == as_known_by(version, of_the_story(*kind)),
                "{} version {version} is read otherwise",
                kind.name()
            );
        }
    }
}

#[test]
fn the_newest_version_is_written_as_its_golden_file_says() {
    for kind in EventKind::ALL {
        let written = of_the_story(*kind).to_value().unwrap();
        assert_eq!(written, read(*kind, kind.version()), "{}", kind.name());
    }
}

#[test]
fn a_release_of_one_instruction_is_read_as_a_release_of_a_list() {
    let old = read(EventKind::ClearanceGiven, 1);
    assert_eq!(old["facts"]["instruction"], "make-up");
    let new = Recorded::from_value(&old).unwrap().to_value().unwrap();
    assert_eq!(new["version"], 2);
    assert_eq!(new["facts"]["instructions"], serde_json::json!(["make-up"]));
}

/// The text of version 1 was shown to the patient word for word.
#[test]
fn an_answer_that_the_patient_could_read_stays_readable_to_the_patient() {
    let old = read(EventKind::CheckInAnswered, 1);
    assert!(old["facts"].get("words").is_none());
    let new = Recorded::from_value(&old).unwrap().to_value().unwrap();
    assert_eq!(new["version"], 2);
    assert_eq!(new["facts"]["words"], old["facts"]["response"]);
    assert_eq!(new["facts"]["response"], old["facts"]["response"]);
}

#[test]
fn an_adverse_event_of_version_1_has_no_day_of_onset() {
    let old = read(EventKind::AdverseEventOpened, 1);
    let new = Recorded::from_value(&old).unwrap().to_value().unwrap();
    assert_eq!(new["facts"]["onset_on"], Value::Null);
    assert_eq!(new["facts"]["is_thought_serious"], false);
}

#[test]
fn a_correction_of_version_1_is_read_as_one_in_words_alone() {
    let old = read(EventKind::SessionAmended, 1);
    assert!(old["facts"].get("corrected").is_none());
    let new = Recorded::from_value(&old).unwrap().to_value().unwrap();
    assert_eq!(new["version"], 3);
    assert!(new["facts"]["corrected"].is_null());
}

#[test]
fn a_correction_of_version_2_was_held_against_no_plan() {
    let path = golden(EventKind::SessionAmended, 2).with_extension("in-fields.json");
    let file: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let mut told = in_fields().remove(0);
    if let Event::SessionAmended(facts) = &mut told.event {
        facts.deviation = None;
    }
    assert!(Recorded::from_value(&file).unwrap() == told);
}

#[test]
fn amendments_in_fields_are_read_and_written_as_their_golden_files_say() {
    for (path, told) in corrections() {
        let file: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
        assert_eq!(told.to_value().unwrap(), file);
        assert!(Recorded::from_value(&file).unwrap() == told);
    }
}

#[test]
fn one_direction_that_nobody_was_asked_for_is_read_as_not_noted() {
    let mut old = read(EventKind::ZoneRecorded, 2);
    for (said, read) in [(1, Value::Null), (2, 2.into())] {
        old["facts"]["directions"] = said.into();
        let new = Recorded::from_value(&old).unwrap().to_value().unwrap();
        assert_eq!(new["facts"]["directions"], read, "{said}");
    }
}

#[test]
fn an_event_of_a_newer_program_is_refused_and_says_what_to_do() {
    let mut newer = read(EventKind::PlanApproved, 1);
    newer["version"] = 2.into();
    assert_eq!(
        Recorded::from_value(&newer),
        Err(DocumentError::NewerVersion {
            kind: "plan-approved",
            version: 2,
            newest: 1
        })
    );
}

#[test]
fn facts_that_do_not_fit_are_refused_without_being_shown() {
    let mut broken = read(EventKind::PatientRegistered, 1);
    broken["facts"]["birth_date"] = "Mara".into();
    let error = Recorded::from_value(&broken).unwrap_err().to_string();
    assert!(error.contains("patient-registered version 1"), "{error}");
    assert!(!error.contains("Mara"), "{error}");

    for (field, value) in [("version", 0.into()), ("kind", "haircut".into())] {
        let mut broken = read(EventKind::PlanApproved, 1);
        broken[field] = value;
        assert!(Recorded::from_value(&broken).is_err(), "{field}");
    }
}

#[test]
fn what_could_not_be_read_back_is_not_written() {
    let mut zone = of_the_story(EventKind::ZoneRecorded);
    if let needlework_chart::event::Event::ZoneRecorded(facts) = &mut zone.event {
        facts.area_cm2 = Some(f64::NAN);
    }
    assert!(matches!(
        zone.to_json(),
        Err(DocumentError::NotWritten { .. })
    ));
}
