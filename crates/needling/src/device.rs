//! The device catalogue, from `data/devices.toml`.

use std::collections::BTreeSet;

use needlework_evidence::{Bibliography, Block, DataError, DataFile, Provenance, Sourced};
use schemars::JsonSchema;
use serde::Serialize;

/// How a device brings its needles into the skin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DeviceKind {
    /// A drum of needles rolled over the skin.
    Roller,
    /// A plate of needles pressed onto the skin.
    Stamp,
    /// A motor drives a cartridge of needles in and out.
    Pen,
}

/// Needle lengths that a device can be set or bought to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct LengthRange {
    /// Shortest, mm.
    pub shortest_mm: f64,
    /// Longest: the mechanical limit, a hard stop, mm.
    pub longest_mm: f64,
}

/// A use that a regulator or a trial has evaluated. Beyond it lies an override, not a hard stop.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct EvaluatedUse {
    /// Clearance number or study.
    pub reference: String,
    /// Zones and use in words.
    pub indication: String,
    /// Zone ids of that use.
    pub zones: Vec<String>,
    /// Indication ids of that use.
    pub indications: Vec<String>,
    /// Longest evaluated needle setting, mm; `None` where no source states it.
    pub longest_mm: Option<f64>,
    /// Lowest and highest phototype evaluated (1 to 6); `None` where no source states it.
    pub phototypes: Option<[u8; 2]>,
    /// Youngest age evaluated, years; `None` where no source states it.
    pub minimum_age_years: Option<f64>,
    /// Source of this row.
    pub provenance: Provenance,
}

/// One device.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Device {
    /// Identifier in case files, for example `exceed-unlimited`.
    pub id: String,
    /// Product or class name.
    pub name: String,
    /// Roller, stamp or pen.
    pub kind: DeviceKind,
    /// Needle lengths: the mechanical limits.
    pub lengths: LengthRange,
    /// Where the mechanical limits come from.
    pub lengths_provenance: Provenance,
    /// Needles that act together: on the drum, the plate or the cartridge.
    pub needle_count: Sourced<f64>,
    /// Needle diameter at the base, mm.
    pub needle_diameter_mm: Sourced<f64>,
    /// Needle tip diameter, µm.
    pub tip_diameter_um: Sourced<f64>,
    /// Distance between neighbouring needles that touch the skin together, mm.
    pub needle_spacing_mm: Sourced<f64>,
    /// Strokes per second of a pen; `None` for rollers and stamps.
    pub strokes_per_second: Option<Sourced<f64>>,
    /// Channels per cm² that one pass of a roller, or one press of a stamp, leaves; `None` for pens.
    pub channels_per_cm2_per_pass: Option<Sourced<f64>>,
    /// Error of the length setting, ± mm; `None` where no source states it.
    pub setting_error_mm: Option<Sourced<f64>>,
    /// Uses that have been evaluated, empty when every use is off-label.
    pub evaluated_uses: Vec<EvaluatedUse>,
}

/// All devices by id.
#[derive(Debug, Clone, PartialEq)]
pub struct DeviceCatalogue {
    devices: Vec<Device>,
}

impl DeviceCatalogue {
    /// The devices that Needlework ships.
    ///
    /// # Errors
    /// When the embedded file is not well formed, which the tests rule out.
    pub fn shipped(bibliography: &Bibliography) -> Result<Self, DataError> {
        const FILE: DataFile = DataFile {
            name: "devices.toml",
            text: include_str!("../data/devices.toml"),
        };
        Self::load(FILE, bibliography)
    }

    /// Reads devices: one `[[device]]` each, and a `[class.roller]`, `[class.stamp]` and `[class.pen]` whose figures stand
    /// in where a device states none.
    ///
    /// # Errors
    /// When the file is not TOML, a key is missing, unknown or out of its allowed range, an id occurs twice, or a figure
    /// has neither a source nor the mark `assumption`.
    pub fn load(file: DataFile, bibliography: &Bibliography) -> Result<Self, DataError> {
        let mut root = Block::parse(file.name, file.text)?;
        let classes = Classes::read(&mut root.block("class")?, bibliography)?;
        let mut devices = Vec::new();
        let mut seen = BTreeSet::new();
        for mut block in root.blocks("device")? {
            let device = read_device(&mut block, &classes, bibliography)?;
            if !seen.insert(device.id.clone()) {
                return Err(block.error("id", &device.id, "an id that no other device has"));
            }
            block.finish()?;
            devices.push(device);
        }
        root.finish()?;
        Ok(Self { devices })
    }

    /// The device with this id, if there is one.
    pub fn get(&self, id: &str) -> Option<&Device> {
        self.devices.iter().find(|device| device.id == id)
    }

    /// All devices in file order.
    pub fn iter(&self) -> impl Iterator<Item = &Device> {
        self.devices.iter()
    }
}

/// What stands in for figures that a device of a class does not state.
struct Classes {
    roller: Geometry,
    stamp: Geometry,
    pen: Geometry,
}

impl Classes {
    fn read(block: &mut Block, bibliography: &Bibliography) -> Result<Self, DataError> {
        let mut class = |name: &str, kind| {
            let mut figures = block.block(name)?;
            let geometry = Geometry::read(&mut figures, kind, None, bibliography)?;
            figures.finish().map(|()| geometry)
        };
        Ok(Self {
            roller: class("roller", DeviceKind::Roller)?,
            stamp: class("stamp", DeviceKind::Stamp)?,
            pen: class("pen", DeviceKind::Pen)?,
        })
    }

    fn of(&self, kind: DeviceKind) -> &Geometry {
        match kind {
            DeviceKind::Roller => &self.roller,
            DeviceKind::Stamp => &self.stamp,
            DeviceKind::Pen => &self.pen,
        }
    }
}

struct Geometry {
    needle_count: Sourced<f64>,
    needle_diameter_mm: Sourced<f64>,
    tip_diameter_um: Sourced<f64>,
    needle_spacing_mm: Sourced<f64>,
    strokes_per_second: Option<Sourced<f64>>,
    channels_per_cm2_per_pass: Option<Sourced<f64>>,
}

impl Geometry {
    /// Takes each figure from the block, or from the class where the block lacks it. Strokes belong to pens, channels per
    /// pass to all others.
    fn read(
        block: &mut Block,
        kind: DeviceKind,
        class: Option<&Self>,
        bibliography: &Bibliography,
    ) -> Result<Self, DataError> {
        let mut figure = |key: &str, unit: &str, of_class: Option<&Sourced<f64>>| match of_class {
            Some(figure) if !block.has(key) => Ok(figure.clone()),
            _ => Sourced::read(block, key, unit, bibliography),
        };
        let is_pen = kind == DeviceKind::Pen;
        let strokes = class.and_then(|class| class.strokes_per_second.as_ref());
        let per_pass = class.and_then(|class| class.channels_per_cm2_per_pass.as_ref());
        Ok(Self {
            needle_count: figure("needle_count", "-", class.map(|class| &class.needle_count))?,
            needle_diameter_mm: figure(
                "needle_diameter_mm",
                "mm",
                class.map(|class| &class.needle_diameter_mm),
            )?,
            tip_diameter_um: figure(
                "tip_diameter_um",
                "um",
                class.map(|class| &class.tip_diameter_um),
            )?,
            needle_spacing_mm: figure(
                "needle_spacing_mm",
                "mm",
                class.map(|class| &class.needle_spacing_mm),
            )?,
            strokes_per_second: is_pen
                .then(|| figure("strokes_per_second", "1/s", strokes))
                .transpose()?,
            channels_per_cm2_per_pass: (!is_pen)
                .then(|| figure("channels_per_cm2_per_pass", "1/cm2", per_pass))
                .transpose()?,
        })
    }
}

fn read_device(
    block: &mut Block,
    classes: &Classes,
    bibliography: &Bibliography,
) -> Result<Device, DataError> {
    let kind = block.choice(
        "kind",
        &[
            ("roller", DeviceKind::Roller),
            ("stamp", DeviceKind::Stamp),
            ("pen", DeviceKind::Pen),
        ],
    )?;
    let geometry = Geometry::read(block, kind, Some(classes.of(kind)), bibliography)?;
    let (lengths, lengths_provenance) = read_lengths(block, bibliography)?;
    Ok(Device {
        id: block.text("id")?,
        name: block.text("name")?,
        kind,
        lengths,
        lengths_provenance,
        needle_count: geometry.needle_count,
        needle_diameter_mm: geometry.needle_diameter_mm,
        tip_diameter_um: geometry.tip_diameter_um,
        needle_spacing_mm: geometry.needle_spacing_mm,
        strokes_per_second: geometry.strokes_per_second,
        channels_per_cm2_per_pass: geometry.channels_per_cm2_per_pass,
        setting_error_mm: if block.has("setting_error_mm") {
            Some(Sourced::read(
                block,
                "setting_error_mm",
                "mm",
                bibliography,
            )?)
        } else {
            None
        },
        evaluated_uses: block
            .blocks("evaluated_use")?
            .into_iter()
            .map(|row| read_use(row, bibliography))
            .collect::<Result<_, _>>()?,
    })
}

/// No needle of this field is longer, mm: a guard against a length in another unit.
const LONGEST_MM: f64 = 5.0;

fn read_lengths(
    block: &mut Block,
    bibliography: &Bibliography,
) -> Result<(LengthRange, Provenance), DataError> {
    let mut row = block.block("lengths")?;
    let shortest_mm = row.number("shortest_mm", 0.0..=LONGEST_MM)?;
    let longest_mm = row.number("longest_mm", shortest_mm..=LONGEST_MM)?;
    let provenance = Provenance::read(&mut row, bibliography)?;
    row.finish()?;
    Ok((
        LengthRange {
            shortest_mm,
            longest_mm,
        },
        provenance,
    ))
}

fn read_use(mut row: Block, bibliography: &Bibliography) -> Result<EvaluatedUse, DataError> {
    let lightest = row.optional_whole("lightest_phototype", 1..=6)?;
    let darkest = row.optional_whole("darkest_phototype", lightest.unwrap_or(1)..=6)?;
    let phototypes = match (lightest, darkest) {
        (Some(lightest), Some(darkest)) => {
            Some([lightest, darkest].map(|number| u8::try_from(number).unwrap_or(u8::MAX)))
        }
        (None, None) => None,
        _ => {
            return Err(row.sentence(&format!(
                "{} has one end of the phototypes; give lightest_phototype and darkest_phototype, or neither.",
                row.path()
            )));
        }
    };
    let evaluated = EvaluatedUse {
        reference: row.text("reference")?,
        indication: row.text("indication")?,
        zones: row.texts("zones")?,
        indications: row.texts("indications")?,
        longest_mm: row.optional_number("longest_mm", 0.0..=LONGEST_MM)?,
        phototypes,
        minimum_age_years: row.optional_number("minimum_age_years", 0.0..=120.0)?,
        provenance: Provenance::read(&mut row, bibliography)?,
    };
    row.finish()?;
    Ok(evaluated)
}
