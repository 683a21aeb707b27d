//! From needle length to channel depth (model 3.3).
//!
//! Rupture is local, deflection is collective: a needle goes in once the skin below the device has been pushed down by
//! `delta_r`. What remains of the stroke is the reach
//!
//! ```text
//! x = e_L L_n - delta_r + delta_back
//! ```
//!
//! `delta_back`, the travel by which the backing of the device follows the skin, has no published value. It is fitted in
//! every draw, so that the reference roller (0.77 mm, rat) reaches its measured depth and the reference pen its setting;
//! other devices, lengths, speeds and hands then differ from those two by the law. Strokes scatter around `x` with the
//! logistic law of `P(pen)`, which gives both the share of strokes that pierce and the mean depth of those that do, cut
//! off at the device stop. For small scatter the depth is the model's `max(0, x)` clipped to the stop.

use std::f64::consts::PI;

use needlework_evidence::Sourced;

use crate::{
    Device, DeviceKind, HandParameters, HandPressure, InsertionParameters, NeedlingParameters,
    ReferenceParameters, Technique,
};

/// Force at which one needle ruptures the skin, mN: Roemgens' end points, linear in tip diameter (model 3.3).
pub fn rupture_force_mn(tip_diameter_um: f64, insertion: &InsertionParameters) -> f64 {
    let blunter_um = (tip_diameter_um - insertion.rupture_tip_um).max(0.0);
    insertion.rupture_force_mn + insertion.rupture_force_mn_per_um * blunter_um
}

/// Young's modulus of skin at a needle speed, kPa (model 3.3).
pub fn stiffened_modulus_kpa(needle_speed_mm_per_s: f64, insertion: &InsertionParameters) -> f64 {
    let ratio = needle_speed_mm_per_s.max(insertion.reference_speed_mm_per_s)
        / insertion.reference_speed_mm_per_s;
    insertion.quasi_static_modulus_kpa * ratio.powf(insertion.rate_exponent)
}

/// Deflection of the skin under one needle at rupture, mm: an elastic half-space under a rigid circular contact, without
/// neighbours (model 3.3).
pub fn rupture_deflection_mm(
    force_mn: f64,
    modulus_kpa: f64,
    insertion: &InsertionParameters,
) -> f64 {
    let contact_radius_mm = insertion.contact_radius_um / 1000.0;
    // 1 kPa is 1 mN/mm², so that the quotient is in mm.
    force_mn * (1.0 - insertion.poisson_ratio.powi(2)) / (2.0 * contact_radius_mm * modulus_kpa)
}

/// Collective factor `B` of the most loaded needle: what its neighbours on a square grid add to its deflection, relative to
/// its own (model 3.3). The grid holds the `needles` places nearest to that needle.
pub fn collective_factor(needles: f64, spacing_mm: f64, contact_radius_um: f64) -> f64 {
    let contact_radius_mm = contact_radius_um / 1000.0;
    let mut neighbours = (needles - 1.0).max(0.0);
    let mut inverse_distances = 0.0;
    for (squared_distance, places) in grid_rings(neighbours) {
        let taken = neighbours.min(places);
        inverse_distances += taken / squared_distance.sqrt();
        neighbours -= taken;
        if neighbours <= 0.0 {
            break;
        }
    }
    2.0 * contact_radius_mm / PI * inverse_distances / spacing_mm
}

/// Squared distance and number of places of each ring of a square grid around one of its points, nearest first, up to at
/// least `places`.
fn grid_rings(places: f64) -> Vec<(f64, f64)> {
    // A disc of radius r + 1 grid steps holds more than pi r^2 places.
    let half = ((places / PI).sqrt().ceil() + 1.0).clamp(1.0, 100.0);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "between 1 and 100, and whole"
    )]
    let half = half as i32;
    let mut rings = std::collections::BTreeMap::new();
    for column in -half..=half {
        for row in -half..=half {
            let squared = column * column + row * row;
            if squared > 0 && squared <= half * half {
                *rings.entry(squared).or_insert(0_i32) += 1;
            }
        }
    }
    rings
        .into_iter()
        .map(|(squared, places)| (f64::from(squared), f64::from(places)))
        .collect()
}

/// Peak needle speed of a pen, mm/s: a sinusoidal stroke (model 3.3).
pub fn pen_speed_mm_per_s(strokes_per_second: f64, stroke_mm: f64) -> f64 {
    PI * strokes_per_second * stroke_mm
}

/// Needles that act on the skin together: a share of a drum, all of a plate or cartridge.
pub fn needles_together(device: &Device, insertion: &InsertionParameters) -> f64 {
    match device.kind {
        DeviceKind::Roller => (device.needle_count.value * insertion.roller_contact_share).max(1.0),
        DeviceKind::Stamp | DeviceKind::Pen => device.needle_count.value,
    }
}

/// How far the needles of one technique go.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Penetration {
    /// Share of strokes that pierce the skin.
    pub(crate) probability: f64,
    /// Mean depth of the strokes that do, mm.
    pub(crate) depth_mm: f64,
}

/// Share of strokes that pierce, and their mean depth (model 3.3).
pub(crate) fn penetrate(
    device: &Device,
    technique: &Technique,
    parameters: &NeedlingParameters,
) -> Penetration {
    let stop_mm = true_length_mm(device, technique, &parameters.hand);
    if stop_mm <= 0.0 {
        return Penetration {
            probability: 0.0,
            depth_mm: 0.0,
        };
    }
    let reach_mm = reach_mm(device, stop_mm, parameters)
        + hand_travel_mm(device.kind, technique.hand_pressure, &parameters.hand);
    scattered(reach_mm, stop_mm, parameters.insertion.reach_spread_mm)
}

/// Needle length of the moulded needles, or of the setting with its error, mm.
fn true_length_mm(device: &Device, technique: &Technique, hand: &HandParameters) -> f64 {
    let stated = device.setting_error_mm.as_ref().map(|error| error.value);
    let error_mm = match device.kind {
        DeviceKind::Pen => stated.unwrap_or(hand.unstated_setting_error_mm),
        DeviceKind::Roller | DeviceKind::Stamp => stated.unwrap_or(0.0),
    };
    // The stated error is read as two standard deviations; a setting of zero leaves the needles in.
    let error_mm = hand.setting_deviation * error_mm / 2.0;
    if technique.needle_length_mm > 0.0 {
        (technique.needle_length_mm + error_mm).max(0.0)
    } else {
        0.0
    }
}

fn hand_travel_mm(kind: DeviceKind, pressure: HandPressure, hand: &HandParameters) -> f64 {
    let pressed_mm = match pressure {
        HandPressure::Light => hand.light_travel_mm,
        HandPressure::Usual => 0.0,
        HandPressure::Firm => hand.firm_travel_mm,
    };
    let share = match kind {
        DeviceKind::Roller | DeviceKind::Stamp => 1.0,
        DeviceKind::Pen => hand.pen_travel_share,
    };
    share * (pressed_mm + hand.operator_travel_mm)
}

/// The reach `x` under the usual hand, mm.
fn reach_mm(device: &Device, length_mm: f64, parameters: &NeedlingParameters) -> f64 {
    let NeedlingParameters {
        insertion,
        reference,
        ..
    } = parameters;
    let speed_mm_per_s = match device.kind {
        DeviceKind::Roller | DeviceKind::Stamp => insertion.hand_speed_mm_per_s,
        DeviceKind::Pen => pen_speed_mm_per_s(strokes_per_second(device), length_mm),
    };
    let array = Array {
        tip_um: device.tip_diameter_um.value,
        needles: needles_together(device, insertion),
        spacing_mm: device.needle_spacing_mm.value,
        speed_mm_per_s,
    };
    let (backing_travel_mm, length_factor) = match device.kind {
        DeviceKind::Roller | DeviceKind::Stamp => (
            hand_backing_travel_mm(reference, insertion),
            insertion.hand_length_factor,
        ),
        DeviceKind::Pen => (
            pen_backing_travel_mm(reference, insertion),
            insertion.pen_length_factor,
        ),
    };
    length_factor * length_mm - array.deflection_mm(insertion) + backing_travel_mm
}

fn strokes_per_second(device: &Device) -> f64 {
    device
        .strokes_per_second
        .as_ref()
        .map_or(0.0, |rate: &Sourced<f64>| rate.value)
}

/// `delta_back` of a roller or stamp, mm: fitted to the channel of the reference roller.
pub fn hand_backing_travel_mm(
    reference: &ReferenceParameters,
    insertion: &InsertionParameters,
) -> f64 {
    let array = Array {
        tip_um: reference.roller_tip_um,
        needles: reference.roller_needles,
        spacing_mm: reference.roller_spacing_mm,
        speed_mm_per_s: insertion.hand_speed_mm_per_s,
    };
    reference.roller_depth_mm - insertion.hand_length_factor * reference.roller_length_mm
        + array.deflection_mm(insertion)
}

/// `delta_back` of a pen, mm: fitted so that the reference pen has its reserve left at its setting.
pub fn pen_backing_travel_mm(
    reference: &ReferenceParameters,
    insertion: &InsertionParameters,
) -> f64 {
    let array = Array {
        tip_um: reference.pen_tip_um,
        needles: reference.pen_needles,
        spacing_mm: reference.pen_spacing_mm,
        speed_mm_per_s: pen_speed_mm_per_s(
            reference.pen_strokes_per_second,
            reference.pen_setting_mm,
        ),
    };
    let depth_mm = reference.pen_setting_mm + reference.pen_reserve_mm;
    depth_mm - insertion.pen_length_factor * reference.pen_setting_mm
        + array.deflection_mm(insertion)
}

/// Needles that press on the skin together.
struct Array {
    tip_um: f64,
    needles: f64,
    spacing_mm: f64,
    speed_mm_per_s: f64,
}

impl Array {
    /// `delta_r`, with the part of the collective deflection that nobody presses away.
    fn deflection_mm(&self, insertion: &InsertionParameters) -> f64 {
        let alone_mm = rupture_deflection_mm(
            rupture_force_mn(self.tip_um, insertion),
            stiffened_modulus_kpa(self.speed_mm_per_s, insertion),
            insertion,
        );
        let collective =
            collective_factor(self.needles, self.spacing_mm, insertion.contact_radius_um);
        alone_mm * (1.0 + collective * (1.0 - insertion.collective_compensation))
    }
}

/// Strokes whose reach follows a logistic law around `reach_mm`: the share above 0, and the mean of those, cut off at the
/// stop.
fn scattered(reach_mm: f64, stop_mm: f64, spread_mm: f64) -> Penetration {
    let probability = 1.0 / (1.0 + (-reach_mm / spread_mm).exp());
    let mean_mm = spread_mm
        * (log_one_plus_exp(reach_mm / spread_mm)
            - log_one_plus_exp((reach_mm - stop_mm) / spread_mm));
    if probability < f64::MIN_POSITIVE {
        return Penetration {
            probability: 0.0,
            depth_mm: 0.0,
        };
    }
    Penetration {
        probability,
        depth_mm: (mean_mm / probability).clamp(0.0, stop_mm),
    }
}

/// `ln(1 + e^x)` without overflow.
fn log_one_plus_exp(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}
