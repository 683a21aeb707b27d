//! Instructions of care in the words of the clinic: the original beside them, in every language, with every earlier wording and
//! since when it stood.

use askama::Template;
use axum::extract::Path;
use axum::response::Redirect;
use axum_extra::extract::Form;
use needlework_planning::Library;
use needlework_protocol::care::{CareRule, Phase};
use needlework_protocol::{Language, OwnCareWords, capitalised};
use serde::Deserialize;

use super::rewording::Rewording;
use super::{Done, Shown, show};
use crate::reading_level::ReadingLevel;
use crate::server::access::{Allowed, ManageClinic};
use crate::server::page::Page;
use crate::server::problem::Problem;

/// An instruction in the list.
struct Row {
    id: String,
    label: String,
    /// What the patient reads in the language of the page.
    text: String,
    /// Languages in which the clinic has words of its own.
    own: Vec<String>,
    /// Whether own words were for an earlier version of the rule, so that the original stands again.
    is_stale: bool,
}

#[derive(Template)]
#[template(path = "clinic/care_words.html")]
struct ListPage {
    page: Page,
    /// Key of the heading, and instructions.
    groups: Vec<(&'static str, Vec<Row>)>,
}

/// Shows all instructions.
pub(in crate::server) async fn show_list(owner: Allowed<ManageClinic>) -> Shown {
    let page = Page::of(owner.who(), "/settings").await;
    let library = owner.clinic().library().await;
    let rules = library
        .care
        .translated(library.speech(page.protocol_language()));
    let of = |phase: Phase| -> Vec<Row> {
        let told = rules.iter().filter(|rule| rule.is_told());
        let told = told.filter(|rule| rule.phase == phase);
        told.map(|rule| row(&page, rule)).collect()
    };
    let groups = vec![
        ("care-words-before", of(Phase::Before)),
        ("care-words-after", of(Phase::After)),
    ];
    show(&ListPage { page, groups })
}

fn row(page: &Page, rule: &CareRule) -> Row {
    let (own, version) = (rule.own_words(), rule.record.version);
    let languages = page.languages().into_iter();
    let known = languages.filter_map(|(code, name, _)| Some((Language::of_code(code)?, name)));
    let languages: Vec<(Language, String)> = known.collect();
    Row {
        id: rule.record.id.clone(),
        label: capitalised(&rule.label),
        text: rule.record.patient.clone().unwrap_or_default(),
        own: languages
            .iter()
            .filter(|(language, _)| own.now(*language, version).is_some())
            .map(|(_, name)| name.clone())
            .collect(),
        is_stale: languages
            .iter()
            .any(|(language, _)| own.is_stale(*language, version)),
    }
}

/// What stood from a moment on.
struct Earlier {
    version: u32,
    since: String,
    /// `None`: the original.
    text: Option<String>,
}

/// One language of an instruction.
struct Part {
    code: &'static str,
    name: String,
    original: String,
    original_level: String,
    own: Option<String>,
    own_level: Option<String>,
    /// Whether own words were for an earlier version of the rule.
    is_stale: bool,
    /// The newest first.
    earlier: Vec<Earlier>,
}

#[derive(Template)]
#[template(path = "clinic/care_instruction.html")]
struct InstructionPage {
    page: Page,
    seen: u64,
    id: String,
    label: String,
    /// The rule for the clinician, which stays.
    rule: String,
    longest: usize,
    parts: Vec<Part>,
}

/// Shows one instruction in every language.
pub(in crate::server) async fn show_instruction(
    owner: Allowed<ManageClinic>,
    Path(id): Path<String>,
) -> Shown {
    let page = Page::of(owner.who(), "/settings").await;
    let (seen, _) = owner.settings().await;
    let library = owner.clinic().library().await;
    let rules = library
        .care
        .in_shipped_words(library.speech(page.protocol_language()));
    let rule = rules.get(&id).filter(|rule| rule.is_told());
    let rule = rule.ok_or(Problem::NotFound)?;
    let languages = page.languages().into_iter();
    let parts = languages.filter_map(|(code, name, _)| part(&page, &library, &id, code, name));
    show(&InstructionPage {
        seen,
        label: rule.label.clone(),
        rule: rule.record.text.clone(),
        longest: OwnCareWords::LONGEST,
        parts: parts.collect(),
        id,
        page,
    })
}

fn part(
    page: &Page,
    library: &Library,
    id: &str,
    code: &'static str,
    name: String,
) -> Option<Part> {
    let language = Language::of_code(code)?;
    let rules = library.care.in_shipped_words(library.speech(language));
    let rule = rules.get(id)?;
    let original = rule.record.patient.clone()?;
    let own = rule.own_words();
    let now = own.now(language, rule.record.version);
    let level = |text: &str| level(page, language, text);
    Some(Part {
        code,
        name,
        original_level: level(&original),
        own_level: now.map(level),
        own: now.map(str::to_owned),
        is_stale: own.is_stale(language, rule.record.version),
        earlier: own
            .all(language)
            .iter()
            .rev()
            .map(|wording| Earlier {
                version: wording.version,
                since: page.moment(wording.since),
                text: wording.text.clone(),
            })
            .collect(),
        original,
    })
}

/// How hard a text is to read, in words.
fn level(page: &Page, language: Language, text: &str) -> String {
    let formula = page.speaking(language.code()).language().reading_formula();
    match ReadingLevel::of(formula, text) {
        ReadingLevel::Grade(grade) => {
            page.say_with("care-words-grade", "grade", &page.number(grade.max(0.0), 1))
        }
        ReadingLevel::Inflesz(score) => {
            page.say_with("care-words-inflesz", "score", &page.number(score, 0))
        }
        ReadingLevel::Unmeasured => page.say("care-words-unmeasured"),
    }
}

/// New words of an instruction.
#[derive(Deserialize)]
pub(in crate::server) struct Reworded {
    seen: u64,
    #[serde(rename = "do")]
    what: Rewording,
    #[serde(default)]
    text: String,
}

/// Words an instruction, or goes back to the shipped words.
pub(in crate::server) async fn reword(
    owner: Allowed<ManageClinic>,
    Path((id, language)): Path<(String, String)>,
    Form(reworded): Form<Reworded>,
) -> Done {
    let language = Language::of_code(&language).ok_or(Problem::NotFound)?;
    let text = match reworded.what {
        Rewording::Shipped => None,
        // Lines that somebody broke are one sentence after the other.
        Rewording::Save => Some(
            reworded
                .text
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
        ),
    };
    owner
        .word_care(reworded.seen, (&id, language), text)
        .await?;
    Ok(Redirect::to(&format!("/settings/care/{id}")))
}
