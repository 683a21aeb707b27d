//! Plans in the formats of other programs.

mod calendar;
mod feed;
mod identifier;
mod moment;
mod part;
mod reminder;

pub use calendar::calendar;
pub use feed::{Feed, Reminder, Titles, Visit, feed};
pub use part::EVENING_HOURS;
