//! What is asked of the model, and why it may refuse.

use needlework_evidence::DAYS_PER_YEAR;
use needlework_needling::{Injury, LayerInjury};
use needlework_skin::Skin;
use thiserror::Error;

use crate::healthy::LONGEST_YEARS;
use crate::{HealingParameters, TreatmentSession};

/// Whether untreated skin drifts with age during the course.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ageing {
    /// Synthesis falls behind loss as the skin says, and mature elastin is lost.
    On,
    /// Healthy skin stays as it is.
    Off,
}

/// One course to simulate: one skin, its sessions, one draw of the parameters.
#[derive(Debug, Clone, Copy)]
pub struct CourseRequest<'a> {
    /// The skin before the first session.
    pub skin: &'a Skin,
    /// Sessions in order of time; maintenance sessions are just later ones.
    pub sessions: &'a [TreatmentSession],
    /// One draw of the parameters.
    pub parameters: &'a HealingParameters,
}

/// Why a course cannot be simulated.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum HealingError {
    /// A parameter for which healthy skin would not exist.
    #[error("{parameter} is {value}, but must be {allowed}.")]
    Inadmissible {
        /// Key of the parameter.
        parameter: String,
        /// Its value.
        value: f64,
        /// What it must be.
        allowed: String,
    },
    /// A property of the skin that the model cannot work with.
    #[error("The skin's {field} is {value}, but must be {allowed}.")]
    Skin {
        /// Field of the skin.
        field: &'static str,
        /// Its value.
        value: f64,
        /// What it must be.
        allowed: String,
    },
    /// A sampled day that is not a number, lies before the start or beyond ten years, or is out of order.
    #[error(
        "Sampled day {position} is {day}, but must be a number of days from {earliest} to {latest}; give the days in increasing order."
    )]
    Day {
        /// Position in the list, counted from 1.
        position: usize,
        /// The day.
        day: f64,
        /// Earliest day allowed there.
        earliest: f64,
        /// Latest day allowed.
        latest: f64,
    },
    /// A session that is not a number, lies before the start or beyond ten years, or is out of order.
    #[error(
        "Session {position} is on day {day}, but must be on a day from {earliest} to {latest}; give the sessions in order of time."
    )]
    SessionDay {
        /// Position in the list, counted from 1.
        position: usize,
        /// The day.
        day: f64,
        /// Earliest day allowed there.
        earliest: f64,
        /// Latest day allowed.
        latest: f64,
    },
    /// A volume fraction of an injury that is not one.
    #[error(
        "Session {position} has the {field} fraction {value} in the {place}, but it must be from 0 to 1."
    )]
    Injury {
        /// Position of the session, counted from 1.
        position: usize,
        /// Which fraction.
        field: &'static str,
        /// Where.
        place: String,
        /// Its value.
        value: f64,
    },
    /// A channel radius that is not one.
    #[error(
        "Session {position} has the channel radius {value} mm, but it must be zero or a positive number."
    )]
    Radius {
        /// Position of the session, counted from 1.
        position: usize,
        /// Its value, mm.
        value: f64,
    },
    /// Courses of one batch whose sessions are on different days.
    #[error(
        "Course {position} of the batch has its sessions on other days than the first course; simulate it on its own."
    )]
    DifferentDays {
        /// Position in the batch, counted from 1.
        position: usize,
    },
    /// The solver could not follow a course.
    #[error("The model could not be followed beyond day {day}: the parameters {reason}.")]
    Unfollowed {
        /// Day that was reached.
        day: f64,
        /// What went wrong, after "the parameters".
        reason: &'static str,
    },
}

/// Checks the sampled days.
pub(crate) fn check_days(days: &[f64]) -> Result<(), HealingError> {
    let latest = LONGEST_YEARS * DAYS_PER_YEAR;
    let mut earliest = 0.0;
    for (index, &day) in days.iter().enumerate() {
        let repeated = index > 0 && day <= earliest;
        if !(earliest..=latest).contains(&day) || repeated {
            return Err(HealingError::Day {
                position: index + 1,
                day,
                earliest,
                latest,
            });
        }
        earliest = day;
    }
    Ok(())
}

impl CourseRequest<'_> {
    /// Checks everything that the simulation relies on.
    pub(crate) fn check(&self) -> Result<(), HealingError> {
        self.parameters.admissible()?;
        self.check_skin()?;
        let latest = LONGEST_YEARS * DAYS_PER_YEAR;
        let mut earliest = 0.0;
        for (index, session) in self.sessions.iter().enumerate() {
            let position = index + 1;
            if !(earliest..=latest).contains(&session.day) {
                return Err(HealingError::SessionDay {
                    position,
                    day: session.day,
                    earliest,
                    latest,
                });
            }
            earliest = session.day;
            check_injury(position, &session.injury)?;
        }
        Ok(())
    }

    fn check_skin(&self) -> Result<(), HealingError> {
        let skin = self.skin;
        let refuse = |field, value, allowed: &str| HealingError::Skin {
            field,
            value,
            allowed: allowed.to_owned(),
        };
        if !(skin.synthesis >= 0.0 && skin.synthesis.is_finite()) {
            return Err(refuse(
                "synthesis",
                skin.synthesis,
                "zero or a positive number",
            ));
        }
        let decline = skin.synthesis_decline_per_year;
        if !decline.is_finite() {
            return Err(refuse("synthesis_decline_per_year", decline, "a number"));
        }
        let half_life = skin.mature_collagen_half_life_years;
        if !(half_life > 0.0 && half_life.is_finite()) {
            let field = "mature_collagen_half_life_years";
            return Err(refuse(field, half_life, "a positive number"));
        }
        if !(skin.epidermis_mm >= 0.0 && skin.epidermis_mm.is_finite()) {
            return Err(refuse(
                "epidermis_mm",
                skin.epidermis_mm,
                "zero or a positive number",
            ));
        }
        for layer in &skin.dermis {
            let thickness = layer.bottom_mm - layer.top_mm;
            if !(thickness > 0.0 && thickness.is_finite()) {
                return Err(refuse(
                    "dermis",
                    thickness,
                    "layers of positive thickness in mm",
                ));
            }
        }
        Ok(())
    }
}

fn check_injury(position: usize, injury: &Injury) -> Result<(), HealingError> {
    // The place is put into words only where it is needed: there are many injuries, and almost all are right.
    let check = |place: &dyn Fn() -> String, layer: &LayerInjury| {
        let fractions = [
            ("channel", layer.channel),
            ("damaged", layer.damaged),
            ("clot", layer.clot),
        ];
        fractions
            .into_iter()
            .find(|(_, value)| !(0.0..=1.0).contains(value))
            .map_or(Ok(()), |(field, value)| {
                Err(HealingError::Injury {
                    position,
                    field,
                    place: place(),
                    value,
                })
            })
    };
    check(&|| "epidermis".to_owned(), &injury.epidermis)?;
    for (number, layer) in injury.dermis.iter().enumerate() {
        check(&|| format!("dermal layer {}", number + 1), layer)?;
    }
    let surface = LayerInjury {
        channel: injury.open_area,
        ..LayerInjury::default()
    };
    check(&|| "skin surface (open area)".to_owned(), &surface)?;
    let radius = injury.channel_radius_mm;
    if radius >= 0.0 && radius.is_finite() {
        Ok(())
    } else {
        Err(HealingError::Radius {
            position,
            value: radius,
        })
    }
}
