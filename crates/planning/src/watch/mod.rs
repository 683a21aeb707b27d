//! How somebody heals, held against what was forecast for this person, and how urgently the clinic must answer (protocol 5.3
//! to 5.5). Nothing here diagnoses: a report gets a fixed level, and a level a time.

mod band;
mod judge;
mod standing;

pub use self::band::{AgainstForecast, against_forecast};
pub use self::judge::{Judged, judge};
pub use self::standing::{
    Standing, followed_hours, last_check_in_day, may_answer, silence, standing,
};
