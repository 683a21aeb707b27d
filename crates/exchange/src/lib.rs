//! Plans in the formats of other programs.

mod calendar;

pub use calendar::calendar;
