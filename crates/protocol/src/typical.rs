//! Whom the public page is about before anybody has answered, from `data/typical.toml`.

use needlework_evidence::{Bibliography, Block, DataError, DataFile, Provenance};
use needlework_skin::{AGES_YEARS, Photodamage, Phototype, Sex};

const FILE: DataFile = DataFile {
    name: "typical.toml",
    text: include_str!("../data/typical.toml"),
};

/// The person of the public page, with the course that it tells of.
#[derive(Debug, Clone, PartialEq)]
pub struct TypicalPerson {
    /// Age, years.
    pub age_years: f64,
    /// Sex.
    pub sex: Sex,
    /// Phototype.
    pub phototype: Phototype,
    /// Sun damage.
    pub photodamage: Photodamage,
    /// The wish, as an indication id.
    pub indication: String,
    /// Zone ids, the main one first.
    pub zones: Vec<String>,
    /// Device id; it also stands in for the device of the clinic where somebody answers the questions.
    pub device: String,
    /// Where the row comes from.
    pub provenance: Provenance,
    unasked: Vec<String>,
}

impl TypicalPerson {
    /// The person that Needlework ships.
    ///
    /// # Errors
    /// When the embedded file is not well formed, which the tests rule out.
    pub fn shipped(bibliography: &Bibliography) -> Result<Self, DataError> {
        let mut root = Block::parse(FILE.name, FILE.text)?;
        let mut person = root.block("person")?;
        let mut unasked = root.block("unasked")?;
        root.finish()?;
        let typical = Self {
            age_years: person.number("age_years", AGES_YEARS)?,
            sex: person.choice("sex", Sex::NAMES)?,
            phototype: person.choice("phototype", Phototype::NAMES)?,
            photodamage: person.choice("photodamage", Photodamage::NAMES)?,
            indication: person.text("indication")?,
            zones: person.texts("zones")?,
            device: person.text("device")?,
            provenance: Provenance::read(&mut person, bibliography)?,
            unasked: unasked.texts("rules")?,
        };
        person.finish()?;
        Provenance::read(&mut unasked, bibliography)?;
        unasked.finish()?;
        Ok(typical)
    }

    /// Whether a question is asked before a visit is booked.
    pub fn is_asked(&self, rule: &str) -> bool {
        !self.unasked.iter().any(|one| one == rule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screening::ScreeningRules;

    #[test]
    fn what_is_left_to_the_clinic_is_a_question_of_the_protocol() -> Result<(), DataError> {
        let bibliography = Bibliography::shipped()?;
        let rules = ScreeningRules::shipped(&bibliography)?;
        for rule in TypicalPerson::shipped(&bibliography)?.unasked {
            assert!(rules.get(&rule).is_some(), "{rule}");
        }
        Ok(())
    }
}
