//! One rule with its sources: what stands one click behind every warning.

use askama::Template;
use axum::extract::Path;
use needlework_evidence::Reading;
use needlework_planning::Library;
use needlework_protocol::Record;

use super::{Shown, show};
use crate::server::access::{Allowed, ManageClinic, OwnPages};
use crate::server::page::Page;
use crate::server::problem::Problem;

/// A source that stands behind a rule or a number.
pub(super) struct Source {
    pub(super) title: String,
    /// How it was read.
    pub(super) reading: String,
    pub(super) address: Option<String>,
}

/// A value that was seen elsewhere, and the keys of its sources.
struct SeenValue {
    value: String,
    keys: String,
}

/// What a patient reads of an instruction: the shipped words, and those of the clinic.
struct ForPatients {
    shipped: String,
    own: Option<String>,
    /// Since when they stand so, where the clinic ever changed them.
    since: Option<String>,
    /// Where whoever manages the clinic words it.
    edit: Option<String>,
}

#[derive(Template)]
#[template(path = "clinic/rule.html")]
struct RulePage {
    page: Page,
    id: String,
    text: String,
    for_patients: Option<ForPatients>,
    facts: Vec<(String, String)>,
    sources: Vec<Source>,
    seen: Vec<SeenValue>,
    conflicts: Vec<String>,
}

/// Shows a rule.
pub(in crate::server) async fn show_rule(
    reader: Allowed<OwnPages>,
    Path(id): Path<String>,
) -> Shown {
    let page = Page::of(reader.who(), "").await;
    let library = reader.clinic().library().await;
    let record = library.record(&id).ok_or(Problem::NotFound)?;
    let sources = record.provenance.sources.iter().chain(&record.opposite);
    let sources = sources.filter_map(|key| source(&page, &library, key));
    let said = library.record_in(record, page.protocol_language());
    let may_word = reader.and::<ManageClinic>().is_some();
    show(&RulePage {
        facts: facts(&page, &said),
        for_patients: for_patients(&page, &library, &id, may_word),
        sources: sources.collect(),
        seen: said
            .seen
            .into_iter()
            .map(|one| SeenValue {
                value: one.value,
                keys: one.sources.join(", "),
            })
            .collect(),
        conflicts: conflicts(&page, &library, record),
        text: said.text,
        page,
        id,
    })
}

/// What a patient reads of it; `None`: no instruction, or none that is told.
fn for_patients(page: &Page, library: &Library, id: &str, may_word: bool) -> Option<ForPatients> {
    let language = page.protocol_language();
    let rules = library.care.in_shipped_words(library.speech(language));
    let rule = rules.get(id).filter(|rule| rule.is_told())?;
    let own = rule.own_words();
    let last = own.all(language).last();
    Some(ForPatients {
        shipped: rule.record.patient.clone()?,
        own: own.now(language, rule.record.version).map(str::to_owned),
        since: last.map(|last| page.say_with("care-words-since", "when", &page.moment(last.since))),
        edit: may_word.then(|| format!("/settings/care/{id}")),
    })
}

fn conflicts(page: &Page, library: &Library, record: &Record) -> Vec<String> {
    let into = library.translation(page.protocol_language());
    let ids = record.conflicts.iter();
    let known = ids.filter_map(|id| {
        let mut conflict = library.conflicts.get(id)?.clone();
        if let Some(words) = into.and_then(|into| into.conflict(id)) {
            words.say(&mut conflict);
        }
        Some(conflict)
    });
    known
        .map(|one| {
            format!(
                "{}: {} / {}. {}.",
                one.topic, one.one_side, one.other_side, one.chosen
            )
        })
        .collect()
}

fn facts(page: &Page, record: &Record) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    if let Some(rationale) = &record.rationale {
        facts.push((page.say("rule-rationale"), rationale.clone()));
    }
    if let Some(setting) = &record.setting {
        let [low, high] = setting.allowed;
        let value = setting
            .value
            .map_or_else(|| page.say("not-set"), |value| page.plain_number(value));
        let unit = page.unit_of_rule(&setting.unit);
        let (low, high) = (page.plain_number(low), page.plain_number(high));
        facts.push((
            page.say("value"),
            format!("{value} {unit} ({low} – {high})"),
        ));
    }
    let role = record.override_role.map_or_else(
        || page.say("nobody"),
        |role| page.say(&format!("role-{}", role.name())),
    );
    facts.push((page.say("rule-override"), role));
    facts.push((page.say("rule-version"), record.version.to_string()));
    if let Some(note) = &record.provenance.note {
        facts.push((page.say("rule-note"), note.clone()));
    }
    facts
}

/// A source by its key in the bibliography.
pub(super) fn source(page: &Page, library: &Library, key: &str) -> Option<Source> {
    let citation = library.bibliography.get(key)?;
    let reading = page.say(match citation.reading {
        Some(Reading::ReadInFull) => "reading-in-full",
        Some(Reading::Abstract) => "reading-abstract",
        Some(Reading::Secondary) => "reading-secondary",
        Some(Reading::Unverified) | None => "reading-unverified",
    });
    let identifier = citation.identifier.clone();
    let (address, other) = match identifier {
        Some(text) if text.starts_with("http") => (Some(text), String::new()),
        Some(text) => (None, format!(" {text}")),
        None => (None, String::new()),
    };
    Some(Source {
        title: format!("{}{other}", citation.title),
        reading,
        address,
    })
}
