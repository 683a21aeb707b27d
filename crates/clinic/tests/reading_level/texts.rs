//! The texts that patients read, as they stand on a page: with something in the place of what is put in.

use std::fs;

use needlework_planning::Library;
use needlework_protocol::screening::AskedOf;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

pub(crate) struct Text {
    pub(crate) key: String,
    pub(crate) text: String,
}

/// Texts whose keys begin like this, the longer form of those that count.
pub(crate) fn of_keys(code: &str, beginnings: &[&str]) -> Vec<Text> {
    let file = fs::read_to_string(format!("{ROOT}/texts/{code}.ftl")).unwrap();
    let mut texts: Vec<Text> = Vec::new();
    for line in file
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

/// What the rows of screening and care say to patients.
pub(crate) fn of_protocol() -> Vec<Text> {
    let library = Library::shipped().unwrap();
    let questions = library
        .screening
        .iter()
        .filter(|rule| rule.asked_of == AskedOf::Patient);
    let questions = questions.map(|rule| Text {
        key: rule.record.id.clone(),
        text: rule.question.clone(),
    });
    let care = library.records().filter_map(|(_, record)| {
        let text = record.patient.clone()?;
        Some(Text {
            key: record.id.clone(),
            text,
        })
    });
    questions.chain(care).collect()
}
