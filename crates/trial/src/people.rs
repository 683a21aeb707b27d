//! One person of a study, placed in its population.

use needlework_outcome::ZoneBaseline;
use needlework_skin::{Menopause, Person, Sex, Zone};

use crate::error::TrialError;
use crate::knowledge::Knowledge;
use crate::parameters::People;
use crate::trial::{AgeOfPeople, Population};

/// One person of a study: who it is, which zone is judged, and how that zone looks before.
#[derive(Debug, Clone)]
pub(crate) struct Participant<'a> {
    pub(crate) person: Person,
    pub(crate) zone: &'a Zone,
    pub(crate) baseline: ZoneBaseline,
}

/// The person at these places in the population; what the study leaves open is as usual for its indication.
pub(crate) fn participant<'a>(
    population: &Population,
    place: &People,
    knowledge: &'a Knowledge,
) -> Result<Participant<'a>, TrialError> {
    let unknown = |name: &str| TrialError::NotInCatalogue {
        name: name.to_owned(),
    };
    let usual = knowledge
        .defaults
        .population(&population.indication)
        .ok_or_else(|| unknown(&population.indication))?;
    let [youngest, oldest] = match population.age_years {
        Some(AgeOfPeople::Range(range)) => range,
        Some(AgeOfPeople::Mean(age)) => [age, age],
        None => usual.age_years,
    };
    let age_years = youngest + place.age_quantile * (oldest - youngest);
    let female_share = population.female_share.unwrap_or(usual.female_share);
    let sex = if place.sex_quantile < female_share {
        Sex::Female
    } else {
        Sex::Male
    };
    let menopause = match sex {
        Sex::Female if age_years > knowledge.defaults.menopause_age_years => {
            Menopause::YearsSince(age_years - knowledge.defaults.menopause_age_years)
        }
        _ => Menopause::NotReached,
    };
    let phototypes = stated_or(&population.phototypes, &usual.phototypes);
    let photodamage = stated_or(&population.photodamage, &usual.photodamage);
    let zones = stated_or(&population.zones, &usual.zones);
    let empty = || unknown("an empty list of defaults");
    let zone = at_quantile(zones, place.zone_quantile).ok_or_else(empty)?;
    Ok(Participant {
        person: Person {
            age_years,
            sex,
            phototype: *at_quantile(phototypes, place.phototype_quantile).ok_or_else(empty)?,
            photodamage: *at_quantile(photodamage, place.photodamage_quantile).ok_or_else(empty)?,
            menopause,
            acne_prone: false,
        },
        zone: knowledge
            .library
            .zones
            .get(zone)
            .ok_or_else(|| unknown(zone))?,
        baseline: baseline(population, place, knowledge),
    })
}

fn stated_or<'a, T>(stated: &'a [T], usual: &'a [T]) -> &'a [T] {
    if stated.is_empty() { usual } else { stated }
}

/// The item at a share of the way through a list.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a short list"
)]
fn at_quantile<T>(items: &[T], quantile: f64) -> Option<&T> {
    let last = items.len().checked_sub(1)?;
    items.get(((quantile * items.len() as f64) as usize).min(last))
}

/// The grade before treatment as stated, spread over people.
fn baseline(population: &Population, place: &People, knowledge: &Knowledge) -> ZoneBaseline {
    let mut baseline = ZoneBaseline::default();
    let Some(stated) = &population.baseline else {
        return baseline;
    };
    let Some(scale) = knowledge.library.scales.scale(&stated.scale) else {
        return baseline;
    };
    let [lowest, highest] = scale.range;
    let sd = stated
        .sd
        .unwrap_or(place.baseline_spread_share * (highest - lowest));
    let grade = Some((stated.mean + sd * place.baseline_deviation).clamp(lowest, highest));
    match stated.scale.as_str() {
        "lemperle-wrinkles" => baseline.lemperle_grade = grade,
        "goodman-baron" => baseline.goodman_baron_grade = grade,
        _ => baseline.laxity_grade = grade,
    }
    baseline
}
