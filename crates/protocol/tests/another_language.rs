//! Another language is one more file: it is read by what reads the shipped ones, and speaks under its own code.

#![expect(clippy::unwrap_used, reason = "a broken file must stop its test")]

use needlework_evidence::Bibliography;
use needlework_language::{Language, LanguageFile};
use needlework_protocol::check_in::Symptom;
use needlework_protocol::{ConsentClass, Consents, Medicines, Phrases, Stopping, Translations};

const SPANISH: &str = include_str!("../../language/data/es.md");

/// What a translator would bring: a whole file under a code that Needlework has never heard of.
fn brought(text: &str) -> LanguageFile {
    LanguageFile::read("xx", text).unwrap()
}

#[test]
fn a_file_under_another_code_says_its_sentences_under_that_code() {
    let file = brought(SPANISH);
    assert_eq!(Language::of_code("xx"), None);

    let phrases = Phrases::load(&file, Some(&Phrases::english().unwrap())).unwrap();
    assert_eq!(phrases.language().code(), "xx");
    let day = jiff::civil::date(2027, 3, 1);
    assert_eq!(phrases.day(day), "1 de marzo de 2027");
    assert_eq!(phrases.amount("mm", 1.25, 2), "1,25 mm");

    let into = Translations::load(&file).unwrap();
    assert_eq!(into.language().code(), "xx");
    assert_eq!(into.symptom(Symptom::Fainting), Some("desmayo"));
    let question = into.question("cold-sore-active").unwrap();
    assert_eq!(question, "¿Tiene ahora un herpes labial (calentura)?");

    let medicines = Medicines::load(&file).unwrap();
    assert_eq!(into.ask_prescriber(), Some(medicines.ask_prescriber()));
    let stops = medicines.stopping("Suspenda los anticoagulantes.");
    assert_eq!(stops, Stopping::Prescribed);

    let files = [Language::ENGLISH.file().unwrap(), file.clone()];
    let consents = Consents::load(&files, &Bibliography::shipped().unwrap()).unwrap();
    let research = consents.get(ConsentClass::Research).unwrap();
    assert!(research.speaks(file.language()));
    assert_eq!(
        research.words(file.language()).title,
        "Consentimiento para el uso en investigación"
    );
    let treatment = consents.get(ConsentClass::Treatment).unwrap();
    let signed = treatment.signed_words("treatment/1", file.language());
    assert!(signed.unwrap().paragraphs[1].contains("enrojecimiento"));
    // Nobody brought Spanish: who asks for it reads English.
    let spanish = Language::of_code("es").unwrap();
    assert!(!research.speaks(spanish));
    assert_eq!(research.words(spanish).title, "Consent to use in research");
}

/// The word that refuses stands in the file of a language and not in the program.
#[test]
fn a_language_has_its_own_word_for_no() {
    let of = |text: &str| Medicines::load(&brought(text)).unwrap();
    let said = "Hoy nenhum retinol.";
    assert_eq!(of(SPANISH).stopping(said), Stopping::Nothing);
    let other = SPANISH.replace("refusing = [\"no\"]", "refusing = [\"nenhum\"]");
    assert_eq!(of(&other).stopping(said), Stopping::SometimesPrescribed);
    assert_eq!(of(&other).stopping("Hoy no retinol."), Stopping::Nothing);
}

/// File, part and what to do, for whatever of a language is read here.
#[test]
fn what_a_file_lacks_is_said_with_file_and_part() {
    let english = Phrases::english().unwrap();
    let bibliography = Bibliography::shipped().unwrap();
    let refused = |from: &str, to: &str| {
        assert!(SPANISH.contains(from), "{from}");
        let file = brought(&SPANISH.replacen(from, to, 1));
        let files = [Language::ENGLISH.file().unwrap(), file.clone()];
        Phrases::load(&file, Some(&english))
            .map(|_| ())
            .and_then(|()| Translations::load(&file).map(|_| ()))
            .and_then(|()| Consents::load(&files, &bibliography).map(|_| ()))
            .unwrap_err()
            .to_string()
    };
    for (from, to, sentence) in [
        (
            "decimal_mark = \",\"\n",
            "",
            "xx.md (phrases): decimal_mark is missing; it must be a text in quotation marks that is not blank.",
        ),
        (
            "denials = [",
            "denyals = [",
            "xx.md (phrases): denials is missing; it must be a list of one or more texts.",
        ),
        (
            "fainting = \"desmayo\"\n",
            "",
            "xx.md (translations): symptom.fainting is missing; it must be a text in quotation marks that is not blank.",
        ),
        (
            "protecting = [",
            "protected = [",
            "xx.md (medicines): protecting is missing; it must be a list of one or more texts.",
        ),
        (
            "[research]\nversion = 1\ntitle",
            "[research]\nversion = 1\ntitel",
            "xx.md (consents): research.title is missing; it must be a text in quotation marks that is not blank.",
        ),
    ] {
        assert_eq!(refused(from, to), sentence);
    }
    // Lines are those of the file, however far down its part stands.
    let line = SPANISH.lines().position(|line| line == "[sentences]");
    let broken = refused("[sentences]\n", "[sentences\n");
    let place = format!("xx.md (phrases): line {}, column", line.unwrap() + 1);
    assert!(broken.starts_with(&place), "{broken}");
}
