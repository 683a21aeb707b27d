//! Before the first visit: the public page, its questions, the answer, and what is sent.

mod asked_back;
mod asking;
mod cut_off;
mod device;
mod inquiries;
mod page;
mod return_visit;
mod sending;

use needlework_clinic::server::office::account::Role;
use needlework_planning::Library;
use needlework_protocol::screening::{AnswerKind, AskedOf};

use crate::support::{Browser, House};

/// A person who has answered what must be answered.
pub(super) fn person() -> Vec<(String, String)> {
    [
        ("lang", "en"),
        ("age", "52"),
        ("sex", "female"),
        ("phototype", "II"),
        ("photodamage", "moderate"),
        ("indication", "facial-wrinkles"),
        ("zone", "cheek"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec()
}

/// The same person with nothing to report, as far as the page asks.
pub(super) fn calm() -> Vec<(String, String)> {
    let library = Library::shipped().unwrap();
    let asked = library.screening.iter().filter(|rule| {
        rule.asked_of == AskedOf::Patient
            && !matches!(rule.kind, AnswerKind::Computed | AnswerKind::Questionnaire)
            && library.typical.is_asked(&rule.record.id)
    });
    let calm = ["no", "never", "negative"];
    let answers = asked.map(|rule| {
        let own = rule.words.iter().map(String::as_str);
        let words = own.chain(["never"]);
        let word = calm
            .iter()
            .find(|word| words.clone().any(|own| own == **word));
        let word = if rule.kind == AnswerKind::DateRange {
            "no"
        } else {
            word.unwrap()
        };
        (format!("answer_{}", rule.record.id), (*word).to_owned())
    });
    person().into_iter().chain(answers).collect()
}

/// The fields with other values for some of them.
pub(super) fn with(
    fields: Vec<(String, String)>,
    others: &[(&str, &str)],
) -> Vec<(String, String)> {
    let kept = fields
        .into_iter()
        .filter(|(name, _)| others.iter().all(|(other, _)| other != name));
    let others = others
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    kept.chain(others).collect()
}

/// Who sends it.
pub(super) const SENDER: [(&str, &str); 6] = [
    ("given", "Rosalinde"),
    ("family", "Zwetschgenbaum"),
    ("day", "9"),
    ("month", "3"),
    ("year", "1974"),
    ("telephone", "+41 79 555 91 73"),
];

/// How many have written.
pub(super) async fn written(desk: &Browser) -> usize {
    let list = desk.page("/inquiries").await;
    list.matches("href=\"/inquiries/").count()
}

/// Where the inquiry of [`SENDER`] is looked at.
pub(super) async fn sent_path(house: &House) -> String {
    let desk = house.as_role(Role::FrontDesk).await;
    let list = desk.page("/inquiries").await;
    let rows = list.split("href=\"/inquiries/").skip(1);
    let mut of_sender = rows.filter(|row| row.contains("Zwetschgenbau"));
    let row = of_sender.next().expect("it stands in the list");
    format!("/inquiries/{}", row.split('"').next().unwrap())
}

/// As the test browser takes fields.
pub(super) fn pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}
