//! The person of a case file.

use needlework_evidence::{Block, DataError};
use needlework_skin::{AGES_YEARS, Menopause, Person, Photodamage, Phototype, Sex};

/// Earliest menopause that is believed, years of age: an earlier one is a slip of the keyboard or a case for a
/// specialist.
pub const YOUNGEST_MENOPAUSE_YEARS: f64 = 18.0;

pub(super) fn read(mut block: Block) -> Result<Person, DataError> {
    let age_years = block.number("age_years", AGES_YEARS)?;
    let sex = block.choice("sex", Sex::NAMES)?;
    let phototype = block.choice("phototype", Phototype::NAMES)?;
    let photodamage = block.choice("photodamage", Photodamage::NAMES)?;
    let menopause = menopause(&mut block, age_years, sex)?;
    let acne_prone = block.flag("acne_prone", false)?;
    block.finish()?;
    Ok(Person {
        age_years,
        sex,
        phototype,
        photodamage,
        menopause,
        acne_prone,
    })
}

fn menopause(block: &mut Block, age_years: f64, sex: Sex) -> Result<Menopause, DataError> {
    const KEY: &str = "years_since_menopause";
    let longest = age_years - YOUNGEST_MENOPAUSE_YEARS;
    let Some(years) = block.optional_number(KEY, 0.0..=longest)? else {
        return Ok(Menopause::NotReached);
    };
    match sex {
        Sex::Female => Ok(Menopause::YearsSince(years)),
        Sex::Male => Err(block
            .error(KEY, &years, "left out for a man")
            .named("menopause-of-a-man")),
    }
}
