//! What takes longer than a page may, because the model runs for it: the page comes at once, and a part of it follows. Without
//! scripts a link brings the whole page.

use askama::Template;
use serde::Deserialize;

use super::page::Page;
use super::problem::Problem;

/// What is asked for of a page some of whose parts may follow.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// Nothing: the page. `whole`: the page with all its parts. Else the name of a part.
    #[serde(default)]
    part: String,
}

/// What is wanted of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted<'a> {
    /// The page; what takes long follows.
    Soon,
    /// The page with all its parts.
    Whole,
    /// One part.
    Part(&'a str),
}

impl Asked {
    /// What is wanted.
    pub(super) fn wanted(&self) -> Wanted<'_> {
        match self.part.as_str() {
            "" => Wanted::Soon,
            "whole" => Wanted::Whole,
            part => Wanted::Part(part),
        }
    }
}

#[derive(Template)]
#[template(path = "clinic/later.html")]
struct Place<'a> {
    page: &'a Page,
    part: String,
    whole: String,
}

/// What stands in the place of a part of the page at an address until it comes.
///
/// # Errors
/// When it cannot be written as HTML.
pub(super) fn place(page: &Page, address: &str, part: &str) -> Result<String, Problem> {
    let mark = if address.contains('?') { '&' } else { '?' };
    let place = Place {
        page,
        part: format!("{address}{mark}part={part}"),
        whole: format!("{address}{mark}part=whole"),
    };
    Ok(place.render()?)
}
