//! How hard the texts of patients are to read, by published formulas over counted words and syllables. What exceeds grade 8 is
//! printed; the public page must not.

#![expect(clippy::unwrap_used, reason = "a broken example must stop its test")]

mod texts;

use needlework_clinic::reading_level::{english, spanish};
use texts::{Text, of_keys, of_protocol};

/// Grade of the schools of the United States up to which a patient text may be (issue 6).
const HARDEST_GRADE: f64 = 8.0;
/// Least score of INFLESZ for a text that most people read with ease: "normal" begins here (Barrio-Cantalejo and others, 2008).
const LEAST_INFLESZ: f64 = 55.0;
/// Words from which a text of its own is judged: the formulas were made for passages, and one long name decides about ten words.
const WORDS_OF_A_PASSAGE: usize = 25;

/// What is read, and where.
const GROUPS: [(&str, &[&str]); 3] = [
    ("the public page and its questions", &["before-"]),
    ("the pages of a patient", &["own-"]),
    ("the words of a check-in", &["own-check-in", "own-answer"]),
];

fn joined(texts: &[Text]) -> String {
    let texts: Vec<&str> = texts.iter().map(|one| one.text.as_str()).collect();
    texts.join("\n")
}

/// Texts that are long enough to be judged.
fn passages(texts: &[Text]) -> impl Iterator<Item = &Text> {
    let words = |one: &&Text| one.text.split_whitespace().count();
    texts
        .iter()
        .filter(move |one| words(one) >= WORDS_OF_A_PASSAGE)
}

/// Prints the group with its hardest passages; gives the level of the whole.
fn report(
    code: &str,
    group: &str,
    texts: &[Text],
    level: fn(&str) -> f64,
    is_harder: fn(f64, f64) -> bool,
) -> f64 {
    let whole = level(&joined(texts));
    println!("{code}, {group}: {whole:.1} over {} texts", texts.len());
    let mut hardest: Vec<(f64, &Text)> =
        passages(texts).map(|one| (level(&one.text), one)).collect();
    hardest.sort_by(|one, other| {
        if is_harder(one.0, other.0) {
            std::cmp::Ordering::Less
        } else {
            std::cmp::Ordering::Greater
        }
    });
    for (level, one) in hardest.iter().take(5) {
        println!("    {level:.1} {}: {}", one.key, one.text);
    }
    whole
}

#[test]
fn the_english_of_patients_is_of_grade_eight_or_lower() {
    for (group, beginnings) in GROUPS {
        let texts = of_keys("en", beginnings);
        let grade = report("en", group, &texts, english::grade, |one, other| {
            one > other
        });
        assert!(grade <= HARDEST_GRADE, "{group}: grade {grade:.1}");
    }
    for one in passages(&of_keys("en", &["before-"])) {
        let grade = english::grade(&one.text);
        assert!(
            grade <= HARDEST_GRADE,
            "{} is of grade {grade:.1}: {}",
            one.key,
            one.text
        );
    }
}

#[test]
fn the_spanish_of_patients_is_no_harder_than_what_most_people_read() {
    for (group, beginnings) in GROUPS {
        let texts = of_keys("es", beginnings);
        let score = report("es", group, &texts, spanish::inflesz, |one, other| {
            one < other
        });
        assert!(score >= LEAST_INFLESZ, "{group}: INFLESZ {score:.1}");
    }
    for one in passages(&of_keys("es", &["before-"])) {
        let score = spanish::inflesz(&one.text);
        assert!(
            score >= LEAST_INFLESZ,
            "{} has {score:.1}: {}",
            one.key,
            one.text
        );
    }
}

/// Rows of the protocol that patients read are reported, and not judged here: they are clinical texts with names of drugs and
/// procedures, and a clinician changes them.
#[test]
fn what_the_protocol_says_to_patients_is_measured() {
    let texts = of_protocol();
    assert!(texts.len() > 80, "{}", texts.len());
    report(
        "en",
        "rows of the protocol",
        &texts,
        english::grade,
        |one, other| one > other,
    );
}
