//! One rule with its sources: what stands one click behind every warning.

use askama::Template;
use axum::extract::Path;
use needlework_evidence::Reading;
use needlework_planning::Library;
use needlework_protocol::Record;

use super::{Shown, show};
use crate::server::access::{Allowed, SeeLists};
use crate::server::page::Page;
use crate::server::problem::Problem;

struct Source {
    text: String,
    address: Option<String>,
}

#[derive(Template)]
#[template(path = "clinic/rule.html")]
struct RulePage {
    page: Page,
    id: String,
    text: String,
    facts: Vec<(String, String)>,
    sources: Vec<Source>,
    seen: Vec<String>,
    conflicts: Vec<String>,
}

/// Shows a rule.
pub(in crate::server) async fn show_rule(
    reader: Allowed<SeeLists>,
    Path(id): Path<String>,
) -> Shown {
    let page = Page::of(reader.who(), "").await;
    let library = reader.clinic().library().await;
    let record = library.record(&id).ok_or(Problem::NotFound)?;
    let sources = record.provenance.sources.iter().chain(&record.opposite);
    let seen = record.seen.iter();
    let conflicts = record
        .conflicts
        .iter()
        .filter_map(|id| library.conflicts.get(id));
    show(&RulePage {
        text: library
            .speech(page.protocol_language())
            .text(record)
            .to_owned(),
        facts: facts(&page, record),
        sources: sources
            .filter_map(|key| source(&page, &library, key))
            .collect(),
        seen: seen
            .map(|one| format!("{} ({})", one.value, one.sources.join(", ")))
            .collect(),
        conflicts: conflicts
            .map(|one| {
                format!(
                    "{}: {} / {}. {}.",
                    one.topic, one.one_side, one.other_side, one.chosen
                )
            })
            .collect(),
        page,
        id,
    })
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
            .map_or_else(|| page.say("not-set"), |value| value.to_string());
        facts.push((
            page.say("value"),
            format!("{value} {} ({low} – {high})", setting.unit),
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

fn source(page: &Page, library: &Library, key: &str) -> Option<Source> {
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
        text: format!("{}{other} ({reading})", citation.title),
        address,
    })
}
