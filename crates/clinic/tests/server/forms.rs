//! Forms as somebody fills them in who wants nothing odd.

use std::collections::BTreeMap;

use axum::http::StatusCode;

use crate::support::{Answer, Browser, between};

/// Fields of a form.
pub(crate) type Fields<'a> = Vec<(&'a str, &'a str)>;

/// Words that say: nothing to report.
pub(crate) const CALM: [&str; 4] = ["no", "never", "negative", "on-label"];

/// Who somebody is and what is wished for, as the form of the questions asks.
pub(crate) const PERSON: [(&str, &str); 6] = [
    ("sex", "female"),
    ("phototype", "II"),
    ("photodamage", "moderate"),
    ("indication", "facial-wrinkles"),
    ("device", "exceed-unlimited"),
    ("zone", "cheek"),
];

/// A second zone, and the grades of both.
pub(crate) const EYES_TOO: [(&str, &str); 3] = [
    ("zone", "periorbital"),
    ("lemperle_cheek", "3"),
    ("lemperle_periorbital", "3"),
];

/// The usual fields, with others in the place of those of the same name.
fn with<'a>(usual: &[(&'a str, &'a str)], other: &[(&'a str, &'a str)]) -> Fields<'a> {
    let is_other = |name: &str| other.iter().any(|(one, _)| *one == name);
    let usual = usual.iter().copied();
    let mut fields: Fields<'a> = usual.filter(|(name, _)| !is_other(name)).collect();
    fields.extend(other);
    fields
}

/// What all clinics of a group share.
pub(crate) fn settings<'a>(seen: &'a str, other: &[(&'a str, &'a str)]) -> Fields<'a> {
    let usual = [
        ("seen", seen),
        ("clinic_name", "Linden"),
        ("time_zone", "Europe/Zurich"),
        ("language", "en"),
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

/// The page of the first clinic of a group.
pub(crate) const FIRST_CLINIC: &str = "/settings/clinics/00000000-0000-0000-0000-000000000001";

/// One clinic of a group, open on working days.
pub(crate) fn clinic_of_group<'a>(seen: &'a str, other: &[(&'a str, &'a str)]) -> Fields<'a> {
    let usual = [("seen", seen), ("do", "save"), ("rooms", "1")];
    let mut fields = with(&usual, other);
    if !other.iter().any(|(name, _)| *name == "open") {
        for (day, from, to) in DAYS.into_iter().take(5) {
            fields.extend([("open", day), (from, "08:00"), (to, "18:00")]);
        }
    }
    fields
}

/// Days of the week, with the fields of their hours.
pub(crate) const DAYS: [(&str, &str, &str); 7] = [
    ("1", "from_1", "to_1"),
    ("2", "from_2", "to_2"),
    ("3", "from_3", "to_3"),
    ("4", "from_4", "to_4"),
    ("5", "from_5", "to_5"),
    ("6", "from_6", "to_6"),
    ("7", "from_7", "to_7"),
];

/// Changes the only clinic, or the first one of a group.
pub(crate) async fn change_clinic(owner: &Browser, other: &[(&str, &str)]) {
    let page = owner.page(FIRST_CLINIC).await;
    let seen = between(&page, "name=\"seen\" value=\"", "\"");
    let fields = clinic_of_group(seen, other);
    let changed = owner.post(FIRST_CLINIC, &fields).await;
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
        ("opened_before_patient", "yes"),
        ("single_use", "yes"),
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
