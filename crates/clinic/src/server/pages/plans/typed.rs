//! Whether what was typed into the form of a plan fits together: its device with the amounts, and its zones with one another.

use std::collections::BTreeSet;

use needlework_chart::fold::Chart;
use needlework_planning::Library;
use needlework_protocol::screening::mechanical_lengths_mm;

use super::super::plan_form::{Draft, coverage_field};
use crate::server::face_map::ZoneRole;
use crate::server::intake::{CoverageField, Fields, Intake};
use crate::server::page::Page;
use crate::server::problem::Problem;

impl Draft {
    /// Proposes a device of the clinic, in the order of its use, where nothing was said of a device yet.
    pub(in crate::server::pages) fn propose_device(&mut self, chart: &Chart, own: &[String]) {
        let is_said = !chart.plans.is_empty() || Intake::newest(chart).is_some();
        if let Some(first) = own.first().filter(|_| !is_said) {
            self.case.device.id.clone_from(first);
        }
    }

    /// Forgets what was typed for another kind of device, or lies beyond what this one can be set to.
    pub(in crate::server::pages) fn keep_what_fits(&mut self, library: &Library, fields: &Fields) {
        let device = library.devices.get(&self.case.device.id);
        let lengths = device.map(mechanical_lengths_mm);
        let is_of_kind = is_of_kind(fields, coverage_field(library, &self.case.device.id));
        for zone in &mut self.case.zones {
            zone.needle_length_mm = zone
                .needle_length_mm
                .filter(|length| lengths.as_ref().is_none_or(|all| all.contains(length)));
            if !is_of_kind {
                (zone.passes, zone.channels_per_cm2, zone.seconds_per_cm2) = (None, None, None);
            }
        }
    }

    /// Refuses what no case file could tell apart: an amount that was typed for another kind of device, and a zone that is to be
    /// needled and spared at once.
    ///
    /// # Errors
    /// When there is one, with what to do.
    pub(in crate::server::pages) fn require_sense(
        &self,
        page: &Page,
        library: &Library,
        fields: &Fields,
    ) -> Result<(), Problem> {
        let field = coverage_field(library, &self.case.device.id);
        let has_amount = self.case.zones.iter().any(|zone| {
            let amounts = [zone.passes, zone.channels_per_cm2, zone.seconds_per_cm2];
            amounts.iter().any(Option::is_some)
        });
        if has_amount && !is_of_kind(fields, field) {
            return Err(Problem::refused_with(
                "refused-coverage-kind",
                &[
                    ("device", &page.device_name(&self.case.device.id)),
                    ("unit", &page.say(field.label())),
                ],
            ));
        }
        let spared =
            self.case.zones.iter().find(|zone| {
                self.protected.contains(&zone.zone) || self.excluded.contains(&zone.zone)
            });
        match spared {
            Some(zone) => Err(Problem::refused_with(
                "refused-zone-spared",
                &[("zone", &page.zone_name(&zone.zone))],
            )),
            None => Ok(()),
        }
    }
}

/// The zones of which the form says that they are not to be needled like the others.
pub(in crate::server::pages) fn spared(
    library: &Library,
    fields: &Fields,
    role: ZoneRole,
) -> BTreeSet<String> {
    let zones = library.zones.iter().map(|zone| &zone.id);
    zones
        .filter(|zone| fields.get(&format!("spare_{zone}")) == role.name())
        .cloned()
        .collect()
}

/// Whether the amounts of a form were typed in fields that count as this one.
fn is_of_kind(fields: &Fields, field: CoverageField) -> bool {
    fields.get("coverage_kind") == field.label()
}
