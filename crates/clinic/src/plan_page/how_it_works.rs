//! What it is, with which needles, and how deep they go in this skin.

use needlework_needling::{Coverage, Device, DeviceKind, EvaluatedUse, HandPressure, Technique};
use needlework_outcome::Estimate;
use needlework_planning::{Plan, ZonePlan};

use crate::chart::{CrossSection, CutLabels, Drawing};

use super::amount::{Spread, counted, plain};
use super::evidence::Evidence;
use crate::language::Language;

/// The section "How it works".
pub(crate) struct HowItWorks {
    pub(crate) device: String,
    pub(crate) device_facts: Vec<(String, String)>,
    pub(crate) evaluated: Vec<String>,
    pub(crate) zones: Vec<ZoneCut>,
    pub(crate) evidence: Evidence,
}

/// One zone with its cross-section.
pub(crate) struct ZoneCut {
    pub(crate) name: String,
    pub(crate) clinical_name: String,
    pub(crate) needle: String,
    pub(crate) reaches: String,
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) picture: String,
}

impl HowItWorks {
    pub(crate) fn of(plan: &Plan, words: &Language) -> Self {
        let basis = plan
            .zones
            .iter()
            .flat_map(|zone| zone.injury.basis.iter().chain(&zone.basis));
        Self {
            device: device(plan, words),
            device_facts: device_facts(&plan.device, words),
            evaluated: plan
                .device
                .evaluated_uses
                .iter()
                .map(|one| evaluated(one, words))
                .collect(),
            zones: plan
                .zones
                .iter()
                .enumerate()
                .map(|(index, zone)| zone_cut(plan, (index, zone), words))
                .collect(),
            evidence: Evidence::of(plan, basis, words),
        }
    }
}

fn device(plan: &Plan, words: &Language) -> String {
    let key = match plan.device.kind {
        DeviceKind::Roller => "plan-device-is-roller",
        DeviceKind::Stamp => "plan-device-is-stamp",
        DeviceKind::Pen => "plan-device-is-pen",
    };
    words.say_with(key, "device", &plan.device.name)
}

fn device_facts(device: &Device, words: &Language) -> Vec<(String, String)> {
    let lengths = device.lengths;
    let fact = |key: &str, value: String| (words.say(key), value);
    let mut facts = vec![
        fact(
            "plan-needle-lengths",
            words.say_all(
                "plan-mechanical-limits",
                &[
                    ("shortest", &plain(words, lengths.shortest_mm)),
                    ("longest", &plain(words, lengths.longest_mm)),
                ],
            ),
        ),
        fact("plan-needle-count", plain(words, device.needle_count.value)),
        fact(
            "plan-needle-diameter",
            counted(words, &plain(words, device.needle_diameter_mm.value), "mm"),
        ),
        fact(
            "plan-tip-diameter",
            format!("{}\u{a0}µm", plain(words, device.tip_diameter_um.value)),
        ),
    ];
    if let Some(error) = &device.setting_error_mm {
        let error = counted(words, &plain(words, error.value), "mm");
        facts.push(fact("plan-setting-error", format!("±\u{a0}{error}")));
    }
    facts
}

/// "K202243: neck wrinkles, up to 2.5 mm, phototypes 1 to 6, from 22 years"
fn evaluated(evaluated: &EvaluatedUse, words: &Language) -> String {
    let mut said = vec![format!("{}: {}", evaluated.reference, evaluated.indication)];
    if let Some(longest) = evaluated.longest_mm {
        said.push(words.say_with("plan-evaluated-length", "length", &plain(words, longest)));
    }
    if let Some([from, to]) = evaluated.phototypes {
        let values = [("from", from.to_string()), ("to", to.to_string())];
        let values = values
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        said.push(words.say_all("plan-evaluated-phototypes", &values));
    }
    if let Some(age) = evaluated.minimum_age_years {
        said.push(words.say_with("plan-evaluated-age", "age", &plain(words, age)));
    }
    said.join(", ")
}

/// Roller, stamp or pen.
pub(crate) fn kind_name(kind: DeviceKind, words: &Language) -> String {
    words.say(match kind {
        DeviceKind::Roller => "plan-roller",
        DeviceKind::Stamp => "plan-stamp",
        DeviceKind::Pen => "plan-pen",
    })
}

fn zone_cut(plan: &Plan, (index, zone): (usize, &ZonePlan), words: &Language) -> ZoneCut {
    let depth = Spread::of(words, &zone.injury.channel_depth_mm, 0.01);
    let length = plain(words, zone.technique.needle_length_mm);
    ZoneCut {
        name: zone.plain_name.clone(),
        clinical_name: zone.name.clone(),
        needle: format!(
            "{} ({})",
            counted(words, &length, "mm"),
            kind_name(plan.device.kind, words)
        ),
        reaches: if zone.injury.channel_depth_mm.p95 > 0.0 {
            words.say_with("plan-needles-reach", "depth", &depth.about(words, "mm"))
        } else {
            words.say("plan-needles-stay-out")
        },
        facts: facts(zone, words),
        picture: picture(index, zone, words),
    }
}

fn picture(index: usize, zone: &ZonePlan, words: &Language) -> String {
    let injury = &zone.injury;
    let layers = [
        "plan-cut-epidermis",
        "plan-cut-papillary",
        "plan-cut-reticular",
    ];
    let section = cross_section(zone, layers, words);
    let short = |estimate| Spread::of(words, estimate, 0.01).short(words);
    let description = words.say_all(
        "plan-cut-picture",
        &[
            ("length", &plain(words, zone.technique.needle_length_mm)),
            ("depth", &short(&injury.channel_depth_mm)),
            ("epidermis", &short(&injury.epidermis_mm)),
            ("dermis", &short(&injury.dermis_mm)),
        ],
    );
    let title = words.say_with("plan-cut", "zone", &zone.plain_name);
    section.picture(&format!("cut-{index}"), &title, &description)
}

/// The cut through the skin of a zone; `layers` are the names of epidermis, papillary and reticular dermis for the reader.
pub(crate) fn cross_section(zone: &ZonePlan, layers: [&str; 3], words: &Language) -> CrossSection {
    let [epidermis, papillary, reticular] = layers.map(|key| words.say(key));
    let injury = &zone.injury;
    CrossSection {
        epidermis_mm: injury.epidermis_mm.p50,
        dermal_layers_mm: dermal_layers(zone),
        needle_length_mm: zone.technique.needle_length_mm,
        channel_depth_mm: injury.channel_depth_mm,
        channel_radius_mm: injury.channel_radius_mm.p50,
        channel_spacing_mm: spacing_mm(injury.channels_per_cm2.p50),
        labels: CutLabels {
            layers: [epidermis, papillary, reticular, words.say("plan-cut-fat")],
            needle: words.say("plan-cut-needle"),
            reach: words.say("plan-cut-reach"),
            decimal_mark: words.decimal_mark().to_owned(),
        },
    }
}

fn facts(zone: &ZonePlan, words: &Language) -> Vec<(String, String)> {
    let injury = &zone.injury;
    let about = |key: &str, estimate: &Estimate, finest: f64, unit: &str| {
        let spread = Spread::of(words, estimate, finest);
        (words.say(key), spread.about(words, unit))
    };
    let bleeding = &zone.outlook.bleeding.value;
    vec![
        (
            words.say("plan-area"),
            format!("{}\u{a0}cm²", plain(words, zone.area_cm2)),
        ),
        (
            words.say("plan-coverage"),
            coverage(zone.technique.coverage, words),
        ),
        (
            words.say("plan-hand-pressure"),
            pressure(&zone.technique, words),
        ),
        about("plan-channels", &injury.channels_per_cm2, 1.0, "per-cm2"),
        about("plan-bleeding", bleeding, 0.1, "points-per-cm2"),
        about("plan-epidermis", &injury.epidermis_mm, 0.01, "mm"),
        about("plan-dermis", &injury.dermis_mm, 0.01, "mm"),
        about("plan-channel-radius", &injury.channel_radius_mm, 0.01, "mm"),
    ]
}

/// Depths of the lower faces of the dermal layers; the whole dermis as one when the outlook names no layers.
fn dermal_layers(zone: &ZonePlan) -> Vec<f64> {
    let lower: Vec<f64> = zone
        .outlook
        .layers
        .iter()
        .map(|layer| layer.depth_mm[1].p50)
        .collect();
    if lower.is_empty() {
        vec![zone.injury.epidermis_mm.p50 + zone.injury.dermis_mm.p50]
    } else {
        lower
    }
}

/// Mean distance between channels spread evenly at this density.
fn spacing_mm(channels_per_cm2: f64) -> f64 {
    /// Side of a square centimetre.
    const CENTIMETRE_MM: f64 = 10.0;
    if channels_per_cm2 > 0.0 {
        CENTIMETRE_MM / channels_per_cm2.sqrt()
    } else {
        CENTIMETRE_MM
    }
}

/// How much of the skin is covered.
pub(crate) fn coverage(coverage: Coverage, words: &Language) -> String {
    let (number, unit) = match coverage {
        Coverage::Passes(passes) => (passes, "passes"),
        Coverage::ChannelsPerCm2(density) => (density, "channels-per-cm2"),
        Coverage::SecondsPerCm2(seconds) => (seconds, "seconds-per-cm2"),
    };
    counted(words, &plain(words, number), unit)
}

fn pressure(technique: &Technique, words: &Language) -> String {
    words.say(match technique.hand_pressure {
        HandPressure::Light => "plan-pressure-light",
        HandPressure::Usual => "plan-pressure-usual",
        HandPressure::Firm => "plan-pressure-firm",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Languages;

    #[test]
    fn the_coverage_is_said_to_the_decimal_and_in_the_right_number() {
        let languages = Languages::shipped().unwrap();
        let said = |code: &str, of: Coverage| coverage(of, languages.get(code));
        assert_eq!(said("en", Coverage::Passes(1.0)), "1 pass over every spot");
        assert_eq!(
            said("en", Coverage::Passes(2.5)),
            "2.5 passes over every spot"
        );
        assert_eq!(
            said("es", Coverage::Passes(2.5)),
            "2,5 pasadas sobre cada punto"
        );
        assert_eq!(
            said("en", Coverage::ChannelsPerCm2(250.0)),
            "250 channels per cm²"
        );
        assert_eq!(
            said("es", Coverage::SecondsPerCm2(2.25)),
            "2,25 segundos en cada cm²"
        );
    }
}
