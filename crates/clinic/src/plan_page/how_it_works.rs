//! What it is, with which needles, and how deep they go in this skin.

use needlework_needling::{Coverage, Device, DeviceKind, EvaluatedUse, HandPressure, Technique};
use needlework_planning::{Plan, ZonePlan};

use crate::chart::{CrossSection, Drawing, LayerNames};

use super::amount::{Spread, plain};
use super::evidence::Evidence;

/// The section "How it works".
pub(crate) struct HowItWorks {
    pub(crate) device: String,
    pub(crate) device_facts: Vec<(&'static str, String)>,
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
    pub(crate) facts: Vec<(&'static str, String)>,
    pub(crate) picture: String,
}

impl HowItWorks {
    pub(crate) fn of(plan: &Plan) -> Self {
        let basis = plan
            .zones
            .iter()
            .flat_map(|zone| zone.injury.basis.iter().chain(&zone.basis));
        Self {
            device: device(plan),
            device_facts: device_facts(&plan.device),
            evaluated: plan.device.evaluated_uses.iter().map(evaluated).collect(),
            zones: plan
                .zones
                .iter()
                .enumerate()
                .map(|(index, zone)| zone_cut(plan, index, zone))
                .collect(),
            evidence: Evidence::of(plan, basis),
        }
    }
}

fn device(plan: &Plan) -> String {
    let how = match plan.device.kind {
        DeviceKind::Roller => {
            "a roller, a small drum set with needles that is rolled over the skin"
        }
        DeviceKind::Stamp => "a stamp, a small plate of needles that is pressed onto the skin",
        DeviceKind::Pen => "a pen, a motor that moves a small cartridge of needles in and out",
    };
    format!("The device here, {}, is {how}.", plan.device.name)
}

fn device_facts(device: &Device) -> Vec<(&'static str, String)> {
    let lengths = device.lengths;
    let mut facts = vec![
        (
            "Needle lengths",
            format!(
                "{} to {}\u{a0}mm, the mechanical limits",
                plain(lengths.shortest_mm),
                plain(lengths.longest_mm)
            ),
        ),
        ("Needles", plain(device.needle_count.value)),
        (
            "Needle diameter",
            format!("{}\u{a0}mm", plain(device.needle_diameter_mm.value)),
        ),
        (
            "Tip diameter",
            format!("{}\u{a0}µm", plain(device.tip_diameter_um.value)),
        ),
    ];
    if let Some(error) = &device.setting_error_mm {
        facts.push((
            "Error of the setting",
            format!("±\u{a0}{}\u{a0}mm", plain(error.value)),
        ));
    }
    facts
}

/// "K202243: neck wrinkles, up to 2.5 mm, phototypes 1 to 6, from 22 years"
fn evaluated(evaluated: &EvaluatedUse) -> String {
    let length = evaluated.longest_mm.map_or_else(String::new, |longest| {
        format!(", up to {}\u{a0}mm", plain(longest))
    });
    let phototypes = evaluated.phototypes.map_or_else(String::new, |[from, to]| {
        format!(", phototypes {from} to {to}")
    });
    let age = evaluated
        .minimum_age_years
        .map_or_else(String::new, |age| format!(", from {} years", plain(age)));
    format!(
        "{}: {}{length}{phototypes}{age}",
        evaluated.reference, evaluated.indication
    )
}

/// Roller, stamp or pen.
pub(crate) fn kind_name(kind: DeviceKind) -> &'static str {
    match kind {
        DeviceKind::Roller => "roller",
        DeviceKind::Stamp => "stamp",
        DeviceKind::Pen => "pen",
    }
}

fn zone_cut(plan: &Plan, index: usize, zone: &ZonePlan) -> ZoneCut {
    let depth = Spread::of(&zone.injury.channel_depth_mm, 0.01);
    let section = cross_section(zone, LayerNames::default());
    let description = format!(
        "Drawn to scale. The needle is {} mm long and reaches {} mm deep. The epidermis is {} mm thick, the dermis {} mm.",
        plain(zone.technique.needle_length_mm),
        depth.short(),
        Spread::of(&zone.injury.epidermis_mm, 0.01).short(),
        Spread::of(&zone.injury.dermis_mm, 0.01).short(),
    );
    let title = format!("Cut through the skin: {}", zone.plain_name);
    ZoneCut {
        name: zone.plain_name.clone(),
        clinical_name: zone.name.clone(),
        needle: format!(
            "{}\u{a0}mm ({})",
            plain(zone.technique.needle_length_mm),
            kind_name(plan.device.kind)
        ),
        reaches: if zone.injury.channel_depth_mm.p95 > 0.0 {
            format!("In this skin the needles reach {} deep.", depth.about("mm"))
        } else {
            "In this skin the needles are not expected to get through the surface.".to_owned()
        },
        facts: facts(zone),
        picture: section.picture(&format!("cut-{index}"), &title, &description),
    }
}

/// The cut through the skin of a zone.
pub(crate) fn cross_section(zone: &ZonePlan, names: LayerNames) -> CrossSection {
    CrossSection {
        epidermis_mm: zone.injury.epidermis_mm.p50,
        dermal_layers_mm: dermal_layers(zone),
        needle_length_mm: zone.technique.needle_length_mm,
        channel_depth_mm: zone.injury.channel_depth_mm,
        channel_radius_mm: zone.injury.channel_radius_mm.p50,
        channel_spacing_mm: spacing_mm(zone.injury.channels_per_cm2.p50),
        names,
    }
}

fn facts(zone: &ZonePlan) -> Vec<(&'static str, String)> {
    let injury = &zone.injury;
    vec![
        ("Area", format!("{}\u{a0}cm²", plain(zone.area_cm2))),
        ("Coverage", coverage(zone.technique.coverage)),
        ("Hand pressure", pressure(&zone.technique).to_owned()),
        (
            "Channels",
            Spread::of(&injury.channels_per_cm2, 1.0).about("per cm²"),
        ),
        (
            "Pinpoint bleeding",
            Spread::of(&zone.outlook.bleeding.value, 0.1).about("points per cm²"),
        ),
        (
            "Epidermis",
            Spread::of(&injury.epidermis_mm, 0.01).about("mm"),
        ),
        ("Dermis", Spread::of(&injury.dermis_mm, 0.01).about("mm")),
        (
            "Channel radius at the surface",
            Spread::of(&injury.channel_radius_mm, 0.01).about("mm"),
        ),
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

fn coverage(coverage: Coverage) -> String {
    match coverage {
        Coverage::Passes(passes) => format!("{} passes over every spot", plain(passes)),
        Coverage::ChannelsPerCm2(density) => format!("{} channels per cm²", plain(density)),
        Coverage::SecondsPerCm2(seconds) => format!("{} seconds on each cm²", plain(seconds)),
    }
}

fn pressure(technique: &Technique) -> &'static str {
    match technique.hand_pressure {
        HandPressure::Light => "light: the device rests on the skin",
        HandPressure::Usual => "usual",
        HandPressure::Firm => "firm: the device is pressed in",
    }
}
