//! What is written down: antiviral cover (protocol 2.2), the treatment record (3.8) and adverse events (5.6).

#![expect(
    clippy::unwrap_used,
    reason = "a form that is missing must stop its test"
)]

use needlework_evidence::Bibliography;
use needlework_protocol::{RecordForm, Role, record_forms};

fn form(id: &str) -> RecordForm {
    let forms = record_forms(&Bibliography::shipped().unwrap()).unwrap();
    forms.into_iter().find(|form| form.record.id == id).unwrap()
}

/// The software must not suggest a drug or dose; the fields are those of the protocol.
#[test]
fn antiviral_cover_is_recorded_by_a_prescriber_and_never_suggested() {
    let row = form("antiviral-record");
    assert_eq!(
        row.fields,
        [
            "history",
            "decision",
            "drug",
            "dose",
            "start",
            "days",
            "prescriber",
            "reason"
        ]
    );
    assert_eq!(row.record.override_role, Some(Role::Prescriber));
    let text = format!("{:?}", row.record).to_lowercase();
    for word in ["mg", "aciclovir", "ciclovir 500", "twice", "famciclovir"] {
        assert!(!text.contains(word), "{word}");
    }
}

/// Protocol 3.8, read group by group; what traces a bad lot to people must be there.
#[test]
fn a_treatment_record_holds_every_group_of_the_protocol() {
    for (id, count, fields) in [
        (
            "treatment-identity",
            7,
            ["contact details, verified on the day", "operator"],
        ),
        ("treatment-device", 5, ["serial number", "maximum depth"]),
        ("treatment-cartridge", 9, ["lot", "expiry"]),
        ("treatment-settings", 8, ["passes", "endpoint seen"]),
        ("treatment-numbing", 8, ["grams", "removal time"]),
        ("treatment-products", 5, ["lot", "sterile, yes or no"]),
        ("treatment-consent", 4, ["photograph consents", "versions"]),
        ("treatment-screening", 3, ["rules that fired", "overrides"]),
        (
            "treatment-outcome",
            4,
            ["photographs", "immediate reactions"],
        ),
        (
            "treatment-recall",
            5,
            ["cartridge lot", "device serial number"],
        ),
        (
            "adverse-event",
            12,
            ["reference number", "other patients with the same lot"],
        ),
    ] {
        let form = form(id);
        assert_eq!(form.fields.len(), count, "{id}");
        for field in fields {
            assert!(form.fields.iter().any(|one| one == field), "{id}: {field}");
        }
    }
}

/// A cartridge is never used again, whoever wants to.
#[test]
fn nobody_may_override_what_is_recorded_of_a_cartridge() {
    assert_eq!(form("treatment-cartridge").record.override_role, None);
}
