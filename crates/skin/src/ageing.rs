//! How collagen synthesis and content drift from the healthy young adult to the present age (model 8.3).

use crate::{AgeingParameters, Menopause, Person, PhotodamageParameters};

/// Number of Simpson panels over the drift; doubling it changes the content by less than 1e-9.
const PANELS: u32 = 64;

/// Collagen synthesis by age alone: the synthesis of one cell (a straight line through the young and the old group of
/// Varani) times the number of cells, healthy young adult = 1. Younger people count as young adults.
pub fn synthesis_of_age(age_years: f64, ageing: &AgeingParameters) -> f64 {
    let years = (age_years - ageing.young_adult_age_years).max(0.0);
    let slope =
        (1.0 - ageing.synthesis_at_old_age) / (ageing.old_age_years - ageing.young_adult_age_years);
    let per_cell = (1.0 - slope * years).max(0.0);
    per_cell * (-ageing.fibroblast_decline_per_year * years).exp()
}

/// Mature collagen by age alone, healthy young adult = 1: the pool that loses its half within the half-life and is
/// refilled in proportion to synthesis, `x' = mu_x (S(t) - x)`, `x(young) = 1` (model 8.3).
pub fn content_of_age(age_years: f64, ageing: &AgeingParameters) -> f64 {
    let years = (age_years - ageing.young_adult_age_years).max(0.0);
    let loss = std::f64::consts::LN_2 / ageing.mature_collagen_half_life_years;
    let refill = |since_young: f64| {
        loss * synthesis_of_age(ageing.young_adult_age_years + since_young, ageing)
            * (-loss * (years - since_young)).exp()
    };
    let step = years / f64::from(PANELS);
    let integral: f64 = (0..PANELS)
        .map(|panel| {
            let left = step * f64::from(panel);
            step / 6.0 * (refill(left) + 4.0 * refill(left + step / 2.0) + refill(left + step))
        })
        .sum();
    (-loss * years).exp() + integral
}

/// What menopause leaves of the collagen content, 1 before it.
pub(crate) fn content_after_menopause(menopause: Menopause, ageing: &AgeingParameters) -> f64 {
    let Menopause::YearsSince(years) = menopause else {
        return 1.0;
    };
    let fast = years.clamp(0.0, ageing.menopause_fast_years) / ageing.menopause_fast_years;
    let slow =
        (years.min(ageing.menopause_slow_until_years) - ageing.menopause_fast_years).max(0.0);
    (1.0 - ageing.menopause_fast_loss * fast)
        * (1.0 - ageing.menopause_slow_loss_per_year).powf(slow)
}

/// Synthesis of one person, healthy young adult = 1. Menopause acts on synthesis as it acts on content, so that a content
/// lost after it does not grow back; sun damage acts in proportion to its class (evidence R19, weak).
pub(crate) fn synthesis(
    person: &Person,
    ageing: &AgeingParameters,
    photodamage: &PhotodamageParameters,
) -> f64 {
    let sun = 1.0 - photodamage.synthesis_loss_per_class * person.photodamage.class();
    synthesis_of_age(person.age_years, ageing)
        * content_after_menopause(person.menopause, ageing)
        * sun.max(0.0)
}

/// Relative loss of synthesis over the coming year, 1/y.
pub(crate) fn synthesis_decline_per_year(
    person: &Person,
    ageing: &AgeingParameters,
    photodamage: &PhotodamageParameters,
) -> f64 {
    let now = synthesis(person, ageing, photodamage);
    let next = synthesis(&a_year_older(person), ageing, photodamage);
    if now > 0.0 { 1.0 - next / now } else { 0.0 }
}

fn a_year_older(person: &Person) -> Person {
    Person {
        age_years: person.age_years + 1.0,
        menopause: match person.menopause {
            Menopause::NotReached => Menopause::NotReached,
            Menopause::YearsSince(years) => Menopause::YearsSince(years + 1.0),
        },
        ..person.clone()
    }
}
