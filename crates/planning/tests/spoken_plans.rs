//! A whole plan in another language: the same ids, numbers and dates, in other words.

#![expect(clippy::unwrap_used, reason = "what is missing must stop its test")]

use std::collections::BTreeSet;

use needlework_planning::{Case, Library, Settings, plan, plan_in};
use needlework_protocol::{Language, Translations};

fn library() -> Library {
    Library::shipped().unwrap()
}

fn others(library: &Library) -> impl Iterator<Item = &Translations> {
    let into = library.translations.values();
    into.filter(|one| one.language() != Language::ENGLISH)
}

/// Words that no Spanish text holds.
const ENGLISH_WORDS: [&str; 12] = [
    "the", "and", "of", "from", "days", "not", "December", "your", "with", "is", "ask", "session",
];

#[track_caller]
fn is_spanish(text: &str) {
    let words = || text.split(|letter: char| !letter.is_alphabetic());
    for english in ENGLISH_WORDS {
        assert!(words().all(|word| word != english), "{english}: {text}");
    }
    assert!(!text.contains('{'), "{text}");
}

/// Other ways, the meaning of grades, their words for patients, and evaluated uses: each English text has its translation, and no translation is of a text
/// that is gone.
#[test]
fn every_quoted_text_is_translated_and_none_is_stale() {
    let library = library();
    let mut quoted: BTreeSet<String> = library.alternatives.texts().into_iter().collect();
    for definition in library.scale_definitions.iter() {
        quoted.extend(definition.clone().texts_mut().map(|text| text.clone()));
        let grades = definition.grades.iter();
        quoted.extend(grades.filter_map(|grade| grade.patient.clone()));
    }
    let of_events = library.adverse_event_grades.iter();
    quoted.extend(of_events.map(|grade| grade.label.clone()));
    for (_, record) in library.records() {
        quoted.extend(record.seen.iter().map(|seen| seen.value.clone()));
    }
    for device in library.devices.iter() {
        quoted.insert(device.name.clone());
        let uses = device.evaluated_uses.iter();
        quoted.extend(uses.map(|one| one.indication.clone()));
    }
    for into in others(&library) {
        let translated: BTreeSet<String> = into.quotes().map(str::to_owned).collect();
        let missing: Vec<_> = quoted.difference(&translated).collect();
        assert!(missing.is_empty(), "not translated: {missing:?}");
        let stale: Vec<_> = translated.difference(&quoted).collect();
        assert!(stale.is_empty(), "stale: {stale:?}");
    }
}

#[test]
fn every_conflict_is_translated_and_none_is_stale() {
    let library = library();
    for into in others(&library) {
        for conflict in library.conflicts.iter() {
            let words = into.conflict(&conflict.id);
            let words = words.unwrap_or_else(|| panic!("{} is not translated", conflict.id));
            assert_eq!(words.of, conflict.topic, "{} is stale", conflict.id);
            let mut said = conflict.clone();
            words.say(&mut said);
            // Words that no Spanish text holds may be words of another language.
            for text in [&said.topic, &said.one_side, &said.other_side, &said.chosen] {
                if into.language().code() == "es" {
                    is_spanish(text);
                }
            }
        }
    }
}

/// Said in English, a plan is the plan; said in another language, it has the same ids, numbers and dates in other words.
#[test]
fn a_plan_is_said_in_spanish_and_counts_the_same() {
    let library = library();
    let text = include_str!("../../../examples/cheek-lines.toml");
    let today = jiff::civil::date(2026, 11, 23);
    let case = Case::read("case.toml", text.as_bytes(), today, &library).unwrap();
    let settings = Settings { draws: 20, seed: 1 };
    let made = plan(&case, &library, &settings, &|_| {}).unwrap();
    assert_eq!(plan_in(&made, &library, Language::ENGLISH).unwrap(), made);
    let said = plan_in(&made, &library, Language::of_code("es").unwrap()).unwrap();
    assert_eq!(said.identity, made.identity);
    for (one, other) in said.zones.iter().zip(&made.zones) {
        assert_eq!(one.injury, other.injury);
        is_spanish(&one.plain_name);
        for (scale, english) in one.outlook.scales.iter().zip(&other.outlook.scales) {
            assert_eq!(scale.improvement.values, english.improvement.values);
            assert_ne!(scale.plain_name, english.plain_name);
            is_spanish(&scale.name);
            is_spanish(scale.caveat.as_deref().unwrap_or_default());
            assert!(["grados", "puntos", "%", "mm"].contains(&scale.improvement.unit.as_str()));
        }
        for (day, english) in one.expected_days.iter().zip(&other.expected_days) {
            assert_eq!(day.signs, english.signs);
            for text in &day.patient {
                is_spanish(text);
            }
        }
    }
    for (scenario, english) in said.scenarios.iter().zip(&made.scenarios) {
        assert_eq!(
            scenario.scale.probability_better,
            english.scale.probability_better
        );
        is_spanish(&scenario.name);
        assert_ne!(scenario.name, english.name);
    }
    for grade in &said.check_ins.grades {
        is_spanish(&grade.name);
        assert!(
            made.check_ins
                .grades
                .iter()
                .all(|one| one.name != grade.name)
        );
    }
    let ways = said.comparison.as_ref().unwrap();
    let english = made.comparison.as_ref().unwrap();
    assert_eq!(ways.rows.len(), english.rows.len());
    for (row, english) in ways.rows.iter().zip(&english.rows) {
        assert_eq!(row.cost_with_upkeep, english.cost_with_upkeep);
        is_spanish(&row.option.plain_name);
        is_spanish(&row.pigment.sentence);
        for answer in &row.answers {
            is_spanish(&answer.text);
        }
    }
    for session in &said.sessions {
        is_spanish(session.moved_because.as_deref().unwrap_or_default());
    }
}
