//! Reports of harm on open channels (protocol 4.3) and the record of antiviral cover (protocol 2.2).

use needlework_evidence::Bibliography;
use needlework_protocol::Role;
use needlework_protocol::care::{antiviral_record, open_channels};

#[test]
fn every_row_on_open_channels_is_there_and_binds_nobody_by_itself() {
    let rows = open_channels(&Bibliography::shipped().unwrap()).unwrap();
    assert_eq!(rows.len(), 7);
    assert!(
        rows.iter()
            .all(|row| !row.enforced && !row.provenance.sources.is_empty())
    );
}

/// The software must not suggest a drug or dose; the fields are those of the protocol.
#[test]
fn antiviral_cover_is_recorded_by_a_prescriber_and_never_suggested() {
    let row = antiviral_record(&Bibliography::shipped().unwrap()).unwrap();
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
