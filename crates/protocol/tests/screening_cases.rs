//! Whole cases with their verdicts, among them the conflicts of protocol 9.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a broken table must stop its test"
)]

mod given;

use given::{Given, Protocol, change};
use needlework_evidence::Block;
use needlework_protocol::screening::Grade;

fn name(grade: Option<Grade>) -> &'static str {
    match grade {
        None => "",
        Some(Grade::Precaution) => "precaution",
        Some(Grade::NeedsClinicianDecision) => "needs-clinician-decision",
        Some(Grade::DeferUntil) => "defer-until",
        Some(Grade::Refuse) => "refuse",
    }
}

fn given(case: &mut Block) -> Given {
    let mut given = Given::default();
    let text = case.texts("change").unwrap().join("\n");
    change(&mut given, &mut Block::parse("change", &text).unwrap());
    for answer in case.texts("answers").unwrap() {
        let (rule, value) = answer.split_once(" = ").unwrap();
        given = given.with(rule, value);
    }
    given.open = case.texts("open").unwrap();
    for list in ["resolved", "overrides"] {
        for row in case.texts(list).unwrap() {
            given.rest.push_str("[[");
            given.rest.push_str(list);
            given.rest.push_str("]]\n");
            given.rest.push_str(&row);
            given.rest.push('\n');
        }
    }
    given
}

fn check(mut case: Block, protocol: &Protocol) {
    let title = case.text("name").unwrap();
    let screening = given(&mut case).screened(protocol);
    let booking = &screening.booking;
    let expected = case.moment("booking", "a grade").unwrap();
    assert_eq!(name(booking.grade), expected, "{title}: {booking:?}");
    let day = booking.earliest.as_ref().map(|one| one.day.to_string());
    assert_eq!(day, case.optional_text("day").unwrap(), "{title}");
    if case.has("role") {
        let role = booking.role.map_or("", |role| role.name());
        assert_eq!(role, case.moment("role", "a role").unwrap(), "{title}");
    }
    if let Some(rule) = case.optional_text("by").unwrap() {
        assert!(booking.set_by.contains(&rule), "{title}: {booking:?}");
        if booking.grade == Some(Grade::DeferUntil) {
            let earliest = booking.earliest.as_ref().map(|one| one.rule.as_str());
            assert!(earliest.is_none_or(|one| one == rule), "{title}");
        }
    }
    if let Some(day) = case.optional_text("together").unwrap() {
        let together = screening.earliest_together.as_ref().unwrap();
        assert_eq!(together.day.to_string(), day, "{title}");
    }
    let left_out: Vec<&str> = screening
        .zones
        .iter()
        .filter(|zone| zone.left_out)
        .map(|zone| zone.zone.as_str())
        .collect();
    assert_eq!(left_out, case.texts("left_out").unwrap(), "{title}");
    if let Some(mut zones) = case.optional_block("zones").unwrap() {
        for zone in &screening.zones {
            let expected = zones.moment(&zone.zone, "a grade").unwrap();
            assert_eq!(
                name(zone.standing.grade),
                expected,
                "{title}: {}",
                zone.zone
            );
        }
    }
    case.finish()
        .unwrap_or_else(|error| panic!("{title}: {error}"));
}

#[test]
fn every_whole_case_has_its_verdict() {
    let protocol = Protocol::shipped();
    let mut root = Block::parse("whole_cases.toml", include_str!("data/whole_cases.toml")).unwrap();
    let cases = root.blocks("case").unwrap();
    assert!(cases.len() >= 40);
    for case in cases {
        check(case, &protocol);
    }
}

#[test]
fn verdicts_are_sentences_with_their_reasons() {
    let protocol = Protocol::shipped();
    for (rule, answer, sentence) in [
        (
            "filler-recent",
            "2026-12-19",
            "Not before 16 January 2027, because of recent filler (19 December 2026 + 28 days).",
        ),
        (
            "isotretinoin-recent",
            "\"2026-08\"",
            "Not before 28 February 2027, because of isotretinoin taken recently (August 2026 + 6 months).",
        ),
        (
            "herpes-history",
            "\"yes\"",
            "A prescriber must decide first, because of a history of herpes.",
        ),
        (
            "cold-sore-active",
            "\"yes\"",
            "Not yet, because of a cold sore: it must first be recorded as resolved.",
        ),
        (
            "keloid-tendency",
            "\"yes\"",
            "No, because of a tendency to keloids; a clinician may override with a reason.",
        ),
        (
            "skin-cancer-suspicious",
            "\"yes\"",
            "No, because of skin cancer or a suspicious mark.",
        ),
        (
            "breakout-since-booking",
            "\"yes\"",
            "Yes, with care on 15 January 2027: a breakout since booking.",
        ),
    ] {
        let screening = Given::default().with(rule, answer).screened(&protocol);
        assert_eq!(screening.booking.sentence, sentence);
    }
}

#[test]
fn every_zone_has_its_own_sentence_where_they_differ() {
    let mut given = Given::default().with(
        "filler-recent",
        "{ answer = 2027-01-02, zones = [\"cheek\"] }",
    );
    given.zones.push(("periorbital".to_owned(), 0.3));
    let screening = given.screened(&Protocol::shipped());
    assert_eq!(
        screening.booking.sentence,
        "Cheek: Not before 30 January 2027, because of recent filler (2 January 2027 + 28 days). Periorbital: Yes: \
         nothing speaks against the appointment on 15 January 2027."
    );
}

#[test]
fn a_fired_rule_brings_its_sources_and_the_conflict_behind_its_default() {
    let given = Given::default().with("filler-recent", "2027-01-02");
    let screening = given.screened(&Protocol::shipped());
    let record = &screening.rules["filler-recent"];
    assert_eq!(record.seen.len(), 5);
    assert_eq!(screening.conflicts["C4"].chosen, "28 days, editable");
    assert_eq!(screening.conflicts.len(), 1);
}
