//! How far a delivered zone may lie from the planned one, from `data/tolerances.toml` (clinic reference 2.3).

use needlework_evidence::{Bibliography, Block, DataError, DataFile, Provenance, Sourced};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const FILE: DataFile = DataFile {
    name: "tolerances.toml",
    text: include_str!("../data/tolerances.toml"),
};

/// What the skin shows when a zone is done, from the mildest to the strongest (protocol 3.4).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Endpoint {
    /// Nothing.
    None,
    /// Redness.
    Erythema,
    /// Points of blood, evenly spread.
    PinpointBleeding,
}

impl Endpoint {
    /// Names in files and records, from the mildest to the strongest.
    pub const NAMES: [(&'static str, Self); 3] = [
        ("none", Self::None),
        ("erythema", Self::Erythema),
        ("pinpoint-bleeding", Self::PinpointBleeding),
    ];

    /// The name in files and records.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Erythema => "erythema",
            Self::PinpointBleeding => "pinpoint-bleeding",
        }
    }

    /// The endpoint with this name, if there is one.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, endpoint)| *endpoint)
    }
}

/// Widths around the plan: up to `inside` a difference is none, up to `minor` it is recorded and shown, beyond it is major.
#[derive(Debug, Clone, PartialEq)]
pub struct Tolerances {
    /// Depth setting, mm.
    pub depth_inside_mm: Sourced<f64>,
    /// Depth setting, mm.
    pub depth_minor_mm: Sourced<f64>,
    /// Coverage, relative to the planned one.
    pub coverage_inside_share: Sourced<f64>,
    /// Coverage, relative to the planned one.
    pub coverage_minor_share: Sourced<f64>,
    /// Steps on the ladder of [`Endpoint`].
    pub endpoint_minor_steps: Sourced<f64>,
    /// What the skin is to show where a plan does not say it.
    pub target_endpoint: Endpoint,
    /// Where the target comes from.
    pub target_provenance: Provenance,
}

impl Tolerances {
    /// The tolerances that Needlework ships.
    ///
    /// # Errors
    /// When the embedded file is not well formed, which the tests rule out.
    pub fn shipped(bibliography: &Bibliography) -> Result<Self, DataError> {
        Self::load(FILE, bibliography)
    }

    /// Reads tolerances from a data file.
    ///
    /// # Errors
    /// When the file is not TOML, a row is missing, unknown or out of its range, an inner width is larger than the outer one,
    /// or a source is not in the bibliography.
    pub fn load(file: DataFile, bibliography: &Bibliography) -> Result<Self, DataError> {
        let mut root = Block::parse(file.name, file.text)?;
        let mut row = |key, unit| Sourced::read(&mut root, key, unit, bibliography);
        let depth_inside_mm = row("depth_inside_mm", "mm")?;
        let depth_minor_mm = row("depth_minor_mm", "mm")?;
        let coverage_inside_share = row("coverage_inside_share", "-")?;
        let coverage_minor_share = row("coverage_minor_share", "-")?;
        let endpoint_minor_steps = row("endpoint_minor_steps", "-")?;
        for (key, inside, minor) in [
            ("depth_minor_mm", &depth_inside_mm, &depth_minor_mm),
            (
                "coverage_minor_share",
                &coverage_inside_share,
                &coverage_minor_share,
            ),
        ] {
            if minor.value < inside.value {
                let least = format!("at least the width inside, {}", inside.value);
                return Err(root.error(key, &minor.value, &least));
            }
        }
        let mut target = root.block("target_endpoint")?;
        let target_endpoint = target.choice("value", &Endpoint::NAMES)?;
        // The conflict that is named is looked up by the tests.
        target.texts("conflict")?;
        let target_provenance = Provenance::read(&mut target, bibliography)?;
        target.finish()?;
        root.finish()?;
        Ok(Self {
            depth_inside_mm,
            depth_minor_mm,
            coverage_inside_share,
            coverage_minor_share,
            endpoint_minor_steps,
            target_endpoint,
            target_provenance,
        })
    }

    /// Every width with its key in the data file.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Sourced<f64>)> {
        [
            ("depth_inside_mm", &self.depth_inside_mm),
            ("depth_minor_mm", &self.depth_minor_mm),
            ("coverage_inside_share", &self.coverage_inside_share),
            ("coverage_minor_share", &self.coverage_minor_share),
            ("endpoint_minor_steps", &self.endpoint_minor_steps),
        ]
        .into_iter()
    }
}
