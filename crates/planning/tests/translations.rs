//! Everything that patients and clinicians read from data is there in every language, and is not stale.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what is missing must stop its test"
)]

use needlework_outcome::FindingKind;
use needlework_planning::{
    Case, Library, Settings, care_in, notices_in, plan_in, preview, screening, screening_in,
};
use needlework_protocol::care::Subject;
use needlework_protocol::check_in::{CheckInRules, GradedSign, Symptom, expected_course, guide};
use needlework_protocol::screening::AskedOf;
use needlework_protocol::{Language, Medicines, Names, Record, Stopping, Translations};

fn library() -> Library {
    Library::shipped().unwrap()
}

fn others(library: &Library) -> impl Iterator<Item = &Translations> {
    let into = library.translations.values();
    into.filter(|one| one.language() != Language::ENGLISH)
}

fn translated(library: &Library) -> Vec<&Record> {
    library.records().map(|(_, record)| record).collect()
}

#[test]
fn there_is_a_translation_for_every_language_but_the_first() {
    let library = library();
    assert_eq!(others(&library).count(), Language::all().count() - 1);
    let english = library.translation(Language::ENGLISH).unwrap();
    assert_eq!(english.rules().count(), 0);
    assert_eq!(english.question("infection-active"), None);
}

#[test]
fn every_rule_is_translated_in_the_version_of_today() {
    let library = library();
    let records = translated(&library);
    assert!(records.len() > 150, "{} rules", records.len());
    for into in others(&library) {
        for record in &records {
            let words = into.rule(&record.id);
            let words = words.unwrap_or_else(|| panic!("{} is not translated", record.id));
            assert_eq!(words.version, record.version, "{} is stale", record.id);
            assert_ne!(words.text, record.text, "{}", record.id);
            let same = (words.patient.is_some(), record.patient.is_some());
            assert_eq!(same.0, same.1, "patient of {}", record.id);
            let same = (words.rationale.is_some(), record.rationale.is_some());
            assert_eq!(same.0, same.1, "reason of {}", record.id);
            let same = (words.note.is_some(), record.provenance.note.is_some());
            assert_eq!(same.0, same.1, "note of {}", record.id);
            let number = |text: &Option<String>| text.as_ref().map(|one| one.contains("{value}"));
            assert_eq!(
                number(&words.patient),
                number(&record.patient),
                "{}",
                record.id
            );
        }
        for (id, _) in into.rules() {
            let is_known = records.iter().any(|record| record.id == id);
            assert!(is_known, "{id} translates no rule");
        }
    }
}

#[test]
fn every_question_has_its_answers_decisions_and_causes() {
    let library = library();
    for into in others(&library) {
        let mut asked = 0;
        for rule in library.screening.iter() {
            let id = rule.record.id.as_str();
            asked += usize::from(rule.asked_of != AskedOf::Nobody);
            assert!(
                into.question(id).is_some_and(|one| one != rule.question),
                "{id}"
            );
            let own = rule
                .outcomes
                .iter()
                .filter_map(|outcome| outcome.patient.as_ref());
            let causes = rule.outcomes.iter().map(|outcome| &outcome.because);
            let words = rule
                .words
                .iter()
                .chain(&rule.decisions)
                .chain(causes)
                .chain(own);
            for word in words {
                assert!(into.word(id, word).is_some(), "{id}: {word}");
            }
        }
        assert_eq!(asked, 44);
        for word in ["never", "ongoing", "unknown"] {
            assert!(into.word("sun-recent", word).is_some(), "{word}");
        }
    }
}

/// The name that was translated is the one of today.
#[track_caller]
fn is_of(names: Option<&Names>, id: &str, plain_name: &str, more: Option<&str>) {
    let names = names.unwrap_or_else(|| panic!("{id} is not translated"));
    assert_eq!(names.of, plain_name, "{id} is stale");
    assert!(
        !names.name.is_empty() && !names.plain_name.is_empty(),
        "{id}"
    );
    assert_eq!(names.more.is_some(), more.is_some(), "{id}");
}

#[test]
fn every_zone_indication_scale_and_sign_has_its_names() {
    let library = library();
    for into in others(&library) {
        for zone in library.zones.iter() {
            is_of(
                into.zone(&zone.id),
                &zone.id,
                &zone.plain_name,
                zone.blocked.as_deref(),
            );
        }
        for row in library.courses.iter() {
            let scales = library.scales.indication(&row.id).unwrap();
            let caveat = scales.caveat.as_deref();
            is_of(into.indication(&row.id), &row.id, &row.plain_name, caveat);
        }
        for scale in library.scales.scales() {
            is_of(
                into.scale(&scale.id),
                &scale.id,
                &scale.plain_name,
                scale.caveat.as_deref(),
            );
        }
        for (kind, id) in shown(&library) {
            let finding = library.scales.finding(kind, &id).unwrap();
            let caveat = finding.caveat.as_deref();
            is_of(into.sign(&id), &id, &finding.plain_name, caveat);
        }
    }
}

/// Every sign, risk, molecule class and biopsy finding that a plan shows.
fn shown(library: &Library) -> Vec<(FindingKind, String)> {
    let text = include_str!("../../../examples/cheek-lines.toml");
    let today = jiff::civil::date(2026, 11, 26);
    let case = Case::read("case.toml", text.as_bytes(), today, library).unwrap();
    let settings = Settings { draws: 20, seed: 1 };
    let plan = preview(&case, library, &settings).unwrap();
    let outlook = &plan.zones[0].outlook;
    let mut shown: Vec<(FindingKind, String)> = ["bleeding", "discomfort", "open-channels"]
        .map(|id| (FindingKind::Session, id.to_owned()))
        .to_vec();
    let effects = outlook
        .side_effects
        .iter()
        .map(|one| (FindingKind::SideEffect, &one.id));
    let risks = outlook.risks.iter().map(|one| (FindingKind::Risk, &one.id));
    let molecules = outlook
        .absorption
        .iter()
        .map(|one| (FindingKind::Molecule, &one.id));
    let histology = outlook
        .histology
        .iter()
        .map(|one| (FindingKind::Histology, &one.id));
    let all = effects.chain(risks).chain(molecules).chain(histology);
    shown.extend(all.map(|(kind, id)| (kind, id.clone())));
    assert_eq!(shown.len(), 23);
    shown
}

#[test]
fn views_wordings_check_in_questions_and_subjects_are_translated() {
    let library = library();
    for into in others(&library) {
        for view in library.views.iter() {
            let words = into.view(&view.id).unwrap();
            assert_eq!(words.version, view.version, "{} is stale", view.id);
        }
        for wording in library.texts.iter() {
            let words = into.wording(&wording.id);
            let words = words.unwrap_or_else(|| panic!("{} is not translated", wording.id));
            assert_eq!(words.of, wording.text, "{} is stale", wording.id);
        }
        for (name, symptom) in Symptom::NAMES {
            assert!(into.symptom(*symptom).is_some(), "{name}");
        }
        for (name, sign) in GradedSign::NAMES {
            assert!(into.graded_sign(*sign).is_some(), "{name}");
        }
        for (name, subject) in Subject::NAMES {
            assert!(into.subject(*subject).is_some(), "{name}");
        }
        for rule in library.care.iter() {
            let words = into.rule(&rule.record.id).unwrap();
            assert!(words.label.is_some(), "label of {}", rule.record.id);
            assert_eq!(
                words.patient_darker.is_some(),
                rule.patient_darker.is_some()
            );
        }
    }
}

/// Protocol 2.1, in every language: nobody is told to stop what was prescribed, and what may be prescribed is asked about.
#[test]
fn no_translation_tells_anybody_to_stop_a_prescribed_drug() {
    let library = library();
    for into in others(&library) {
        let medicines = Medicines::in_language(into.language()).unwrap();
        for record in translated(&library) {
            let Some(words) = into.rule(&record.id) else {
                continue;
            };
            for text in words.texts() {
                match medicines.stopping(text) {
                    Stopping::Nothing => {}
                    Stopping::SometimesPrescribed => assert!(record.ask_prescriber, "{text}"),
                    Stopping::Prescribed => panic!("{}: {text}", record.id),
                }
            }
        }
    }
}

/// A case as a clinic has it: a deferred zone, a refusal, an open question, a trip, and a scar whose age is known.
fn questionable(library: &Library) -> Case {
    let mut text = include_str!("../../../examples/cheek-lines.toml").to_owned();
    for (from, to) in [
        ("filler-recent = \"never\"", "filler-recent = 2026-11-10"),
        ("diabetes = \"no\"", "diabetes = \"uncontrolled\""),
        ("rosacea = \"no\"\n", ""),
        (
            "sun-planned = \"no\"",
            "sun-planned = { from = 2026-12-20, to = 2026-12-27 }",
        ),
        ("scar-recent = \"never\"", "scar-recent = \"2026-08\""),
    ] {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    let today = jiff::civil::date(2026, 11, 26);
    Case::read("case.toml", text.as_bytes(), today, library).unwrap()
}

#[test]
fn what_a_screening_found_can_be_said_in_every_language() {
    let library = library();
    let (screening, _) = screening(&questionable(&library), &library).unwrap();
    assert!(screening.findings.len() >= 5);
    for into in others(&library) {
        for finding in &screening.findings {
            let words = into.finding(finding);
            let words = words.unwrap_or_else(|| panic!("{} is not translated", finding.rule));
            assert_ne!(words.patient, finding.patient, "{}", finding.rule);
        }
    }
    let spanish = library
        .translation(Language::of_code("es").unwrap())
        .unwrap();
    let said = |rule: &str| {
        let finding = screening
            .findings
            .iter()
            .find(|one| one.rule == rule)
            .unwrap();
        spanish.finding(finding).unwrap()
    };
    assert_eq!(said("diabetes").because, "diabetes no controlada");
    assert!(
        said("diabetes")
            .patient
            .contains("debe estar controlada primero")
    );
    assert_eq!(said("filler-recent").because, "un relleno reciente");
    assert!(said("rosacea").patient.starts_with("¿Tiene rosácea?"));
}

/// The same facts, days, grades and roles, and no English word in what people read.
#[test]
fn a_screening_in_spanish_says_the_same_as_in_english() {
    let library = library();
    let case = questionable(&library);
    let (english, first) = screening(&case, &library).unwrap();
    let (spanish, _) = screening_in(&case, &library, Language::of_code("es").unwrap()).unwrap();
    let (again, first_again) = screening_in(&case, &library, Language::ENGLISH).unwrap();
    assert_eq!((&again, &first_again), (&english, &first));
    assert_eq!(spanish.findings.len(), english.findings.len());
    for (one, other) in spanish.findings.iter().zip(&english.findings) {
        assert_eq!(
            (&one.rule, one.grade, one.earliest),
            (&other.rule, other.grade, other.earliest)
        );
        assert_eq!(
            (one.override_role, &one.zone),
            (other.override_role, &other.zone)
        );
        assert_ne!(
            (&one.because, &one.patient),
            (&other.because, &other.patient)
        );
        assert_eq!(one.detail.is_some(), other.detail.is_some());
    }
    let sentences = spanish.zones.iter().map(|zone| &zone.standing.sentence);
    let findings = spanish.findings.iter();
    let read =
        findings.flat_map(|one| [Some(&one.because), Some(&one.patient), one.detail.as_ref()]);
    for text in sentences.chain(read.flatten()) {
        let words = || text.split(|letter: char| !letter.is_alphabetic());
        for english in [
            "the", "and", "of", "because", "days", "months", "not", "December", "by",
        ] {
            assert!(words().all(|word| word != english), "{english}: {text}");
        }
    }
    assert_eq!(
        spanish.booking.sentence,
        "No. Motivo: diabetes no controlada; un profesional sanitario puede decidir otra cosa con una razón anotada."
    );
    let detail = |rule: &str| {
        let finding = spanish.findings.iter().find(|one| one.rule == rule);
        finding.unwrap().detail.clone().unwrap()
    };
    assert_eq!(detail("filler-recent"), "10 de noviembre de 2026 + 28 días");
    assert!(
        detail("scar-recent")
            .ends_with("antes de la cita; valores vistos: 6 semanas; 6 meses; 1 año")
    );
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

/// Care, notices and the words of check-ins of a plan: the same things in the same order, in other words.
#[test]
fn care_notices_and_check_ins_of_a_plan_are_said_in_spanish() {
    let library = library();
    let care = "[care]\nprescribed = [\"retinoid\", \"aspirin\"]\n[[care.planned]]\nwhat = \"sun\"\n\
                from = 2026-11-28\nto = 2026-12-06\n[dates]\nevent = 2026-12-03";
    let text = include_str!("../../../examples/cheek-lines.toml")
        .replace("[dates]", care)
        .replace(
            "maintenance_per_year = 1",
            "sessions = 20\ninterval_days = 8",
        )
        .replace("needle_length_mm = 1.5", "needle_length_mm = 0.3");
    let today = jiff::civil::date(2026, 11, 26);
    let case = Case::read("case.toml", text.as_bytes(), today, &library).unwrap();
    let plan = preview(&case, &library, &Settings { draws: 20, seed: 1 }).unwrap();
    assert_eq!(
        care_in(&plan, &library, Language::ENGLISH).unwrap(),
        plan.care
    );
    assert_eq!(
        notices_in(&plan, &library, Language::ENGLISH).unwrap(),
        plan.notices
    );

    let care = care_in(&plan, &library, Language::of_code("es").unwrap()).unwrap();
    assert_eq!(care.instructions.len(), plan.care.instructions.len());
    for (one, other) in care.instructions.iter().zip(&plan.care.instructions) {
        assert_eq!(
            (&one.id, &one.from, &one.until),
            (&other.id, &other.from, &other.until)
        );
        is_spanish(&one.label);
        is_spanish(&one.text);
    }
    for lane in &care.lanes {
        is_spanish(&lane.name);
    }
    for moment in &care.moments {
        for label in moment.begins.iter().chain(&moment.may_begin_again) {
            is_spanish(label);
        }
    }
    assert!(!care.decisions.is_empty() && !care.clashes.is_empty());

    let notices = notices_in(&plan, &library, Language::of_code("es").unwrap()).unwrap();
    let ids = |notices: &[needlework_planning::Notice]| -> Vec<String> {
        notices.iter().map(|notice| notice.id.clone()).collect()
    };
    assert_eq!(ids(&notices), ids(&plan.notices));
    assert!(notices.len() >= 9, "{:?}", ids(&notices));
    for (notice, english) in notices.iter().zip(&plan.notices) {
        assert_ne!(notice.text, english.text);
        is_spanish(&notice.text);
    }

    let check_in = library
        .check_in
        .translated(library.speech(Language::of_code("es").unwrap()));
    for level in guide(&check_in).levels {
        is_spanish(&level.name);
        is_spanish(&level.patient);
    }
    let effects = &plan.zones[0].outlook.side_effects;
    for day in expected_course(&check_in, effects) {
        for text in &day.patient {
            is_spanish(text);
        }
    }
}

/// What somebody is told to do is in their language, at every level and for every sign.
#[test]
fn every_order_of_a_check_in_is_translated() {
    let library = library();
    let spanish = library
        .check_in
        .translated(library.speech(Language::of_code("es").unwrap()));
    let orders = |rules: &CheckInRules| -> Vec<Option<String>> {
        let levels = rules.levels().iter().flat_map(|row| {
            [
                row.order.clone(),
                row.without_photo.clone(),
                row.patient_by.clone(),
                row.closed.clone(),
                row.patient_closed.clone(),
            ]
        });
        let signs = rules.signs().iter().map(|row| row.order.clone());
        levels.chain(signs).collect()
    };
    for (english, other) in orders(&library.check_in).iter().zip(orders(&spanish)) {
        assert_eq!(english.is_some(), other.is_some(), "{english:?}");
        if english.is_some() {
            assert_ne!(*english, other);
        }
    }
}

/// What is thin in the evidence of a wish is told in every language, beside what is thin in that of the scale.
#[test]
fn the_caveat_of_a_wish_follows_that_of_its_scales() {
    let library = library();
    let text = include_str!("../../../examples/acne-scars.toml");
    let today = jiff::civil::date(2026, 11, 26);
    let case = Case::read("case.toml", text.as_bytes(), today, &library).unwrap();
    let plan = preview(&case, &library, &Settings { draws: 20, seed: 1 }).unwrap();
    for into in others(&library) {
        let said = plan_in(&plan, &library, into.language()).unwrap();
        let of_wish = into.indication(&case.indication).unwrap().more.as_ref();
        for scale in &said.zones[0].outlook.scales {
            let of_scale = into.scale(&scale.id).unwrap().more.as_ref();
            let both: Vec<&str> = of_scale
                .into_iter()
                .chain(of_wish)
                .map(String::as_str)
                .collect();
            assert_eq!(
                scale.caveat.as_deref(),
                Some(both.join(" ").as_str()),
                "{}",
                scale.id
            );
        }
    }
}
