//! What is assumed of a study where it is silent, from `data/defaults.toml`.

use needlework_evidence::{Block, DataError, DataFile};
use needlework_needling::DeviceKind;
use needlework_planning::Library;
use needlework_skin::{Photodamage, Phototype};

use crate::read_trial::choices;

const FILE: DataFile = DataFile {
    name: "defaults.toml",
    text: include_str!("../data/defaults.toml"),
};

/// Who takes part in a study of an indication.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct UsualPopulation {
    pub(crate) indication: String,
    pub(crate) age_years: [f64; 2],
    pub(crate) female_share: f64,
    pub(crate) phototypes: Vec<Phototype>,
    pub(crate) photodamage: Vec<Photodamage>,
    pub(crate) zones: Vec<String>,
}

/// Defaults of every study.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Defaults {
    /// Keys of numbers that differ between studies.
    pub(crate) study_keys: Vec<String>,
    /// Keys of numbers that differ between people.
    pub(crate) person_keys: Vec<String>,
    roller: String,
    pen: String,
    stamp: String,
    /// Age at menopause, years.
    pub(crate) menopause_age_years: f64,
    populations: Vec<UsualPopulation>,
}

impl Defaults {
    pub(crate) fn shipped(library: &Library) -> Result<Self, DataError> {
        let mut root = Block::parse(FILE.name, FILE.text)?;
        let mut levels = root.block("levels")?;
        let study_keys = levels.texts("study")?;
        let person_keys = levels.texts("person")?;
        levels.finish()?;
        let mut devices = root.block("devices")?;
        let mut device = |kind: &str| {
            let id = devices.text(kind)?;
            match library.devices.get(&id) {
                Some(_) => Ok(id),
                None => Err(devices.error(kind, &id, "a device of devices.toml")),
            }
        };
        let (roller, pen, stamp) = (device("roller")?, device("pen")?, device("stamp")?);
        devices.finish()?;
        let mut menopause = root.block("menopause")?;
        let menopause_age_years = menopause.number("age_years", 30.0..=65.0)?;
        menopause.finish()?;
        let populations = root.rows("population", |row| population(row, library))?;
        for indication in library.scales.indications() {
            if !populations
                .iter()
                .any(|row| row.indication == indication.indication)
            {
                return Err(DataError::missing(
                    FILE.name,
                    &format!("the population of {}", indication.indication),
                    "a table [[population]]",
                ));
            }
        }
        root.finish()?;
        Ok(Self {
            study_keys,
            person_keys,
            roller,
            pen,
            stamp,
            menopause_age_years,
            populations,
        })
    }

    /// The device that stands for a kind.
    pub(crate) fn device(&self, kind: DeviceKind) -> &str {
        match kind {
            DeviceKind::Roller => &self.roller,
            DeviceKind::Pen => &self.pen,
            DeviceKind::Stamp => &self.stamp,
        }
    }

    /// Who takes part in studies of an indication.
    pub(crate) fn population(&self, indication: &str) -> Option<&UsualPopulation> {
        self.populations
            .iter()
            .find(|row| row.indication == indication)
    }
}

fn population(row: &mut Block, library: &Library) -> Result<UsualPopulation, DataError> {
    let zones = row.texts("zones")?;
    if let Some(unknown) = zones.iter().find(|id| library.zones.get(id).is_none()) {
        return Err(row.error("zones", unknown, "zones of zones.toml"));
    }
    Ok(UsualPopulation {
        indication: row.text("indication")?,
        age_years: row.number_pair("age_years")?,
        female_share: row.number("female_share", 0.0..=1.0)?,
        phototypes: choices(row, "phototypes", Phototype::NAMES)?,
        photodamage: choices(row, "photodamage", Photodamage::NAMES)?,
        zones,
    })
}
