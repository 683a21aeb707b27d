//! The own predicted risk as one sentence: rounded as coarsely as its interval allows, and never without it.

use needlework_evidence::HOURS_PER_DAY;
use needlework_protocol::{Phrases, capitalised};

use crate::consent::ConsentMeasure;
use crate::locked::Quantiles;

/// Hours from which on a time is told in days.
const HOURS_TOLD_IN_DAYS: f64 = 48.0;
/// A sign that ends before this many hours was never noticeable.
const SOONEST_NOTICED_HOURS: f64 = 0.5;
/// Values up to this are told with one decimal.
const TOLD_WITH_DECIMALS: f64 = 10.0;

/// What a person should know before agreeing, with zone, number and interval: "Dark patches (cheeks): about 3 of 100 people
/// (1 to 9), over the whole course."
pub(crate) fn consent_sentence(
    (name, zone): (&str, &str),
    measure: ConsentMeasure,
    value: &Quantiles,
    phrases: &Phrases,
) -> String {
    let (amount, when) = match measure {
        ConsentMeasure::ProbabilityOverCourse => (people(value, phrases), "consent.over-course"),
        ConsentMeasure::HoursAfterSession => (until(value, phrases), "consent.after-session"),
        ConsentMeasure::PointsPerCm2 => (
            about(value, "amount.points-per-cm2", phrases),
            "consent.in-session",
        ),
        ConsentMeasure::PainOfTen => (
            about(value, "amount.pain-of-ten", phrases),
            "consent.in-session-unnumbed",
        ),
    };
    let values = [
        ("name", capitalised(name)),
        ("zone", zone.to_owned()),
        ("amount", amount),
        ("when", phrases.say(when, &[])),
    ];
    said("consent.fact", &values, phrases)
}

/// A probability as people of a hundred.
fn people(share: &Quantiles, phrases: &Phrases) -> String {
    let is_round = (0.01..=0.99).contains(&share.p50) || share.p50 <= 0.0;
    let key = if is_round {
        "amount.people"
    } else {
        "amount.people-rare"
    };
    said(
        key,
        &spread(share, |share| of_hundred(share, phrases)),
        phrases,
    )
}

/// A share (0 to 1) as a whole number of a hundred; what is rare is not rounded to never.
fn of_hundred(share: f64, phrases: &Phrases) -> String {
    let hundred = 100.0 * share;
    if hundred > 0.0 && hundred < 1.0 {
        phrases.say("amount.less-than-one", &[])
    } else if hundred > 99.0 && hundred < 100.0 {
        phrases.say("amount.more-than-99", &[])
    } else {
        format!("{:.0}", hundred.clamp(0.0, 100.0))
    }
}

/// Until when a sign is noticeable.
fn until(hours: &Quantiles, phrases: &Phrases) -> String {
    let key = if hours.p95 < SOONEST_NOTICED_HOURS {
        "amount.not-noticeable"
    } else if hours.p50 < SOONEST_NOTICED_HOURS {
        "amount.mostly-not-noticeable"
    } else {
        "amount.time"
    };
    said(key, &spread(hours, |hours| time(hours, phrases)), phrases)
}

/// A time in the unit in which people tell it.
fn time(hours: f64, phrases: &Phrases) -> String {
    if hours.round() < 1.0 {
        phrases.say("amount.under-an-hour", &[])
    } else if hours < HOURS_TOLD_IN_DAYS {
        phrases.amount("hours", hours.round(), 0)
    } else {
        phrases.amount("days", (hours / HOURS_PER_DAY).round(), 0)
    }
}

/// A number with one decimal where all are small.
fn about(value: &Quantiles, key: &str, phrases: &Phrases) -> String {
    let factor = if value.p95 < TOLD_WITH_DECIMALS {
        10.0
    } else {
        1.0
    };
    let number = |value: f64| phrases.number((value * factor).round() / factor);
    said(key, &spread(value, number), phrases)
}

fn spread(of: &Quantiles, words: impl Fn(f64) -> String) -> [(&'static str, String); 3] {
    [("low", of.p05), ("middle", of.p50), ("high", of.p95)].map(|(key, value)| (key, words(value)))
}

fn said(key: &str, values: &[(&str, String)], phrases: &Phrases) -> String {
    let values: Vec<(&str, &str)> = values
        .iter()
        .map(|(key, value)| (*key, value.as_str()))
        .collect();
    phrases.say(key, &values)
}

#[cfg(test)]
mod tests {
    use needlework_protocol::{Language, Phrasebook};

    use super::*;

    fn sentences(language: Language) -> Vec<String> {
        let book = Phrasebook::shipped().unwrap();
        [
            (ConsentMeasure::ProbabilityOverCourse, [0.002, 0.031, 0.094]),
            (ConsentMeasure::ProbabilityOverCourse, [0.0, 0.004, 0.02]),
            (ConsentMeasure::HoursAfterSession, [0.4, 30.0, 91.0]),
            (ConsentMeasure::HoursAfterSession, [0.0, 0.1, 60.0]),
            (ConsentMeasure::HoursAfterSession, [0.0, 0.1, 0.2]),
            (ConsentMeasure::PointsPerCm2, [2.4, 12.6, 41.0]),
            (ConsentMeasure::PainOfTen, [3.12, 5.2, 7.0]),
        ]
        .into_iter()
        .map(|(measure, [p05, p50, p95])| {
            let value = Quantiles::from([p05, p50, p50, p50, p95]);
            consent_sentence(("redness", "cheeks"), measure, &value, book.of(language))
        })
        .collect()
    }

    #[test]
    fn every_measure_reads_as_a_sentence_with_its_interval() {
        assert_eq!(
            sentences(Language::ENGLISH),
            [
                "Redness (cheeks): about 3 of 100 people (less than 1 to 9), over the whole course.",
                "Redness (cheeks): less than 1 of 100 people (0 to 2), over the whole course.",
                "Redness (cheeks): about 30 hours (less than an hour to 4 days), after each session.",
                "Redness (cheeks): mostly not noticeable, at most 3 days, after each session.",
                "Redness (cheeks): not noticeable, after each session.",
                "Redness (cheeks): about 13 points per cm² (2 to 41), in each session.",
                "Redness (cheeks): about 5.2 of 10 (3.1 to 7), in each session, without numbing.",
            ]
        );
    }

    #[test]
    fn spanish_has_its_own_words_and_its_decimal_mark() {
        let spanish = sentences(Language::of_code("es").unwrap());
        assert_eq!(
            spanish[6],
            "Redness (cheeks): aproximadamente 5,2 de 10 (de 3,1 a 7), en cada sesión, sin anestesia."
        );
        assert!(spanish[0].contains("unas 3 de cada 100 personas (de menos de 1 a 9)"));
    }
}
