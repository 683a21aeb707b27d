//! How far the delivery of a session agrees with the plan: as it was signed, and as it was corrected since.

use needlework_chart::fold::{Session, ZoneEntry};
use needlework_planning::{Comparison, DeliveryScore, Library, delivery_score};

use super::planned::comparisons;
use crate::server::page::Page;
use crate::server::plan_document::PlanDocument;

/// Differences of shares below this are not seen, since pages give whole percent.
const UNSEEN_SHARE: f64 = 0.005;

/// The score of what was delivered, by the comparisons of all entries.
pub(super) fn score(document: &PlanDocument, compared: Vec<Option<Comparison>>) -> DeliveryScore {
    let compared: Vec<Comparison> = compared.into_iter().flatten().collect();
    let zones = document.forecast.zones.iter();
    let planned: Vec<&str> = zones.map(|zone| zone.zone.as_str()).collect();
    delivery_score(&planned, &compared)
}

/// The score that was signed, in words, and beside it the one of what is known now, where that is another one. Empty where
/// none was signed.
pub(super) fn score_words(
    page: &Page,
    document: &PlanDocument,
    library: &Library,
    session: &Session,
) -> String {
    let signed = session.signed.as_ref();
    let Some(signed) = signed.and_then(|signed| signed.facts.score.as_ref()) else {
        return String::new();
    };
    let as_signed = share_words(page, "delivery-score", signed.share_within_tolerance);
    let as_corrected = match corrected_share(page, document, library, session) {
        Corrected::Same => return as_signed,
        Corrected::Share(share) => {
            if (share - signed.share_within_tolerance).abs() < UNSEEN_SHARE {
                return as_signed;
            }
            share_words(page, "delivery-score", share)
        }
        Corrected::NotKnown => page.say("delivery-score-not-known"),
    };
    page.say_all(
        "delivery-scores",
        &[("signed", &as_signed), ("corrected", &as_corrected)],
    )
}

/// What corrections did to the score.
enum Corrected {
    /// No entry says anything else.
    Same,
    /// Share of zones within tolerance, 0 to 1.
    Share(f64),
    /// Something that the plan is held against is no longer known.
    NotKnown,
}

fn corrected_share(
    page: &Page,
    document: &PlanDocument,
    library: &Library,
    session: &Session,
) -> Corrected {
    let is_same = session.entries().all(|(recorded, entry)| {
        session.addition_of(entry.entry).is_none() && ZoneEntry::from(&recorded.facts) == *entry
    });
    if is_same {
        return Corrected::Same;
    }
    let mut entries = session.entries();
    if entries.any(|(recorded, entry)| entry.is_needled && entry.has_lost(&recorded.facts)) {
        return Corrected::NotKnown;
    }
    let compared = comparisons(page, document, library, session);
    compared.map_or(Corrected::NotKnown, |compared| {
        Corrected::Share(score(document, compared).share_within_tolerance)
    })
}

fn share_words(page: &Page, key: &str, share: f64) -> String {
    page.say_with(key, "percent", &format!("{:.0}", 100.0 * share))
}
