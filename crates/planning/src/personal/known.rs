//! The earlier results that a forecast knows, as a page can name them.

use jiff::civil::Date;
use needlework_outcome::FindingKind;
use needlework_protocol::Translations;
use schemars::JsonSchema;
use serde::Serialize;

use crate::case::{Case, EarlierCourse, OwnResult, ResultKind};
use crate::library::Library;

/// Unit of how long a sign was noticeable.
const HOURS: &str = "h";

/// One earlier result of the person.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct KnownResult {
    /// Zone id.
    pub zone: String,
    /// Name of the zone for a patient.
    pub zone_name: String,
    /// Day of the first session of its course.
    #[schemars(with = "String")]
    pub first_session: Date,
    /// Day of the last one.
    #[schemars(with = "String")]
    pub last_session: Date,
    /// Scale or sign id.
    pub id: String,
    /// Its name for a patient.
    pub name: String,
    /// The day on which it was judged; `None` for a sign after the first session.
    #[schemars(with = "Option<String>")]
    pub on: Option<Date>,
    /// Improvement in units of the scale, positive = better; or hours.
    pub value: f64,
    /// Unit of the value.
    pub unit: String,
    /// Smallest improvement that the scale can tell from rating error; `None` for hours. What is smaller is no improvement.
    pub minimal_detectable_change: Option<f64>,
    /// Whether whoever judged it did not know which picture was before.
    pub blinded: bool,
}

/// All earlier results of a case, in its order.
pub(super) fn known(case: &Case, library: &Library) -> Vec<KnownResult> {
    let courses = case.earlier.iter();
    courses
        .flat_map(|course| {
            let results = course.results.iter();
            results.filter_map(move |result| one(course, result, library))
        })
        .collect()
}

fn one(course: &EarlierCourse, result: &OwnResult, library: &Library) -> Option<KnownResult> {
    let zone = library.zones.get(&course.zone);
    let (id, on, name, unit, least) = match &result.what {
        ResultKind::Scale { id, on } => {
            let scale = library.scales.scale(id);
            (
                id,
                Some(*on),
                scale.map(|scale| &scale.plain_name),
                scale.map_or("", |scale| &scale.unit),
                scale.map(|scale| scale.minimal_detectable_change.value),
            )
        }
        ResultKind::SignHours { id } => {
            let sign = library.scales.finding(FindingKind::SideEffect, id);
            (id, None, sign.map(|sign| &sign.plain_name), HOURS, None)
        }
    };
    Some(KnownResult {
        zone: course.zone.clone(),
        zone_name: zone.map_or(&course.zone, |zone| &zone.plain_name).clone(),
        first_session: *course.sessions.first()?,
        last_session: *course.sessions.last()?,
        id: id.clone(),
        name: name.unwrap_or(id).clone(),
        on,
        value: result.value,
        unit: unit.to_owned(),
        minimal_detectable_change: least,
        blinded: result.blinded,
    })
}

impl KnownResult {
    /// Names and unit in the words of a language.
    pub(crate) fn say(&mut self, into: &Translations) {
        let names = match self.on {
            Some(_) => into.scale(&self.id),
            None => into.sign(&self.id),
        };
        if let Some(names) = names {
            self.name.clone_from(&names.plain_name);
        }
        if let Some(names) = into.zone(&self.zone) {
            self.zone_name.clone_from(&names.plain_name);
        }
        if let Some(word) = into.common_word(&self.unit) {
            word.clone_into(&mut self.unit);
        }
    }
}
