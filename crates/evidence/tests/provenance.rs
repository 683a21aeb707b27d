//! No row of data without a source or the plain mark `assumption`.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a broken example must stop its test"
)]

use needlework_evidence::{Bibliography, Block, Confidence, DataError, DataFile, Provenance};

fn read(row: &str) -> Result<Provenance, DataError> {
    let bibliography = Bibliography::load(DataFile {
        name: "bibliography.toml",
        text: "[known-2020]\ntitle = \"Known 2020\"",
    })
    .unwrap();
    Provenance::read(&mut Block::parse("zones.toml", row).unwrap(), &bibliography)
}

fn refusal(row: &str) -> String {
    read(row).expect_err("the row must be refused").to_string()
}

#[test]
fn a_row_with_a_known_source_is_accepted() {
    for (word, confidence) in [
        ("read-in-full", Confidence::ReadInFull),
        ("abstract", Confidence::Abstract),
        ("secondary", Confidence::Secondary),
    ] {
        let row = format!("source = [\"known-2020\"]\nconfidence = \"{word}\"");
        assert_eq!(
            read(&row).unwrap(),
            Provenance {
                sources: vec!["known-2020".to_owned()],
                confidence,
                note: None
            }
        );
    }
}

#[test]
fn a_row_without_source_is_refused_unless_it_says_assumption() {
    for word in ["read-in-full", "abstract", "secondary"] {
        assert_eq!(
            refusal(&format!(
                "confidence = \"{word}\"\nnote = \"seen somewhere\""
            )),
            "zones.toml: source is nothing, but must be one or more keys of bibliography.toml, or \
             confidence = \"assumption\"."
        );
        assert!(read(&format!("source = []\nconfidence = \"{word}\"")).is_err());
    }
    let assumed = read("confidence = \"assumption\"\nnote = \"no value was found\"").unwrap();
    assert!(assumed.sources.is_empty());
    assert_eq!(assumed.note.as_deref(), Some("no value was found"));
}

#[test]
fn an_assumption_must_say_what_was_assumed() {
    assert_eq!(
        refusal("confidence = \"assumption\""),
        "zones.toml: note is missing, but must be a text that says what was assumed and why, \
         since confidence is \"assumption\"."
    );
    assert!(read("confidence = \"assumption\"\nnote = \" \"").is_err());
    assert!(read("source = [\"known-2020\"]\nconfidence = \"assumption\"").is_err());
}

#[test]
fn a_source_that_is_not_in_the_bibliography_is_refused() {
    assert_eq!(
        refusal("source = [\"known-2020\", \"unknown-1999\"]\nconfidence = \"abstract\""),
        "zones.toml: source is unknown-1999, but must be a key of bibliography.toml."
    );
    assert!(read("source = \"known-2020\"\nconfidence = \"abstract\"").is_err());
}

#[test]
fn how_well_the_source_was_read_must_be_said() {
    assert_eq!(
        refusal("source = [\"known-2020\"]"),
        "zones.toml: confidence is missing; it must be one of: read-in-full, abstract, secondary, \
         assumption."
    );
    assert!(read("source = [\"known-2020\"]\nconfidence = \"high\"").is_err());
}
