//! Products that the clinic allows on needled skin: the owner adds one that a physician chose, with the reason, or takes it away.

use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::Form;
use needlework_planning::Library;

use super::settings::refused_form;
use super::written;
use crate::server::access::{Allowed, ManageClinic};
use crate::server::intake::Fields;
use crate::server::office::settings::Settings;
use crate::server::page::Page;
use crate::server::problem::Problem;

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

/// Adds a product to the list, or takes it away.
pub(in crate::server) async fn change(
    owner: Allowed<ManageClinic>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let fields = Fields::new(fields);
    match changed(&owner, &fields).await {
        Ok(()) => Ok(Redirect::to("/settings#products").into_response()),
        // Nothing was typed that could come back.
        Err(problem) if fields.get("do") == "remove" => Err(problem),
        Err(problem) => refused_form(&owner, ("products", fields), problem).await,
    }
}

async fn changed(owner: &Allowed<ManageClinic>, fields: &Fields) -> Result<(), Problem> {
    let wish = || Problem::refused("refused-product-wish");
    // The version of the settings that was shown.
    let seen = fields.get("seen").parse().map_err(|_| wish())?;
    let product = written(
        fields.get("product"),
        "refused-allowed-product",
        LONGEST_PRODUCT,
    )?;
    match fields.get("do") {
        "add" => {
            let reason = written(fields.get("reason"), "refused-stock-reason", LONGEST_REASON)?;
            owner.allow_product(seen, product, reason).await
        }
        "remove" => owner.disallow_product(seen, &product).await,
        _ => Err(wish()),
    }
}
