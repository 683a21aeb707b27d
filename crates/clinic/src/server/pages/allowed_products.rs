//! Products that the clinic allows on needled skin: the owner adds one that a physician chose, with the reason, or takes it away.

use axum::response::Redirect;
use axum_extra::extract::Form;
use needlework_planning::Library;
use serde::Deserialize;

use super::{Done, written};
use crate::server::access::{Allowed, ManageClinic};
use crate::server::office::settings::Settings;
use crate::server::page::Page;

/// Longest name of a product, characters: that of a record of its use.
const LONGEST_PRODUCT: usize = 80;
/// Longest reason, characters.
const LONGEST_REASON: usize = 300;

/// A product that the clinic added.
pub(super) struct ProductRow {
    pub(super) name: String,
    /// Why, by whom and since when.
    pub(super) words: String,
}

/// Products of the shipped list: id of the record, name.
pub(super) fn shipped_products(library: &Library, page: &Page) -> Vec<(String, String)> {
    let speech = library.speech(page.protocol_language());
    let shipped = library.allow_list.iter();
    let named = shipped.map(|record| (record.id.clone(), speech.text(record).to_owned()));
    named.collect()
}

/// Products that the clinic added, in the order in which it did.
pub(super) fn own_products(page: &Page, settings: &Settings) -> Vec<ProductRow> {
    let own = settings.products.iter();
    let rows = own.map(|one| ProductRow {
        name: one.name.clone(),
        words: page.say_all(
            "allowed-product",
            &[
                ("reason", &one.reason),
                ("who", &one.by),
                ("when", &page.moment(one.since)),
            ],
        ),
    });
    rows.collect()
}

/// What is to become of the list.
#[derive(Deserialize)]
pub(in crate::server) struct Change {
    /// Version of the settings that was shown.
    seen: u64,
    #[serde(rename = "do")]
    wish: Wish,
    product: String,
    #[serde(default)]
    reason: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Wish {
    Add,
    Remove,
}

/// Adds a product to the list, or takes it away.
pub(in crate::server) async fn change(
    owner: Allowed<ManageClinic>,
    Form(change): Form<Change>,
) -> Done {
    let product = written(&change.product, "refused-allowed-product", LONGEST_PRODUCT)?;
    match change.wish {
        Wish::Add => {
            let reason = written(&change.reason, "refused-stock-reason", LONGEST_REASON)?;
            owner.allow_product(change.seen, product, reason).await?;
        }
        Wish::Remove => owner.disallow_product(change.seen, &product).await?,
    }
    Ok(Redirect::to("/settings#products"))
}
