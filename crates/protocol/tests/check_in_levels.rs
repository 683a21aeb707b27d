//! Check-ins get the levels of protocol 5.3 to 5.5; expectations stand in `given/triage.toml`, written by reading.
#![expect(clippy::unwrap_used, reason = "a test that fails here has failed")]

use needlework_evidence::{Bibliography, Block};
use needlework_protocol::check_in::{
    Actor, Assessment, CheckIn, CheckInRules, Context, Grade, GradedSign, Level, PhotoState,
    ResponseTime, Symptom, assess, silent_since,
};

const GIVEN: &str = include_str!("given/triage.toml");
const OPEN: Context = Context {
    hours_until_read: 0.0,
    review_by: None,
    photo: PhotoState::Possible,
};

fn rules() -> CheckInRules {
    CheckInRules::shipped(&Bibliography::shipped().unwrap()).unwrap()
}

/// Whether a rule is among those that spoke.
fn speaks(answer: &Assessment, rule: &str) -> bool {
    let rule = format!("protocol.{rule}");
    answer.findings.iter().any(|finding| finding.rule == rule)
}

fn level(number: u32) -> Level {
    *Level::ALL.get(number as usize - 1).unwrap()
}

fn check_in(block: &mut Block) -> CheckIn {
    let mut read = CheckIn {
        hour: block.number("hour", 0.0..=1e4).unwrap(),
        pain: block
            .optional_whole("pain", 0..=10)
            .unwrap()
            .map(|pain| u8::try_from(pain).unwrap()),
        ..CheckIn::default()
    };
    if let Some(mut grades) = block.optional_block("grades").unwrap() {
        for (name, sign) in GradedSign::NAMES {
            if let Some(grade) = grades.optional_whole(name, 0..=3).unwrap() {
                read.grades
                    .insert(*sign, *Grade::ALL.get(grade as usize).unwrap());
            }
        }
        grades.finish().unwrap();
    }
    for name in block.texts("questions").unwrap() {
        read.symptoms.insert(Symptom::named(&name).unwrap());
    }
    read
}

#[test]
fn every_question_has_the_level_of_its_sign_at_every_hour() {
    let rules = rules();
    let mut root = Block::parse("triage.toml", GIVEN).unwrap();
    let expected = root.block("signs").unwrap().into_blocks().unwrap();
    assert_eq!(rules.signs().len(), expected.len());
    for (id, mut row) in expected {
        let expected = level(row.whole("level", 1..=4).unwrap());
        let sign = rules
            .signs()
            .iter()
            .find(|sign| sign.record.id == id)
            .unwrap();
        assert_eq!(sign.level, expected, "{id}");
        for name in row.texts("questions").unwrap() {
            for hour in [1.0, 30.0, 100.0, 400.0] {
                let told = CheckIn {
                    hour,
                    symptoms: [Symptom::named(&name).unwrap()].into(),
                    ..CheckIn::default()
                };
                let answer = assess(&rules, &told, &[], OPEN);
                assert_eq!(answer.level, Some(expected), "{name} at {hour} h");
                assert!(speaks(&answer, &format!("triage.sign.{id}")), "{id}");
            }
        }
        row.finish().unwrap();
    }
}

#[test]
fn graded_answers_get_the_level_of_the_table() {
    let rules = rules();
    let mut root = Block::parse("triage.toml", GIVEN).unwrap();
    for mut case in root.blocks("case").unwrap() {
        let name = case.text("name").unwrap();
        let expected = case.optional_whole("level", 1..=4).unwrap().map(level);
        let basis = case.text("basis").unwrap();
        let mut before: Vec<CheckIn> = Vec::new();
        for mut earlier in case.blocks("before").unwrap() {
            before.push(check_in(&mut earlier));
        }
        let answer = assess(&rules, &check_in(&mut case), &before, OPEN);
        assert_eq!(answer.level, expected, "{name}: {:?}", answer.findings);
        assert!(speaks(&answer, &basis), "{name}: {:?}", answer.findings);
        // Whoever reads it hears everything once.
        let said: std::collections::BTreeSet<&String> = answer.patient.iter().collect();
        assert_eq!(said.len(), answer.patient.len(), "{name}");
        for text in &answer.patient {
            assert_eq!(text.trim(), text, "{name}");
            assert!(!text.is_empty(), "{name}");
        }
        case.finish().unwrap();
    }
}

#[test]
fn each_level_names_who_acts_and_how_fast() {
    let rules = rules();
    let rows: Vec<(Level, ResponseTime, &[Actor])> = rules
        .levels()
        .iter()
        .map(|row| (row.level, row.response(), row.acts.as_slice()))
        .collect();
    let same_day = ResponseTime::SameDay {
        urgent_care_after_hours: 2.0,
    };
    let expected: [(Level, ResponseTime, &[Actor]); 4] = [
        (
            Level::Message,
            ResponseTime::NextWorkingDay,
            &[Actor::Operator],
        ),
        (
            Level::Review,
            ResponseTime::Within { hours: 48.0 },
            &[Actor::Clinician],
        ),
        (Level::Urgent, same_day, &[Actor::Clinician]),
        (
            Level::Emergency,
            ResponseTime::Now,
            &[Actor::Patient, Actor::Clinic],
        ),
    ];
    assert_eq!(rows, expected);
}

#[test]
fn at_an_emergency_nothing_but_the_call_is_shown() {
    let told = CheckIn {
        hour: 150.0,
        grades: [(GradedSign::Redness, Grade::Moderate)].into(),
        symptoms: [Symptom::TroubleBreathing, Symptom::Milia].into(),
        free_text: Some("and my cat is ill".to_owned()),
        ..CheckIn::default()
    };
    let answer = assess(&rules(), &told, &[], OPEN);
    assert_eq!(
        answer.patient,
        [
            "Call the emergency number now.",
            "Wipe off the numbing cream if it is still on.",
        ]
    );
}

#[test]
fn while_the_clinic_is_closed_an_urgent_report_leads_to_urgent_care() {
    let told = CheckIn {
        hour: 30.0,
        symptoms: [Symptom::Pus].into(),
        ..CheckIn::default()
    };
    let closed = Context {
        hours_until_read: 0.1,
        review_by: None,
        photo: PhotoState::Possible,
    };
    let said = |context| assess(&rules(), &told, &[], context).patient;
    assert_eq!(
        said(closed),
        [
            "The clinic is closed now: go to urgent care.",
            "A clinician needs to see this today.",
            "A clinician reads this report when the clinic opens.",
        ]
    );
    assert_eq!(
        said(OPEN),
        [
            "Contact the clinic now.",
            "A clinician needs to see this today.",
            "A clinician reads this report today and contacts you. If nobody has contacted you within 2 hours, go to urgent care.",
        ]
    );
}

/// Nobody is promised 48 hours in which nobody is there.
#[test]
fn a_review_names_the_next_day_of_work_while_the_clinic_is_closed_for_longer_than_its_hours() {
    let told = CheckIn {
        hour: 30.0,
        symptoms: [Symptom::DarkerPatches].into(),
        ..CheckIn::default()
    };
    let said = |hours_until_read| {
        let context = Context {
            hours_until_read,
            review_by: None,
            photo: PhotoState::Possible,
        };
        assess(&rules(), &told, &[], context).patient.join(" ")
    };
    for in_time in [0.0, 12.0, 47.9] {
        assert!(said(in_time).contains("within 48 hours"), "{in_time}");
        assert!(!said(in_time).contains("closed"), "{in_time}");
    }
    for too_late in [48.0, 62.0, f64::INFINITY] {
        let words = said(too_late);
        assert!(words.starts_with("Send a photo."), "{words}");
        assert!(words.contains("the day on which it opens next"), "{words}");
        assert!(!words.contains("48"), "{words}");
    }
}

/// Forty-eight hours that end on a Sunday are kept on the Friday before, and the patient reads so.
#[test]
fn a_review_names_the_moment_by_which_it_is_done_before_the_clinic_closes() {
    let told = |symptom| CheckIn {
        hour: 30.0,
        symptoms: [symptom].into(),
        ..CheckIn::default()
    };
    let rules = rules();
    let said = |symptom, hours_until_read| {
        let context = Context {
            hours_until_read,
            review_by: Some("27 November 2026, 18:00"),
            photo: PhotoState::Possible,
        };
        assess(&rules, &told(symptom), &[], context).patient
    };
    for until_read in [0.0, 12.0] {
        let words = said(Symptom::DarkerPatches, until_read);
        let by = "A clinician will look at this by 27 November 2026, 18:00.";
        assert_eq!(words.last().map(String::as_str), Some(by));
        assert!(!words.join(" ").contains("48"), "{words:?}");
    }
    // An urgent report is a matter of this day, whatever holds for reviews.
    let urgent = said(Symptom::Fever, 0.0).join(" ");
    assert!(!urgent.contains("November"), "{urgent}");
}

fn said(
    hour: f64,
    grades: &[(GradedSign, Grade)],
    symptoms: &[Symptom],
    photo: PhotoState,
) -> Vec<String> {
    let told = CheckIn {
        hour,
        grades: grades.iter().copied().collect(),
        symptoms: symptoms.iter().copied().collect(),
        ..CheckIn::default()
    };
    let context = Context { photo, ..OPEN };
    assess(&rules(), &told, &[], context).patient
}

/// One order, however many signs there are, and nothing that calls anything normal.
#[test]
fn whoever_must_call_reads_one_order_and_nothing_that_is_expected() {
    use GradedSign::{Redness, Swelling, Tightness};
    let grades = [
        (Redness, Grade::Severe),
        (Swelling, Grade::Mild),
        (Tightness, Grade::Mild),
    ];
    let possible = PhotoState::Possible;
    assert_eq!(
        said(130.0, &grades, &[], possible),
        [
            "Contact the clinic today.",
            "A clinician reads this report today and contacts you. If nobody has contacted you within 2 hours, go to urgent care.",
        ]
    );
    let symptoms = [Symptom::Blistering, Symptom::HoneyCrust, Symptom::Fever];
    assert_eq!(
        said(30.0, &grades, &symptoms, possible).get(..4).unwrap(),
        [
            "Contact the clinic now.",
            "A clinician needs to see this today.",
            "Do not cover it with make-up.",
            "Stop all cosmetics.",
        ]
    );
    // Pain in the eye alone leaves two ways; beside trouble breathing it leaves one.
    let eye = said(5.0, &[], &[Symptom::EyePain], possible);
    assert_eq!(
        eye,
        ["Call the emergency number or go to emergency care now."]
    );
    let both = [Symptom::EyePain, Symptom::TroubleBreathing];
    let both = said(5.0, &[], &both, possible);
    assert_eq!(both.first().unwrap(), "Call the emergency number now.");
}

#[test]
fn a_photo_is_asked_for_only_where_one_can_be_sent_and_none_came() {
    let late = [(GradedSign::Redness, Grade::Mild)];
    let first = |photo| said(130.0, &late, &[], photo).first().cloned().unwrap();
    assert_eq!(first(PhotoState::Possible), "Send a photo.");
    assert_eq!(
        first(PhotoState::Sent),
        "A clinician will look at this within 48 hours."
    );
    assert_eq!(
        first(PhotoState::Impossible),
        "Call the clinic about this: no photo can be sent."
    );
}

/// Protocol 5.1 is told of signs that are there and expected, and of no other.
#[test]
fn what_is_expected_is_told_only_of_signs_that_are_within_it() {
    use GradedSign::{Bruise, Flaking, Redness, Swelling};
    let possible = PhotoState::Possible;
    let tight = "Dry and tight is normal. Swelling should be going down.";
    let flaking = "Flaking or a few small spots can appear. Do not pick.";
    assert_eq!(
        said(
            50.0,
            &[(Flaking, Grade::Mild), (Redness, Grade::Mild)],
            &[],
            possible
        ),
        [tight, flaking]
    );
    // Spots are read by a person, so that their row is not told although flaking alone would be expected.
    let spots = [(Flaking, Grade::Mild), (GradedSign::Spots, Grade::Mild)];
    let told = said(150.0, &spots, &[], possible);
    assert!(!told.contains(&flaking.to_owned()), "{told:?}");
    // A bruise is no part of the course.
    let told = said(50.0, &[(Bruise, Grade::Mild)], &[], possible);
    assert_eq!(
        told,
        ["A person will read this and reply by the end of the next working day."]
    );
    let told = said(
        50.0,
        &[(Bruise, Grade::Mild), (Swelling, Grade::Mild)],
        &[],
        possible,
    );
    assert!(told.contains(&tight.to_owned()), "{told:?}");
}

/// Whatever a patient writes, a person reads it; the words change nothing.
#[test]
fn free_text_is_passed_on_and_never_read() {
    let rules = rules();
    let told = |text: &str| CheckIn {
        hour: 30.0,
        free_text: Some(text.to_owned()),
        ..CheckIn::default()
    };
    let calm = assess(&rules, &told("all is well"), &[], OPEN);
    assert_eq!(calm.level, Some(Level::Message));
    assert!(speaks(&calm, "triage.sign.other"));
    assert_eq!(
        calm,
        assess(
            &rules,
            &told("I cannot breathe, high fever, pus"),
            &[],
            OPEN
        )
    );
    let silent = CheckIn {
        hour: 30.0,
        free_text: Some("  ".to_owned()),
        ..CheckIn::default()
    };
    assert_eq!(assess(&rules, &silent, &[], OPEN).level, None);
}

/// Protocol 8.5: never a verdict, a diagnosis or a medicine in what the patient reads.
#[test]
fn no_wording_diagnoses_or_doses() {
    // What can happen to anybody is named as it is: it says nothing about who reads it.
    let rules = rules();
    let about_a_person = rules
        .records()
        .filter(|(name, _)| !name.starts_with("protocol.effects.risk."));
    for (name, record) in about_a_person {
        let said = record.patient.clone().unwrap_or_default().to_lowercase();
        for word in [
            "infection",
            "herpes",
            "granuloma",
            "allergy",
            "you have",
            "antibiotic",
            "aciclovir",
            " mg",
            "normal for you",
        ] {
            assert!(!said.contains(word), "{name} says {word}");
        }
    }
}

#[test]
fn two_check_ins_without_an_answer_in_a_row_are_silence() {
    let rules = rules();
    let due = [24.0, 48.0, 72.0, 96.0];
    let since = |heard: &[f64], now| silent_since(&rules, &due, 0.0, heard, now);
    assert_eq!(since(&[], 71.0), None);
    assert_eq!(since(&[], 72.0), Some(72.0));
    assert_eq!(since(&[50.0], 96.0), None);
    assert_eq!(since(&[25.0], 96.0), Some(96.0));
    // Whoever was heard of days later is silent no longer.
    assert_eq!(
        silent_since(&rules, &[24.0, 48.0], 0.0, &[100.0], 110.0),
        None
    );
}
