//! Plans in the formats of other programs.

mod calendar;
mod identifier;
mod moment;
mod reminder;

pub use calendar::calendar;
