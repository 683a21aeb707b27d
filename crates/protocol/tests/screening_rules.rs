//! Every rule on its own, against a table that was written by reading the protocol.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a broken table must stop its test"
)]

mod given;

use std::collections::BTreeSet;

use given::{Given, Protocol, change};
use jiff::civil::date;
use needlework_evidence::{Block, Confidence};
use needlework_protocol::Role;
use needlework_protocol::screening::{Blocks, Finding, Grade, Scope};

fn table(name: &str) -> Vec<Vec<String>> {
    let text = include_str!("data/rule_table.toml");
    let table: toml::Table = text.parse().unwrap();
    let rows = table[name].as_array().unwrap().iter();
    rows.map(|row| {
        let cells = row.as_array().unwrap().iter();
        cells
            .map(|cell| cell.as_str().unwrap().to_owned())
            .collect()
    })
    .collect()
}

fn grade(name: &str) -> Grade {
    match name {
        "refuse" => Grade::Refuse,
        "defer-until" => Grade::DeferUntil,
        "needs-clinician-decision" => Grade::NeedsClinicianDecision,
        "precaution" => Grade::Precaution,
        other => panic!("{other}"),
    }
}

fn scope(name: &str) -> Scope {
    match name {
        "patient" => Scope::Patient,
        "zone" => Scope::Zone,
        "device" => Scope::Device,
        "booking" => Scope::Booking,
        other => panic!("{other}"),
    }
}

fn role(name: &str) -> Option<Role> {
    Role::NAMES_OR_NONE
        .iter()
        .find(|(one, _)| *one == name)
        .map_or_else(|| panic!("{name}"), |(_, role)| *role)
}

fn check(row: &[String], given: &Given, protocol: &Protocol) {
    let screening = given.screened(protocol);
    let found: Vec<&Finding> = screening
        .findings
        .iter()
        .filter(|one| one.rule == row[0])
        .collect();
    if row[2].is_empty() {
        assert!(found.is_empty(), "{row:?}: {found:?}");
        return;
    }
    let expected = found.iter().any(|one| {
        one.grade == grade(&row[2])
            && one.scope == scope(&row[3])
            && one.earliest.map_or(String::new(), |day| day.to_string()) == row[4]
            && one.override_role == role(&row[5])
    });
    assert!(expected, "{row:?}: {found:?}");
}

#[test]
fn every_asked_rule_finds_what_the_protocol_says_and_nothing_else() {
    let protocol = Protocol::shipped();
    for row in table("asked") {
        let given = Given::default().with(&row[0], &row[1]);
        check(&row, &given, &protocol);
        for other in given.screened(&protocol).findings {
            assert_eq!(other.rule, row[0], "{row:?}");
        }
    }
}

#[test]
fn every_computed_rule_finds_what_the_protocol_says() {
    let protocol = Protocol::shipped();
    for row in table("computed") {
        let mut given = Given::default();
        let text = row[1].replace(", ", "\n");
        change(&mut given, &mut Block::parse("row", &text).unwrap());
        check(&row, &given, &protocol);
    }
}

#[test]
fn no_rule_is_without_a_row() {
    // Values that only a clinic has: tested with clinic settings.
    let set_by_the_clinic = [
        "age-of-consent",
        "above-licence-depth",
        "above-clinic-device-depth",
    ];
    let rows: BTreeSet<String> = table("asked")
        .into_iter()
        .chain(table("computed"))
        .map(|row| row[0].clone())
        .collect();
    for rule in Protocol::shipped().rules.iter() {
        let id = rule.record.id.as_str();
        assert!(rows.contains(id) || set_by_the_clinic.contains(&id), "{id}");
    }
}

#[test]
fn nobody_without_a_risk_is_held_up() {
    let screening = Given::default().screened(&Protocol::shipped());
    assert_eq!(screening.findings, []);
    assert_eq!(screening.booking.grade, None);
    assert_eq!(
        screening.booking.sentence,
        "Yes: nothing speaks against the appointment on 15 January 2027."
    );
}

/// Protocol 1, column "Conf.", for all 47 rule ids of the section.
#[test]
fn confidence_is_the_mark_of_the_protocol() {
    let protocol = Protocol::shipped();
    let marks = table("confidence");
    assert_eq!(marks.len(), 47);
    for row in marks {
        let expected = match row[1].as_str() {
            "F" => Confidence::ReadInFull,
            "A" => Confidence::Abstract,
            _ => Confidence::Secondary,
        };
        let rule = protocol.rules.get(&row[0]).unwrap();
        assert_eq!(rule.record.provenance.confidence, expected, "{row:?}");
    }
}

#[test]
fn a_lesion_is_never_needled_while_a_clinician_decides_about_the_rest() {
    let given = Given::default().with(
        "lesion-in-zone",
        "{ answer = \"yes\", marked = [\"mole, left cheek\"] }",
    );
    let screening = given.screened(&Protocol::shipped());
    let marked = screening
        .findings
        .iter()
        .find(|one| one.blocks == Blocks::MarkedArea)
        .unwrap();
    assert_eq!(marked.grade, Grade::Refuse);
    assert_eq!(marked.override_role, None);
    assert_eq!(marked.detail.as_deref(), Some("mole, left cheek"));
    assert_eq!(screening.booking.grade, Some(Grade::NeedsClinicianDecision));
}

#[test]
fn under_two_weeks_since_the_last_needling_there_is_an_extra_warning() {
    let protocol = Protocol::shipped();
    for (last, warnings) in [("2027-01-02", 1), ("2027-01-01", 0)] {
        let given = Given::default().with("interval-last-needling", last);
        let found = given.screened(&protocol).findings;
        let warned = found.iter().filter(|one| one.grade == Grade::Precaution);
        assert_eq!(warned.count(), warnings, "{last}");
    }
}

/// Whoever answered before a session, or does not speak of it, was needled all the same.
#[test]
fn the_last_session_of_the_record_counts_where_the_person_names_no_later_one() {
    let protocol = Protocol::shipped();
    for (said, recorded, earliest) in [
        ("\"never\"", "2027-01-12", date(2027, 2, 9)),
        ("2026-12-20", "2027-01-12", date(2027, 2, 9)),
        ("2027-01-08", "2027-01-02", date(2027, 2, 5)),
    ] {
        let given = Given {
            rest: format!("last_session = {recorded}\n"),
            ..Given::default().with("interval-last-needling", said)
        };
        let screening = given.screened(&protocol);
        let found = screening.findings.iter();
        let mut deferred = found.filter(|one| one.grade == Grade::DeferUntil);
        let rule = deferred.next().unwrap();
        assert_eq!(rule.rule, "interval-last-needling", "{said}");
        assert_eq!(rule.earliest, Some(earliest), "{said}");
        assert_eq!(deferred.next(), None);
    }
}

#[test]
fn taking_isotretinoin_still_is_taking_it_now() {
    let given = Given::default().with("isotretinoin-recent", "\"ongoing\"");
    let screening = given.screened(&Protocol::shipped());
    assert_eq!(screening.findings[0].rule, "isotretinoin-current");
    assert_eq!(screening.booking.grade, Some(Grade::Refuse));
    assert_eq!(screening.booking.role, Some(Role::Physician));
}

#[test]
fn the_age_of_a_scar_is_shown_against_the_values_seen() {
    let given = Given::default().with("scar-recent", "2026-12-16");
    let screening = given.screened(&Protocol::shipped());
    assert_eq!(
        screening.findings[0].detail.as_deref(),
        Some("30 days before the appointment; values seen: 6 weeks; 6 months; 1 year")
    );
}

#[test]
fn what_is_answered_and_calculated_for_the_same_zone_is_found_once() {
    let given = Given {
        zones: vec![("upper-eyelid".to_owned(), 0.5), ("cheek".to_owned(), 1.0)],
        ..Given::default().with(
            "inside-orbital-rim",
            "{ answer = \"yes\", zones = [\"upper-eyelid\"] }",
        )
    };
    let screening = given.screened(&Protocol::shipped());
    let found = screening.findings.iter();
    assert_eq!(
        found.filter(|one| one.rule == "inside-orbital-rim").count(),
        1
    );
}

/// The operator's own reason is the one that is kept.
#[test]
fn off_label_use_that_the_operator_names_is_not_found_again_for_each_zone() {
    let given = Given {
        device: "roller-192".to_owned(),
        ..Given::default().with(
            "off-label-use",
            "{ answer = \"off-label\", detail = \"a roller\" }",
        )
    };
    let screening = given.screened(&Protocol::shipped());
    let found: Vec<_> = screening
        .findings
        .iter()
        .filter(|one| one.rule == "off-label-use")
        .map(|one| one.detail.as_deref())
        .collect();
    assert_eq!(found, [Some("a roller")]);
}

#[test]
fn conflicts_name_the_rules_that_name_them() {
    let protocol = Protocol::shipped();
    for rule in protocol.rules.iter() {
        let id = &rule.record.id;
        for conflict in protocol.conflicts.iter() {
            let named = rule.record.conflicts.contains(&conflict.id);
            if conflict.affects.contains(id) {
                assert!(named, "{id} does not name {}", conflict.id);
            } else if named {
                // Depth rows and devices are named in the conflict by section, not by the id of the rule.
                assert!(["C7", "C31", "C44"].contains(&conflict.id.as_str()), "{id}");
            }
        }
    }
}
