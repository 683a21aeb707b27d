//! The course that is told day by day (protocol 5.1): the words of the protocol beside what is predicted of each sign.
#![expect(clippy::unwrap_used, reason = "a test that fails here has failed")]

use needlework_evidence::Bibliography;
use needlework_needling::DeviceCatalogue;
use needlework_outcome::{Estimate, Series, SideEffectOutlook};
use needlework_protocol::check_in::{
    CheckIn, CheckInRules, Context, ExpectedDay, Grade, Level, PhotoState, assess, expected_course,
    grade_names, grade_of, guide, strongest_within,
};
use needlework_protocol::{ClinicSettings, Language, Phrases, Speech, Translations};

fn rules() -> CheckInRules {
    CheckInRules::shipped(&Bibliography::shipped().unwrap()).unwrap()
}

fn around(middle: f64, high: f64) -> Estimate {
    Estimate {
        mean: middle,
        p05: 0.0,
        p25: middle,
        p50: middle,
        p75: high,
        p95: high,
    }
}

/// Days with the middle forecast and the 95 % point.
fn series(points: &[(f64, f64, f64)]) -> Series {
    Series {
        unit: "grade".to_owned(),
        days: points.iter().map(|point| point.0).collect(),
        values: points
            .iter()
            .map(|point| around(point.1, point.2))
            .collect(),
    }
}

fn sign(id: &str, grade: Series) -> SideEffectOutlook {
    SideEffectOutlook {
        id: id.to_owned(),
        name: id.to_owned(),
        plain_name: id.to_owned(),
        probability: around(0.4, 0.6),
        grade,
        peak_hour: around(1.0, 2.0),
        ends_hour: around(50.0, 90.0),
        caveat: None,
        basis: Vec::new(),
    }
}

#[test]
fn the_strongest_grade_of_a_day_is_read_off_the_line_between_the_samples() {
    let falling = series(&[(0.0, 2.0, 3.0), (2.0, 0.0, 1.0)]);
    assert_eq!(strongest_within(&falling, 0.0, 1.0), Some((2.0, 3.0)));
    assert_eq!(strongest_within(&falling, 1.0, 2.0), Some((1.0, 2.0)));
    assert_eq!(strongest_within(&falling, 1.5, 2.0), Some((0.5, 1.5)));
    // Behind the last sample it stays as it was.
    assert_eq!(strongest_within(&falling, 5.0, 6.0), Some((0.0, 1.0)));
    // Four days between two samples: a quarter of the way down after one of them.
    let uneven = series(&[(1.0, 4.0, 8.0), (5.0, 0.0, 0.0)]);
    assert_eq!(strongest_within(&uneven, 2.0, 3.0), Some((3.0, 6.0)));
    // Before the first sample nothing is known.
    assert_eq!(strongest_within(&uneven, 0.0, 0.5), None);
    assert_eq!(strongest_within(&series(&[]), 0.0, 1.0), None);
}

#[test]
fn a_peak_within_the_day_or_at_its_end_is_not_missed() {
    let within = series(&[(0.0, 0.0, 0.0), (0.5, 3.0, 3.0), (1.0, 0.0, 0.0)]);
    assert_eq!(strongest_within(&within, 0.0, 1.0), Some((3.0, 3.0)));
    assert_eq!(strongest_within(&within, 1.0, 2.0), Some((0.0, 0.0)));
    let at_the_end = series(&[(0.0, 0.0, 0.0), (1.0, 3.0, 3.0), (2.0, 0.0, 0.0)]);
    assert_eq!(strongest_within(&at_the_end, 0.0, 1.0), Some((3.0, 3.0)));
}

#[test]
fn grades_have_their_names_in_another_language() {
    let spanish = Translations::shipped(Language::of_code("es").unwrap()).unwrap();
    let speech = Speech {
        phrases: &Phrases::english().unwrap(),
        translations: Some(&spanish),
    };
    let names = grade_names(&rules().translated(speech)).into_iter();
    let names: Vec<String> = names.map(|grade| grade.name).collect();
    assert_eq!(names, ["ninguno", "leve", "moderado", "intenso"]);
}

/// A grade is called by its name from halfway above the grade below.
#[test]
fn a_predicted_value_is_called_by_the_name_of_its_grade() {
    let rules = rules();
    for (value, grade) in [
        (0.0, Grade::None),
        (0.49, Grade::None),
        (0.5, Grade::Mild),
        (1.49, Grade::Mild),
        (1.5, Grade::Moderate),
        (2.49, Grade::Moderate),
        (2.5, Grade::Severe),
        (3.0, Grade::Severe),
    ] {
        assert_eq!(grade_of(&rules, value), grade, "{value}");
    }
    let names: Vec<(u8, String, f64)> = grade_names(&rules)
        .into_iter()
        .map(|one| (one.number, one.name, one.from))
        .collect();
    let expected = [
        (0, "none", 0.0),
        (1, "mild", 0.5),
        (2, "moderate", 1.5),
        (3, "severe", 2.5),
    ];
    assert_eq!(
        names,
        expected.map(|(number, name, from)| (number, name.to_owned(), from))
    );
}

/// The rows of a day by its number, as protocol 5.1 gives them.
#[test]
fn each_day_has_the_words_of_its_rows() {
    let days = expected_course(&rules(), &[]);
    let numbers: Vec<u32> = days.iter().map(|one| one.day).collect();
    assert_eq!(numbers, [0, 1, 2, 3, 4, 5, 6, 7]);
    let rows = |day: &ExpectedDay| -> Vec<String> {
        day.basis
            .iter()
            .map(|key| key.replace("protocol.effects.course.", ""))
            .collect()
    };
    let expected: [&[&str]; 8] = [
        &["day-of-session", "first-day"],
        &["first-day", "days-1-to-3"],
        &["days-1-to-3", "days-2-to-7"],
        &["days-1-to-3", "days-2-to-7", "first-week"],
        &["days-2-to-7", "first-week"],
        &["days-2-to-7", "first-week"],
        &["days-2-to-7", "first-week"],
        &["days-2-to-7", "first-week"],
    ];
    for (day, expected) in days.iter().zip(expected) {
        assert_eq!(rows(day), expected, "day {}", day.day);
        assert_eq!(day.clinician.len(), expected.len());
    }
    let day = days.first().unwrap();
    assert!(day.patient.iter().any(|text| text.contains("like sunburn")));
}

#[test]
fn each_day_has_what_is_predicted_of_each_sign() {
    let redness = sign(
        "redness",
        series(&[
            (0.0, 2.0, 3.0),
            (1.0, 1.0, 2.0),
            (2.0, 0.4, 1.0),
            (3.0, 0.0, 0.0),
        ]),
    );
    let spots = sign(
        "spots",
        series(&[
            (0.0, 0.0, 0.0),
            (1.0, 0.0, 0.0),
            (2.0, 1.0, 1.0),
            (3.0, 2.0, 3.0),
        ]),
    );
    let days = expected_course(&rules(), &[redness, spots]);
    let grades = |day: usize, at: usize| {
        let sign = days.get(day).unwrap().signs.get(at).unwrap();
        (sign.expected, sign.at_most)
    };
    assert_eq!(grades(0, 0), (Grade::Moderate, Grade::Severe));
    assert_eq!(grades(1, 0), (Grade::Mild, Grade::Moderate));
    assert_eq!(grades(2, 0), (Grade::None, Grade::Mild));
    assert_eq!(grades(3, 0), (Grade::None, Grade::None));
    assert_eq!(grades(0, 1), (Grade::None, Grade::None));
    assert_eq!(grades(1, 1), (Grade::Mild, Grade::Mild));
    assert_eq!(grades(2, 1), (Grade::Moderate, Grade::Severe));
    let first = days.first().unwrap().signs.first().unwrap();
    assert_eq!((first.id.as_str(), first.probability.p50), ("redness", 0.4));
}

/// Risks that a consent names belong to the consent, not to the days after a session.
#[test]
fn the_guide_names_the_rows_behind_it_and_no_risk_of_the_consent() {
    let rules = rules();
    assert_eq!(rules.risks().len(), 9);
    let basis = guide(&rules).basis;
    for row in [
        "effects.course.first-day",
        "effects.grade.mild",
        "triage.sign.other",
        "triage.level.urgent",
    ] {
        assert!(
            basis.contains(&format!("protocol.{row}")),
            "{row}: {basis:?}"
        );
    }
    assert!(basis.iter().all(|row| !row.contains("effects.risk")));
    assert_eq!(rules.records().count(), basis.len() + 9);
}

/// Every point of pain counts, unless the clinic waits for two.
#[test]
fn a_clinic_changes_what_counts_as_rising_pain() {
    let mut rules = rules();
    let at = |hour, pain| CheckIn {
        hour,
        pain: Some(pain),
        ..CheckIn::default()
    };
    let open = Context {
        hours_until_read: 0.0,
        review_by: None,
        photo: PhotoState::Possible,
    };
    let level =
        |rules: &CheckInRules, pain| assess(rules, &at(80.0, pain), &[at(55.0, 1)], open).level;
    assert_eq!(level(&rules, 2), Some(Level::Urgent));
    let text = "schema = 1\nname = \"Example\"\n[rules]\nrising-pain = 2";
    let devices = DeviceCatalogue::shipped(&Bibliography::shipped().unwrap()).unwrap();
    ClinicSettings::apply("clinic.toml", text, rules.records_mut(), &devices).unwrap();
    assert_eq!(level(&rules, 2), None);
    assert_eq!(level(&rules, 3), Some(Level::Urgent));
}
