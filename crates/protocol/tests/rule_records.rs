//! What the loader refuses in a rule row: each check can fail, and says in one sentence what is wrong.

#![expect(clippy::unwrap_used, reason = "a broken example must stop its test")]

use needlework_evidence::{Bibliography, Block, Confidence, DataError};
use needlework_protocol::{Record, RecordReader, Role};

fn read(row: &str) -> Result<Record, DataError> {
    let bibliography = Bibliography::shipped().unwrap();
    let reader = RecordReader::shipped(&bibliography).unwrap();
    let mut block = Block::parse("rules.toml", row).unwrap();
    let record = reader.read("a-rule", &mut block)?;
    block.finish()?;
    Ok(record)
}

fn refusal(row: &str) -> String {
    read(row).unwrap_err().to_string()
}

const ROW: &str = r#"
version = 3
text = "Wait after filler."
source = ["bv", "aad-2024", "yazbek"]
confidence = "secondary"
override_role = "clinician"
"#;

#[test]
fn a_full_row_is_read() {
    let record = read(&format!(
        "{ROW}{}",
        r#"
        patient = "Come a month after filler."
        value = 28
        unit = "d"
        allowed = [14, 365]
        opposite = ["review-2023"]
        conflict = ["C4"]
        signed_off_by = "Dr A. Example, dermatologist"
        signed_off_on = 2026-11-30
        seen = [{ value = "12 months", source = ["balance"] }]
        "#
    ))
    .unwrap();
    assert_eq!(record.version, 3);
    assert_eq!(record.override_role, Some(Role::Clinician));
    let setting = record.setting.unwrap();
    assert_eq!(format!("{:?}", setting.allowed), "[14.0, 365.0]");
    assert_eq!(record.seen[0].value, "12 months");
    assert_eq!(record.signed_off.unwrap().on.to_string(), "2026-11-30");
    assert!(record.enforced && !record.ask_prescriber);
}

#[test]
fn a_row_without_signature_is_not_signed_off() {
    assert_eq!(read(ROW).unwrap().signed_off, None);
}

#[test]
fn nobody_overrides_where_the_role_is_none() {
    let record = read(&ROW.replace("clinician", "none")).unwrap();
    assert_eq!(record.override_role, None);
    assert!(refusal(&ROW.replace("clinician", "nurse")).contains(
        "override_role is \"nurse\", but must be one of: none, operator, clinician, prescriber, physician"
    ));
}

#[test]
fn a_missing_source_is_refused() {
    assert!(
        refusal(&ROW.replace("aad-2024", "aad-1824"))
            .contains("source is aad-1824, but must be a key of bibliography.toml")
    );
    assert!(
        refusal(&format!("{ROW}opposite = [\"nobody-1900\"]")).contains("opposite is nobody-1900")
    );
    assert!(refusal(&format!("{ROW}seen = [{{ value = \"1 d\" }}]")).contains("source is nothing"));
}

#[test]
fn a_source_that_does_not_say_how_it_was_read_supports_no_rule() {
    let unread = "chopra-2015";
    let bibliography = Bibliography::shipped().unwrap();
    assert_eq!(bibliography.get(unread).unwrap().reading, None);
    assert!(refusal(&ROW.replace("bv", unread)).contains("whose entry has a `reading`"));
}

#[test]
fn a_row_claims_exactly_what_its_strongest_source_carries() {
    let stronger = ROW.replace("yazbek", "fda-mn");
    assert!(refusal(&stronger).contains("must be ReadInFull"));
    assert!(read(&stronger.replace("secondary", "read-in-full")).is_ok());
    assert!(refusal(&ROW.replace("secondary", "abstract")).contains("must be Secondary"));
}

#[test]
fn a_proposal_may_cite_what_it_was_drawn_from() {
    let row = ROW.replace("\"secondary\"", "\"assumption\"\nnote = \"A proposal.\"");
    assert_eq!(
        read(&row).unwrap().provenance.confidence,
        Confidence::Assumption
    );
}

#[test]
fn unverified_guides_alone_never_bind_anybody() {
    let row = ROW.replace(
        r#""bv", "aad-2024", "yazbek""#,
        r#""tert-guide", "tert-sop""#,
    );
    assert!(refusal(&row).contains("more than unverified guides"));
    let proposal = row.replace("\"secondary\"", "\"assumption\"\nnote = \"A proposal.\"");
    assert!(refusal(&proposal).contains("more than unverified guides"));
    assert!(read(&format!("{row}enforced = false")).is_ok());
    assert!(read(&row.replace("tert-sop", "dovgin-map")).is_ok());
}

#[test]
fn an_unknown_conflict_or_key_is_refused() {
    assert!(refusal(&format!("{ROW}conflict = [\"C99\"]")).contains("conflict is C99"));
    assert!(refusal(&format!("{ROW}colour = \"red\"")).contains("colour is not a known key"));
}

#[test]
fn a_default_outside_its_own_range_is_refused() {
    let row = format!("{ROW}value = 7\nunit = \"d\"\nallowed = [14, 365]");
    assert_eq!(
        refusal(&row),
        "rules.toml: value is 7, but must be a number from 14 to 365."
    );
}

#[test]
fn a_text_that_stops_a_prescribed_drug_is_refused_wherever_it_stands() {
    let text = ROW.replace("Wait after filler.", "Stop your warfarin for 3 days.");
    assert!(refusal(&text).contains("tells nobody to stop a prescribed drug"));
    let patient = format!("{ROW}patient = \"Pause the cream that your doctor prescribed.\"");
    assert!(refusal(&patient).contains("tells nobody to stop a prescribed drug"));
    let asked = format!("{patient}\nprescribed = \"ask-prescriber\"");
    assert!(refusal(&asked).contains("tells nobody to stop a prescribed drug"));
}

#[test]
fn what_some_people_have_on_prescription_sends_them_to_the_prescriber() {
    let row = ROW.replace("Wait after filler.", "Pause retinol for 7 days.");
    assert!(refusal(&row).contains("beside prescribed = \"ask-prescriber\""));
    assert!(
        read(&format!("{row}prescribed = \"ask-prescriber\""))
            .unwrap()
            .ask_prescriber
    );
}
