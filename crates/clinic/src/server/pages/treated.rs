//! What was done in a session, in words: everything that the record holds of it (protocol 3.8), for the page of the session and the
//! timeline.

use needlework_chart::event::{
    CartridgeOpened, DeviceUsed, NumbingApplied, OverrideDecided, OverrideSubject, ProductApplied,
    SecondName,
};
use needlework_chart::fold::ZoneEntry;

use crate::server::page::Page;

/// A zone that was needled: its name, and everything that was noted of the entry.
pub(super) fn zone_words(page: &Page, entry: &ZoneEntry) -> String {
    let number = |key: &str, value: Option<f64>| {
        value.map(|value| page.say_with(key, "number", &page.plain_number(value)))
    };
    let noted = [
        entry
            .directions
            .map(|count| page.count("entry-directions", count as usize)),
        number("entry-speed", entry.speed_per_min),
        number("entry-minutes", entry.needling_minutes),
        number("entry-area", entry.area_cm2),
        number("entry-pain", entry.pain_0_to_10),
        entry
            .endpoint
            .as_ref()
            .map(|name| page.say(&format!("endpoint-{name}"))),
    ];
    let depth = entry.depth_set_mm.map_or_else(
        || page.say("depth-not-known"),
        |depth| format!("{} mm", page.number(depth, 2)),
    );
    let passes = entry.passes.map_or_else(
        || page.say("passes-not-known"),
        |passes| format!("{} {}", page.plain_number(passes), page.say("passes")),
    );
    let done = format!("{}: {depth}, {passes}", page.zone_name(&entry.zone));
    let words = std::iter::once(done).chain(noted.into_iter().flatten());
    words.collect::<Vec<_>>().join(", ")
}

/// A decision against a rule or beyond a tolerance: against what, why, and who else answers for it.
pub(super) fn decision_words(page: &Page, decided: &OverrideDecided) -> String {
    let about = match &decided.subject {
        OverrideSubject::ScreeningRule { rule, .. } => rule_text(page, rule),
        OverrideSubject::StartGate { condition, .. } => {
            rule_text(page, &format!("start-{condition}"))
        }
        OverrideSubject::Tolerance { zone, .. } => {
            page.say_with("decided-zone", "zone", &page.zone_name(zone))
        }
    };
    let about = about.trim_end_matches('.');
    format!("{about}: {}", reason_words(page, decided))
}

/// Why something was decided, and who else answers for it.
pub(super) fn reason_words(page: &Page, decided: &OverrideDecided) -> String {
    let second = match &decided.second_name {
        Some(SecondName::Person(author)) => author.name.clone(),
        Some(SecondName::SingleUser) => page.say("second-name-alone"),
        None => return decided.reason.clone(),
    };
    format!(
        "{} ({} {second})",
        decided.reason,
        page.say("second-name-of")
    )
}

/// The text of a rule, in the language of the page; the id of one that this version does not know.
fn rule_text(page: &Page, id: &str) -> String {
    let library = page.library();
    let translated = library
        .translation(page.protocol_language())
        .and_then(|into| into.text(id));
    let screening = library.screening.get(id).map(|rule| &rule.record);
    let record = screening.or_else(|| library.gate.get(id));
    let text = record.map(|record| record.text.as_str());
    translated.or(text).unwrap_or(id).to_owned()
}

/// The device that stood in the room.
pub(super) fn device_words(page: &Page, device: &DeviceUsed) -> String {
    let mut words = vec![
        page.device_name(&device.device),
        format!("{} {}", page.say("serial"), device.serial),
    ];
    words.extend(device.clearance_number.clone());
    let deepest = device.maximum_depth_mm;
    words.extend(
        deepest.map(|depth| page.say_with("device-deepest", "depth", &page.number(depth, 2))),
    );
    words.extend(device.off_label_reason.clone());
    words.join(", ")
}

/// Numbing cream: product, lot, amount, area and times.
pub(super) fn numbing_words(page: &Page, numbing: &NumbingApplied) -> String {
    let mut words = vec![numbing.product.clone()];
    words.extend(Some(numbing.strength.clone()).filter(|strength| !strength.is_empty()));
    words.extend([
        format!("{} {}", page.say("lot"), numbing.lot),
        page.say_with(
            "numbing-grams",
            "number",
            &page.plain_number(numbing.amount_g),
        ),
        page.say_with("entry-area", "number", &page.plain_number(numbing.area_cm2)),
        page.say_all(
            "numbing-from-to",
            &[
                ("from", &page.time(numbing.applied_at)),
                ("to", &page.time(numbing.removed_at)),
            ],
        ),
    ]);
    words.extend(numbing.is_occluded.then(|| page.say("occluded")));
    words.join(", ")
}

/// A product on the skin: lot, last day, and what was confirmed of it.
pub(super) fn product_words(page: &Page, product: &ProductApplied) -> String {
    let mut words = vec![
        product.product.clone(),
        format!("{} {}", page.say("lot"), product.lot),
    ];
    let expires = product.expires_on;
    words.extend(expires.map(|day| format!("{} {}", page.say("to-be-used-by"), page.day(day))));
    words.push(page.say(if product.is_sterile {
        "sterile"
    } else {
        "not-sterile"
    }));
    words.push(page.say(if product.is_on_allow_list {
        "on-allow-list"
    } else {
        "not-on-allow-list"
    }));
    words.join(", ")
}

/// A cartridge: lot, unit, last day, needles, and what was confirmed of it.
pub(super) fn cartridge_words(page: &Page, cartridge: &CartridgeOpened) -> String {
    let mut words = vec![
        format!("{} {}", page.say("lot"), cartridge.lot),
        cartridge.unit.clone(),
        cartridge.reference.clone(),
        format!(
            "{} {}",
            page.say("to-be-used-by"),
            page.day(cartridge.expires_on)
        ),
        page.say_all(
            "cartridge-needles",
            &[
                ("needles", &cartridge.needles.to_string()),
                ("length", &page.number(cartridge.needle_length_mm, 2)),
            ],
        ),
    ];
    let confirmed = [
        (cartridge.is_pack_intact, "pack-was-intact"),
        (cartridge.is_opened_before_patient, "opened-before-patient"),
    ];
    words.extend(
        confirmed
            .iter()
            .filter(|(is_so, _)| *is_so)
            .map(|(_, key)| page.say(key)),
    );
    words.retain(|word| !word.is_empty());
    words.join(", ")
}
