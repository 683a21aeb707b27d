//! What must hold of every prediction, over the whole chain.

mod chain;

use chain::{Chain, Protocol, every, quantile};
use needlework_healing::Ageing;
use needlework_needling::Coverage;
use needlework_outcome::{ObservedDraw, outlook};
use needlework_skin::Phototype;

const DRAWS: usize = 100;

fn share(draws: &[ObservedDraw], holds: impl Fn(&ObservedDraw) -> bool) -> f64 {
    draws.iter().filter(|draw| holds(draw)).count() as f64 / draws.len() as f64
}

fn improvements(draws: &[ObservedDraw], scale: &str, day: f64) -> Vec<f64> {
    let of = |draw: &ObservedDraw| draw.improvement(scale, day);
    draws.iter().filter_map(of).collect()
}

#[test]
fn without_treatment_and_without_ageing_nothing_changes() {
    let chain = Chain::load();
    let untreated = Protocol {
        session_days: Vec::new(),
        ageing: Ageing::Off,
        ..Protocol::default()
    };
    for draw in chain.observe(&untreated, 40) {
        for scale in &draw.scales {
            let largest = scale
                .improvement
                .iter()
                .fold(0.0_f64, |most, x| most.max(x.abs()));
            assert!(largest < 1e-9, "{}: {largest}", scale.id);
        }
        for finding in &draw.histology {
            let largest = finding
                .change
                .iter()
                .fold(0.0_f64, |most, x| most.max(x.abs()));
            assert!(largest < 1e-9, "{}: {largest}", finding.id);
        }
        for risk in &draw.risks {
            assert!(risk.probability.abs() < 1e-12, "{}", risk.id);
        }
    }
}

#[test]
fn untreated_skin_that_ages_gets_slowly_worse() {
    let chain = Chain::load();
    let untreated = Protocol {
        session_days: Vec::new(),
        ..Protocol::default()
    };
    let draws = chain.observe(&untreated, 60);
    let worse = share(&draws, |draw| {
        draw.improvement("lemperle-wrinkles", 730.0)
            .is_some_and(|improved| improved < 0.0)
    });
    assert!(worse > 0.95, "{worse}");
}

#[test]
fn deeper_beats_shallower_within_the_evaluated_range() {
    let chain = Chain::load();
    let at = |needle_length_mm| {
        chain.observe(
            &Protocol {
                needle_length_mm,
                ageing: Ageing::Off,
                ..Protocol::default()
            },
            DRAWS,
        )
    };
    let (shallow, deep) = (at(0.5), at(1.5));
    for scale in ["lemperle-wrinkles", "goodman-baron", "alexiades-laxity"] {
        let better = improvements(&deep, scale, 180.0)
            .iter()
            .zip(improvements(&shallow, scale, 180.0))
            .filter(|(deep, shallow)| *deep > shallow)
            .count();
        let share = better as f64 / DRAWS as f64;
        println!("{scale}: deeper better in {share}");
        assert!(share > 0.9, "{scale}: {share}");
    }
}

/// Evidence C3 and D1: grades went on falling for at least two months after the last session.
#[test]
fn improvement_grows_for_two_months_after_the_last_session() {
    let chain = Chain::load();
    let untouched_by_age = Protocol {
        ageing: Ageing::Off,
        ..Protocol::default()
    };
    let draws = chain.observe(&untouched_by_age, DRAWS);
    let last = 90.0;
    for scale in ["lemperle-wrinkles", "goodman-baron"] {
        let growing = share(&draws, |draw| {
            let at = |day| draw.improvement(scale, day).unwrap_or(f64::NAN);
            at(last) < at(last + 30.0) && at(last + 30.0) < at(last + 60.0)
        });
        println!("{scale}: growing in {growing}");
        assert!(growing > 0.9, "{scale}: {growing}");
    }
}

/// Evidence H2 and H3, trap 5.
#[test]
fn total_elastin_does_not_rise_while_new_elastin_does() {
    let chain = Chain::load();
    let biopsied = Protocol {
        session_days: every(14.0, 6),
        ..Protocol::default()
    };
    let draws = chain.observe(&biopsied, DRAWS);
    let change = |id| -> Vec<f64> {
        draws
            .iter()
            .filter_map(|draw| draw.histology_change(id, 90.0))
            .collect()
    };
    assert!(quantile(&change("tropoelastin"), 0.05) > 0.0);
    assert!(quantile(&change("total-elastin"), 0.5) <= 0.0);
    assert!(quantile(&change("collagen-1"), 0.5) > 0.0);
    assert!(quantile(&change("collagen-3"), 0.5) > 0.0);
    assert!(quantile(&change("new-collagen"), 0.5) > 0.0);
}

#[test]
fn darkening_rises_with_phototype() {
    let chain = Chain::load();
    let types = [
        Phototype::I,
        Phototype::II,
        Phototype::III,
        Phototype::IV,
        Phototype::V,
        Phototype::VI,
    ];
    let mut previous = 0.0;
    for phototype in types {
        let mut protocol = Protocol::default();
        protocol.person.phototype = phototype;
        let draws = chain.observe(&protocol, 60);
        let mean = draws
            .iter()
            .map(|draw| draw.risks[0].probability)
            .sum::<f64>()
            / 60.0;
        assert!(mean > previous, "{phototype:?}: {mean} after {previous}");
        previous = mean;
    }
}

#[test]
fn probabilities_severities_and_scales_stay_within_their_ranges() {
    let chain = Chain::load();
    let harsh = Protocol {
        device: "roller-540",
        needle_length_mm: 3.0,
        coverage: Coverage::Passes(60.0),
        session_days: every(7.0, 12),
        ..Protocol::default()
    };
    for draw in chain.observe(&harsh, 60) {
        for risk in &draw.risks {
            assert!((0.0..=1.0).contains(&risk.probability), "{}", risk.id);
        }
        for effect in &draw.side_effects {
            assert!((0.0..=1.0).contains(&effect.probability), "{}", effect.id);
            assert!(effect.grade.iter().all(|grade| (0.0..=3.0).contains(grade)));
            assert!(effect.ends_hour >= 0.0 && effect.peak_hour >= 0.0);
        }
        for scale in &draw.scales {
            let row = chain.catalogue.scale(&scale.id).expect("known scale");
            let sign = match row.direction {
                needlework_outcome::ChangeDirection::LowerIsBetter => -1.0,
                needlework_outcome::ChangeDirection::HigherIsBetter => 1.0,
            };
            for improvement in &scale.improvement {
                let value = scale.baseline + sign * improvement;
                let [low, high] = row.range;
                assert!(
                    (low - 1e-9..=high + 1e-9).contains(&value),
                    "{}: {value}",
                    scale.id
                );
            }
        }
        for class in &draw.absorption {
            assert!(class.gain.iter().all(|gain| *gain >= 0.5), "{}", class.id);
        }
    }
}

/// Shared draws: the difference of two plans is known better than either plan.
#[test]
fn differences_between_plans_are_sharper_than_the_plans() {
    let chain = Chain::load();
    let four = chain.observe(&Protocol::default(), DRAWS);
    let five = chain.observe(
        &Protocol {
            session_days: every(30.0, 5),
            ..Protocol::default()
        },
        DRAWS,
    );
    let (four, five) = (
        improvements(&four, "lemperle-wrinkles", 210.0),
        improvements(&five, "lemperle-wrinkles", 210.0),
    );
    let difference: Vec<f64> = five
        .iter()
        .zip(&four)
        .map(|(more, less)| more - less)
        .collect();
    let width = |values: &[f64]| quantile(values, 0.95) - quantile(values, 0.05);
    assert!(width(&difference) < 0.5 * width(&four));
}

#[test]
fn the_outlook_summarises_every_draw_for_the_indication() {
    let chain = Chain::load();
    let draws = chain.observe(&Protocol::default(), 60);
    let outlook = outlook(&draws, &chain.catalogue, "facial-wrinkles", 180.0).expect("outlook");
    assert_eq!(outlook.scales[0].id, "lemperle-wrinkles");
    assert_eq!(outlook.side_effects.len(), 6);
    assert_eq!(outlook.absorption.len(), 4);
    assert_eq!(outlook.risks.len(), 3);
    assert_eq!(outlook.layers.len(), 6);
    let total: f64 = outlook.global_improvement.iter().sum();
    assert!((total - 1.0).abs() < 1e-9);
    for scale in &outlook.scales {
        assert_eq!(
            scale.improvement.days.len(),
            scale.probability_detectable.len()
        );
        for values in &scale.improvement.values {
            assert!(values.p05 <= values.p50 && values.p50 <= values.p95);
        }
    }
    let scales = outlook.scales.iter().map(|row| &row.basis);
    let effects = outlook.side_effects.iter().map(|row| &row.basis);
    let absorption = outlook.absorption.iter().map(|row| &row.basis);
    let risks = outlook.risks.iter().map(|row| &row.basis);
    let histology = outlook.histology.iter().map(|row| &row.basis);
    let all = scales
        .chain(effects)
        .chain(absorption)
        .chain(risks)
        .chain(histology);
    for key in all.flatten() {
        let prefix = format!("{key}.");
        let known = chain.catalogue.row(key).is_some()
            || chain
                .parameters
                .iter()
                .any(|row| row.key.starts_with(&prefix));
        assert!(known, "{key} leads nowhere");
    }
}
