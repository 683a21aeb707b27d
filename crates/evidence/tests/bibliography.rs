//! The shipped bibliography: one well-formed entry per source, in an order that keeps merges easy.

use std::collections::BTreeMap;

use needlework_evidence::{Bibliography, DataFile};

/// The keys as they stand in the file, top to bottom.
fn keys_in_file_order() -> Vec<&'static str> {
    include_str!("../data/bibliography.toml")
        .lines()
        .filter_map(|line| line.strip_prefix('[')?.strip_suffix(']'))
        .collect()
}

#[test]
fn keys_stand_in_alphabetical_order() {
    let keys = keys_in_file_order();
    assert_eq!(keys.len(), Bibliography::shipped().unwrap().iter().count());
    for pair in keys.windows(2) {
        assert!(
            pair[0] < pair[1],
            "move [{}] above [{}] in bibliography.toml",
            pair[1],
            pair[0]
        );
    }
}

#[test]
fn keys_are_lower_case_words_joined_by_hyphens() {
    for key in keys_in_file_order() {
        let words_are_plain = key.split('-').all(|word| {
            !word.is_empty()
                && word
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        });
        assert!(words_are_plain, "{key}");
    }
}

#[test]
fn titles_and_notes_are_written_alike() {
    for (key, citation) in Bibliography::shipped().unwrap().iter() {
        let title = &citation.title;
        let first = title.chars().next().unwrap();
        let last = title.chars().last().unwrap();
        assert!(
            last.is_alphanumeric() || last == ')',
            "the title of {key} must end with a word, not with {last:?}"
        );
        assert!(!first.is_whitespace(), "the title of {key} starts blank");
        assert!(
            title.chars().count() <= 160,
            "the title of {key} is longer than a line on a page"
        );
        if let Some(note) = &citation.note {
            assert!(note.ends_with('.'), "the note of {key} must be a sentence");
        }
    }
}

#[test]
fn every_source_can_be_looked_up_or_says_why_not() {
    for (key, citation) in Bibliography::shipped().unwrap().iter() {
        assert!(
            citation.identifier.is_some() || citation.note.is_some(),
            "{key} needs an identifier, or a note that says what it is"
        );
    }
}

#[test]
fn one_source_has_one_key() {
    let bibliography = Bibliography::shipped().unwrap();
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    for (key, citation) in bibliography.iter() {
        let identifiers = citation.identifier.iter().flat_map(|all| all.split("; "));
        let unique = ["doi:", "PMID ", "PMC", "NCT", "K"];
        for identifier in identifiers.filter(|id| unique.iter().any(|kind| id.starts_with(kind))) {
            if let Some(other) = owners.insert(identifier, key) {
                panic!("{identifier} is both {other} and {key}: keep one key");
            }
        }
    }
}

#[test]
fn an_entry_with_an_unknown_key_or_without_title_is_refused() {
    let load = |text| {
        Bibliography::load(DataFile {
            name: "b.toml",
            text,
        })
    };
    assert_eq!(
        load("[a-2020]\ntitle = \"A\"\ndoi = \"10.1/1\"")
            .unwrap_err()
            .to_string(),
        "b.toml: a-2020.doi is not a known key; check its spelling or remove it."
    );
    assert_eq!(
        load("[a-2020]\nnote = \"A.\"").unwrap_err().to_string(),
        "b.toml: a-2020.title is missing; it must be a text in quotation marks that is not blank."
    );
    assert_eq!(
        load("a-2020 = \"A\"").unwrap_err().to_string(),
        "b.toml: a-2020 is \"A\", but must be a table of keys."
    );
}
