//! How hard the texts of patients are to read, by published formulas over counted words and syllables. Every group is measured
//! in both languages, must not exceed its limit, and stands with its level in `docs/reading-level.md`.

#![expect(clippy::unwrap_used, reason = "a broken example must stop its test")]

mod texts;

use needlework_clinic::reading_level::{flesch_kincaid, inflesz};
use needlework_language::Part;
use needlework_protocol::Language;
use texts::{Data, Text, of_data, of_keys};

/// Grade of the schools of the United States up to which a patient text may be (issue 6).
const HARDEST_GRADE: f64 = 8.0;
/// Least score of INFLESZ for a text that most people read with ease: "normal" begins here (Barrio-Cantalejo and others, 2008).
const LEAST_INFLESZ: f64 = 55.0;
/// Words from which a text of its own is judged: the formulas were made for passages, and one long name decides about ten words.
const WORDS_OF_A_PASSAGE: usize = 25;
/// Words from which a text is a sentence and no label.
const WORDS_OF_A_SENTENCE: usize = 8;
/// How far the written table may be from what is measured: grades, and points of INFLESZ.
const STALE: (f64, f64) = (0.5, 3.0);
/// The table for people.
const TABLE: &str = include_str!("../../../../docs/reading-level.md");

/// Where texts of a group stand.
#[derive(Clone, Copy)]
enum Place {
    /// Keys of the part `pages`.
    Pages(&'static [&'static str]),
    /// Keys of the part `plan`.
    Plan(&'static [&'static str]),
    /// Rows of data.
    Data(Data),
}

/// What is read, and where.
const GROUPS: [(&str, Place); 14] = [
    (
        "the public page and its questions",
        Place::Pages(&["before-"]),
    ),
    (
        "words of the plan on the public page",
        Place::Plan(&[
            "plan-about",
            "plan-banded",
            "plan-day",
            "plan-fan-months",
            "plan-from-day",
            "plan-less-than-one",
            "plan-more-than-99",
            "plan-mostly-not-noticeable",
            "plan-not-found",
            "plan-not-known",
            "plan-not-noticeable",
            "plan-notice-nothing",
            "plan-open-dots",
            "plan-part-not-found",
            "plan-people",
            "plan-possible",
            "plan-predicted-here",
            "plan-strip",
            "plan-unit-",
            "plan-way-",
            "plan-ways-limits",
            "plan-years-with-upkeep",
        ]),
    ),
    ("other ways to the same wish", Place::Data(Data::Ways)),
    (
        "risks that are named, on the public page and in a consent",
        Place::Data(Data::Risks),
    ),
    ("what is agreed to", Place::Data(Data::Consents)),
    (
        "questions of screening and care around sessions",
        Place::Data(Data::Protocol),
    ),
    ("the pages of a patient", Place::Pages(&["own-"])),
    (
        "what the pages of a patient refuse",
        Place::Pages(&[
            "problem-",
            "refused-answer",
            "refused-before-fields",
            "refused-mail-address",
            "refused-nothing-to-check-yet",
            "refused-own-rating",
            "refused-photograph",
            "refused-reminders-not-agreed",
            "refused-signs-left-open",
            "refused-words-too-long",
        ]),
    ),
    ("the plan on paper", Place::Plan(&["plan-"])),
    (
        "what is thin or contradictory behind scales, signs and risks",
        Place::Data(Data::Limits),
    ),
    (
        "the form of a check-in, with and without a connection",
        Place::Pages(&[
            "check-in-drawings",
            "check-in-emergency",
            "check-in-kept",
            "check-in-not-kept",
            "check-in-others",
            "check-in-pain",
            "check-in-photograph",
            "check-in-refused",
            "check-in-send",
            "check-in-signed-out",
            "check-in-signs",
            "check-in-waiting",
            "check-in-words",
        ]),
    ),
    (
        "questions of a check-in, which the card of the day repeats",
        Place::Data(Data::Questions),
    ),
    (
        "answers to a check-in and what is expected",
        Place::Data(Data::Answers),
    ),
    (
        "mails and the page that stops them",
        Place::Pages(&[
            "mail-body",
            "mail-subject",
            "stop-done",
            "stop-heading",
            "stop-text",
        ]),
    ),
];

/// Names of signs are measured and not judged: no sentence makes "a seizure" easier.
fn is_judged(group: &str) -> bool {
    !group.starts_with("questions of a check-in")
}

fn texts(language: Language, place: Place) -> Vec<Text> {
    match place {
        Place::Pages(keys) => of_keys(Part::Pages, language, keys),
        Place::Plan(keys) => of_keys(Part::Plan, language, keys),
        Place::Data(data) => of_data(language, data),
    }
}

/// Texts of a group as one: sentences, since words of buttons and headings would make every group easy; where there are none,
/// all of them.
fn joined(texts: &[Text]) -> String {
    let is_sentence = |one: &&Text| one.text.split_whitespace().count() >= WORDS_OF_A_SENTENCE;
    let sentences: Vec<&str> = texts
        .iter()
        .filter(is_sentence)
        .map(|one| one.text.as_str())
        .collect();
    if sentences.is_empty() {
        let all: Vec<&str> = texts.iter().map(|one| one.text.as_str()).collect();
        return all.join("\n");
    }
    sentences.join("\n")
}

/// Texts that are long enough to be judged.
fn passages(texts: &[Text]) -> impl Iterator<Item = &Text> {
    let words = |one: &&Text| one.text.split_whitespace().count();
    texts
        .iter()
        .filter(move |one| words(one) >= WORDS_OF_A_PASSAGE)
}

/// Grade of the English and INFLESZ of the Spanish of a group, and how many texts it has.
fn measured(place: Place) -> (f64, f64, usize) {
    let (here, there) = (
        texts(Language::ENGLISH, place),
        texts(Language::of_code("es").unwrap(), place),
    );
    (
        flesch_kincaid::grade(&joined(&here)),
        inflesz::score(&joined(&there)),
        here.len(),
    )
}

/// Prints the table that `docs/reading-level.md` holds, and the hardest passages of each group.
#[test]
fn every_text_of_patients_is_measured_and_the_table_is_not_stale() {
    println!("| what | texts | English, grade | Spanish, INFLESZ |\n|---|---|---|---|");
    let mut stale = Vec::new();
    for (group, place) in GROUPS {
        let (grade, score, count) = measured(place);
        println!("| {group} | {count} | {grade:.1} | {score:.0} |");
        let row = TABLE
            .lines()
            .find(|row| row.contains(&format!("| {group} |")));
        let told = row.map_or_else(Vec::new, |row| {
            let cells = row.split('|').map(str::trim);
            cells.filter_map(|cell| cell.parse::<f64>().ok()).collect()
        });
        let is_right = matches!(told.as_slice(), [_, told_grade, told_score]
            if (told_grade - grade).abs() <= STALE.0 && (told_score - score).abs() <= STALE.1);
        if !is_right {
            stale.push(group);
        }
    }
    for (group, place) in GROUPS {
        let here = texts(Language::ENGLISH, place);
        let mut hardest: Vec<(f64, &Text)> = passages(&here)
            .map(|one| (flesch_kincaid::grade(&one.text), one))
            .collect();
        hardest.sort_by(|one, other| other.0.total_cmp(&one.0));
        for (grade, one) in hardest.iter().take(5) {
            println!("{group}: {grade:.1} {}: {}", one.key, one.text);
        }
    }
    assert!(
        stale.is_empty(),
        "write docs/reading-level.md anew: {stale:?}"
    );
}

#[test]
fn the_texts_of_patients_are_no_harder_than_what_most_people_read() {
    for (group, place) in GROUPS.into_iter().filter(|(group, _)| is_judged(group)) {
        let (grade, score, _) = measured(place);
        assert!(grade <= HARDEST_GRADE, "{group}: grade {grade:.1}");
        assert!(score >= LEAST_INFLESZ, "{group}: INFLESZ {score:.1}");
    }
}

/// What somebody reads who knows nothing yet, or is worried, is easy in each of its passages.
#[test]
fn no_passage_of_the_public_page_of_a_consent_or_of_a_check_in_is_hard() {
    let hard = |(group, _): &(&str, Place)| {
        is_judged(group)
            && (group.contains("public page")
                || group.contains("check-in")
                || group.contains("risks")
                || group.contains("agreed")
                || group.contains("mails"))
    };
    for (group, place) in GROUPS.into_iter().filter(hard) {
        for one in passages(&texts(Language::ENGLISH, place)) {
            let grade = flesch_kincaid::grade(&one.text);
            assert!(
                grade <= HARDEST_GRADE,
                "{group}, {}: grade {grade:.1}: {}",
                one.key,
                one.text
            );
        }
        for one in passages(&texts(Language::of_code("es").unwrap(), place)) {
            let score = inflesz::score(&one.text);
            assert!(
                score >= LEAST_INFLESZ,
                "{group}, {}: INFLESZ {score:.1}: {}",
                one.key,
                one.text
            );
        }
    }
}
