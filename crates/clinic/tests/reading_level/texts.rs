//! The texts that patients read, as they stand on a page: with something in the place of what is put in.

use needlework_language::Part;
use needlework_planning::Library;
use needlework_protocol::check_in::{CheckInRules, GradedSign, Symptom};
use needlework_protocol::screening::AskedOf;
use needlework_protocol::{Language, Names, Speech, Translations};

pub(crate) struct Text {
    pub(crate) key: String,
    pub(crate) text: String,
}

/// Texts of a part whose keys begin like this, the longer form of those that count.
pub(crate) fn of_keys(part: Part, language: Language, beginnings: &[&str]) -> Vec<Text> {
    let file = language.file().unwrap();
    let mut texts: Vec<Text> = Vec::new();
    for line in file
        .text(part)
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
    {
        let begins = line
            .split_once(" =")
            .filter(|_| !line.starts_with([' ', '\t', '}']));
        if let Some((key, text)) = begins {
            texts.push(Text {
                key: key.to_owned(),
                text: text.trim().to_owned(),
            });
        } else if let (Some(last), Some((_, form))) =
            (texts.last_mut(), line.split_once("*[other]"))
        {
            form.trim().clone_into(&mut last.text);
        }
    }
    texts
        .into_iter()
        .filter(|one| beginnings.iter().any(|begin| one.key.starts_with(begin)))
        .map(|one| Text {
            text: filled(&one.text),
            ..one
        })
        .collect()
}

/// Every place that something is put into holds a number: what stands there on a page is mostly one.
fn filled(text: &str) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        filled.push('7');
        rest = after.split_once('}').map_or("", |(_, rest)| rest);
    }
    filled + rest
}

/// What data says to patients.
#[derive(Clone, Copy)]
pub(crate) enum Data {
    /// Questions of a check-in, which the card of the day repeats.
    Questions,
    /// What answers a check-in, and what is expected day by day.
    Answers,
    /// Risks that are named.
    Risks,
    /// The words of the four consents.
    Consents,
    /// Other ways to the same wish.
    Ways,
    /// Questions of screening, pre-care and aftercare.
    Protocol,
    /// What is thin or contradictory behind a scale, a sign or a risk.
    Limits,
}

/// Texts of data in a language.
pub(crate) fn of_data(language: Language, data: Data) -> Vec<Text> {
    let library = Library::shipped().unwrap();
    let speech = library.speech(language);
    let rules = library.check_in.translated(speech);
    match data {
        Data::Questions => questions(&library, speech),
        Data::Answers => answers(&rules),
        Data::Risks => {
            let risks = rules.risks().iter();
            let said = risks.filter_map(|risk| text(&risk.id, risk.patient.as_ref()));
            said.collect()
        }
        Data::Consents => consents(&library, language),
        Data::Ways => ways(&library, speech),
        Data::Protocol => protocol(&library, speech),
        Data::Limits => limits(language, speech),
    }
}

fn text(key: &str, said: Option<&String>) -> Option<Text> {
    Some(Text {
        key: key.to_owned(),
        text: said?.replace("{value}", "7"),
    })
}

/// A question is read as a sentence.
fn questions(library: &Library, speech: Speech<'_>) -> Vec<Text> {
    let (words, into) = (&library.check_in_words, speech.translations);
    let symptoms = Symptom::NAMES.iter();
    let symptoms = symptoms.map(|(key, symptom)| (*key, words.symptom(*symptom, into)));
    let graded = GradedSign::NAMES.iter();
    let graded = graded.map(|(key, sign)| (*key, words.graded_sign(*sign, into)));
    let asked = symptoms.chain(graded).map(|(key, words)| Text {
        key: key.to_owned(),
        text: format!("{words}."),
    });
    asked.collect()
}

fn answers(rules: &CheckInRules) -> Vec<Text> {
    let levels = rules.levels().iter().flat_map(|row| {
        let said = [
            &row.order,
            &row.without_photo,
            &row.closed,
            &row.record.patient,
            &row.patient_by,
            &row.patient_closed,
        ];
        said.map(|said| text(&row.record.id, said.as_ref()))
    });
    let signs = rules.signs().iter().flat_map(|row| {
        [&row.order, &row.record.patient].map(|said| text(&row.record.id, said.as_ref()))
    });
    let course = rules.course().iter();
    let course = course.map(|row| text(&row.record.id, row.record.patient.as_ref()));
    levels.chain(signs).chain(course).flatten().collect()
}

fn consents(library: &Library, language: Language) -> Vec<Text> {
    let consents = library.consents.iter().flat_map(|consent| {
        let words = consent.words(language);
        let said = words
            .paragraphs
            .iter()
            .chain([&words.title, &words.revoking]);
        said.map(|said| Text {
            key: consent.text_version(),
            text: said.clone(),
        })
    });
    consents.collect()
}

fn ways(library: &Library, speech: Speech<'_>) -> Vec<Text> {
    let ways = speech.translations.map_or_else(
        || library.alternatives.clone(),
        |into| library.alternatives.translated(into),
    );
    let mechanisms = ways.iter().map(|way| Text {
        key: way.id.clone(),
        text: way.mechanism.clone(),
    });
    let statements = ways.statements().map(|statement| Text {
        key: statement.id.clone(),
        text: statement.text.clone(),
    });
    mechanisms.chain(statements).collect()
}

fn protocol(library: &Library, speech: Speech<'_>) -> Vec<Text> {
    let asked = library.screening.iter();
    let asked = asked.filter(|rule| rule.asked_of == AskedOf::Patient);
    let asked = asked.map(|rule| Text {
        key: rule.record.id.clone(),
        text: speech
            .translations
            .and_then(|into| into.question(&rule.record.id))
            .unwrap_or(&rule.question)
            .to_owned(),
    });
    let care = library.records().filter_map(|(name, record)| {
        let is_told_apart = ["protocol.triage.", "protocol.effects."];
        let is_told_apart = is_told_apart.iter().any(|kind| name.starts_with(kind));
        let said = (!is_told_apart && record.patient.is_some()).then(|| speech.patient(record));
        text(&record.id, Some(&said?.to_owned()))
    });
    asked.chain(care).collect()
}

fn limits(language: Language, speech: Speech<'_>) -> Vec<Text> {
    type Named = for<'a> fn(&'a Translations, &str) -> Option<&'a Names>;
    let files: [(&str, Named); 3] = [
        (
            include_str!("../../../outcome/data/findings.toml"),
            Translations::sign,
        ),
        (
            include_str!("../../../outcome/data/indications.toml"),
            Translations::indication,
        ),
        (
            include_str!("../../../outcome/data/scales.toml"),
            Translations::scale,
        ),
    ];
    let value = |line: &str, key: &str| {
        let value = line.strip_prefix(key)?.strip_prefix(" = \"")?;
        value.strip_suffix('"').map(str::to_owned)
    };
    let mut limits = Vec::new();
    let mut id = String::new();
    let lines = files
        .into_iter()
        .flat_map(|(text, named)| text.lines().map(move |line| (line, named)));
    for (line, named) in lines {
        if let Some(own) = value(line, "id") {
            id = own;
        } else if let Some(caveat) = value(line, "caveat") {
            let translated = speech.translations.and_then(|into| named(into, &id));
            let text = if language == Language::ENGLISH {
                caveat
            } else {
                translated.unwrap().more.clone().unwrap()
            };
            let key = id.clone();
            limits.push(Text { key, text });
        }
    }
    limits
}
