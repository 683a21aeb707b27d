//! Delivered against planned: what is inside, what is shown, what needs a second name, and what nobody may do.

use jiff::civil::date;
use needlework_planning::{
    Case, Comparison, DeliveredZone, DeviationClass, Library, LockedCoverage, LockedForecast,
    Measured, Planned, PlannedZone, Settings, compare, delivery_score, plan,
};
use needlework_protocol::{Endpoint, Language};

const CHEEK_LINES: &str = include_str!("../../../examples/cheek-lines.toml");
/// A pen, 0.5 to 2.5 mm or the like.
const PEN: &str = "exceed-unlimited";

fn planned(needle_length_mm: f64, coverage: LockedCoverage) -> Planned {
    Planned::Target(PlannedZone {
        needle_length_mm,
        coverage,
        endpoint: Endpoint::Erythema,
    })
}

fn delivered(depth_set_mm: f64, passes: f64) -> DeliveredZone {
    DeliveredZone {
        zone: "cheek".to_owned(),
        depth_set_mm: Some(depth_set_mm),
        passes: Some(passes),
        minutes: None,
        area_cm2: None,
        endpoint: Some(Endpoint::Erythema),
    }
}

#[expect(clippy::unwrap_used, reason = "a test that fails here has failed")]
fn compared(planned: &Planned, delivered: &DeliveredZone, language: Language) -> Comparison {
    let library = Library::shipped().unwrap();
    let device = library.devices.get(PEN).unwrap();
    compare(planned, delivered, device, &library, language)
}

fn class(planned: &Planned, delivered: &DeliveredZone) -> DeviationClass {
    compared(planned, delivered, Language::English).class
}

/// Clinic reference 2.3: the one figure in hand is a setting error of 0.15 mm; one step of a pen is 0.25 mm.
#[test]
fn the_setting_error_is_inside_one_step_is_minor_and_two_are_major() {
    let plan = planned(1.0, LockedCoverage::Passes(4.0));
    for (depth, expected) in [
        (1.0, DeviationClass::Inside),
        (1.15, DeviationClass::Inside),
        (0.85, DeviationClass::Inside),
        (1.16, DeviationClass::Minor),
        (1.25, DeviationClass::Minor),
        (0.7, DeviationClass::Minor),
        (1.31, DeviationClass::Major),
        (0.5, DeviationClass::Major),
        (1.5, DeviationClass::Major),
    ] {
        assert_eq!(class(&plan, &delivered(depth, 4.0)), expected, "{depth} mm");
    }
}

#[test]
fn passes_count_relative_to_what_was_planned() {
    for (planned_passes, passes, expected) in [
        (15.0, 16.0, DeviationClass::Inside),
        (15.0, 13.0, DeviationClass::Minor),
        (4.0, 5.0, DeviationClass::Minor),
        (4.0, 6.0, DeviationClass::Major),
        (4.0, 2.0, DeviationClass::Major),
    ] {
        let plan = planned(1.0, LockedCoverage::Passes(planned_passes));
        assert_eq!(
            class(&plan, &delivered(1.0, passes)),
            expected,
            "{passes} of {planned_passes}"
        );
    }
}

#[test]
fn seconds_per_area_come_from_minutes_and_area_or_are_not_compared() {
    let plan = planned(1.0, LockedCoverage::SecondsPerCm2(4.0));
    let mut done = delivered(1.0, 4.0);
    let unknown = compared(&plan, &done, Language::English);
    assert_eq!(unknown.class, DeviationClass::Inside);
    assert!(
        unknown.not_compared[0].contains("4 s per cm²"),
        "{unknown:?}"
    );
    done.minutes = Some(10.0);
    done.area_cm2 = Some(100.0);
    // 600 s over 100 cm² are 6 s per cm², half as much again as planned.
    let known = compared(&plan, &done, Language::English);
    assert_eq!(known.class, DeviationClass::Major);
    assert!(known.not_compared.is_empty());
    assert_eq!(
        known.differences[1].sentence,
        "Cheek: 50 % more than planned (6 s per cm² instead of 4 s per cm²)."
    );
}

#[test]
fn the_endpoint_may_be_one_step_away() {
    let plan = planned(1.0, LockedCoverage::Passes(4.0));
    let bleeding = Planned::Target(PlannedZone {
        needle_length_mm: 1.0,
        coverage: LockedCoverage::Passes(4.0),
        endpoint: Endpoint::PinpointBleeding,
    });
    let mut done = delivered(1.0, 4.0);
    for (target, shown, expected) in [
        (&plan, Endpoint::PinpointBleeding, DeviationClass::Minor),
        (&plan, Endpoint::None, DeviationClass::Minor),
        (&bleeding, Endpoint::Erythema, DeviationClass::Minor),
        (&bleeding, Endpoint::None, DeviationClass::Major),
    ] {
        done.endpoint = Some(shown);
        assert_eq!(class(target, &done), expected, "{shown:?}");
    }
    done.endpoint = None;
    let unknown = compared(&plan, &done, Language::English);
    assert_eq!(
        (unknown.class, unknown.not_compared.len()),
        (DeviationClass::Inside, 1)
    );
}

#[test]
fn what_is_not_known_is_not_compared_and_leaves_the_rest() {
    let plan = planned(1.0, LockedCoverage::Passes(4.0));
    let mut done = delivered(1.5, 6.0);
    done.depth_set_mm = None;
    let deep_or_not = compared(&plan, &done, Language::English);
    assert_eq!(
        (deep_or_not.class, deep_or_not.gamma),
        (DeviationClass::Major, None)
    );
    assert!(
        deep_or_not.not_compared[0].contains("planned 1 mm"),
        "{deep_or_not:?}"
    );
    done.passes = None;
    let neither = compared(&plan, &done, Language::English);
    assert_eq!(neither.class, DeviationClass::Inside);
    assert_eq!(neither.not_compared.len(), 2);
    assert!(neither.not_compared[1].contains("4 passes"), "{neither:?}");
    let excluded = compared(&Planned::Excluded, &done, Language::Spanish);
    assert_eq!(excluded.class, DeviationClass::HardStop);
    assert!(excluded.differences[0].delivered.is_empty());
}

#[test]
fn beyond_the_device_and_in_excluded_zones_is_a_hard_stop() {
    let library = Library::shipped().unwrap();
    let longest = library.devices.get(PEN).unwrap().lengths.longest_mm;
    let plan = planned(longest, LockedCoverage::Passes(4.0));
    assert_eq!(
        class(&plan, &delivered(longest, 4.0)),
        DeviationClass::Inside
    );
    for depth in [longest + 0.01, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(
            class(&plan, &delivered(depth, 4.0)),
            DeviationClass::HardStop,
            "{depth}"
        );
    }
    assert_eq!(
        class(&Planned::Excluded, &delivered(1.0, 4.0)),
        DeviationClass::HardStop
    );
    let extra = compared(
        &Planned::NotPlanned,
        &delivered(1.0, 4.0),
        Language::English,
    );
    assert_eq!(extra.class, DeviationClass::Major);
    assert_eq!(extra.differences[0].what, Measured::Zone);
    assert_eq!(extra.gamma, None);
}

#[test]
fn every_sentence_is_whole_in_both_languages() {
    let plan = planned(1.0, LockedCoverage::Passes(4.0));
    let english = compared(&plan, &delivered(1.25, 5.0), Language::English);
    let spanish = compared(&plan, &delivered(1.25, 5.0), Language::Spanish);
    let sentences = |one: &Comparison| -> Vec<String> {
        one.differences
            .iter()
            .map(|one| one.sentence.clone())
            .collect()
    };
    assert_eq!(
        sentences(&english),
        [
            "Cheek: set 0.25 mm deeper than planned (1.25 mm instead of 1 mm).",
            "Cheek: 25 % more than planned (5 passes instead of 4 passes).",
            "Cheek: the skin showed redness, as planned.",
        ]
    );
    assert!(sentences(&spanish)[0].contains("ajustado 0,25 mm más profundo de lo previsto"));
    assert!(sentences(&spanish).iter().all(|one| !one.contains('{')));
}

/// As in radiotherapy: half of each tolerance together is the root of a half.
#[test]
fn gamma_adds_deviations_in_units_of_their_tolerance() {
    let plan = planned(1.0, LockedCoverage::Passes(10.0));
    let gamma = |depth, passes| {
        compared(&plan, &delivered(depth, passes), Language::English)
            .gamma
            .unwrap()
    };
    assert!(gamma(1.0, 10.0).abs() < 1e-12);
    assert!((gamma(1.3, 10.0) - 1.0).abs() < 1e-9);
    assert!((gamma(1.0, 13.0) - 1.0).abs() < 1e-9);
    assert!((gamma(0.85, 8.5) - 0.5_f64.sqrt()).abs() < 1e-9);
}

#[test]
fn the_score_counts_zones_that_were_missed_and_zones_that_were_added() {
    let plan = planned(1.0, LockedCoverage::Passes(10.0));
    let entry = |zone: &str, planned: &Planned, depth| {
        let mut done = delivered(depth, 10.0);
        done.zone = zone.to_owned();
        compared(planned, &done, Language::English)
    };
    let exact = delivery_score(&["cheek"], &[entry("cheek", &plan, 1.0)]);
    assert!((exact.share_within_tolerance - 1.0).abs() < 1e-12);
    assert_eq!(exact.mean_gamma, Some(0.0));
    assert_eq!(exact.version, "delivery/1");
    let zones = ["cheek", "forehead", "chin"];
    let entries = [
        entry("cheek", &plan, 1.0),
        // The second entry of the zone is too deep, so that the zone is.
        entry("chin", &plan, 1.15),
        entry("chin", &plan, 1.6),
        entry("nose", &Planned::NotPlanned, 1.0),
    ];
    let score = delivery_score(&zones, &entries);
    assert_eq!(score.zones, 4);
    assert!((score.share_within_tolerance - 0.25).abs() < 1e-12);
    // Cheek 0, chin 0.6 of 0.3 mm; the forehead was not needled and the nose not planned.
    assert!((score.mean_gamma.unwrap() - 1.0).abs() < 1e-9);
    let nothing = delivery_score(&["cheek"], &[]);
    assert!(nothing.share_within_tolerance.abs() < 1e-12);
    assert_eq!(nothing.mean_gamma, None);
}

#[test]
fn a_plan_says_which_zones_are_targets_and_which_are_excluded() {
    let library = Library::shipped().unwrap();
    // An infection around the eyes leaves that zone out, and the plan goes on with the cheek.
    let answer = "infection-active = { answer = \"yes\", zones = [\"periorbital\"] }";
    let text = CHEEK_LINES.replace("infection-active = \"no\"", answer);
    assert_ne!(text, CHEEK_LINES);
    let case = Case::read("case.toml", text.as_bytes(), date(2026, 11, 26), &library).unwrap();
    let settings = Settings { draws: 20, seed: 1 };
    let plan = plan(&case, &library, &settings, &|_| {}).unwrap();
    let forecast = LockedForecast::from(&plan);
    assert_eq!(forecast.left_out, ["periorbital"]);
    let of = |zone| Planned::of(&forecast, zone, &library);
    let Planned::Target(cheek) = of("cheek") else {
        panic!("the cheek is planned");
    };
    assert!((cheek.needle_length_mm - 1.5).abs() < 1e-12);
    assert_eq!(of("periorbital"), Planned::Excluded);
    assert_eq!(of("upper-eyelid"), Planned::Excluded);
    assert_eq!(of("no-such-zone"), Planned::Excluded);
    assert_eq!(of("neck"), Planned::NotPlanned);
}
