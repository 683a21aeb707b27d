//! Reminders by mail, and mails that tell colleagues that a report waits.
//!
//! ```text
//! chart, appointments -> planner -> queue (documents of the cabinet) -> sender -> post (SMTP, or files) -> queue
//! ```
//!
//! The planner says what is due (`due.rs`, `quiet_hours.rs`), the queue keeps it: one document per patient, matter and moment,
//! whose id follows from them. The sender writes down that a mail is being handed over, over the version that it saw, so that of
//! two servers one hands it over; then it asks the server of mails, and writes down what came of it. A program that ends between
//! the two leaves a mail of which nobody knows whether it arrived. It is shown to the clinic, and never sent again by itself.

mod alerts;
mod courier;
mod due;
mod housekeeping;
mod letter;
mod mail_server;
mod planner;
mod post;
mod queue;
mod quiet_hours;
mod sender;

pub use courier::{Courier, Round};
pub(super) use due::{reminded_ahead_hours, reminded_at};
pub(super) use planner::quiet_hours;
pub use post::{Post, PostError};
pub(super) use quiet_hours::QuietHours;
