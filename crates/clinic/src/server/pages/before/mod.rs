//! Before the first visit: what people ask before they come, a few questions that make it personal, and a way to send the answers
//! to the clinic. Nobody signs in; nothing is kept until somebody sends it.

mod answered;
mod care;
mod device;
mod forecast;
mod frames;
mod given;
mod public;
mod questions;
mod send;
mod upkeep;
mod ways;

pub(in crate::server) use answered::answer;
pub(in crate::server::pages) use device::own_devices;
pub use public::PublicPageDrawer;
pub(in crate::server) use public::show_page;
pub(in crate::server) use questions::show_questions;
pub(in crate::server) use send::{send, show_sent};

use std::sync::Arc;

use axum::http::HeaderMap;
use jiff::civil::Date;
use needlework_planning::Library;
use serde::Deserialize;

use crate::server::clinic::Shared;
use crate::server::intake::Fields;
use crate::server::page::Page;
use crate::server::problem::Problem;

/// Fields that a form of these pages sends at most: some ten about the person, six about each question.
const MOST_FIELDS: usize = 400;
/// Longest value of a field, characters: a name or a date, not a letter.
const LONGEST_VALUE: usize = 120;

/// The language that an address asks for.
#[derive(Debug, Default, Deserialize)]
pub(in crate::server) struct Wanted {
    #[serde(default)]
    lang: String,
}

/// A form that somebody sent, with what it is read by.
struct Sent {
    page: Page,
    library: Arc<Library>,
    fields: Fields,
    today: Date,
    /// Devices of the clinic, the one that it uses most first.
    own_devices: Vec<String>,
}

impl Sent {
    async fn of(
        clinic: &Shared,
        headers: &HeaderMap,
        pairs: Vec<(String, String)>,
    ) -> Result<Self, Problem> {
        let fields = bounded(pairs)?;
        Ok(Self {
            page: Page::of_visitor(clinic, headers, fields.get("lang")).await,
            library: clinic.library().await,
            today: clinic.today().await,
            own_devices: device::own_devices(clinic, None).await,
            fields,
        })
    }
}

/// The fields of a form, if they are as many and as long as the form can send.
fn bounded(pairs: Vec<(String, String)>) -> Result<Fields, Problem> {
    let is_long = |(_, value): &(String, String)| value.chars().count() > LONGEST_VALUE;
    if pairs.len() > MOST_FIELDS || pairs.iter().any(is_long) {
        return Err(Problem::refused("refused-before-fields"));
    }
    Ok(Fields::new(pairs))
}
