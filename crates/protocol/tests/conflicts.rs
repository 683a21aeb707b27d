//! Every conflict of protocol 9 is there, with both sides and the default that was chosen.

use needlework_evidence::{Bibliography, DataFile};
use needlework_protocol::Conflicts;

#[test]
fn all_conflicts_are_shipped() {
    let conflicts = Conflicts::shipped(&Bibliography::shipped().unwrap()).unwrap();
    for number in 1..=47 {
        let id = format!("C{number}");
        let conflict = conflicts.get(&id).unwrap_or_else(|| panic!("{id}"));
        assert_ne!(conflict.one_side, conflict.other_side, "{id}");
        assert!(!conflict.affects.is_empty(), "{id}");
    }
    assert_eq!(conflicts.iter().count(), 47);
}

/// Protocol 9, read row by row.
#[test]
fn the_chosen_sides_are_those_of_the_protocol() {
    let conflicts = Conflicts::shipped(&Bibliography::shipped().unwrap()).unwrap();
    for (id, chosen, affected, source) in [
        ("C1", "6 months", "isotretinoin-recent", "waldman-2017"),
        ("C4", "28 days", "filler-recent", "balance"),
        ("C8", "28 days", "interval-last-needling", "luxlip-diy"),
        ("C19", "refuse", "keloid-tendency", "juhasz-2020"),
        ("C32", "setting only", "protocol 3.3", "kalluri-2011"),
        ("C43", "prescriber", "herpes-history", "gilbert-2000"),
    ] {
        let conflict = conflicts.get(id).unwrap();
        assert!(conflict.chosen.contains(chosen), "{id}");
        assert!(conflict.affects.iter().any(|one| one == affected), "{id}");
        assert!(conflict.sources.iter().any(|one| one == source), "{id}");
    }
}

#[test]
fn a_conflict_without_sources_is_refused() {
    let file = DataFile {
        name: "conflicts.toml",
        text: "[C1]\ntopic = \"T\"\none_side = \"A\"\nother_side = \"B\"\nchosen = \"A\"\naffects = [\"r\"]",
    };
    let error = Conflicts::load(file, &Bibliography::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "conflicts.toml: C1.source is nothing, but must be one or more keys of bibliography.toml."
    );
}
