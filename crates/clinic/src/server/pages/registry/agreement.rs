//! How far open and blinded raters agree, scale by scale.

use needlework_registry::{
    Agreement, AgreementMeasure, FEWEST_PEOPLE, SMALLEST_CELL, ToldAgreement,
};

use crate::server::page::Page;

/// Agreement on one scale, in words.
pub(super) struct AgreementView {
    pub(super) name: String,
    pub(super) count: String,
    /// Measure with its interval, and difference with its limits; absent: too few.
    pub(super) told: Option<(String, String)>,
}

/// Every scale that two graded, with how far they agree.
pub(super) fn agreement_views(page: &Page, agreements: &[ToldAgreement]) -> Vec<AgreementView> {
    let views = agreements.iter().map(|told| match &told.agreement {
        Some(agreement) => view(page, agreement),
        None => AgreementView {
            name: page.known_scale_name(&told.scale),
            count: page.count("agreement-withheld", SMALLEST_CELL),
            told: None,
        },
    });
    views.collect()
}

fn view(page: &Page, agreement: &Agreement) -> AgreementView {
    let told = agreement.measured.map(|measured| {
        let key = match measured.measure {
            AgreementMeasure::WeightedKappa => "agreement-kappa",
            AgreementMeasure::IntraclassCorrelation => "agreement-icc",
        };
        let number = |value: f64| page.number(value, 2);
        let [low, high] = measured.interval;
        let [least, most] = measured.limits;
        let value = page.say_all(
            key,
            &[
                ("value", &number(measured.value)),
                ("low", &number(low)),
                ("high", &number(high)),
            ],
        );
        let difference = page.say_all(
            "agreement-difference",
            &[
                ("mean", &number(measured.mean_difference)),
                ("low", &number(least)),
                ("high", &number(most)),
            ],
        );
        (value, difference)
    });
    let is_few = agreement.people < FEWEST_PEOPLE;
    let count = match (&told, is_few) {
        (Some(_), _) => "agreement-count",
        (None, true) => "agreement-too-few",
        (None, false) => "agreement-all-alike",
    };
    AgreementView {
        name: page.known_scale_name(&agreement.scale),
        count: page.say_all(
            count,
            &[
                ("readings", &agreement.readings.to_string()),
                ("people", &agreement.people.to_string()),
                ("fewest", &FEWEST_PEOPLE.to_string()),
            ],
        ),
        told,
    }
}
