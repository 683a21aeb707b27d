//! What may be on needled skin on the day: the shipped list and what the clinic added (protocol 4.3). Names are compared as marks
//! are, in every language of the list.

use needlework_chart::event::Phase;
use needlework_chart::lists::plain_mark;
use needlework_planning::Library;
use needlework_protocol::Language;

use super::office::settings::Settings;
use super::problem::Problem;

/// Whether a product is on the allow-list.
pub(super) fn is_allowed(library: &Library, settings: &Settings, product: &str) -> bool {
    let product = plain_mark(product);
    let is_shipped = Language::all().any(|language| {
        let speech = library.speech(language);
        let mut names = library.allow_list.iter().map(|one| speech.text(one));
        names.any(|name| plain_mark(name) == product)
    });
    let mut own = settings.products.iter();
    is_shipped || own.any(|one| plain_mark(&one.name) == product)
}

/// Every product of the list, as it is called in a language.
pub(super) fn allowed_names(
    library: &Library,
    settings: &Settings,
    language: Language,
) -> Vec<String> {
    let speech = library.speech(language);
    let shipped = library.allow_list.iter();
    let shipped = shipped.map(|record| speech.text(record).to_owned());
    let own = settings.products.iter().map(|one| one.name.clone());
    shipped.chain(own).collect()
}

/// Refuses what must not touch open channels: what is on no list, or is not sterile. What was on the skin before needling is taken off
/// again, as a cleanser is, and is written down as it was.
///
/// # Errors
/// When it must not, with what may.
pub(super) fn require_allowed(
    phase: Phase,
    (is_on_list, is_sterile): (bool, bool),
    allowed: &[String],
) -> Result<(), Problem> {
    let key = match (phase, is_on_list, is_sterile) {
        (Phase::Before, ..) | (_, true, true) => return Ok(()),
        (_, false, _) => "refused-product-not-allowed",
        (_, true, false) => "refused-product-not-sterile",
    };
    let allowed = allowed.join("; ");
    Err(Problem::refused_with(key, &[("allowed", &allowed)]))
}
