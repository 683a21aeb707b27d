//! The zones of a case file.

use needlework_evidence::{Block, DataError};
use needlework_needling::Device;
use needlework_protocol::Indication;
use needlework_protocol::screening::mechanical_lengths_mm;
use needlework_skin::Zone;

use crate::case::{Baseline, CaseZone};
use crate::library::Library;
use crate::read_technique::read_coverage;

/// Most zones of one case: more than the catalogue has for one region.
const MOST_ZONES: usize = 12;
/// Treated areas, cm²: from a single scar to the whole front of the trunk.
const AREAS_CM2: std::ops::RangeInclusive<f64> = 0.5..=2000.0;
/// Ends of the Lemperle wrinkle scale, the Goodman-Baron scar scale and the laxity scale.
const LEMPERLE_GRADES: std::ops::RangeInclusive<f64> = 0.0..=5.0;
const GOODMAN_BARON_GRADES: std::ops::RangeInclusive<f64> = 1.0..=4.0;
const LAXITY_GRADES: std::ops::RangeInclusive<f64> = 0.0..=4.0;

pub(super) fn read(
    root: &mut Block,
    device: &Device,
    indication: &Indication,
    library: &Library,
) -> Result<Vec<CaseZone>, DataError> {
    let blocks = root.blocks("zones")?;
    if blocks.is_empty() || blocks.len() > MOST_ZONES {
        return Err(root
            .error(
                "zones",
                &format!("a list of {} zones", blocks.len()),
                &format!(
                    "1 to {MOST_ZONES} tables, each written as [[zones]], the main zone first"
                ),
            )
            .named("zone-count"));
    }
    let mut zones: Vec<CaseZone> = Vec::with_capacity(blocks.len());
    for mut block in blocks {
        let id = zone_id(&mut block, library)?;
        if zones.iter().any(|other| other.zone == id) {
            return Err(block.error("zone", &id, "named only once in the case"));
        }
        zones.push(zone(block, id, device, indication, library)?);
    }
    Ok(zones)
}

pub(super) fn zone_id(block: &mut Block, library: &Library) -> Result<String, DataError> {
    let id = block.text("zone")?;
    let open: Vec<&str> = library
        .zones
        .iter()
        .filter(|zone| zone.blocked.is_none())
        .map(|zone| zone.id.as_str())
        .collect();
    let words = format!("one of: {}", open.join(", "));
    match library.zones.get(&id) {
        None => Err(block.error("zone", &id, &words).named("unknown-zone")),
        Some(Zone {
            blocked: Some(reason),
            ..
        }) => Err(block
            .error(
                "zone",
                &id,
                &format!("{words}. {}", reason.trim_end_matches('.')),
            )
            .named("blocked-zone")),
        Some(_) => Ok(id),
    }
}

fn zone(
    mut block: Block,
    id: String,
    device: &Device,
    indication: &Indication,
    library: &Library,
) -> Result<CaseZone, DataError> {
    let area_cm2 = block.optional_number("area_cm2", AREAS_CM2)?;
    let needle_length_mm = needle_length(&mut block, &id, device, indication, library)?;
    let coverage = read_coverage(&mut block, Some(device))?;
    let baseline = baseline(&mut block)?;
    block.finish()?;
    Ok(CaseZone {
        zone: id,
        area_cm2,
        needle_length_mm,
        coverage,
        baseline,
    })
}

/// How a zone looks before treatment.
pub(super) fn baseline(block: &mut Block) -> Result<Baseline, DataError> {
    Ok(Baseline {
        lemperle_grade: block.optional_number("lemperle_grade", LEMPERLE_GRADES)?,
        goodman_baron_grade: block.optional_number("goodman_baron_grade", GOODMAN_BARON_GRADES)?,
        laxity_grade: block.optional_number("laxity_grade", LAXITY_GRADES)?,
    })
}

/// The wished setting. Where the protocol knows no depth for the zone and indication, the case must give one.
fn needle_length(
    block: &mut Block,
    zone: &str,
    device: &Device,
    indication: &Indication,
    library: &Library,
) -> Result<Option<f64>, DataError> {
    const KEY: &str = "needle_length_mm";
    let possible = mechanical_lengths_mm(device);
    let (shortest, longest) = (*possible.start(), *possible.end());
    let length = block.optional_number(KEY, possible)?;
    if length.is_some_and(|length| length <= 0.0) {
        return Err(block
            .error(
                KEY,
                "0",
                &format!("above 0 and at most {longest}: a needle of no length needles nothing"),
            )
            .named("no-length"));
    }
    if length.is_none() && library.depths.get(zone, &indication.id).is_none() {
        return Err(block.error(
            KEY,
            "nothing",
            &format!(
                "a number from {shortest} to {longest}: no usual setting is known for {} at this zone, so the \
                 clinician sets it",
                indication.id
            ),
        )
        .named("no-usual-depth"));
    }
    Ok(length)
}
