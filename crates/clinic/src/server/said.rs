//! What is put into the sentence of a refusal and has a name of its own in every language: a field, a zone, a day.

use jiff::civil::{Date, DateTime};
use needlework_protocol::capitalised;

use super::page::Page;

/// Something that a refusal speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// As it was typed, or a number or a day as a case file writes it.
    Written(String),
    /// Key of a text.
    Text(&'static str),
    /// Path of a key in a case: the field of the form, or the question of the screening.
    Field(String),
    /// Id of a zone.
    Zone(String),
    /// Id of a wish.
    Wish(String),
}

/// Fields of forms by the keys of a case, and by the beginnings of their names in forms.
const FIELDS: [(&str, &str); 32] = [
    ("depth_set_mm", "depth-mm"),
    ("needling_minutes", "needling-minutes"),
    ("area_cm2", "numbing-area-cm2"),
    ("pain", "pain"),
    ("needle_length_mm", "setting-mm"),
    ("length", "setting-mm"),
    ("passes", "passes-word"),
    ("channels_per_cm2", "channels-per-cm2"),
    ("seconds_per_cm2", "seconds-per-cm2"),
    ("coverage", "coverage"),
    ("lemperle_grade", "lemperle"),
    ("lemperle", "lemperle"),
    ("goodman_baron_grade", "scar-grade"),
    ("scar", "scar-grade"),
    ("laxity_grade", "laxity"),
    ("laxity", "laxity"),
    ("sessions", "sessions"),
    ("interval_days", "interval-days"),
    ("maintenance_per_year", "maintenance-per-year"),
    ("numbing_minutes", "numbing-minutes"),
    ("first_session", "first-session"),
    ("event", "event-day"),
    ("indication", "wish"),
    ("device", "device"),
    ("zone", "zone"),
    ("zones", "zones"),
    ("sex", "sex"),
    ("phototype", "phototype"),
    ("photodamage", "photodamage"),
    ("years_since_menopause", "years-since-menopause"),
    ("age_years", "field-age"),
    ("time_zone", "time-zone"),
];

impl Said {
    /// The same in the language of a page.
    pub(super) fn on(&self, page: &Page) -> String {
        match self {
            Self::Written(written) => written_on(page, written),
            Self::Text(key) => page.say(key),
            Self::Field(path) => field(page, path),
            Self::Zone(id) => page.zone_name(id),
            Self::Wish(id) => page.indication_name(id),
        }
    }
}

/// A day or a moment as people write it, a number with the decimal mark of the language; everything else as it is, and a dash
/// for nothing.
fn written_on(page: &Page, written: &str) -> String {
    let bare = written.trim_matches('"').trim();
    // A day begins with a year and a hyphen; a shorter reading would take numbers for days.
    let is_day = bare.split('-').next().is_some_and(|year| year.len() == 4);
    if is_day && bare.contains(':') {
        if let Ok(moment) = bare.parse::<DateTime>() {
            return format!("{}, {}", page.day(moment.date()), moment.strftime("%H:%M"));
        }
    } else if is_day && bare.contains('-') {
        if let Ok(day) = bare.parse::<Date>() {
            return page.day(day);
        }
    } else if bare.parse::<f64>().is_ok() {
        return page.language().number(bare);
    }
    if bare.is_empty() { "–" } else { bare }.to_owned()
}

/// A field as the form names it. Names of fields in forms end in the id of a zone, those in a case in a number.
fn field(page: &Page, path: &str) -> String {
    let parts = || path.split('.').rev();
    let known = parts().find_map(|part| rule(page, part));
    if let Some(question) = known {
        return question;
    }
    let name = parts()
        .next()
        .map_or(path, |last| last.split('[').next().unwrap_or(last));
    let of = |name: &str| FIELDS.iter().find(|(key, _)| *key == name);
    if let Some((_, key)) = of(if path == "device.id" { "device" } else { name }) {
        return page.say(key);
    }
    let Some((_, key, zone)) = name
        .split_once('_')
        .and_then(|(begin, zone)| of(begin).map(|(_, key)| (begin, key, zone)))
    else {
        return name.to_owned();
    };
    format!("{}: {}", page.zone_name(zone), page.say(key))
}

/// What a rule asks, else what it says.
fn rule(page: &Page, id: &str) -> Option<String> {
    let library = page.library();
    let speech = library.speech(page.protocol_language());
    let asked = library.screening.get(id);
    let question = asked.map(|rule| speech.question(id, &rule.question).to_owned());
    question.or_else(|| {
        let record = library.record(id)?;
        let text = speech.text(record).trim_end_matches('.');
        Some(capitalised(text))
    })
}
