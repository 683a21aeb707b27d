//! What the console says of a zone, and what of it can be.

use needlework_chart::event::ZoneRecorded;
use needlework_chart::id::{SessionId, ZoneEntryId};
use needlework_needling::Device;
use needlework_protocol::Endpoint;
use needlework_protocol::screening::mechanical_lengths_mm;

use crate::server::access::{Allowed, Treat};
use crate::server::intake::Fields;
use crate::server::problem::Problem;

/// Deepest setting that the chart takes, mm.
pub(super) const DEEPEST_MM: f64 = 10.0;
/// Worst pain that the chart takes.
pub(super) const MOST_PAIN: f64 = 10.0;
/// Most passes that are believed.
pub(super) const MOST_PASSES: f64 = 1000.0;
/// Largest area that is believed, cm²: the skin of a whole person.
pub(super) const LARGEST_AREA_CM2: f64 = 20_000.0;
/// Longest time of needling that is believed, min.
pub(super) const LONGEST_MINUTES: f64 = 240.0;
/// Fastest device that is believed, strokes per minute.
const FASTEST_PER_MIN: f64 = 100_000.0;
/// Most directions that are believed.
const MOST_DIRECTIONS: u32 = 16;

/// The entry of a zone as it was typed.
///
/// # Errors
/// When something is missing or cannot be.
pub(super) fn entry(
    treat: &Allowed<Treat>,
    fields: &Fields,
    session: SessionId,
) -> Result<ZoneRecorded, Problem> {
    let needed = |name: &str| {
        fields
            .number(name)?
            .ok_or_else(|| Problem::refused("refused-no-depth"))
    };
    let entry = ZoneRecorded {
        session,
        entry: ZoneEntryId::new(treat.clinic().now(), treat.clinic().chance())?,
        zone: fields.get("zone").to_owned(),
        depth_set_mm: needed("depth_set_mm")?,
        passes: needed("passes")?,
        directions: fields.whole("directions")?,
        speed_per_min: fields.number("speed_per_min")?,
        endpoint: Some(
            fields
                .some("endpoint")
                .ok_or_else(|| Problem::refused("refused-no-endpoint"))?
                .to_owned(),
        ),
        pain_0_to_10: fields.number("pain")?,
        area_cm2: fields.number("area_cm2")?,
        needling_minutes: fields.number("needling_minutes")?,
        deviation: needlework_chart::event::Deviation::Inside,
        override_id: None,
    };
    let is_number_of_directions = |count: u32| (1..=MOST_DIRECTIONS).contains(&count);
    if !is_within(entry.speed_per_min, FASTEST_PER_MIN)
        || !entry.directions.is_none_or(is_number_of_directions)
    {
        return Err(Problem::refused("refused-zone-fields"));
    }
    require_believable(Some(entry.passes), entry.area_cm2, entry.needling_minutes)?;
    require_endpoint(entry.endpoint.as_deref())?;
    Ok(entry)
}

/// Refuses what a slip of the finger makes and no session does; what may be is held against the plan afterwards.
///
/// # Errors
/// When a number cannot be.
pub(super) fn require_believable(
    passes: Option<f64>,
    area_cm2: Option<f64>,
    needling_minutes: Option<f64>,
) -> Result<(), Problem> {
    let is_believable = is_within(passes, MOST_PASSES)
        && is_within(area_cm2, LARGEST_AREA_CM2)
        && is_within(needling_minutes, LONGEST_MINUTES);
    if is_believable {
        return Ok(());
    }
    Err(Problem::refused("refused-zone-fields"))
}

fn is_within(value: Option<f64>, most: f64) -> bool {
    value.is_none_or(|value| 0.0 < value && value <= most)
}

/// Refuses what no skin shows.
///
/// # Errors
/// When the protocol does not know it.
pub(super) fn require_endpoint(endpoint: Option<&str>) -> Result<(), Problem> {
    if endpoint.is_none_or(|name| Endpoint::of_name(name).is_some()) {
        return Ok(());
    }
    Err(Problem::refused("refused-no-reaction"))
}

/// Refuses a depth that the device cannot be set to from below, and none at all: what was not needled is not recorded. One
/// from above is a hard stop of the comparison with the plan.
///
/// # Errors
/// When it cannot be set, with what can.
pub(super) fn require_settable(device: &Device, depth_set_mm: f64) -> Result<(), Problem> {
    let lengths = mechanical_lengths_mm(device);
    if depth_set_mm > 0.0 && depth_set_mm >= *lengths.start() {
        return Ok(());
    }
    Err(Problem::refused_with(
        "refused-depth",
        &[
            ("depth", &depth_set_mm.to_string()),
            ("least", &lengths.start().to_string()),
            ("most", &lengths.end().to_string()),
        ],
    ))
}
