//! The outlook of the hand-made plan.

use needlework_outcome::{
    AbsorptionOutlook, BarrierOutlook, ChangeDirection, Estimate, HistologyOutlook, LayerOutlook,
    Outlook, RiskOutlook, ScaleOutlook, Series, SessionOutlook, SideEffectOutlook,
};
use needlework_planning::{Scenario, ScenarioScale};

use super::{around, assumed};

const TWO_YEARS: f64 = 730.0;

/// A series sampled at these days.
fn series(unit: &str, days: &[f64], value: impl Fn(f64) -> Estimate) -> Series {
    Series {
        unit: unit.to_owned(),
        days: days.to_vec(),
        values: days.iter().map(|day| value(*day)).collect(),
    }
}

fn long_days() -> Vec<f64> {
    (0..=52).map(|step| f64::from(step) * 15.0).collect()
}

fn hours(last: i32) -> Vec<f64> {
    (0..=last / 3)
        .map(|step| f64::from(step) * 3.0 / 24.0)
        .collect()
}

/// Rises from the first session, is highest some months after the last, then fades slowly.
fn rise(day: f64) -> f64 {
    let grown = 1.0 / (1.0 + (-(day - 110.0) / 32.0).exp()) - 0.03;
    grown * (-(day - 220.0).max(0.0) / 1800.0).exp()
}

fn scale(id: &str, name: &str, plain_name: &str, size: f64, caveat: Option<&str>) -> ScaleOutlook {
    let days = long_days();
    ScaleOutlook {
        id: id.to_owned(),
        name: name.to_owned(),
        plain_name: plain_name.to_owned(),
        range: [0.0, 5.0],
        direction: ChangeDirection::LowerIsBetter,
        baseline: around(2.6, 3.0, 3.4),
        improvement: series("grade", &days, |day| {
            let middle = size * rise(day);
            around(0.2 * middle - 0.04, middle, 2.4 * middle + 0.05)
        }),
        minimal_detectable_change: assumed(0.5, "grade"),
        probability_detectable: days
            .iter()
            .map(|day| (size * rise(*day)).min(0.97))
            .collect(),
        caveat: caveat.map(str::to_owned),
        basis: vec![
            "outcome.wrinkles".to_owned(),
            format!("outcome.scales.{id}"),
        ],
    }
}

fn side_effect(
    id: &str,
    plain_name: &str,
    chance: f64,
    grade: f64,
    ends: f64,
) -> SideEffectOutlook {
    SideEffectOutlook {
        id: id.to_owned(),
        name: id.to_owned(),
        plain_name: plain_name.to_owned(),
        probability: around(0.6 * chance, chance, (1.3 * chance).min(0.99)),
        grade: series("grade", &hours(360), |day| {
            let middle = grade * (-day * 24.0 / (0.45 * ends)).exp();
            around(0.5 * middle, middle, (1.6 * middle).min(3.0))
        }),
        peak_hour: around(0.5, 1.0, 4.0),
        ends_hour: around(0.5 * ends, ends, 2.2 * ends),
        caveat: (id == "pimples")
            .then(|| "Only rates from acne-prone people were found.".to_owned()),
        basis: vec!["healing.collagen".to_owned()],
    }
}

fn absorption(id: &str, name: &str, gain: f64) -> AbsorptionOutlook {
    AbsorptionOutlook {
        id: id.to_owned(),
        name: name.to_owned(),
        gain: series("-", &hours(168), |day| {
            let middle = 1.0 + (gain - 1.0) * (-day * 1.4).exp();
            around(
                1.0 + 0.4 * (middle - 1.0),
                middle,
                1.0 + 2.5 * (middle - 1.0),
            )
        }),
        caveat: None,
        basis: vec!["needling.insertion".to_owned()],
    }
}

fn risk(id: &str, plain_name: &str, chance: f64) -> RiskOutlook {
    RiskOutlook {
        id: id.to_owned(),
        name: id.to_owned(),
        plain_name: plain_name.to_owned(),
        probability: around(0.2 * chance, chance, 4.0 * chance),
        caveat: (id == "tram-track")
            .then(|| "One series of 30 people, with longer needles over bone.".to_owned()),
        basis: vec!["outcome.wrinkles".to_owned()],
    }
}

fn layer(index: u8) -> LayerOutlook {
    let top = [0.055, 0.2, 0.46, 0.72, 0.98, 1.24, 1.5];
    let at = usize::from(index);
    let edge = |depth: f64| around(0.85 * depth, depth, 1.2 * depth);
    let strength = [1.0, 0.85, 0.7, 0.5, 0.2, 0.02][at];
    let share = move |size: f64| {
        series("-", &long_days(), move |day| {
            let middle = size * strength * rise(day);
            around(0.3 * middle, middle, 2.2 * middle)
        })
    };
    LayerOutlook {
        depth_mm: [edge(top[at]), edge(top[at + 1])],
        damaged: around(0.04 * strength, 0.11 * strength, 0.22 * strength),
        collagen_change: share(0.05),
        new_collagen_share: share(0.16),
        new_elastin_share: share(0.07),
    }
}

fn felt(id: &str, plain_name: &str, value: Estimate) -> SessionOutlook {
    SessionOutlook {
        id: id.to_owned(),
        name: plain_name.to_owned(),
        plain_name: plain_name.to_owned(),
        unit: "-".to_owned(),
        value,
        caveat: None,
        basis: vec!["needling.insertion".to_owned()],
    }
}

fn histology(id: &str, name: &str, size: f64) -> HistologyOutlook {
    HistologyOutlook {
        id: id.to_owned(),
        name: name.to_owned(),
        change: series("-", &long_days(), |day| {
            let middle = size * rise(day);
            around(middle - 0.6 * size.abs(), middle, middle + 1.2 * size.abs())
        }),
        caveat: (id == "elastin-total")
            .then(|| "Studies disagree: total elastin fell in two and rose in one.".to_owned()),
        basis: vec!["healing.collagen".to_owned()],
    }
}

/// What is expected in a zone.
pub(crate) fn outlook() -> Outlook {
    Outlook {
        scales: vec![
            scale(
                "lemperle-wrinkles",
                "Lemperle wrinkle grade",
                "wrinkles",
                0.62,
                None,
            ),
            scale("fine-lines", "Fine lines", "fine lines", 0.7, None),
            scale(
                "texture",
                "Texture",
                "smoothness",
                0.3,
                Some("Only open series without a control group."),
            ),
        ],
        side_effects: vec![
            side_effect("redness", "redness", 0.96, 2.1, 40.0),
            side_effect("swelling", "swelling", 0.7, 1.2, 36.0),
            side_effect("tightness", "tightness and dryness", 0.8, 1.3, 60.0),
            side_effect("tenderness", "tenderness", 0.6, 1.0, 30.0),
            side_effect("flaking", "flaking", 0.5, 0.9, 110.0),
            side_effect("pimples", "spots without blisters", 0.08, 1.0, 120.0),
        ],
        barrier: BarrierOutlook {
            open: series("-", &hours(120), |day| {
                let open = |rate: f64| (-day * rate).exp();
                Estimate {
                    p05: open(6.0),
                    p25: open(3.4),
                    ..around(open(6.0), open(2.2), open(0.9))
                }
            }),
            caveat: Some("Measurements contradict each other.".to_owned()),
            basis: vec!["outcome.findings.open-channels".to_owned()],
        },
        absorption: vec![
            absorption("small", "small molecules that pass anyway (caffeine)", 1.6),
            absorption("ascorbic-acid", "vitamin C", 5.0),
            absorption("peptides", "peptides", 9.0),
        ],
        risks: vec![
            risk("pigment-darkening", "dark patches", 0.03),
            risk("tram-track", "lines like tracks", 0.004),
            risk("infection", "infection", 0.002),
        ],
        histology: vec![
            histology("collagen-1", "Collagen I", 0.09),
            histology("collagen-3", "Collagen III", 0.2),
            histology("elastin-total", "Elastin, total", -0.03),
        ],
        layers: (0..6).map(layer).collect(),
        bleeding: felt("bleeding", "bleeding points", around(1.0, 4.0, 14.0)),
        discomfort: felt(
            "discomfort",
            "pain during the session",
            around(3.0, 5.0, 7.5),
        ),
        global_improvement: vec![0.03, 0.31, 0.42, 0.2, 0.04],
    }
}

/// Other courses for the main zone.
pub(crate) fn scenarios() -> Vec<Scenario> {
    let days = [180.0, 365.0, TWO_YEARS];
    let scenario = |id: &str, name: &str, sessions: u32, upkeep: u32, size: f64| Scenario {
        id: id.to_owned(),
        name: name.to_owned(),
        sessions,
        maintenance_per_year: upkeep,
        scale: ScenarioScale {
            id: "lemperle-wrinkles".to_owned(),
            improvement: series("grade", &days, |day| around(0.1, 0.5 * rise(day), 1.2)),
            difference: series("grade", &days, |day| {
                let middle = size * day / TWO_YEARS;
                around(middle - 0.05, middle, middle + 0.1 * day / TWO_YEARS)
            }),
            probability_better: vec![0.5, 0.5 + size, 0.5 + size],
        },
        basis: vec!["outcome.wrinkles".to_owned()],
    };
    vec![
        scenario("no-maintenance", "No upkeep", 4, 0, -0.12),
        scenario("maintenance-1", "One upkeep session a year", 4, 1, 0.01),
        scenario("maintenance-2", "Two upkeep sessions a year", 4, 2, 0.11),
        scenario("sessions-minus-1", "One session fewer", 3, 1, -0.09),
        scenario("sessions-plus-1", "One session more", 5, 1, 0.08),
    ]
}
