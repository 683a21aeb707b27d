//! Forms as somebody fills them in who wants nothing odd.

use std::collections::BTreeMap;

use axum::http::StatusCode;

use crate::support::{Answer, Browser, between};

/// Fields of a form.
pub(crate) type Fields<'a> = Vec<(&'a str, &'a str)>;

/// The usual fields, with others in the place of those of the same name.
fn with<'a>(usual: &[(&'a str, &'a str)], other: &[(&'a str, &'a str)]) -> Fields<'a> {
    let is_other = |name: &str| other.iter().any(|(one, _)| *one == name);
    let usual = usual.iter().copied();
    let mut fields: Fields<'a> = usual.filter(|(name, _)| !is_other(name)).collect();
    fields.extend(other);
    fields
}

/// The settings of a clinic.
pub(crate) fn settings<'a>(seen: &'a str, other: &[(&'a str, &'a str)]) -> Fields<'a> {
    let usual = [
        ("seen", seen),
        ("clinic_name", "Linden"),
        ("time_zone", "Europe/Zurich"),
        ("language", "en"),
        ("rooms", "1"),
        ("idle_minutes", "30"),
        ("absolute_hours", "12"),
    ];
    with(&usual, other)
}

/// Changes the settings of a clinic as they stand.
pub(crate) async fn change_settings(owner: &Browser, other: &[(&str, &str)]) {
    let page = owner.page("/settings").await;
    let seen = between(&page, "name=\"seen\" value=\"", "\"");
    let changed = owner.post("/settings", &settings(seen, other)).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text);
}

/// A plan for the lines of the cheeks.
pub(crate) fn plan_of_cheeks<'a>(seen: &'a str, other: &[(&'a str, &'a str)]) -> Fields<'a> {
    let usual = [
        ("seen", seen),
        ("do", "save"),
        ("name", "Option"),
        ("indication", "facial-wrinkles"),
        ("device", "exceed-unlimited"),
        ("zone", "cheek"),
        ("main_zone", "cheek"),
        ("lemperle_cheek", "3"),
        ("sex", "female"),
        ("phototype", "II"),
        ("photodamage", "moderate"),
    ];
    with(&usual, other)
}

/// An option of a form, by what it says; empty where there is none.
pub(crate) fn option_of(page: &str, name: &str, text: &str) -> String {
    let select = between(page, &format!("name=\"{name}\""), "</select>");
    let mut options = select.split("<option ");
    let option = options.find(|option| option.contains(text));
    option.map_or_else(String::new, |option| {
        between(option, "value=\"", "\"").to_owned()
    })
}

/// Starts a session with everything that is said at the chair, and some of it changed.
pub(crate) async fn start_session(
    operator: &Browser,
    address: &str,
    changed: &[(&str, &str)],
) -> Answer {
    let gate = operator.page(address).await;
    let device = option_of(&gate, "device", "EX-2071");
    let lot = option_of(&gate, "lot", "A2611");
    let mut fields = BTreeMap::from([
        ("name_confirmed", "yes"),
        ("birth_date_confirmed", "yes"),
        ("contact_verified", "yes"),
        ("pack_intact", "yes"),
        ("supervisor", "Dr. Ida Frei"),
        ("room", "1"),
        ("unit", "0777"),
        ("device", &device),
        ("lot", &lot),
        ("override_start-photographs", "the camera is being repaired"),
    ]);
    fields.extend(changed.iter().copied());
    let fields: Fields<'_> = fields.into_iter().collect();
    operator.post(address, &fields).await
}
