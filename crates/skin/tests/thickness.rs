//! Layer thickness: published figures come back, every zone is sane, skin thins with age.

#![expect(clippy::unwrap_used, reason = "a broken example must stop its test")]

use needlework_evidence::{Bibliography, Confidence, ParameterSet};
use needlework_skin::{
    Menopause, PARAMETERS, Person, Photodamage, Phototype, Sex, Skin, SkinParameters, TABLES,
    ZoneCatalogue, ZoneKind,
};
use proptest::prelude::*;

fn person(age_years: f64, sex: Sex) -> Person {
    Person {
        age_years,
        sex,
        phototype: Phototype::III,
        photodamage: Photodamage::None,
        menopause: Menopause::NotReached,
        acne_prone: false,
    }
}

fn zones() -> ZoneCatalogue {
    ZoneCatalogue::shipped(&Bibliography::shipped().unwrap()).unwrap()
}

fn set() -> ParameterSet {
    let bibliography = Bibliography::shipped().unwrap();
    ParameterSet::load(&[("skin", PARAMETERS, TABLES)], &bibliography).unwrap()
}

fn nominal() -> SkinParameters {
    let set = set();
    SkinParameters::at(&set, &set.nominal()).unwrap()
}

/// Table 2 of the ultrasound study (evidence R1): zone, women, men, mm.
const MEASURED_DERMIS: [(&str, f64, f64); 7] = [
    ("forehead", 0.86, 1.17),
    ("glabella", 0.90, 1.14),
    ("temple", 0.80, 1.06),
    ("nose", 0.93, 1.03),
    ("cheekbone", 0.87, 1.14),
    ("jawline", 0.91, 1.02),
    ("neck", 0.99, 0.98),
];

#[test]
fn measured_dermis_comes_back_for_each_zone_and_sex() {
    let parameters = nominal();
    let age = parameters.thickness.reference_age_years;
    let zones = zones();
    for (id, female_mm, male_mm) in MEASURED_DERMIS {
        let zone = zones.get(id).unwrap();
        let confidence = zone.dermis_provenance.confidence;
        assert_eq!(confidence, Confidence::ReadInFull, "{id}");
        for (sex, mm) in [(Sex::Female, female_mm), (Sex::Male, male_mm)] {
            let skin = Skin::of(&person(age, sex), zone, &parameters);
            assert!((skin.dermis_mm() - mm).abs() < 1e-9, "{id} {sex:?}");
        }
    }
}

#[test]
fn zones_without_a_measurement_are_marked_as_assumptions() {
    let zones = zones();
    for id in [
        "cheek",
        "chin",
        "upper-lip",
        "periorbital",
        "chest",
        "abdomen",
        "thigh",
        "upper-arm",
    ] {
        let provenance = &zones.get(id).unwrap().dermis_provenance;
        assert_eq!(provenance.confidence, Confidence::Assumption, "{id}");
        assert!(provenance.note.is_some(), "{id}");
    }
}

#[test]
fn epidermis_lies_within_the_histological_range_of_the_face() {
    for zone in zones().iter().filter(|zone| zone.kind == ZoneKind::Face) {
        for sex in [Sex::Female, Sex::Male] {
            let mean = zone.epidermis_of(sex).mean_mm;
            assert!((0.0659..=0.1228).contains(&mean), "{}: {mean}", zone.id);
        }
    }
}

#[test]
fn a_whole_face_without_eyelids_is_about_300_square_centimetres() {
    let area: f64 = zones()
        .iter()
        .filter(|zone| zone.kind == ZoneKind::Face && zone.blocked.is_none())
        .map(|zone| zone.area_cm2.value)
        .sum();
    assert!((285.0..=315.0).contains(&area), "{area}");
}

#[test]
fn eyelids_are_blocked_with_a_reason_and_nothing_else_is() {
    for zone in zones().iter() {
        let eyelid = zone.id.ends_with("eyelid");
        assert_eq!(zone.blocked.is_some(), eyelid, "{}", zone.id);
        if let Some(reason) = &zone.blocked {
            assert!(reason.contains("eye") && reason.ends_with('.'));
        }
    }
}

#[test]
fn layers_are_in_order_and_fill_the_dermis_in_every_zone_and_draw() {
    let set = set();
    let zones = zones();
    for draw in set.draws(64, 7) {
        let parameters = SkinParameters::at(&set, &draw).unwrap();
        for zone in zones.iter() {
            for (age, sex) in [(18.0, Sex::Male), (52.0, Sex::Female), (100.0, Sex::Female)] {
                let skin = Skin::of(&person(age, sex), zone, &parameters);
                assert!(skin.epidermis_mm > 0.01 && skin.epidermis_mm < 0.5);
                let mut face = skin.epidermis_mm;
                for layer in skin.dermis {
                    assert!((layer.top_mm - face).abs() < 1e-12);
                    assert!(layer.bottom_mm > layer.top_mm);
                    face = layer.bottom_mm;
                }
                let papillary = skin.dermis[0].bottom_mm - skin.dermis[0].top_mm;
                let share = papillary / skin.dermis_mm();
                assert!((share - parameters.thickness.papillary_share).abs() < 1e-9);
            }
        }
    }
}

#[test]
fn draws_reproduce_the_published_spread_between_people() {
    let set = set();
    let zones = zones();
    let zone = zones.get("forehead").unwrap();
    let dermis: Vec<f64> = set
        .draws(512, 3)
        .iter()
        .map(|draw| {
            let parameters = SkinParameters::at(&set, draw).unwrap();
            let age = parameters.thickness.reference_age_years;
            Skin::of(&person(age, Sex::Female), zone, &parameters).dermis_mm()
        })
        .collect();
    let count = dermis.len() as f64;
    let mean = dermis.iter().sum::<f64>() / count;
    let variance = dermis.iter().map(|mm| (mm - mean).powi(2)).sum::<f64>() / count;
    assert!((mean - 0.86).abs() < 0.01, "{mean}");
    let deviation = variance.sqrt();
    assert!((deviation - 0.16).abs() < 0.01, "{deviation}");
}

/// Upper arm (evidence R8): dermis -6 % a decade in both sexes, epidermis -5.7 % in women and -7.2 % in men.
#[test]
fn a_decade_costs_the_published_share() {
    let parameters = nominal();
    let zones = zones();
    let zone = zones.get("upper-arm").unwrap();
    let ratio = |sex, layer: fn(&Skin) -> f64| {
        layer(&Skin::of(&person(60.0, sex), zone, &parameters))
            / layer(&Skin::of(&person(50.0, sex), zone, &parameters))
    };
    assert!((ratio(Sex::Female, Skin::dermis_mm) - 0.94).abs() < 1e-9);
    assert!((ratio(Sex::Male, Skin::dermis_mm) - 0.94).abs() < 1e-9);
    assert!((ratio(Sex::Female, |skin| skin.epidermis_mm) - 0.943).abs() < 1e-9);
    assert!((ratio(Sex::Male, |skin| skin.epidermis_mm) - 0.928).abs() < 1e-9);
}

proptest! {
    #[test]
    fn skin_does_not_thicken_with_age(
        age in 18.0_f64..90.0,
        years in 0.0_f64..30.0,
        male in any::<bool>(),
    ) {
        let parameters = nominal();
        let sex = if male { Sex::Male } else { Sex::Female };
        for zone in zones().iter() {
            let before = Skin::of(&person(age, sex), zone, &parameters);
            let after = Skin::of(&person(age + years, sex), zone, &parameters);
            prop_assert!(after.epidermis_mm <= before.epidermis_mm);
            prop_assert!(after.dermis_mm() <= before.dermis_mm() + 1e-12);
        }
    }
}
