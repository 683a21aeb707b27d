//! From the names in `basis` lists to parameters, data rows and sources.

use std::collections::{BTreeMap, BTreeSet};

use needlework_evidence::{Citation, Confidence, Parameter, Provenance, Sourced};

use needlework_protocol::Record;
use serde_json::Value;

use crate::error::PlanError;
use crate::library::Library;
use crate::plan::{BasisRow, Plan};

/// Everything that numbers rest on.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Basis {
    /// Parameters by key.
    pub parameters: BTreeMap<String, Parameter>,
    /// Data rows by key.
    pub rows: BTreeMap<String, BasisRow>,
    /// The sources that these name, by key.
    pub sources: BTreeMap<String, Citation>,
}

impl Basis {
    /// Everything that a plan names in its `basis` lists and in values that carry their own sources. The plan is walked as
    /// the document that it becomes, so that nothing which is shown can be forgotten here.
    pub(crate) fn of(plan: &Plan, library: &Library) -> Result<Self, PlanError> {
        let document = serde_json::to_value(plan).map_err(|error| PlanError::NotWritten {
            reason: error.to_string(),
        })?;
        let mut names = BTreeSet::new();
        let mut sources = BTreeSet::new();
        collect(&document, "basis", &mut names);
        collect(&document, "sources", &mut sources);
        collect(&document, "opposite", &mut sources);
        let rules: Vec<String> = plan
            .screening
            .rules
            .keys()
            .map(|id| format!("protocol.screening.{id}"))
            .collect();
        names.extend(rules.iter().map(String::as_str));
        let mut basis = Self::resolve(names, library);
        for key in sources {
            basis.cite(key, library);
        }
        Ok(basis)
    }

    /// Finds what stands behind the names. A name is a parameter table (`healing.matrix`), a parameter
    /// (`healing.matrix.gain`) or a data row (`protocol.courses.acne-scars`); what is none of them stands for nothing.
    pub fn resolve(names: BTreeSet<&str>, library: &Library) -> Self {
        let mut basis = Self::default();
        for parameter in library.parameters.iter() {
            let table = parameter
                .key
                .rsplit_once('.')
                .map_or("", |(table, _)| table);
            if names.contains(table) || names.contains(parameter.key.as_str()) {
                for key in &parameter.nominal.sources {
                    basis.cite(key, library);
                }
                basis
                    .parameters
                    .insert(parameter.key.clone(), parameter.clone());
            }
        }
        for name in names {
            if let Some(row) = row(name, library) {
                for key in &row.provenance.sources {
                    basis.cite(key, library);
                }
                basis.rows.insert(name.to_owned(), row);
            }
        }
        basis
    }

    fn cite(&mut self, key: &str, library: &Library) {
        if let Some(citation) = library.bibliography.get(key) {
            self.sources.insert(key.to_owned(), citation.clone());
        }
    }
}

/// The texts of every list that stands under a key anywhere in a document.
fn collect<'a>(document: &'a Value, key: &str, found: &mut BTreeSet<&'a str>) {
    match document {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::Array(items) if name == key => {
                        found.extend(items.iter().filter_map(Value::as_str));
                    }
                    other => collect(other, key, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, key, found)),
        _ => {}
    }
}

/// The data row with this name.
fn row(name: &str, library: &Library) -> Option<BasisRow> {
    if let Some((text, provenance)) = library.scales.row(name) {
        return Some(BasisRow {
            text,
            provenance: provenance.clone(),
        });
    }
    let (catalogue, id) = split(name)?;
    match catalogue {
        "skin.zones" => zone_row(id, library),
        "needling.devices" => device_row(id, library),
        "protocol.courses" => course_row(id, library),
        "protocol.depths" => depth_row(id, library),
        "protocol.rules" => library.rules.get(id).map(record_row),
        "protocol.screening" => library
            .screening
            .get(id)
            .map(|rule| record_row(&rule.record)),
        "protocol.visit" => visit_row(id, library),
        "protocol.precare" | "protocol.aftercare" => {
            library.care.get(id).map(|rule| record_row(&rule.record))
        }
        "protocol.effects" | "protocol.triage" => {
            let mut records = library.check_in.records();
            records
                .find(|(known, _)| known == name)
                .map(|(_, record)| record_row(record))
        }
        "protocol.alternatives" => alternative_row(id, library),
        "protocol.statements" => statement_row(id, library),
        _ => None,
    }
}

/// `protocol.depths.cheek.acne-scars` to `protocol.depths` and `cheek.acne-scars`.
fn split(name: &str) -> Option<(&str, &str)> {
    let (dot, _) = name.match_indices('.').nth(1)?;
    Some((name.get(..dot)?, name.get(dot + 1..)?))
}

fn zone_row(id: &str, library: &Library) -> Option<BasisRow> {
    let zone = library.zones.get(id)?;
    Some(BasisRow {
        text: format!(
            "{}: thickness of epidermis and dermis by sex, usual area {} cm²",
            zone.name, zone.area_cm2.value
        ),
        provenance: together(&[
            zone.epidermis_provenance.clone(),
            zone.dermis_provenance.clone(),
            provenance_of(&zone.area_cm2),
        ]),
    })
}

fn device_row(id: &str, library: &Library) -> Option<BasisRow> {
    let device = library.devices.get(id)?;
    let mut rows: Vec<Provenance> = device
        .evaluated_uses
        .iter()
        .map(|one| one.provenance.clone())
        .collect();
    let required = [
        &device.needle_count,
        &device.needle_diameter_mm,
        &device.tip_diameter_um,
        &device.needle_spacing_mm,
    ];
    let optional = [
        &device.strokes_per_second,
        &device.channels_per_cm2_per_pass,
        &device.setting_error_mm,
    ];
    rows.extend(required.into_iter().map(provenance_of));
    rows.extend(optional.into_iter().flatten().map(provenance_of));
    Some(BasisRow {
        text: format!(
            "{}: needles from {} to {} mm, geometry and evaluated uses",
            device.name, device.lengths.shortest_mm, device.lengths.longest_mm
        ),
        provenance: together(&rows),
    })
}

fn course_row(id: &str, library: &Library) -> Option<BasisRow> {
    let course = library.courses.get(id)?;
    let text = match (course.sessions, course.interval_days) {
        (Some(sessions), Some(days)) => {
            format!("{}: {sessions} sessions, {days} days apart", course.name)
        }
        _ => format!("{}: no default course", course.name),
    };
    Some(BasisRow {
        text,
        provenance: course.provenance.clone(),
    })
}

fn depth_row(id: &str, library: &Library) -> Option<BasisRow> {
    let (zone, indication) = id.split_once('.')?;
    let depth = library.depths.get(zone, indication)?;
    Some(BasisRow {
        text: format!(
            "Needle setting for {zone} and {indication}: from {} mm, reason above {} mm, limit {} mm",
            depth.start_mm, depth.warn_above_mm, depth.cap_mm
        ),
        provenance: depth.provenance.clone(),
    })
}

fn record_row(record: &Record) -> BasisRow {
    BasisRow {
        text: record.text.clone(),
        provenance: record.provenance.clone(),
    }
}

fn visit_row(id: &str, library: &Library) -> Option<BasisRow> {
    let (_, row) = library.visits.iter().find(|(key, _)| *key == id)?;
    Some(BasisRow {
        text: format!("{}: {} {}", id.replace('_', " "), row.value, row.unit),
        provenance: provenance_of(row),
    })
}

fn alternative_row(id: &str, library: &Library) -> Option<BasisRow> {
    let option = library.alternatives.get(id)?;
    Some(BasisRow {
        text: format!("{}: {}", option.name, option.mechanism),
        provenance: together(&option.provenances().cloned().collect::<Vec<_>>()),
    })
}

fn statement_row(id: &str, library: &Library) -> Option<BasisRow> {
    let mut statements = library.alternatives.statements();
    let statement = statements.find(|statement| statement.id == id)?;
    Some(BasisRow {
        text: statement.text.clone(),
        provenance: statement.provenance.clone(),
    })
}

fn provenance_of(row: &Sourced<f64>) -> Provenance {
    Provenance {
        sources: row.sources.clone(),
        confidence: row.confidence,
        note: row.note.clone(),
    }
}

/// All sources and notes of several provenances; the weakest confidence.
fn together(rows: &[Provenance]) -> Provenance {
    let sources: BTreeSet<&String> = rows.iter().flat_map(|row| &row.sources).collect();
    let mut notes: Vec<&str> = Vec::new();
    for note in rows.iter().filter_map(|row| row.note.as_deref()) {
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    let confidence = rows
        .iter()
        .map(|row| row.confidence)
        .max()
        .unwrap_or(Confidence::Assumption);
    Provenance {
        sources: sources.into_iter().cloned().collect(),
        confidence,
        note: (!notes.is_empty()).then(|| notes.join(" ")),
    }
}
