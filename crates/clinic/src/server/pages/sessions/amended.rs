//! Amendments of a signed session in words: what they change, why, who wrote them and when.

use needlework_chart::event::{Corrected, CorrectedZone, Correction, SessionAmended};
use needlework_chart::fold::{Stated, ZoneEntry};

use super::super::treated::zone_words;
use super::console::Line;
use crate::server::page::Page;

/// An amendment in one line: what is true instead, and why.
pub(in crate::server::pages) fn amendment_words(page: &Page, amended: &SessionAmended) -> String {
    let corrected = match &amended.corrected {
        None => String::new(),
        Some(Correction::NotNeedled) if amended.entry.is_none() => page.say("session-not-needled"),
        Some(Correction::NotNeedled) => page.say("entry-mistaken"),
        Some(Correction::Needled(zone)) => zone_changes(page, zone),
        Some(Correction::Added(_)) => amended.added().map_or_else(String::new, |added| {
            let words = zone_words(page, &ZoneEntry::from(&added));
            page.say_with("zone-added-later", "zone", &words)
        }),
    };
    let said: Vec<&str> = [corrected.as_str(), amended.text.as_str()]
        .into_iter()
        .filter(|words| !words.is_empty())
        .collect();
    format!("{} ({})", said.join(". "), amended.reason)
}

/// An amendment with its moment and author.
pub(super) fn amendment_line(page: &Page, stated: &Stated<SessionAmended>) -> Line {
    Line {
        when: format!(
            "{}, {}",
            page.moment(stated.recorded_at),
            stated.author.name
        ),
        text: amendment_words(page, &stated.facts),
    }
}

/// By whom, when and why an entry was added.
pub(super) fn added_line(page: &Page, stated: &Stated<SessionAmended>) -> Line {
    let said = [stated.facts.text.as_str(), stated.facts.reason.as_str()];
    let said: Vec<&str> = said.into_iter().filter(|words| !words.is_empty()).collect();
    Line {
        text: said.join(". "),
        ..amendment_line(page, stated)
    }
}

fn zone_changes(page: &Page, corrected: &CorrectedZone) -> String {
    let zone = corrected.zone.as_ref();
    let zone = zone.map(|zone| change(page, "zone", &page.zone_name(zone)));
    let endpoint = corrected.endpoint.as_ref().map(|endpoint| {
        let shown = match endpoint {
            Corrected::Is(name) => page.say(&format!("endpoint-{name}")),
            Corrected::NotKnown => page.say("not-known"),
        };
        change(page, "endpoint", &shown)
    });
    let number = |key: &str, field: Option<Corrected<f64>>| {
        field.map(|field| {
            let value = field.known().map(|value| page.plain_number(value));
            change(page, key, &value.unwrap_or_else(|| page.say("not-known")))
        })
    };
    let changes: Vec<String> = [
        zone,
        number("depth-mm", corrected.depth_set_mm),
        number("passes-word", corrected.passes),
        number("needling-minutes", corrected.needling_minutes),
        number("numbing-area-cm2", corrected.area_cm2),
        number("pain", corrected.pain_0_to_10),
        endpoint,
    ]
    .into_iter()
    .flatten()
    .collect();
    if changes.is_empty() {
        return page.say("entry-needled-after-all");
    }
    changes.join("; ")
}

fn change(page: &Page, key: &str, value: &str) -> String {
    format!("{}: {value}", page.say(key))
}
