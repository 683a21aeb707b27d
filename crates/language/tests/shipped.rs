//! The shipped languages: each is one whole file, found without a line of code.

use std::collections::BTreeSet;
use std::fs;

use needlework_language::{Language, Part, ReadingFormula};

#[test]
fn every_file_of_the_folder_is_a_language_and_english_is_the_first() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data");
    let files: BTreeSet<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let known: BTreeSet<String> = Language::all()
        .map(|one| format!("{}.md", one.code()))
        .collect();
    assert_eq!(files, known);
    assert_eq!(Language::all().next(), Some(Language::ENGLISH));
    let others: Vec<&str> = Language::all().skip(1).map(Language::code).collect();
    assert!(others.is_sorted() && others.contains(&"es"), "{others:?}");
}

#[test]
fn every_language_has_every_part_and_the_texts_of_english_each_once() {
    let english = Language::ENGLISH.file().unwrap();
    for language in Language::all() {
        let file = language.file().unwrap();
        assert_eq!(file.language(), language);
        for part in Part::ALL {
            let is_there = !file.text(part).is_empty();
            assert_eq!(is_there, part.is_of(language), "{part:?}");
        }
        file.check_texts(&english).unwrap();
    }
}

#[test]
fn a_language_says_its_own_name_and_what_measures_its_texts() {
    let english = Language::ENGLISH.file().unwrap();
    assert_eq!(english.name(), "English");
    assert_eq!(
        english.reading_formula(),
        Some(ReadingFormula::FleschKincaid)
    );
    let spanish = Language::of_code("es").unwrap().file().unwrap();
    assert_eq!(spanish.name(), "Español");
    assert_eq!(spanish.reading_formula(), Some(ReadingFormula::Inflesz));
}

#[test]
fn a_language_is_its_code_in_documents_and_an_unknown_one_is_refused() {
    let written = serde_json::to_string(&Language::ENGLISH).unwrap();
    assert_eq!(written, "\"en\"");
    for language in Language::all() {
        let written = serde_json::to_string(&language).unwrap();
        let read: Language = serde_json::from_str(&written).unwrap();
        assert_eq!(read, language);
        assert_eq!(Language::of_code(language.code()), Some(language));
    }
    let unknown = serde_json::from_str::<Language>("\"xx\"").unwrap_err();
    let codes: Vec<&str> = Language::all().map(Language::code).collect();
    let sentence = format!(
        "\"xx\" is no language that this version speaks; choose one of: {}",
        codes.join(", ")
    );
    assert!(unknown.to_string().starts_with(&sentence), "{unknown}");
    assert!(serde_json::from_str::<Language>("7").is_err());
    assert_eq!(Language::of_code("xx"), None);
}

#[test]
fn the_schema_lists_the_codes() {
    let schema = schemars::schema_for!(Language).to_value();
    let codes: Vec<&str> = Language::all().map(Language::code).collect();
    assert_eq!(schema["type"], "string");
    assert_eq!(schema["enum"], serde_json::json!(codes));
}
