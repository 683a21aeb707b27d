//! A clinic changes defaults within what each rule allows, and nothing else.

mod given;

use given::{Given, Protocol};
use jiff::civil::date;
use needlework_protocol::ClinicSettings;
use needlework_protocol::screening::Grade;

fn apply(protocol: &mut Protocol, rules: &str) -> Result<ClinicSettings, String> {
    let text = format!("schema = 1\nname = \"Example\"\n[rules]\n{rules}");
    ClinicSettings::apply("clinic.toml", &text, protocol.rules.records_mut())
        .map_err(|error| error.to_string())
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
