//! Numbing proposes nothing, and wording keeps to the boundaries of protocol 8.

#![expect(clippy::unwrap_used, reason = "a broken example must stop its test")]

use needlework_evidence::{Bibliography, Reading};
use needlework_protocol::{Medicines, Record, Stopping, Texts, numbing};

fn records() -> (Bibliography, Vec<Record>) {
    let bibliography = Bibliography::shipped().unwrap();
    let records = numbing(&bibliography).unwrap();
    (bibliography, records)
}

#[test]
fn nothing_above_four_percent_is_applied_at_home_and_no_clinic_may_raise_it() {
    let (_, records) = records();
    let rule = records.iter().find(|one| one.id == "numbing-at-home");
    let rule = rule.unwrap();
    let setting = rule.setting.as_ref().unwrap();
    assert!((setting.value.unwrap() - 4.0).abs() < 1e-12);
    assert!((setting.allowed[1] - 4.0).abs() < 1e-12);
    assert_eq!(rule.override_role, None);
}

#[test]
fn no_dose_or_time_is_a_default() {
    let (_, records) = records();
    let with_value: Vec<&str> = records
        .iter()
        .filter(|record| record.setting.is_some())
        .map(|record| record.id.as_str())
        .collect();
    assert_eq!(with_value, ["numbing-at-home"]);
}

#[test]
fn what_only_unverified_guides_say_binds_nobody() {
    let (bibliography, records) = records();
    let unverified_only = |record: &Record| {
        let sources = &record.provenance.sources;
        !sources.is_empty()
            && sources.iter().all(|key| {
                bibliography.get(key).and_then(|entry| entry.reading) == Some(Reading::Unverified)
            })
    };
    let guides: Vec<&Record> = records.iter().filter(|one| unverified_only(one)).collect();
    assert!(!guides.is_empty(), "the clinic's order of removal is one");
    assert!(guides.iter().all(|record| !record.enforced));
}

#[test]
fn the_wordings_of_the_protocol_are_there_and_stop_no_medicine() {
    let bibliography = Bibliography::shipped().unwrap();
    let texts = Texts::shipped(&bibliography).unwrap();
    for (id, words) in [
        ("clinician-screens", "Does not replace clinical judgement"),
        ("patient-page", "It does not diagnose"),
        ("emergency", "call the emergency number now"),
        ("prescribed-medicine", "Ask the person who prescribed it"),
        ("forecast", "not a promise for one person"),
        ("costs", "public pages of different years"),
        (
            "off-label-record",
            "outside what the device was authorised for",
        ),
        ("unsigned-rule", "not yet approved by your clinic"),
    ] {
        assert!(texts.wording(id).unwrap().contains(words), "{id}");
    }
    let medicines = Medicines::shipped().unwrap();
    for wording in texts.iter() {
        assert_eq!(
            medicines.stopping(&wording.text),
            Stopping::Nothing,
            "{}",
            wording.id
        );
    }
}

#[test]
fn no_wording_breaks_its_own_boundaries() {
    let texts = Texts::shipped(&Bibliography::shipped().unwrap()).unwrap();
    assert!(texts.boundaries.len() >= 8);
    assert!(!texts.patient_contact.may_not.is_empty());
    for wording in texts.iter() {
        for word in &texts.never_on_a_page {
            let text = wording.text.to_lowercase();
            assert!(
                !text.contains(&word.to_lowercase()),
                "{}: {word}",
                wording.id
            );
        }
    }
}
