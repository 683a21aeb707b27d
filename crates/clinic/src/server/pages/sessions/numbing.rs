//! Numbing during a session: a second application, or one that was forgotten at the gate; by the form and the checks of the gate.

use axum::extract::Path;
use axum::response::Response;
use axum_extra::extract::Form;

use super::super::patient::open_chart;
use super::entries::session_of;
use super::once::{Place, keeping_typed, record_once};
use super::start_record::numbing;
use super::typed::Typed;
use crate::server::access::{Allowed, Treat};
use crate::server::page::Page;
use crate::server::problem::Problem;

/// Fields of the form that are typed, as at the gate.
const FIELDS: [&str; 5] = ["product", "strength", "numbing_lot", "amount_g", "area_cm2"];

/// The form of a numbing cream.
pub(super) struct NumbingFields {
    /// Name, label and what was typed.
    pub(super) typed: [(&'static str, String, String); 5],
    pub(super) on: String,
    pub(super) off: String,
    pub(super) is_occluded: bool,
    /// Whether something was typed that is not recorded.
    pub(super) is_typed: bool,
    /// Time zone of the clinic, in which times of day are told.
    pub(super) zone: String,
}

impl NumbingFields {
    pub(super) fn of(page: &Page, typed: &Typed) -> Self {
        let of = |name: &str| typed.of("numbing", name).to_owned();
        Self {
            typed: FIELDS.map(|field| {
                let key = format!("numbing-{}", field.replace('_', "-"));
                (field, page.say(&key), of(field))
            }),
            on: of("numbing_on"),
            off: of("numbing_off"),
            is_occluded: of("is_occluded") == "yes",
            is_typed: typed.is_form("numbing"),
            zone: page.zone().iana_name().unwrap_or("UTC").to_owned(),
        }
    }
}

/// Records a numbing cream that was put on.
pub(in crate::server) async fn record_numbing(
    treat: Allowed<Treat>,
    Path(place): Path<Place>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let typed = Typed::new("numbing", fields);
    let answered = recorded(&treat, place, &typed).await;
    keeping_typed(&treat, (place, &typed), answered).await
}

async fn recorded(
    treat: &Allowed<Treat>,
    place: Place,
    typed: &Typed,
) -> Result<Response, Problem> {
    let (patient, session) = place;
    let (page, opened) = open_chart(treat, patient).await?;
    session_of(&opened, session)?;
    let applied = numbing(&page, typed.fields(), session, treat.clinic().now())?;
    let applied = applied.ok_or_else(|| Problem::refused("refused-numbing-fields"))?;
    record_once(treat, &opened, (place, typed), vec![applied.into()]).await
}
