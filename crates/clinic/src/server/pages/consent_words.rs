//! Words of the consents: the shipped ones, and those of the clinic, in every language.

use askama::Template;
use axum::extract::Path;
use axum::response::Redirect;
use axum_extra::extract::Form;
use needlework_protocol::{ConsentClass, ConsentWords, Language};
use serde::Deserialize;

use super::rewording::Rewording;
use super::{Done, Shown, show};
use crate::server::access::{Allowed, ManageClinic};
use crate::server::page::Page;
use crate::server::problem::Problem;

/// One consent in one language.
struct WordsRow {
    class: &'static str,
    language: &'static str,
    title: String,
    /// Whether the clinic has words of its own.
    is_own: bool,
    /// Version that a signature names.
    text_version: String,
    words: ConsentWords,
    shipped: ConsentWords,
}

#[derive(Template)]
#[template(path = "clinic/consent_words.html")]
struct ConsentWordsPage {
    page: Page,
    seen: u64,
    rows: Vec<WordsRow>,
}

/// Shows the words of every consent in every language.
pub(in crate::server) async fn show_words(owner: Allowed<ManageClinic>) -> Shown {
    let page = Page::of(owner.who(), "/settings").await;
    let (seen, settings) = owner.settings().await;
    let library = owner.clinic().library().await;
    let mut rows = Vec::new();
    for (class, kind) in ConsentClass::NAMES {
        let shipped = owner.clinic().shipped_library().consents.get(kind);
        let (Some(now), Some(shipped)) = (library.consents.get(kind), shipped) else {
            continue;
        };
        for (code, name, _) in page.languages() {
            let Some(language) = Language::of_code(code) else {
                continue;
            };
            let own = settings.consents.get(&kind);
            rows.push(WordsRow {
                class,
                language: code,
                title: format!("{}, {name}", page.say(&format!("consent-{class}"))),
                is_own: own.is_some_and(|own| own.words.contains_key(&language)),
                text_version: now.text_version(),
                words: now.words(language).clone(),
                shipped: shipped.words(language).clone(),
            });
        }
    }
    show(&ConsentWordsPage { page, seen, rows })
}

/// New words of a consent.
#[derive(Deserialize)]
pub(in crate::server) struct Reworded {
    seen: u64,
    #[serde(rename = "do")]
    what: Rewording,
    #[serde(default)]
    title: String,
    #[serde(default)]
    paragraphs: String,
    #[serde(default)]
    revoking: String,
}

/// Words a consent, or goes back to the shipped words.
pub(in crate::server) async fn reword(
    owner: Allowed<ManageClinic>,
    Path((class, language)): Path<(String, String)>,
    Form(reworded): Form<Reworded>,
) -> Done {
    let known = ConsentClass::NAMES.iter().find(|(name, _)| *name == class);
    let (_, class) = *known.ok_or(Problem::NotFound)?;
    let language = Language::of_code(&language).ok_or(Problem::NotFound)?;
    let words = match reworded.what {
        Rewording::Shipped => None,
        Rewording::Save => Some(ConsentWords {
            title: reworded.title.trim().to_owned(),
            paragraphs: paragraphs(&reworded.paragraphs),
            revoking: reworded.revoking.trim().to_owned(),
        }),
    };
    owner
        .word_consent(reworded.seen, (class, language), words)
        .await?;
    Ok(Redirect::to("/settings/consents"))
}

/// What stands between empty lines.
fn paragraphs(text: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    for line in text.lines().map(str::trim) {
        match found.last_mut() {
            Some(last) if !line.is_empty() => {
                if !last.is_empty() {
                    last.push(' ');
                }
                last.push_str(line);
            }
            _ => found.push(String::new()),
        }
    }
    found.retain(|paragraph| !paragraph.is_empty());
    found
}
