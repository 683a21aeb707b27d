//! Scales, indications, and the names of everything else that is seen, felt or measured, from `data/*.toml`.

use needlework_evidence::{Bibliography, Block, DataError, DataFile, Provenance, Sourced};

use crate::{ChangeDirection, OutcomeError};

const SCALES: DataFile = DataFile {
    name: "scales.toml",
    text: include_str!("../data/scales.toml"),
};

const INDICATIONS: DataFile = DataFile {
    name: "indications.toml",
    text: include_str!("../data/indications.toml"),
};

const FINDINGS: DataFile = DataFile {
    name: "findings.toml",
    text: include_str!("../data/findings.toml"),
};

/// One improvement scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    /// Id, for example `lemperle-wrinkles`.
    pub id: String,
    /// Name for a clinician.
    pub name: String,
    /// What it means, for a patient.
    pub plain_name: String,
    /// Unit of a value and of an improvement.
    pub unit: String,
    /// Lowest and highest value.
    pub range: [f64; 2],
    /// Distance between two grades that a rater can give; 0 where any value can be given.
    pub reading_step: f64,
    /// Which way it improves.
    pub direction: ChangeDirection,
    /// Smallest improvement that the scale can tell from rating error.
    pub minimal_detectable_change: Sourced<f64>,
    /// What is thin or contradictory in the evidence.
    pub caveat: Option<String>,
    /// Source of the scale itself.
    pub provenance: Provenance,
}

/// Two ratings of unchanged skin differ by less than the minimal detectable change in 95 of 100: by so many standard errors of
/// a change.
const ERRORS_PER_DETECTABLE_CHANGE: f64 = 1.96;

impl Scale {
    /// Standard error of a change between two ratings, in units of the scale.
    pub fn change_error(&self) -> f64 {
        self.minimal_detectable_change.value / ERRORS_PER_DETECTABLE_CHANGE
    }

    /// How much better the second of two values is, in units of the scale, positive = better.
    pub fn improvement(&self, before: f64, after: f64) -> f64 {
        match self.direction {
            ChangeDirection::LowerIsBetter => before - after,
            ChangeDirection::HigherIsBetter => after - before,
        }
    }

    /// How much better than a value the scale can show, in units of the scale.
    pub fn improvable(&self, from: f64) -> f64 {
        let [low, high] = self.range;
        match self.direction {
            ChangeDirection::LowerIsBetter => from - low,
            ChangeDirection::HigherIsBetter => high - from,
        }
    }

    /// Standard error of one rating, in units of the scale.
    pub fn rating_error(&self) -> f64 {
        self.minimal_detectable_change.value
            / (ERRORS_PER_DETECTABLE_CHANGE * std::f64::consts::SQRT_2)
    }
}

/// Which scales matter for an indication.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicationScales {
    /// Indication id, for example `acne-scars`.
    pub indication: String,
    /// Scale ids, the main one first.
    pub scales: Vec<String>,
    /// A sentence about the evidence for this indication.
    pub caveat: Option<String>,
    /// Why these scales.
    pub provenance: Provenance,
}

/// A side effect, molecule class, risk or biopsy finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Id, for example `redness`.
    pub id: String,
    /// Name for a clinician.
    pub name: String,
    /// Name for a patient.
    pub plain_name: String,
    /// What is thin or contradictory in the evidence.
    pub caveat: Option<String>,
    /// What is known about it.
    pub provenance: Provenance,
}

/// The groups of findings; each is a list of tables of `findings.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingKind {
    /// After a session.
    SideEffect,
    /// In every session.
    Session,
    /// Classes of molecules in skin care.
    Molecule,
    /// Over the course.
    Risk,
    /// In a biopsy.
    Histology,
}

impl FindingKind {
    /// All groups with their names in `findings.toml`.
    const ALL: [(&'static str, Self); 5] = [
        ("side-effects", Self::SideEffect),
        ("sessions", Self::Session),
        ("molecules", Self::Molecule),
        ("risks", Self::Risk),
        ("histology", Self::Histology),
    ];
}

/// Scales by indication, and the names of everything else that is seen, felt or measured.
#[derive(Debug, Clone, PartialEq)]
pub struct ScaleCatalogue {
    scales: Vec<Scale>,
    indications: Vec<IndicationScales>,
    findings: Vec<(FindingKind, Finding)>,
}

impl ScaleCatalogue {
    /// The catalogue that Needlework ships.
    ///
    /// # Errors
    /// When an embedded file is not well formed or names an unknown scale or source, which the tests rule out.
    pub fn shipped(bibliography: &Bibliography) -> Result<Self, DataError> {
        let scales = read_scales(bibliography)?;
        let indications = read_indications(&scales, bibliography)?;
        let findings = read_findings(bibliography)?;
        Ok(Self {
            scales,
            indications,
            findings,
        })
    }

    /// The scale with this id.
    pub fn scale(&self, id: &str) -> Option<&Scale> {
        self.scales.iter().find(|scale| scale.id == id)
    }

    /// All scales.
    pub fn scales(&self) -> impl Iterator<Item = &Scale> {
        self.scales.iter()
    }

    /// All indications.
    pub fn indications(&self) -> impl Iterator<Item = &IndicationScales> {
        self.indications.iter()
    }

    /// Ids of all scales.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.scales.iter().map(|scale| scale.id.as_str())
    }

    /// The scales that matter for an indication, the main one first.
    ///
    /// # Errors
    /// When the indication is not known.
    pub fn scales_for(&self, indication: &str) -> Result<Vec<&Scale>, OutcomeError> {
        let row = self.indication(indication)?;
        Ok(row.scales.iter().filter_map(|id| self.scale(id)).collect())
    }

    /// The row of an indication.
    ///
    /// # Errors
    /// When the indication is not known.
    pub fn indication(&self, indication: &str) -> Result<&IndicationScales, OutcomeError> {
        self.indications
            .iter()
            .find(|row| row.indication == indication)
            .ok_or_else(|| OutcomeError::UnknownIndication {
                indication: indication.to_owned(),
                known: self
                    .indications
                    .iter()
                    .map(|row| row.indication.as_str())
                    .collect::<Vec<_>>()
                    .join(", "),
            })
    }

    /// The finding of a group with this id.
    pub fn finding(&self, kind: FindingKind, id: &str) -> Option<&Finding> {
        self.findings
            .iter()
            .find(|(group, finding)| *group == kind && finding.id == id)
            .map(|(_, finding)| finding)
    }

    /// What a data row that a `basis` names says, and where it comes from: keys start with `outcome.scales.`,
    /// `outcome.indications.` or `outcome.findings.`.
    pub fn row(&self, key: &str) -> Option<(String, &Provenance)> {
        if let Some(id) = key.strip_prefix("outcome.scales.") {
            let scale = self.scale(id)?;
            return Some((
                format!("{}, {} to {}", scale.name, scale.range[0], scale.range[1]),
                &scale.provenance,
            ));
        }
        if let Some(id) = key.strip_prefix("outcome.indications.") {
            let row = self.indication(id).ok()?;
            return Some((
                format!("Scales: {}", row.scales.join(", ")),
                &row.provenance,
            ));
        }
        let id = key.strip_prefix("outcome.findings.")?;
        self.findings
            .iter()
            .find(|(_, finding)| finding.id == id)
            .map(|(_, finding)| (finding.name.clone(), &finding.provenance))
    }
}

fn read_scales(bibliography: &Bibliography) -> Result<Vec<Scale>, DataError> {
    let mut root = Block::parse(SCALES.name, SCALES.text)?;
    let rows = root.blocks("scale")?;
    root.finish()?;
    rows.into_iter()
        .map(|row| read_scale(row, bibliography))
        .collect()
}

fn read_scale(mut row: Block, bibliography: &Bibliography) -> Result<Scale, DataError> {
    let directions = [
        ("lower-is-better", ChangeDirection::LowerIsBetter),
        ("higher-is-better", ChangeDirection::HigherIsBetter),
    ];
    let unit = row.text("unit")?;
    let range = row.number_pair("range")?;
    let mut change = row.block("minimal_detectable_change")?;
    let value = change.number("value", 0.0..=range[1] - range[0])?;
    let minimal_detectable_change = Provenance::read(&mut change, bibliography)?.of(value, &unit);
    change.finish()?;
    let scale = Scale {
        id: row.text("id")?,
        name: row.text("name")?,
        plain_name: row.text("plain_name")?,
        unit,
        range,
        reading_step: row
            .optional_number("reading_step", 0.0..=range[1] - range[0])?
            .unwrap_or(0.0),
        direction: row.choice("direction", &directions)?,
        minimal_detectable_change,
        caveat: row.optional_text("caveat")?,
        provenance: Provenance::read(&mut row, bibliography)?,
    };
    row.finish()?;
    Ok(scale)
}

fn read_indications(
    scales: &[Scale],
    bibliography: &Bibliography,
) -> Result<Vec<IndicationScales>, DataError> {
    let mut root = Block::parse(INDICATIONS.name, INDICATIONS.text)?;
    let rows = root.blocks("indication")?;
    root.finish()?;
    rows.into_iter()
        .map(|mut row| {
            let names = row.texts("scales")?;
            let unknown = names
                .iter()
                .find(|name| scales.iter().all(|scale| scale.id != **name));
            if let Some(name) = unknown {
                return Err(row.error("scales", name, "ids of scales.toml"));
            }
            let read = IndicationScales {
                indication: row.text("id")?,
                scales: names,
                caveat: row.optional_text("caveat")?,
                provenance: Provenance::read(&mut row, bibliography)?,
            };
            row.finish()?;
            Ok(read)
        })
        .collect()
}

fn read_findings(bibliography: &Bibliography) -> Result<Vec<(FindingKind, Finding)>, DataError> {
    let mut root = Block::parse(FINDINGS.name, FINDINGS.text)?;
    let mut findings = Vec::new();
    for (group, kind) in FindingKind::ALL {
        for mut row in root.blocks(group)? {
            let finding = Finding {
                id: row.text("id")?,
                name: row.text("name")?,
                plain_name: row.text("plain_name")?,
                caveat: row.optional_text("caveat")?,
                provenance: Provenance::read(&mut row, bibliography)?,
            };
            row.finish()?;
            findings.push((kind, finding));
        }
    }
    root.finish()?;
    Ok(findings)
}
