//! Another language is one more file: its pages speak it under its own code.

#![expect(clippy::unwrap_used, reason = "a broken file must stop its test")]

use needlework_clinic::language::{Language, Languages};
use needlework_clinic::reading_level::ReadingLevel;
use needlework_language::LanguageFile;

const SPANISH: &str = include_str!("../../language/data/es.md");

fn read(text: &str) -> Result<Language, String> {
    let file = LanguageFile::read("xx", text).unwrap();
    Language::read(&file).map_err(|error| error.to_string())
}

#[test]
fn pages_speak_a_language_that_is_brought_as_one_file() {
    let brought = read(&SPANISH.replacen("\"Español\"", "\"Otro\"", 1)).unwrap();
    assert_eq!((brought.code(), brought.name()), ("xx", "Otro"));
    assert_eq!(brought.say("nav-today"), "Hoy");
    assert_eq!(brought.number("2.5"), "2,5");
    let languages = Languages::shipped().unwrap();
    let spanish = languages.get("es");
    for key in ["foot", "plan-banded"] {
        assert!(brought.has(key));
        assert_eq!(brought.say(key), spanish.say(key));
    }
    // What the file does not bring is not made up.
    assert_eq!(languages.get("xx").code(), "en");
}

#[test]
fn the_level_of_a_text_is_measured_by_what_the_file_names() {
    let level = |formula: &str| {
        let text = SPANISH.replacen("\"inflesz\"", &format!("\"{formula}\""), 1);
        let language = read(&text).unwrap();
        ReadingLevel::of(language.reading_formula(), "La piel es roja.")
    };
    assert!(matches!(level("inflesz"), ReadingLevel::Inflesz(_)));
    assert!(matches!(level("flesch-kincaid"), ReadingLevel::Grade(_)));
    assert_eq!(level("none"), ReadingLevel::Unmeasured);
}

#[test]
fn a_text_that_is_not_well_formed_is_named_with_its_line() {
    let line = |beginning: &str| SPANISH.lines().position(|line| line.starts_with(beginning));
    let at = line("plan-banded =").unwrap() + 1;
    let refused = read(&SPANISH.replacen("plan-banded = {", "plan-banded = {{", 1));
    let place = format!("xx.md (plan): line {at}: is not valid Fluent: ");
    let refused = refused.unwrap_err();
    assert!(refused.starts_with(&place), "{refused}");
    let missing = read(&SPANISH.replacen("nav-today = ", "# nav-today = ", 1)).unwrap_err();
    let place = "xx.md (pages): the text nav-today is missing; translate that of en.md (pages)";
    assert!(missing.starts_with(place), "{missing}");
}
