//! Where a number of a forecast comes from: the parameters and data rows behind it, each with its sources.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::Query;
use needlework_evidence::{Confidence, Provenance};
use needlework_planning::{Basis, Library};
use serde::Deserialize;

use super::rule::{Source, source};
use super::{Shown, show};
use crate::plan_page::sources::{parts, value};
use crate::server::access::{Allowed, OwnPages};
use crate::server::page::Page;
use crate::server::problem::Problem;

/// Separates names in an address.
const BETWEEN: char = ',';

/// What is asked for: names of parameter tables, parameters and data rows, as the `basis` lists of a plan hold them.
#[derive(Deserialize)]
pub(in crate::server) struct Asked {
    #[serde(default)]
    of: String,
}

/// A parameter or a data row.
struct Row {
    /// Its key; the page may break the line between the parts.
    key: Vec<String>,
    /// Value with range, or what the row says.
    value: String,
    /// Whether the value is an English text.
    is_text: bool,
    note: String,
    /// How well the sources were read for it, or that it is an assumption.
    read: String,
    /// The mark of an assumption.
    class: &'static str,
    /// Whether the published studies taught its draws.
    is_learned: bool,
    sources: Vec<Source>,
}

#[derive(Template)]
#[template(path = "clinic/model_sources.html")]
struct SourcesPage {
    page: Page,
    rows: Vec<Row>,
}

/// The address of the page about numbers with this basis.
pub(in crate::server) fn address<'a>(basis: impl IntoIterator<Item = &'a String>) -> String {
    let names: BTreeSet<&str> = basis.into_iter().map(String::as_str).collect();
    let names: Vec<&str> = names.into_iter().collect();
    format!("/sources?of={}", names.join(&BETWEEN.to_string()))
}

/// Shows what stands behind a number.
pub(in crate::server) async fn show_sources(
    reader: Allowed<OwnPages>,
    Query(asked): Query<Asked>,
) -> Shown {
    let page = Page::of(reader.who(), "").await;
    let library = reader.clinic().library().await;
    let names = asked.of.split(BETWEEN).filter(|name| !name.is_empty());
    let basis = Basis::resolve(names.collect(), &library);
    let rows = rows(&page, &library, &basis);
    if rows.is_empty() && !asked.of.is_empty() {
        return Err(Problem::NotFound);
    }
    show(&SourcesPage { page, rows })
}

/// Key of the text that says how well a value is founded.
const fn reading(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::ReadInFull => "reading-in-full",
        Confidence::Abstract => "reading-abstract",
        Confidence::Secondary => "reading-secondary",
        Confidence::Assumption => "plan-basis-assumption",
    }
}

const fn class_of(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Assumption => "wait",
        Confidence::ReadInFull | Confidence::Abstract | Confidence::Secondary => "",
    }
}

/// Data rows first: they say what is known; then the parameters of the model.
fn rows(page: &Page, library: &Library, basis: &Basis) -> Vec<Row> {
    let cited = |provenance: &Provenance| {
        let keys = provenance.sources.iter();
        keys.filter_map(|key| source(page, library, key)).collect()
    };
    let said = basis.rows.iter().map(|(key, row)| Row {
        key: parts(key),
        value: row.text.clone(),
        is_text: true,
        note: row.provenance.note.clone().unwrap_or_default(),
        read: page.say(reading(row.provenance.confidence)),
        class: class_of(row.provenance.confidence),
        is_learned: false,
        sources: cited(&row.provenance),
    });
    let learned: BTreeSet<&String> = library.posterior.keys.iter().collect();
    let values = basis.parameters.iter().map(|(key, parameter)| Row {
        key: parts(key),
        value: value(parameter, page.language()),
        is_text: false,
        note: parameter.nominal.note.clone().unwrap_or_default(),
        read: page.say(reading(parameter.nominal.confidence)),
        class: class_of(parameter.nominal.confidence),
        is_learned: learned.contains(key),
        sources: cited(&Provenance {
            sources: parameter.nominal.sources.clone(),
            confidence: parameter.nominal.confidence,
            note: None,
        }),
    });
    said.chain(values).collect()
}
