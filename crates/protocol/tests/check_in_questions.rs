//! What a check-in asks: every sign of protocol 5.3 and 5.5, emergencies first, in every language.
#![expect(clippy::unwrap_used, reason = "a test that fails here has failed")]

use std::collections::BTreeSet;

use needlework_evidence::Bibliography;
use needlework_protocol::check_in::{
    CheckIn, CheckInRules, CheckInWords, Context, Grade, GradedSign, Level, PhotoState, Symptom,
    assess, assess_with, outside_forecast,
};
use needlework_protocol::{Language, Translations};

fn rules() -> CheckInRules {
    CheckInRules::shipped(&Bibliography::shipped().unwrap()).unwrap()
}

#[test]
fn every_question_is_asked_once_and_emergencies_come_first() {
    let words = CheckInWords::shipped().unwrap();
    let asked = words.questions(&rules(), None);
    let emergency: Vec<Symptom> = asked.emergency.iter().map(|one| one.symptom).collect();
    // Protocol 5.5, level 4: airway or toxicity, and the eye.
    assert_eq!(
        emergency,
        [
            Symptom::TroubleBreathing,
            Symptom::FaceOrTongueSwelling,
            Symptom::Fainting,
            Symptom::Seizure,
            Symptom::SlurredSpeech,
            Symptom::MetallicTaste,
            Symptom::EyePain,
            Symptom::VisionChange,
        ]
    );
    let beside = asked.graded.iter().flat_map(|one| &one.beside);
    let all = asked.emergency.iter().chain(&asked.others).chain(beside);
    let symptoms: BTreeSet<Symptom> = all.clone().map(|one| one.symptom).collect();
    assert_eq!(symptoms.len(), Symptom::NAMES.len());
    assert_eq!(all.count(), Symptom::NAMES.len());
    let levels: Vec<Level> = asked.others.iter().map(|one| one.level).collect();
    assert!(levels.is_sorted_by(|one, next| one >= next), "{levels:?}");
    assert_eq!(asked.graded.len(), GradedSign::NAMES.len());
}

/// Protocol 5.5: blisters, grouped blisters and pustules are level 3. Nobody grades them as mild spots: they are asked beside the
/// spots, whose name says that they are none.
#[test]
fn blisters_and_pus_are_asked_beside_the_spots_and_are_not_graded_as_spots() {
    let words = CheckInWords::shipped().unwrap();
    let rules = rules();
    let spanish = Translations::shipped(Language::of_code("es").unwrap()).unwrap();
    for (into, name) in [
        (None, "spots without blisters or pus"),
        (Some(&spanish), "granos sin ampollas ni pus"),
    ] {
        let asked = words.questions(&rules, into);
        let mut graded = asked.graded.iter();
        let spots = graded.find(|one| one.sign == GradedSign::Spots).unwrap();
        assert_eq!(spots.words, name);
        let beside: Vec<Symptom> = spots.beside.iter().map(|one| one.symptom).collect();
        assert_eq!(
            beside,
            [
                Symptom::Pustules,
                Symptom::GroupedBlisters,
                Symptom::Blistering
            ]
        );
        assert!(spots.beside.iter().all(|one| one.level == Level::Urgent));
    }
}

#[test]
fn what_is_seen_can_be_drawn_and_what_is_felt_cannot() {
    let asked = CheckInWords::shipped().unwrap().questions(&rules(), None);
    let seen: Vec<GradedSign> = asked
        .graded
        .iter()
        .filter(|one| one.is_seen)
        .map(|one| one.sign)
        .collect();
    let expected = [
        GradedSign::Redness,
        GradedSign::Swelling,
        GradedSign::Flaking,
        GradedSign::Bruise,
        GradedSign::Spots,
    ];
    assert_eq!(seen, expected);
}

#[test]
fn questions_are_asked_in_spanish_too() {
    let words = CheckInWords::shipped().unwrap();
    let spanish = Translations::shipped(Language::of_code("es").unwrap()).unwrap();
    assert_eq!(words.symptom(Symptom::Fever, Some(&spanish)), "fiebre");
    assert_eq!(words.symptom(Symptom::Fever, None), "fever");
    let here = words.questions(&rules(), None);
    let there = words.questions(&rules(), Some(&spanish));
    for (english, other) in here.graded.iter().zip(&there.graded) {
        assert_ne!(english.words, other.words);
    }
}

#[test]
fn what_lies_in_the_record_is_read_as_it_was_written() {
    let told = CheckIn {
        hour: 30.5,
        grades: [(GradedSign::Redness, Grade::Moderate)].into(),
        pain: Some(4),
        symptoms: [Symptom::SwellingRoundTheEyes, Symptom::Milia].into(),
        free_text: Some("itches at night".to_owned()),
    };
    let text = serde_json::to_string(&told).unwrap();
    assert!(text.contains("\"swelling-round-the-eyes\""), "{text}");
    assert!(text.contains("\"redness\":\"moderate\""), "{text}");
    assert_eq!(serde_json::from_str::<CheckIn>(&text).unwrap(), told);
    for (name, symptom) in Symptom::NAMES {
        let written = serde_json::to_value(symptom).unwrap();
        assert_eq!(written.as_str().unwrap(), *name);
    }
}

/// A forecast adds a message, and nothing is taken from what the rules say.
#[test]
fn what_lies_beyond_a_forecast_adds_a_message_and_hides_nothing() {
    let rules = rules();
    let open = Context {
        hours_until_read: 0.0,
        review_by: None,
        photo: PhotoState::Possible,
    };
    let mut told = CheckIn {
        hour: 30.0,
        grades: [(GradedSign::Redness, Grade::Moderate)].into(),
        ..CheckIn::default()
    };
    assert_eq!(assess(&rules, &told, &[], open).level, None);
    let judged = assess_with(
        &rules,
        &told,
        &[],
        open,
        outside_forecast(&rules, vec![GradedSign::Redness]),
    );
    assert_eq!(judged.level, Some(Level::Message));
    let read = "A person will read this and reply by the end of the next working day.";
    assert!(judged.patient.iter().any(|text| text == read));
    for (_, symptom) in Symptom::NAMES {
        told.symptoms = [*symptom].into();
        let without = assess(&rules, &told, &[], open);
        let with = assess_with(
            &rules,
            &told,
            &[],
            open,
            outside_forecast(&rules, vec![GradedSign::Redness]),
        );
        assert_eq!(with.level, without.level, "{symptom:?}");
        assert!(with.findings.len() > without.findings.len());
    }
}
