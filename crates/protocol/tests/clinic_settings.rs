//! A clinic changes defaults within what each rule allows, and nothing else.

mod given;

use given::{Given, Protocol};
use jiff::civil::date;
use needlework_protocol::ClinicSettings;
use needlework_protocol::screening::Grade;

fn apply(protocol: &mut Protocol, rules: &str) -> Result<ClinicSettings, String> {
    let text = format!("schema = 1\nname = \"Example\"\n[rules]\n{rules}");
    settings(protocol, &text)
}

fn settings(protocol: &mut Protocol, text: &str) -> Result<ClinicSettings, String> {
    let settings = ClinicSettings::apply(
        "clinic.toml",
        text,
        protocol.rules.records_mut(),
        &protocol.devices,
    )
    .map_err(|error| error.to_string())?;
    protocol
        .device_depth_mm
        .clone_from(&settings.device_depth_mm);
    Ok(settings)
}

#[test]
fn a_longer_wait_after_filler_moves_the_earliest_day() {
    let mut protocol = Protocol::shipped();
    let given = Given::default().with("filler-recent", "2027-01-02");
    let day = |protocol: &Protocol| given.screened(protocol).booking.earliest.unwrap().day;
    assert_eq!(day(&protocol), date(2027, 1, 30));
    let settings = apply(&mut protocol, "filler-recent = 42").unwrap();
    assert_eq!(settings.values.len(), 1);
    assert_eq!(day(&protocol), date(2027, 2, 13));
}

#[test]
fn months_stay_calendar_months() {
    let mut protocol = Protocol::shipped();
    apply(&mut protocol, "isotretinoin-recent = 12").unwrap();
    let given = Given::default().with("isotretinoin-recent", "2026-02-28");
    let day = given.screened(&protocol).booking.earliest.unwrap().day;
    assert_eq!(day, date(2027, 2, 28));
}

#[test]
fn a_part_of_a_day_counts_as_a_whole_one() {
    let mut protocol = Protocol::shipped();
    apply(&mut protocol, "sun-recent = 14.5").unwrap();
    let given = Given::default().with("sun-recent", "2027-01-05");
    let day = given.screened(&protocol).booking.earliest.unwrap().day;
    assert_eq!(day, date(2027, 1, 20));
}

#[test]
fn what_only_a_clinic_knows_is_checked_once_it_is_set() {
    let mut protocol = Protocol::shipped();
    let given = Given {
        age_years: 17.0,
        ..Given::default()
    };
    assert_eq!(
        given.screened(&protocol).booking.grade,
        Some(Grade::Precaution)
    );
    apply(
        &mut protocol,
        "age-of-consent = 18\nabove-licence-depth = 0.5",
    )
    .unwrap();
    let screening = given.screened(&protocol);
    let fired = |id: &str| {
        screening
            .findings
            .iter()
            .find(|one| one.rule == id)
            .unwrap()
    };
    assert_eq!(fired("age-of-consent").grade, Grade::NeedsClinicianDecision);
    assert_eq!(fired("above-licence-depth").grade, Grade::Refuse);
}

/// Consent counts from the birthday on, and a licence up to the depth that it names.
#[test]
fn what_lies_on_a_limit_of_the_clinic_is_within_it() {
    let mut protocol = Protocol::shipped();
    apply(
        &mut protocol,
        "age-of-consent = 18\nabove-licence-depth = 1.0",
    )
    .unwrap();
    let given = Given {
        age_years: 18.0,
        zones: vec![("cheek".to_owned(), 1.0)],
        ..Given::default()
    };
    let screening = given.screened(&protocol);
    for id in ["age-of-consent", "above-licence-depth"] {
        assert!(screening.findings.iter().all(|one| one.rule != id), "{id}");
    }
}

#[test]
fn another_format_of_the_file_is_refused_by_its_number() {
    let mut protocol = Protocol::shipped();
    let text = "schema = 2\nname = \"Example\"\n[rules]\n";
    let refused = settings(&mut protocol, text).unwrap_err();
    assert_eq!(refused, "clinic.toml: schema is 2, but must be 1.");
}

#[test]
fn a_clinic_enters_the_limit_of_a_device_that_has_none() {
    let mut protocol = Protocol::shipped();
    let given = Given {
        device: "roller-192".to_owned(),
        zones: vec![("cheek".to_owned(), 1.0)],
        ..Given::default()
    };
    let fired = |protocol: &Protocol, given: &Given, id: &str| {
        let screening = given.screened(protocol);
        screening
            .findings
            .iter()
            .find(|one| one.rule == id)
            .cloned()
    };
    assert!(fired(&protocol, &given, "device-limit-unknown").is_some());
    assert_eq!(fired(&protocol, &given, "above-clinic-device-depth"), None);
    apply(&mut protocol, "[device_depth_mm]\nroller-192 = 1.0").unwrap();
    assert_eq!(fired(&protocol, &given, "device-limit-unknown"), None);
    assert_eq!(fired(&protocol, &given, "above-clinic-device-depth"), None);
    let deeper = Given {
        zones: vec![("cheek".to_owned(), 1.5)],
        ..given
    };
    let finding = fired(&protocol, &deeper, "above-clinic-device-depth").unwrap();
    assert_eq!(finding.grade, Grade::Refuse);
    assert_eq!(finding.detail.as_deref(), Some("1.5 mm, the limit is 1 mm"));
}

#[test]
fn everything_else_is_refused_with_a_sentence_and_changes_nothing() {
    for (rules, sentence) in [
        (
            "filler-recent = 27",
            "clinic.toml: rules.filler-recent is 27, but must be a number from 28 to 365 (days), which is what the rule \
             allows.",
        ),
        (
            "isotretinoin-recent = 1",
            "clinic.toml: rules.isotretinoin-recent is 1, but must be a number from 2 to 12 (months), which is what the \
             rule allows.",
        ),
        (
            "filler-recent = \"long\"",
            "clinic.toml: rules.filler-recent is \"long\", but must be",
        ),
        (
            "keloid-tendency = 3",
            "clinic.toml: rules.keloid-tendency is a value of the clinic, but must be left out: this rule has no value that \
             a clinic may change.",
        ),
        (
            "filer-recent = 42",
            "clinic.toml: rules.filer-recent is not a known key; check its spelling or remove it.",
        ),
        (
            "[device_depth_mm]\nexceed-unlimited = 1.2",
            "clinic.toml: device_depth_mm.exceed-unlimited is 1.2, but must be left out: the label of the device states a \
             limit; above-licence-depth holds for every device.",
        ),
        (
            "[device_depth_mm]\nroller-192 = 4",
            "clinic.toml: device_depth_mm.roller-192 is 4, but must be a number from 0.2 to 3 (mm), which is what the \
             device reaches.",
        ),
        (
            "[device_depth_mm]\nrollr = 1",
            "clinic.toml: device_depth_mm.rollr is not a known key; check its spelling or remove it.",
        ),
        (
            "toxin-recent = 30\nfiller-recent = 400",
            "clinic.toml: rules.filler-recent is 400",
        ),
    ] {
        let mut protocol = Protocol::shipped();
        let refused = apply(&mut protocol, rules).unwrap_err();
        assert!(refused.starts_with(sentence), "{refused}");
        assert_eq!(protocol.rules, Protocol::shipped().rules, "{rules}");
    }
}
