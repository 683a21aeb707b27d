//! Tolerances, start gate, views, consents and built sentences as data: complete, in every language, each with its source.

use std::collections::BTreeSet;

use needlework_evidence::{Bibliography, Confidence, DataFile};
use needlework_language::{LanguageFile, Part};
use needlework_protocol::{
    Conflicts, ConsentClass, Consents, Endpoint, Gate, Language, Medicines, Phrasebook, Phrases,
    Role, Stopping, Tolerances, Translations, Views,
};
use needlework_skin::ZoneKind;

#[expect(clippy::unwrap_used, reason = "without sources nothing can be tested")]
fn sources() -> Bibliography {
    Bibliography::shipped().unwrap()
}

/// Clinic reference 2.3: the setting error is the only figure in hand, all other widths are proposals.
#[test]
fn only_the_setting_error_has_a_source() {
    let tolerances = Tolerances::shipped(&sources()).unwrap();
    for (key, width) in tolerances.iter() {
        let is_sourced = width.confidence != Confidence::Assumption;
        assert_eq!(is_sourced, key == "depth_inside_mm", "{key}");
        assert_eq!(is_sourced, !width.sources.is_empty(), "{key}");
    }
    assert!((tolerances.depth_inside_mm.value - 0.15).abs() < 1e-12);
    assert_eq!(tolerances.target_endpoint, Endpoint::Erythema);
    assert!(Conflicts::shipped(&sources()).unwrap().get("C6").is_some());
}

#[test]
fn a_minor_width_below_the_width_inside_is_refused() {
    let text = include_str!("../data/tolerances.toml");
    let text = text.replace("value = 0.3\nunit = \"mm\"", "value = 0.1\nunit = \"mm\"");
    let file = DataFile {
        name: "tolerances.toml",
        text: Box::leak(text.into_boxed_str()),
    };
    let error = Tolerances::load(file, &sources()).unwrap_err().to_string();
    assert_eq!(
        error,
        "tolerances.toml: depth_minor_mm is 0.1, but must be at least the width inside, 0.15."
    );
}

/// Clinic reference 2.2 and protocol 3.8: nobody may start without identity, consent, screening and a fresh cartridge.
#[test]
fn what_nobody_may_override_at_the_start() {
    let gate = Gate::shipped(&sources()).unwrap();
    let closed: Vec<&str> = gate
        .iter()
        .filter(|row| row.override_role.is_none())
        .map(|row| row.id.as_str())
        .collect();
    assert_eq!(
        closed,
        [
            "start-identity",
            "start-consent",
            "start-screening",
            "start-shortest-interval",
            "start-planned-day",
            "start-device",
            "start-off-label",
            "start-cartridge",
            "start-numbing",
        ]
    );
    let photographs = gate.get("start-photographs").unwrap();
    assert_eq!(photographs.override_role, Some(Role::Operator));
}

#[test]
fn a_face_is_seen_from_five_sides_that_mirror_each_other() {
    let views = Views::shipped(&sources()).unwrap();
    let turns: Vec<f64> = views
        .for_kinds(&[ZoneKind::Face])
        .map(|view| view.head_turn_degrees)
        .collect();
    assert_eq!(turns.len(), 5);
    for turn in [0.0, 45.0, 90.0] {
        for side in [turn, -turn] {
            assert!(turns.iter().any(|one| (one - side).abs() < 1e-12), "{side}");
        }
    }
    let ids = |kinds: &[ZoneKind]| -> BTreeSet<String> {
        views.for_kinds(kinds).map(|view| view.id.clone()).collect()
    };
    let only_neck = &ids(&[ZoneKind::Neck]) - &ids(&[ZoneKind::Face]);
    assert_eq!(only_neck.into_iter().collect::<Vec<_>>(), ["chin-up"]);
    assert_eq!(
        ids(&[ZoneKind::Body]).into_iter().collect::<Vec<_>>(),
        ["body-area"]
    );
    assert!(ids(&[]).is_empty());
    // The right side of the face is seen when the head turns to the person's left.
    for view in views.iter().filter(|view| view.id.starts_with("right")) {
        assert!(view.head_turn_degrees > 0.0 && view.instruction.contains("to your left"));
    }
}

/// Protocol 3.8, 5.2 and 8.7.
#[test]
fn every_consent_speaks_both_languages_and_says_how_to_take_it_back() {
    let consents = Consents::shipped(&sources()).unwrap();
    assert_eq!(consents.iter().count(), 4);
    for consent in consents.iter() {
        for language in Language::all() {
            assert!(consent.speaks(language), "{:?}", consent.class);
            let words = consent.words(language);
            assert!(words.paragraphs.len() >= 3 && !words.revoking.is_empty());
        }
        let [english, spanish] = [Language::ENGLISH, spanish()].map(|one| consent.words(one));
        assert_ne!(english.title, spanish.title);
        assert!(english.revoking.contains("at any time"));
        assert!(spanish.revoking.contains("en cualquier momento"));
    }
    let of = |class| consents.get(class).unwrap();
    let treatment = of(ConsentClass::Treatment);
    assert!(treatment.for_one_plan && treatment.asked_on_treatment_day);
    assert_eq!(treatment.text_version(), "treatment/2");
    // Protocol 8.7: the purpose and the end are named for advertising, and it is not asked just before the procedure.
    let advertising = of(ConsentClass::Marketing);
    assert!(advertising.names_purpose_and_end && !advertising.asked_on_treatment_day);
    assert!(!treatment.names_purpose_and_end);
    for (language, risks) in [
        (
            Language::ENGLISH,
            ["patches", "track marks", "granuloma", "infection"],
        ),
        (
            spanish(),
            ["manchas", "marcas de paso", "granuloma", "infección"],
        ),
    ] {
        let text = treatment
            .words(language)
            .paragraphs
            .join(" ")
            .to_lowercase();
        for risk in risks {
            assert!(text.contains(risk), "{risk}");
        }
    }
    assert!(!of(ConsentClass::Marketing).asked_on_treatment_day);
    assert!(!of(ConsentClass::Photograph).for_one_plan);
}

#[expect(clippy::unwrap_used, reason = "the tests below speak Spanish")]
fn spanish() -> Language {
    Language::of_code("es").unwrap()
}

/// The shipped file of a language with something else in a part.
#[expect(clippy::unwrap_used, reason = "a broken example must stop its test")]
fn changed(language: Language, part: Part, from: &str, to: &str) -> LanguageFile {
    let text = match language.code() {
        "en" => include_str!("../../language/data/en.md"),
        _ => include_str!("../../language/data/es.md"),
    };
    let begins = format!("```{}\n", part.fence());
    let (before, after) = text.split_once(&begins).unwrap();
    assert!(after.contains(from), "{from}");
    let text = before.to_owned() + &begins + &after.replacen(from, to, 1);
    LanguageFile::read(language.code(), &text).unwrap()
}

#[expect(clippy::unwrap_used, reason = "a broken example must stop its test")]
fn consents_with(language: Language, from: &str, to: &str) -> String {
    let changed = changed(language, Part::Consents, from, to);
    let files = Language::all().map(|one| {
        if one == language {
            changed.clone()
        } else {
            one.file().unwrap()
        }
    });
    match Consents::load(&files.collect::<Vec<_>>(), &sources()) {
        Ok(_) => String::new(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_consent_that_stops_a_prescribed_drug_or_leaves_out_a_paragraph_is_refused() {
    let english = consents_with(
        Language::ENGLISH,
        "Other ways to my wish",
        "Stop your isotretinoin. Other ways",
    );
    let place = "en.md (consents): treatment.paragraphs is";
    assert!(english.starts_with(place), "{english}");
    let in_spanish = consents_with(
        spanish(),
        "Me explicaron otras",
        "Suspenda la isotretinoína. Me explicaron",
    );
    let place = "es.md (consents): treatment.paragraphs is";
    assert!(in_spanish.starts_with(place), "{in_spanish}");
    let paragraph = "    \"Mi tratamiento no depende de este consentimiento, y no recibo dinero por darlo.\",\n";
    let shorter = consents_with(spanish(), paragraph, "");
    assert!(
        shorter.contains("es.md (consents): research.paragraphs is 2, but must be 3"),
        "{shorter}"
    );
    // Earlier words are held against the same rule.
    let earlier = consents_with(
        spanish(),
        "La mayor parte pasa en unos días.\",\n    \"Es menos frecuente: manchas más oscuras o más claras, líneas",
        "Suspenda la isotretinoína.\",\n    \"Es menos frecuente: manchas más oscuras o más claras, líneas",
    );
    let place = "es.md (consents): treatment.earlier[1].paragraphs is";
    assert!(earlier.starts_with(place), "{earlier}");
}

#[test]
fn every_language_words_the_same_version_of_every_consent_and_no_other_consent() {
    let stale = consents_with(
        spanish(),
        "[research]\nversion = 1",
        "[research]\nversion = 2",
    );
    assert_eq!(
        stale,
        "es.md (consents): research.version is 2, but must be 1."
    );
    let lacking = consents_with(spanish(), "[research]", "[other]");
    assert_eq!(
        lacking,
        "es.md (consents): research is missing; it must be a table of keys."
    );
    let more = consents_with(spanish(), "[research]", "[other]\nx = 1\n[research]");
    assert_eq!(
        more,
        "es.md (consents): other is not a known key; check its spelling or remove it."
    );
}

#[test]
fn stopping_a_prescribed_drug_is_noticed_in_spanish_too() {
    let medicines = Medicines::in_language(spanish()).unwrap();
    for text in [
        "Deje de tomar la isotretinoína antes de venir.",
        "Suspenda los anticoagulantes.",
        "No tome sus medicamentos ese día.",
        "NO USE TRETINOÍNA durante una semana",
    ] {
        assert_eq!(medicines.stopping(text), Stopping::Prescribed, "{text}");
    }
    assert_eq!(
        medicines.stopping("Evite el retinol 7 días."),
        Stopping::SometimesPrescribed
    );
    for text in [
        "No deje ningún medicamento recetado; pregunte a quien se lo recetó.",
        "Evite el sol. El médico decide sobre los antibióticos.",
        "Seis meses después de la última dosis de isotretinoína.",
        medicines.ask_prescriber(),
    ] {
        assert_eq!(medicines.stopping(text), Stopping::Nothing, "{text}");
    }
}

#[test]
fn built_sentences_fill_their_braces_once() {
    let book = Phrasebook::shipped().unwrap();
    let day = jiff::civil::date(2027, 3, 1);
    let english = book.of(Language::ENGLISH);
    let spanish = book.of(spanish());
    assert_eq!(english.day(day), "1 March 2027");
    assert_eq!(spanish.day(day), "1 de marzo de 2027");
    assert_eq!(english.amount("days", 1.0, 0), "1 day");
    assert_eq!(english.amount("mm", 1.50, 2), "1.5 mm");
    assert_eq!(spanish.amount("mm", 1.25, 2), "1,25 mm");
    assert_eq!(spanish.amount("passes", 10.0, 1), "10 pasadas");
    // What is filled in is never filled in again.
    let said = english.say("start-device.unknown", &[("device", "{device}")]);
    assert!(
        said.starts_with("The device {device} is not in the catalogue"),
        "{said}"
    );
}

#[test]
fn a_translation_with_other_braces_or_without_a_sentence_is_refused() {
    let english = Phrasebook::shipped().unwrap().of(Language::ENGLISH).clone();
    for (from, to, reason) in [
        (
            "espere hasta el {day}.",
            "espere.",
            "the same braces: day, days, limit",
        ),
        ("\"unit.days.one\" = \"1 día\"\n", "", "unit.days.one"),
        (
            "\"unit.days.one\"",
            "\"unit.other\" = \"x\"\n\"unit.days.one\"",
            "unit.other",
        ),
        ("\"enero\", ", "", "the names of twelve months"),
    ] {
        let file = changed(spanish(), Part::Phrases, from, to);
        let error = Phrases::load(&file, Some(&english)).unwrap_err();
        assert!(
            error.to_string().starts_with("es.md (phrases): "),
            "{error}"
        );
        assert!(error.to_string().contains(reason), "{error}");
    }
}

fn spanish_with(from: &str, to: &str) -> String {
    match Translations::load(&changed(spanish(), Part::Translations, from, to)) {
        Ok(_) => String::new(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_translation_that_is_incomplete_or_stops_a_prescribed_drug_is_refused() {
    assert_eq!(spanish_with("\"yes = sí\"", "\"yes = sí\""), "");
    for (from, to, reason) in [
        (
            "\"yes = sí\"",
            "\"yes: sí\"",
            "words is \"yes: sí\", but must be an English word",
        ),
        (
            "\"yes = sí\"",
            "\"yes = sí\", \"yes = si\"",
            "stand there once",
        ),
        (
            "fainting = \"desmayo\"\n",
            "",
            "symptom.fainting is missing",
        ),
        (
            "fainting =",
            "faint = \"x\"\nfainting =",
            "symptom.faint is not a known key",
        ),
        (
            "patient = \"No se le trata mientras",
            "patient = \"Suspenda la isotretinoína",
            "rule.isotretinoin-current",
        ),
        (
            "label = \"sin alcohol\"",
            "lable = \"sin alcohol\"",
            "lable",
        ),
    ] {
        let error = spanish_with(from, to);
        assert!(error.contains(reason), "{from}: {error}");
    }
}
